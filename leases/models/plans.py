"""Repayment plans of a debt of rent, to the landlord or to the association that sublets."""

from django.db import models
from django.utils import timezone

from documents.models import Document
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from households.models import Enrolment
from leases.enums import PlanCreditor, PlanEnd
from leases.models.dwellings import EUROS
from leases.models.leases import Lease
from leases.models.rent import RentEntry
from partners.models import Organisation


class RepaymentPlan(Row):
    """A debt of a statement's day, spread over instalments. Where it is, is derived (`leases.rules.plans.followed`)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    creditor = models.CharField("créancier", max_length=11, choices=PlanCreditor)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisme créancier"
    )
    lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="sous-location"
    )  # of a debt to the association
    debt = models.DecimalField("dette", **EUROS)
    stated_on = models.DateField("relevé du")
    resumed_on = models.DateField("loyer courant repris le", null=True, blank=True)
    note = EncryptedTextField("ce qui est convenu", blank=True)
    ended_on = models.DateField("fin le", null=True, blank=True)
    end_reason = models.CharField("raison de la fin", max_length=9, choices=PlanEnd, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document à signer"
    )  # the first of its versions
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="enrolment creditor organisation lease stated_on resumed_on ended_on end_reason document recorded_at",
        personal="debt recorded_by",
        sensitive="note",
    )

    class Meta:
        verbose_name = "plan d’apurement"
        verbose_name_plural = "plans d’apurement"
        ordering = ("-stated_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(creditor="ASSOCIATION", lease__isnull=False)
                | models.Q(creditor="LANDLORD", lease__isnull=True),
                name="repaymentplan_creditor_fits_lease",
                violation_error_message="Un plan avec l’association est celui d’une sous-location.",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, end_reason="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(end_reason="")),
                name="repaymentplan_end_has_reason",
                violation_error_message="La fin d’un plan a sa raison.",
            ),
        )


class PlanInstalment(Row):
    """An instalment of a plan."""

    plan = models.ForeignKey(
        RepaymentPlan, on_delete=models.CASCADE, related_name="instalments", verbose_name="plan d’apurement"
    )
    position = models.PositiveSmallIntegerField("rang")
    due_on = models.DateField("échéance")
    amount = models.DecimalField("montant", **EUROS)

    privacy = declare(plain="plan position due_on", personal="amount")

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["plan", "position"], name="planinstalment_position_unique"),)


class PlanPayment(Row):
    """What was paid to a plan; to the association's, it is a line of the account too."""

    plan = models.ForeignKey(
        RepaymentPlan, on_delete=models.PROTECT, related_name="payments", verbose_name="plan d’apurement"
    )
    entry = models.OneToOneField(
        RentEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="écriture du compte"
    )
    paid_on = models.DateField("payé le")
    amount = models.DecimalField("montant", **EUROS)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)

    privacy = declare(
        plain="plan entry paid_on recorded_at withdrawn_at",
        personal="amount recorded_by",
        sensitive="withdrawal_reason",
    )

    class Meta:
        verbose_name = "paiement d’une échéance"
        verbose_name_plural = "paiements d’échéances"
        ordering = ("paid_on", "recorded_at")

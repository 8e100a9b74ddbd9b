"""The eviction procedure of an occupant, her account with the landlord, and his commitment to hold it (domain.md §3.7)."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from households.models import Enrolment
from leases.enums import ProcedureStage
from leases.models.dwellings import EUROS
from partners.models import Organisation


class ProcedureStep(Row):
    """A stage that the procedure reached, on its day. A stage recorded in error is withdrawn, never erased."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    stage = models.CharField("stade", max_length=22, choices=ProcedureStage)
    reached_on = models.DateField("le")
    until_on = models.DateField(
        "jusqu’au", null=True, blank=True
    )  # of the judge's terms, of what suspends the procedure
    prefect_told_on = models.DateField("préfet prévenu le", null=True, blank=True)  # of the hearing, by a summons
    note = EncryptedTextField("précision", blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="enrolment landlord reached_on until_on prefect_told_on withdrawn_at recorded_at",
        personal="stage recorded_by",
        sensitive="note",
    )

    class Meta:
        verbose_name = "stade de procédure"
        verbose_name_plural = "stades de procédure"
        ordering = ("reached_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("reached_on")),
                name="procedurestep_until_after_reached",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
            models.CheckConstraint(
                condition=models.Q(prefect_told_on__isnull=True)
                | models.Q(stage="SUMMONS", prefect_told_on__gte=models.F("reached_on")),
                name="procedurestep_prefect_told_of_summons",
                violation_error_message="Le préfet est prévenu d’une assignation, une fois délivrée.",
            ),
        )


class AccountBalance(Row):
    """What the household owes the landlord (positive) by a statement of a day. Never the debt to the association."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    stated_on = models.DateField("relevé du")
    amount = models.DecimalField("dette", max_digits=9, decimal_places=2)  # negative: in credit
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(plain="enrolment landlord stated_on recorded_at", personal="amount recorded_by")

    class Meta:
        verbose_name = "solde du compte locataire"
        verbose_name_plural = "soldes du compte locataire"
        ordering = ("-stated_on", "-recorded_at")


class StatedLease(Row):
    """What is said of a lease that Palier does not keep: the day it was signed, what it asks each month. The last said stands.

    The delay of a payment order depends on that day; the thresholds of an unpaid rent on these amounts (domain.md §3.7).
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    signed_on = models.DateField("bail signé le", null=True, blank=True)
    rent = models.DecimalField("loyer sans les charges", null=True, blank=True, **EUROS)
    charges = models.DecimalField("charges", null=True, blank=True, **EUROS)
    benefit = models.DecimalField("aide au logement", null=True, blank=True, **EUROS)
    is_paid_to_landlord = models.BooleanField("aide versée au bailleur", default=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="enrolment landlord signed_on rent charges is_paid_to_landlord recorded_at",
        personal="benefit recorded_by",
    )

    class Meta:
        verbose_name = "bail déclaré"
        verbose_name_plural = "baux déclarés"
        ordering = ("recorded_at",)


class ProcedureHold(Row):
    """The landlord's dated commitment to hold the procedure, with its conditions and its end."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    conditions = EncryptedTextField("conditions")
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="enrolment landlord started_on ended_on recorded_at", personal="recorded_by", sensitive="conditions"
    )

    class Meta:
        verbose_name = "engagement à suspendre la procédure"
        verbose_name_plural = "engagements à suspendre la procédure"
        ordering = ("-started_on",)
        constraints = tuple(dated_constraints("procedurehold"))

"""The protocole de cohésion sociale, which gives a title again once the judge has ended the lease (domain.md §3.7)."""

import datetime as dt

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from households.models import Enrolment
from leases.enums import ProtocolState
from leases.models.dwellings import EUROS
from leases.models.leases import Lease
from leases.models.plans import RepaymentPlan
from leases.models.procedures import ProcedureStep
from partners.models import Organisation


class SocialCohesionProtocol(Row):
    """An agreement of a landlord and an occupant: she pays the indemnity and the plan, he waives eviction and signs a lease.

    Its stage of the procedure stands beside the others as long as it lasts; its title is a row of the chain.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    step = models.OneToOneField(ProcedureStep, on_delete=models.PROTECT, related_name="+", verbose_name="stade")
    decided_on = models.DateField("décision du juge")
    court = models.CharField("tribunal", max_length=120, blank=True)
    indemnity = models.DecimalField("indemnité d’occupation", **EUROS)
    debt = models.DecimalField("dette", default=0, **EUROS)
    instalment = models.DecimalField("échéance du plan", default=0, **EUROS)
    payer_approved_on = models.DateField("plan approuvé par l’organisme payeur le", null=True, blank=True)
    started_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au")
    extended_to = models.DateField("prolongé jusqu’au", null=True, blank=True)
    state = models.CharField("état", max_length=8, choices=ProtocolState, default=ProtocolState.RUNNING)
    ended_on = models.DateField("fin constatée le", null=True, blank=True)
    reason = EncryptedTextField("précision", blank=True)
    title = models.ForeignKey(
        Lease, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="titre d’occupation"
    )
    new_lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nouveau bail"
    )
    plan = models.ForeignKey(
        RepaymentPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="plan d’apurement",
    )
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="enrolment landlord step decided_on started_on ends_on extended_to state ended_on title new_lease plan"
        " payer_approved_on recorded_at",
        personal="court indemnity debt instalment recorded_by",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "protocole de cohésion sociale"
        verbose_name_plural = "protocoles de cohésion sociale"
        ordering = ("-started_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("started_on")),
                name="socialcohesionprotocol_ends_after_start",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_to__isnull=True) | models.Q(extended_to__gt=models.F("ends_on")),
                name="socialcohesionprotocol_extended_later",
                violation_error_message="Une prolongation finit après la première fin.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("RUNNING", "ANNULLED"), ended_on__isnull=True)
                | models.Q(state__in=("HONOURED", "LEASED", "BROKEN"), ended_on__isnull=False),
                name="socialcohesionprotocol_end_is_dated",
                violation_error_message="La fin d’un protocole est datée.",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(state="RUNNING"),
                name="socialcohesionprotocol_one_running",
                violation_error_message="Un protocole est déjà en cours pour ce ménage.",
            ),
        )

    @property
    def last_day(self) -> dt.date:
        """Give the last day that was agreed, its extension included."""
        return self.extended_to or self.ends_on

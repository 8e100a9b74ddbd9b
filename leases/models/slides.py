"""The proposal of a slide, its decision by the landlord, the household's answer; each change is a dated row."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from leases.enums import SlideState
from leases.models.leases import Lease


class SlideProposal(Row):
    """What the association proposes and the landlord decides. One that ended is followed by another, never reopened."""

    sublease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="slide_proposals", verbose_name="sous-location"
    )
    state = models.CharField("état", max_length=9, choices=SlideState, default=SlideState.PROPOSED)
    state_on = models.DateField("depuis le")
    proposed_on = models.DateField("proposé le")
    proposed_by = models.UUIDField("proposé par")
    reasons = EncryptedTextField("pourquoi le bail peut glisser")
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decided_by = models.UUIDField("décidé par", null=True, blank=True)
    decision_reason = EncryptedTextField("raison de la décision", blank=True)
    planned_on = models.DateField("glissement prévu le", null=True, blank=True)
    extended_until = models.DateField("prolongée jusqu’au", null=True, blank=True)
    answered_on = models.DateField("réponse du ménage le", null=True, blank=True)
    answer_note = EncryptedTextField("ce que dit le ménage", blank=True)
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="sublease state state_on proposed_on decided_on planned_on extended_until answered_on recorded_at",
        personal="proposed_by decided_by",
        sensitive="reasons decision_reason answer_note",
    )

    class Meta:
        verbose_name = "proposition de glissement"
        verbose_name_plural = "propositions de glissement"
        ordering = ("proposed_on", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=["sublease"],
                condition=models.Q(state__in=("PROPOSED", "AGREED", "ACCEPTED")),
                name="slideproposal_one_open",
                violation_error_message="Une proposition est déjà en cours pour cette sous-location.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("AGREED", "ACCEPTED")) | models.Q(planned_on__isnull=False),
                name="slideproposal_agreed_has_day",
                violation_error_message="Un accord dit le premier jour du bail.",
            ),
        )


class SlideChange(Row):
    """One state of a proposal, from a day on."""

    proposal = models.ForeignKey(
        SlideProposal, on_delete=models.PROTECT, related_name="changes", verbose_name="proposition"
    )
    position = models.PositiveSmallIntegerField("rang")
    to_state = models.CharField("état", max_length=9, choices=SlideState)
    effective_on = models.DateField("effet le")
    reason = EncryptedTextField("raison", blank=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="proposal position to_state effective_on recorded_at", personal="recorded_by", sensitive="reason"
    )

    class Meta:
        verbose_name = "changement d’une proposition"
        verbose_name_plural = "changements d’une proposition"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["proposal", "position"], name="slidechange_position_unique"),)

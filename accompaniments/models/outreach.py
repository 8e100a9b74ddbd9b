"""What the end of the outreach ladder leaves: a failed contact asked by the team, confirmed by the manager, with its proof."""

from django.db import models
from django.utils import timezone

from accompaniments.enums import FailureAnswer
from accompaniments.models.course import Accompaniment
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from records.models import StoredFile


class ContactFailure(Row):
    """« Contact infructueux »: said by the team, answered by the manager; an answer of the person meanwhile makes it lapse."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="failures", verbose_name="accompagnement"
    )
    asked_on = models.DateField("demandé le")
    asked_by = models.UUIDField("demandé par")
    note = EncryptedTextField("ce qui a été tenté", blank=True)  # équipe
    answer = models.CharField("réponse", max_length=9, choices=FailureAnswer, default=FailureAnswer.PENDING)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answered_by = models.UUIDField("répondu par", null=True, blank=True)
    reason = EncryptedTextField("raison du renvoi", blank=True)  # équipe
    proof = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="preuve des démarches",
    )
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="accompaniment asked_on answer answered_on proof recorded_at",
        personal="asked_by answered_by",
        sensitive="note reason",
    )

    class Meta:
        verbose_name = "contact infructueux"
        verbose_name_plural = "contacts infructueux"
        ordering = ("recorded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=models.Q(answer="PENDING"),
                name="contactfailure_one_pending",
                violation_error_message="Une demande attend déjà la responsable.",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="PENDING", answered_on__isnull=True)
                | (~models.Q(answer="PENDING") & models.Q(answered_on__isnull=False)),
                name="contactfailure_answer_has_day",
                violation_error_message="Une réponse a une date.",
            ),
        )

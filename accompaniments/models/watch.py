"""After the end: the watch's check-ins, and what the landlord signals (domain.md §2.1 S12, §8.7)."""

from django.db import models
from django.utils import timezone

from accompaniments.enums import HousingStatus, SignalAnswer, SignalKind
from accompaniments.models.course import Accompaniment
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from households.models import Enrolment
from partners.models import Organisation, User


class WatchCheckIn(Row):
    """A light check-in of the watch; at 6, 12 and 24 months it says where the household lives."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="checkins", verbose_name="accompagnement"
    )
    made_on = models.DateField("le")
    counted_from = models.DateField(
        "compté depuis le", null=True, blank=True
    )  # the end that the horizon is counted from
    horizon = models.PositiveSmallIntegerField("à", null=True, blank=True)  # months after the end: 6, 12, 24
    status = models.CharField("logement", max_length=9, choices=HousingStatus, default=HousingStatus.UNKNOWN)
    has_arrears = models.BooleanField("impayé connu", null=True)
    note = EncryptedTextField("note", blank=True)  # équipe
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="accompaniment made_on counted_from horizon recorded_at",
        personal="status has_arrears recorded_by",
        sensitive="note",
    )

    class Meta:
        verbose_name = "point de veille"
        verbose_name_plural = "points de veille"
        ordering = ("made_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment", "counted_from", "horizon"],
                condition=models.Q(horizon__isnull=False),
                name="watchcheckin_horizon_unique",
                violation_error_message="Ce point de veille est déjà fait.",
            ),
            models.CheckConstraint(
                condition=models.Q(horizon__isnull=True) | models.Q(counted_from__isnull=False),
                name="watchcheckin_horizon_counted",
                violation_error_message="Un point à 6, 12 ou 24 mois se compte depuis une fin.",
            ),
        )


class LandlordSignal(Row):
    """What the landlord signals of a household followed or watched; it reaches the lead worker, who answers."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    kind = models.CharField("objet", max_length=9, choices=SignalKind)
    signalled_on = models.DateField("signalé le")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="signalé par")
    text = EncryptedTextField("ce qui est signalé")
    answer = models.CharField("suite", max_length=12, choices=SignalAnswer, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answered_by = models.UUIDField("répondu par", null=True, blank=True)
    answer_text = EncryptedTextField("réponse au bailleur", blank=True)
    sending_key = models.UUIDField("clé d’envoi", unique=True)
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="enrolment landlord kind signalled_on answer answered_on sending_key recorded_at",
        personal="made_by answered_by",
        sensitive="text answer_text",
    )

    class Meta:
        verbose_name = "signalement du bailleur"
        verbose_name_plural = "signalements du bailleur"
        ordering = ("-signalled_on",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="signal_answer_has_day",
                violation_error_message="Une réponse a une date.",
            ),
        )

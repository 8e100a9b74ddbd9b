"""After the end: the watch's check-ins (domain.md §2.1 S12, §8.7)."""

from django.db import models
from django.utils import timezone

from accompaniments.enums import HousingStatus
from accompaniments.models.course import Accompaniment
from accompaniments.querysets import WatchCheckInQuerySet
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare


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
    # One recorded in error stays, with the reason; the right one, when there is one, is a row of its own.
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)  # équipe
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="corrige"
    )
    objects = WatchCheckInQuerySet.as_manager()

    privacy = declare(
        plain="accompaniment made_on counted_from horizon recorded_at withdrawn_at corrects",
        personal="status has_arrears recorded_by",
        sensitive="note withdrawal_reason",
    )

    class Meta:
        verbose_name = "point de veille"
        verbose_name_plural = "points de veille"
        ordering = ("made_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment", "counted_from", "horizon"],
                condition=models.Q(horizon__isnull=False, withdrawn_at__isnull=True),
                name="watchcheckin_horizon_unique",
                violation_error_message="Ce point de veille est déjà fait.",
            ),
            models.CheckConstraint(
                condition=models.Q(horizon__isnull=True) | models.Q(counted_from__isnull=False),
                name="watchcheckin_horizon_counted",
                violation_error_message="Un point à 6, 12 ou 24 mois se compte depuis une fin.",
            ),
        )

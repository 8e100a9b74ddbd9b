"""An accompaniment: its states, dated, and the referral that it came from."""

from django.db import models
from django.utils import timezone

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.querysets import AccompanimentQuerySet
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from households.models import Enrolment
from partners.models import Organisation


class Accompaniment(Row):
    """One course of one enrolment. `state` is written by `accompaniments.services` alone, with its StateChange."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    state = models.CharField("étape", max_length=14, choices=State)
    state_on = models.DateField("depuis le")  # the effective day of the last change
    is_taken_over = models.BooleanField("reprise", default=False)
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("clos le", null=True, blank=True)
    exit_reason = models.CharField("motif de sortie", max_length=25, choices=ExitReason, blank=True)
    # A referral or a reprise sent twice is made once.
    sending_key = models.UUIDField("clé d’envoi", unique=True, null=True)
    objects = AccompanimentQuerySet.as_manager()

    privacy = declare(plain="enrolment state state_on is_taken_over opened_on closed_on exit_reason sending_key")

    class Meta:
        verbose_name = "accompagnement"
        verbose_name_plural = "accompagnements"
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=~models.Q(state="CLOSED"),
                name="accompaniment_one_open",
                violation_error_message="Un accompagnement est déjà ouvert pour ce dossier.",
            ),
            models.CheckConstraint(
                condition=models.Q(state="CLOSED", closed_on__isnull=False)
                | (~models.Q(state="CLOSED") & models.Q(closed_on__isnull=True)),
                name="accompaniment_closed_has_day",
                violation_error_message="Un accompagnement clos a une date de fin, un accompagnement ouvert n’en a pas.",
            ),
        )


class StateChange(Row):
    """One change of state: from, to, effective on, who, when, why. A correction is a new row."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="changes", verbose_name="accompagnement"
    )
    position = models.PositiveSmallIntegerField("rang")
    from_state = models.CharField("de", max_length=14, choices=State, blank=True)  # empty: entered from nothing
    to_state = models.CharField("à", max_length=14, choices=State)
    effective_on = models.DateField("effectif le")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    recorded_by = models.UUIDField("enregistré par")
    reason = EncryptedTextField("raison", blank=True)
    is_taken_over = models.BooleanField("reprise", default=False)
    is_correction = models.BooleanField("correction", default=False)
    # On a change recorded in error, the correction that annuls it: what stands has neither mark nor correction.
    annulled_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="annulé par"
    )

    privacy = declare(
        plain="accompaniment position from_state to_state effective_on recorded_at is_taken_over is_correction annulled_by",
        personal="recorded_by",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "changement d’étape"
        verbose_name_plural = "changements d’étape"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["accompaniment", "position"], name="statechange_position_unique"),
        )


class Referral(Row):
    """How the household came: its source, its day, what was said. One association is named when it is recorded."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="accompagnement"
    )
    source = models.CharField("origine de l’orientation", max_length=19, choices=ReferralSource)
    source_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    referrer_name = EncryptedTextField("personne qui oriente", blank=True)
    received_on = models.DateField("reçue le")
    wished_sectors = models.CharField("secteurs souhaités", max_length=200, blank=True)
    note = EncryptedTextField("ce qui est dit de la situation", blank=True)
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association nommée"
    )
    # The referral before, when its association passed it on: one request, counted once.
    passed_on_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="transmise d’après"
    )
    refused_on = models.DateField("non retenue le", null=True, blank=True)
    refusal_reason = EncryptedTextField("raison du refus", blank=True)
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)

    privacy = declare(
        plain="enrolment accompaniment source source_organisation received_on association passed_on_from refused_on"
        " recorded_at",
        personal="recorded_by wished_sectors",
        sensitive="referrer_name note refusal_reason",
    )

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ("-received_on",)


class ReferralRevision(Row):
    """What a correction of a referral changed: what was recorded before, why, and by whom."""

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="revisions", verbose_name="orientation"
    )
    former_source = models.CharField("origine d’avant", max_length=19, choices=ReferralSource)
    former_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisme d’avant",
    )
    former_received_on = models.DateField("reçue le, avant")
    reason = EncryptedTextField("raison")  # équipe
    revised_by = models.UUIDField("corrigée par")
    revised_at = models.DateTimeField("corrigée le", default=timezone.now)

    privacy = declare(
        plain="referral former_source former_organisation former_received_on revised_at",
        personal="revised_by",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "correction d’orientation"
        verbose_name_plural = "corrections d’orientation"
        ordering = ("-revised_at",)

"""Sittings of the commission, their decisions, the offers that follow."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from leases.enums import (
    Answer,
    DecisionKind,
)
from leases.models.dwellings import Announcement
from leases.models.files import AllocationFile
from leases.querysets import (
    SessionQuerySet,
)
from partners.models import Organisation, User


class Session(Row):
    """A sitting of a landlord's commission, dated."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    starts_at = models.DateTimeField("date et heure")
    held_on = models.DateField("jour")
    place = models.CharField("lieu", max_length=160)
    closed_at = models.DateTimeField("séance close le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    objects = SessionQuerySet.as_manager()

    privacy = declare(plain="landlord starts_at held_on place closed_at cancelled_at")

    class Meta:
        verbose_name = "séance de commission"
        verbose_name_plural = "séances de commission"
        ordering = ("starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["landlord", "starts_at"],
                condition=models.Q(cancelled_at__isnull=True),
                name="session_start_unique",
                violation_error_message="Une séance est déjà fixée à cette heure.",
            ),
        )


class SessionDwelling(Row):
    """A dwelling examined at a sitting: how many candidates, those outside Palier as a number."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="dwellings", verbose_name="séance")
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="+", verbose_name="logement annoncé"
    )
    outside_candidates = models.PositiveSmallIntegerField("candidats hors de Palier", null=True, blank=True)
    exception = models.CharField("raison si moins de trois demandes", max_length=200, blank=True)

    privacy = declare(plain="session announcement outside_candidates exception")

    class Meta:
        verbose_name = "logement examiné"
        verbose_name_plural = "logements examinés"
        constraints = (
            models.UniqueConstraint(fields=["session", "announcement"], name="sessiondwelling_announcement_unique"),
        )


class Hearing(Row):
    """A dossier on a sitting's agenda: the worker's invitation, her presence. An adjourned one is heard again."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="hearings", verbose_name="séance")
    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="hearings", verbose_name="dossier CAL"
    )
    invited_at = models.DateTimeField("référent invité le", null=True, blank=True)
    invitee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne invitée"
    )
    worker_was_present = models.BooleanField("référent présent", null=True)
    removed_on = models.DateField("retiré de la séance le", null=True, blank=True)

    privacy = declare(plain="session file invited_at worker_was_present removed_on", personal="invitee")

    class Meta:
        verbose_name = "dossier inscrit"
        verbose_name_plural = "dossiers inscrits"
        constraints = (
            models.UniqueConstraint(
                fields=["session", "file"],
                condition=models.Q(removed_on__isnull=True),
                name="hearing_file_unique",
                violation_error_message="Ce dossier est déjà inscrit à cette séance.",
            ),
        )


class Decision(Row):
    """What the commission decided on one dossier. Written by `leases.services.decisions`, through a journey."""

    hearing = models.OneToOneField(Hearing, on_delete=models.PROTECT, related_name="decision", verbose_name="passage")
    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="decisions", verbose_name="dossier CAL"
    )
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="+", verbose_name="logement annoncé"
    )
    kind = models.CharField("décision", max_length=21, choices=DecisionKind)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    missing_piece = models.CharField("pièce attendue", max_length=160, blank=True)
    piece_due_on = models.DateField("pièce attendue avant le", null=True, blank=True)
    piece_received_on = models.DateField("pièce reçue le", null=True, blank=True)
    reason = EncryptedTextField("raison", blank=True)
    decided_on = models.DateField("décidé le")
    notified_on = models.DateField("notifié le", null=True, blank=True)
    promoted_on = models.DateField("passé au premier rang le", null=True, blank=True)
    annulled_on = models.DateField("annulée le", null=True, blank=True)  # recorded in error
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)

    privacy = declare(
        plain="hearing file announcement kind rank piece_due_on piece_received_on decided_on notified_on promoted_on"
        " annulled_on recorded_at",
        personal="recorded_by missing_piece",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("-decided_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="ALLOCATED_RANKED", rank__gte=1)
                | (~models.Q(kind="ALLOCATED_RANKED") & models.Q(rank__isnull=True)),
                name="decision_rank_when_ranked",
                violation_error_message="Seule une attribution en rang a un rang.",
            ),
            models.UniqueConstraint(
                fields=["announcement", "decided_on", "rank"],
                condition=models.Q(rank__isnull=False, annulled_on__isnull=True),
                name="decision_rank_unique",
                violation_error_message="Ce rang est déjà donné pour ce logement à cette séance.",
            ),
        )


class Offer(Row):
    """An offer made to the household after a positive decision: its clock, its answer."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="offers", verbose_name="décision")
    notified_on = models.DateField("notifiée le")
    days = models.PositiveSmallIntegerField("délai, en jours")  # of the parameter in force, 10 at least
    due_on = models.DateField("réponse attendue jusqu’au")  # leases.rules.offers, kept as it was told to the household
    answer = models.CharField("réponse", max_length=8, choices=Answer, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    reason = EncryptedTextField("motif", blank=True)
    recorded_by = models.UUIDField("enregistrée par")

    privacy = declare(
        plain="decision notified_on days due_on answer answered_on", personal="recorded_by", sensitive="reason"
    )

    class Meta:
        verbose_name = "offre"
        verbose_name_plural = "offres"
        ordering = ("-notified_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["decision"],
                condition=models.Q(answer=""),
                name="offer_one_open",
                violation_error_message="Une offre est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="offer_answer_has_day",
                violation_error_message="Une réponse a une date.",
            ),
        )

"""What the accompaniment works on: the common grid, the contract's objectives, the stage reviews, who else is there."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from accompaniments.enums import (
    ObjectiveState,
    OrientationAnswer,
    Passage,
    Progress,
    ReviewState,
    Subject,
    WhoActs,
)
from accompaniments.models.course import Accompaniment
from accompaniments.models.meetings import Meeting
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from foundation.timeline import AUDIENCE_CHOICES
from households.enums import NamingService
from households.models import Enrolment
from partners.models import Organisation, Service
from records.models import StoredFile


class GridAssessment(Row):
    """The common grid scored once: at entry, at a review, at exit, at the end of the watch. No total, no ranking."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="assessments", verbose_name="accompagnement"
    )
    passage = models.CharField("passage", max_length=9, choices=Passage)
    grid_version = models.PositiveSmallIntegerField("version de la grille", default=1)
    assessed_on = models.DateField("évalué le")
    version = models.PositiveIntegerField("version", default=1)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="accompaniment passage grid_version assessed_on version recorded_at", personal="recorded_by"
    )

    class Meta:
        verbose_name = "passage de grille"
        verbose_name_plural = "passages de grille"
        ordering = ("assessed_on", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment", "passage", "assessed_on"],
                name="gridassessment_day_unique",
                violation_error_message="La grille de ce passage est déjà enregistrée à cette date.",
            ),
        )


class GridScore(Row):
    """A domain's level: 1 to 5 (autonomy now, not merit), 0 « sans objet », 9 « non évalué »; with its justification."""

    assessment = models.ForeignKey(
        GridAssessment, on_delete=models.CASCADE, related_name="scores", verbose_name="passage"
    )
    domain = models.CharField("domaine", max_length=13, choices=Subject)
    level = models.PositiveSmallIntegerField("niveau", validators=[MaxValueValidator(9)])
    justification = EncryptedTextField("justification", blank=True)

    privacy = declare(plain="assessment", sensitive="domain level justification")

    class Meta:
        verbose_name = "niveau de grille"
        verbose_name_plural = "niveaux de grille"
        constraints = (
            models.UniqueConstraint(fields=["assessment", "domain"], name="gridscore_domain_unique"),
            models.CheckConstraint(
                condition=models.Q(level__in=(0, 1, 2, 3, 4, 5, 9)),
                name="gridscore_level_known",
                violation_error_message="Un niveau va de 1 à 5.",
            ),
        )


class GridRevision(Row):
    """What a correction of a passage changed: before and after, encrypted, erased with the passage."""

    assessment = models.ForeignKey(
        GridAssessment, on_delete=models.CASCADE, related_name="revisions", verbose_name="passage"
    )
    number = models.PositiveIntegerField("numéro")
    reason = EncryptedTextField("raison")
    before = EncryptedTextField("avant")  # JSON of accompaniments.readings.grid_history.GridContent
    after = EncryptedTextField("après")
    revised_by = models.UUIDField("corrigé par")
    revised_at = models.DateTimeField("corrigé le", default=timezone.now)

    privacy = declare(plain="assessment number revised_at", personal="revised_by", sensitive="reason before after")

    class Meta:
        verbose_name = "correction de grille"
        verbose_name_plural = "corrections de grille"
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["assessment", "number"], name="gridrevision_number_unique"),)


class Objective(Row):
    """An objective of the contract: who does what, by when, and how one knows that it is met."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="objectives", verbose_name="accompagnement"
    )
    position = models.PositiveSmallIntegerField("ordre")
    domain = models.CharField("domaine", max_length=13, choices=Subject)
    title = EncryptedTextField("objectif")
    who = models.CharField("qui", max_length=9, choices=WhoActs, default=WhoActs.TOGETHER)
    due_on = models.DateField("pour le", null=True, blank=True)
    criterion = EncryptedTextField("atteint quand", blank=True)
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES, default="TEAM")
    document_id = models.UUIDField("contrat", null=True, blank=True)  # the version of the contract that carries it
    set_on = models.DateField("fixé le")
    state = models.CharField("état", max_length=12, choices=ObjectiveState, default=ObjectiveState.OPEN)
    state_on = models.DateField("depuis le")
    recorded_by = models.UUIDField("enregistré par")

    privacy = declare(
        plain="accompaniment position due_on audience document_id set_on state state_on who",
        personal="recorded_by",
        sensitive="domain title criterion",
    )

    class Meta:
        verbose_name = "objectif"
        verbose_name_plural = "objectifs"
        ordering = ("position", "set_on")


class ObjectiveChange(Row):
    """What was changed of an objective, by whom and when: its state, or its words (what they were before is kept)."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="changes", verbose_name="objectif")
    number = models.PositiveSmallIntegerField("numéro")
    state = models.CharField("état", max_length=12, choices=ObjectiveState)  # after the change
    effective_on = models.DateField("effectif le")
    reason = EncryptedTextField("raison", blank=True)
    before = EncryptedTextField("avant", blank=True)  # JSON of the words replaced; empty when the state alone changed
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="objective number state effective_on recorded_at", personal="recorded_by", sensitive="reason before"
    )

    class Meta:
        verbose_name = "changement d’un objectif"
        verbose_name_plural = "changements d’objectifs"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["objective", "number"], name="objectivechange_number_unique"),)


class ObjectiveProgress(Row):
    """What a meeting or a review did for an objective."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="progress", verbose_name="objectif")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="progress", verbose_name="rencontre"
    )
    progress = models.CharField("progrès", max_length=9, choices=Progress)
    noted_on = models.DateField("le")
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(plain="objective meeting noted_on recorded_at progress", personal="recorded_by")

    class Meta:
        verbose_name = "progrès d’un objectif"
        verbose_name_plural = "progrès d’objectifs"
        ordering = ("noted_on", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=["objective", "meeting"],
                condition=models.Q(meeting__isnull=False),
                name="objectiveprogress_meeting_unique",
            ),
        )


class StageReview(Row):
    """A bilan d’étape: what happened since the last one, the landlord's part, what comes next."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="reviews", verbose_name="accompagnement"
    )
    state = models.CharField("état", max_length=13, choices=ReviewState, default=ReviewState.DRAFT)
    period_from = models.DateField("du")
    period_to = models.DateField("au")
    held_on = models.DateField("bilan du")
    worker_text = EncryptedTextField("ce qui est partagé avec le bailleur", blank=True)
    team_text = EncryptedTextField("pour l’équipe", blank=True)
    household_text = EncryptedTextField("ce qu’en dit le ménage", blank=True)
    asked_on = models.DateField("demandé au bailleur le", null=True, blank=True)
    asked_of = models.CharField("demandé à", max_length=13, choices=NamingService, blank=True)
    landlord_text = EncryptedTextField("part du bailleur", blank=True)
    landlord_by = models.UUIDField("écrite par", null=True, blank=True)
    landlord_at = models.DateTimeField("écrite le", null=True, blank=True)
    facts = EncryptedTextField("faits repris", blank=True)  # JSON, as they stood when it was validated
    next_on = models.DateField("prochain bilan le", null=True, blank=True)
    validated_by = models.UUIDField("validé par", null=True, blank=True)
    validated_on = models.DateField("validé le", null=True, blank=True)
    report = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document validé"
    )
    version = models.PositiveIntegerField("version", default=1)
    opened_by = models.UUIDField("ouvert par")
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)

    privacy = declare(
        plain="accompaniment state period_from period_to held_on asked_on asked_of landlord_at next_on validated_on report"
        " version opened_at",
        personal="landlord_by validated_by opened_by",
        sensitive="worker_text team_text household_text landlord_text facts",
    )

    class Meta:
        verbose_name = "bilan d’étape"
        verbose_name_plural = "bilans d’étape"
        ordering = ("-held_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=~models.Q(state__in=("VALIDATED", "ABANDONED")),
                name="stagereview_one_open",
                violation_error_message="Un bilan est déjà en cours d’écriture.",
            ),
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")),
                name="stagereview_period",
                violation_error_message="La fin de la période ne peut pas précéder son début.",
            ),
        )


class PresentService(Row):
    """A service that is also there beside the household, and who knows it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", verbose_name="service")
    contact = EncryptedTextField("interlocuteur", blank=True)
    note = EncryptedTextField("ce qu’il fait", blank=True)
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES, default="TEAM")
    known_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="connu par"
    )  # the association that recorded it
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.UUIDField("enregistré par")

    privacy = declare(
        plain="enrolment audience known_by started_on ended_on",
        personal="recorded_by",
        sensitive="service contact note",
    )

    class Meta:
        verbose_name = "service présent"
        verbose_name_plural = "services présents"
        ordering = ("-started_on",)


class Orientation(Row):
    """An orientation made towards a service, its answer; a relay when it goes on after the end."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", verbose_name="service")
    oriented_on = models.DateField("orienté le")
    reason = EncryptedTextField("pour quoi", blank=True)
    answer = models.CharField("réponse", max_length=9, choices=OrientationAnswer, default=OrientationAnswer.PENDING)
    answered_on = models.DateField("réponse le", null=True, blank=True)
    answer_note = EncryptedTextField("précision", blank=True)
    is_relay = models.BooleanField("relais après la fin", default=False)
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES, default="TEAM")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    recorded_by = models.UUIDField("enregistré par")

    privacy = declare(
        plain="enrolment oriented_on answer answered_on is_relay audience association",
        personal="recorded_by",
        sensitive="service reason answer_note",
    )

    class Meta:
        verbose_name = "orientation vers un service"
        verbose_name_plural = "orientations vers un service"
        ordering = ("-oriented_on",)


class FinalEvaluation(Row):
    """The end of an accompaniment, told: facts frozen when the manager validates, and what each says (domain.md §4.6)."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="evaluations", verbose_name="accompagnement"
    )
    ended_on = models.DateField("fin de l’accompagnement")  # its last day
    exit_reason = models.CharField("motif de sortie", max_length=25)
    facts = EncryptedTextField("faits repris", blank=True)  # JSON
    landlord_text = EncryptedTextField("ce qui est dit au bailleur", blank=True)
    team_text = EncryptedTextField("pour l’équipe", blank=True)
    household_text = EncryptedTextField("avis du ménage", blank=True)
    landlord_opinion = EncryptedTextField("avis du bailleur", blank=True)
    opinion_asked_on = models.DateField("avis demandé le", null=True, blank=True)
    opinion_asked_of = models.CharField("avis demandé à", max_length=13, choices=NamingService, blank=True)
    opinion_by = models.UUIDField("avis écrit par", null=True, blank=True)  # null: as the team heard it
    opinion_at = models.DateTimeField("avis écrit le", null=True, blank=True)
    watch_recommendation = EncryptedTextField("pour la veille", blank=True)
    validated_by = models.UUIDField("validée par", null=True, blank=True)
    validated_on = models.DateField("validée le", null=True, blank=True)
    abandoned_on = models.DateField("abandonnée le", null=True, blank=True)  # opened by mistake; what was written stays
    informed_on = models.DateField("bailleur informé le", null=True, blank=True)
    informed_file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="information au bailleur",
    )
    version = models.PositiveIntegerField("version", default=1)
    opened_by = models.UUIDField("ouverte par")
    opened_at = models.DateTimeField("ouverte le", default=timezone.now)

    privacy = declare(
        plain="accompaniment ended_on exit_reason opinion_asked_on opinion_asked_of opinion_at validated_on abandoned_on"
        " informed_on informed_file version opened_at",
        personal="opinion_by validated_by opened_by",
        sensitive="facts landlord_text team_text household_text landlord_opinion watch_recommendation",
    )

    class Meta:
        verbose_name = "évaluation finale"
        verbose_name_plural = "évaluations finales"
        ordering = ("-ended_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=models.Q(validated_on__isnull=True, abandoned_on__isnull=True),
                name="finalevaluation_one_open",
                violation_error_message="Une évaluation finale est déjà en cours d’écriture.",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Tell whether it is still being written: neither validated nor abandoned."""
        return self.validated_on is None and self.abandoned_on is None

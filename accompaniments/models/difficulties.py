"""A difficulty that a household's team and its landlord treat together (domain.md §2.1 S12, §3.9)."""

from django.db import models
from django.utils import timezone

from accompaniments.enums import DifficultyAnswer, DifficultyKind, DifficultyState, Side
from accompaniments.querysets import DifficultyQuerySet
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from households.models import Enrolment
from partners.models import Organisation, User


class Difficulty(Row):
    """What one side reports of a household accompanied or watched, and the other answers. Both read all of it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    kind = models.CharField("objet", max_length=9, choices=DifficultyKind)
    side = models.CharField("signalée par", max_length=8, choices=Side)
    reported_on = models.DateField("signalée le")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="personne qui signale")
    text = EncryptedTextField("ce qui est signalé")
    state = models.CharField("état", max_length=8, choices=DifficultyState, default=DifficultyState.OPEN)
    state_on = models.DateField("depuis le")
    awaits = models.CharField("réponse attendue de", max_length=8, choices=Side, blank=True)  # empty: of nobody
    sending_key = models.UUIDField("clé d’envoi", unique=True)
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)
    objects = DifficultyQuerySet.as_manager()

    privacy = declare(
        plain="enrolment landlord kind side reported_on state state_on awaits sending_key recorded_at",
        personal="made_by",
        sensitive="text",
    )

    class Meta:
        verbose_name = "difficulté"
        verbose_name_plural = "difficultés"
        ordering = ("-reported_on",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="OPEN", awaits__in=("TEAM", "LANDLORD"))
                | (~models.Q(state="OPEN") & models.Q(awaits="")),
                name="difficulty_open_awaits_a_side",
                violation_error_message="Une difficulté ouverte attend la réponse d’un côté.",
            ),
        )
        indexes = (models.Index(fields=["enrolment", "state"], name="difficulty_of_file"),)


class DifficultyStep(Row):
    """One change of state of a difficulty: reported, answered, closed, opened again; by which side, on which day."""

    difficulty = models.ForeignKey(
        Difficulty, on_delete=models.CASCADE, related_name="steps", verbose_name="difficulté"
    )
    position = models.PositiveSmallIntegerField("rang")
    to_state = models.CharField("à", max_length=8, choices=DifficultyState)
    side = models.CharField("par", max_length=8, choices=Side)
    answer = models.CharField("suite", max_length=12, choices=DifficultyAnswer, blank=True)
    text = EncryptedTextField("ce qui est dit", blank=True)
    made_on = models.DateField("le")
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="difficulty position to_state side answer made_on recorded_at", personal="recorded_by", sensitive="text"
    )

    class Meta:
        verbose_name = "étape d’une difficulté"
        verbose_name_plural = "étapes d’une difficulté"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["difficulty", "position"], name="difficultystep_position_unique"),
            models.CheckConstraint(
                condition=models.Q(to_state="ANSWERED") | models.Q(answer=""),
                name="difficultystep_answer_is_an_answer",
                violation_error_message="Seule une réponse dit la suite donnée.",
            ),
        )

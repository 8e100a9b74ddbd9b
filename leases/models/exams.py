"""What the law asks of a sliding sublease: the contradictory exam, the landlord's notice to the préfet (domain.md §3.6)."""

from django.db import models
from django.utils import timezone

from documents.models import Document
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from leases.enums import (
    ConvocationMeans,
    ExamLevel,
    ExamOutcome,
    ExamSubject,
    LandlordPosition,
    NoticeMeans,
)
from leases.models.leases import Lease
from records.models import StoredFile


class SlideExam(Row):
    """A contradictory exam: convened by the association, held with the sub-tenant and the landlord.

    `number` is the exam period that its day falls in. One that did not take place is replaced by another row.
    """

    sublease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="exams", verbose_name="sous-location")
    number = models.PositiveSmallIntegerField("période d’examen")
    starts_at = models.DateTimeField("le")
    place = EncryptedTextField("lieu")
    convened_on = models.DateField("convoqué le")
    convened_by = models.UUIDField("convoqué par")
    household_told_on = models.DateField("ménage convoqué le", null=True, blank=True)
    household_means = models.CharField("moyen", max_length=6, choices=ConvocationMeans, blank=True)
    landlord_told_on = models.DateField("bailleur convoqué le", null=True, blank=True)
    landlord_means = models.CharField("moyen", max_length=6, choices=ConvocationMeans, blank=True)
    outcome = models.CharField("suite", max_length=9, choices=ExamOutcome, default=ExamOutcome.PLANNED)
    held_on = models.DateField("tenu le", null=True, blank=True)
    present = EncryptedTextField("personnes présentes", blank=True)
    words = EncryptedTextField("ce que dit le ménage", blank=True)
    note = EncryptedTextField("ce qui a été convenu", blank=True)  # or why it did not take place
    next_on = models.DateField("prochain examen le", null=True, blank=True)
    position = models.CharField("position du bailleur", max_length=12, choices=LandlordPosition, blank=True)
    position_reason = EncryptedTextField("raison de la position", blank=True)
    position_on = models.DateField("position donnée le", null=True, blank=True)
    position_by = models.UUIDField("position donnée par", null=True, blank=True)
    position_was_said = models.BooleanField("position dite pendant l’examen", default=False)
    minutes = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="compte rendu"
    )
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    version = models.PositiveIntegerField("enregistrement", default=1)

    privacy = declare(
        plain="sublease number starts_at convened_on household_told_on household_means landlord_told_on landlord_means"
        " outcome held_on next_on position position_on position_was_said minutes recorded_at version",
        personal="convened_by position_by recorded_by",
        sensitive="place present words note position_reason",
    )

    class Meta:
        verbose_name = "examen contradictoire"
        verbose_name_plural = "examens contradictoires"
        ordering = ("starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["sublease", "number"],
                condition=models.Q(outcome__in=("PLANNED", "HELD")),
                name="slideexam_one_a_period",
                violation_error_message="Un examen est déjà convoqué ou tenu pour cette période.",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="HELD") | models.Q(held_on__isnull=False),
                name="slideexam_held_has_day",
                violation_error_message="Un examen tenu a son jour.",
            ),
            models.CheckConstraint(
                condition=models.Q(position="") | models.Q(position_on__isnull=False),
                name="slideexam_position_has_day",
                violation_error_message="La position du bailleur a son jour.",
            ),
        )


class ExamCriterion(Row):
    """A criterion of an exam: where it stands, and a sentence."""

    exam = models.ForeignKey(SlideExam, on_delete=models.PROTECT, related_name="criteria", verbose_name="examen")
    subject = models.CharField("critère", max_length=13, choices=ExamSubject)
    level = models.CharField("niveau", max_length=8, choices=ExamLevel)
    sentence = EncryptedTextField("en une phrase", blank=True)

    privacy = declare(plain="exam subject level", sensitive="sentence")

    class Meta:
        verbose_name = "critère d’examen"
        verbose_name_plural = "critères d’examen"
        constraints = (models.UniqueConstraint(fields=["exam", "subject"], name="examcriterion_subject_unique"),)


class PrefectNotice(Row):
    """The landlord's notice to the préfet for a period: whether it offers a lease, and if not why (L.442-8-3 CCH).

    Once sent it does not change; one prepared in error is withdrawn, its line stays.
    """

    sublease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="prefect_notices", verbose_name="sous-location"
    )
    number = models.PositiveSmallIntegerField("période d’examen")
    is_lease_offered = models.BooleanField("bail proposé")
    reason = EncryptedTextField("raison", blank=True)
    prepared_on = models.DateField("préparé le")
    prepared_by = models.UUIDField("préparé par")
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    means = models.CharField("moyen", max_length=10, choices=NoticeMeans, blank=True)
    tracking_number = models.CharField("numéro du recommandé", max_length=40, blank=True)
    letter = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lettre envoyée"
    )
    proof = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="preuve d’envoi"
    )
    sent_by = models.UUIDField("envoi enregistré par", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="sublease number is_lease_offered prepared_on sent_on means tracking_number letter proof withdrawn_at"
        " recorded_at",
        personal="prepared_by sent_by",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "avis au préfet"
        verbose_name_plural = "avis au préfet"
        ordering = ("number", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=["sublease", "number"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="prefectnotice_one_a_period",
                violation_error_message="Un avis existe déjà pour cette période.",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=True) | ~models.Q(means=""),
                name="prefectnotice_sent_has_means",
                violation_error_message="Un avis envoyé dit comment.",
            ),
        )

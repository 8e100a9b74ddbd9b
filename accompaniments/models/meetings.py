"""Meetings with the household: who was there, what was worked on, what was written for whom."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from accompaniments.enums import CancelledBy, Mode, Outcome, Subject
from accompaniments.querysets import MeetingQuerySet
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from foundation.timeline import AUDIENCE_CHOICES
from households.models import Enrolment, Person
from partners.models import Organisation, User


class Meeting(Row):
    """A meeting with the household, planned or past. Corrected through revisions, never overwritten silently."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="travailleur social")
    mode = models.CharField("comment", max_length=8, choices=Mode)
    outcome = models.CharField("a eu lieu", max_length=11, choices=Outcome)
    cancelled_by = models.CharField("annulée par", max_length=9, choices=CancelledBy, blank=True)
    starts_at = models.DateTimeField("date et heure")
    held_on = models.DateField("jour")  # the Europe/Paris day of starts_at: what figures and lists filter on
    minutes = models.PositiveSmallIntegerField(
        "durée en minutes", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    place = EncryptedTextField("lieu", blank=True)
    purpose = EncryptedTextField("objet", blank=True)
    is_after_closure = models.BooleanField("contact après clôture", default=False)  # without effect on activity figures
    sending_key = models.UUIDField("clé d’envoi", unique=True)  # sent twice, made once
    version = models.PositiveIntegerField("version", default=1)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)  # saved in error: kept, struck through
    logged_by = models.UUIDField("consignée par")
    logged_at = models.DateTimeField("consignée le", default=timezone.now)
    objects = MeetingQuerySet.as_manager()

    privacy = declare(
        plain="enrolment association mode outcome cancelled_by starts_at held_on minutes is_after_closure sending_key"
        " version withdrawn_at logged_at",
        personal="worker logged_by",
        sensitive="place purpose",
    )

    class Meta:
        verbose_name = "rencontre"
        verbose_name_plural = "rencontres"
        ordering = ("-starts_at", "pk")
        indexes = (
            models.Index(fields=["enrolment", "-starts_at"], name="meeting_enrolment_starts"),
            models.Index(fields=["worker", "starts_at"], name="meeting_worker_starts"),
        )
        constraints = (
            models.CheckConstraint(
                condition=(models.Q(outcome="CANCELLED") & ~models.Q(cancelled_by=""))
                | (~models.Q(outcome="CANCELLED") & models.Q(cancelled_by="")),
                name="meeting_cancelled_by_whom",
                violation_error_message="Une rencontre annulée dit par qui.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__gte=1, minutes__lte=240),
                name="meeting_minutes_between_1_and_240",
                violation_error_message="La durée va de 1 à 240 minutes.",
            ),
        )


class MeetingPresence(Row):
    """A person of the household who was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences", verbose_name="rencontre")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="personne")

    privacy = declare(plain="meeting", personal="person")

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints = (models.UniqueConstraint(fields=["meeting", "person"], name="presence_person_unique"),)


class MeetingSubject(Row):
    """A subject worked on."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="subjects", verbose_name="rencontre")
    subject = models.CharField("sujet", max_length=13, choices=Subject)

    privacy = declare(plain="meeting", sensitive="subject")

    class Meta:
        verbose_name = "sujet"
        verbose_name_plural = "sujets"
        constraints = (models.UniqueConstraint(fields=["meeting", "subject"], name="meetingsubject_unique"),)


class MeetingPart(Row):
    """A part of a meeting's note, with its audience."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parts", verbose_name="rencontre")
    position = models.PositiveSmallIntegerField("rang")
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES)
    text = EncryptedTextField("texte")

    privacy = declare(plain="meeting position audience", sensitive="text")

    class Meta:
        verbose_name = "partie de note"
        verbose_name_plural = "parties de note"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["meeting", "position"], name="meetingpart_position_unique"),)


class MeetingRevision(Row):
    """What a correction or a withdrawal changed: before and after, encrypted, erased with the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="revisions", verbose_name="rencontre")
    number = models.PositiveIntegerField("numéro")
    reason = EncryptedTextField("raison")
    before = EncryptedTextField("avant")  # JSON of accompaniments.readings.MeetingContent
    after = EncryptedTextField("après")
    revised_by = models.UUIDField("corrigée par")
    revised_at = models.DateTimeField("corrigée le", default=timezone.now)

    privacy = declare(plain="meeting number revised_at", personal="revised_by", sensitive="reason before after")

    class Meta:
        verbose_name = "correction de rencontre"
        verbose_name_plural = "corrections de rencontre"
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["meeting", "number"], name="meetingrevision_number_unique"),)

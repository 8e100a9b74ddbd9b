"""An accompaniment's course, and what a worker writes of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from accompaniments.enums import (
    CancelledBy,
    ClaimKind,
    ClaimStep,
    ContactKind,
    ExitReason,
    Mode,
    Outcome,
    ReferralSource,
    State,
    Subject,
)
from accompaniments.querysets import AccompanimentQuerySet, MeetingQuerySet
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from foundation.timeline import AUDIENCE_CHOICES
from households.models import Enrolment, Person
from partners.models import Organisation, User


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


class Contact(Row):
    """A message or a partner's call: no « dernier contact » unless the person herself answered."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="travailleur social")
    kind = models.CharField("nature", max_length=16, choices=ContactKind)
    happened_at = models.DateTimeField("date et heure")
    happened_on = models.DateField("jour")
    person_answered = models.BooleanField("la personne a répondu", default=False)
    partner = EncryptedTextField("partenaire", blank=True)
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES, default="TEAM")
    text = EncryptedTextField("résumé", blank=True)
    is_after_closure = models.BooleanField("contact après clôture", default=False)
    sending_key = models.UUIDField("clé d’envoi", unique=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)
    logged_by = models.UUIDField("consigné par")
    logged_at = models.DateTimeField("consigné le", default=timezone.now)

    privacy = declare(
        plain="enrolment association kind happened_at happened_on person_answered audience is_after_closure sending_key"
        " withdrawn_at logged_at",
        personal="worker logged_by",
        sensitive="partner text withdrawal_reason",
    )

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        ordering = ("-happened_at", "pk")
        indexes = (models.Index(fields=["enrolment", "-happened_at"], name="contact_enrolment_at"),)


class Claim(Row):
    """A démarche (FSL, Loca-Pass, rights…); its present step is that of its last follow-up."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    kind = models.CharField("démarche", max_length=17, choices=ClaimKind)
    label = EncryptedTextField("précision", blank=True)
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES, default="TEAM")
    step = models.CharField(
        "état", max_length=13, choices=ClaimStep, default=ClaimStep.PREPARED
    )  # of its last follow-up
    step_on = models.DateField("depuis le")
    remind_on = models.DateField("à relancer le", null=True, blank=True)
    sending_key = models.UUIDField("clé d’envoi", unique=True)
    opened_by = models.UUIDField("ouverte par")
    opened_at = models.DateTimeField("ouverte le", default=timezone.now)

    privacy = declare(
        plain="enrolment association audience step step_on remind_on sending_key opened_at",
        personal="person opened_by kind",
        sensitive="label",
    )

    class Meta:
        verbose_name = "démarche"
        verbose_name_plural = "démarches"
        ordering = ("-step_on", "pk")


class ClaimFollowUp(Row):
    """One step of a démarche: filed, missing piece, answer with its amount, reminder."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="démarche")
    position = models.PositiveSmallIntegerField("rang")
    step = models.CharField("état", max_length=13, choices=ClaimStep)
    happened_on = models.DateField("le")
    amount = models.DecimalField(
        "montant", max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    missing_piece = EncryptedTextField("pièce manquante", blank=True)
    remind_on = models.DateField("à relancer le", null=True, blank=True)
    note = EncryptedTextField("note", blank=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(
        plain="claim position step happened_on remind_on recorded_at",
        personal="amount recorded_by",
        sensitive="missing_piece note",
    )

    class Meta:
        verbose_name = "suite de démarche"
        verbose_name_plural = "suites de démarche"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["claim", "position"], name="followup_position_unique"),)

"""Contacts that are no meeting, and démarches."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from accompaniments.enums import ClaimKind, ClaimStep, ContactKind
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from foundation.timeline import AUDIENCE_CHOICES
from households.models import Enrolment, Person
from partners.models import Organisation, User


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

"""What a file knows of its people: requests, mandataires, places, channels, precautions, resources and charges."""

from django.core.validators import MinValueValidator
from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from households.enums import ChannelKind, ChargeKind, GuardianshipKind, HousingSituation, PrecautionFlag, ResourceKind
from households.models.enrolments import Enrolment
from households.models.people import Person
from partners.models import ManagementUnit, Organisation


class HousingRequest(Row):
    """A social-housing request and its number (NUR): checked, warned, never unique (domain.md §3.5)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    number = models.CharField("numéro unique", max_length=24)  # without blanks
    applicant = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="demandeur"
    )
    filed_on = models.DateField("déposée le", null=True, blank=True)
    renewed_on = models.DateField("renouvelée le", null=True, blank=True)
    ended_on = models.DateField("radiée le", null=True, blank=True)

    privacy = declare(plain="enrolment filed_on renewed_on ended_on", personal="number applicant")

    class Meta:
        verbose_name = "demande de logement social"
        verbose_name_plural = "demandes de logement social"
        ordering = ("-filed_on",)


class Guardian(Row):
    """A mandataire judiciaire: signs too, or instead, and is a contact."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="personne protégée")
    kind = models.CharField("mesure", max_length=12, choices=GuardianshipKind)
    name = EncryptedTextField("mandataire")
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment started_on ended_on", personal="person telephone email", sensitive="kind name")

    class Meta:
        verbose_name = "mandataire judiciaire"
        verbose_name_plural = "mandataires judiciaires"
        constraints = tuple(dated_constraints("guardian"))


class CurrentHousing(Row):
    """Where the household lives, dated. Periods of one enrolment do not overlap (held by the service)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="housings", verbose_name="dossier")
    situation = models.CharField("situation", max_length=12, choices=HousingSituation)
    address = EncryptedTextField("adresse", blank=True)
    city = models.CharField("commune", max_length=80, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    access_notes = EncryptedTextField("accès (code, étage)", blank=True)
    host = EncryptedTextField("chez qui, ou quelle structure", blank=True)
    landlord = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bailleur"
    )
    unit = models.ForeignKey(
        ManagementUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="unité de gestion",
    )
    dwelling_id = models.UUIDField("logement du bailleur", null=True, blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="enrolment landlord unit dwelling_id started_on ended_on",
        personal="situation city postcode",
        sensitive="address access_notes host",
    )

    class Meta:
        verbose_name = "lieu de vie"
        verbose_name_plural = "lieux de vie"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("housing"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True),
                name="housing_one_open",
                violation_error_message="Le lieu de vie précédent n’a pas de date de fin.",
            ),
        )


class Channel(Row):
    """A way to reach the household or one of its persons, as this enrolment knows it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="channels", verbose_name="dossier")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    kind = models.CharField("moyen", max_length=5, choices=ChannelKind)
    value = EncryptedTextField("numéro ou adresse")  # telephones E.164
    is_preferred = models.BooleanField("préféré", default=False)
    is_safe = models.BooleanField("sûr", default=True)  # no one else reads or answers it
    note = EncryptedTextField("précision", blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="enrolment kind started_on ended_on", personal="person is_preferred is_safe", sensitive="value note"
    )

    class Meta:
        verbose_name = "moyen de contact"
        verbose_name_plural = "moyens de contact"
        ordering = ("-is_preferred", "kind", "started_on", "pk")
        constraints = tuple(dated_constraints("channel"))


class VisitPrecaution(Row):
    """What to know before a visit: équipe only."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="precautions", verbose_name="dossier"
    )
    flag = models.CharField("précaution", max_length=10, choices=PrecautionFlag)
    note = EncryptedTextField("précision", blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment started_on ended_on", sensitive="flag note")

    class Meta:
        verbose_name = "précaution de visite"
        verbose_name_plural = "précautions de visite"
        constraints = tuple(dated_constraints("precaution"))


class Resource(Row):
    """A resource of one person for one month, in euros."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="resources", verbose_name="dossier")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    month_on = models.DateField("mois")  # its 1st day
    kind = models.CharField("ressource", max_length=20, choices=ResourceKind)
    amount = models.DecimalField("montant mensuel", max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])

    privacy = declare(plain="enrolment month_on", personal="person kind amount")

    class Meta:
        verbose_name = "ressource"
        verbose_name_plural = "ressources"
        ordering = ("-month_on", "kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="resource_positive",
                violation_error_message="Un montant est positif.",
            ),
            models.CheckConstraint(
                condition=models.Q(month_on__day=1),
                name="resource_month_first",
                violation_error_message="Indiquez un mois.",
            ),
        )


class Charge(Row):
    """A charge of the household for one month, in euros."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="charges", verbose_name="dossier")
    month_on = models.DateField("mois")
    kind = models.CharField("charge", max_length=14, choices=ChargeKind)
    amount = models.DecimalField("montant mensuel", max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])

    privacy = declare(plain="enrolment month_on", personal="kind amount")

    class Meta:
        verbose_name = "charge"
        verbose_name_plural = "charges"
        ordering = ("-month_on", "kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="charge_positive",
                violation_error_message="Un montant est positif.",
            ),
            models.CheckConstraint(
                condition=models.Q(month_on__day=1),
                name="charge_month_first",
                violation_error_message="Indiquez un mois.",
            ),
        )

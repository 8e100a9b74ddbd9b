"""People, their household, and the Enrolment: one household in one programme, on which everything hangs."""

import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, dated_constraints, declare
from households.enums import (
    ChannelKind,
    ChargeKind,
    Civility,
    GuardianshipKind,
    HolderRole,
    HousingSituation,
    MemberKind,
    NamingCause,
    NamingService,
    NoticeMeans,
    PrecautionFlag,
    Presence,
    ResourceKind,
    SharingScope,
    WorkerRole,
)
from households.querysets import DatedQuerySet, EnrolmentQuerySet
from partners.models import ManagementUnit, Organisation, ProgrammeVersion, User
from records.models import StoredFile


class Person(Row):
    """Identity only: what is learnt of someone belongs to the enrolment that recorded it (domain.md §8.14)."""

    civility = models.CharField("civilité", max_length=7, choices=Civility, default=Civility.UNKNOWN)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom d’usage", max_length=80)
    birth_name = models.CharField("nom de naissance", max_length=80, blank=True)
    birth_on = models.DateField("date de naissance", null=True, blank=True)

    privacy = declare(personal="civility first_name last_name birth_name birth_on")

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"


class Household(Row):
    """The unit that is counted, accompanied, housed: one to n persons."""

    created_at = models.DateTimeField("créé le", default=timezone.now)
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="issu de la séparation de",
    )

    privacy = declare(plain="created_at", sensitive="split_from")

    class Meta:
        verbose_name = "ménage"
        verbose_name_plural = "ménages"


class HouseholdMember(Row):
    """A person in a household, dated; a child may have dated membership in two."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members", verbose_name="ménage")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name="personne")
    kind = models.CharField("place", max_length=11, choices=MemberKind, default=MemberKind.ADULT)
    presence = models.CharField("présence", max_length=14, choices=Presence, default=Presence.PERMANENT)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    end_reason = EncryptedTextField("raison du départ", blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="household started_on ended_on kind", personal="person presence", sensitive="end_reason")

    class Meta:
        verbose_name = "membre du ménage"
        verbose_name_plural = "membres du ménage"
        ordering = ("kind", "started_on", "pk")
        constraints = (
            *dated_constraints("member"),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=models.Q(ended_on__isnull=True),
                name="member_open_unique",
                violation_error_message="Cette personne fait déjà partie du ménage.",
            ),
        )

    def is_present_on(self, day: dt.date) -> bool:
        """Tell whether the person is of the household on this day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)


class Enrolment(Row):
    """One household in one programme: the file. It pins the programme's version of its entry."""

    file_number = models.CharField("numéro de dossier", max_length=12, unique=True)  # « 2026-0148 »
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="enrolments", verbose_name="ménage")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+", verbose_name="programme")
    started_on = models.DateField("suivi depuis le")  # effective: a meeting before it offers to move it
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="issu de la séparation de",
    )
    language = models.CharField("langue parlée", max_length=60, blank=True)
    needs_interpreter = models.BooleanField("interprète nécessaire", default=False)
    is_protected = models.BooleanField("adresse protégée", default=False)  # the dated facts are in AddressProtection
    created_at = models.DateTimeField("créé le", default=timezone.now)
    objects = EnrolmentQuerySet.as_manager()

    privacy = declare(
        plain="file_number household version started_on ended_on created_at",
        personal="language needs_interpreter",
        sensitive="split_from is_protected",
    )

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ("file_number",)
        constraints = tuple(dated_constraints("enrolment"))

    def __str__(self) -> str:
        """Give « dossier 2026-0148 »: a number, never a name."""
        return f"dossier {self.file_number}"


class EnrolmentHolder(Row):
    """An association that holds the case; one that holds nothing does not know that it exists."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="holders", verbose_name="dossier")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    role = models.CharField("rôle", max_length=9, choices=HolderRole, default=HolderRole.LEAD)
    cause = models.CharField("fait", max_length=60)  # REFERRED, PASSED_ON, SHARING_AGREEMENT, TAKEN_OVER, SPLIT
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment association role cause started_on ended_on")

    class Meta:
        verbose_name = "association en charge"
        verbose_name_plural = "associations en charge"
        ordering = ("role", "started_on")
        constraints = (
            *dated_constraints("holder"),
            models.UniqueConstraint(
                fields=["enrolment", "association"],
                condition=models.Q(ended_on__isnull=True),
                name="holder_open_unique",
                violation_error_message="Cette association a déjà ce dossier en charge.",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True, role="LEAD"),
                name="holder_one_open_lead",
                violation_error_message="Une association est déjà chef de file.",
            ),
        )


class EnrolmentWorker(Row):
    """A worker of the case, dated: the lead, a co-worker, a replacement for a time."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="workers", verbose_name="dossier")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="travailleur social")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    role = models.CharField("rôle", max_length=11, choices=WorkerRole, default=WorkerRole.LEAD)
    reason = EncryptedTextField("raison", blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment association role started_on ended_on", personal="user", sensitive="reason")

    class Meta:
        verbose_name = "intervenant"
        verbose_name_plural = "intervenants"
        ordering = ("role", "started_on")
        constraints = (
            *dated_constraints("worker"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True, role="LEAD"),
                name="worker_one_open_lead",
                violation_error_message="Ce dossier a déjà un référent.",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "user", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="worker_open_unique",
                violation_error_message="Cette personne intervient déjà à ce titre.",
            ),
        )


class EnrolmentNaming(Row):
    """To which landlord's unit, service or person the household is named, why, and from when (domain.md §3.9)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="namings", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    service = models.CharField("service", max_length=13, choices=NamingService)
    unit = models.ForeignKey(
        ManagementUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="unité de gestion",
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    cause = models.CharField("fait", max_length=19, choices=NamingCause)
    source_id = models.UUIDField("fait d’origine", null=True)
    is_live = models.BooleanField("suivi vivant", default=True)  # else: a snapshot kept after a refusal
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="enrolment landlord service unit cause source_id is_live started_on ended_on", personal="user"
    )

    class Meta:
        verbose_name = "destinataire chez le bailleur"
        verbose_name_plural = "destinataires chez le bailleur"
        ordering = ("started_on",)
        constraints = (
            *dated_constraints("naming"),
            models.CheckConstraint(
                condition=(models.Q(service="CORRESPONDENT") & models.Q(unit__isnull=False))
                | ~models.Q(service="CORRESPONDENT"),
                name="naming_correspondent_has_unit",
                violation_error_message="Le correspondant est celui d’une unité de gestion.",
            ),
            models.CheckConstraint(
                condition=(models.Q(service="PERSON") & models.Q(user__isnull=False)) | ~models.Q(service="PERSON"),
                name="naming_person_is_named",
                violation_error_message="Indiquez la personne.",
            ),
        )


class AddressProtection(Row):
    """A dated protection of the address and place names (violence, threats). Its readers are a named list."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="protections", verbose_name="dossier"
    )
    reason = EncryptedTextField("raison", blank=True)
    safe_address = EncryptedTextField("adresse sûre pour les courriers", blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment started_on ended_on", sensitive="reason safe_address")

    class Meta:
        verbose_name = "protection d’adresse"
        verbose_name_plural = "protections d’adresse"
        constraints = (
            *dated_constraints("protection"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True),
                name="protection_one_open",
                violation_error_message="L’adresse est déjà protégée.",
            ),
        )


class ProtectedReader(Row):
    """Someone named on the list of a protection. Lead worker and her manager are on it by their own rows."""

    protection = models.ForeignKey(
        AddressProtection, on_delete=models.PROTECT, related_name="readers", verbose_name="protection"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    named_by = models.UUIDField("nommé par")
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="protection started_on ended_on", personal="user named_by")

    class Meta:
        verbose_name = "lecteur nommé"
        verbose_name_plural = "lecteurs nommés"
        constraints = (
            *dated_constraints("protectedreader"),
            models.UniqueConstraint(
                fields=["protection", "user"],
                condition=models.Q(ended_on__isnull=True),
                name="protectedreader_open_unique",
                violation_error_message="Cette personne est déjà sur la liste.",
            ),
        )


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


class SharingAgreement(Row):
    """An accord de partage: separate from the convention, dated, scoped, revocable. Refusing it blocks nothing."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="agreements", verbose_name="dossier"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    scope = models.CharField("portée", max_length=12, choices=SharingScope)
    is_granted = models.BooleanField("accord donné", default=True)  # a refusal is recorded too
    note = EncryptedTextField("ce que la personne en dit", blank=True)
    proof = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document signé"
    )
    started_on = models.DateField("donné le")
    ended_on = models.DateField("retiré le", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment scope started_on ended_on proof", personal="person is_granted", sensitive="note")

    class Meta:
        verbose_name = "accord de partage"
        verbose_name_plural = "accords de partage"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("agreement"),
            models.UniqueConstraint(
                fields=["enrolment", "person", "scope"],
                condition=models.Q(ended_on__isnull=True),
                name="agreement_open_unique",
                violation_error_message="La réponse de cette personne est déjà enregistrée : retirez-la d’abord.",
            ),
        )


class InformationNotice(Row):
    """When and how the household was told what is kept, why, and its rights."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notices", verbose_name="dossier")
    given_on = models.DateField("remise le")
    means = models.CharField("moyen", max_length=7, choices=NoticeMeans)
    given_by = models.UUIDField("remise par")

    privacy = declare(plain="enrolment given_on means", personal="given_by")

    class Meta:
        verbose_name = "notice d’information"
        verbose_name_plural = "notices d’information"
        ordering = ("-given_on",)


class SearchEntry(Row):
    """What search reads of a file: normalised names. Protecting a household deletes its rows in the same transaction."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+", verbose_name="dossier")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    text = models.CharField("texte normalisé", max_length=260)

    privacy = declare(plain="enrolment", personal="person text")

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        constraints = (models.UniqueConstraint(fields=["enrolment", "person"], name="searchentry_person_unique"),)
        indexes = (models.Index(fields=["text"], name="searchentry_text"),)


class SearchKey(Row):
    """A keyed hash of a whole name: finds a protected household for its named readers, and tells nothing else."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+", verbose_name="dossier")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    key = models.CharField("clé", max_length=64, db_index=True)

    privacy = declare(plain="enrolment key", personal="person")

    class Meta:
        verbose_name = "clé de recherche"
        verbose_name_plural = "clés de recherche"

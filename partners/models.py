"""Organisations, their territory, their people and what they agreed to do together."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from partners.enums import Axis, CadenceKind, CadenceUnit, OrganisationKind, Qualification, Role
from partners.querysets import UserManager


class Organisation(Row):
    """A landlord, an association, or another body that a household comes from."""

    name = models.CharField("nom", max_length=120, unique=True)
    kind = models.CharField("nature", max_length=11, choices=OrganisationKind)
    legal_form = models.CharField("forme juridique", max_length=80, blank=True)
    requires_totp = models.CharField(
        "rôles à double authentification", max_length=400, blank=True
    )  # role values, comma-separated
    subletting_approved_on = models.DateField(
        "agrément intermédiation locative du", null=True, blank=True
    )  # L.365-4 CCH
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="name kind legal_form requires_totp subletting_approved_on telephone started_on ended_on")

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        ordering = ("name",)
        constraints = tuple(dated_constraints("organisation"))

    def __str__(self) -> str:
        """Give the organisation's name, which is public."""
        return self.name


class Agency(Row):
    """A landlord's local branch."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    name = models.CharField("nom", max_length=80)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="landlord name started_on ended_on")

    class Meta:
        verbose_name = "agence"
        verbose_name_plural = "agences"
        ordering = ("name",)
        constraints = (
            *dated_constraints("agency"),
            models.UniqueConstraint(
                fields=["landlord", "name"],
                name="agency_landlord_name_unique",
                violation_error_message="Ce bailleur a déjà une agence de ce nom.",
            ),
        )

    def __str__(self) -> str:
        """Give the agency's name."""
        return self.name


class ManagementUnit(Row):
    """A landlord's management territory (unité de gestion): the row of the monthly dashboard."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="agence")
    name = models.CharField("nom", max_length=80)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unité qui la remplace"
    )
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="agency name started_on ended_on successor")

    class Meta:
        verbose_name = "unité de gestion"
        verbose_name_plural = "unités de gestion"
        ordering = ("name",)
        constraints = (
            *dated_constraints("unit"),
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="unit_agency_name_unique",
                violation_error_message="Cette agence a déjà une unité de ce nom.",
            ),
        )

    def __str__(self) -> str:
        """Give the unit's name."""
        return self.name


class User(AbstractBaseUser, Row):
    """A person who signs in by e-mail. What she may do is in her dated memberships, nowhere else."""

    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    first_name = models.CharField("prénom", max_length=60)
    last_name = models.CharField("nom", max_length=60)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    qualification = models.CharField("diplôme", max_length=14, choices=Qualification, blank=True)
    is_active = models.BooleanField("peut se connecter", default=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    privacy = declare(
        plain="is_active created_at last_login qualification",
        personal="email first_name last_name telephone password",
    )

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ("last_name", "first_name")
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message="Cette adresse a déjà un compte."
            ),
        )

    def __str__(self) -> str:
        """Name the kind and number only: logs and titles never carry a name."""
        return f"personne {str(self.pk)[:8]}"

    @property
    def full_name(self) -> str:
        """Give « Claire Fabre », for readings that may show it."""
        return f"{self.first_name} {self.last_name}"


class Membership(Row):
    """A person's role in an organisation, dated."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisme")
    role = models.CharField("rôle", max_length=23, choices=Role)
    full_time_share = models.DecimalField(
        "temps de travail (équivalent temps plein)",
        max_digits=4,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="organisation role full_time_share started_on ended_on", personal="user")

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("membership"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="membership_open_unique",
                violation_error_message="Cette personne a déjà ce rôle dans cet organisme.",
            ),
            models.CheckConstraint(
                condition=models.Q(full_time_share__gte=0) & models.Q(full_time_share__lte=1),
                name="membership_share_between_0_and_1",
                violation_error_message="Le temps de travail va de 0 à 1.",
            ),
        )


class UnitCorrespondent(Row):
    """The one contact person of a landlord for a unit, dated, with history (domain.md §8.1)."""

    unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, related_name="+", verbose_name="unité de gestion"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="correspondant")
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="unit started_on ended_on", personal="user")

    class Meta:
        verbose_name = "correspondant d’unité"
        verbose_name_plural = "correspondants d’unité"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("correspondent"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(ended_on__isnull=True),
                name="correspondent_one_open_a_unit",
                violation_error_message="Cette unité a déjà un correspondant : indiquez d’abord sa date de fin.",
            ),
        )


class Invitation(Row):
    """A one-time link that makes an account and its first role."""

    email = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=60)
    last_name = models.CharField("nom", max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisme")
    role = models.CharField("rôle", max_length=23, choices=Role)
    full_time_share = models.DecimalField("temps de travail", max_digits=4, decimal_places=2, default=1)
    unit = models.ForeignKey(
        ManagementUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="unité de gestion",
    )
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)  # the link itself is not kept
    invited_by = models.UUIDField("invité par")
    invited_at = models.DateTimeField("invité le", default=timezone.now)
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("accepté le", null=True)
    revoked_at = models.DateTimeField("annulé le", null=True)

    privacy = declare(
        plain="organisation role full_time_share unit token_digest invited_at expires_at accepted_at revoked_at",
        personal="email first_name last_name invited_by",
    )

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ("-invited_at",)


class Programme(Row):
    """A programme of *logement accompagné*; what was agreed is in its versions."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    axis = models.CharField("axe", max_length=11, choices=Axis)

    privacy = declare(plain="slug name axis")

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ("name",)

    def __str__(self) -> str:
        """Give the programme's name."""
        return self.name


class ProgrammeVersion(Row):
    """What was agreed from a day on: an enrolment pins the version of its entry (domain.md §7.2)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="versions", verbose_name="programme"
    )
    number = models.PositiveSmallIntegerField("version", default=1)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="porteur du projet")
    landlords = models.ManyToManyField(Organisation, related_name="+", verbose_name="bailleurs")
    associations = models.ManyToManyField(Organisation, related_name="+", verbose_name="associations")
    target_households = models.PositiveSmallIntegerField("objectif de ménages", null=True, blank=True)
    caseload_ratio = models.PositiveSmallIntegerField("ménages par temps plein", null=True, blank=True)
    preparation_weight = models.DecimalField(
        "poids d’un ménage en préparation", max_digits=4, decimal_places=2, default=1
    )
    watch_weight = models.DecimalField("poids d’un ménage en veille", max_digits=4, decimal_places=2, default=0)
    watch_months = models.PositiveSmallIntegerField("veille, en mois", default=0)
    effort_cap = models.DecimalField(
        "taux d’effort maximal, en %", max_digits=4, decimal_places=1, null=True, blank=True
    )  # none for Mistral (domain.md §8.8); a rate above it warns and never blocks
    effort_amber = models.DecimalField(
        "premier repère du taux d’effort, en %", max_digits=4, decimal_places=1, default=25
    )
    effort_red = models.DecimalField("second repère du taux d’effort, en %", max_digits=4, decimal_places=1, default=33)
    source = models.CharField("source", max_length=300, blank=True)
    to_confirm = models.CharField(
        "à confirmer", max_length=400, blank=True
    )  # field names that the source does not state
    started_on = models.DateField("applicable depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="programme number lead landlords associations target_households caseload_ratio preparation_weight"
        " watch_weight watch_months effort_cap effort_amber effort_red source to_confirm started_on ended_on"
    )

    class Meta:
        verbose_name = "version de programme"
        verbose_name_plural = "versions de programme"
        ordering = ("programme", "-number")
        constraints = (
            *dated_constraints("programmeversion"),
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="programmeversion_number_unique",
                violation_error_message="Ce numéro de version existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(ended_on__isnull=True),
                name="programmeversion_one_open",
                violation_error_message="La version précédente n’a pas de date de fin.",
            ),
        )

    def __str__(self) -> str:
        """Give « Bail de sécurisation, version 1 »."""
        return f"{self.programme}, version {self.number}"


class Cadence(Row):
    """Something a programme's version wants done every so often, or within a time."""

    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.CASCADE, related_name="cadences", verbose_name="version"
    )
    kind = models.CharField("objet", max_length=21, choices=CadenceKind)
    every = models.PositiveSmallIntegerField("durée", validators=[MinValueValidator(1)])
    unit = models.CharField("unité", max_length=6, choices=CadenceUnit, default=CadenceUnit.DAYS)
    source = models.CharField("source", max_length=200, blank=True)
    is_to_confirm = models.BooleanField("à confirmer", default=False)

    privacy = declare(plain="version kind every unit source is_to_confirm")

    class Meta:
        verbose_name = "cadence"
        verbose_name_plural = "cadences"
        constraints = (
            models.UniqueConstraint(
                fields=["version", "kind"],
                name="cadence_kind_unique",
                violation_error_message="Cette cadence est déjà fixée pour cette version.",
            ),
        )

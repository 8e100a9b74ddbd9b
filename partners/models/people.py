"""People, what they do where, and how they come in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from partners.enums import Qualification, Role
from partners.models.organisations import ManagementUnit, Organisation
from partners.querysets import UserManager


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


class Delegation(Row):
    """Someone may sign for her organisation, from a day to another (domain.md §6, Signatures)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisme")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="signataire")
    title = models.CharField("qualité imprimée", max_length=120)  # « directrice générale »
    given_by = models.UUIDField("délégation donnée par")
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="organisation title started_on ended_on", personal="user given_by")

    class Meta:
        verbose_name = "délégation de signature"
        verbose_name_plural = "délégations de signature"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("delegation"),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(ended_on__isnull=True),
                name="delegation_open_unique",
                violation_error_message="Cette personne signe déjà pour cet organisme.",
            ),
        )

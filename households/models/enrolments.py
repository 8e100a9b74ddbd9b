"""The Enrolment, and the dated rows that say who may know it."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from households.enums import HolderRole, NamingCause, NamingService, WorkerRole
from households.models.people import Household
from households.querysets import EnrolmentQuerySet
from partners.models import ManagementUnit, Organisation, ProgrammeVersion, User


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

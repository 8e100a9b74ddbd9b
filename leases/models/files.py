"""What a household looks for, and the CAL dossier that proposes it for a dwelling."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from households.models import Enrolment, Person
from leases.enums import (
    AidState,
    FileEnd,
    FileState,
    LeaseWish,
)
from leases.models.dwellings import EUROS, Announcement
from leases.querysets import (
    AllocationFileQuerySet,
)
from partners.models import ManagementUnit, Organisation, User
from records.models import StoredFile


class HousingProject(Row):
    """What a household looks for, dated: a change of wish closes the former (domain.md §2.1 S4)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    typologies = models.CharField("types souhaités", max_length=20)  # « T3,T4 »
    needs_accessible = models.BooleanField("accessible en fauteuil", default=False)
    highest_floor = models.SmallIntegerField("étage le plus haut sans ascenseur", null=True, blank=True)
    has_animals = models.BooleanField("animaux", default=False)
    highest_cost = models.DecimalField("loyer et charges au plus", null=True, blank=True, **EUROS)
    highest_cost_rate = models.DecimalField(
        "taux d’effort retenu, en\u00a0%", max_digits=4, decimal_places=1, null=True, blank=True
    )  # the inputs are kept beside the result
    highest_cost_resources = models.DecimalField("ressources retenues", null=True, blank=True, **EUROS)
    highest_cost_benefit = models.DecimalField("aide au logement estimée", null=True, blank=True, **EUROS)
    lease_wish = models.CharField("bail demandé", max_length=7, choices=LeaseWish, default=LeaseWish.DIRECT)
    note = EncryptedTextField("précisions", blank=True)
    started_on = models.DateField("présenté le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="enrolment typologies highest_floor highest_cost highest_cost_rate lease_wish started_on ended_on",
        personal="highest_cost_resources highest_cost_benefit has_animals",
        sensitive="needs_accessible note",
    )

    class Meta:
        verbose_name = "projet logement"
        verbose_name_plural = "projets logement"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("housingproject"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True),
                name="housingproject_one_open",
                violation_error_message="Le projet précédent n’a pas de date de fin.",
            ),
        )


class WishedUnit(Row):
    """A wished management unit, in order."""

    project = models.ForeignKey(HousingProject, on_delete=models.CASCADE, related_name="units", verbose_name="projet")
    unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, related_name="+", verbose_name="unité de gestion"
    )
    position = models.PositiveSmallIntegerField("ordre")

    privacy = declare(plain="project unit position")

    class Meta:
        verbose_name = "unité souhaitée"
        verbose_name_plural = "unités souhaitées"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["project", "unit"], name="wishedunit_unit_unique"),
            models.UniqueConstraint(fields=["project", "position"], name="wishedunit_position_unique"),
        )


class AllocationFile(Row):
    """A CAL dossier: one household proposed for one announced dwelling. `state` is written by services alone."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="+", verbose_name="logement annoncé"
    )
    state = models.CharField("état", max_length=10, choices=FileState, default=FileState.DRAFT)
    state_on = models.DateField("depuis le")
    end = models.CharField("issue", max_length=18, choices=FileEnd, blank=True)
    lease_wish = models.CharField("bail demandé", max_length=7, choices=LeaseWish, default=LeaseWish.DIRECT)
    is_couple = models.BooleanField("couple", default=False)
    raised_category = models.BooleanField("catégorie relevée, justifiée", default=False)  # never says why
    reference_income = models.DecimalField("revenu fiscal de référence", null=True, blank=True, **EUROS)
    reference_year = models.PositiveSmallIntegerField("année du revenu", null=True, blank=True)
    housing_benefit = models.DecimalField("aide au logement estimée", null=True, blank=True, **EUROS)
    fsl = models.CharField("FSL accès", max_length=10, choices=AidState, default=AidState.TO_FILE)
    loca_pass = models.CharField("Loca-Pass", max_length=10, choices=AidState, default=AidState.TO_FILE)
    arguments = EncryptedTextField("arguments", blank=True)
    support_proposed = EncryptedTextField("accompagnement proposé", blank=True)
    version = models.PositiveIntegerField("version", default=1)
    opened_by = models.UUIDField("ouvert par")
    opened_on = models.DateField("ouvert le")
    submitted_at = models.DateTimeField("soumis le", null=True, blank=True)
    correspondent = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="correspondant nommé"
    )  # a protected household's dossier is treated by whom its lead worker names
    secretary = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="secrétaire nommée"
    )
    objects = AllocationFileQuerySet.as_manager()

    privacy = declare(
        plain="enrolment association announcement state state_on end lease_wish version opened_on submitted_at",
        personal="is_couple reference_income reference_year housing_benefit fsl loca_pass opened_by correspondent secretary",
        sensitive="raised_category arguments support_proposed",
    )

    class Meta:
        verbose_name = "dossier CAL"
        verbose_name_plural = "dossiers CAL"
        ordering = ("-state_on", "pk")
        indexes = (
            models.Index(fields=["state", "submitted_at"], name="allocationfile_waiting"),
            models.Index(fields=["association", "-state_on"], name="allocationfile_latest"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "announcement"],
                condition=~models.Q(state="CLOSED"),
                name="allocationfile_open_unique",
                violation_error_message="Ce ménage a déjà un dossier en cours pour ce logement.",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="CLOSED") & ~models.Q(end=""))
                | (~models.Q(state="CLOSED") & models.Q(end="")),
                name="allocationfile_closed_has_end",
                violation_error_message="Un dossier clos dit son issue.",
            ),
        )


class FileChange(Row):
    """One change of state of a dossier: who, when, effective on, why."""

    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="changes", verbose_name="dossier CAL"
    )
    position = models.PositiveSmallIntegerField("rang")
    from_state = models.CharField("de", max_length=10, choices=FileState, blank=True)
    to_state = models.CharField("à", max_length=10, choices=FileState)
    effective_on = models.DateField("effectif le")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    recorded_by = models.UUIDField("enregistré par")
    reason = EncryptedTextField("raison", blank=True)

    privacy = declare(
        plain="file position from_state to_state effective_on recorded_at", personal="recorded_by", sensitive="reason"
    )

    class Meta:
        verbose_name = "changement d’état du dossier CAL"
        verbose_name_plural = "changements d’état du dossier CAL"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["file", "position"], name="filechange_position_unique"),)


class FileSnapshot(Row):
    """A dossier's content as it was submitted, then after each answer: what the landlord reads, and keeps."""

    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="snapshots", verbose_name="dossier CAL"
    )
    number = models.PositiveSmallIntegerField("numéro")
    content = EncryptedTextField("contenu")  # JSON: leases.readings.snapshots
    taken_at = models.DateTimeField("pris le", default=timezone.now)
    taken_by = models.UUIDField("pris par")

    privacy = declare(plain="file number taken_at", personal="taken_by", sensitive="content")

    class Meta:
        verbose_name = "version du dossier CAL"
        verbose_name_plural = "versions du dossier CAL"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["file", "number"], name="filesnapshot_number_unique"),)


class FileReading(Row):
    """Up to which version someone said she has read a dossier: what changed since is marked field by field."""

    file = models.ForeignKey(AllocationFile, on_delete=models.PROTECT, related_name="+", verbose_name="dossier CAL")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="lecteur")
    snapshot_number = models.PositiveSmallIntegerField("version lue")
    read_at = models.DateTimeField("lue le", default=timezone.now)

    privacy = declare(plain="file snapshot_number read_at", personal="user")

    class Meta:
        verbose_name = "lecture d’un dossier CAL"
        verbose_name_plural = "lectures de dossiers CAL"
        constraints = (models.UniqueConstraint(fields=["file", "user"], name="filereading_user_unique"),)


class Piece(Row):
    """A legal piece of a dossier: asked, received, its validity. Its kind is a code of the list in force."""

    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="pieces", verbose_name="dossier CAL"
    )
    kind = models.CharField("pièce", max_length=40)  # leases/reference/pieces.json (arrêté du 22/12/2020)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    label = EncryptedTextField("précision", blank=True)
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fichier"
    )
    issued_on = models.DateField("datée du", null=True, blank=True)
    received_on = models.DateField("reçue le", null=True, blank=True)
    asked_on = models.DateField("demandée le", null=True, blank=True)
    asked_by = models.UUIDField("demandée par", null=True, blank=True)
    is_unreadable = models.BooleanField("à refaire", default=False)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="remplacée par"
    )

    privacy = declare(
        plain="file issued_on received_on asked_on is_unreadable replaced_by stored",
        personal="kind person asked_by",
        sensitive="label",
    )

    class Meta:
        verbose_name = "pièce"
        verbose_name_plural = "pièces"
        ordering = ("kind", "pk")


class Remark(Row):
    """A comment anchored to a field of a dossier, with its answer; it opens that field to the worker."""

    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="remarks", verbose_name="dossier CAL"
    )
    anchor = models.CharField(
        "rubrique", max_length=60
    )  # a key of the snapshot: « resources », « charges », « piece:… »
    text = EncryptedTextField("remarque")
    made_by = models.UUIDField("faite par")
    made_at = models.DateTimeField("faite le", default=timezone.now)
    answer = EncryptedTextField("réponse", blank=True)
    answered_by = models.UUIDField("répondu par", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    closed_at = models.DateTimeField("réglée le", null=True, blank=True)
    closed_by = models.UUIDField("réglée par", null=True, blank=True)

    privacy = declare(
        plain="file anchor made_at answered_at closed_at",
        personal="made_by answered_by closed_by",
        sensitive="text answer",
    )

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ("made_at",)

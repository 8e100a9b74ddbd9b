"""Dwellings, housing projects, CAL dossiers, sittings, decisions, offers, leases."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, dated_constraints, declare
from households.models import Enrolment, Person
from leases.enums import (
    AidState,
    Answer,
    DecisionKind,
    EntryStep,
    FileEnd,
    FileState,
    FundingCategory,
    Heating,
    InventoryKind,
    LeaseKind,
    LeaseWish,
    ReservationKind,
    Typology,
)
from leases.querysets import (
    AllocationFileQuerySet,
    AnnouncementQuerySet,
    DatedQuerySet,
    DwellingQuerySet,
    LeaseQuerySet,
    SessionQuerySet,
)
from partners.models import ManagementUnit, Organisation, User
from records.models import StoredFile

EUROS: dict[str, Any] = {"max_digits": 9, "decimal_places": 2, "validators": [MinValueValidator(0)]}


class ReservationHolder(Row):
    """A body with a right to nominate candidates on a share of a landlord's dwellings (réservataire)."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=15, choices=ReservationKind)

    privacy = declare(plain="landlord name kind")

    class Meta:
        verbose_name = "réservataire"
        verbose_name_plural = "réservataires"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["landlord", "name"],
                name="reservationholder_name_unique",
                violation_error_message="Ce réservataire existe déjà.",
            ),
        )

    def __str__(self) -> str:
        """Give the body's name, which is public."""
        return self.name


class Dwelling(Row):
    """A landlord's dwelling. Its address is personal once someone lives there."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, related_name="+", verbose_name="unité de gestion"
    )
    reference = models.CharField("référence du bailleur", max_length=40)
    residence = models.CharField("résidence", max_length=120, blank=True)
    address = EncryptedTextField("adresse")
    postcode = models.CharField("code postal", max_length=5)
    city = models.CharField("commune", max_length=80)
    typology = models.CharField("type", max_length=2, choices=Typology)
    surface = models.DecimalField(
        "surface habitable, en m²",
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(9), MaxValueValidator(400)],
    )
    floor = models.SmallIntegerField("étage", validators=[MinValueValidator(-2), MaxValueValidator(40)])
    has_lift = models.BooleanField("ascenseur", default=False)
    is_accessible = models.BooleanField("accessible en fauteuil", default=False)
    funding_category = models.CharField("financement", max_length=12, choices=FundingCategory)
    heating = models.CharField("chauffage", max_length=10, choices=Heating)
    objects = DwellingQuerySet.as_manager()

    privacy = declare(
        plain="landlord unit reference residence postcode city typology surface floor has_lift is_accessible"
        " funding_category heating",
        sensitive="address",
    )

    class Meta:
        verbose_name = "logement"
        verbose_name_plural = "logements"
        ordering = ("city", "residence", "reference")
        constraints = (
            models.UniqueConstraint(
                fields=["landlord", "reference"],
                name="dwelling_reference_unique",
                violation_error_message="Ce bailleur a déjà un logement de cette référence.",
            ),
        )


class DwellingShare(Row):
    """What one lease covers: the whole dwelling, or a part of it in a colocation (domain.md §7.3.1)."""

    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="shares", verbose_name="logement")
    label = models.CharField("part", max_length=60, blank=True)  # empty: the whole dwelling
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="dwelling label started_on ended_on")

    class Meta:
        verbose_name = "part de logement"
        verbose_name_plural = "parts de logement"
        constraints = (
            *dated_constraints("share"),
            models.UniqueConstraint(fields=["dwelling", "label"], name="share_label_unique"),
        )


class Announcement(Row):
    """A dwelling announced as available, with the terms it is offered at (supply)."""

    dwelling = models.ForeignKey(
        Dwelling, on_delete=models.PROTECT, related_name="announcements", verbose_name="logement"
    )
    announced_on = models.DateField("annoncé le")
    available_on = models.DateField("libre à partir du")
    rent = models.DecimalField("loyer principal", **EUROS)
    annexes = models.DecimalField("loyer des annexes", default=0, **EUROS)
    charges = models.DecimalField("charges récupérables", default=0, **EUROS)
    utilities = models.DecimalField("forfait de chauffage et d’eau individuels", default=0, **EUROS)
    reservation_holder = models.ForeignKey(
        ReservationHolder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réservataire",
    )
    agreed_on = models.DateField("accord du réservataire le", null=True, blank=True)
    ended_on = models.DateField("retiré ou pourvu le", null=True, blank=True)
    end_reason = models.CharField("raison", max_length=200, blank=True)
    announced_by = models.UUIDField("annoncé par")
    version = models.PositiveIntegerField("version", default=1)
    objects = AnnouncementQuerySet.as_manager()

    privacy = declare(
        plain="dwelling announced_on available_on rent annexes charges utilities reservation_holder agreed_on ended_on"
        " end_reason version",
        personal="announced_by",
    )

    class Meta:
        verbose_name = "logement annoncé"
        verbose_name_plural = "logements annoncés"
        ordering = ("-announced_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("announced_on")),
                name="announcement_ends_after_start",
                violation_error_message="La fin ne peut pas précéder l’annonce.",
            ),
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=models.Q(ended_on__isnull=True),
                name="announcement_one_open",
                violation_error_message="Ce logement est déjà annoncé.",
            ),
        )


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
        personal="person asked_by",
        sensitive="kind label",
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


class Session(Row):
    """A sitting of a landlord's commission, dated."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    starts_at = models.DateTimeField("date et heure")
    held_on = models.DateField("jour")
    place = models.CharField("lieu", max_length=160)
    closed_at = models.DateTimeField("séance close le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    objects = SessionQuerySet.as_manager()

    privacy = declare(plain="landlord starts_at held_on place closed_at cancelled_at")

    class Meta:
        verbose_name = "séance de commission"
        verbose_name_plural = "séances de commission"
        ordering = ("starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["landlord", "starts_at"],
                condition=models.Q(cancelled_at__isnull=True),
                name="session_start_unique",
                violation_error_message="Une séance est déjà fixée à cette heure.",
            ),
        )


class SessionDwelling(Row):
    """A dwelling examined at a sitting: how many candidates, those outside Palier as a number."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="dwellings", verbose_name="séance")
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="+", verbose_name="logement annoncé"
    )
    outside_candidates = models.PositiveSmallIntegerField("candidats hors de Palier", null=True, blank=True)
    exception = models.CharField("raison si moins de trois demandes", max_length=200, blank=True)

    privacy = declare(plain="session announcement outside_candidates exception")

    class Meta:
        verbose_name = "logement examiné"
        verbose_name_plural = "logements examinés"
        constraints = (
            models.UniqueConstraint(fields=["session", "announcement"], name="sessiondwelling_announcement_unique"),
        )


class Hearing(Row):
    """A dossier on a sitting's agenda: the worker's invitation, her presence. An adjourned one is heard again."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="hearings", verbose_name="séance")
    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="hearings", verbose_name="dossier CAL"
    )
    invited_at = models.DateTimeField("référent invité le", null=True, blank=True)
    invitee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne invitée"
    )
    worker_was_present = models.BooleanField("référent présent", null=True)
    removed_on = models.DateField("retiré de la séance le", null=True, blank=True)

    privacy = declare(plain="session file invited_at worker_was_present removed_on", personal="invitee")

    class Meta:
        verbose_name = "dossier inscrit"
        verbose_name_plural = "dossiers inscrits"
        constraints = (
            models.UniqueConstraint(
                fields=["session", "file"],
                condition=models.Q(removed_on__isnull=True),
                name="hearing_file_unique",
                violation_error_message="Ce dossier est déjà inscrit à cette séance.",
            ),
        )


class Decision(Row):
    """What the commission decided on one dossier. Written by `leases.services.decisions`, through a journey."""

    hearing = models.OneToOneField(Hearing, on_delete=models.PROTECT, related_name="decision", verbose_name="passage")
    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="decisions", verbose_name="dossier CAL"
    )
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="+", verbose_name="logement annoncé"
    )
    kind = models.CharField("décision", max_length=21, choices=DecisionKind)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    missing_piece = models.CharField("pièce attendue", max_length=160, blank=True)
    piece_due_on = models.DateField("pièce attendue avant le", null=True, blank=True)
    piece_received_on = models.DateField("pièce reçue le", null=True, blank=True)
    reason = EncryptedTextField("raison", blank=True)
    decided_on = models.DateField("décidé le")
    notified_on = models.DateField("notifié le", null=True, blank=True)
    promoted_on = models.DateField("passé au premier rang le", null=True, blank=True)
    annulled_on = models.DateField("annulée le", null=True, blank=True)  # recorded in error
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)

    privacy = declare(
        plain="hearing file announcement kind rank piece_due_on piece_received_on decided_on notified_on promoted_on"
        " annulled_on recorded_at",
        personal="recorded_by missing_piece",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("-decided_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="ALLOCATED_RANKED", rank__gte=1)
                | (~models.Q(kind="ALLOCATED_RANKED") & models.Q(rank__isnull=True)),
                name="decision_rank_when_ranked",
                violation_error_message="Seule une attribution en rang a un rang.",
            ),
            models.UniqueConstraint(
                fields=["announcement", "decided_on", "rank"],
                condition=models.Q(rank__isnull=False, annulled_on__isnull=True),
                name="decision_rank_unique",
                violation_error_message="Ce rang est déjà donné pour ce logement à cette séance.",
            ),
        )


class Offer(Row):
    """An offer made to the household after a positive decision: its clock, its answer."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="offers", verbose_name="décision")
    notified_on = models.DateField("notifiée le")
    days = models.PositiveSmallIntegerField("délai, en jours")  # of the parameter in force, 10 at least
    due_on = models.DateField("réponse attendue jusqu’au")  # leases.rules.offers, kept as it was told to the household
    answer = models.CharField("réponse", max_length=8, choices=Answer, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    reason = EncryptedTextField("motif", blank=True)
    recorded_by = models.UUIDField("enregistrée par")

    privacy = declare(
        plain="decision notified_on days due_on answer answered_on", personal="recorded_by", sensitive="reason"
    )

    class Meta:
        verbose_name = "offre"
        verbose_name_plural = "offres"
        ordering = ("-notified_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["decision"],
                condition=models.Q(answer=""),
                name="offer_one_open",
                violation_error_message="Une offre est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="offer_answer_has_day",
                violation_error_message="Une réponse a une date.",
            ),
        )


class EntryItem(Row):
    """A line of the preparation of an entry."""

    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="entry_items", verbose_name="dossier CAL"
    )
    step = models.CharField("étape", max_length=15, choices=EntryStep)
    done_on = models.DateField("fait le", null=True, blank=True)
    is_not_needed = models.BooleanField("sans objet", default=False)
    note = EncryptedTextField("précision", blank=True)

    privacy = declare(plain="file step done_on is_not_needed", sensitive="note")

    class Meta:
        verbose_name = "préparation à l’entrée"
        verbose_name_plural = "préparations à l’entrée"
        constraints = (models.UniqueConstraint(fields=["file", "step"], name="entryitem_step_unique"),)


class Lease(Row):
    """A lease of the chain: the household's own, an association's head lease, or the sublease under it.

    Overlaps of one share, and of subleases under one head lease, are refused by PostgreSQL's exclusion constraint and,
    on SQLite, by the service inside its write transaction.
    """

    kind = models.CharField("nature", max_length=8, choices=LeaseKind)
    share = models.ForeignKey(DwellingShare, on_delete=models.PROTECT, related_name="leases", verbose_name="logement")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dossier"
    )
    tenant_association = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="association locataire",
    )
    head_lease = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subleases",
        verbose_name="bail de l’association",
    )
    file = models.ForeignKey(
        AllocationFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leases",
        verbose_name="dossier CAL",
    )
    signed_on = models.DateField("signé le")
    started_on = models.DateField("effet le")
    ended_on = models.DateField("fin le", null=True, blank=True)
    rent = models.DecimalField("loyer", **EUROS)
    charges = models.DecimalField("charges", default=0, **EUROS)
    deposit = models.DecimalField("dépôt de garantie", default=0, **EUROS)
    is_third_party_paid = models.BooleanField("aide versée au bailleur (tiers payant)", default=False)
    expects_slide = models.BooleanField("glissement prévu", default=False)
    recorded_by = models.UUIDField("enregistré par")
    objects = LeaseQuerySet.as_manager()

    privacy = declare(
        plain="kind share enrolment tenant_association head_lease file signed_on started_on ended_on rent charges deposit"
        " is_third_party_paid expects_slide",
        personal="recorded_by",
    )

    class Meta:
        verbose_name = "bail"
        verbose_name_plural = "baux"
        ordering = ("-started_on", "pk")
        constraints = (
            *dated_constraints("lease"),
            models.CheckConstraint(
                condition=models.Q(
                    kind="DIRECT", enrolment__isnull=False, tenant_association__isnull=True, head_lease__isnull=True
                )
                | models.Q(
                    kind="HEAD", enrolment__isnull=True, tenant_association__isnull=False, head_lease__isnull=True
                )
                | models.Q(
                    kind="SUBLEASE", enrolment__isnull=False, tenant_association__isnull=True, head_lease__isnull=False
                ),
                name="lease_parties_fit_kind",
                violation_error_message="Les parties ne correspondent pas à la nature du bail.",
            ),
            models.UniqueConstraint(
                fields=["share"],
                condition=models.Q(ended_on__isnull=True, kind__in=("DIRECT", "HEAD")),
                name="lease_one_open_a_share",
                violation_error_message="Ce logement est déjà loué.",
            ),
            models.UniqueConstraint(
                fields=["head_lease"],
                condition=models.Q(ended_on__isnull=True, kind="SUBLEASE"),
                name="lease_one_open_sublease",
                violation_error_message="Ce logement est déjà sous-loué.",
            ),
        )


class Inventory(Row):
    """An état des lieux, with the keys handed over."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="inventories", verbose_name="bail")
    kind = models.CharField("nature", max_length=8, choices=InventoryKind)
    made_on = models.DateField("fait le")
    worker_was_present = models.BooleanField("référent présent", default=False)
    keys_handed = models.PositiveSmallIntegerField("clés remises", default=0)
    note = EncryptedTextField("remarques", blank=True)
    recorded_by = models.UUIDField("enregistré par")

    privacy = declare(
        plain="lease kind made_on worker_was_present keys_handed", personal="recorded_by", sensitive="note"
    )

    class Meta:
        verbose_name = "état des lieux"
        verbose_name_plural = "états des lieux"
        ordering = ("made_on",)

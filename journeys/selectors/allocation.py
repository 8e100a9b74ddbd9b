"""The screens of CAL dossiers: one dossier, those of a household, those that wait for someone."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from foundation.periods import in_force
from households.enums import MemberKind, ResourceKind, WorkerRole
from households.models import Enrolment, EnrolmentWorker, HouseholdMember, Person, Resource
from households.readings import person_name
from journeys.selectors.supply import Match, matches
from leases.enums import FileState
from leases.models import AllocationFile, FileSnapshot, Hearing, HousingProject, WishedUnit
from leases.permissions import FileStanding, file_standing
from leases.readings.content import FileContent, from_json
from leases.readings.files import DecisionView, FileLine, FilePage, file_lines, file_page
from leases.rules.piece_lists import piece_kinds_on
from leases.selectors.contents import content_of
from partners.enums import Role
from partners.models import ManagementUnit, Membership, UnitCorrespondent, User
from partners.reader import Reader

PAGE = 25
FAR_ENOUGH_FOR_PROJECT = (State.DIAGNOSED, State.PROPOSED, State.READY, State.SUPPORTED)
FAR_ENOUGH_FOR_FILE = (State.READY, State.SUPPORTED)
JOINED = (
    "enrolment__version__programme",
    "enrolment__household",
    "association",
    "announcement__dwelling__unit__agency",
    "announcement__dwelling__landlord",
    "announcement__reservation_holder",
)


@dataclass(frozen=True)
class ProjectView:
    """A housing project, as its team reads it."""

    id: uuid.UUID
    started_on: dt.date
    ended_on: dt.date | None
    typologies: tuple[str, ...]
    units: tuple[str, ...]
    highest_cost: str
    cost_formula: str
    needs_accessible: bool
    highest_floor: int | None
    has_animals: bool
    lease_wish: str
    note: str


@dataclass(frozen=True)
class HouseholdFiles:
    """The « Dossiers CAL » page of a household's file."""

    lines: tuple[FileLine, ...]
    matches: tuple[Match, ...]
    may_prepare: bool
    why_not: str  # why no dossier may be prepared yet

    @property
    def suiting(self) -> tuple[Match, ...]:
        """Give the dwellings against which no criterion stands."""
        return tuple(match for match in self.matches if match.is_all_met)

    @property
    def others(self) -> tuple[Match, ...]:
        """Give the others."""
        return tuple(match for match in self.matches if not match.is_all_met)


def live_content(file: AllocationFile, day: dt.date) -> FileContent:
    """Give today's content of a dossier, with its lead worker and its sitting."""
    sitting = (
        Hearing.objects.filter(file=file, removed_on__isnull=True)
        .order_by("-session__starts_at")
        .values_list("session__held_on", flat=True)
        .first()
    )
    return content_of(file, lead_of(file.enrolment_id, day), day, sitting)


def lead_of(enrolment_id: uuid.UUID, day: dt.date) -> User | None:
    """Give who leads a file on a day, a replacement before the lead she replaces."""
    rows = EnrolmentWorker.objects.filter(
        in_force(day), enrolment_id=enrolment_id, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT)
    ).select_related("user")
    found = sorted(rows, key=lambda row: row.role != WorkerRole.REPLACEMENT)
    return found[0].user if found else None


def file_screen(reader: Reader, file: AllocationFile) -> FilePage:
    """Give a dossier's page: the live content for its team, the snapshot for the landlord."""
    standing = file_standing(reader, file)
    live = live_content(file, reader.today) if standing.is_team and file.state in FileState.OPEN else None
    return file_page(reader, file, live)


def household_files(reader: Reader, enrolment: Enrolment) -> HouseholdFiles:
    """Give the dossiers of one household, and the dwellings that might suit it, explained."""
    rows = files_of(reader).filter(enrolment=enrolment).order_by("-opened_on", "pk")
    state = (
        Accompaniment.objects.filter(enrolment=enrolment)
        .exclude(state=State.CLOSED)
        .values_list("state", flat=True)
        .first()
    )
    has_project = HousingProject.objects.filter(in_force(reader.today), enrolment=enrolment).exists()
    why_not = ""
    if state not in FAR_ENOUGH_FOR_FILE:
        why_not = "Un dossier se prépare une fois que le ménage a accepté son projet (étape «\u00a0Prêt\u00a0»)."
    elif not has_project:
        why_not = "Présentez d’abord le projet logement\u00a0: les logements annoncés se comparent à lui."
    return HouseholdFiles(
        lines=tuple(file_lines(reader, rows)),
        matches=tuple(matches(reader, enrolment)) if not why_not else (),
        may_prepare=not why_not,
        why_not=why_not,
    )


def files_of(reader: Reader) -> QuerySet[AllocationFile]:
    """Give the dossiers that this reader may know of, joined to what their lines tell."""
    rows: QuerySet[AllocationFile] = AllocationFile.objects.visible_to(reader).select_related(*JOINED)
    return rows


def page_of_files(reader: Reader, number: str | None, *, is_waiting: bool) -> Page[Any]:
    """Give a page of dossier lines: those that wait for the landlord's person who reads, or all.

    The page is cut on the dossiers alone; what a line tells is joined to those it shows.
    """
    rows = (
        waiting_files(reader) if is_waiting else AllocationFile.objects.visible_to(reader).order_by("-state_on", "pk")
    )
    page: Page[Any] = Paginator(rows.values_list("pk", flat=True), PAGE).get_page(number)
    page.object_list = shown_lines(reader, page.object_list)
    return page


def shown_lines(reader: Reader, ids: Iterable[uuid.UUID]) -> list[FileLine]:
    """Give the lines of these dossiers, in this order."""
    wanted = list(ids)
    rows = {row.pk: row for row in AllocationFile.objects.filter(pk__in=wanted).select_related(*JOINED)}
    return file_lines(reader, [rows[pk] for pk in wanted if pk in rows])


def waiting_files(reader: Reader) -> QuerySet[AllocationFile]:
    """Give the submitted dossiers that wait for the landlord's person who reads, the oldest first."""
    rows: QuerySet[AllocationFile] = AllocationFile.objects.visible_to(reader)
    return rows.filter(submitted_at__isnull=False, state__in=(FileState.SUBMITTED, FileState.COMPLETE)).order_by(
        "submitted_at", "pk"
    )


def projects(enrolment: Enrolment) -> list[ProjectView]:
    """Give the housing projects of a household, the present one first."""
    rows = list(HousingProject.objects.filter(enrolment=enrolment).order_by("-started_on"))
    units: dict[uuid.UUID, list[str]] = {row.pk: [] for row in rows}
    for wished in WishedUnit.objects.filter(project__in=rows).select_related("unit").order_by("position"):
        units[wished.project_id].append(wished.unit.name)
    return [_project(row, units[row.pk]) for row in rows]


def may_have_project(enrolment: Enrolment) -> bool:
    """Tell whether the household has come far enough for a housing project."""
    return Accompaniment.objects.filter(enrolment=enrolment, state__in=FAR_ENOUGH_FOR_PROJECT).exists()


def piece_choices(file: AllocationFile, day: dt.date) -> list[tuple[str, str]]:
    """Give the pieces of the legal list with the person each may be of, as « code:person » and words."""
    members = list(
        HouseholdMember.objects.filter(in_force(day), household_id=file.enrolment.household_id)
        .select_related("person")
        .order_by("kind", "started_on", "pk")
    )
    choices: list[tuple[str, str]] = []
    for kind in piece_kinds_on(day):
        if kind.per == "HOUSEHOLD":
            choices.append((f"{kind.code}:", kind.label))
            continue
        wanted = [member for member in members if (member.kind == MemberKind.CHILD) == (kind.per == "CHILD")]
        choices += [
            (f"{kind.code}:{member.person_id}", f"{kind.label}, {person_name(member.person)}") for member in wanted
        ]
    return choices


def _project(row: HousingProject, units: list[str]) -> ProjectView:
    cost = formula = ""
    if row.highest_cost is not None:
        cost = f"{row.highest_cost:.0f}\u00a0€ charges comprises"
    if row.highest_cost_rate is not None and row.highest_cost_resources is not None:
        rate = f"{row.highest_cost_rate:f}".replace(".", ",")
        benefit = row.highest_cost_benefit or 0
        formula = f"{rate}\u00a0% de {row.highest_cost_resources:.2f}\u00a0€ de ressources, plus {benefit:.2f}\u00a0€ d’aide au logement".replace(
            ".", ","
        )
    return ProjectView(
        id=row.pk,
        started_on=row.started_on,
        ended_on=row.ended_on,
        typologies=tuple(row.typologies.split(",")),
        units=tuple(units),
        highest_cost=cost,
        cost_formula=formula,
        needs_accessible=row.needs_accessible,
        highest_floor=row.highest_floor,
        has_animals=row.has_animals,
        lease_wish=row.get_lease_wish_display(),
        note=row.note,
    )


def open_project(enrolment: Enrolment) -> HousingProject | None:
    """Give the present project of a household, or None."""
    return HousingProject.objects.filter(enrolment=enrolment, ended_on__isnull=True).first()


def units_of_programme(enrolment: Enrolment, day: dt.date) -> list[ManagementUnit]:
    """Give the units that a household of this programme may wish for, by agency."""
    return list(
        ManagementUnit.objects.open_on(day)
        .filter(agency__landlord__in=enrolment.version.landlords.all())
        .select_related("agency")
        .order_by("agency__name", "name")
    )


def known_resources(enrolment: Enrolment, day: dt.date) -> Decimal | None:
    """Give the household's resources of the last month with a statement, housing benefit left out; None without one."""
    rows = list(Resource.objects.filter(enrolment=enrolment, month_on__lte=day).order_by("-month_on"))
    if not rows:
        return None
    last = rows[0].month_on
    return sum(
        (row.amount for row in rows if row.month_on == last and row.kind != ResourceKind.HOUSING_BENEFIT), Decimal(0)
    )


def correspondents_of(file: AllocationFile, day: dt.date) -> QuerySet[User]:
    """Give the correspondents of the dwelling's landlord, who may be named for a protected dossier."""
    rows = UnitCorrespondent.objects.open_on(day).filter(
        unit__agency__landlord_id=file.announcement.dwelling.landlord_id
    )
    return User.objects.filter(pk__in=rows.values("user_id"))


def secretaries_of(file: AllocationFile, day: dt.date) -> QuerySet[User]:
    """Give the secretaries of the landlord's commission."""
    rows = Membership.objects.open_on(day).filter(
        organisation_id=file.announcement.dwelling.landlord_id, role=Role.CAL_SECRETARY
    )
    return User.objects.filter(pk__in=rows.values("user_id"))


def person_of(file: AllocationFile, person_id: str) -> Person | None:
    """Give the member of the household that a piece is of (its choice was checked), or None for the household's."""
    if not person_id:
        return None
    return Person.objects.filter(memberships__household_id=file.enrolment.household_id, pk=person_id).first()


def label_of(file: AllocationFile, anchor: str) -> str | None:
    """Give the label of a field of the last snapshot, or None when it has no such field."""
    snapshot = FileSnapshot.objects.filter(file=file).order_by("-number").first()
    if snapshot is None:
        return None
    return next((line.label for line in from_json(snapshot.content).fields() if line.anchor == anchor), None)


def conflict_lines(form: Form, fields: Mapping[str, tuple[object, object]]) -> list[tuple[str, str, str]]:
    """Give, for each field that two people wrote differently, its label, what is saved, what is on the page."""
    return [
        (str(form.fields[name].label), _said(form, name, saved), _said(form, name, typed))
        for name, (saved, typed) in fields.items()
    ]


def _said(form: Form, name: str, value: object) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(choices.get(value, value if value not in {None, ""} else "vide"))


@dataclass(frozen=True)
class Act:
    """A verb of a page; a posted one has no page of its own."""

    label: str
    url: str
    icon: str
    is_main: bool = False
    is_posted: bool = False


def acts_of(file: AllocationFile, page: FilePage) -> list[Act]:
    """Give what this reader may do on a dossier now, the one thing to do first."""
    standing, state = page.line.standing, FileState(file.state)
    if page.content is None:
        return []
    return [
        *_team_acts(file, standing, state, page),
        *_review_acts(file, standing, state),
        *_secretary_acts(file, standing, state, page),
        Act("Télécharger la fiche CAL", _to("cal_document", file.pk, "fiche"), "file"),
        Act("Télécharger le rapport socio-éducatif", _to("cal_document", file.pk, "rapport"), "file"),
    ]


def _team_acts(file: AllocationFile, standing: FileStanding, state: FileState, page: FilePage) -> list[Act]:
    if not standing.may_prepare:
        return []
    acts = []
    complete = page.content is not None and page.content.is_complete
    if state == FileState.DRAFT:
        acts.append(Act("Remplir le dossier", _to("cal_file_edit", file.pk), "pen", is_main=not complete))
        acts.append(Act("Soumettre le dossier", _to("cal_file_submit", file.pk), "arrow", is_main=complete))
    elif state in FileState.BEFORE_COMMISSION and page.line.open_remarks:
        acts.append(Act("Corriger ce qui est demandé", _to("cal_file_edit", file.pk), "pen", is_main=True))
    if state in {FileState.DRAFT, *FileState.BEFORE_COMMISSION, FileState.DECIDED}:
        acts.append(Act("Ajouter une pièce", _to("cal_piece_new", file.pk), "plus"))
    if state == FileState.OFFER_SENT and page.decisions:
        acts.append(Act("Enregistrer la réponse du ménage", _to("cal_answer", file.pk), "pen", is_main=True))
    if state in {FileState.DECIDED, FileState.OFFER_SENT, FileState.ACCEPTED}:
        acts.append(Act("Préparer l’entrée", _to("cal_entry", file.pk), "check"))
    if state in {FileState.DRAFT, *FileState.BEFORE_COMMISSION}:
        acts.append(Act("Retirer le dossier", _to("cal_file_withdraw", file.pk), "cross"))
    return acts


def _review_acts(file: AllocationFile, standing: FileStanding, state: FileState) -> list[Act]:
    if not standing.may_review or state not in FileState.BEFORE_COMMISSION:
        return []
    acts = []
    if state == FileState.SUBMITTED:
        acts.append(Act("Marquer complet", _to("cal_file_complete", file.pk), "check", is_main=True, is_posted=True))
    if state == FileState.COMPLETE:
        acts.append(Act("Rouvrir le dossier", _to("cal_file_send_back", file.pk), "undo"))
    acts.append(Act("Demander une pièce", _to("cal_piece_ask", file.pk), "plus"))
    acts.append(Act("J’ai lu le dossier", _to("cal_file_read", file.pk), "eye", is_posted=True))
    return acts


def _secretary_acts(file: AllocationFile, standing: FileStanding, state: FileState, page: FilePage) -> list[Act]:
    if not standing.may_decide:
        return []
    decision = next((row for row in reversed(page.decisions) if not row.is_annulled), None)
    acts = []
    if state == FileState.COMPLETE:
        acts.append(Act("Inscrire à une séance", _to("cal_schedule", file.pk), "calendar", is_main=True))
    if state == FileState.SCHEDULED and page.line.session_id:
        acts.append(Act("Ouvrir la séance", _to("session", page.line.session_id), "calendar", is_main=True))
    if state == FileState.DECIDED and decision:
        acts += _after_decision(file, decision)
    if state == FileState.OFFER_SENT:
        acts.append(Act("Enregistrer la réponse du ménage", _to("cal_answer", file.pk), "pen", is_main=True))
    if state == FileState.ACCEPTED:
        acts.append(Act("Enregistrer le bail signé", _to("cal_lease", file.pk), "document", is_main=True))
    if state in {FileState.DECIDED, FileState.ACCEPTED}:
        acts.append(Act("Clore sans bail", _to("cal_fail", file.pk), "cross"))
    return acts


def _after_decision(file: AllocationFile, decision: DecisionView) -> list[Act]:
    acts = []
    if decision.rank and decision.rank > 1 and decision.promoted_on is None:
        acts.append(Act("Passer ce rang en premier", _to("cal_promote", file.pk), "arrow", is_main=True))
    elif decision.missing_piece and decision.piece_received_on is None:
        acts.append(Act("La pièce attendue est arrivée", _to("cal_condition", file.pk), "check", is_main=True))
    else:
        acts.append(Act("Notifier l’offre", _to("cal_offer", file.pk), "letter", is_main=True))
    if decision.offer_id is None:
        acts.append(Act("Annuler une décision enregistrée par erreur", _to("cal_annul", file.pk), "undo"))
    return acts


def _to(name: str, *args: object) -> str:
    return reverse(f"journeys:{name}", args=args)

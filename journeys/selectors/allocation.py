"""The screens of CAL dossiers: one dossier, those of a household, those that wait for someone."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from foundation.periods import in_force
from households.enums import MemberKind, WorkerRole
from households.models import Enrolment, EnrolmentWorker, HouseholdMember
from households.readings import person_name
from journeys.selectors.supply import Match, matches
from leases.enums import FileState
from leases.models import AllocationFile, Hearing, HousingProject, Piece, WishedUnit
from leases.permissions import FileStanding, file_standing
from leases.readings.content import FileContent
from leases.readings.files import FileLine, FilePage, file_lines, file_page
from leases.rules.pieces import PieceKind
from leases.selectors.contents import content_of
from leases.selectors.piece_lists import piece_kinds_on
from partners.models import User
from partners.reader import Reader

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


@dataclass(frozen=True)
class PieceRow:
    """A piece received, that its reader may open."""

    id: uuid.UUID
    is_openable: bool


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


def waiting_files(reader: Reader) -> QuerySet[AllocationFile]:
    """Give the submitted dossiers that wait for the landlord's person who reads, the oldest first."""
    return (
        files_of(reader)
        .filter(submitted_at__isnull=False, state__in=(FileState.SUBMITTED, FileState.COMPLETE))
        .order_by("submitted_at", "pk")
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


def opens_piece(piece: Piece, standing: FileStanding, day: dt.date) -> bool:
    """Tell whether a reader opens a piece: a delicate one only when she prepares or treats the dossier."""
    kinds: Sequence[PieceKind] = piece_kinds_on(day)
    delicate = any(kind.code == piece.kind and kind.delicate for kind in kinds)
    return standing.opens_delicate_pieces if delicate else standing.reads_content


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

"""Supply against demand in one unit: dwellings announced, households ready, the gap by size, each proposal and its answer.

Demand is file numbers, sizes and highest rents: a wish opens no identity (domain.md §3.9, §4.2 M1–M6).
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.periods import in_force
from households.models import Enrolment, HouseholdMember
from journeys.selectors.demand import demanding
from leases.enums import Typology
from leases.models import AllocationFile, Announcement, Decision, HousingProject, Offer, WishedUnit
from leases.readings.files import FileLine, file_lines
from leases.rules.dwellings import SurfaceScale, minimum_surface
from leases.rules.matching import Criterion, Home, Wish, explain
from leases.selectors.contents import dwelling_words
from partners.models import ManagementUnit
from partners.reader import Reader
from records.selectors.parameters import parameter_on


@dataclass(frozen=True)
class DemandLine:
    """A household that looks for a home, as the landlord reads it before any dossier."""

    file_number: str
    typologies: tuple[str, ...]
    highest_cost: Decimal | None
    since: dt.date  # the project's day
    is_first_choice: bool


@dataclass(frozen=True)
class GapLine:
    """One size: what is available with its holder's agreement, without it yet, what is asked for first, and beside."""

    typology: str
    available: int
    awaiting_agreement: int
    asked_first: int
    asked_beside: int

    @property
    def gap(self) -> int:
        """Give M4: supply with agreement less demand; negative is a shortage."""
        return self.available - self.asked_first


@dataclass(frozen=True)
class Proposal:
    """A dossier that proposes a dwelling, with its answer and, for who reads the dossier, its reason."""

    line: FileLine
    reason: str


@dataclass(frozen=True)
class OfferedHome:
    """An announced dwelling with the dossiers that propose it."""

    announcement_id: uuid.UUID
    label: str
    available_on: dt.date
    cost: Decimal
    holder: str
    agreed_on: dt.date | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class UnitSheet:
    """A unit's sheet, at the close of a day."""

    unit_id: uuid.UUID
    unit: str
    agency: str
    gaps: tuple[GapLine, ...]
    homes: tuple[OfferedHome, ...]
    demand: tuple[DemandLine, ...]
    protected: int  # of the whole programme, in « non réparti »


@dataclass(frozen=True)
class Match:
    """A dwelling that a household might be proposed, explained."""

    announcement_id: uuid.UUID
    label: str
    cost: Decimal
    available_on: dt.date
    also_proposed_to: int
    criteria: tuple[Criterion, ...]

    @property
    def is_all_met(self) -> bool:
        """Tell whether no criterion is against it."""
        return all(criterion.is_met is not False for criterion in self.criteria)


def unit_sheet(reader: Reader, unit: ManagementUnit) -> UnitSheet:
    """Give the sheet of a unit (from `access`) today, in a constant number of queries."""
    day = reader.today
    announcements = list(
        Announcement.objects.available_on(day)
        .filter(dwelling__unit=unit)
        .select_related("dwelling__unit", "dwelling__landlord", "reservation_holder")
        .order_by("available_on", "pk")
    )
    projects = demanding(day, unit.agency.landlord_id)
    wishes = _wishes(projects)
    demand = tuple(
        DemandLine(
            file_number=project.enrolment.file_number,
            typologies=tuple(project.typologies.split(",")),
            highest_cost=project.highest_cost,
            since=project.started_on,
            is_first_choice=wishes[project.pk][0] == unit.pk,
        )
        for project in projects
        if unit.pk in wishes[project.pk] and not project.enrolment.is_protected
    )
    files: dict[uuid.UUID, list[AllocationFile]] = defaultdict(list)
    for file in (
        AllocationFile.objects.visible_to(reader)
        .filter(announcement__in=announcements)
        .select_related(
            "enrolment__version__programme",
            "enrolment__household",
            "announcement__dwelling__unit",
            "announcement__dwelling__landlord",
        )
        .order_by("submitted_at", "pk")
    ):
        files[file.announcement_id].append(file)
    lines = {line.id: line for line in file_lines(reader, [file for rows in files.values() for file in rows])}
    reasons = _reasons([pk for pk, line in lines.items() if line.standing.reads_content])
    return UnitSheet(
        unit_id=unit.pk,
        unit=unit.name,
        agency=unit.agency.name,
        gaps=_gaps(announcements, demand),
        homes=tuple(
            _home(row, [Proposal(lines[file.pk], reasons.get(file.pk, "")) for file in files[row.pk]])
            for row in announcements
        ),
        demand=demand,
        protected=sum(project.enrolment.is_protected for project in projects),
    )


def matches(reader: Reader, enrolment: Enrolment) -> list[Match]:
    """Give the announced dwellings for a household's open project, explained; those against which nothing stands first."""
    project = HousingProject.objects.filter(in_force(reader.today), enrolment=enrolment).first()
    if project is None:
        return []
    units = list(WishedUnit.objects.filter(project=project).select_related("unit").order_by("position"))
    persons = HouseholdMember.objects.filter(in_force(reader.today), household_id=enrolment.household_id).count()
    wish = Wish(
        typologies=tuple(project.typologies.split(",")),
        units=[row.unit.name for row in units],
        needs_accessible=project.needs_accessible,
        highest_floor=project.highest_floor,
        highest_cost=project.highest_cost,
        persons=persons,
    )
    table = parameter_on("surface.minimum", reader.today).table
    least = minimum_surface(
        persons, SurfaceScale(int(table["1"]), int(table["2"]), int(table["further"]), int(table["cap"]))
    )
    rows = list(
        Announcement.objects.visible_to(reader)
        .available_on(reader.today)
        .filter(dwelling__landlord__in=enrolment.version.landlords.all())
        .select_related("dwelling__unit", "reservation_holder")
        .order_by("available_on", "pk")
    )
    running: dict[uuid.UUID, int] = defaultdict(int)
    for announcement_id in (
        AllocationFile.objects.open().filter(announcement__in=rows).values_list("announcement_id", flat=True)
    ):
        running[announcement_id] += 1
    found = [
        Match(
            announcement_id=row.pk,
            label=f"{dwelling_words(row)}, {row.dwelling.reference}",
            cost=_cost(row),
            available_on=row.available_on,
            also_proposed_to=running[row.pk],
            criteria=explain(wish, _as_home(row), least),
        )
        for row in rows
    ]
    return sorted(found, key=lambda match: not match.is_all_met)


def _wishes(projects: Sequence[HousingProject]) -> dict[uuid.UUID, list[uuid.UUID | None]]:
    """Give the wished units of each project in order; a project without a wish has a first choice of none."""
    wishes: dict[uuid.UUID, list[uuid.UUID | None]] = {project.pk: [] for project in projects}
    for project_id, unit_id in (
        WishedUnit.objects.filter(project__in=projects).order_by("position").values_list("project_id", "unit_id")
    ):
        wishes[project_id].append(unit_id)
    return {pk: units or [None] for pk, units in wishes.items()}


def _gaps(announcements: Sequence[Announcement], demand: Sequence[DemandLine]) -> tuple[GapLine, ...]:
    lines = []
    for typology in Typology:
        homes = [row for row in announcements if row.dwelling.typology == typology]
        agreed = sum(row.reservation_holder_id is None or row.agreed_on is not None for row in homes)
        asked = [line for line in demand if line.typologies[0] == typology]
        beside = [line for line in demand if typology in line.typologies]
        first = sum(line.is_first_choice for line in asked)
        lines.append(
            GapLine(
                typology=typology.label,
                available=agreed,
                awaiting_agreement=len(homes) - agreed,
                asked_first=first,
                asked_beside=len(beside) - first,
            )
        )
    return tuple(
        line for line in lines if line.available or line.awaiting_agreement or line.asked_first or line.asked_beside
    )


def _reasons(file_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give why a dossier led nowhere: the household's answer to the offer, else the commission's reason."""
    reasons = {
        row.file_id: row.reason
        for row in Decision.objects.filter(file_id__in=file_ids, annulled_on__isnull=True).order_by("decided_on")
        if row.reason
    }
    for offer in Offer.objects.filter(decision__file_id__in=file_ids).select_related("decision"):
        if offer.reason:
            reasons[offer.decision.file_id] = offer.reason
    return reasons


def _home(row: Announcement, proposals: list[Proposal]) -> OfferedHome:
    return OfferedHome(
        announcement_id=row.pk,
        label=f"{dwelling_words(row)}, {row.dwelling.reference}",
        available_on=row.available_on,
        cost=_cost(row),
        holder=row.reservation_holder.name if row.reservation_holder else "",
        agreed_on=row.agreed_on,
        proposals=tuple(proposals),
    )


def _as_home(row: Announcement) -> Home:
    dwelling = row.dwelling
    return Home(
        typology=dwelling.typology,
        unit=dwelling.unit.name,
        surface=dwelling.surface,
        floor=dwelling.floor,
        has_lift=dwelling.has_lift,
        is_accessible=dwelling.is_accessible,
        cost=_cost(row),
        available_on=row.available_on,
        has_holder=row.reservation_holder_id is not None,
        is_agreed=row.agreed_on is not None,
    )


def _cost(row: Announcement) -> Decimal:
    return row.rent + row.annexes + row.charges

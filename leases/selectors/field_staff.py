"""The field staff in the pages: the landlord's directory, and who is near a dwelling with how to reach her."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from foundation.periods import in_force
from households.models import CurrentHousing, Enrolment
from households.permissions import Standing
from leases.access.field_staff import kept_staff
from leases.enums import FieldRole
from leases.models import AllocationFile, Dwelling, FieldSector, FieldStaff
from leases.rules.field_staff import Place, Sector
from partners.enums import Role
from partners.reader import Reader


@dataclass(frozen=True)
class StaffLine:
    """Someone near a dwelling, and how to reach her."""

    name: str
    role: str
    telephone: str
    email: str
    how: str
    sector: str


@dataclass(frozen=True)
class StaffSection:
    """Who is near the household's home."""

    lines: tuple[StaffLine, ...]


@dataclass(frozen=True)
class SectorLine:
    """A sector in the directory."""

    id: uuid.UUID
    words: str
    is_kept: bool


@dataclass(frozen=True)
class DirectoryLine:
    """Someone in the landlord's directory."""

    id: uuid.UUID
    person: StaffLine
    sectors: tuple[SectorLine, ...]
    started_on: dt.date
    ended_on: dt.date | None
    is_kept: bool  # this reader corrects and ends it


def directory(reader: Reader) -> QuerySet[FieldStaff]:
    """Give the field staff of this reader's landlords, by name."""
    return FieldStaff.objects.filter(landlord_id__in=reader.landlords).order_by("name", "pk")


def directory_lines(reader: Reader, rows: Iterable[FieldStaff]) -> list[DirectoryLine]:
    """Give a page of the directory, in a constant number of queries."""
    ids = [row.pk for row in rows]
    sectors = FieldSector.objects.open_on(reader.today).select_related("unit", "dwelling").order_by("started_on", "pk")
    found = FieldStaff.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("sectors", queryset=sectors, to_attr="open_sectors")
    )
    by_id: dict[uuid.UUID, Any] = {row.pk: row for row in found}
    kept = set(kept_staff(reader).filter(pk__in=ids).values_list("pk", flat=True))
    managed = reader.organisations(Role.LANDLORD_MANAGER)
    return [
        DirectoryLine(
            id=row.pk,
            person=_person(row, ""),
            sectors=tuple(
                SectorLine(one.pk, _words(one), one.unit_id in reader.units or row.landlord_id in managed)
                for one in row.open_sectors
            ),
            started_on=row.started_on,
            ended_on=row.ended_on,
            is_kept=row.pk in kept,
        )
        for row in (by_id[pk] for pk in ids)
    ]


def staff_near(places: Iterable[Place], day: dt.date) -> dict[Place, tuple[StaffLine, ...]]:
    """Give who is near each of these places on a day, the nearest first; one query whatever the places."""
    wanted = set(places)
    rows = (
        FieldSector.objects.filter(in_force(day), in_force(day, "staff__"))
        .filter(
            Q(unit_id__in={place.unit_id for place in wanted})
            | Q(dwelling_id__in={place.dwelling_id for place in wanted if place.dwelling_id})
        )
        .select_related("staff", "unit", "dwelling")
        .order_by("staff__name", "staff_id", "pk")
    )
    near: dict[Place, list[tuple[int, FieldSector]]] = defaultdict(list)
    for row in rows if wanted else ():
        sector = Sector(row.unit_id, row.residence, row.dwelling_id)
        for place in wanted:
            distance = sector.distance(place)
            if distance is not None:
                near[place].append((distance, row))
    return {place: _nearest(near[place]) for place in wanted}


def place_of(dwelling: Dwelling) -> Place:
    """Give where a dwelling is."""
    return Place(dwelling.unit_id, dwelling.residence, dwelling.pk)


def staff_of_file(file: AllocationFile, day: dt.date) -> tuple[StaffLine, ...]:
    """Give who is near the dwelling of a CAL dossier that its reader may read: the landlord's people, never the household's."""
    place = place_of(file.announcement.dwelling)
    return staff_near([place], day)[place]


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> StaffSection | None:
    """Give who is near a household's home: to its team, and to the landlord's people to whom it is named, for his dwelling."""
    if not hers.reads_whole and not (hers.is_named and hers.is_listed):
        return None
    home = (
        CurrentHousing.objects.open_on(reader.today)
        .filter(enrolment=enrolment, unit__isnull=False)
        .select_related("unit__agency")
        .first()
    )
    if home is None or not (hers.reads_whole or home.unit.agency.landlord_id in reader.landlords):
        return None
    dwelling = Dwelling.objects.filter(pk=home.dwelling_id).first() if home.dwelling_id else None
    place = place_of(dwelling) if dwelling else Place(home.unit_id)
    lines = staff_near([place], reader.today)[place]
    return StaffSection(lines) if lines else None


def _nearest(found: list[tuple[int, FieldSector]]) -> tuple[StaffLine, ...]:
    """Keep each person once, by her nearest sector."""
    kept: dict[uuid.UUID, FieldSector] = {}
    for _, row in sorted(found, key=lambda one: one[0]):
        kept.setdefault(row.staff_id, row)
    return tuple(_person(row.staff, _words(row)) for row in kept.values())


def _person(row: FieldStaff, sector: str) -> StaffLine:
    return StaffLine(
        name=row.name,
        role=str(FieldRole(row.role).label),
        telephone=row.telephone,
        email=row.email,
        how=row.how,
        sector=sector,
    )


def _words(row: FieldSector) -> str:
    if row.dwelling is not None:
        return f"logement {row.dwelling.reference}, unité {row.unit.name}"
    return f"résidence {row.residence}, unité {row.unit.name}" if row.residence else f"unité {row.unit.name}"

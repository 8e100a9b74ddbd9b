"""The parts of a dwelling. Who lives in one is not said here: « occupé » or « libre » is all (domain.md §3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from foundation.words import capitalised
from leases.access.shares import FoundDwelling
from leases.models import DwellingShare, Lease

WHOLE = "Logement entier"


@dataclass(frozen=True)
class PartLine:
    """What one title may cover of a dwelling."""

    id: uuid.UUID
    label: str
    started_on: dt.date
    ended_on: dt.date | None
    is_let: bool
    close_url: str = ""
    reopen_url: str = ""


@dataclass(frozen=True)
class Parts:
    """The parts of one dwelling, those that are let no more apart."""

    name: str
    lines: tuple[PartLine, ...]
    closed: tuple[PartLine, ...]
    new_url: str
    trail: tuple[tuple[str, str], ...]


def parts_of(found: FoundDwelling, today: dt.date) -> Parts:
    """Give the parts of a dwelling, in two queries. One is occupied with its whole, and the whole with any of its parts."""
    rows: list[DwellingShare] = list(
        DwellingShare.objects.filter(dwelling=found.dwelling).order_by("label", "started_on")
    )
    let = set(
        Lease.objects.open_on(today).filter(share__dwelling=found.dwelling).values_list("share__label", flat=True)
    )
    lines = [_line(row, found, is_let=bool(let) if not row.label else bool({row.label, ""} & let)) for row in rows]
    is_closed = {line.id: line.ended_on is not None and line.ended_on < today for line in lines}
    return Parts(
        name=name_of(found),
        lines=tuple(line for line in lines if not is_closed[line.id]),
        closed=tuple(line for line in lines if is_closed[line.id]),
        new_url=reverse("leases:dwelling_part_new", args=[found.dwelling.pk]) if found.may_write else "",
        trail=trail_of(found),
    )


def name_of(found: FoundDwelling) -> str:
    """Name a dwelling by its size, its residence or town, its reference."""
    row = found.dwelling
    return f"{row.typology}, {row.residence or row.city}, {row.reference}"


def part_name(share: DwellingShare) -> str:
    """Name a part."""
    return capitalised(share.label) or WHOLE


def trail_of(found: FoundDwelling) -> tuple[tuple[str, str], ...]:
    """Give the way back: the landlord's dwellings, or the tab of the household's file."""
    if found.enrolment_id is None:
        return (("Logements", reverse("leases:dwellings")),)
    return (("Bail", reverse("journeys:file_lease", args=[found.enrolment_id]) + "#titles"),)


def _line(row: DwellingShare, found: FoundDwelling, *, is_let: bool) -> PartLine:
    args = [found.dwelling.pk, row.pk]
    may_close = found.may_write and bool(row.label) and row.ended_on is None
    return PartLine(
        id=row.pk,
        label=part_name(row),
        started_on=row.started_on,
        ended_on=row.ended_on,
        is_let=is_let,
        close_url=reverse("leases:dwelling_part_close", args=args) if may_close else "",
        reopen_url=reverse("leases:dwelling_part_reopen", args=args) if found.may_write and row.ended_on else "",
    )

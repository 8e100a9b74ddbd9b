"""The difficulties treated together, across the households whose difficulties are hers to treat: one list for both sides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse

from accompaniments.enums import DifficultyKind, DifficultyState, Side
from accompaniments.models import Difficulty
from accompaniments.permissions import side_of
from accompaniments.readings.difficulties import SIDES, state_label
from accompaniments.selectors.difficulties import ANSWER_DAYS
from foundation.periods import in_force
from foundation.words import capitalised, counted
from households.models import CurrentHousing
from households.permissions import standings
from households.readings import Card, cards
from journeys.selectors.lists import visible_files
from partners.models import ManagementUnit
from partners.reader import Reader
from records.selectors.parameters import parameter_on

PAGE = 25
SHOWN = 8


@dataclass(frozen=True)
class DifficultyRow:
    """A difficulty in one line: what it is about, where it is, never what is written in it."""

    card: Card
    kind: str
    side_label: str
    on: dt.date
    state_label: str
    since: dt.date
    due_on: dt.date | None  # when the answer is expected; none: none is
    is_hers: bool  # her side is awaited
    url: str


@dataclass(frozen=True)
class DifficultyList:
    """One page of the list."""

    lines: tuple[DifficultyRow, ...]
    count: int
    sentence: str
    page: Page[Any]
    is_association: bool


def side_of_reader(reader: Reader) -> Side:
    """Give the side for which a reader lists difficulties: an association's person, else a landlord's."""
    return Side.TEAM if reader.associations else Side.LANDLORD


def treated_by(reader: Reader) -> QuerySet[Any]:
    """Give the difficulties of the files that she treats for her side, in a constant number of queries.

    A team's own files, and what is named to a landlord's person; of a protected file, on its list alone.
    """
    files = visible_files(reader).filter(pk__in=Difficulty.objects.order_by().values("enrolment_id"))
    hers = standings(reader, files)
    mine = [pk for pk, standing in hers.items() if side_of(standing) is not None]
    rows: QuerySet[Any] = Difficulty.objects.visible_to(reader).filter(enrolment_id__in=mine)
    return rows


def units_among(reader: Reader, rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Give the units where the households of these difficulties live today, as choices."""
    housings = CurrentHousing.objects.filter(
        in_force(reader.today), enrolment_id__in=rows.order_by().values("enrolment_id"), unit__isnull=False
    )
    units = ManagementUnit.objects.filter(pk__in=housings.order_by().values("unit_id")).select_related("agency")
    return [(str(unit.pk), unit.name) for unit in units.order_by("name", "pk")]


def difficulty_list(reader: Reader, rows: QuerySet[Any], page_number: str | None) -> DifficultyList:
    """Shape one page of difficulties already scoped and filtered: what awaits her side first, the oldest first."""
    side = side_of_reader(reader)
    page = Paginator(_ordered(rows, side), PAGE).get_page(page_number)
    lines = _lines(reader, page.object_list, side)
    count = page.paginator.count
    page.object_list = [line.url for line in lines]
    waiting = rows.filter(awaits=side).count()
    said = counted(waiting, "difficulté attend", "difficultés attendent")
    return DifficultyList(
        lines=lines,
        count=count,
        sentence=f"{said} votre réponse." if waiting else "Aucune n’attend votre réponse.",
        page=page,
        is_association=side == Side.TEAM,
    )


def to_follow(reader: Reader) -> tuple[DifficultyRow, ...]:
    """Give the first difficulties that wait for a landlord's person: her side's answer, or the end of what it reported."""
    if not reader.landlords:
        return ()
    rows = treated_by(reader).to_follow_by(Side.LANDLORD)  # type: ignore[attr-defined]
    return _lines(reader, _ordered(rows, Side.LANDLORD)[:SHOWN], Side.LANDLORD)


def _ordered(rows: QuerySet[Any], side: Side) -> QuerySet[Any]:
    rank = Case(
        When(awaits=side, then=Value(0)),
        When(state=DifficultyState.ANSWERED, side=side, then=Value(1)),
        When(state=DifficultyState.CLOSED, then=Value(3)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ordered: QuerySet[Any] = rows.annotate(rank=rank).order_by("rank", "state_on", "pk")
    return ordered.select_related("enrolment__version__programme", "enrolment__household")


def _lines(reader: Reader, rows: Iterable[Difficulty], side: Side) -> tuple[DifficultyRow, ...]:
    known = list(rows)
    if not known:
        return ()
    within = dt.timedelta(days=parameter_on(ANSWER_DAYS, reader.today).whole)
    shown = cards(reader, {row.enrolment_id: row.enrolment for row in known}.values())
    return tuple(
        DifficultyRow(
            card=shown[row.enrolment_id],
            kind=capitalised(str(DifficultyKind(row.kind).label)),
            side_label=SIDES[Side(row.side)],
            on=row.reported_on,
            state_label=state_label(DifficultyState(row.state), row.awaits),
            since=row.state_on,
            due_on=row.state_on + within if row.awaits else None,
            is_hers=row.awaits == side,
            url=reverse("accompaniments:difficulty", args=[row.enrolment_id, row.pk]),
        )
        for row in known
    )

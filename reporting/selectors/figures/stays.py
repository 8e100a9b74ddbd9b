"""M12: one query gives the accompaniments that touch a month, with where they were when they begin and stop to count."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import DateField, F, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce, Greatest, Least

from accompaniments.selectors.periods import support_periods, touching
from households.enums import HolderRole
from households.models import EnrolmentHolder
from leases.querysets import unit_on
from reporting.enums import Figure
from reporting.models import FigureLine, MonthVersion
from reporting.rules.identity import Stay
from reporting.selectors.figures.places import Territory, Unit
from reporting.selectors.figures.scope import Line, Scope

DEPARTURES = (Figure.LEFT, Figure.TRANSFERRED_OUT)


@dataclass(frozen=True)
class Accompanied:
    """One accompaniment that touches the month; its places are resolved."""

    enrolment_id: uuid.UUID
    file_number: str
    is_protected: bool
    started_on: dt.date
    ended_on: dt.date | None
    first_unit: Unit
    last_unit: Unit
    first_association: uuid.UUID | None
    last_association: uuid.UUID | None

    @property
    def by_unit(self) -> Stay:
        """Give it as the identity by unit reads it."""
        return Stay(self.enrolment_id, self.started_on, self.ended_on, self.first_unit, self.last_unit)

    @property
    def by_association(self) -> Stay:
        """Give it as the identity by association reads it."""
        return Stay(self.enrolment_id, self.started_on, self.ended_on, self.first_association, self.last_association)

    def was_there(self, day: dt.date) -> bool:
        """Tell whether it is of the stock at the close of a day."""
        return self.by_unit.was_there(day)


@dataclass(frozen=True)
class Frozen:
    """A line of the stock that the month before published."""

    enrolment_id: uuid.UUID | None
    unit: Unit
    association: uuid.UUID | None


def stays(scope: Scope) -> list[Accompanied]:
    """Give the accompaniments of the programme that touch the month, in one query.

    The first place is that of the eve's close, or of the entry day; the last one that of the exit day, or of the month's
    last day.
    """
    first_day = Greatest(F("started_on"), Value(scope.eve, DateField()))
    last_day = Least(Coalesce(F("ended_on"), Value(scope.last, DateField())), Value(scope.last, DateField()))
    of = "accompaniment__enrolment_id"
    units = scope.territory.ids
    rows = (
        support_periods()
        .filter(touching(scope.first, scope.last), accompaniment__enrolment__version__programme=scope.programme)
        .annotate(first_day=first_day, last_day=last_day)
        .annotate(
            first_unit=unit_on(OuterRef("first_day"), among=units, enrolment=of),
            last_unit=unit_on(OuterRef("last_day"), among=units, enrolment=of),
            first_association=_lead_on("first_day"),
            last_association=_lead_on("last_day"),
        )
        .order_by("started_on", "accompaniment__enrolment__file_number")
        .values_list(
            of,
            "accompaniment__enrolment__file_number",
            "accompaniment__enrolment__is_protected",
            "started_on",
            "ended_on",
            "first_day",
            "last_day",
            "first_unit",
            "last_unit",
            "first_association",
            "last_association",
        )
    )
    found = []
    for enrolment_id, number, protected, started, ended, first, last, first_unit, last_unit, one, two in rows:
        place = _places(scope.territory, is_protected=protected, first=(first_unit, first), last=(last_unit, last))
        found.append(Accompanied(enrolment_id, number, protected, started, ended, *place, one, two))
    return found


def frozen_stock(previous: MonthVersion | None) -> list[Frozen] | None:
    """Give the stock that the month before published, in one query; None for the first month made here."""
    if previous is None:
        return None
    rows = FigureLine.objects.filter(version=previous, figure=Figure.STOCK_END)
    return [Frozen(*row) for row in rows.values_list("enrolment_id", "unit_id", "association_id")]


def counted_units(stock: Sequence[Frozen] | None) -> Counter[Unit] | None:
    """Count a published stock by unit."""
    return None if stock is None else Counter(one.unit for one in stock)


def counted_associations(stock: Sequence[Frozen] | None) -> Counter[Unit] | None:
    """Count a published stock by association."""
    return None if stock is None else Counter(one.association for one in stock)


def stay_lines(rows: Iterable[Accompanied], scope: Scope, *, is_first: bool) -> list[Line]:
    """Give the lines of the flows; those of the first stock only when no published month holds them."""
    lines = []
    for row in rows:
        if is_first and row.was_there(scope.eve):
            lines.append(_line(Figure.STOCK_START, row, row.first_unit, row.first_association, row.started_on))
        if row.started_on >= scope.first:
            lines.append(_line(Figure.ENTERED, row, row.first_unit, row.first_association, row.started_on))
        if row.ended_on is not None and row.ended_on <= scope.last:
            lines.append(_line(Figure.LEFT, row, row.last_unit, row.last_association, row.ended_on))
        else:
            lines.append(_line(Figure.STOCK_END, row, row.last_unit, row.last_association, row.started_on))
        if row.first_unit != row.last_unit:
            for figure, unit, other in (
                (Figure.TRANSFERRED_OUT, row.first_unit, row.last_unit),
                (Figure.TRANSFERRED_IN, row.last_unit, row.first_unit),
            ):
                moved = _line(figure, row, unit, row.last_association, None)
                moved.other_unit_id = other
                lines.append(moved)
    return lines


def _line(figure: Figure, row: Accompanied, unit: Unit, association: uuid.UUID | None, on: dt.date | None) -> Line:
    return Line(
        figure=figure,
        unit_id=unit,
        enrolment_id=row.enrolment_id,
        association_id=association,
        on=on,
        delta=-1 if figure in DEPARTURES else 1,
    )


def _places(
    territory: Territory, *, is_protected: bool, first: tuple[Unit, dt.date], last: tuple[Unit, dt.date]
) -> tuple[Unit, Unit]:
    return (
        territory.at(*first, is_protected=is_protected),
        territory.at(*last, is_protected=is_protected),
    )


def _lead_on(day: str) -> Coalesce:
    """Give the association that leads a file on a day: the last one that began, else the first that ever did."""
    leads = EnrolmentHolder.objects.filter(enrolment_id=OuterRef("accompaniment__enrolment_id"), role=HolderRole.LEAD)
    return Coalesce(
        Subquery(
            leads.filter(started_on__lte=OuterRef(day)).order_by("-started_on", "pk").values("association_id")[:1]
        ),
        Subquery(leads.order_by("started_on", "pk").values("association_id")[:1]),
        output_field=UUIDField(),
    )

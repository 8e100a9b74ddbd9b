"""Resources and charges, month by month, in one table: the team's."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from foundation.periods import Month
from foundation.words import capitalised, month_name
from households.enums import ChargeKind, ResourceKind
from households.models import Charge, Enrolment, Resource
from households.permissions import read_since, standing
from households.readings.headers import person_name
from partners.reader import Reader


@dataclass(frozen=True)
class MonthHead:
    """A column."""

    month: Month
    label: str  # « novembre 2026 »
    is_stated: bool  # something was written for this month


@dataclass(frozen=True)
class MonthRow:
    """A line: one kind (of one person), a cell a month; None where nothing was written."""

    label: str
    person: str
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Finances:
    """The table, for one reader. Months run from the latest to the oldest."""

    is_readable: bool
    months: tuple[MonthHead, ...] = ()
    resources: tuple[MonthRow, ...] = ()
    charges: tuple[MonthRow, ...] = ()
    total_resources: tuple[Decimal | None, ...] = ()
    total_charges: tuple[Decimal | None, ...] = ()
    remains: tuple[Decimal | None, ...] = ()  # resources − charges, of a month where something was written
    latest: Month | None = None  # the last month that was written

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was ever written in these months."""
        return self.latest is None


def finances(reader: Reader, enrolment: Enrolment, months: int = 12) -> Finances:
    """Give so many months of resources and charges, up to this one (the next one when it is written already)."""
    hers = standing(reader, enrolment)
    if not hers.reads_whole:
        return Finances(is_readable=False)
    since = read_since(hers, enrolment)
    last = Month.of(reader.today).plus(1)
    first = last.plus(-months)
    if since is not None:
        first = max(first, Month.of(since))
    window = {"enrolment": enrolment, "month_on__gte": first.first, "month_on__lte": last.first}
    resources = list(Resource.objects.filter(**window).select_related("person"))
    charges = list(Charge.objects.filter(**window))
    stated = {Month.of(row.month_on) for row in resources} | {Month.of(row.month_on) for row in charges}
    columns = [last.plus(-step) for step in range(months + 1)]
    columns = [month for month in columns if month >= first and (month != last or month in stated)][:months]
    income = _table(
        columns, ((ResourceKind(row.kind), person_name(row.person) if row.person else "", row) for row in resources)
    )
    spending = _table(columns, ((ChargeKind(row.kind), "", row) for row in charges))
    received, spent = _totals(columns, stated, income), _totals(columns, stated, spending)
    return Finances(
        is_readable=True,
        months=tuple(MonthHead(month, month_name(month.first), month in stated) for month in columns),
        resources=income,
        charges=spending,
        total_resources=received,
        total_charges=spent,
        remains=tuple(
            None if gain is None or loss is None else gain - loss for gain, loss in zip(received, spent, strict=True)
        ),
        latest=max(stated, default=None),
    )


def _table(
    columns: list[Month], rows: "Iterable[tuple[ResourceKind | ChargeKind, str, Resource | Charge]]"
) -> tuple[MonthRow, ...]:
    """Sum what was written by kind and person, in the order of the kinds."""
    cells: dict[tuple[ResourceKind | ChargeKind, str], dict[dt.date, Decimal]] = defaultdict(dict)
    for kind, person, row in rows:
        months = cells[kind, person]
        months[row.month_on] = months.get(row.month_on, Decimal(0)) + row.amount
    order = {kind: rank for rank, kind in enumerate((*ResourceKind, *ChargeKind))}
    return tuple(
        MonthRow(capitalised(str(kind.label)), person, tuple(months.get(month.first) for month in columns))
        for (kind, person), months in sorted(cells.items(), key=lambda item: (order[item[0][0]], item[0][1]))
        if any(month.first in months for month in columns)
    )


def _totals(columns: list[Month], stated: set[Month], rows: tuple[MonthRow, ...]) -> tuple[Decimal | None, ...]:
    return tuple(
        sum((row.amounts[rank] or Decimal(0) for row in rows), Decimal(0)) if month in stated else None
        for rank, month in enumerate(columns)
    )

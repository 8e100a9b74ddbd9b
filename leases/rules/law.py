"""Figures of the law by their date, and delays counted from a day (domain.md §3.7). The caller gives the dated values.

A delay of months runs from a day to the same day of the month, clipped to the month's end; of weeks, to the same weekday.
Its last day is included: what it forbids is allowed from the day after. No delay is put off to a working day.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from dateutil.relativedelta import relativedelta

from foundation.periods import Period


class Figure(Protocol):
    """A value of a parameter, from a day on."""

    @property
    def code(self) -> str:
        """Give the parameter's code."""

    @property
    def started_on(self) -> dt.date:
        """Give the first day of the value."""

    @property
    def source(self) -> str:
        """Give where it is from."""

    @property
    def is_to_confirm(self) -> bool:
        """Tell whether nobody has read it in its source yet."""

    @property
    def number(self) -> Decimal:
        """Give a plain figure."""

    @property
    def table(self) -> dict[str, Decimal]:
        """Give a table of figures."""


@dataclass(frozen=True)
class Law:
    """Every value of the parameters that a rule needs, the oldest first."""

    values: Mapping[str, Sequence[Figure]]

    def on(self, code: str, day: dt.date) -> Figure | None:
        """Give the value in force on a day, None when no value is known for it."""
        found: Figure | None = None
        for value in self.values.get(code, ()):
            if value.started_on <= day:
                found = value
        return found

    def delay(self, code: str, day: dt.date) -> "Delay | None":
        """Give a delay as it stood on a day."""
        value = self.on(code, day)
        if value is None:
            return None
        table = value.table
        return Delay(int(table["mois"]), int(table["semaines"]), value.source, value.is_to_confirm)

    def span(self, code: str, day: dt.date) -> "tuple[Delay, Delay] | None":
        """Give the shortest and the longest delay, in months, as they stood on a day."""
        value = self.on(code, day)
        if value is None:
            return None
        least, most = int(value.table["au moins"]), int(value.table["au plus"])
        return Delay(least, 0, value.source, value.is_to_confirm), Delay(most, 0, value.source, value.is_to_confirm)


@dataclass(frozen=True)
class Delay:
    """So many months, or weeks, with where they are from."""

    months: int
    weeks: int
    source: str
    is_to_confirm: bool = False

    @property
    def words(self) -> str:
        """Say « deux mois » as « 2 mois », « 6 semaines »."""
        if self.weeks:
            return f"{self.weeks}\u00a0semaine{'s' if self.weeks > 1 else ''}"
        return f"{self.months}\u00a0mois"

    def last_day(self, start: dt.date) -> dt.date:
        """Give the last day of the delay, included."""
        return start + relativedelta(months=self.months, weeks=self.weeks)

    def latest_before(self, end: dt.date) -> dt.date:
        """Give the latest day of an act that must come so long before another."""
        return end - relativedelta(months=self.months, weeks=self.weeks)


def truce_over(day: dt.date, law: Law) -> Period | None:
    """Give the winter truce that holds this day, both ends included, or None."""
    value = law.on("procedure.truce", day)
    if value is None:
        return None
    table = {name: int(figure) for name, figure in value.table.items()}
    for year in (day.year - 1, day.year):
        start = _day_of(year, table["premier mois"], table["premier jour"])
        end_year = year + 1 if table["dernier mois"] < table["premier mois"] else year
        truce = Period(start, _day_of(end_year, table["dernier mois"], table["dernier jour"]))
        if truce.holds(day):
            return truce
    return None


def first_day_outside(day: dt.date, law: Law) -> dt.date:
    """Give the first day, this one or later, on which a person may be put out of her home."""
    truce = truce_over(day, law)
    if truce is None or truce.ended_on is None:
        return day
    return truce.ended_on + dt.timedelta(days=1)


def _day_of(year: int, month: int, day: int) -> dt.date:
    """Give a day of the year, clipped to its month's end (29 February)."""
    return dt.date(year, 1, 1) + relativedelta(month=month, day=day)

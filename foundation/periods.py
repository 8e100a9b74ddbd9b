"""Months and periods. A period includes its end day; an open one has no end (domain.md §4.1, §8.13)."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from dateutil.relativedelta import relativedelta
from django.db.models import Q


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, the row of resources, charges and dashboards."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Give the month that holds this day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read « 2026-10 ».

        Raises ValueError for anything else.
        """
        return cls.of(dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date())

    @property
    def first(self) -> dt.date:
        """Give the 1st."""
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Give the last day."""
        return self.first + relativedelta(months=1, days=-1)

    def plus(self, months: int) -> Self:
        """Give the month so many months later (earlier when negative)."""
        return type(self).of(self.first + relativedelta(months=months))

    def __str__(self) -> str:
        """Give « 2026-10 », as URLs carry it."""
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True)
class Period:
    """Days from `started_on` to `ended_on`, both included; no end is an open period."""

    started_on: dt.date
    ended_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Tell whether the period is in force on this day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share at least one day."""
        return (self.ended_on is None or other.started_on <= self.ended_on) and (
            other.ended_on is None or self.started_on <= other.ended_on
        )


def in_force(day: dt.date, prefix: str = "") -> Q:
    """Filter dated rows in force on this day; `prefix` reaches them through a relation (`"workers__"`)."""
    return Q(**{f"{prefix}started_on__lte": day}) & (
        Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": day})
    )


def eve(day: dt.date) -> dt.date:
    """Give the day before: a successor that starts on D closes its predecessor on D − 1."""
    return day - dt.timedelta(days=1)

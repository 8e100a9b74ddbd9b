"""The clock of an offer (R.441-10 CCH, domain.md §3.5): ten days at least, silence is a refusal."""

import datetime as dt
from functools import lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=32)
def _holidays_of(year: int) -> frozenset[dt.date]:
    """Give the public holidays of metropolitan France, Alsace-Moselle's own left out."""
    return frozenset(holidays.country_holidays("FR", years=year))


def is_working_day(day: dt.date) -> bool:
    """Tell whether a day is neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < SATURDAY and day not in _holidays_of(day.year)


def answer_due_on(notified_on: dt.date, days: int) -> dt.date:
    """Give the last day to answer, until 24 h.

    The day of notification is not counted, and a last day that is no working day is pushed to the next one.
    """
    due = notified_on + dt.timedelta(days=days)
    while not is_working_day(due):
        due += dt.timedelta(days=1)
    return due


def has_lapsed(notified_on: dt.date, days: int, today: dt.date) -> bool:
    """Tell whether silence has become a refusal; recording it stays a person's act."""
    return today > answer_due_on(notified_on, days)

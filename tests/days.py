"""The day of every test that needs one: fixed, so that no test depends on the machine's calendar."""

import datetime as dt

from foundation.words import PARIS

TODAY = dt.date(2026, 11, 21)  # a Saturday
NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=PARIS)


def at(day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
    """Give a moment of a day in Paris."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


def before(days: int) -> dt.date:
    """Give the day that was so many days before TODAY."""
    return TODAY - dt.timedelta(days=days)


def after(days: int) -> dt.date:
    """Give the day that will be so many days after TODAY."""
    return TODAY + dt.timedelta(days=days)

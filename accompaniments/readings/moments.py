"""Where a fact that has only a day stands in a timeline."""

import datetime as dt

from foundation.words import PARIS, day_of


def moment_of(on: dt.date, recorded_at: dt.datetime) -> dt.datetime:
    """Give where a day's fact stands among the others: the hour it was recorded at, when that was the same day."""
    return recorded_at if day_of(recorded_at) == on else noon_of(on)


def noon_of(day: dt.date) -> dt.datetime:
    """Give the middle of a day, in Paris."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=PARIS)

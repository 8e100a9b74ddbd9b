"""The days of a month's life: pure (domain.md §4.1, « The month's life »)."""

import datetime as dt

from foundation.periods import Month


def day_after(month: Month, number: int) -> dt.date:
    """Give the day so numbered of the month that follows; its last day when it has fewer (domain.md §4.1)."""
    following = month.plus(1)
    return following.first.replace(day=max(1, min(number, following.last.day)))


def months_to_make(*, latest: Month | None, last: Month) -> list[Month]:
    """Give the months to make: all those since the latest one made, or the last one alone when none ever was."""
    if latest is None:
        return [last]
    months = []
    while latest < last:
        latest = latest.plus(1)
        months.append(latest)
    return months

"""Times in calendar days, as a month tells them: pure (domain.md §4.1)."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from dateutil.relativedelta import relativedelta

from reporting.rules.content import Durations, Sublets

TENTH = Decimal("0.1")


def durations(days: Iterable[int | None]) -> Durations:
    """Give the median and the mean of the known times, how many are known, and how many are not."""
    given = list(days)
    known = [one for one in given if one is not None]
    if not known:
        return Durations(missing=len(given))
    return Durations(
        n=len(known),
        missing=len(given) - len(known),
        median=Decimal(str(median(known))),
        mean=tenth(sum(known), len(known)),
    )


def tenth(total: int, number: int) -> Decimal:
    """Give a mean to one decimal, rounded half-up."""
    return (Decimal(total) / number).quantize(TENTH, rounding=ROUND_HALF_UP)


def whole_months(started_on: dt.date, day: dt.date) -> int:
    """Give the whole months gone at the close of a day: both days are included, the 1st to the 31st is one."""
    gap = relativedelta(day + dt.timedelta(days=1), started_on)
    return max(0, gap.years * 12 + gap.months)


def sublets(starts: Iterable[dt.date], day: dt.date) -> Sublets:
    """Give M13 from the first days of the subleases open at the close of a day."""
    ages = [whole_months(start, day) for start in starts]
    if not ages:
        return Sublets()
    return Sublets(open=len(ages), oldest_months=max(ages), mean_months=tenth(sum(ages), len(ages)))

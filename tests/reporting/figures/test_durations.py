"""Times: the median, the mean, what is not known; whole months of subleases."""

import datetime as dt
from decimal import Decimal

import pytest

from reporting.rules.content import Durations, Sublets
from reporting.rules.durations import durations, sublets, whole_months


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], Durations()),
        ([None, None], Durations(missing=2)),
        ([3], Durations(1, 0, Decimal(3), Decimal("3.0"))),
        ([3, None, 4], Durations(2, 1, Decimal("3.5"), Decimal("3.5"))),
        ([1, 1, 2], Durations(3, 0, Decimal(1), Decimal("1.3"))),
        ([0, 0, 0, 1], Durations(4, 0, Decimal(0), Decimal("0.3"))),  # half-up: 0.25
    ],
)
def test_durations(days, found):
    assert durations(days) == found


@pytest.mark.parametrize(
    ("started_on", "day", "months"),
    [
        ("2026-10-01", "2026-10-31", 1),
        ("2026-10-02", "2026-10-31", 0),
        ("2026-10-31", "2026-10-31", 0),
        ("2028-01-31", "2028-02-29", 1),
        ("2028-02-29", "2029-02-28", 12),
        ("2027-02-28", "2028-02-29", 12),
    ],
)
def test_whole_months(started_on, day, months):
    assert whole_months(dt.date.fromisoformat(started_on), dt.date.fromisoformat(day)) == months


def test_sublets():
    day = dt.date(2026, 10, 31)
    assert sublets([], day) == Sublets()
    starts = [dt.date(2026, 10, 20), dt.date(2026, 9, 1), dt.date(2025, 11, 1)]
    assert sublets(starts, day) == Sublets(3, 12, Decimal("4.7"))

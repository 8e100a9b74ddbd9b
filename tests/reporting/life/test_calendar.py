"""The days of a month's life, and the names of months in French."""

import datetime as dt

import pytest

from foundation.periods import Month
from foundation.words import of_month
from reporting.rules.calendar import day_after, months_to_make
from reporting.rules.digest import digest_of


@pytest.mark.parametrize(
    ("month", "number", "day"),
    [
        (Month(2026, 10), 10, dt.date(2026, 11, 10)),
        (Month(2026, 12), 5, dt.date(2027, 1, 5)),
        (Month(2026, 1), 31, dt.date(2026, 2, 28)),
        (Month(2028, 1), 31, dt.date(2028, 2, 29)),
        (Month(2026, 1), 0, dt.date(2026, 2, 1)),
    ],
)
def test_a_day_of_the_month_that_follows(month, number, day):
    assert day_after(month, number) == day


def test_the_months_to_make():
    assert months_to_make(latest=None, last=Month(2026, 10)) == [Month(2026, 10)]
    assert months_to_make(latest=Month(2026, 10), last=Month(2026, 10)) == []
    assert months_to_make(latest=Month(2026, 11), last=Month(2026, 10)) == []
    assert months_to_make(latest=Month(2025, 11), last=Month(2026, 1)) == [Month(2025, 12), Month(2026, 1)]


@pytest.mark.parametrize(
    ("number", "words"),
    [(4, "d’avril 2026"), (8, "d’août 2026"), (10, "d’octobre 2026"), (11, "de novembre 2026"), (2, "de février 2026")],
)
def test_months_are_elided(number, words):
    assert of_month(dt.date(2026, number, 1)) == words


def test_the_digest_does_not_depend_on_the_order_of_keys():
    assert digest_of({"a": 1, "é": [0.5, None]}) == digest_of({"é": [0.5, None], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})

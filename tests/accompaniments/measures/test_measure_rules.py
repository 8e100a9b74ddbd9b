"""Months consumed: the vectors of domain.md §4.4, suspensions, and what holds of every measure."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from accompaniments.rules.measures import MeasureState, free_from, measure_state, months_consumed, why_they_meet
from foundation.periods import Period

D = dt.date
DAYS = st.dates(D(2024, 1, 1), D(2028, 12, 31))
LENGTHS = st.integers(0, 800)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (D(2025, 1, 15), D(2026, 1, 14), 12),
        (D(2025, 1, 15), D(2026, 1, 15), 13),
        (D(2025, 3, 1), D(2025, 3, 31), 1),
        (D(2025, 1, 31), D(2025, 2, 27), 1),
        (D(2025, 1, 31), D(2025, 2, 28), 2),
        (D(2025, 1, 31), D(2025, 3, 1), 2),
        (D(2025, 1, 31), D(2025, 1, 31), 1),
        (D(2025, 1, 31), D(2025, 3, 30), 2),
        (D(2025, 1, 31), D(2025, 3, 31), 3),
        (D(2024, 2, 29), D(2025, 2, 27), 12),
        (D(2024, 2, 29), D(2025, 2, 28), 13),
    ],
)
def test_months_by_the_anniversary_rule(first, last, months):
    assert months_consumed(Period(first, last), D(2030, 1, 1)) == months
    assert months_consumed(Period(first), last) == months


@pytest.mark.parametrize(
    ("pauses", "months"),
    [
        ([Period(D(2026, 3, 15), D(2026, 4, 14))], 5),
        ([Period(D(2026, 3, 16), D(2026, 4, 14))], 6),  # a day short of the month: it counts
        ([Period(D(2026, 3, 10), D(2026, 5, 20))], 4),
        ([Period(D(2026, 3, 15), D(2026, 3, 31)), Period(D(2026, 4, 1), D(2026, 4, 14))], 5),
        ([Period(D(2026, 3, 15), D(2026, 3, 31)), Period(D(2026, 4, 2), D(2026, 4, 14))], 6),
        ([Period(D(2026, 5, 1))], 4),  # it runs on: 15 May, 15 June left out
    ],
)
def test_whole_suspended_months_are_left_out(pauses, months):
    assert months_consumed(Period(D(2026, 1, 15), D(2026, 6, 30)), D(2026, 7, 31), pauses) == months


@settings(max_examples=60)
@given(DAYS, LENGTHS, DAYS, LENGTHS)
def test_every_measure(first, length, pause_on, pause_length):
    last = first + dt.timedelta(days=length)
    measure = Period(first, last)
    pauses = [Period(pause_on, pause_on + dt.timedelta(days=pause_length))]
    whole = months_consumed(measure, last)
    assert whole >= 1
    assert first + relativedelta(months=whole - 1) <= last < first + relativedelta(months=whole)
    assert free_from(measure) == first + relativedelta(months=whole)
    assert 0 <= months_consumed(measure, last, pauses) <= whole
    eve = last - dt.timedelta(days=1)
    assert months_consumed(measure, last, pauses) - months_consumed(measure, eve, pauses) in {0, 1}
    assert months_consumed(measure, first - dt.timedelta(days=1)) == 0


@settings(max_examples=60)
@given(DAYS, LENGTHS, DAYS, LENGTHS)
def test_two_measures_that_stand_together_count_no_day_twice(first, length, second, other_length):
    one = Period(first, first + dt.timedelta(days=length))
    two = Period(second, second + dt.timedelta(days=other_length))
    stand = why_they_meet(two, one, ()) is None
    assert stand == (why_they_meet(one, two, ()) is None)
    paid = [Period(row.started_on, free_from(row) - dt.timedelta(days=1)) for row in (one, two)]
    assert stand == (not paid[0].overlaps(paid[1]))


def test_the_state_is_derived():
    measure, pauses = Period(D(2026, 1, 15), D(2026, 6, 30)), [Period(D(2026, 3, 1), D(2026, 3, 31))]
    days = {D(2026, 1, 14): "PLANNED", D(2026, 1, 15): "OPEN", D(2026, 3, 31): "SUSPENDED", D(2026, 4, 1): "OPEN"}
    days |= {D(2026, 6, 30): "OPEN", D(2026, 7, 1): "CLOSED"}
    assert {day: measure_state(measure, pauses, day) for day in days} == {d: MeasureState(s) for d, s in days.items()}

"""The clock of a watch, worked out by hand: month ends, 29 February, interruptions (domain.md §8.7)."""

import datetime as dt
from dataclasses import dataclass

import pytest

from accompaniments.enums import ExitReason, State
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import (
    clock,
    horizon_on,
    next_run_words,
    open_horizons,
    why_check_in_is_refused,
    why_horizon_is_refused,
    why_reopening_is_refused,
    why_watch_end_is_refused,
)

D = dt.date
S, W = State.SUPPORTED, State.WATCHED


@dataclass(frozen=True)
class Change:
    to_state: State
    effective_on: D
    is_correction: bool = False


def changes(*rows):
    return [Change(*row) for row in rows]


@pytest.mark.parametrize(
    ("since", "months", "last_on"),
    [
        (D(2026, 5, 16), 24, D(2028, 5, 15)),
        (D(2026, 3, 1), 24, D(2028, 2, 28)),  # after 28 February 2026: 24 months later is the 28th
        (D(2028, 3, 1), 24, D(2030, 2, 28)),  # after 29 February 2028
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 9, 1), 6, D(2027, 2, 28)),  # after 31 August
        (D(2027, 9, 1), 6, D(2028, 2, 29)),
        (D(2027, 1, 1), 24, D(2028, 12, 31)),
    ],
)
def test_a_watch_runs_through_so_many_months_after_the_end(since, months, last_on):
    watch = clock(changes((S, D(2025, 1, 1)), (W, since)), months)
    assert watch is not None
    assert (watch.began_on, watch.since, watch.last_on) == (since, since, last_on)
    assert watch.interruptions == ()


def test_no_watch_before_the_end_nor_without_months():
    assert clock(changes((S, D(2025, 1, 1))), 24) is None
    assert clock(changes((S, D(2025, 1, 1)), (W, D(2026, 1, 1))), 0) is None


def test_a_reopening_stops_the_clock_and_the_rest_runs_later():
    # 1 January 2026 → 31 December 2027. Reopened on 1 July 2026: 549 days are left (184 of 2026 and 365 of 2027).
    stopped = clock(changes((S, D(2025, 1, 1)), (W, D(2026, 1, 1)), (S, D(2026, 7, 1))), 24)
    assert stopped is not None
    assert stopped.is_interrupted
    assert stopped.rest == 549
    assert next_run_words(stopped, 24) == "pour le temps qui en restait\u00a0: 1\u00a0an et 6\u00a0mois"
    assert next_run_words(None, 24) == "pendant 24\u00a0mois"
    again = clock(changes((S, D(2025, 1, 1)), (W, D(2026, 1, 1)), (S, D(2026, 7, 1)), (W, D(2026, 10, 1))), 24)
    assert again is not None
    # 92 days of interruption (31 + 31 + 30) move 31 December 2027 by as many: 1 April 2028, a leap year.
    assert again.last_on == D(2028, 4, 1)
    assert (again.last_on - again.since).days + 1 == 549
    assert [(one.started_on, one.ended_on) for one in again.interruptions] == [(D(2026, 7, 1), D(2026, 9, 30))]
    assert again.stopped_on == D(2026, 9, 30)


def test_a_reopening_on_the_first_day_leaves_all_of_it_and_on_the_last_one_day():
    first = clock(changes((W, D(2026, 1, 1)), (S, D(2026, 1, 1))), 24)
    assert first is not None
    assert first.rest == 730
    last = clock(changes((W, D(2026, 1, 1)), (S, D(2027, 12, 31)), (W, D(2028, 2, 29))), 24)
    assert last is not None
    assert last.last_on == D(2028, 2, 29)


def test_two_interruptions_add_up():
    watch = clock(
        changes((W, D(2026, 1, 1)), (S, D(2026, 2, 1)), (W, D(2026, 3, 1)), (S, D(2026, 4, 1)), (W, D(2026, 4, 11))),
        24,
    )
    assert watch is not None
    assert watch.last_on == D(2027, 12, 31) + dt.timedelta(days=28 + 10)
    assert len(watch.interruptions) == 2


def test_a_reopening_recorded_in_error_moves_nothing():
    rows = changes((S, D(2025, 1, 1)), (W, D(2026, 1, 1)), (S, D(2026, 7, 1)))
    watch = clock(standing_changes([*rows, Change(W, D(2026, 7, 1), is_correction=True)]), 24)
    assert watch is not None
    assert watch.last_on == D(2027, 12, 31)


@pytest.mark.parametrize(
    ("stopped_on", "months", "expected"),
    [
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 2, 28), 24, D(2028, 2, 28)),
    ],
)
def test_the_day_of_a_point(stopped_on, months, expected):
    assert horizon_on(stopped_on, months) == expected


@pytest.mark.parametrize(
    ("on", "made", "expected"),
    [
        (D(2026, 5, 29), (), ()),
        (D(2026, 5, 30), (), (6,)),
        (D(2026, 12, 31), (6,), (12,)),
        (D(2027, 12, 31), (6,), (12, 24)),
        (D(2027, 12, 31), (6, 12, 24), ()),
    ],
)
def test_a_point_may_be_made_from_a_month_before(on, made, expected):
    assert open_horizons(D(2025, 12, 31), made, on=on) == expected


def test_a_check_in_belongs_to_the_watch():
    today, since = D(2026, 11, 21), D(2026, 6, 1)
    assert why_check_in_is_refused(S, today, since=since, today=today)
    for day in (D(2026, 5, 31), D(2026, 11, 22)):
        refused = why_check_in_is_refused(W, day, since=since, today=today)
        assert refused is not None
        assert refused[1] == "made_on"
    assert why_check_in_is_refused(W, since, since=since, today=today) is None
    assert why_horizon_is_refused(7, (6,))
    assert why_horizon_is_refused(12, (6,))
    assert why_horizon_is_refused(6, (6,)) is None


@pytest.mark.parametrize(
    ("state", "day", "is_agreed", "field"),
    [
        (S, D(2026, 1, 1), True, ""),
        (State.CLOSED, D(2026, 1, 1), True, ""),
        (W, D(2028, 1, 1), True, "effective_on"),
        (W, D(2026, 1, 1), False, "is_agreed"),
        (W, D(2027, 12, 31), True, None),
    ],
)
def test_a_reopening_needs_a_watch_that_runs_and_an_agreement(state, day, is_agreed, field):
    refused = why_reopening_is_refused(state, day, last_on=D(2027, 12, 31), is_agreed=is_agreed)
    assert refused is None if field is None else refused is not None and refused[1] == field


@pytest.mark.parametrize(
    ("state", "day", "reason", "field"),
    [
        (S, D(2026, 1, 1), None, ""),
        (W, D(2028, 1, 1), None, "ended_on"),
        (W, D(2027, 12, 30), None, "exit_reason"),
        (W, D(2027, 12, 30), ExitReason.SLID, "exit_reason"),
        (W, D(2027, 12, 30), ExitReason.MOVED_TO_OTHER_PROGRAMME, None),
        (W, D(2027, 12, 31), None, None),
    ],
)
def test_a_watch_ends_on_its_day_or_before_it_with_a_reason(state, day, reason, field):
    refused = why_watch_end_is_refused(state, day, reason, last_on=D(2027, 12, 31))
    assert refused is None if field is None else refused is not None and refused[1] == field

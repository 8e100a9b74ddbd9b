"""Ends, day by day (domain.md §2.1 S12–S13, §4.1)."""

import datetime as dt

import pytest

from accompaniments.enums import ExitReason, State
from accompaniments.rules.evaluations import (
    ENDS,
    STABILISED,
    effective_day,
    leads_to_watch,
    why_information_is_refused,
    why_opening_is_refused,
    why_stop_is_refused,
    why_validation_is_refused,
)

D = dt.date
TODAY = D(2026, 11, 21)


@pytest.mark.parametrize(
    ("reason", "months", "expected"),
    [
        (ExitReason.STABILISED_DIRECT_TENANT, 24, True),
        (ExitReason.SLID, 24, True),
        (ExitReason.REORIENTED_ADAPTED, 24, True),
        (ExitReason.SLID, 0, False),
        (ExitReason.DECEASED, 24, False),
        (ExitReason.EVICTED, 24, False),
        (ExitReason.MOVED_TO_OTHER_PROGRAMME, 24, False),
    ],
)
def test_a_watch_follows_a_stabilised_end_where_the_convention_has_one(reason, months, expected):
    assert leads_to_watch(reason, months) is expected


def test_an_orientation_not_kept_ends_no_accompaniment():
    assert ExitReason.NOT_ELIGIBLE not in ENDS
    assert set(ENDS) >= STABILISED


@pytest.mark.parametrize("state", list(State))
def test_an_evaluation_opens_from_the_accompaniment_alone(state):
    assert (why_opening_is_refused(state, has_one_open=False) is None) is (state == State.SUPPORTED)
    assert why_opening_is_refused(state, has_one_open=True)


@pytest.mark.parametrize(
    ("ended_on", "is_refused"),
    [
        (D(2026, 1, 31), True),
        (D(2026, 2, 1), False),
        (TODAY, False),
        (D(2027, 2, 21), False),
        (D(2027, 2, 22), True),
        (D(1890, 1, 1), True),
    ],
)
def test_a_stop_is_neither_before_the_start_nor_far_ahead(ended_on, is_refused):
    assert bool(why_stop_is_refused(ended_on, started_on=D(2026, 2, 1), today=TODAY)) is is_refused


@pytest.mark.parametrize(
    ("ended_on", "is_watched", "expected"),
    [
        (D(2026, 1, 31), True, D(2026, 2, 1)),
        (D(2028, 2, 28), True, D(2028, 2, 29)),
        (D(2026, 12, 31), True, D(2027, 1, 1)),
        (D(2026, 1, 31), False, D(2026, 1, 31)),
    ],
)
def test_the_stop_is_included_in_the_accompaniment(ended_on, is_watched, expected):
    assert effective_day(ended_on, is_watched=is_watched) == expected


@pytest.mark.parametrize(
    ("ended_on", "is_watched", "has_grid", "is_validated", "words"),
    [
        (TODAY, True, True, False, "à partir du 22 novembre 2026"),
        (D(2026, 11, 22), False, True, False, "à partir du 22 novembre 2026"),
        (D(2026, 11, 20), True, False, False, "grille de sortie"),
        (D(2026, 11, 20), True, True, True, "déjà validée"),
        (D(2026, 11, 20), True, True, False, None),
        (TODAY, False, True, False, None),
    ],
)
def test_what_a_validation_waits_for(ended_on, is_watched, has_grid, is_validated, words):
    why = why_validation_is_refused(
        ended_on, is_watched=is_watched, has_exit_grid=has_grid, is_validated=is_validated, today=TODAY
    )
    assert why is None if words is None else words in str(why)


@pytest.mark.parametrize(
    ("is_validated", "is_informed", "text", "words"),
    [
        (False, False, "a", "après la validation"),
        (True, True, "a", "déjà"),
        (True, False, "  ", "Rien n’est écrit"),
        (True, False, "a", None),
    ],
)
def test_a_landlord_is_told_once_after_the_validation(is_validated, is_informed, text, words):
    why = why_information_is_refused(is_validated=is_validated, is_informed=is_informed, landlord_text=text)
    assert why is None if words is None else words in str(why)

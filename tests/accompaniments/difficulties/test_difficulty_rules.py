"""What each side may do of a difficulty, whatever its state and the file's."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniments.enums import DIFFICULTY_TRANSITIONS, DifficultyAnswer, DifficultyState, Side, State
from accompaniments.rules.difficulties import (
    offered_answers,
    why_answer_is_refused,
    why_close_is_refused,
    why_reopening_is_refused,
    why_report_is_refused,
)

D = dt.date
S, W = State.SUPPORTED, State.WATCHED
OPEN, ANSWERED, CLOSED = DifficultyState
TEAM, LANDLORD = Side
HANDLED, REOPENED, NOT_REOPENED = DifficultyAnswer.HANDLED, DifficultyAnswer.REOPENED, DifficultyAnswer.NOT_REOPENED


@pytest.mark.parametrize("state", [None, *State])
def test_a_report_reaches_someone_while_the_household_is_followed(state):
    why = why_report_is_refused(state, watch_last_on=None, today=D(2026, 11, 21))
    assert (why is None) is (state in {S, W})


def test_a_report_after_the_watch_is_refused_with_its_day():
    assert "31 décembre 2025" in str(why_report_is_refused(W, watch_last_on=D(2025, 12, 31), today=D(2026, 1, 1)))
    assert why_report_is_refused(W, watch_last_on=D(2025, 12, 31), today=D(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("state", "answer", "text", "side", "present", "field"),
    [
        (W, REOPENED, "", TEAM, OPEN, None),
        (W, NOT_REOPENED, "Le loyer est payé.", TEAM, OPEN, None),
        (W, NOT_REOPENED, "  ", TEAM, OPEN, "text"),
        (W, HANDLED, "", TEAM, OPEN, "answer"),
        (S, HANDLED, "", TEAM, OPEN, None),
        (S, REOPENED, "", TEAM, OPEN, "answer"),
        (S, HANDLED, "", TEAM, ANSWERED, ""),
        (S, HANDLED, "", TEAM, CLOSED, ""),
        (State.CLOSED, HANDLED, "", TEAM, OPEN, "answer"),
        (W, DifficultyAnswer.ANSWERED, "Vu.", LANDLORD, OPEN, None),
        (W, DifficultyAnswer.ANSWERED, " ", LANDLORD, OPEN, "text"),
        (W, REOPENED, "Vu.", LANDLORD, OPEN, "answer"),
    ],
)
def test_an_answer_fits_the_state_and_the_side(state, answer, text, side, present, field):
    awaits = side if present == OPEN else ""
    refused = why_answer_is_refused(state, answer, text, side=side, present=present, awaits=awaits)
    assert refused is None if field is None else refused is not None and refused[1] == field


@pytest.mark.parametrize(("state", "side"), list(itertools.product(State, Side)))
def test_every_answer_offered_is_taken_and_none_from_the_other_side(state, side):
    for answer in offered_answers(state, side):
        said = {"present": OPEN, "awaits": side}
        assert why_answer_is_refused(state, answer, "mot", side=side, **said) is None
        assert why_answer_is_refused(state, answer, "mot", side=side.other, **said)


@pytest.mark.parametrize(
    ("present", "side", "reported_by", "awaits", "is_followed", "is_taken"),
    [
        (OPEN, TEAM, LANDLORD, TEAM, True, False),  # she answers first
        (OPEN, TEAM, LANDLORD, TEAM, False, True),  # nothing is followed any more: it may end
        (OPEN, LANDLORD, LANDLORD, TEAM, True, True),  # settled before the answer
        (OPEN, TEAM, TEAM, LANDLORD, True, True),
        (OPEN, LANDLORD, TEAM, LANDLORD, True, False),
        (ANSWERED, LANDLORD, TEAM, "", True, False),
        (ANSWERED, LANDLORD, LANDLORD, "", True, True),
        (ANSWERED, TEAM, LANDLORD, "", True, True),
        (CLOSED, TEAM, TEAM, "", True, False),
    ],
)
def test_the_team_or_who_reported_closes(present, side, reported_by, awaits, is_followed, is_taken):
    why = why_close_is_refused(present, side=side, reported_by=reported_by, awaits=awaits, is_followed=is_followed)
    assert (why is None) is is_taken


@pytest.mark.parametrize(
    ("present", "side", "reported_by", "is_taken"),
    [
        (OPEN, TEAM, TEAM, False),
        (ANSWERED, TEAM, LANDLORD, True),
        (CLOSED, LANDLORD, LANDLORD, True),
        (CLOSED, LANDLORD, TEAM, False),
    ],
)
def test_the_team_or_who_reported_opens_again(present, side, reported_by, is_taken):
    assert (why_reopening_is_refused(present, side=side, reported_by=reported_by) is None) is is_taken


@given(st.lists(st.sampled_from(DifficultyState), max_size=12))
def test_no_walk_stays_without_a_way_out(wished):
    """From wherever a walk leads, a difficulty can still be closed, and what is closed can be opened again."""
    state = OPEN
    for to_state in wished:
        if to_state in DIFFICULTY_TRANSITIONS[state]:
            state = to_state
    assert state == CLOSED or CLOSED in DIFFICULTY_TRANSITIONS[state]
    assert DIFFICULTY_TRANSITIONS[CLOSED] == (OPEN,)

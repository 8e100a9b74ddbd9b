"""What a criterion says, and what holds a course back."""

import pytest

from accompaniments.enums import State
from accompaniments.rules.criteria import Criterion, Verdict, is_held_back, why_check_is_refused, why_course_waits
from tests.days import TODAY, after, before


@pytest.mark.parametrize(
    ("is_blocking", "is_met", "is_derogated", "verdict", "holds_back"),
    [
        (True, None, False, Verdict.TO_CHECK, True),
        (False, None, False, Verdict.TO_CHECK, False),
        (True, True, False, Verdict.MET, False),
        (True, True, True, Verdict.MET, False),
        (True, False, False, Verdict.BLOCKING, True),
        (True, False, True, Verdict.DEROGATED, False),
        (False, False, False, Verdict.WARNING, False),
    ],
)
def test_a_criterion_says_one_thing(is_blocking, is_met, is_derogated, verdict, holds_back):
    criterion = Criterion("Loyer impayé", is_blocking, is_met, is_derogated)
    assert (criterion.verdict, criterion.holds_back) == (verdict, holds_back)


def test_the_reason_names_what_waits_and_nothing_else():
    said = why_course_waits(
        [
            Criterion("Loyer impayé", is_blocking=True, is_met=False),
            Criterion("Bail résilié", is_blocking=True, is_met=None),
            Criterion("Situation de précarité", is_blocking=False, is_met=False),
        ]
    )
    assert said is not None
    assert "loyer impayé" in said
    assert "bail résilié" in said
    assert "précarité" not in said
    assert "1\u00a0critère bloquant reste à vérifier" in said
    both = [Criterion(label, is_blocking=True, is_met=None) for label in ("Loyer impayé", "Bail résilié")]
    assert "2\u00a0critères bloquants restent à vérifier (loyer impayé, bail résilié)" in (why_course_waits(both) or "")
    assert why_course_waits([Criterion("Loyer impayé", is_blocking=True, is_met=True)]) is None
    assert why_course_waits([]) is None


@pytest.mark.parametrize(
    ("from_state", "to_state", "held"),
    [
        (State.REVIEWING, State.DIAGNOSED, True),
        (State.CONTACTING, State.DIAGNOSED, True),
        (State.DIAGNOSED, State.PROPOSED, True),
        (State.PROPOSED, State.DIAGNOSED, False),
        (State.READY, State.PROPOSED, False),
        (State.REVIEWING, State.CONTACTING, False),
        (State.REVIEWING, State.CLOSED, False),
    ],
)
def test_only_the_way_forward_asks_for_the_criteria(from_state, to_state, held):
    assert is_held_back(from_state, to_state) is held


def test_a_check_is_of_the_past_and_of_this_course():
    assert why_check_is_refused(TODAY, opened_on=before(3), today=TODAY) is None
    assert why_check_is_refused(after(1), opened_on=before(3), today=TODAY)
    assert why_check_is_refused(before(4), opened_on=before(3), today=TODAY)

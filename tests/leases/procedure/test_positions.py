"""Where a procedure is on a day, whatever the order in which its facts are written."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leases.enums import ProcedureStage as Stage
from leases.rules.procedures import (
    BESIDE,
    NOTICES,
    SET_ASIDE,
    Reached,
    position_on,
    present_stage,
    why_until_is_refused,
)
from tests.leases.procedure.law import d

stages = st.builds(
    Reached,
    st.sampled_from(list(Stage)),
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 15)),
    st.booleans(),
    st.none(),
)
some_days = st.dates(dt.date(2025, 12, 31), dt.date(2026, 3, 1))


def at(day, *reached):
    here = position_on(
        [Reached(stage, d(on), until=d(until[0]) if until else None) for stage, on, *until in reached], d(day)
    )
    return (here.stage.stage if here.stage else None, here.beside.stage if here.beside else None)


@given(st.lists(stages, max_size=9), some_days, st.randoms())
def test_the_order_of_entry_never_changes_the_history(reached, day, random):
    shuffled = list(reached)
    random.shuffle(shuffled)
    assert position_on(shuffled, day) == position_on(reached, day)
    assert present_stage(reversed(reached), day) == present_stage(reached, day)


@given(st.lists(stages, max_size=9), some_days)
def test_what_is_withdrawn_or_to_come_changes_nothing(reached, day):
    kept = [one for one in reached if not one.is_withdrawn and one.on <= day]
    assert position_on(reached, day) == position_on(kept, day)


@given(st.lists(stages, max_size=9), some_days)
def test_a_stage_of_the_law_is_never_beside_and_the_reverse(reached, day):
    here = position_on(reached, day)
    assert here.stage is None or here.stage.stage.value in Stage.ORDERED
    assert here.beside is None or here.beside.stage in (*BESIDE, *SET_ASIDE)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.value in Stage.ORDERED])
def test_each_stage_alone_is_where_it_is_from_its_day(stage):
    assert at("2026-01-09", (stage, "2026-01-10")) == (None, None)
    assert at("2026-01-10", (stage, "2026-01-10")) == (stage, None)


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("stage", [Stage.PAYMENT_ORDER, Stage.JUDGMENT_TERMINATION, Stage.VACATE_ORDER])
def test_what_suspends_gives_the_stage_back_the_day_after(beside, stage):
    known = ((stage, "2026-01-10"), (beside, "2026-02-01", "2026-05-31"))
    assert at("2026-01-31", *known) == (stage, None)
    assert at("2026-02-01", *known) == (stage, beside)
    assert at("2026-05-31", *known) == (stage, beside)
    assert at("2026-06-01", *known) == (stage, None)


def test_a_suspension_without_an_end_lasts():
    known = ((Stage.SUMMONS, "2026-01-10"), (Stage.OVERINDEBTEDNESS, "2026-02-01"), (Stage.HEARING, "2026-03-01"))
    assert at("2026-04-01", *known) == (Stage.HEARING, Stage.OVERINDEBTEDNESS)


@pytest.mark.parametrize("aside", SET_ASIDE)
def test_what_sets_aside_ends_with_a_new_stage(aside):
    known = ((Stage.JUDGMENT_TERMINATION, "2026-01-10"), (aside, "2026-02-01"), (Stage.ARREARS, "2026-05-01"))
    assert at("2026-02-01", *known) == (Stage.JUDGMENT_TERMINATION, aside)
    assert at("2026-05-01", *known) == (Stage.ARREARS, None)


@pytest.mark.parametrize("late", [Stage.CCAPEX_REFERRED, Stage.ARREARS, Stage.HEARING])
def test_once_the_lease_is_ended_an_earlier_stage_does_not_bring_it_back(late):
    known = ((Stage.JUDGMENT_TERMINATION, "2026-01-10"), (late, "2026-02-01"))
    assert at("2026-03-01", *known) == (Stage.JUDGMENT_TERMINATION, None)
    assert at("2026-03-01", *known, (Stage.VACATE_ORDER, "2026-02-20")) == (Stage.VACATE_ORDER, None)


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("stage", [Stage.PAYMENT_ORDER, Stage.SUMMONS, Stage.JUDGMENT_TERMS])
def test_an_act_beside_the_stages_never_sends_the_procedure_back(stage, notice):
    assert at("2026-03-01", (stage, "2026-01-10"), (notice, "2026-02-01")) == (stage, None)
    assert at("2026-03-01", (notice, "2026-01-10"), (stage, "2026-02-01")) == (stage, None)


@pytest.mark.parametrize("beside", BESIDE)
def test_an_eviction_clears_what_stood_beside(beside):
    evicted = (Stage.EVICTED, "2026-02-01")
    assert at("2026-03-01", (beside, "2026-01-10", "2026-12-31"), evicted) == (Stage.EVICTED, None)
    assert at("2026-03-01", evicted, (beside, "2026-02-10", "2026-12-31")) == (Stage.EVICTED, None)


def test_of_one_same_day_the_law_says_which_comes_last():
    known = ((Stage.JUDGMENT_TERMINATION, "2026-01-10"), (Stage.HEARING, "2026-01-10"))
    assert at("2026-01-10", *known) == (Stage.JUDGMENT_TERMINATION, None)


@pytest.mark.parametrize(
    ("stage", "until", "is_refused"),
    [
        (Stage.JUDGMENT_TERMS, "2029-01-31", False),
        (Stage.JUDGMENT_TERMS, "2029-02-01", True),
        (Stage.JUDGMENT_TERMS, "2026-01-30", True),
        (Stage.OVERINDEBTEDNESS, "2031-01-01", False),
        (Stage.SUMMONS, "2026-02-01", True),
        (Stage.SUMMONS, None, False),
    ],
)
def test_only_terms_and_suspensions_have_an_end(stage, until, is_refused):
    reason = why_until_is_refused(
        stage,
        d(until) if until else None,
        reached_on=d("2026-01-31"),
        longest_on=d("2029-01-31"),
        source="un texte",
    )
    assert bool(reason) is is_refused

"""Which state may follow which, from when; what a reprise may say; what a worker carries (domain.md §2.0.1, §4.5)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniments.enums import TRANSITIONS, State
from accompaniments.rules.course import landlord_label, next_states, watch_ends_on
from accompaniments.rules.states import (
    Carried,
    caseload,
    shown_load,
    standing_changes,
    state_at,
    why_correction_is_refused,
    why_take_over_is_refused,
    why_transition_is_refused,
)
from partners.enums import Axis
from tests.days import TODAY, after, before

STATES = st.sampled_from(list(State))
AXES = st.sampled_from(list(Axis))
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))


@dataclass
class Row:
    to_state: str
    effective_on: dt.date
    is_correction: bool = False


A_MONTH_AGO = before(30)


def refused(axis, one, other, effective_on=TODAY, last_on=A_MONTH_AGO):
    return why_transition_is_refused(axis, one, other, effective_on=effective_on, last_on=last_on, today=TODAY)


@given(AXES, STATES, STATES, DAYS, DAYS)
def test_a_change_is_accepted_only_along_the_table_and_the_calendar(axis, one, other, effective_on, last_on):
    reason = refused(axis, one, other, effective_on, last_on)
    is_possible = (
        other in TRANSITIONS[axis][one] and last_on <= effective_on <= TODAY and effective_on >= dt.date(2000, 1, 1)
    )
    assert (reason is None) == is_possible


@given(AXES, st.lists(st.integers(0, 3), max_size=30))
def test_every_way_through_the_table_can_be_closed_and_a_closed_one_goes_nowhere(axis, choices):
    state = State.REFERRED
    for choice in choices:
        ways = TRANSITIONS[axis][state]
        if not ways:
            assert state == State.CLOSED
            assert all(refused(axis, state, other) for other in State)
            return
        assert State.CLOSED in ways
        state = ways[choice % len(ways)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (State.REVIEWING, State.DIAGNOSED),
        (State.DIAGNOSED, State.CONTACTING),
        (State.CONTACT_FAILED, State.CONTACTING),
        (State.PROPOSED, State.DIAGNOSED),
        (State.READY, State.PROPOSED),
        (State.WATCHED, State.SUPPORTED),
    ],
)
@pytest.mark.parametrize("axis", list(Axis))
def test_the_ways_that_the_reference_also_allows(axis, one, other):
    assert refused(axis, one, other) is None


def test_an_early_day_names_the_change_before_it():
    reason = refused(Axis.ACCESS, State.REFERRED, State.REVIEWING, before(31))
    assert reason is not None
    assert "22 octobre 2026" in reason


def test_a_change_on_the_very_day_of_the_one_before_is_accepted():
    assert refused(Axis.ACCESS, State.REFERRED, State.REVIEWING, before(30)) is None


def test_tomorrow_is_refused():
    assert "pas encore passé" in (refused(Axis.ACCESS, State.REFERRED, State.REVIEWING, after(1)) or "")


def test_a_reprise_enters_at_any_open_state_and_not_closed():
    for state in State:
        reason = why_take_over_is_refused([(state, before(3))], started_on=before(10), today=TODAY)
        assert (reason is None) == (state != State.CLOSED)


@pytest.mark.parametrize(
    ("known", "word"),
    [
        ([], "ouverte"),
        ([(State.REFERRED, before(20))], "précède"),
        ([(State.REFERRED, after(1))], "passé"),
        ([(State.DIAGNOSED, before(5)), (State.READY, before(6))], "précède"),
        ([(State.READY, before(6)), (State.DIAGNOSED, before(5))], "plus tôt"),
        ([(State.READY, before(6)), (State.READY, before(5))], "plus tôt"),
    ],
)
def test_a_reprise_keeps_the_order_of_the_course_and_of_the_calendar(known, word):
    assert word in (why_take_over_is_refused(known, started_on=before(10), today=TODAY) or "")


def test_a_correction_annuls_the_last_change_that_stands():
    rows = [
        Row(State.REFERRED, before(50)),
        Row(State.REVIEWING, before(40)),
        Row(State.DIAGNOSED, before(30)),
        Row(State.REVIEWING, before(30), is_correction=True),
        Row(State.CONTACTING, before(20)),
    ]
    assert [row.to_state for row in standing_changes(rows)] == [State.REFERRED, State.REVIEWING, State.CONTACTING]
    assert state_at(rows, before(25)).to_state == State.REVIEWING
    assert state_at(rows, before(20)).to_state == State.CONTACTING
    assert state_at(rows, before(51)) is None


def test_an_entry_and_an_end_are_not_annulled():
    entry = Row(State.REFERRED, before(9))
    assert why_correction_is_refused([entry])
    assert why_correction_is_refused([entry, Row(State.CLOSED, before(1))])
    assert why_correction_is_refused([entry, Row(State.REVIEWING, before(1))]) is None


def carried(*, preparation=0, supported=0, watched=0, ratio=20, **weights):
    return Carried(preparation=preparation, supported=supported, watched=watched, ratio=ratio, **weights)


@pytest.mark.parametrize(
    ("securisation", "sauvegarde", "load"), [(10, 8, "1.00"), (12, 8, "1.10"), (20, 0, "1.00"), (0, 0, "0")]
)
def test_the_loads_of_the_reference(securisation, sauvegarde, load):
    parts = [carried(supported=securisation), carried(supported=sauvegarde, ratio=16)]
    assert caseload(parts, Decimal(1)) == Decimal(load)


def test_preparation_weighs_one_watch_nothing_and_half_time_doubles():
    assert caseload([carried(preparation=4, supported=6, watched=9)], Decimal(1)) == Decimal("0.5")
    assert caseload([carried(preparation=4, supported=6, watched=9)], Decimal("0.5")) == Decimal(1)
    weighted = carried(preparation=4, watched=10, preparation_weight=Decimal("0.5"), watch_weight=Decimal("0.1"))
    assert caseload([weighted], Decimal(1)) == Decimal("0.15")


def test_what_has_no_ratio_or_no_time_is_not_invented():
    assert caseload([carried(supported=30, ratio=None)], Decimal(1)) == 0
    assert caseload([carried(supported=3)], Decimal(0)) is None
    assert shown_load(None) == "n.d."
    assert shown_load(Decimal("0.605")) == "0,61"


def test_what_comes_next_leaves_out_the_watch_that_a_convention_has_not():
    assert next_states(Axis.ACCESS, State.READY, watch_months=24) == (State.SUPPORTED, State.WATCHED)
    assert next_states(Axis.MAINTENANCE, State.READY, watch_months=0) == (State.SUPPORTED,)
    assert next_states(Axis.ACCESS, State.CLOSED, watch_months=24) == ()
    assert State.CONTACTING in next_states(Axis.MAINTENANCE, State.REVIEWING, watch_months=0)
    assert State.CONTACTING not in next_states(Axis.ACCESS, State.REVIEWING, watch_months=0)


def test_a_watch_of_24_months_runs_through_the_same_day_of_the_second_year():
    assert watch_ends_on(dt.date(2026, 3, 16), 24) == dt.date(2028, 3, 15)
    assert watch_ends_on(dt.date(2026, 3, 1), 24) == dt.date(2028, 2, 28)
    assert watch_ends_on(dt.date(2024, 3, 1), 24) == dt.date(2026, 2, 28)


def test_the_landlord_reads_that_support_did_not_begin_and_no_more():
    for reason in ("REFUSED_SUPPORT", "NOT_ELIGIBLE", "DECEASED"):
        assert landlord_label(State.CLOSED, reason, was_supported=False, label="x") == "Accompagnement non engagé"
    assert landlord_label(State.CLOSED, "LOST_CONTACT", was_supported=False, label="x") == "Contact infructueux"
    assert landlord_label(State.CLOSED, "EVICTED", was_supported=True, label="Fin du suivi") == "Fin du suivi"
    assert landlord_label(State.READY, "", was_supported=False, label="Accord") == "Accord"

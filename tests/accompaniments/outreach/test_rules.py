"""The ladder's rules: next rung, success, exhaustion, month ends (domain.md §2.3, §8.3)."""

import datetime as dt
from types import SimpleNamespace

import pytest

from accompaniments.enums import AttemptKind, AttemptResult, State
from accompaniments.rules import outreach as rules
from accompaniments.rules.outreach import Tried

D = dt.date
SIMPLE, REGISTERED, VISIT = AttemptKind.LETTER_SIMPLE, AttemptKind.LETTER_REGISTERED, AttemptKind.SITE_VISIT
LADDER = [SimpleNamespace(position=position, wait_days=wait) for position, wait in ((1, 0), (2, 10), (3, 15), (4, 10))]
TODAY = D(2026, 11, 21)


def rung(kind, on, position, **values):
    return Tried(kind, on, rung=position, **values)


@pytest.mark.parametrize(
    ("made", "position", "due_on"),
    [
        ([], 1, D(2026, 1, 20)),
        ([rung(SIMPLE, D(2026, 1, 21), 1)], 2, D(2026, 1, 31)),
        ([rung(SIMPLE, D(2026, 2, 20), 1)], 2, D(2026, 3, 2)),
        ([rung(SIMPLE, D(2028, 2, 20), 1)], 2, D(2028, 3, 1)),
        ([rung(SIMPLE, D(2026, 12, 25), 1)], 2, D(2027, 1, 4)),
        ([rung(SIMPLE, D(2026, 3, 20), 1)], 2, D(2026, 3, 30)),  # over the night that loses an hour
        ([rung(SIMPLE, D(2026, 1, 1), 1), rung(REGISTERED, D(2026, 1, 11), 2)], 3, D(2026, 1, 26)),
        (
            [rung(SIMPLE, D(2026, 1, 1), 1), rung(REGISTERED, D(2026, 1, 11), 2, presented_on=D(2026, 1, 14))],
            3,
            D(2026, 1, 29),
        ),
        ([rung(SIMPLE, D(2026, 1, 1), 1, presented_on=D(2026, 1, 9))], 2, D(2026, 1, 11)),
    ],
)
def test_the_next_rung_waits_from_the_one_before(made, position, due_on):
    coming = rules.coming_rung(LADDER, made, begun_on=D(2026, 1, 20))
    assert (coming.position, coming.due_on) == (position, due_on)


def test_a_registered_letter_counts_from_its_first_presentation_and_says_so():
    known = rung(REGISTERED, D(2026, 1, 11), 2, presented_on=D(2026, 1, 14))
    assert rules.coming_rung(LADDER, [known], begun_on=TODAY).since_presentation
    assert not rules.coming_rung(LADDER, [rung(REGISTERED, D(2026, 1, 11), 2)], begun_on=TODAY).since_presentation


def test_no_rung_is_left_after_the_last_nor_without_a_ladder():
    assert rules.coming_rung(LADDER, [rung(VISIT, TODAY, 4)], begun_on=TODAY) is None
    assert rules.coming_rung([], [], begun_on=TODAY) is None


def test_what_is_beside_the_ladder_moves_nothing():
    made = [rung(SIMPLE, D(2026, 1, 1), 1), Tried(AttemptKind.PHONE, D(2026, 1, 8))]
    assert rules.coming_rung(LADDER, made, begun_on=TODAY).due_on == D(2026, 1, 11)


@pytest.mark.parametrize("result", AttemptResult)
def test_only_an_answer_or_a_meeting_is_a_success(result):
    assert Tried(REGISTERED, TODAY, result=result).is_success is (result in {"ANSWERED", "MET"})


def test_a_success_ends_the_run_and_what_was_made_until_then():
    made = [
        rung(SIMPLE, D(2026, 1, 1), 1, result=AttemptResult.ANSWERED, result_on=D(2026, 1, 20)),
        rung(REGISTERED, D(2026, 1, 11), 2),
        rung(SIMPLE, D(2026, 6, 1), 1),
    ]
    assert rules.present_round(made) == [made[2]]
    assert rules.present_round(made[:2]) == []


def test_a_contact_taken_up_again_starts_a_new_run():
    made = [rung(SIMPLE, D(2026, 1, 1), 1), rung(SIMPLE, D(2026, 3, 1), 1)]
    assert rules.present_round(made, restarted_on=D(2026, 3, 1)) == [made[1]]


@pytest.mark.parametrize(
    ("made", "over_on"),
    [
        ([], None),
        ([rung(VISIT, D(2026, 1, 5), 3)], None),
        ([rung(VISIT, D(2026, 1, 5), 4)], D(2026, 1, 15)),
        ([rung(VISIT, D(2026, 1, 5), 4, result=AttemptResult.NO_ANSWER, result_on=D(2026, 1, 5))], D(2026, 1, 15)),
    ],
)
def test_the_ladder_is_exhausted_once_the_last_wait_is_over(made, over_on):
    assert rules.exhausted_on(LADDER, made, last_wait=10) == over_on


def test_a_version_without_a_ladder_exhausts_nothing():
    assert rules.exhausted_on([], [rung(VISIT, TODAY, 4)], last_wait=0) is None


@pytest.mark.parametrize(
    ("state", "has_ladder", "over_on", "allowed"),
    [
        (State.CONTACTING, True, TODAY, True),
        (State.CONTACTING, True, TODAY + dt.timedelta(1), False),
        (State.CONTACTING, True, None, False),
        (State.CONTACTING, False, None, False),
        (State.SUPPORTED, True, TODAY, False),
        (State.CONTACT_FAILED, True, TODAY, False),
    ],
)
def test_a_contact_fails_while_contacting_after_the_last_wait(state, has_ladder, over_on, allowed):
    refusal = rules.why_failure_is_refused(state, has_ladder=has_ladder, over_on=over_on, today=TODAY)
    assert (refusal is None) is allowed


@pytest.mark.parametrize(
    ("is_own", "is_lead", "allowed"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_two_people_unless_the_manager_leads(is_own, is_lead, allowed):
    assert (rules.why_confirmation_is_refused(is_own=is_own, is_lead=is_lead) is None) is allowed


FOLLOW = {
    "sent_on": D(2026, 11, 1),
    "presented_on": None,
    "received_on": None,
    "returned_on": None,
    "result": AttemptResult.PENDING,
    "result_on": None,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (REGISTERED, {}, None),
        (REGISTERED, {"presented_on": D(2026, 11, 3), "received_on": D(2026, 11, 9)}, None),
        (REGISTERED, {"presented_on": D(2026, 10, 31)}, "presented_on"),
        (REGISTERED, {"presented_on": D(2026, 11, 22)}, "presented_on"),
        (REGISTERED, {"presented_on": D(2026, 11, 9), "received_on": D(2026, 11, 3)}, "received_on"),
        (REGISTERED, {"presented_on": D(2026, 11, 9), "returned_on": D(2026, 11, 3)}, "returned_on"),
        (REGISTERED, {"received_on": D(2026, 11, 9), "returned_on": D(2026, 11, 9)}, "returned_on"),
        (SIMPLE, {"presented_on": D(2026, 11, 3)}, "presented_on"),
        (SIMPLE, {"returned_on": D(2026, 11, 3)}, None),
        (VISIT, {"returned_on": D(2026, 11, 3)}, "returned_on"),
        (VISIT, {"result": AttemptResult.UNCLAIMED, "result_on": D(2026, 11, 3)}, "result"),
        (SIMPLE, {"result": AttemptResult.REFUSED, "result_on": D(2026, 11, 3)}, "result"),
        (REGISTERED, {"result": AttemptResult.UNCLAIMED, "result_on": D(2026, 11, 3)}, None),
        (REGISTERED, {"result": AttemptResult.MET}, "result_on"),
        (REGISTERED, {"result_on": D(2026, 11, 3)}, "result_on"),
        (REGISTERED, {"result": AttemptResult.MET, "result_on": D(2026, 10, 31)}, "result_on"),
        (REGISTERED, {"result": AttemptResult.MET, "result_on": D(2026, 11, 22)}, "result_on"),
    ],
)
def test_what_became_of_an_attempt_follows_its_sending(kind, values, field):
    refusal = rules.why_follow_up_is_refused(kind, **{**FOLLOW, **values})
    assert (refusal[0] if refusal else None) == field


@pytest.mark.parametrize(
    ("said", "kept", "allowed"),
    [
        ("1A 123 456 7890 1", "1A12345678901", True),
        ("rk123456789fr", "RK123456789FR", True),
        ("", "", True),
        ("123", "123", False),
        ("n° 12345678", "N°12345678", False),
        ("1" * 21, "1" * 21, False),
    ],
)
def test_a_tracking_number_is_the_receipts(said, kept, allowed):
    assert rules.tracking_number(said) == kept
    assert (rules.why_tracking_is_refused(REGISTERED, kept) is None) is allowed


def test_only_a_registered_letter_has_a_number():
    assert rules.why_tracking_is_refused(SIMPLE, "1A12345678901")


@pytest.mark.parametrize(
    ("rung", "kind", "allowed"),
    [(None, AttemptKind.PHONE, True), (2, REGISTERED, True), (1, SIMPLE, False), (2, SIMPLE, False), (3, VISIT, False)],
)
def test_a_rung_is_the_next_one(rung, kind, allowed):
    assert (rules.why_rung_is_refused(rung, kind, expected=2, expected_kind=REGISTERED) is None) is allowed


@pytest.mark.parametrize("state", State)
def test_the_ladder_runs_in_any_open_state_once_a_worker_is_named(state):
    refusal = rules.why_attempt_is_refused(state, TODAY, opened_on=TODAY, today=TODAY)
    assert (refusal is None) is (state not in {State.REFERRED, State.CONTACT_FAILED, State.CLOSED})

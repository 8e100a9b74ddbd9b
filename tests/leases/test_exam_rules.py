"""The dates of sliding subleases (domain.md §3.6), by named vectors and over every signature day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.timeline import Alert
from leases.rules.exams import (
    AlertDays,
    ExamState,
    ExamTerms,
    NoticeState,
    alert_on,
    exam_period,
    exam_state,
    notice_state,
    number_on,
    periods_until,
    tells_address,
    what_notice_lacks,
    why_convening_is_refused,
    why_holding_is_refused,
    why_sending_is_refused,
)

TERMS = ExamTerms(period_months=6, notice_months=2, before_notice_days=15)
D = dt.date
signatures = st.dates(D(2015, 1, 1), D(2035, 12, 31))


@pytest.mark.parametrize(
    ("signed_on", "number", "ends", "notice", "exam"),
    [
        (D(2026, 3, 1), 1, D(2026, 8, 31), D(2026, 6, 30), D(2026, 6, 15)),  # the reference's own vector
        (D(2026, 3, 1), 2, D(2027, 2, 28), D(2026, 12, 28), D(2026, 12, 13)),
        (D(2026, 8, 31), 1, D(2027, 2, 27), D(2026, 12, 27), D(2026, 12, 12)),  # 31 Aug + 6 months is 28 Feb
        (D(2027, 8, 31), 1, D(2028, 2, 28), D(2027, 12, 28), D(2027, 12, 13)),  # and 29 Feb of a leap year
        (D(2024, 2, 29), 1, D(2024, 8, 28), D(2024, 6, 28), D(2024, 6, 13)),
        (D(2024, 2, 29), 2, D(2025, 2, 27), D(2024, 12, 27), D(2024, 12, 12)),
        (D(2025, 12, 31), 1, D(2026, 6, 29), D(2026, 4, 29), D(2026, 4, 14)),
        (D(2025, 7, 1), 1, D(2025, 12, 31), D(2025, 10, 31), D(2025, 10, 16)),
        (D(2025, 11, 1), 1, D(2026, 4, 30), D(2026, 2, 28), D(2026, 2, 13)),  # 1 May - 2 months would be 1 March
    ],
)
def test_named_vectors(signed_on, number, ends, notice, exam):
    period = exam_period(signed_on, number, TERMS)
    assert (period.ended_on, period.notice_due_on, period.exam_due_on) == (ends, notice, exam)


@given(signatures, st.integers(1, 12))
def test_periods_follow_each_other_without_gap(signed_on, number):
    one, two = exam_period(signed_on, number, TERMS), exam_period(signed_on, number + 1, TERMS)
    assert two.started_on == one.ended_on + dt.timedelta(days=1)
    assert one.started_on <= one.ended_on


@given(signatures, st.integers(1, 12))
def test_the_exam_comes_before_the_notice_that_it_feeds_within_the_period(signed_on, number):
    period = exam_period(signed_on, number, TERMS)
    assert period.started_on < period.exam_due_on < period.notice_due_on < period.ended_on
    assert (period.ended_on - period.notice_due_on).days >= 59  # two months, the shortest being January and February


@given(signatures, st.integers(1, 12))
def test_the_notice_leaves_two_months_whichever_way_one_counts(signed_on, number):
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 -- the arithmetic under test, said again

    period = exam_period(signed_on, number, TERMS)
    assert period.notice_due_on <= period.ended_on - relativedelta(months=2)
    assert period.notice_due_on <= period.ended_on + dt.timedelta(days=1) - relativedelta(months=2)


@given(signatures, st.integers(0, 4000))
def test_a_day_falls_in_the_period_of_its_number(signed_on, days):
    day = signed_on + dt.timedelta(days=days)
    period = exam_period(signed_on, number_on(signed_on, day, TERMS), TERMS)
    assert period.started_on <= day <= period.ended_on


@given(signatures, st.integers(0, 2000), st.integers(0, 2000))
def test_numbers_never_go_back(signed_on, one, other):
    first, last = sorted((one, other))
    assert number_on(signed_on, signed_on + dt.timedelta(first), TERMS) <= number_on(
        signed_on, signed_on + dt.timedelta(last), TERMS
    )


def test_a_day_before_the_signature_is_of_the_first_period():
    assert number_on(D(2026, 3, 1), D(2025, 1, 1), TERMS) == 1


def test_periods_until_a_day():
    numbers = [one.number for one in periods_until(D(2026, 3, 1), D(2027, 9, 1), TERMS)]
    assert numbers == [1, 2, 3, 4]


PERIOD = exam_period(D(2026, 3, 1), 1, TERMS)


@pytest.mark.parametrize(
    ("held_on", "is_convened", "today", "state"),
    [
        (None, False, D(2026, 6, 15), ExamState.COMING),
        (None, True, D(2026, 6, 15), ExamState.CONVENED),
        (None, False, D(2026, 6, 16), ExamState.LATE),
        (None, True, D(2026, 6, 16), ExamState.LATE),
        (None, False, D(2026, 9, 1), ExamState.MISSED),
        (D(2026, 6, 15), True, D(2026, 9, 1), ExamState.DONE),
        (D(2026, 6, 16), True, D(2026, 9, 1), ExamState.DONE_LATE),
    ],
)
def test_states_of_an_exam(held_on, is_convened, today, state):
    assert exam_state(PERIOD, held_on=held_on, is_convened=is_convened, today=today) == state
    assert state.label


@pytest.mark.parametrize(
    ("sent_on", "is_prepared", "today", "state"),
    [
        (None, False, D(2026, 6, 30), NoticeState.COMING),
        (None, True, D(2026, 6, 30), NoticeState.PREPARED),
        (None, True, D(2026, 7, 1), NoticeState.LATE),
        (None, False, D(2026, 9, 1), NoticeState.MISSED),
        (D(2026, 6, 30), True, D(2026, 9, 1), NoticeState.SENT),
        (D(2026, 7, 1), True, D(2026, 9, 1), NoticeState.SENT_LATE),
    ],
)
def test_states_of_a_notice(sent_on, is_prepared, today, state):
    assert notice_state(PERIOD, sent_on=sent_on, is_prepared=is_prepared, today=today) == state
    assert state.label


@pytest.mark.parametrize(
    ("days", "alert"),
    [
        (-1, "LATE"),
        (0, "PRESSING"),
        (7, "PRESSING"),
        (8, "NEAR"),
        (30, "NEAR"),
        (31, "SHOWN"),
        (60, "SHOWN"),
        (61, None),
    ],
)
def test_alerts(days, alert):
    today = D(2026, 6, 15) - dt.timedelta(days=days)
    assert alert_on(D(2026, 6, 15), today, AlertDays(shown=60, near=30, pressing=7)) == alert


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("au domicile, 30 montée des Carmes", True),
        ("30 MONTEE DES CARMES (Avignon)", True),
        ("à l’association, 3 rue des Lices", False),
        ("au logement", False),
    ],
)
def test_a_place_that_says_an_address(text, tells):
    assert tells_address(text, "30 montée des Carmes") == tells
    assert not tells_address(text, "")


@pytest.mark.parametrize("address", ["5 rue du Lac", "5, av. du Lac", "Lieu-dit Lac"])
def test_a_short_name_of_a_street_is_an_address_too(address):
    assert tells_address("chez elle, 5 RUE DU LAC", address)
    assert not tells_address("au logement", address)
    assert not tells_address("à l’association, 3 rue du Marché", address)


@pytest.mark.parametrize(
    ("today", "alert"), [(D(2026, 1, 1), Alert.SHOWN), (D(2026, 6, 15), Alert.SHOWN), (D(2026, 6, 16), Alert.LATE)]
)
def test_a_date_is_shown_where_no_days_are_set(today, alert):
    assert alert_on(D(2026, 6, 15), today, None) == alert


def test_a_convocation_precedes_its_exam_during_the_sublease():
    known = {"signed_on": D(2026, 3, 1), "ended_on": D(2026, 6, 1), "today": D(2026, 5, 1)}
    assert why_convening_is_refused(on=D(2026, 5, 20), convened_on=D(2026, 5, 1), **known) == {}
    assert "convened_on" in why_convening_is_refused(on=D(2026, 5, 20), convened_on=D(2026, 5, 2), **known)
    assert "convened_on" in why_convening_is_refused(on=D(2026, 4, 20), convened_on=D(2026, 4, 21), **known)
    assert "on" in why_convening_is_refused(on=D(2026, 3, 1), convened_on=D(2026, 3, 1), **known)
    assert "on" in why_convening_is_refused(on=D(2026, 6, 2), convened_on=D(2026, 5, 1), **known)


def test_an_exam_held_is_of_the_past_and_the_next_comes_after():
    known = {"signed_on": D(2026, 3, 1), "ended_on": None, "today": D(2026, 6, 10)}
    assert why_holding_is_refused(held_on=D(2026, 6, 10), next_on=D(2026, 12, 10), **known) == {}
    assert "held_on" in why_holding_is_refused(held_on=D(2026, 6, 11), next_on=None, **known)
    assert "held_on" in why_holding_is_refused(held_on=D(2026, 3, 1), next_on=None, **known)
    assert "next_on" in why_holding_is_refused(held_on=D(2026, 6, 10), next_on=D(2026, 6, 10), **known)


def test_a_notice_without_a_lease_says_why():
    assert "L. 442-8-3" in what_notice_lacks(is_offered=False, reason=" ")["reason"]
    assert what_notice_lacks(is_offered=True, reason="") == {}
    assert "is_offered" in what_notice_lacks(is_offered=None, reason="")


def test_a_registered_letter_has_its_number():
    known = {"prepared_on": D(2026, 6, 20), "today": D(2026, 6, 25)}
    sent = {"sent_on": D(2026, 6, 22), "is_registered": True}
    assert "tracking_number" in why_sending_is_refused(**sent, tracking_number="", **known)
    assert why_sending_is_refused(**sent, tracking_number="1A 200 300", **known) == {}
    assert "sent_on" in why_sending_is_refused(sent_on=D(2026, 6, 19), is_registered=False, tracking_number="", **known)
    assert "sent_on" in why_sending_is_refused(sent_on=D(2026, 6, 26), is_registered=False, tracking_number="", **known)

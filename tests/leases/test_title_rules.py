"""Days of titles, as plain rules."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leases.rules.titles import notice_until, why_days_are_refused, why_end_is_refused, why_share_is_refused

D = dt.date
TODAY = D(2026, 11, 21)


@pytest.mark.parametrize(
    ("received_on", "months", "last"),
    [
        (D(2026, 3, 15), 3, D(2026, 6, 15)),
        (D(2026, 8, 31), 3, D(2026, 11, 30)),
        (D(2027, 11, 30), 3, D(2028, 2, 29)),
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2024, 2, 29), 1, D(2024, 3, 29)),
    ],
)
def test_a_notice_keeps_the_day_of_the_month_or_its_last(received_on, months, last):
    assert notice_until(received_on, months) == last


@pytest.mark.parametrize(
    ("signed_on", "started_on", "decided_on", "field"),
    [
        (D(2026, 11, 22), D(2026, 11, 22), None, "signed_on"),
        (D(2026, 11, 1), D(2027, 11, 20), None, "started_on"),
        (D(2024, 1, 1), D(2026, 1, 1), None, "started_on"),
        (D(1, 1, 1), D(1, 1, 1), None, "signed_on"),
        (D(2026, 11, 1), D(2026, 12, 1), D(2026, 11, 2), "signed_on"),
        (D(2026, 11, 2), D(2026, 12, 1), D(2026, 11, 2), ""),
        (D(1962, 11, 2), D(1962, 12, 1), None, ""),
    ],
)
def test_the_days_of_a_signature(signed_on, started_on, decided_on, field):
    lacks = why_days_are_refused(signed_on=signed_on, started_on=started_on, decided_on=decided_on, today=TODAY)
    assert list(lacks) == ([field] if field else [])


@given(started_on=st.dates(D(1950, 1, 1), D(2030, 1, 1)), ended_on=st.dates(D(1950, 1, 1), D(2030, 1, 1)))
def test_an_end_is_never_before_the_start(started_on, ended_on):
    if not why_end_is_refused(started_on=started_on, ended_on=ended_on, has_happened=True, today=TODAY):
        assert started_on <= ended_on <= TODAY


@pytest.mark.parametrize(
    ("label", "taken", "is_free"),
    [
        ("", {}, True),
        ("", {"chambre 1": False}, True),
        ("", {"chambre 1": True}, False),
        ("chambre 1", {"": True}, False),
        ("chambre 1", {"chambre 2": True}, True),
    ],
)
def test_a_whole_home_and_its_parts(label, taken, is_free):
    assert (why_share_is_refused(label, taken) == "") is is_free

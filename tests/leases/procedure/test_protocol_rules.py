"""How long a protocole lasts, how far it is extended, when its lease is due."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leases.enums import ProtocolState as State
from leases.rules.protocols import (
    PROTOCOL_TRANSITIONS,
    lease_due_on,
    longest_end,
    longest_extension,
    why_amounts_are_refused,
    why_extension_is_refused,
    why_protocol_end_is_refused,
    why_protocol_is_refused,
)
from tests.leases.procedure.law import LAW, d

D = Decimal


def refused(**said):
    values = {
        "decided_on": "2026-01-10",
        "terminated_on": "2026-01-10",
        "started_on": "2026-03-01",
        "ends_on": "2028-02-29",
        "last_ended_on": None,
        "today": "2026-11-20",
        **said,
    }
    days = {name: d(text) if text else None for name, text in values.items()}
    return why_protocol_is_refused(**days, law=LAW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, None),
        ({"ends_on": "2028-03-01"}, "ends_on"),
        ({"ends_on": "2026-02-28"}, "ends_on"),
        ({"started_on": "2026-01-09", "ends_on": "2026-12-31"}, "started_on"),
        ({"terminated_on": None}, ""),
        ({"decided_on": "2026-11-21"}, "decided_on"),
        ({"last_ended_on": "2026-03-01"}, "started_on"),
        ({"last_ended_on": "2026-02-28"}, None),
        (
            {
                "started_on": "2024-02-29",
                "ends_on": "2026-02-27",
                "decided_on": "2024-02-01",
                "terminated_on": "2024-02-01",
            },
            None,
        ),
        (
            {
                "started_on": "2024-02-29",
                "ends_on": "2026-02-28",
                "decided_on": "2024-02-01",
                "terminated_on": "2024-02-01",
            },
            "ends_on",
        ),
        ({"started_on": "2026-12-01", "ends_on": "2028-11-30"}, None),
        ({"started_on": "2029-12-01", "ends_on": "2030-11-30"}, "started_on"),
    ],
)
def test_two_years_at_most_after_the_judge(said, field):
    found = refused(**said)
    assert (found[1] if found else None) == field
    if found and field == "ends_on" and said["ends_on"] > "2028":
        assert "L. 442-6-5" in found[0]


@given(st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31)))
def test_its_longest_day_is_the_eve_of_two_years(start):
    last = longest_end(start, LAW)[0]
    assert 729 <= (last - start).days + 1 <= 731


@pytest.mark.parametrize(
    ("extended_to", "is_refused"),
    [("2028-02-29", True), ("2028-03-01", False), ("2031-02-28", False), ("2031-03-01", True), ("2027-01-01", True)],
)
def test_three_years_more_at_most(extended_to, is_refused):
    first, last = d("2026-03-01"), d("2028-02-29")
    reason = why_extension_is_refused(d(extended_to), started_on=first, ends_on=last, last_end=last, law=LAW)
    assert bool(reason) is is_refused
    assert longest_extension(first, last, LAW)[0] == d("2031-02-28")


@pytest.mark.parametrize(
    ("kept", "due"), [("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29"), ("2026-01-31", "2026-04-30")]
)
def test_its_lease_is_due_three_months_after_it_was_kept(kept, due):
    assert lease_due_on(d(kept), LAW)[0] == d(due)


@pytest.mark.parametrize(
    ("amounts", "field"),
    [
        (("450", "0", "0"), None),
        (("450", "1200", "50"), None),
        (("450", "1200", "1200"), None),
        (("450", "1200", "0"), "instalment"),
        (("450", "1200", "1201"), "instalment"),
        (("450", "0", "10"), "instalment"),
        (("0", "0", "0"), "indemnity"),
        (("-1", "0", "0"), "indemnity"),
        (("450", "-1", "0"), "debt"),
        (("450", "999999", "1"), "debt"),
    ],
)
def test_amounts(amounts, field):
    found = why_amounts_are_refused(*(D(one) for one in amounts))
    assert (found[1] if found else None) == field


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("to_state", list(State))
def test_only_the_table_of_transitions_is_followed(state, to_state):
    found = why_protocol_end_is_refused(
        state, to_state, d("2026-06-01"), started_on=d("2026-03-01"), today=d("2026-11-20")
    )
    assert (found is None) is (to_state in PROTOCOL_TRANSITIONS[state])


@pytest.mark.parametrize(("on", "is_refused"), [("2026-02-28", True), ("2026-03-01", False), ("2026-11-21", True)])
def test_it_ends_between_its_first_day_and_today(on, is_refused):
    found = why_protocol_end_is_refused(
        State.RUNNING, State.BROKEN, d(on), started_on=d("2026-03-01"), today=d("2026-11-20")
    )
    assert bool(found) is is_refused

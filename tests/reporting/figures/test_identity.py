"""The identity over random histories: entries, exits, same-day stays, transfers, whatever the month before had frozen."""

import datetime as dt
import uuid
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.identity import Stay, flows_by_place, summed

EVE, LAST = dt.date(2028, 1, 31), dt.date(2028, 2, 29)
PLACES = [None, *(uuid.UUID(int=number) for number in range(1, 4))]
place = st.sampled_from(PLACES)


@st.composite
def stay(draw) -> Stay:
    """Draw an accompaniment that touches the month: it ends after the eve, and begins by its last day."""
    started_on = draw(st.dates(EVE - dt.timedelta(40), LAST))
    ends = st.dates(max(started_on, EVE + dt.timedelta(1)), LAST + dt.timedelta(40))
    return Stay(uuid.uuid4(), started_on, draw(st.none() | ends), draw(place), draw(place))


stays = st.lists(stay(), max_size=25)
frozen = st.none() | st.dictionaries(place, st.integers(0, 9))


@given(stays, frozen)
def test_it_holds_at_each_place_and_in_total(several, before):
    found = flows_by_place(several, frozen=before, eve=EVE, last=LAST)
    assert all(row.is_balanced for row in found.values())
    total = summed(found.values())
    assert total.is_balanced
    assert total.transferred_in == total.transferred_out


@given(stays, frozen)
def test_the_last_stock_is_who_is_there_at_the_last_close(several, before):
    found = flows_by_place(several, frozen=before, eve=EVE, last=LAST)
    there = Counter(one.last_place for one in several if one.was_there(LAST))
    assert {key: row.stock_end for key, row in found.items() if row.stock_end} == dict(there)


@given(stays, frozen)
def test_the_first_stock_is_the_frozen_one_and_corrections_are_what_separates_it_from_today_s(several, before):
    found = flows_by_place(several, frozen=before, eve=EVE, last=LAST)
    known = Counter(one.first_place for one in several if one.was_there(EVE))
    for key, row in found.items():
        assert row.stock_start == (known[key] if before is None else before.get(key, 0))
        assert row.stock_start + row.corrections == known[key]


@given(stays)
def test_months_chain(several):
    """What one month closes on, the next one opens on, without correction when nothing was learnt."""
    first = flows_by_place(several, frozen=None, eve=EVE, last=LAST)
    following = [
        Stay(one.enrolment_id, one.started_on, one.ended_on, one.last_place, one.last_place)
        for one in several
        if one.was_there(LAST)
    ]
    published = {key: row.stock_end for key, row in first.items()}
    second = flows_by_place(following, frozen=published, eve=LAST, last=dt.date(2028, 3, 31))
    assert all(row.corrections == 0 for row in second.values())

"""Months and periods: the end day is included, and calendars hold their traps."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import Month, Period, eve, in_force
from partners.models import Organisation
from tests.factories.partners import OrganisationFactory

DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    one, two = draw(DAYS), draw(st.none() | DAYS)
    return Period(one, None) if two is None else Period(min(one, two), max(one, two))


class TestMonth:
    @pytest.mark.parametrize(
        ("month", "first", "last"),
        [
            (Month(2024, 2), dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
            (Month(2026, 2), dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
            (Month(2026, 12), dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
            (Month(2026, 4), dt.date(2026, 4, 1), dt.date(2026, 4, 30)),
        ],
    )
    def test_it_has_a_first_and_a_last_day(self, month, first, last):
        assert (month.first, month.last) == (first, last)

    @given(DAYS)
    def test_a_day_is_in_its_month_and_no_other(self, day):
        month = Month.of(day)
        assert month.first <= day <= month.last
        assert month.plus(1).first == month.last + dt.timedelta(days=1)
        assert month.plus(-1).last == eve(month.first)
        assert Month.parse(str(month)) == month

    @given(DAYS, st.integers(-30, 30))
    def test_going_and_coming_back(self, day, months):
        assert Month.of(day).plus(months).plus(-months) == Month.of(day)

    def test_months_have_an_order(self):
        assert Month(2025, 12) < Month(2026, 1) < Month(2026, 2)

    @pytest.mark.parametrize(
        "text", ["", "2026", "2026-13", "2026-00", "10-2026", "2026-10-01", "٢٠٢٦-1O", "2026-1\0", "x" * 10_000]
    )
    def test_anything_else_is_no_month(self, text):
        with pytest.raises(ValueError, match=r"time data|unconverted"):
            Month.parse(text)


class TestPeriod:
    def test_both_its_days_are_in_it(self):
        period = Period(dt.date(2026, 1, 31), dt.date(2026, 2, 28))
        assert period.holds(dt.date(2026, 1, 31))
        assert period.holds(dt.date(2026, 2, 28))
        assert not period.holds(dt.date(2026, 1, 30))
        assert not period.holds(dt.date(2026, 3, 1))

    def test_an_open_one_has_no_end(self):
        assert Period(dt.date(2024, 2, 29)).holds(dt.date(2999, 1, 1))

    def test_a_successor_that_starts_the_day_after_does_not_overlap(self):
        successor = Period(dt.date(2026, 3, 1))
        assert not Period(dt.date(2026, 1, 1), eve(successor.started_on)).overlaps(successor)
        assert Period(dt.date(2026, 1, 1), successor.started_on).overlaps(successor)

    @given(periods(), periods())
    def test_overlapping_is_sharing_a_day(self, one, two):
        last = max(day for day in (one.started_on, two.started_on, one.ended_on, two.ended_on) if day)
        first = min(one.started_on, two.started_on)
        shared = any(
            one.holds(first + dt.timedelta(days=n)) and two.holds(first + dt.timedelta(days=n))
            for n in range((last - first).days + 1)
        )
        assert one.overlaps(two) == two.overlaps(one) == shared

    @given(periods())
    def test_it_overlaps_itself_and_not_its_eve(self, period):
        assert period.overlaps(period)
        assert not period.overlaps(Period(dt.date(2000, 1, 1), eve(period.started_on)))


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (dt.date(2024, 3, 1), dt.date(2024, 2, 29)),
        (dt.date(2026, 3, 1), dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 1), dt.date(2025, 12, 31)),
        (dt.date(2026, 3, 29), dt.date(2026, 3, 28)),
        (dt.date(2026, 10, 25), dt.date(2026, 10, 24)),
    ],
)
def test_the_eve(day, before):
    assert eve(day) == before


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2026-11-30T22:59:00+00:00", dt.date(2026, 11, 30)),  # 23:59 in Paris
        ("2026-11-30T22:30:00+00:00", dt.date(2026, 11, 30)),  # 23:30
        ("2026-11-30T23:30:00+00:00", dt.date(2026, 12, 1)),  # 0:30
        ("2026-06-30T21:59:00+00:00", dt.date(2026, 6, 30)),  # 23:59, summer time
        ("2026-06-30T22:00:00+00:00", dt.date(2026, 7, 1)),  # 0:00, summer time
        ("2026-03-28T23:30:00+00:00", dt.date(2026, 3, 29)),  # the night that loses an hour
        ("2026-03-29T21:59:00+00:00", dt.date(2026, 3, 29)),
        ("2026-10-24T22:30:00+00:00", dt.date(2026, 10, 25)),  # the night that gains one
        ("2026-10-25T22:59:00+00:00", dt.date(2026, 10, 25)),
        ("2026-10-25T23:00:00+00:00", dt.date(2026, 10, 26)),
        ("2024-02-29T22:59:00+00:00", dt.date(2024, 2, 29)),
    ],
)
def test_the_day_it_is_in_paris(moment, today):
    with time_machine.travel(moment, tick=False):
        assert timezone.localdate() == today


@pytest.mark.django_db
class TestInForce:
    @pytest.mark.parametrize(
        ("started_on", "ended_on", "day", "is_in"),
        [
            (dt.date(2024, 2, 29), None, dt.date(2024, 2, 29), True),
            (dt.date(2024, 2, 29), None, dt.date(2024, 2, 28), False),
            (dt.date(2024, 1, 1), dt.date(2024, 2, 29), dt.date(2024, 2, 29), True),
            (dt.date(2024, 1, 1), dt.date(2024, 2, 29), dt.date(2024, 3, 1), False),
            (dt.date(2024, 1, 1), dt.date(2024, 1, 1), dt.date(2024, 1, 1), True),
            (dt.date(2024, 1, 1), None, dt.date(2999, 12, 31), True),
        ],
    )
    def test_the_end_day_is_included(self, started_on, ended_on, day, is_in):
        OrganisationFactory(started_on=started_on, ended_on=ended_on)
        assert Organisation.objects.filter(in_force(day)).exists() is is_in
        assert Period(started_on, ended_on).holds(day) is is_in

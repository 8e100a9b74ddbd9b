"""What a month calls, what is owed on a day, what arrears are worth."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import Month, Period
from leases.enums import RentEntryKind
from leases.rules.rent import (
    BenefitThresholds,
    Entry,
    Terms,
    balance,
    call_for,
    current_rent_resumed,
    months_of,
    months_of_arrears,
    months_to_call,
    reached_on,
    reaches_months,
    why_agency_is_told,
    why_entry_is_refused,
    why_revision_is_refused,
)

D = dt.date
RENT = [Terms(D(2026, 1, 1), Decimal("310.00"), Decimal("62.00"))]
TODAY = D(2026, 11, 21)
CALLED = Month(2026, 11)
days = st.dates(D(2024, 1, 1), D(2028, 12, 31))
amounts = st.decimals("0.01", "2000", places=2)
entries = st.lists(st.builds(Entry, kind=st.sampled_from(RentEntryKind), on=days, amount=amounts), max_size=40)


class TestCall:
    """A month, whole or by its days."""

    def test_a_whole_month_calls_the_whole_rent(self):
        call = call_for(Month(2026, 3), Period(D(2026, 1, 1)), RENT)
        assert (call.due_on, call.rent, call.charges) == (D(2026, 3, 1), Decimal("310.00"), Decimal("62.00"))
        assert not call.is_partial

    def test_a_first_month_is_called_by_its_days_the_first_included(self):
        call = call_for(Month(2026, 1), Period(D(2026, 1, 16)), [Terms(D(2026, 1, 16), *_amounts(RENT))])
        assert (call.due_on, call.days, call.rent) == (D(2026, 1, 16), 16, Decimal("160.00"))

    def test_a_last_month_ends_on_its_last_day_included(self):
        call = call_for(Month(2028, 2), Period(D(2026, 1, 1), D(2028, 2, 29)), RENT)
        assert (call.days, call.rent) == (29, Decimal("310.00"))
        half = call_for(Month(2028, 2), Period(D(2026, 1, 1), D(2028, 2, 1)), RENT)
        assert half.rent == Decimal("10.69")  # 310 / 29

    def test_a_new_rent_within_a_month_is_called_from_its_day(self):
        terms = [*RENT, Terms(D(2026, 4, 16), Decimal("330.00"), Decimal("62.00"))]
        call = call_for(Month(2026, 4), Period(D(2026, 1, 1)), terms)
        assert (call.rent, call.charges) == (Decimal("320.00"), Decimal("62.00"))

    def test_a_month_outside_calls_nothing(self):
        lease = Period(D(2026, 1, 16), D(2026, 6, 30))
        assert call_for(Month(2025, 12), lease, RENT) is None
        assert call_for(Month(2026, 7), lease, RENT) is None

    @given(start=days, length=st.integers(0, 800), rent=amounts)
    def test_whole_months_call_the_rent_and_partial_ones_less(self, start, length, rent):
        lease = Period(start, start + dt.timedelta(length))
        terms = [Terms(start, rent, Decimal(0))]
        for month in months_to_call(lease, (), D(2032, 1, 1)):
            call = call_for(month, lease, terms)
            assert call.due_on == max(start, month.first)
            assert call.rent == rent if not call.is_partial else call.rent <= rent
            assert 1 <= call.days <= month.last.day

    @given(start=days, today=days)
    def test_months_begun_are_awaited_once_called_no_more(self, start, today):
        lease = Period(start)
        awaited = months_to_call(lease, (), today)
        assert len(awaited) == max(0, (today.year - start.year) * 12 + today.month - start.month + 1)
        assert months_to_call(lease, awaited, today) == []


class TestBalance:
    """A debt is positive; what is for memory changes nothing."""

    def test_each_kind_has_its_sign(self):
        on, amount = D(2026, 1, 1), Decimal(10)
        signs = {kind: balance([Entry(kind, on, amount)], on) for kind in RentEntryKind}
        assert signs == {
            RentEntryKind.RENT: 10,
            RentEntryKind.CHARGES: 10,
            RentEntryKind.ADJUSTMENT: 10,
            RentEntryKind.PAYMENT: -10,
            RentEntryKind.BENEFIT: -10,
            RentEntryKind.BENEFIT_TO_HOUSEHOLD: 0,
        }

    @given(lines=entries, day=days, seed=st.randoms())
    def test_the_order_of_entry_changes_nothing(self, lines, day, seed):
        shuffled = list(lines)
        seed.shuffle(shuffled)
        assert balance(shuffled, day) == balance(lines, day)
        assert months_of(shuffled, Month.of(day)) == months_of(lines, Month.of(day))

    @given(lines=entries, day=days)
    def test_months_close_on_the_balance_of_their_last_day(self, lines, day):
        months = months_of(lines, Month.of(day))
        for line in months:
            assert line.closing == balance(lines, line.month.last)
        for one, following in itertools.pairwise(months):
            assert following.opening == one.closing
            assert following.month == one.month.plus(1)

    @given(lines=entries, day=days)
    def test_a_stay_above_an_amount_starts_on_a_day_when_it_was_owed(self, lines, day):
        since = reached_on(lines, Decimal(500), day)
        assert (since is None) == (balance(lines, day) < 500)
        if since is not None:
            assert balance(lines, since) >= 500
            assert all(balance(lines, one.on) >= 500 for one in lines if since <= one.on <= day)


class TestArrears:
    """Months of rent without charges, and when the agency is told."""

    def test_arrears_count_in_rents_without_charges(self):
        assert months_of_arrears(Decimal("619.99"), Decimal(310)) == Decimal("1.9")
        assert months_of_arrears(Decimal("620.00"), Decimal(310)) == Decimal("2.0")
        assert months_of_arrears(Decimal(-5), Decimal(310)) == months_of_arrears(Decimal(5), Decimal(0)) == 0
        assert reaches_months(Decimal(620), Decimal(310), Decimal(2))
        assert not reaches_months(Decimal("619.99"), Decimal(310), Decimal(2))

    @pytest.mark.parametrize(
        ("debt", "is_third_party_paid", "told"),
        [("859.99", False, False), ("860", False, True), ("459.99", True, False), ("460", True, True)],
    )
    def test_the_published_example_until_2026(self, debt, is_third_party_paid, told):
        why = why_agency_is_told(
            debt=Decimal(debt),
            rent=Decimal(430),
            benefit=Decimal(200),
            is_third_party_paid=is_third_party_paid,
            unpaid_since=D(2026, 10, 1),
            thresholds=BenefitThresholds(rents=Decimal(2)),
            today=TODAY,
        )
        assert (why is not None) is told

    @pytest.mark.parametrize(
        ("debt", "since", "told"),
        [
            ("450", D(2027, 3, 1), False),
            ("450.01", D(2027, 3, 1), True),
            ("50", D(2027, 1, 31), True),
            ("50", D(2027, 2, 1), False),
        ],
    )
    def test_from_2027_an_amount_or_three_months(self, debt, since, told):
        why = why_agency_is_told(
            debt=Decimal(debt),
            rent=Decimal(430),
            benefit=Decimal(0),
            is_third_party_paid=False,
            unpaid_since=since,
            thresholds=BenefitThresholds(rents=Decimal(2), debt=Decimal(450), months=3),
            today=D(2027, 4, 30),
        )
        assert (why is not None) is told

    def test_the_current_rent_is_resumed_after_three_whole_months_paid(self):
        lines = []
        for number in (8, 9, 10, 11):
            lines.append(Entry(RentEntryKind.RENT, D(2026, number, 1), Decimal(300)))
            if number in (8, 9, 10):
                lines.append(Entry(RentEntryKind.PAYMENT, D(2026, number, 10), Decimal(300)))
        months = months_of(lines, Month(2026, 11))
        assert current_rent_resumed(months, 3, TODAY)  # November is not over
        assert not current_rent_resumed(months, 3, D(2026, 12, 1))
        assert not current_rent_resumed(months, 4, TODAY)


class TestRefusals:
    """Each refused with its rule."""

    LEASE = Period(D(2026, 1, 16))

    @pytest.mark.parametrize(
        ("kind", "amount", "on", "field"),
        [
            ("PAYMENT", "10", D(2026, 11, 22), "dated_on"),
            ("PAYMENT", "0", TODAY, "amount"),
            ("PAYMENT", "-1", TODAY, "amount"),
            ("ADJUSTMENT", "0", TODAY, "amount"),
            ("BENEFIT", "50000.01", TODAY, "amount"),
            ("PAYMENT", "10", D(2024, 12, 31), "dated_on"),
        ],
    )
    def test_refused(self, kind, amount, on, field):
        found = why_entry_is_refused(RentEntryKind(kind), Decimal(amount), on, lease=self.LEASE, today=TODAY)
        assert found is not None
        assert found[1] == field

    def test_allowed(self):
        for kind, amount, on in (
            ("PAYMENT", "10", TODAY),
            ("ADJUSTMENT", "-10", TODAY),
            ("PAYMENT", "1", D(2025, 12, 1)),
        ):
            assert why_entry_is_refused(RentEntryKind(kind), Decimal(amount), on, lease=self.LEASE, today=TODAY) is None

    def test_a_new_rent_follows_what_is_called(self):
        def why(on, called=CALLED):
            return why_revision_is_refused(
                on, rent=Decimal(1), charges=Decimal(0), lease=self.LEASE, last_called=called
            )

        assert why(D(2026, 11, 30))[1] == "started_on"
        assert why(D(2026, 12, 1)) is None
        assert why(D(2026, 1, 16), None)[1] == "started_on"


def _amounts(terms):
    return terms[0].rent, terms[0].charges

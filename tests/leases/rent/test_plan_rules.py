"""How a debt is spread, and whether a plan is respected on a day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leases.enums import InstalmentState, PlanState
from leases.rules.plans import (
    Instalment,
    Paid,
    even_instalments,
    followed,
    typed_instalments,
    why_payment_is_refused,
    why_plan_is_refused,
)

D = dt.date
TODAY = D(2026, 11, 21)
PLAN = [Instalment(D(2026, month, 5), Decimal(100)) for month in (9, 10, 11, 12)]
days = st.dates(D(2024, 1, 1), D(2028, 12, 31))
debts = st.decimals("1", "5000", places=2)
paid = st.lists(st.builds(Paid, on=days, amount=st.decimals("0.01", "900", places=2)), max_size=15)


def on(day, *payments, ended_on=None, tolerance=10):
    lines = [Paid(when, Decimal(amount)) for when, amount in payments]
    return followed(PLAN, lines, day=day, tolerance_days=tolerance, ended_on=ended_on)


class TestSpreading:
    """To the cent, on days that clip to the end of short months."""

    def test_the_last_takes_what_is_left(self):
        lines = even_instalments(Decimal(100), 3, D(2026, 12, 31))
        assert [one.amount for one in lines] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
        assert [one.due_on for one in lines] == [D(2026, 12, 31), D(2027, 1, 31), D(2027, 2, 28)]

    @given(debt=debts, count=st.integers(1, 60), first=days)
    def test_instalments_make_the_debt(self, debt, count, first):
        lines = even_instalments(debt, count, first)
        assert sum(one.amount for one in lines) == debt
        assert why_plan_is_refused(debt, first, lines, D(2030, 1, 1)) is None
        assert lines[-1].amount - lines[0].amount < Decimal("0.01") * count

    def test_typed_one_a_line(self):
        lines, why = typed_instalments("05/12/2026 50,00\n\n5.1.2027\t1 050,5 €\n")
        assert not why
        assert lines == [Instalment(D(2026, 12, 5), Decimal("50.00")), Instalment(D(2027, 1, 5), Decimal("1050.50"))]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("demain 50", "Ligne 1"),
            ("05/12/2026 50\n31/02/2027 50", "Ligne 2\u00a0: cette date n’existe pas"),
            ("05/12/2026 cinquante", "ce montant ne se comprend pas"),
            ("05/12/2026 NaN", "ne se comprend pas"),
            ("05/12/2026 1e9", "ne se comprend pas"),
            ("\n".join(["05/12/2026 1"] * 61), "au plus 60"),
        ],
    )
    def test_what_does_not_read_says_its_line(self, text, said):
        lines, why = typed_instalments(text)
        assert said in why
        assert lines == []


class TestRefusals:
    """Each with its field and its reason."""

    @pytest.mark.parametrize(
        ("amounts", "said"),
        [
            ([100, 100, 100, 50], "il manque 50,00"),
            ([100, 100, 100, 150], "c’est 50,00"),
            ([], "Indiquez les échéances"),
            ([200, 200, 0], "montant positif"),
        ],
    )
    def test_they_do_not_add_up(self, amounts, said):
        lines = [Instalment(D(2026, 12, 1) + dt.timedelta(rank), Decimal(one)) for rank, one in enumerate(amounts)]
        why, field = why_plan_is_refused(Decimal(400), TODAY, lines, TODAY)
        assert said in why
        assert field == "instalments"

    def test_days(self):
        assert why_plan_is_refused(Decimal(400), D(2026, 11, 22), PLAN, TODAY)[1] == "stated_on"
        assert why_plan_is_refused(Decimal(400), D(2026, 9, 6), PLAN, TODAY)[1] == "first_on"
        assert why_plan_is_refused(Decimal(400), D(2026, 9, 5), PLAN[::-1], TODAY)[1] == "instalments"
        assert why_plan_is_refused(Decimal(400), D(2026, 9, 5), PLAN, TODAY) is None

    def test_payments(self):
        def why(amount, when):
            return why_payment_is_refused(
                Decimal(amount), when, stated_on=D(2026, 9, 1), left=Decimal(100), today=TODAY
            )

        assert why(100, TODAY) is None
        assert why(100, D(2026, 11, 22))[1] == why(100, D(2026, 8, 31))[1] == "paid_on"
        assert why(0, TODAY)[1] == why("100.01", TODAY)[1] == "amount"


class TestFollowing:
    """Respected, broken, caught up, paid: on any day."""

    def test_ten_days_are_in_time_and_eleven_are_not(self):
        for day, state in ((D(2026, 9, 15), InstalmentState.PAID), (D(2026, 9, 16), InstalmentState.PAID_LATE)):
            assert on(TODAY, (day, 100)).instalments[0].state == state
        assert on(D(2026, 9, 15)).state == PlanState.RESPECTED
        assert on(D(2026, 9, 16)).state == PlanState.BROKEN

    def test_states(self):
        assert on(D(2026, 9, 4)).state == PlanState.COMING
        assert on(D(2026, 10, 1), (D(2026, 9, 20), 100)).state == PlanState.CAUGHT_UP
        assert on(TODAY, (D(2026, 9, 1), 400)).state == PlanState.PAID
        assert on(TODAY, ended_on=D(2026, 10, 1)).state == PlanState.ENDED
        assert on(D(2026, 9, 30), ended_on=D(2026, 10, 1)).state == PlanState.BROKEN

    def test_a_part_fills_the_oldest_first(self):
        plan = on(TODAY, (D(2026, 9, 5), 150))
        assert [one.paid for one in plan.instalments] == [100, 50, 0, 0]
        assert (plan.left, plan.kept, plan.fallen_due) == (250, 1, 3)
        assert plan.awaited.due_on == D(2026, 10, 5)

    @given(debt=debts, count=st.integers(1, 24), first=days, payments=paid, day=days, seed=st.randoms())
    def test_random_histories(self, debt, count, first, payments, day, seed):
        lines = even_instalments(debt, count, first)
        plan = followed(lines, payments, day=day, tolerance_days=10)
        shuffled = list(payments)
        seed.shuffle(shuffled)
        assert followed(lines, shuffled, day=day, tolerance_days=10) == plan
        seen = sum((one.amount for one in payments if one.on <= day), Decimal(0))
        assert plan.paid == seen
        assert sum(one.paid for one in plan.instalments) == min(debt, seen)
        assert plan.left == max(Decimal(0), debt - seen)
        assert plan.kept <= plan.fallen_due <= len(lines)
        assert (plan.state == PlanState.PAID) == (seen >= debt)
        late = [one for one in plan.instalments if one.state == InstalmentState.LATE]
        assert (plan.state == PlanState.BROKEN) == bool(late)

"""The thresholds of an unpaid rent: the reference's example, the edges, the change of 2027."""

from decimal import Decimal

import pytest

from leases.rules.arrears import (
    BELOW,
    NO_BENEFIT,
    NO_RENT,
    NO_STATEMENT,
    REACHED_DEBT,
    REACHED_TIME,
    Dues,
    Stated,
    benefit_threshold,
    ccapex_threshold,
)
from leases.rules.law import Law
from tests.leases.procedure.law import LAW, d

D = Decimal


def stated(*pairs):
    return [Stated(d(on), D(amount)) for on, amount in pairs]


@pytest.mark.parametrize(
    ("to_landlord", "debt", "amount", "is_reached"),
    [
        (False, "860", "860", True),
        (False, "859.99", "860", False),
        (True, "460", "460", True),
        (True, "459.99", "460", False),
        (True, "0", "460", False),
        (True, "-20", "460", False),
    ],
)
def test_the_references_example_rent_430_benefit_200(to_landlord, debt, amount, is_reached):
    dues = Dues(D(430), D(90), D(200), to_landlord)
    found = benefit_threshold(dues, stated(("2026-11-01", debt)), LAW, d("2026-11-20"))
    assert (found.amount, found.is_reached) == (D(amount), is_reached)
    assert found.since == (d("2026-11-01") if is_reached else None)


@pytest.mark.parametrize(
    ("dues", "why"),
    [
        (Dues(), NO_RENT),
        (Dues(D(430), is_paid_to_landlord=True), NO_BENEFIT),
        (Dues(D(430), is_paid_to_landlord=False), NO_STATEMENT),
    ],
)
def test_what_is_not_known_is_said_and_nothing_is_reached(dues, why):
    found = benefit_threshold(dues, [], LAW, d("2026-11-20"))
    assert (found.why, found.is_reached) == (why, False)


def test_a_benefit_above_the_rent_leaves_a_threshold_of_nothing_that_no_credit_reaches():
    dues = Dues(D(200), D(0), D(260), is_paid_to_landlord=True)
    assert not benefit_threshold(dues, stated(("2026-11-01", "0")), LAW, d("2026-11-20")).is_reached
    assert benefit_threshold(dues, stated(("2026-11-01", "1")), LAW, d("2026-11-20")).is_reached


@pytest.mark.parametrize(
    ("today", "debts", "why"),
    [
        ("2026-12-31", [("2026-12-01", "451")], BELOW),
        ("2027-01-01", [("2026-12-01", "451")], REACHED_DEBT),
        ("2027-01-01", [("2026-12-01", "450")], BELOW),
        ("2027-02-28", [("2026-11-30", "10")], REACHED_TIME),
        ("2027-02-27", [("2026-11-30", "10")], BELOW),
        ("2027-05-31", [("2027-02-28", "10")], REACHED_TIME),
        ("2027-05-27", [("2027-02-28", "10")], BELOW),
        ("2027-05-31", [("2027-02-28", "10"), ("2027-04-01", "0")], BELOW),
        ("2027-06-30", [("2027-02-28", "10"), ("2027-04-01", "0"), ("2027-05-01", "5")], BELOW),
        ("2027-08-01", [("2027-02-28", "10"), ("2027-04-01", "0"), ("2027-05-01", "5")], REACHED_TIME),
        ("2028-05-29", [("2028-02-29", "10")], REACHED_TIME),
        ("2028-05-28", [("2028-02-29", "10")], BELOW),
    ],
)
def test_from_2027_an_amount_or_three_months(today, debts, why):
    found = benefit_threshold(Dues(D(430)), stated(*debts), LAW, d(today))
    assert found.why == why
    assert found.is_to_confirm is (d(today).year > 2026)


@pytest.mark.parametrize(
    ("debts", "why"),
    [
        ([("2026-11-01", "860")], REACHED_DEBT),
        ([("2026-11-01", "859.99")], BELOW),
        ([("2026-09-02", "0"), ("2026-10-02", "420"), ("2026-11-02", "840")], REACHED_TIME),
        ([("2026-09-02", "0"), ("2026-10-02", "420"), ("2026-11-02", "700")], BELOW),
        ([("2026-09-02", "0"), ("2026-11-02", "840")], BELOW),
        ([("2026-12-05", "900")], NO_STATEMENT),
        ([], NO_STATEMENT),
    ],
)
def test_the_ccapex_is_told_of_two_rents_or_two_months_in_a_row(debts, why):
    dues = Dues(D(430), D(90), D(100), is_paid_to_landlord=True)
    assert ccapex_threshold(dues, stated(*debts), LAW, d("2026-11-20")).why == why


def test_the_statement_that_reached_it_first_is_kept():
    known = stated(("2026-08-01", "900"), ("2026-09-01", "100"), ("2026-10-01", "870"), ("2026-11-01", "1200"))
    for order in (known, list(reversed(known))):
        assert ccapex_threshold(Dues(D(430)), order, LAW, d("2026-11-20")).since == d("2026-10-01")


def test_without_figures_nothing_is_said():
    assert benefit_threshold(Dues(D(430)), [], Law({}), d("2026-11-20")) is None
    assert ccapex_threshold(Dues(D(430)), [], Law({}), d("2026-11-20")) is None
    assert ccapex_threshold(Dues(D(430)), [], LAW, d("2023-07-28")) is None

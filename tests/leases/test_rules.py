"""The vectors of domain.md §3.1–§3.5, and edges of our own."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leases.rules.affordability import (
    Cost,
    age_on,
    band_of,
    consumption_units,
    effort_rate,
    highest_cost,
    residual_income,
    residual_income_a_day,
    shown_rate,
)
from leases.rules.ceilings import Category, Composition, category_of, ceiling_of
from leases.rules.commission import is_positive, what_decision_lacks, why_few_candidates_matter
from leases.rules.dwellings import SurfaceScale, is_under_occupied, minimum_surface, suggested_typologies
from leases.rules.offers import answer_due_on, has_lapsed, is_working_day

D = Decimal


@pytest.mark.parametrize(
    ("cost", "resources", "expected"),
    [
        (Cost(rent=D(430), charges=D(90), housing_benefit=D(200)), D(1100), D("29.1")),
        (Cost(rent=D(430), charges=D(90), utilities=D(60), housing_benefit=D(200)), D(1100), D("34.5")),
        (Cost(rent=D(200), housing_benefit=D(260)), D(1100), D("0.0")),
        (Cost(rent=D(430)), D(0), None),
        (Cost(rent=D(430)), None, None),
        (Cost(rent=D(430)), D(-10), None),
    ],
)
def test_effort_rate_vectors(cost, resources, expected):
    assert shown_rate(effort_rate(cost.net, resources)) == expected


def test_gross_effort_rate_leaves_the_benefit_out():
    cost = Cost(rent=D(430), charges=D(90), housing_benefit=D(200))
    assert shown_rate(effort_rate(cost.gross, D(1100))) == D("47.3")


@pytest.mark.parametrize(
    ("rate", "band"),
    [(None, "UNKNOWN"), (D(25), "GREEN"), (D("25.01"), "AMBER"), (D(33), "AMBER"), (D("33.01"), "RED")],
)
def test_bands_include_their_upper_limit(rate, band):
    assert band_of(rate, D(25), D(33)) == band


@given(st.decimals(1, 9000, places=2), st.decimals(1, 60, places=1), st.decimals(0, 500, places=2))
def test_highest_cost_keeps_the_rate(resources, rate, benefit):
    cost = highest_cost(resources, rate, benefit)
    assert max(D(0), cost - benefit) / resources * 100 <= rate
    assert max(D(0), cost + 1 - benefit) / resources * 100 > rate or cost + 1 <= benefit


def test_residual_income_vector():
    units = consumption_units([40, 38, 15, 8])
    residual = residual_income(resources=D(1500), housing_benefit=D(250), housing_cost=D(600), other_costs=D(350))
    assert (units, residual, residual_income_a_day(residual, units, 30)) == (D("2.3"), D(800), D("11.59"))


@pytest.mark.parametrize(
    ("ages", "units"),
    [
        ([], D(0)),
        ([30], D(1)),
        ([30, 13], D("1.3")),
        ([30, 14], D("1.5")),
        ([None, None], D("1.5")),
        ([13, 10], D("1.3")),
    ],
)
def test_consumption_units(ages, units):
    assert consumption_units(ages) == units


def test_nobody_has_no_residual_income_a_day():
    assert residual_income_a_day(D(800), D(0), 30) is None


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
        (dt.date(1990, 11, 21), dt.date(2026, 11, 20), 35),
        (dt.date(1990, 11, 21), dt.date(2026, 11, 21), 36),
    ],
)
def test_age_on(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("composition", "category"),
    [
        (Composition(1, 0), Category(1)),
        (Composition(1, 0, has_disability_card=True), Category(2)),
        (Composition(2, 0), Category(2)),
        (Composition(2, 0, is_couple=True, couple_ages=55), Category(3)),
        (Composition(2, 0, is_couple=True, couple_ages=56), Category(2)),
        (Composition(2, 0, is_couple=True, couple_ages=None), Category(2)),
        (Composition(2, 0, has_disability_card=True), Category(3)),
        (Composition(1, 1), Category(3)),
        (Composition(3, 0), Category(3)),
        (Composition(2, 1, has_disability_card=True), Category(4)),
        (Composition(1, 2), Category(4)),
        (Composition(2, 2), Category(4)),
        (Composition(1, 3), Category(5)),
        (Composition(2, 3, has_disability_card=True), Category(6)),
        (Composition(1, 4), Category(6)),
        (Composition(2, 4), Category(6)),
        (Composition(2, 6), Category(6, 2)),
    ],
)
def test_category_follows_the_table(composition, category):
    assert category_of(composition, 55) == category


def test_nobody_has_no_category():
    with pytest.raises(ValueError, match="au moins une personne"):
        category_of(Composition(0, 0), 55)


def test_ceiling_adds_each_further_person():
    plus_2026 = [D(23403), D(31254), D(37584), D(45374), D(53376), D(60156)]
    assert ceiling_of(Category(4), plus_2026, D(6710)) == D(45374)
    assert ceiling_of(Category(6, 2), plus_2026, D(6710)) == D(73576)


@pytest.mark.parametrize(
    ("persons", "surface"), [(1, 9), (2, 16), (3, 25), (4, 34), (5, 43), (6, 52), (7, 61), (8, 70), (9, 70)]
)
def test_minimum_surface(persons, surface):
    assert minimum_surface(persons, SurfaceScale(9, 16, 9, 70)) == surface


def test_under_occupation_and_suggestions():
    assert is_under_occupied(4, 2)
    assert not is_under_occupied(3, 2)
    assert suggested_typologies(2, 2) == ("T2",)
    assert suggested_typologies(2, 1) == ("T2", "T3")
    assert suggested_typologies(9, 2) == ("T5", "T6")


@pytest.mark.parametrize(
    ("notified", "due"),
    [
        (dt.date(2022, 2, 2), dt.date(2022, 2, 14)),  # the 12th is a Saturday: Conseil d'État's reading
        (dt.date(2026, 4, 21), dt.date(2026, 5, 4)),  # the 1st of May is a Friday and a holiday
        (dt.date(2026, 12, 15), dt.date(2026, 12, 28)),  # Christmas is a Friday
        (dt.date(2026, 12, 16), dt.date(2026, 12, 28)),  # the 26th is a holiday in Alsace-Moselle alone, and a Saturday
        (dt.date(2025, 12, 16), dt.date(2025, 12, 26)),  # the 26th, a Friday, is a working day here
        (dt.date(2026, 3, 24), dt.date(2026, 4, 3)),  # Good Friday is a working day here
        (dt.date(2026, 12, 22), dt.date(2027, 1, 4)),  # 1 January is a Friday
    ],
)
def test_offer_clock(notified, due):
    assert answer_due_on(notified, 10) == due
    assert not has_lapsed(notified, 10, due)
    assert has_lapsed(notified, 10, due + dt.timedelta(days=1))


@given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.integers(10, 60))
def test_offer_clock_never_shortens_and_ends_on_a_working_day(notified, days):
    due = answer_due_on(notified, days)
    assert due >= notified + dt.timedelta(days=days)
    assert is_working_day(due)
    assert all(
        not is_working_day(notified + dt.timedelta(days=number)) for number in range(days, (due - notified).days)
    )


@pytest.mark.parametrize(
    ("kind", "given", "lacking"),
    [
        ("ALLOCATED", {}, set()),
        ("ALLOCATED", {"rank": 1}, {"rank"}),
        ("ALLOCATED_RANKED", {}, {"rank"}),
        ("ALLOCATED_RANKED", {"rank": 0}, {"rank"}),
        ("ALLOCATED_RANKED", {"rank": 2, "ranks_taken": {1}}, set()),
        ("ALLOCATED_RANKED", {"rank": 1, "ranks_taken": {1}}, {"rank"}),
        ("ALLOCATED_CONDITIONAL", {}, {"missing_piece", "piece_due_on"}),
        ("ALLOCATED_CONDITIONAL", {"missing_piece": "avis", "piece_due_on": dt.date(2026, 12, 10)}, {"piece_due_on"}),
        ("ALLOCATED_CONDITIONAL", {"missing_piece": "avis", "piece_due_on": dt.date(2026, 12, 11)}, set()),
        ("NOT_ALLOCATED", {"reason": "  "}, {"reason"}),
        ("INADMISSIBLE", {"reason": "plafond dépassé"}, set()),
        ("ADJOURNED", {}, {"reason"}),
    ],
)
def test_what_a_decision_needs(kind, given, lacking):
    assert set(what_decision_lacks(kind, decided_on=dt.date(2026, 12, 10), **given)) == lacking


def test_positive_decisions():
    assert is_positive("ALLOCATED", None, is_promoted=False)
    assert is_positive("ALLOCATED_CONDITIONAL", None, is_promoted=False)
    assert is_positive("ALLOCATED_RANKED", 1, is_promoted=False)
    assert not is_positive("ALLOCATED_RANKED", 2, is_promoted=False)
    assert is_positive("ALLOCATED_RANKED", 2, is_promoted=True)
    assert not is_positive("NOT_ALLOCATED", None, is_promoted=False)
    assert not is_positive("ADJOURNED", None, is_promoted=False)


def test_under_three_candidates_asks_for_the_exception():
    assert why_few_candidates_matter(3, 3, "") is None
    assert why_few_candidates_matter(2, 3, "logement PLAI adapté") is None
    assert "R. 441-3" in str(why_few_candidates_matter(2, 3, ""))

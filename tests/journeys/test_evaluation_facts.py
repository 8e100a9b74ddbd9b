"""Debts, effort rate and titles of an accompaniment that ends, worked out by hand, and what the landlord is told of them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniments.access.evaluations import get_evaluation_to_manage
from accompaniments.models import FinalEvaluation
from accompaniments.selectors.evaluation_facts import final_facts, read_facts
from accompaniments.selectors.evaluations import information_page
from foundation.words import duration
from households.enums import ChargeKind, HousingSituation, ResourceKind
from households.models import Charge, CurrentHousing, Resource
from journeys.selectors.evaluations import lease_facts
from journeys.services.evaluations import validate
from leases.models import AccountBalance
from tests.accompaniments.endings.hands import course_of, exit_grid, written
from tests.days import TODAY, before
from tests.world import SINCE, reader_of

pytestmark = pytest.mark.django_db
FIRST = SINCE.replace(day=1)
LAST = before(1).replace(day=1)


def owes(world, day, amount, landlord=None):
    return AccountBalance.objects.create(
        enrolment=world.mine,
        landlord=landlord or world.landlord,
        stated_on=day,
        amount=Decimal(amount),
        recorded_by=world.litigation.pk,
    )


def month(world, on, **amounts):
    """Write one month: resources by kind, RENT and RENTAL_CHARGES as charges."""
    for kind, amount in amounts.items():
        model = Charge if kind in ChargeKind.values and kind not in ResourceKind.values else Resource
        model.objects.create(enrolment=world.mine, month_on=on, kind=kind, amount=amount)


def facts(world, ended_on=None):
    return lease_facts(course_of(world.mine), ended_on or before(1))


def test_the_debt_is_the_last_statement_by_each_day(world):
    owes(world, SINCE - dt.timedelta(days=40), "900")
    owes(world, SINCE, "1200.50")
    owes(world, before(3), "412.30")
    owes(world, TODAY, "0")  # after the last day
    (debt,) = facts(world).debts
    assert debt.start.startswith("1\u202f200,50\u00a0€") or debt.start.startswith("1\u00a0200,50\u00a0€")
    assert debt.end.startswith("412,30\u00a0€")
    assert debt.change == "en baisse de 788,20\u00a0€"


def test_lengths_are_months_and_initials_stay_initials(world):
    CurrentHousing.objects.filter(enrolment=world.mine).update(situation=HousingSituation.SHELTER)
    told = final_facts(course_of(world.mine), before(1))
    assert told.days_said == duration(before(told.days), before(1))
    assert "Hébergement (CHRS, urgence, résidence)" in {line.label for line in told.housing}


def test_without_a_statement_by_the_entry_nothing_is_made_up(world):
    owes(world, before(3), "-20")
    (debt,) = facts(world).debts
    assert (debt.start, debt.change) == ("non renseignée", "")
    assert debt.end.startswith("20,00\u00a0€ en faveur du ménage")


def test_the_effort_rate_takes_the_benefit_off_the_cost_alone(world):
    """430 + 90 − 200 on 1 100: 29.1 % (domain.md §3.1); with 250 of benefit on 1 350: 20.0 %."""
    month(world, FIRST, WAGE=1100, HOUSING_BENEFIT=200, RENT=430, RENTAL_CHARGES=90)
    month(world, LAST, WAGE=1350, HOUSING_BENEFIT=250, RENT=430, RENTAL_CHARGES=90)
    line = facts(world).effort[0]
    assert line.start.startswith("29,1\u00a0%")
    assert line.end.startswith("20,0\u00a0%")


def test_without_resources_there_is_no_rate(world):
    month(world, LAST, RENT=430)
    line = facts(world).effort[0]
    assert "ne se calcule pas" in line.start
    assert "ne se calcule pas" in line.end


def test_they_freeze_with_the_rest_and_old_evaluations_still_read(world):
    owes(world, SINCE, "1200")
    owes(world, before(3), "412")
    row = written(world)
    exit_grid(world.mine)
    row = validate(by=world.manager.pk, evaluation=row, version=row.version, today=TODAY)
    owes(world, before(2), "9000")
    frozen = read_facts(row.facts)
    assert frozen is not None
    assert frozen.debts[0].end.startswith("412,00")
    assert read_facts(final_facts(course_of(world.mine), before(1)).frozen()).debts == ()


def test_the_team_reads_them_and_the_landlord_his_own_debt_alone(world, client_of, pdf_text):
    owes(world, SINCE, "1200")
    owes(world, before(3), "412")
    owes(world, before(3), "7777", landlord=world.other_landlord)
    month(world, FIRST, WAGE=1100, RENT=430)
    row = written(world)
    page = client_of(world.lead).get(reverse("journeys:evaluation", args=[world.mine.pk, row.pk])).text
    assert "412,00" in page
    assert "Taux d’effort" in page
    other = client_of(world.colleague).get(reverse("journeys:evaluation", args=[world.mine.pk, row.pk])).text
    assert "412,00" not in other
    exit_grid(world.mine)
    manager = client_of(world.manager)
    args = [world.mine.pk, row.pk]
    assert manager.post(reverse("journeys:evaluation_validate", args=args), {"version": row.version}).status_code == 302
    sent = {"landlord": str(world.landlord.pk)}
    assert manager.post(reverse("journeys:evaluation_inform", args=args), sent).status_code == 302
    answer = client_of(world.correspondent_orange).get(reverse("journeys:evaluation_information", args=args))
    text = pdf_text(b"".join(answer.streaming_content))
    assert "412,00" in text
    for private in ("7 777", "777,00", "Taux d’effort", "1 100"):
        assert private not in text
    stored = FinalEvaluation.objects.get(pk=row.pk)
    held = get_evaluation_to_manage(reader_of(world.manager), world.mine.pk, stored.pk)
    leaving = information_page(reader_of(world.manager), held).leaving
    assert len(leaving.debts) == 2
    assert [debt.landlord for debt in leaving.for_landlord(world.landlord.pk).debts] == [world.landlord.name]


def test_the_number_of_queries_does_not_grow(world, django_assert_max_num_queries):
    for count in (1, 3, 30):
        for rank in range(count):
            owes(world, before(rank + 1), str(rank))
        with django_assert_max_num_queries(8):
            facts(world)

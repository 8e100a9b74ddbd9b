"""What is to do for rents and plans, in « À faire », with where each date comes from."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from leases.enums import RentEntryKind
from leases.rules.plans import even_instalments
from leases.selectors.rent_due import due
from leases.services import plans, rent
from leases.services.plans import PlanTerms
from tests.days import TODAY, after, before
from tests.factories import leases as le
from tests.factories.records import ParameterFactory
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def sublease(world):
    ParameterFactory.make(code="arrears.months", value=2, started_on=D(2025, 1, 1))
    return made(world, world.mine)


def made(world, enrolment):
    head = le.HeadLeaseFactory.make(tenant_association=world.soligone, started_on=D(2026, 9, 1))
    lease = le.SubleaseFactory.make(
        head_lease=head, enrolment=enrolment, started_on=D(2026, 9, 1), rent=Decimal(300), charges=Decimal(0)
    )
    le.InsuranceCertificateFactory.make(lease=lease, started_on=D(2026, 9, 1), ended_on=D(2027, 8, 31))
    return lease


def titles(world, who="lead"):
    return {line.title: line.due_on for line in due(reader_of(world.people[who]), [world.mine.pk])}


def test_a_month_begun_is_to_call(world, sublease):
    assert titles(world) == {"Appeler le loyer de la sous-location": D(2026, 9, 1)}
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    assert titles(world) == {"Traiter l’impayé de la sous-location": D(2026, 10, 1)}


def test_a_respected_plan_answers_for_the_arrears(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    terms = PlanTerms(Decimal(900), TODAY, even_instalments(Decimal(900), 9, after(3)))
    plan = plans.agree_with_association(by=world.lead.pk, sublease=sublease, terms=terms, today=TODAY)
    assert titles(world) == {"Échéance du plan d’apurement attendue": after(3)}
    plans.pay_instalment(by=world.lead.pk, plan=plan, amount=Decimal(100), paid_on=TODAY, today=TODAY)
    assert titles(world) == {}


def test_a_broken_plan_lets_the_arrears_show(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    terms = PlanTerms(Decimal(900), before(60), even_instalments(Decimal(900), 9, before(11)))
    plans.agree_with_association(by=world.lead.pk, sublease=sublease, terms=terms, today=TODAY)
    assert set(titles(world)) == {"Échéance du plan d’apurement en retard", "Traiter l’impayé de la sous-location"}


def test_paid_down_nothing_is_due(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    rent.record_entry(
        by=world.lead.pk,
        lease=sublease,
        kind=RentEntryKind.PAYMENT,
        amount=Decimal(500),
        dated_on=TODAY,
        today=TODAY,
    )
    assert titles(world) == {}


@pytest.mark.parametrize("who", ["colleague", "other_worker", "litigation", "correspondent_orange"])
def test_nothing_is_said_to_others(world, sublease, who):
    assert titles(world, who) == {}


def test_the_todo_page_shows_it_with_its_act(world, sublease, client_of):
    page = client_of(world.lead).get(reverse("journeys:todo")).content.decode()
    assert "Appeler le loyer de la sous-location" in page
    assert reverse("journeys:rent_account", args=[world.mine.pk, sublease.pk]) in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_are_constant_in_files(world, sublease, count, django_assert_max_num_queries):
    files = [world.mine] + [enrol(world.securisation, world.soligone, world.lead) for _ in range(count - 1)]
    for enrolment in files[1:]:
        rent.call_rent(by=world.lead.pk, lease=made(world, enrolment), today=TODAY)
    reader = reader_of(world.lead)
    with django_assert_max_num_queries(16):
        assert len(due(reader, [file.pk for file in files])) == count

"""The pages of an account: its team keeps it, the landlord and strangers never learn of it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from leases.enums import RentEntryKind
from leases.models import RentEntry
from leases.services import rent
from tests.days import TODAY, before
from tests.factories import leases as le

pytestmark = pytest.mark.django_db
STRANGERS = ("colleague", "other_worker", "other_manager", "correspondent_orange", "adviser", "litigation", "admin")


@pytest.fixture
def sublease(world):
    day = dt.date(2026, 9, 16)
    head = le.HeadLeaseFactory.make(tenant_association=world.soligone, started_on=day)
    return le.SubleaseFactory.make(
        head_lease=head, enrolment=world.mine, started_on=day, rent=Decimal("317.31"), charges=Decimal(60)
    )


def url(name, world, lease, *more):
    return reverse(f"journeys:{name}", args=[world.mine.pk, lease.pk, *more])


def test_the_team_calls_records_and_reads(world, sublease, client_of):
    client = client_of(world.lead)
    page = client.get(url("rent_account", world, sublease)).content.decode()
    assert "Rien n’est encore inscrit" in page
    client.post(url("rent_call", world, sublease))
    sent = {"kind": "PAYMENT", "amount": "200,00", "dated_on": before(3).isoformat(), "note": "Virement"}
    assert client.post(url("rent_entry", world, sublease), sent).status_code == 302
    page = client.get(url("rent_account", world, sublease)).content.decode()
    assert "743,28" in page  # 158,66 + 30 + 2 × 377,31 − 200
    assert "Virement" in page
    tab = client.get(reverse("journeys:file_lease", args=[world.mine.pk])).content.decode()
    assert "743,28" in tab


def test_what_is_refused_is_said_beside_its_field_and_nothing_is_lost(world, sublease, client_of):
    sent = {"kind": "PAYMENT", "amount": "200", "dated_on": "2026-12-01", "note": "Avance de décembre"}
    page = client_of(world.lead).post(url("rent_entry", world, sublease), sent).content.decode()
    assert "Ce jour n’est pas encore venu" in page
    assert "Avance de décembre" in page
    assert not RentEntry.objects.exists()


def test_a_line_is_withdrawn_with_its_reason(world, sublease, client_of):
    row = le.RentEntryFactory.make(lease=sublease, recorded_by=world.lead.pk)
    client = client_of(world.lead)
    assert "Remplissez ce champ" in client.post(url("rent_withdraw", world, sublease, row.pk), {}).content.decode()
    client.post(url("rent_withdraw", world, sublease, row.pk), {"reason": "Chèque revenu impayé"})
    assert "Chèque revenu impayé" in client.get(url("rent_account", world, sublease)).content.decode()


def test_the_statement_is_a_pdf_named_by_the_file(world, sublease, client_of):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    answer = client_of(world.lead).get(url("rent_statement", world, sublease))
    assert answer.content.startswith(b"%PDF")
    assert f"releve-de-compte-2026-0148-{TODAY.isoformat()}.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_an_amount(world, sublease, client_of, who):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    client = client_of(world.people[who])
    for name in ("rent_account", "rent_statement", "rent_entry", "rent_revise"):
        answer = client.get(url(name, world, sublease))
        assert answer.status_code in (403, 404)
        assert "317,31" not in answer.content.decode()
    tab = client.get(reverse("journeys:file_lease", args=[world.mine.pk])).content.decode()
    assert "317,31" not in tab
    assert "Compte de la sous-location" not in tab


def test_another_files_sublease_does_not_exist_here(world, sublease, client_of):
    other = le.SubleaseFactory.make(enrolment=world.colleagues)
    assert client_of(world.manager).get(url("rent_account", world, other)).status_code == 404


def test_the_account_is_kept_by_the_association_that_sublets(world, client_of):
    lease = le.SubleaseFactory.make(
        head_lease=le.HeadLeaseFactory.make(tenant_association=world.cap_habitat), enrolment=world.mine
    )
    client = client_of(world.lead)
    assert "tenu par l’association qui sous-loue" in client.get(url("rent_account", world, lease)).content.decode()
    assert client.get(url("rent_entry", world, lease)).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_the_same_whatever_its_lines(world, sublease, client_of, count, django_assert_max_num_queries):
    for number in range(count):
        le.RentEntryFactory.make(
            lease=sublease, dated_on=before(number), kind=RentEntryKind.PAYMENT, recorded_by=world.lead.pk
        )
    client = client_of(world.lead)
    client.get(url("rent_account", world, sublease))
    with django_assert_max_num_queries(45):
        client.get(url("rent_account", world, sublease))

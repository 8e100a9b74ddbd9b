"""The benefit agency told of a sublease's arrears: « À faire » stops asking, and asks again once it is taken back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.refusals import Refused
from leases.selectors.rent_due import due
from leases.services import rent
from records.services.parameters import load_reference
from tests.days import TODAY, after
from tests.factories import leases as le
from tests.world import reader_of

pytestmark = pytest.mark.django_db
TITLE = "Traiter l’impayé de la sous-location"


@pytest.fixture
def sublease(world):
    load_reference(by=world.lead.pk)
    begun = dt.date(2026, 5, 1)
    head = le.HeadLeaseFactory.make(tenant_association=world.soligone, started_on=begun)
    lease = le.SubleaseFactory.make(
        head_lease=head, enrolment=world.mine, started_on=begun, rent=Decimal(300), charges=Decimal(0)
    )
    rent.call_rent(by=world.lead.pk, lease=lease, today=TODAY)
    return lease


def asked(world):
    return TITLE in {line.title for line in due(reader_of(world.lead), [world.mine.pk])}


def test_once_told_the_line_stops_until_it_is_taken_back(world, sublease, client_of):
    assert asked(world)
    client, url = client_of(world.lead), reverse("journeys:rent_agency", args=[world.mine.pk, sublease.pk])
    assert client.post(url, {"told_on": TODAY.isoformat()}).status_code == 302
    assert not asked(world)
    assert "Caisse avertie le" in client.get(reverse("journeys:rent_account", args=[world.mine.pk, sublease.pk])).text
    assert client.post(url, {"told_on": ""}).status_code == 302
    assert asked(world)


@pytest.mark.parametrize("day", [after(1), dt.date(2026, 4, 30)])
def test_a_day_ahead_or_before_the_sublease_is_refused(world, sublease, day):
    with pytest.raises(Refused) as refused:
        rent.tell_agency(by=world.lead.pk, lease=sublease, told_on=day, today=TODAY)
    assert refused.value.field == "told_on"

"""Channels, precautions, mandataires, months, housing requests."""

from decimal import Decimal

import pytest

from foundation.periods import Month
from foundation.refusals import Refused
from households.enums import (
    ChannelKind,
    ChargeKind,
    GuardianshipKind,
    PrecautionFlag,
    ResourceKind,
)
from households.models import (
    Channel,
    Charge,
    Guardian,
    HousingRequest,
    Resource,
)
from households.services import (
    channels,
    finances,
    guardians,
    housing_requests,
    precautions,
)
from households.services.finances import ChargeLine, ResourceLine
from records.models import Event
from tests.days import TODAY, before
from tests.households.files import D
from tests.world import adult_of

# Channels, precautions, guardians


def test_telephones_are_stored_with_their_country(world):
    add = {"by": world.lead.pk, "enrolment": world.mine, "started_on": TODAY}
    phone = channels.add(**add, kind=ChannelKind.PHONE, value="06 98 76 54 32", person=adult_of(world.mine))
    assert phone.value == "+33698765432"
    for kind, value in ((ChannelKind.PHONE, "123"), (ChannelKind.EMAIL, "nadia"), (ChannelKind.POST, "  ")):
        with pytest.raises(Refused) as refusal:
            channels.add(**add, kind=kind, value=value)
        assert refusal.value.field == "value"
    with pytest.raises(Refused, match="pas de ce ménage"):
        channels.add(**add, kind=ChannelKind.POST, value="BP 12", person=adult_of(world.others))
    channels.correct(by=world.lead.pk, channel=phone, kind=ChannelKind.EMAIL, value="n@exemple.fr", started_on=TODAY)
    channels.end(by=world.lead.pk, channel=phone, ended_on=TODAY)
    phone.refresh_from_db()
    assert (phone.kind, phone.value, phone.ended_on) == ("EMAIL", "n@exemple.fr", TODAY)
    with pytest.raises(Refused, match="déjà terminé"):
        channels.end(by=world.lead.pk, channel=phone, ended_on=TODAY)
    assert "+33" not in str(list(Event.objects.values_list("details", flat=True)))
    assert Channel.objects.filter(enrolment=world.mine).count() == 2


def test_precautions(world):
    add = {"by": world.lead.pk, "enrolment": world.mine, "started_on": TODAY}
    with pytest.raises(Refused) as refusal:
        precautions.add(**add, flag=PrecautionFlag.OTHER)
    assert refusal.value.field == "note"
    dog = precautions.add(**add, flag=PrecautionFlag.DOG)
    with pytest.raises(Refused, match="précéder"):
        precautions.end(by=world.lead.pk, precaution=dog, ended_on=before(1))
    precautions.end(by=world.lead.pk, precaution=dog, ended_on=TODAY)
    with pytest.raises(Refused, match="déjà levée"):
        precautions.end(by=world.lead.pk, precaution=dog, ended_on=TODAY)
    assert Event.objects.get(verb="precaution.added").details == {}


def test_guardians(world):
    add = {
        "by": world.lead.pk,
        "enrolment": world.mine,
        "person": adult_of(world.mine),
        "kind": GuardianshipKind.CURATORSHIP,
        "started_on": TODAY,
    }
    with pytest.raises(Refused) as refusal:
        guardians.add(**add, name="UDAF", telephone="12")
    assert refusal.value.field == "telephone"
    with pytest.raises(Refused, match="nom du mandataire"):
        guardians.add(**add, name=" ")
    with pytest.raises(Refused, match="pas de ce ménage"):
        guardians.add(**{**add, "person": adult_of(world.others)}, name="UDAF")
    guardian = guardians.add(**add, name="UDAF 84", telephone="0490123456")
    assert guardian.telephone == "+33490123456"
    guardians.end(by=world.lead.pk, guardian=guardian, ended_on=TODAY)
    assert Guardian.objects.get(pk=guardian.pk).ended_on == TODAY


# Months


def test_a_month_is_written_whole_and_replaced_whole(world):
    adult = adult_of(world.mine)
    month = Month(2026, 10)

    def write(resources, charges):
        finances.record_month(by=world.lead.pk, enrolment=world.mine, month=month, resources=resources, charges=charges)

    write([ResourceLine(ResourceKind.RSA, Decimal("635.71"), adult.pk)], [ChargeLine(ChargeKind.RENT, Decimal(412))])
    write(
        [ResourceLine(ResourceKind.WAGE, Decimal(900), adult.pk), ResourceLine(ResourceKind.FAMILY, Decimal(150))], []
    )
    rows = Resource.objects.filter(enrolment=world.mine, month_on=month.first).values_list("kind", "amount", "person")
    assert set(rows) == {("WAGE", Decimal(900), adult.pk), ("FAMILY", Decimal(150), None)}
    assert not Charge.objects.filter(enrolment=world.mine).exists()
    event = Event.objects.filter(verb="finances.recorded").latest("at")
    assert event.details == {"month": "2026-10", "lines": 2, "replaced": 2}


def test_a_month_refuses_a_stranger_and_an_absurd_amount_and_keeps_what_was_there(world):
    month, count = Month(2026, 10), Resource.objects.filter(enrolment=world.mine).count()
    for line in (
        ResourceLine(ResourceKind.RSA, Decimal(1), adult_of(world.others).pk),
        ResourceLine(ResourceKind.RSA, Decimal(-1)),
        ResourceLine(ResourceKind.RSA, Decimal(10**7)),
    ):
        with pytest.raises(Refused):
            finances.record_month(by=world.lead.pk, enrolment=world.mine, month=month, resources=[line], charges=[])
    assert Resource.objects.filter(enrolment=world.mine).count() == count


# Housing requests


def test_a_nur_is_never_unique_and_is_completed_when_typed_again(world):
    for enrolment in (world.mine, world.others):
        housing_requests.record_nur(by=world.lead.pk, enrolment=enrolment, number="084 1026 01234567890")
    again = housing_requests.record_nur(
        by=world.lead.pk, enrolment=world.mine, number="084102601234567890", filed_on=D(2026, 10, 1)
    )
    assert HousingRequest.objects.filter(number="084102601234567890").count() == 2
    assert again.filed_on == D(2026, 10, 1)
    with pytest.raises(Refused, match="précéder le dépôt"):
        housing_requests.record_nur(
            by=world.lead.pk, enrolment=world.mine, number="084102601234567890", renewed_on=D(2026, 9, 1)
        )
    with pytest.raises(Refused) as refusal:
        housing_requests.record_nur(by=world.lead.pk, enrolment=world.mine, number="<script>")
    assert refusal.value.field == "number"

"""The split of a household: two files, one history, no inherited access."""

import datetime as dt

import pytest

from foundation.refusals import Refused
from households import readings
from households.enums import MemberKind, Presence, SharingScope
from households.models import Enrolment, HouseholdMember, SearchEntry
from households.services import protection, sharing, splits
from households.services.splits import Leaver
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import adult_of, reader_of


@pytest.fixture
def couple(world):
    """Two adults and a child in `mine`."""
    second = h.PersonFactory.make(first_name="Karim", last_name="Bensaïd")
    h.HouseholdMemberFactory.make(household=world.mine.household, person=second, kind=MemberKind.OTHER_ADULT)
    return second


def child_of(enrolment):
    return enrolment.household.members.filter(kind=MemberKind.CHILD).first().person


def test_each_household_keeps_its_own_and_the_child_is_in_both(world, couple):
    child, day = child_of(world.mine), before(10)
    made = splits.split(
        by=world.lead.pk,
        enrolment=world.mine,
        leavers=[Leaver(couple), Leaver(child, Presence.SHARED_CUSTODY, stays_too=True)],
        split_on=day,
    )
    eve = day - dt.timedelta(days=1)
    old = set(
        HouseholdMember.objects.filter(household=world.mine.household).values_list(
            "person__first_name", "presence", "started_on", "ended_on"
        )
    )
    assert old == {
        ("Nadia", "PERMANENT", world.mine.started_on, None),
        ("Karim", "PERMANENT", world.mine.started_on, eve),
        ("Lina", "PERMANENT", world.mine.started_on, eve),
        ("Lina", "SHARED_CUSTODY", day, None),
    }
    new = set(made.household.members.values_list("person__first_name", "kind", "presence", "started_on", "ended_on"))
    assert new == {("Karim", "ADULT", "PERMANENT", day, None), ("Lina", "CHILD", "SHARED_CUSTODY", day, None)}
    assert made.split_from == world.mine
    assert made.household.split_from == world.mine.household
    assert made.version == world.mine.version
    assert made.holders.get().cause == "SPLIT"
    assert SearchEntry.objects.filter(enrolment=made).count() == 2


def test_access_is_not_inherited(world, couple):
    made = splits.split(
        by=world.lead.pk, enrolment=world.mine, leavers=[Leaver(couple)], split_on=TODAY, association=world.cap_habitat
    )
    for relation in ("workers", "namings", "channels", "housings", "precautions", "agreements", "resources"):
        assert not getattr(made, relation).exists()
    for user in (world.lead, world.manager, world.correspondent_orange, world.adviser):
        assert made not in Enrolment.objects.visible_to(reader_of(user))
    assert made in Enrolment.objects.visible_to(reader_of(world.other_manager))


def test_the_link_shows_to_readers_of_both_alone(world, couple):
    made = splits.split(by=world.lead.pk, enrolment=world.mine, leavers=[Leaver(couple)], split_on=TODAY)
    assert [ref.enrolment_id for ref in readings.people(reader_of(world.lead), world.mine).splits] == [made.pk]
    assert readings.people(reader_of(world.lead), made).split_from.enrolment_id == world.mine.pk
    assert readings.people(reader_of(world.correspondent_orange), world.mine).splits == ()
    protection.protect(by=world.manager.pk, enrolment=made, started_on=TODAY, today=TODAY)
    made.refresh_from_db()
    assert readings.people(reader_of(world.lead), world.mine).splits == ()
    assert readings.people(reader_of(world.manager), world.mine).splits != ()


def test_the_remaining_adults_accord_opens_the_second_association(world, couple):
    sharing.record_agreement(
        by=world.lead.pk,
        enrolment=world.mine,
        person=adult_of(world.mine),
        scope=SharingScope.ASSOCIATIONS,
        is_granted=True,
        started_on=before(20),
    )
    assert world.mine.holders.count() == 1
    splits.split(by=world.lead.pk, enrolment=world.mine, leavers=[Leaver(couple)], split_on=before(5))
    assert world.mine.holders.get(role="ASSOCIATE").started_on == before(5)


@pytest.mark.parametrize(
    ("who", "day", "said"),
    [
        ("nobody", TODAY, "au moins un adulte"),
        ("child", TODAY, "au moins un adulte"),
        ("stranger", TODAY, "n’est pas du ménage"),
        ("twice", TODAY, "n’est pas du ménage"),
        ("everybody", TODAY, "reste dans le ménage"),
        ("staying", TODAY, "un des deux ménages"),
        ("couple", dt.date(2026, 6, 1), "arrivée ce jour-là"),
        ("couple", dt.date(2026, 5, 31), "n’est pas du ménage"),
    ],
)
def test_refusals_leave_nothing(world, couple, who, day, said):
    leavers = {
        "nobody": [],
        "child": [Leaver(child_of(world.mine))],
        "stranger": [Leaver(adult_of(world.others))],
        "twice": [Leaver(couple), Leaver(couple)],
        "everybody": [Leaver(couple), Leaver(adult_of(world.mine))],
        "staying": [Leaver(couple, stays_too=True)],
        "couple": [Leaver(couple)],
    }[who]
    count = Enrolment.objects.count()
    with pytest.raises(Refused, match=said):
        splits.split(by=world.lead.pk, enrolment=world.mine, leavers=leavers, split_on=day)
    assert Enrolment.objects.count() == count
    assert not HouseholdMember.objects.filter(ended_on__isnull=False).exists()

"""Protected addresses, accords, the notice."""

import datetime as dt

import pytest

from foundation.refusals import Refused
from households.enums import (
    HolderCause,
    HolderRole,
    MemberKind,
    NoticeMeans,
    SharingScope,
)
from households.models import (
    Enrolment,
    EnrolmentWorker,
    HouseholdMember,
    ProtectedReader,
    SearchEntry,
    SearchKey,
    SharingAgreement,
)
from households.services import (
    people,
    protection,
    sharing,
)
from households.services.enrolments import NewPerson
from records.models import Event
from tests.days import TODAY, before
from tests.households.files import INES, opened, verbs
from tests.world import adult_of

THREE_DAYS_AGO = before(3)


# Protection


def test_protecting_deletes_plaintext_rows_and_lifting_brings_them_back(world):
    enrolment = opened(world)
    with pytest.raises(Refused, match="au plus tard"):
        protection.protect(by=world.lead.pk, enrolment=enrolment, started_on=TODAY + dt.timedelta(days=1), today=TODAY)
    protection.protect(
        by=world.manager.pk, enrolment=enrolment, started_on=TODAY, today=TODAY, readers=[world.colleague]
    )
    assert not SearchEntry.objects.filter(enrolment=enrolment).exists()
    assert SearchKey.objects.filter(enrolment=enrolment).count() == 4  # Inès under three names, Léo under one
    assert Enrolment.objects.get(pk=enrolment.pk).is_protected
    people.add_person(
        by=world.lead.pk,
        enrolment=enrolment,
        person=NewPerson(first_name="Ana", last_name="Carvalho"),
        started_on=TODAY,
    )
    assert not SearchEntry.objects.filter(enrolment=enrolment).exists()
    with pytest.raises(Refused, match="déjà protégée"):
        protection.protect(by=world.manager.pk, enrolment=enrolment, started_on=TODAY, today=TODAY)
    protection.lift(by=world.manager.pk, enrolment=enrolment, ended_on=TODAY)
    assert SearchEntry.objects.filter(enrolment=enrolment).count() == 3
    assert not ProtectedReader.objects.filter(ended_on__isnull=True).exists()
    with pytest.raises(Refused, match="n’est pas protégée"):
        protection.lift(by=world.manager.pk, enrolment=enrolment, ended_on=TODAY)


def test_the_list_takes_people_concerned_and_no_one_else(world):
    listed = protection.name_reader(by=world.colleague.pk, protection=world.protection, user=world.lead, today=TODAY)
    with pytest.raises(Refused, match="déjà sur la liste"):
        protection.name_reader(by=world.colleague.pk, protection=world.protection, user=world.lead, today=TODAY)
    protection.name_reader(
        by=world.colleague.pk, protection=world.protection, user=world.correspondent_apt, today=TODAY
    )
    for stranger in (world.other_worker, world.admin, world.other_landlord_correspondent):
        with pytest.raises(Refused, match="concernée"):
            protection.name_reader(by=world.colleague.pk, protection=world.protection, user=stranger, today=TODAY)
    protection.remove_reader(by=world.colleague.pk, reader=listed, today=TODAY)
    assert not ProtectedReader.objects.filter(user=world.lead).exists()  # it would have covered no day


# Accords


def answer(world, person, scope=SharingScope.ASSOCIATIONS, granted=True, day=THREE_DAYS_AGO):
    return sharing.record_agreement(
        by=world.lead.pk, enrolment=world.mine, person=person, scope=scope, is_granted=granted, started_on=day
    )


def test_the_second_association_comes_when_every_adult_agreed_and_goes_when_one_withdraws(world):
    newcomer = people.add_person(by=world.lead.pk, enrolment=world.mine, person=INES, started_on=before(5)).person
    first = answer(world, adult_of_two(world), day=before(4))
    assert not world.mine.holders.filter(role=HolderRole.ASSOCIATE).exists()
    answer(world, newcomer, day=before(3))
    holder = world.mine.holders.get(role=HolderRole.ASSOCIATE)
    assert (holder.association, holder.started_on, holder.cause) == (
        world.cap_habitat,
        before(3),
        HolderCause.SHARING_AGREEMENT,
    )
    sharing.revoke(by=world.lead.pk, agreement=first, revoked_on=TODAY)
    holder.refresh_from_db()
    first.refresh_from_db()
    assert holder.ended_on == first.ended_on == before(1)
    with pytest.raises(Refused, match="plus en vigueur"):
        sharing.revoke(by=world.lead.pk, agreement=first, revoked_on=TODAY)


def adult_of_two(world):
    return HouseholdMember.objects.get(
        household=world.mine.household, kind=MemberKind.ADULT, person__last_name="Bensaïd"
    ).person


def test_an_adult_who_arrives_closes_what_she_did_not_agree_to(world):
    answer(world, adult_of(world.mine))
    assert world.mine.holders.open_on(TODAY).count() == 2
    people.add_person(by=world.lead.pk, enrolment=world.mine, person=INES, started_on=TODAY)
    assert world.mine.holders.open_on(TODAY).count() == 1
    member = HouseholdMember.objects.get(household=world.mine.household, person__first_name="Inès")
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=member, ended_on=TODAY)
    assert world.mine.holders.open_on(TODAY + dt.timedelta(days=1)).count() == 2


def test_an_accord_withdrawn_on_its_day_is_a_refusal(world):
    agreement = answer(world, adult_of(world.mine), day=TODAY)
    sharing.revoke(by=world.lead.pk, agreement=agreement, revoked_on=TODAY)
    agreement.refresh_from_db()
    assert (agreement.is_granted, agreement.ended_on) == (False, None)
    assert world.mine.holders.count() == 1


def test_a_refusal_is_recorded_and_opens_nothing(world):
    answer(world, adult_of(world.mine), granted=False)
    assert world.mine.holders.count() == 1
    assert verbs(world.mine) == ["agreement.refused"]
    answer(world, adult_of(world.mine), day=TODAY)
    assert SharingAgreement.objects.filter(enrolment=world.mine).count() == 2
    assert world.mine.holders.count() == 2


def test_an_accord_is_given_by_an_adult_of_that_day(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD).person
    for person in (child, adult_of(world.others)):
        with pytest.raises(Refused, match="Seul un adulte"):
            answer(world, person)
    answer(world, adult_of(world.mine))
    with pytest.raises(Refused, match="déjà enregistrée"):
        answer(world, adult_of(world.mine))


def test_the_notice_says_who_gave_it(world):
    notice = sharing.give_notice(by=world.lead.pk, enrolment=world.mine, given_on=TODAY, means=NoticeMeans.MEETING)
    assert notice.given_by == world.lead.pk
    assert verbs(world.mine) == ["notice.given"]


def test_no_event_tells_a_name(world):
    enrolment = opened(world)
    people.add_person(by=world.lead.pk, enrolment=enrolment, person=INES, started_on=TODAY)
    assert EnrolmentWorker.objects.exists()
    told = str(list(Event.objects.values_list("details", "verb", "kind"))).casefold()
    for name_ in ("carvalho", "inès", "léo", "da silva"):
        assert name_ not in told

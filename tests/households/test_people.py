"""Who lives in the household, and where."""

import pytest

from foundation.refusals import Refused
from households.enums import (
    HousingSituation,
    MemberKind,
    Presence,
)
from households.models import (
    CurrentHousing,
    SearchEntry,
)
from households.services import (
    housing,
    people,
)
from households.services.housing import Place
from tests.days import TODAY, before
from tests.factories import households as h
from tests.households.files import INES, D, verbs
from tests.world import adult_of

# People


def test_a_newcomer_is_found_by_search_and_told_to_the_journal(world):
    member = people.add_person(by=world.lead.pk, enrolment=world.mine, person=INES, started_on=TODAY)
    assert SearchEntry.objects.filter(enrolment=world.mine, person=member.person, text__contains="carvalho").exists()
    assert verbs(world.mine) == ["member.entered"]


def test_correcting_a_name_corrects_search_everywhere(world):
    person = adult_of(world.mine)
    h.HouseholdMemberFactory.make(household=world.others.household, person=person, kind=MemberKind.OTHER_ADULT)
    people.correct_person(
        by=world.lead.pk,
        enrolment=world.mine,
        person=person,
        civility=person.civility,
        first_name="Nadège",
        last_name="Bensaïd-Œuvrard",
    )
    texts = SearchEntry.objects.filter(person=person).values_list("text", flat=True)
    assert list(texts) == ["nadege bensaid oeuvrard"] * 2
    with pytest.raises(Refused):
        people.correct_person(
            by=world.lead.pk,
            enrolment=world.mine,
            person=person,
            civility=person.civility,
            first_name="",
            last_name="X",
        )


def test_correcting_nothing_leaves_no_event(world):
    person = adult_of(world.mine)
    people.correct_person(
        by=world.lead.pk,
        enrolment=world.mine,
        person=person,
        civility=person.civility,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_on=person.birth_on,
    )
    assert verbs(world.mine) == []


def test_a_member_leaves_on_her_last_day_and_comes_back_later(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD)
    with pytest.raises(Refused, match="précéder"):
        people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=D(2026, 5, 31))
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=before(10), reason="Chez son père")
    with pytest.raises(Refused, match="déjà enregistré"):
        people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=TODAY)
    back = {
        "by": world.lead.pk,
        "enrolment": world.mine,
        "person": child.person,
        "kind": MemberKind.CHILD,
        "presence": Presence.VISITING,
    }
    with pytest.raises(Refused, match="déjà partie"):
        people.add_member(**back, started_on=before(10))
    people.add_member(**back, started_on=before(9))
    assert world.mine.household.members.filter(person=child.person).count() == 2


def test_the_last_person_does_not_leave_her_household(world):
    adult, child = world.mine.household.members.all()
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=TODAY)
    with pytest.raises(Refused, match="dernière personne"):
        people.end_member(by=world.lead.pk, enrolment=world.mine, member=adult, ended_on=TODAY)


def test_a_presence_changes_from_a_day_or_is_corrected_from_the_first(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD)
    change = {"by": world.lead.pk, "enrolment": world.mine, "kind": MemberKind.CHILD}
    people.change_presence(**change, member=child, presence=Presence.VISITING, started_on=child.started_on)
    child.refresh_from_db()
    assert (child.presence, child.ended_on) == (Presence.VISITING, None)
    new = people.change_presence(**change, member=child, presence=Presence.SHARED_CUSTODY, started_on=D(2026, 9, 1))
    child.refresh_from_db()
    assert (child.ended_on, new.started_on, new.presence) == (D(2026, 8, 31), D(2026, 9, 1), Presence.SHARED_CUSTODY)
    with pytest.raises(Refused, match="ne fait plus partie"):
        people.change_presence(**change, member=child, presence=Presence.PERMANENT, started_on=TODAY)
    with pytest.raises(Refused, match="01/09/2026"):
        people.change_presence(**change, member=new, presence=Presence.PERMANENT, started_on=D(2026, 8, 31))


# Housing


def test_a_move_closes_the_place_before_on_the_eve(world):
    tenant = Place(HousingSituation.TENANT, address=" 3 rue Droite ", city="Apt", postcode="84400")
    housing.move_to(by=world.lead.pk, enrolment=world.mine, place=tenant, started_on=D(2026, 9, 1))
    new, former = CurrentHousing.objects.filter(enrolment=world.mine).order_by("-started_on")
    assert (former.ended_on, new.started_on, new.address) == (D(2026, 8, 31), D(2026, 9, 1), "3 rue Droite")
    for day in (D(2026, 9, 1), D(2026, 8, 31)):
        with pytest.raises(Refused, match="01/09/2026"):
            housing.move_to(by=world.lead.pk, enrolment=world.mine, place=tenant, started_on=day)


def test_a_past_place_fits_between_the_others(world):
    street = Place(HousingSituation.STREET)
    add = {"by": world.lead.pk, "enrolment": world.mine, "place": street}
    housing.move_to(**add, started_on=D(2026, 1, 1), ended_on=D(2026, 5, 31))
    with pytest.raises(Refused, match="chevauchent"):
        housing.move_to(**add, started_on=D(2025, 12, 1), ended_on=D(2026, 1, 1))
    with pytest.raises(Refused, match="précéder"):
        housing.move_to(**add, started_on=D(2025, 12, 1), ended_on=D(2025, 11, 30))
    housing.move_to(**add, started_on=D(2025, 12, 1), ended_on=D(2025, 12, 31))
    assert CurrentHousing.objects.filter(enrolment=world.mine).count() == 3


def test_a_place_is_corrected_without_overlapping(world):
    street = Place(HousingSituation.STREET)
    past = housing.move_to(
        by=world.lead.pk, enrolment=world.mine, place=street, started_on=D(2026, 1, 1), ended_on=D(2026, 3, 31)
    )
    housing.correct(by=world.lead.pk, housing=past, place=street, started_on=D(2026, 1, 1), ended_on=D(2026, 5, 31))
    with pytest.raises(Refused, match="chevauchent"):
        housing.correct(by=world.lead.pk, housing=past, place=street, started_on=D(2026, 1, 1))
    with pytest.raises(Refused, match="cinq chiffres"):
        housing.correct(
            by=world.lead.pk,
            housing=past,
            place=Place(HousingSituation.STREET, postcode="8400A"),
            started_on=D(2026, 1, 1),
            ended_on=D(2026, 1, 2),
        )


def test_a_unit_is_of_its_landlord(world):
    for landlord in (None, world.landlord):
        with pytest.raises(Refused, match="unité"):
            housing.move_to(
                by=world.lead.pk,
                enrolment=world.mine,
                place=Place(HousingSituation.TENANT, landlord=landlord, unit=world.other_unit),
                started_on=TODAY,
            )

"""A household separates: the old file keeps its history, the new one inherits nothing but its people."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment, StateChange
from households.enums import Civility, MemberKind
from households.models import Enrolment, EnrolmentWorker, HouseholdMember
from records.models import Event
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import adult_of

DAY = before(20)


@pytest.fixture
def partner(world):
    """The second adult of the household, there since it came."""
    person = h.PersonFactory.make(first_name="Karim", last_name="Bensaïd", civility=Civility.MR)
    h.HouseholdMemberFactory.make(household=world.mine.household, person=person, started_on=world.mine.started_on)
    return person


@pytest.fixture
def child(world):
    return world.mine.household.members.get(kind=MemberKind.CHILD).person


@pytest.fixture
def typed(world, partner, child):
    return {
        "split_on": DAY.isoformat(),
        "leavers": [str(partner.pk)],
        f"child_{child.pk}": "BOTH",
        "state": "DIAGNOSED",
        "lead": str(world.colleague.pk),
    }


@pytest.fixture
def url(world):
    return reverse("journeys:split", args=[world.mine.pk])


def present(household, day):
    rows = HouseholdMember.objects.open_on(day).filter(household=household)
    return {row.person.first_name for row in rows}


def test_one_act_makes_both(world, client_of, url, typed):
    response = client_of(world.lead).post(url, typed)
    assert response.status_code == 302, response.context["form"].errors
    made = Enrolment.objects.get(split_from=world.mine)
    assert present(world.mine.household, TODAY) == {"Nadia", "Lina"}
    assert present(made.household, TODAY) == {"Karim", "Lina"}
    assert present(world.mine.household, DAY - dt.timedelta(days=1)) == {"Nadia", "Karim", "Lina"}
    course = Accompaniment.objects.get(enrolment=made)
    assert (course.state, course.state_on, course.is_taken_over) == (State.DIAGNOSED, DAY, True)
    assert EnrolmentWorker.objects.get(enrolment=made).user_id == world.colleague.pk
    assert not made.namings.exists()
    assert not made.housings.exists()
    assert not made.resources.exists()
    acts = Event.objects.filter(verb__in=["household.split", "accompaniment.taken_over", "worker.lead_named"])
    assert acts.values("act").distinct().count() == 1


def test_access_is_not_inherited(world, client_of, url, typed):
    client_of(world.lead).post(url, typed)
    made = Enrolment.objects.get(split_from=world.mine)
    file = reverse("journeys:file", args=[made.pk])
    assert client_of(world.correspondent_orange).get(file).status_code == 404
    assert client_of(world.adviser).get(file).status_code == 404
    page = client_of(world.lead).get(file).content.decode()
    assert "Vous n’êtes pas de l’équipe de ce dossier" in page


def test_the_new_file_may_wait_for_its_manager(world, client_of, url, typed):
    assert client_of(world.lead).post(url, {**typed, "lead": ""}).status_code == 302
    made = Enrolment.objects.get(split_from=world.mine)
    assert not EnrolmentWorker.objects.filter(enrolment=made).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"split_on": ""}, "split_on"),
        ({"split_on": "9999-12-31"}, "split_on"),
        ({"split_on": (TODAY + dt.timedelta(days=1)).isoformat()}, "split_on"),
        ({"split_on": "2026-06-01"}, "split_on"),
        ({"split_on": "2020-01-01"}, None),
        ({"leavers": []}, "leavers"),
        ({"leavers": ["nobody"]}, "leavers"),
        ({"state": "CLOSED"}, "state"),
        ({"state": "x" * 10_000}, "state"),
        ({"lead": "\x00"}, None),
    ],
)
def test_what_is_refused_keeps_what_was_typed(world, client_of, url, typed, change, field):
    response = client_of(world.lead).post(url, {**typed, **change})
    if field is None and response.status_code == 302:
        return
    assert response.status_code == 200
    assert response.context["form"].errors
    if field:
        assert field in response.context["form"].errors
    assert not Enrolment.objects.filter(split_from=world.mine).exists()
    assert Accompaniment.objects.filter(enrolment=world.mine).count() == 1
    assert StateChange.objects.filter(is_taken_over=True, accompaniment__enrolment=world.mine).count() == 1


def test_everybody_cannot_leave(world, client_of, url, typed):
    data = {**typed, "leavers": [str(adult_of_first(world)), typed["leavers"][0]]}
    response = client_of(world.lead).post(url, data)
    assert response.status_code == 200
    assert "Un adulte au moins reste" in response.content.decode()


def adult_of_first(world):
    return (
        world.mine.household.members.filter(kind=MemberKind.ADULT)
        .order_by("pk")
        .exclude(person__first_name="Karim")
        .get()
        .person_id
    )


def test_a_worker_of_another_association_may_not_follow(world, client_of, url, typed):
    response = client_of(world.lead).post(url, {**typed, "lead": str(world.other_worker.pk)})
    assert response.status_code == 200
    assert "lead" in response.context["form"].errors


def test_a_lone_adult_does_not_separate(world, client_of, url):
    assert adult_of(world.mine)
    page = client_of(world.lead).get(url).content.decode()
    assert "Ce ménage ne compte qu’un adulte" in page


@pytest.mark.parametrize(("name", "status"), [("colleague", 403), ("correspondent_orange", 403), ("other_worker", 404)])
def test_who_may_not(world, client_of, url, typed, name, status):
    client = client_of(world.people[name])
    assert client.get(url).status_code == status
    assert client.post(url, typed).status_code == status

"""A worker leaves: all her files go, or nothing does."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments.enums import Outcome
from foundation.refusals import Refused
from households.enums import WorkerRole
from households.models import EnrolmentWorker
from journeys.services.departures import depart
from partners.models import Membership
from records.models import Event
from tests.days import TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import enrol

LAST = after(9)


@pytest.fixture
def membership(world):
    return Membership.objects.get(user=world.lead)


def url(membership):
    return reverse("journeys:departure", args=[membership.pk])


def sent(world, **values):
    data = {"ended_on": LAST.isoformat(), "everyone": str(world.colleague.pk)}
    return data | {f"successor_{key}": value for key, value in values.items()}


def leads(enrolment, day):
    rows = EnrolmentWorker.objects.open_on(day).filter(enrolment=enrolment, role=WorkerRole.LEAD)
    return [row.user_id for row in rows]


def test_everything_goes_on_the_morrow(world, client_of, membership):
    second = enrol(world.securisation, world.soligone, world.lead, last_name="Second")
    third = p.UserFactory.make()
    p.MembershipFactory.make(user=third, organisation=world.soligone)
    h.EnrolmentWorkerFactory.make(
        enrolment=world.colleagues, user=world.lead, association=world.soligone, role=WorkerRole.CO_WORKER
    )
    early, late = (
        a.MeetingFactory.make(
            enrolment=world.mine,
            association=world.soligone,
            worker=world.lead,
            outcome=Outcome.PLANNED,
            minutes=None,
            starts_at=at(day, 10),
        )
        for day in (after(3), after(20))
    )
    data = {**sent(world), f"successor_{second.pk}": str(third.pk)}
    response = client_of(world.manager).post(url(membership), data)
    assert response.status_code == 302, response.context["form"].errors
    assert leads(world.mine, LAST) == [world.lead.pk]
    assert leads(world.mine, LAST + dt.timedelta(days=1)) == [world.colleague.pk]
    assert leads(second, LAST + dt.timedelta(days=1)) == [third.pk]
    early.refresh_from_db()
    late.refresh_from_db()
    assert early.worker_id == world.lead.pk
    assert late.worker_id == world.colleague.pk
    membership.refresh_from_db()
    assert membership.ended_on == LAST
    assert not EnrolmentWorker.objects.open_on(LAST + dt.timedelta(days=1)).filter(user=world.lead).exists()
    events = Event.objects.filter(verb__in=["worker.departed", "meeting.handed_over", "membership.ended"])
    assert events.values("act").distinct().count() == 1
    assert events.count() == 3


def test_nothing_is_done_when_one_file_has_nobody(world, client_of, membership):
    second = enrol(world.securisation, world.soligone, world.lead, last_name="Second")
    data = {"ended_on": LAST.isoformat(), f"successor_{second.pk}": str(world.colleague.pk)}
    response = client_of(world.manager).post(url(membership), data)
    assert response.status_code == 200
    assert "Choisissez qui suivra ce ménage." in response.content.decode()
    assert leads(second, LAST + dt.timedelta(days=1)) == [world.lead.pk]
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_the_service_refuses_a_file_left_out(world, membership):
    with pytest.raises(Refused) as refused:
        depart(by=world.manager.pk, membership=membership, ended_on=LAST, successors={}, today=TODAY)
    assert refused.value.field == f"successor_{world.mine.pk}"
    assert leads(world.mine, after(30)) == [world.lead.pk]


def test_someone_of_another_association_may_not_follow(world, client_of, membership):
    data = {"ended_on": LAST.isoformat(), f"successor_{world.mine.pk}": str(world.other_worker.pk)}
    response = client_of(world.manager).post(url(membership), data)
    assert response.status_code == 200
    assert "Choisissez une des personnes proposées." in response.content.decode()


def test_closed_files_stay_with_who_followed_them(world, membership):
    world.mine.ended_on = before(5)
    world.mine.save()
    moved = depart(by=world.manager.pk, membership=membership, ended_on=LAST, successors={}, today=TODAY)
    assert moved == 0


def test_a_departure_without_files_asks_for_a_day_only(world, client_of):
    newcomer = p.UserFactory.make()
    membership = p.MembershipFactory.make(user=newcomer, organisation=world.soligone)
    client = client_of(world.manager)
    assert "everyone" not in client.get(url(membership)).context["form"].fields
    assert client.post(url(membership), {"ended_on": TODAY.isoformat()}).status_code == 302
    membership.refresh_from_db()
    assert membership.ended_on == TODAY


def test_an_administrator_is_told_to_ask_the_manager(world, client_of, membership):
    page = client_of(world.admin).get(url(membership)).content.decode()
    assert "1\u00a0ménage" in page
    assert "Bensaïd" not in page
    assert "Demandez à la responsable de Soligone" in page
    client_of(world.admin).post(url(membership), sent(world))
    membership.refresh_from_db()
    assert membership.ended_on is None


@pytest.mark.parametrize("name", ["lead", "colleague", "other_manager", "correspondent_orange", "landlord_manager"])
def test_nobody_else_may_know_of_it(world, client_of, membership, name):
    client = client_of(world.people[name])
    assert client.get(url(membership)).status_code == 404
    assert client.post(url(membership), sent(world)).status_code == 404


def test_only_a_workers_role_ends_here(world, client_of):
    manages = Membership.objects.get(user=world.manager)
    assert client_of(world.manager).get(url(manages)).status_code == 404


@pytest.mark.parametrize(
    "ended_on", ["", "hier", "0001-01-01", "9999-12-31", "2023-12-31", "2028-11-21", "\x00", "x" * 10_000]
)
def test_absurd_days(world, client_of, membership, ended_on):
    response = client_of(world.manager).post(url(membership), {**sent(world), "ended_on": ended_on})
    assert response.status_code == 200
    assert response.context["form"].errors["ended_on"]
    assert str(world.colleague.pk) in response.content.decode()
    membership.refresh_from_db()
    assert membership.ended_on is None


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_page_do_not_grow(world, client_of, membership, count, django_assert_max_num_queries):
    for number in range(count - 1):
        enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Nom{number}")
    client = client_of(world.manager)
    client.get(url(membership))
    with django_assert_max_num_queries(30):
        assert len(client.get(url(membership)).context["page"].lines) == count

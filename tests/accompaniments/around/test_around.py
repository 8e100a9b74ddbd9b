"""Services beside a household: who reads that they are there, what is refused, what is awaited (domain.md §3.9)."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from accompaniments import selectors as accompaniments
from accompaniments.enums import OrientationAnswer
from accompaniments.models import Orientation, PresentService
from accompaniments.readings.around import orientations, present_services
from accompaniments.services import around
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.enums import HolderRole, SharingScope
from households.permissions import standing
from partners.enums import ServiceKind
from partners.services.directory import ServiceFacts, add_service, edit_service
from records.models import Event
from tests.days import TODAY, after, before
from tests.factories import households as h
from tests.world import reader_of

pytestmark = pytest.mark.django_db
FAMILY = "Relais des familles d’Orange"
CARE = "Centre de soins du Ventoux"


@pytest.fixture
def directory(world):
    by, kept_by_id = world.lead.pk, world.soligone.pk

    def added(name, kind):
        return add_service(by=by, kept_by_id=kept_by_id, facts=ServiceFacts(name, kind, towns="Orange"), today=TODAY)

    return {"family": added(FAMILY, ServiceKind.FAMILY), "care": added(CARE, ServiceKind.HEALTH)}


def note(world, service, **values):
    said = {"started_on": before(30), "audience": Audience.TEAM, **values}
    return around.note_service(
        by=world.lead.pk,
        enrolment=world.mine,
        association_id=world.soligone.pk,
        service=service,
        today=TODAY,
        **said,
    )


def orient(world, service, **values):
    said = {"oriented_on": before(10), "audience": Audience.TEAM, **values}
    return around.orient(
        by=world.lead.pk,
        enrolment=world.mine,
        association_id=world.soligone.pk,
        service=service,
        today=TODAY,
        **said,
    )


def names_read(user, enrolment):
    reader = reader_of(user)
    hers = standing(reader, enrolment)
    return {row.name for row in (*present_services(reader, enrolment, hers), *orientations(reader, enrolment, hers))}


def test_each_circle_reads_what_is_its_own(world, directory):
    note(world, directory["family"], audience=Audience.LANDLORD)
    orient(world, directory["care"], audience=Audience.TEAM)
    h.EnrolmentHolderFactory.make(
        enrolment=world.mine, association=world.cap_habitat, role=HolderRole.ASSOCIATE, started_on=before(60)
    )
    assert names_read(world.lead, world.mine) == {FAMILY, CARE}
    assert names_read(world.manager, world.mine) == {FAMILY, CARE}
    assert names_read(world.colleague, world.mine) == {FAMILY}
    assert names_read(world.other_worker, world.mine) == {FAMILY}
    assert names_read(world.adviser, world.mine) == {FAMILY}
    assert names_read(world.correspondent_orange, world.mine) == {FAMILY}


@pytest.mark.parametrize("audience", [Audience.LANDLORD, Audience.COORDINATION])
@pytest.mark.parametrize("act", [note, orient])
def test_a_service_whose_name_tells_too_much_stays_between_associations(world, directory, act, audience):
    with pytest.raises(Refused, match="en dit déjà trop"):
        act(world, directory["care"], audience=audience)
    assert not PresentService.objects.exists()
    assert not Orientation.objects.exists()


def test_a_service_that_becomes_sensitive_closes_at_once(world, directory, client_of):
    note(world, directory["family"], audience=Audience.LANDLORD)
    orient(world, directory["family"], audience=Audience.LANDLORD)
    page = reverse("journeys:file_support", args=[world.mine.pk])
    journal = reverse("journeys:file", args=[world.mine.pk])
    for address in (page, journal):
        assert FAMILY in client_of(world.correspondent_orange).get(address).content.decode()
    facts = ServiceFacts(FAMILY, ServiceKind.FAMILY, is_sensitive=True, towns="Orange")
    edit_service(by=world.manager.pk, service=directory["family"], facts=facts)
    for user in (world.correspondent_orange, world.adviser, world.litigation):
        for address in (page, journal):
            assert FAMILY not in client_of(user).get(address).content.decode()
    assert FAMILY in client_of(world.lead).get(page).content.decode()


def test_the_accord_does_not_open_a_sensitive_service_to_the_adviser(world, directory):
    row = note(world, directory["care"], audience=Audience.ASSOCIATIONS)
    PresentService.objects.filter(pk=row.pk).update(audience=Audience.COORDINATION)  # as an import might have
    adult = world.mine.household.members.get(kind="ADULT").person
    h.SharingAgreementFactory.make(enrolment=world.mine, person=adult, scope=SharingScope.COORDINATION)
    assert standing(reader_of(world.adviser), world.mine).has_accord
    assert names_read(world.adviser, world.mine) == set()


def test_events_tell_no_service(world, directory):
    note(world, directory["care"])
    orient(world, directory["care"])
    for event in Event.objects.filter(subject_id=world.mine.pk):
        assert str(directory["care"].pk) not in str(event.details)
        assert "HEALTH" not in str(event.details)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"started_on": after(1)}, "started_on"), ({"started_on": dt.date(1890, 1, 1)}, "started_on")],
)
def test_an_absurd_day_is_refused_beside_its_field(world, directory, values, field):
    with pytest.raises(Refused) as refused:
        note(world, directory["family"], **values)
    assert refused.value.field == field


def test_noted_twice_it_is_there_once(world, directory):
    note(world, directory["family"])
    with pytest.raises(Refused, match="déjà noté"):
        note(world, directory["family"])
    assert PresentService.objects.count() == 1


def test_an_answer_follows_its_orientation(world, directory):
    row = orient(world, directory["family"])
    answered = {"by": world.lead.pk, "orientation": row, "today": TODAY}
    for day in (before(11), after(1)):
        with pytest.raises(Refused) as refused:
            around.answer_orientation(**answered, answer=OrientationAnswer.ACCEPTED, answered_on=day)
        assert refused.value.field == "answered_on"
    with pytest.raises(Refused):
        around.answer_orientation(**answered, answer=OrientationAnswer.PENDING, answered_on=TODAY)
    around.answer_orientation(**answered, answer=OrientationAnswer.ACCEPTED, answered_on=TODAY, is_relay=True)
    row.refresh_from_db()
    assert (row.answer, row.answered_on, row.is_relay) == (OrientationAnswer.ACCEPTED, TODAY, True)


def test_an_answer_awaited_for_a_month_is_due_to_who_oriented(world, directory):
    call_command("load_reference", verbosity=0)
    orient(world, directory["family"], oriented_on=before(31))
    lines = accompaniments.due(reader_of(world.lead), [world.mine.pk])
    (line,) = [line for line in lines if "Relancer le service" in line.title]
    assert line.due_on == before(1)
    assert FAMILY not in line.title + line.why
    assert accompaniments.due(reader_of(world.correspondent_orange), [world.mine.pk]) == []


def test_the_pages_go_from_the_file_and_back(world, directory, client_of):
    client = client_of(world.lead)
    said = {"service": str(directory["family"].pk), "audience": "TEAM", "oriented_on": TODAY.isoformat(), "reason": "x"}
    address = reverse("accompaniments:orientation_new", args=[world.mine.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, said).status_code == 302
    page = client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()
    assert "Noter la réponse" in page
    refused = client.post(address, {**said, "reason": "Une longue explication"}).content.decode()
    assert "déjà notée" in refused
    assert "Une longue explication" in refused
    assert client.post(address, {"service": "pas-un-uuid", "audience": "X"}).status_code == 200


def test_a_service_of_a_directory_she_does_not_read_is_refused(world, directory, client_of):
    stranger = h.EnrolmentHolderFactory.make().association
    hidden = add_service(
        by=world.admin.pk,
        kept_by_id=stranger.pk,
        facts=ServiceFacts("Ailleurs", ServiceKind.OTHER),
        today=TODAY,
    )
    said = {"service": str(hidden.pk), "audience": "TEAM", "started_on": TODAY.isoformat()}
    address = reverse("accompaniments:service_new", args=[world.mine.pk])
    response = client_of(world.lead).post(address, said)
    assert response.status_code == 200
    assert not PresentService.objects.exists()


def test_queries_do_not_grow_with_services(world, directory, django_assert_max_num_queries):
    def fill(count):
        for rank in range(count):
            facts = ServiceFacts(f"Service {rank} {count}", ServiceKind.SOCIAL)
            service = add_service(by=world.lead.pk, kept_by_id=world.soligone.pk, facts=facts, today=TODAY)
            note(world, service)
            orient(world, service)

    reader = reader_of(world.lead)
    hers = standing(reader, world.mine)
    for count in (1, 3, 30):
        fill(count)
        with django_assert_max_num_queries(2):
            present_services(reader, world.mine, hers)
            orientations(reader, world.mine, hers)

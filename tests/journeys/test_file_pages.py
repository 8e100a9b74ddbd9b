"""The file page and its tabs: each reader gets what is hers to read, and each opening is written in the journal."""

import pytest
from django.urls import reverse

from accompaniments.enums import CancelledBy, Outcome
from foundation.timeline import Audience
from households.enums import NamingCause
from records.enums import Chain
from records.models import Event
from tests.days import NOW, TODAY, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories.records import EventFactory
from tests.world import adult_of, enrol

TABS = ("people", "housing", "resources", "meetings", "sharing", "team", "readers")


def url(enrolment, tab=""):
    return reverse(f"journeys:file_{tab}" if tab else "journeys:file", args=[enrolment.pk])


def read(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def written(world):
    """A file where everything that could leak is written."""
    held = a.MeetingFactory.make(
        enrolment=world.mine, association=world.soligone, worker=world.lead, starts_at=at(before(6), 10)
    )
    for position, audience in enumerate(Audience, 1):
        a.MeetingPartFactory.make(
            meeting=held, position=position, audience=audience, text=f"Mots pour {audience.label}"
        )
    a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        outcome=Outcome.CANCELLED,
        cancelled_by=CancelledBy.HOUSEHOLD,
        minutes=None,
        starts_at=at(before(9), 10),
    )
    a.ContactFactory.make(
        enrolment=world.mine, association=world.soligone, worker=world.lead, text="Message de l’équipe"
    )
    h.VisitPrecautionFactory.make(enrolment=world.mine)
    h.HousingRequestFactory.make(enrolment=world.mine)
    return held


def test_lead_reads_everything(world, client_of, written):
    page = read(client_of(world.lead), url(world.mine))
    for audience in Audience:
        assert f"Mots pour {audience.label}" in page
    assert "Message de l’équipe" in page
    assert "Chien" in page
    assert "annulée par le ménage" in page
    assert "Consigner une rencontre" in page
    assert page.count("btn-act") == 1


def test_colleague_reads_dates_and_what_associations_share(world, client_of, written):
    page = read(client_of(world.colleague), url(world.mine))
    assert "Mots pour équipe" not in page
    assert "Mots pour associations" in page
    assert "Message de l’équipe" not in page
    assert "Chien" not in page
    assert "Vous n’êtes pas de l’équipe de ce dossier" in page
    assert reverse("accompaniments:meeting_new", args=[world.mine.pk]) not in page


def test_correspondent_reads_days_held_and_his_parts(world, client_of, written):
    page = read(client_of(world.correspondent_orange), url(world.mine))
    assert "Mots pour bailleur" in page
    for audience in ("équipe", "associations", "coordination"):
        assert f"Mots pour {audience}" not in page
    assert "annulée" not in page
    assert "Message de l’équipe" not in page
    assert "Ce que l’association écrit pour elle-même ne figure pas ici." in page
    assert "éléments ne vous sont pas visibles" not in page
    people = read(client_of(world.correspondent_orange), url(world.mine, "people"))
    assert "Bensaïd" in people
    assert "0840526012345R1234" in people


def test_tabs_that_one_may_open_are_offered_and_no_other(world, client_of):
    offered = {
        "lead": TABS,
        "manager": TABS,
        "colleague": ("people", "meetings", "team"),
        "correspondent_orange": ("people", "meetings"),
    }
    for name, tabs in offered.items():
        page = read(client_of(world.people[name]), url(world.mine))
        for tab in TABS:
            assert (f'href="{url(world.mine, tab)}"' in page) is (tab in tabs), (name, tab)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("colleague", {"housing", "resources", "sharing", "readers"}),
        ("correspondent_orange", {"housing", "resources", "sharing", "team", "readers"}),
    ],
)
def test_what_may_not_be_opened_is_refused_with_its_reason(world, client_of, name, refused):
    client = client_of(world.people[name])
    for tab in TABS:
        response = client.get(url(world.mine, tab))
        assert response.status_code == (403 if tab in refused else 200), tab
        assert "12 rue des Teinturiers" not in response.content.decode()


@pytest.mark.parametrize("name", ["other_worker", "other_manager", "correspondent_apt", "rental", "admin"])
def test_strangers_find_nothing(world, client_of, name):
    client = client_of(world.people[name])
    for tab in ("", *TABS):
        assert client.get(url(world.mine, tab)).status_code == 404


def test_protected_file_tells_dates_and_steps_outside_its_list(world, client_of):
    a.MeetingFactory.make(
        enrolment=world.protected, association=world.soligone, worker=world.colleague, starts_at=at(before(4), 10)
    )
    page = read(client_of(world.lead), url(world.protected))
    assert "Dossier protégé n°\u00a02026-0151" in page
    assert "Secrétan" not in page
    assert "Accompagnement" in page
    assert "seules les personnes nommées par sa référente" in page
    assert client_of(world.lead).get(url(world.protected, "people")).status_code == 403
    hers = read(client_of(world.colleague), url(world.protected))
    assert "Secrétan" in hers
    assert "Adresse protégée" in hers


def test_landlord_with_a_protected_file(world, client_of):
    page = read(client_of(world.correspondent_apt), url(world.protected))
    assert "Secrétan" not in page
    assert "Lina" not in page
    assert client_of(world.correspondent_apt).get(url(world.protected, "people")).status_code == 403


def test_a_later_association_is_told_how_much_it_does_not_see(world, client_of, written):
    world.mine.holders.update(ended_on=before(3))
    world.mine.workers.update(ended_on=before(3))
    h.EnrolmentHolderFactory.make(
        enrolment=world.mine, association=world.cap_habitat, cause="PASSED_ON", started_on=before(2)
    )
    page = read(client_of(world.other_worker), url(world.mine))
    assert "Mots pour" not in page
    assert "3\u00a0éléments ne vous sont pas visibles" in page
    assert client_of(world.lead).get(url(world.mine)).status_code == 404


def test_titles_tell_a_number_and_no_name(world, client_of):
    client = client_of(world.lead)
    for tab in ("", *TABS):
        page = read(client, url(world.mine, tab))
        title = page[page.index("<title>") : page.index("</title>")]
        assert "2026-0148" in title
        assert "Bensaïd" not in title


def test_opening_is_written_once_an_hour(world, client_of):
    client = client_of(world.colleague)
    for _ in range(3):
        read(client, url(world.mine))
    read(client, url(world.mine, "people"))
    reads = Event.objects.filter(chain=Chain.READ, subject_id=world.mine.pk, actor=world.colleague.pk)
    assert reads.count() == 1


def test_who_opened_it(world, client_of):
    read(client_of(world.correspondent_orange), url(world.mine))
    page = read(client_of(world.lead), url(world.mine, "readers"))
    assert "Marc Delorme" in page
    assert "Mistral Habitat" in page


@pytest.mark.parametrize("page", ["", "2", "9999", "-3", "abc", "1e9", "９"])
def test_who_opened_it_by_pages(world, client_of, page):
    for _ in range(60):
        EventFactory.make(
            chain=Chain.READ, verb="enrolment.opened", actor=world.manager.pk, subject_id=world.mine.pk, at=NOW
        )
    assert "Martine Lopez" in read(client_of(world.lead), url(world.mine, "readers"), page=page)


def test_journal_filters_and_pages(world, client_of, written):
    for day in range(30):
        a.ContactFactory.make(
            enrolment=world.mine,
            association=world.soligone,
            worker=world.lead,
            happened_at=at(before(20 + day)),
            text=f"Message numéro {day}",
        )
    client = client_of(world.lead)
    first = client.get(url(world.mine)).context["page"].journal
    assert sum(len(month.lines) for month in first.months) == 20
    assert first.older_url == "?page=2#t-journal"
    contacts = client.get(url(world.mine), {"journal": "contacts", "page": "2"}).context["page"].journal
    assert {line.kind for month in contacts.months for line in month.lines} == {"CONTACT"}
    assert contacts.newer_url
    meetings = read(client, url(world.mine), journal="rencontres")
    assert "Message numéro" not in meetings


@pytest.mark.parametrize("query", [{"journal": "x" * 5000}, {"page": "-1"}, {"page": "a"}, {"journal": "\x00"}])
def test_journal_with_an_absurd_address(world, client_of, query):
    assert client_of(world.lead).get(url(world.mine), query).status_code == 200


def test_acts_follow_the_state(world, client_of):
    referred = enrol(world.securisation, world.soligone, None, state="REFERRED", last_name="Nouveau")
    page = read(client_of(world.manager), url(referred))
    assert "Nommer un référent" in page
    assert "Ne pas retenir l’orientation" in page
    assert "Enregistrer une séparation" in page
    supported = read(client_of(world.manager), url(world.mine))
    assert "Changer de référent" in supported
    assert "Ne pas retenir" not in supported
    assert "Terminer le suivi" not in supported


def test_a_closed_file_still_takes_contacts(world, client_of):
    a.Accompaniment.objects.filter(enrolment=world.mine).update(
        state="CLOSED", closed_on=before(10), exit_reason="LOST_CONTACT"
    )
    world.mine.ended_on = before(10)
    world.mine.save()
    page = read(client_of(world.lead), url(world.mine))
    assert "Consigner un contact" in page
    assert "Enregistrer une séparation" not in page
    assert "Clos" in page


def test_split_is_told_to_readers_of_both_only(world, client_of):
    other = enrol(world.sauvegarde, world.soligone, world.colleague, last_name="Séparée", file_number="2026-0777")
    other.split_from = world.mine
    other.household.split_from = world.mine.household
    other.household.save()
    other.save()
    h.EnrolmentNamingFactory.make(
        enrolment=other, unit=world.units["Apt"], landlord=world.landlord, cause=NamingCause.REQUESTED
    )
    assert "2026-0777" in read(client_of(world.lead), url(world.mine, "people"))
    assert "2026-0777" not in read(client_of(world.correspondent_orange), url(world.mine, "people"))
    assert "2026-0148" not in read(client_of(world.correspondent_apt), url(other, "people"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_file_do_not_grow(world, client_of, count, django_assert_max_num_queries):
    for number in range(count):
        meeting = a.MeetingFactory.make(
            enrolment=world.mine, association=world.soligone, worker=world.lead, starts_at=at(before(number + 1), 9)
        )
        a.MeetingPartFactory.make(meeting=meeting)
        a.MeetingPresenceFactory.make(meeting=meeting, person=adult_of(world.mine))
        a.ContactFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead)
        claim = a.ClaimFactory.make(enrolment=world.mine, association=world.soligone, opened_by=world.lead.pk)
        a.ClaimFollowUpFactory.make(claim=claim, recorded_by=world.lead.pk)
    client = client_of(world.lead)
    client.get(url(world.mine))
    with django_assert_max_num_queries(107):
        assert client.get(url(world.mine)).status_code == 200
    with django_assert_max_num_queries(45):
        assert client.get(url(world.mine, "meetings")).status_code == 200


def test_tabs_when_nothing_is_known(world, client_of):
    empty = enrol(world.securisation, world.soligone, world.lead, last_name="Vide", since=TODAY)
    for rows in (empty.housings, empty.channels, empty.resources):
        rows.all().delete()
    client = client_of(world.lead)
    for tab in ("", *TABS):
        read(client, url(empty, tab))


@pytest.mark.parametrize("tab", ["", *TABS])
def test_only_a_get_opens_a_page(world, client_of, tab):
    assert client_of(world.lead).post(url(world.mine, tab)).status_code == 405

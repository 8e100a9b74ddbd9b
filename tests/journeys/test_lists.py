"""The list of households, the team, search: scoped, filtered, paged, in constant queries."""

import uuid

import pytest
from django.urls import reverse

from households.enums import WorkerRole
from tests.days import TODAY, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import adult_of, enrol

LIST = reverse("journeys:households")
TEAM = reverse("journeys:team")
SEARCH = reverse("journeys:search")


def names(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [line.card.title for line in response.context["page"].lines]


def test_a_worker_finds_hers_first_then_the_association(world, client_of):
    client = client_of(world.lead)
    assert names(client) == ["Mme\u00a0Nadia Bensaïd"]
    assert "Montrer tous les ménages de l’association" in client.get(LIST).content.decode()
    everybody = names(client, suivi="tous")
    assert len(everybody) == 3
    assert "Dossier protégé n°\u00a02026-0151" in everybody
    assert not any("Secrétan" in name or "Oliveira" in name for name in everybody)


def test_a_manager_finds_the_association(world, client_of):
    assert len(names(client_of(world.manager))) == 3


@pytest.mark.parametrize(
    ("name", "count"), [("correspondent_orange", 1), ("adviser", 1), ("rental", 0), ("admin", 0), ("cal_secretary", 0)]
)
def test_a_landlord_finds_what_is_named(world, client_of, name, count):
    page = client_of(world.people[name]).get(LIST)
    assert len(page.context["page"].lines) == count
    assert "Ferrand" not in page.content.decode()


def test_filters_by_programme_step_situation_and_worker(world, client_of):
    client = client_of(world.manager)
    closed = enrol(world.securisation, world.soligone, world.lead, last_name="Close", since=before(200))
    a.Accompaniment.objects.filter(enrolment=closed).update(state="CLOSED", closed_on=before(3))
    closed.ended_on = before(3)
    closed.save()
    referred = enrol(world.securisation, world.soligone, None, last_name="Nouvelle", state="REFERRED")
    assert len(names(client, programme=str(world.sauvegarde.programme_id))) == 1
    assert names(client, etape="REFERRED") == ["Mme\u00a0Nadia Nouvelle"]
    assert names(client, situation="clos") == ["Mme\u00a0Nadia Close"]
    assert len(names(client, situation="tous")) == 5
    assert names(client, suivi="sans") == ["Mme\u00a0Nadia Nouvelle"]
    assert names(client, suivi=str(world.lead.pk)) == ["Mme\u00a0Nadia Bensaïd"]
    assert referred.file_number in client.get(LIST, {"suivi": "sans"}).content.decode()


def test_filter_by_silence_and_order(world, client_of):
    quiet = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Calme", since=before(200))
    a.MeetingFactory.make(enrolment=quiet, association=world.soligone, worker=world.lead, starts_at=at(before(70), 9))
    for enrolment in (world.mine, world.colleagues):
        a.MeetingFactory.make(
            enrolment=enrolment, association=world.soligone, worker=world.lead, starts_at=at(before(5), 9)
        )
    client = client_of(world.manager)
    found = names(client, silence="60")
    assert "Mme\u00a0Nadia Calme" in found
    assert "Mme\u00a0Nadia Bensaïd" not in found
    assert names(client, tri="contact").index("Mme\u00a0Nadia Calme") < names(client, tri="contact").index(
        "Mme\u00a0Nadia Bensaïd"
    )


def test_a_landlord_does_not_filter_by_what_he_may_not_read(world, client_of):
    client = client_of(world.correspondent_orange)
    form = client.get(LIST).context["filter"].form
    assert "silence" not in form.fields
    assert "suivi" not in form.fields
    assert names(client, silence="90", suivi="sans", tri="contact") == names(client)


@pytest.mark.parametrize(
    "query",
    [
        {"programme": "nope"},
        {"programme": str(uuid.uuid4())},
        {"etape": "x" * 9000},
        {"suivi": "autre"},
        {"suivi": str(uuid.uuid4())},
        {"silence": "-1"},
        {"tri": "\x00"},
        {"page": "99999999999999999999"},
        {"page": "abc"},
    ],
)
def test_absurd_addresses(world, client_of, query):
    assert client_of(world.lead).get(LIST, query).status_code == 200


def test_an_empty_list_says_why(world, client_of):
    assert (
        "Aucun ménage ne répond à ces filtres" in client_of(world.lead).get(LIST, {"etape": "WATCHED"}).content.decode()
    )
    assert "Un simple souhait de secteur n’ouvre aucune identité" in client_of(world.rental).get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_list_do_not_grow(world, client_of, count, django_assert_max_num_queries):
    for number in range(count - 1):
        enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Nom{number}")
    client = client_of(world.lead)
    client.get(LIST)
    with django_assert_max_num_queries(30):
        page = client.get(LIST).context["page"]
    assert page.count == count
    assert len(page.lines) == min(count, 25)


def test_team_is_the_managers(world, client_of):
    for name in ("lead", "correspondent_orange", "admin", "landlord_manager"):
        assert client_of(world.people[name]).get(TEAM).status_code == 403
    page = client_of(world.manager).get(TEAM).content.decode()
    assert "Claire Fabre" in page
    assert "Youssef Amrani" in page
    assert "Inès Garcin" not in page
    assert "Bensaïd" in page
    assert "Oliveira" not in page


def test_team_tells_who_is_followed_by_nobody(world, client_of):
    waiting = enrol(world.securisation, world.soligone, None, last_name="Attente", state="REFERRED")
    page = client_of(world.manager).get(TEAM)
    assert [line.card.enrolment_id for line in page.context["page"].unassigned] == [waiting.pk]
    assert reverse("accompaniments:assign", args=[waiting.pk]) in page.content.decode()


def test_team_shows_a_heavy_load(world, client_of):
    for number in range(21):
        enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Nom{number}")
    page = client_of(world.manager).get(TEAM).content.decode()
    assert "1,10\u00a0: au-delà de la charge prévue" in page


def test_team_counts_a_replacement_once(world, client_of):
    h.EnrolmentWorkerFactory.make(
        enrolment=world.mine,
        user=world.colleague,
        association=world.soligone,
        role=WorkerRole.REPLACEMENT,
        started_on=before(2),
        ended_on=TODAY,
    )
    page = client_of(world.manager).get(TEAM)
    members = {member.name: member for member in page.context["page"].members}
    assert [member.household_count - len(member.lines) for member in members.values()] == [0] * len(members)
    assert members["Claire Fabre"].household_count == 1
    (line,) = members[world.colleague.full_name].replaces
    assert line.card.enrolment_id == world.mine.pk
    assert f"Remplacement\u00a0: {world.colleague.full_name}" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_team_do_not_grow(world, client_of, count, django_assert_max_num_queries):
    for number in range(count):
        worker = p.UserFactory.make()
        p.MembershipFactory.make(user=worker, organisation=world.soligone)
        enrol(world.sauvegarde, world.soligone, worker, last_name=f"Nom{number}")
    client = client_of(world.manager)
    client.get(TEAM)
    with django_assert_max_num_queries(35):
        client.get(TEAM)


def found(client, text, **extra):
    response = client.post(SEARCH, {"text": text}, **extra)
    assert response.status_code == 200
    return [answer.card.title for answer in response.context["page"].answers] if response.context["page"] else []


def test_search_forgives_and_stays_in_what_one_may_know(world, client_of):
    client = client_of(world.lead)
    assert found(client, "bensaid") == ["Mme\u00a0Nadia Bensaïd"]
    assert found(client, "Bensaîd nadja") == ["Mme\u00a0Nadia Bensaïd"]
    assert found(client, "2026-0149") == ["Mme\u00a0Nadia Ferrand"]
    assert found(client, "Oliveira") == []
    assert found(client, "2026-0150") == []
    assert found(client_of(world.correspondent_orange), "Ferrand") == []
    assert found(client_of(world.admin), "Bensaïd") == []


def test_search_of_a_protected_household(world, client_of):
    assert found(client_of(world.lead), "Secrétan") == []
    assert found(client_of(world.lead), "2026-0151") == ["Dossier protégé n°\u00a02026-0151"]


def test_search_writes_nothing_in_the_address(world, client_of):
    response = client_of(world.lead).post(SEARCH, {"text": "Bensaïd"}, HTTP_HX_REQUEST="true")
    body = response.content.decode()
    assert "<html" not in body
    assert "Bensaïd" in body
    assert "HX-Push-Url" not in response.headers
    page = client_of(world.lead).get(SEARCH, {"text": "Bensaïd"}).content.decode()
    assert "Bensaïd" not in page


@pytest.mark.parametrize("text", ["", " ", "x" * 10_000, "\x00\x00", "'; DROP TABLE--", "%", "é" * 119, "٣٤", "🙂"])
def test_search_with_hostile_words(world, client_of, text):
    response = client_of(world.lead).post(SEARCH, {"text": text})
    assert response.status_code == 200
    if text.strip(" \x00") and len(text) <= 120:
        assert "Aucun ménage ne répond" in response.content.decode()


def test_search_without_a_field(world, client_of):
    assert "Écrivez un nom ou un numéro." in client_of(world.lead).post(SEARCH, {}).content.decode()


def test_help_and_statements_are_for_everybody(client):
    for name in ("help", "accessibility", "personal_data"):
        response = client.get(reverse(f"journeys:{name}"))
        assert response.status_code == 200
        assert "Palier" in response.content.decode()


def test_a_person_who_left_is_found_by_her_team_only(world, client_of):
    child = world.mine.household.members.get(kind="CHILD")
    child.ended_on = before(5)
    child.save()
    assert adult_of(world.mine)
    assert found(client_of(world.correspondent_orange), "Lina") == []

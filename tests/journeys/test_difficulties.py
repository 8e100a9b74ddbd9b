"""The list of difficulties and a landlord's home: each side its own, filtered, paged, in constant queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniments.enums import DifficultyAnswer, Side
from accompaniments.models import Difficulty
from households.enums import NamingCause
from tests.accompaniments.difficulties.hands import answered, awaited_within, closed, reported
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import enrol

pytestmark = pytest.mark.django_db
LIST = reverse("journeys:difficulties")


@pytest.fixture(autouse=True)
def parameters(world):
    awaited_within()


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [(line.card.title, line.state_label) for line in response.context["page"].lines]


def tenant(world, rank, unit="Orange", **values):
    """Give a household accompanied, a tenant of a unit, named to its correspondent."""
    home = world.units[unit]
    one = enrol(
        world.sauvegarde,
        world.soligone,
        world.lead,
        last_name=f"Ménage{rank}",
        file_number=f"2026-4{rank:03}",
        unit=home,
        **values,
    )
    h.EnrolmentNamingFactory.make(enrolment=one, unit=home, cause=NamingCause.OCCUPANT)
    return one


def test_both_sides_list_what_is_theirs_to_treat(world, client_of):
    reported(world)
    hers = reported(world, side=Side.TEAM)
    for user in (world.lead, world.manager):
        assert [state for _, state in listed(client_of(user))] == [
            "Réponse attendue de l’association",
            "Réponse attendue du bailleur",
        ]
    for user in (world.correspondent_orange, world.adviser, world.litigation):
        assert [state for _, state in listed(client_of(user))] == [
            "Réponse attendue du bailleur",
            "Réponse attendue de l’association",
        ]
    page = client_of(world.correspondent_orange).get(LIST).content.decode()
    assert "1\u00a0difficulté attend votre réponse" in page
    assert hers.text not in page
    for user in (
        world.colleague,
        world.other_worker,
        world.other_manager,
        world.correspondent_apt,
        world.rental,
        world.other_landlord_correspondent,
    ):
        answer = client_of(user).get(LIST)
        assert listed(client_of(user)) == []
        assert "Bensaïd" not in answer.content.decode()
        assert "Orange" not in answer.content.decode()
    assert client_of(world.admin).get(LIST).status_code == 403


def test_of_a_protected_household_the_list_alone_knows(world, client_of):
    reported(world)
    world.mine.is_protected = True
    world.mine.save()
    for user in (world.correspondent_orange, world.adviser, world.litigation):
        assert listed(client_of(user)) == []
        assert "unite" not in client_of(user).get(LIST).context["filter"].form.fields["unite"].choices
        assert len(client_of(user).get(LIST).context["filter"].filters["unite"].extra["choices"]) == 0
    protection = h.AddressProtectionFactory.make(enrolment=world.mine)
    h.ProtectedReaderFactory.make(protection=protection, user=world.adviser)
    assert len(listed(client_of(world.adviser))) == 1


def test_the_filters(world, client_of):
    other = tenant(world, 1, "Apt")
    first = reported(world)
    reported(world, other, by=world.lead, side=Side.TEAM)
    done = reported(world, by=world.litigation)
    answered(world, done)
    closed(world, done)
    client = client_of(world.lead)
    assert len(listed(client)) == 2
    assert len(listed(client, etat="toutes")) == 3
    assert [state for _, state in listed(client, etat="closes")] == ["Close"]
    assert len(listed(client, etat="reponse")) == 1
    assert len(listed(client, qui="moi")) == 1
    assert len(listed(client, qui="cote")) == 1
    assert len(listed(client, qui="autre")) == 1
    assert len(listed(client, unite=str(world.units["Apt"].pk))) == 1
    assert listed(client, objet="UPKEEP") == []
    assert (
        len(listed(client, etat="x", unite="' OR 1=1", qui="9" * 500, page="x")) == 3
    )  # what is no choice filters nothing
    mine = client_of(world.correspondent_orange)
    assert len(listed(mine, qui="moi")) == 1
    assert Difficulty.objects.get(pk=first.pk).made_by == world.correspondent_orange


def test_a_page_holds_so_many_in_constant_queries(world, client_of):
    client = client_of(world.lead)
    counts = []
    for size in (1, 3, 30):
        while Difficulty.objects.count() < size:
            reported(world, tenant(world, Difficulty.objects.count()))
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert len(listed(client)) == min(size, 25)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert len(listed(client, page="2")) == 5


def test_a_landlord_finds_at_home_what_waits_for_him(world, client_of):
    client = client_of(world.correspondent_orange)
    reported(world)
    assert "t-difficultes" not in client.get("/").content.decode()
    hers = reported(world, side=Side.TEAM, today=before(9))
    page = client.get("/").content.decode()
    assert "t-difficultes" in page
    assert "2 jours de retard" in page.replace("\u00a0", " ")
    answered(world, hers, DifficultyAnswer.ANSWERED, side=Side.LANDLORD)
    assert "t-difficultes" not in client.get("/").content.decode()
    answered(world, Difficulty.objects.get(awaits="TEAM"), today=TODAY)
    assert "Lire la réponse" in client.get("/").content.decode()
    assert "t-difficultes" not in client_of(world.correspondent_apt).get("/").content.decode()

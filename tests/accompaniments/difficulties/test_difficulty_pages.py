"""The pages of a difficulty: who opens them, what each reads, hostile input."""

import uuid

import pytest
from django.urls import reverse

from accompaniments.enums import DifficultyAnswer, Side, State
from accompaniments.models import Difficulty
from tests.accompaniments.difficulties.hands import answered, awaited_within, reported
from tests.accompaniments.endings.hands import course_of, ended
from tests.days import TODAY, before

pytestmark = pytest.mark.django_db
ACTS = ("difficulty_answer", "difficulty_close", "difficulty_reopen")


@pytest.fixture(autouse=True)
def parameters(world):
    awaited_within()


@pytest.fixture
def watched(world):
    ended(world, ended_on=before(10))
    return course_of(world.mine)


def address(name, world, *more):
    return reverse(f"accompaniments:{name}", args=[world.mine.pk, *more])


def read(client_of, user, url):
    answer = client_of(user).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def support(client_of, user, world):
    return read(client_of, user, reverse("journeys:file_support", args=[world.mine.pk]))


def said(**more):
    return {"kind": "UPKEEP", "text": "La porte ferme mal.", "sending_key": str(uuid.uuid4()), **more}


def test_a_report_and_its_answer_in_watch(world, watched, client_of):
    landlord = client_of(world.litigation)
    assert "L’association qui suit ce ménage la lit" in landlord.get(address("difficulty_new", world)).content.decode()
    sent = said(kind="INSURANCE", text="L’assurance est échue.")
    assert landlord.post(address("difficulty_new", world), sent).status_code == 302
    row = Difficulty.objects.get()
    assert (row.landlord, row.made_by, row.side) == (world.landlord, world.litigation, "LANDLORD")
    assert "Réponse attendue de l’association" in support(client_of, world.correspondent_orange, world)
    worker = client_of(world.lead)
    said_back = {"answer": "NOT_REOPENED", "text": "", "effective_on": TODAY.isoformat()}
    answer = worker.post(address("difficulty_answer", world, row.pk), said_back).content.decode()
    assert "Dites au bailleur pourquoi" in answer
    said_back["text"] = "Une attestation vous est envoyée."
    assert worker.post(address("difficulty_answer", world, row.pk), said_back).status_code == 302
    for user in (world.litigation, world.correspondent_orange, world.adviser, world.colleague):
        assert "Une attestation vous est envoyée." in support(client_of, user, world)
        assert "Une attestation vous est envoyée." in read(client_of, user, address("difficulty", world, row.pk))
    assert course_of(world.mine).state == State.WATCHED
    assert landlord.post(address("difficulty_close", world, row.pk), {"text": "Reçue."}).status_code == 302
    assert "Difficulté close" in read(client_of, world.lead, address("difficulty", world, row.pk))


def test_the_team_knows_who_will_read_before_it_writes(world, client_of):
    worker = client_of(world.lead)
    page = worker.get(address("difficulty_new", world)).content.decode()
    for word in ("Lu par l’association et par le bailleur", "Marc Delorme", "Anne Vial", "7\u00a0jours", "à confirmer"):
        assert word in page
    assert worker.post(address("difficulty_new", world), said()).status_code == 302
    row = Difficulty.objects.get()
    assert (row.side, row.awaits, row.landlord) == ("TEAM", "LANDLORD", world.landlord)
    landlord = client_of(world.correspondent_orange)
    page = landlord.get(address("difficulty", world, row.pk)).text
    assert "Répondre" in page
    assert "du bailleur, depuis le 21 novembre 2026, au plus tard le 28 novembre 2026." in page
    assert "au plus tard le 28 novembre 2026" in support(client_of, world.lead, world)
    answer = landlord.post(address("difficulty_answer", world, row.pk), {"text": " "})
    assert "Écrivez votre réponse" in answer.content.decode()
    assert (
        landlord.post(address("difficulty_answer", world, row.pk), {"text": "Un serrurier passe."}).status_code == 302
    )
    page = read(client_of, world.lead, address("difficulty", world, row.pk))
    assert "<strong>Réponse du bailleur</strong>" in page
    assert "au plus tard" not in page
    assert landlord.get(address("difficulty_close", world, row.pk)).status_code == 403
    again = {"text": "Il n’est pas venu."}
    assert worker.post(address("difficulty_reopen", world, row.pk), again).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.awaits) == ("OPEN", "LANDLORD")


def test_a_word_of_health_is_read_again_and_never_lost(world, client_of):
    worker = client_of(world.lead)
    sent = said(text="Monsieur est à l’hôpital pour sa dépression.")
    page = worker.post(address("difficulty_new", world), sent).content.decode()
    assert "À relire" in page
    assert "pour sa dépression." in page
    assert not Difficulty.objects.exists()
    assert worker.post(address("difficulty_new", world), {**sent, "is_reread": "on"}).status_code == 302
    assert Difficulty.objects.exists()


def test_strangers_neither_read_nor_write(world, watched, client_of):
    row = reported(world, text="Parole de signalement")
    answered(world, row, DifficultyAnswer.NOT_REOPENED, text="Parole de réponse")
    urls = [address("difficulty_new", world), *(address(name, world, row.pk) for name in (*ACTS, "difficulty"))]
    for user in (world.other_worker, world.rental, world.other_landlord_correspondent, world.correspondent_apt):
        client = client_of(user)
        for url in urls:
            assert client.get(url).status_code == 404
            if url != urls[-1]:
                assert client.post(url, said(answer="NOT_REOPENED")).status_code == 404
    for url in urls[:-1]:
        assert client_of(world.colleague).get(url).status_code == 403
    foreign = reverse("accompaniments:difficulty", args=[world.colleagues.pk, row.pk])
    assert client_of(world.colleague).get(foreign).status_code == 404
    assert Difficulty.objects.get().state == "ANSWERED"


def test_one_landlord_does_not_read_what_was_treated_with_another(world, client_of):
    row = reported(world, text="Parole de signalement")
    Difficulty.objects.filter(pk=row.pk).update(landlord=world.other_landlord)
    assert "Parole de signalement" not in support(client_of, world.correspondent_orange, world)
    assert client_of(world.correspondent_orange).get(address("difficulty", world, row.pk)).status_code == 404
    assert "Parole de signalement" in support(client_of, world.lead, world)


def test_a_later_holder_does_not_read_what_came_before_her(world, client_of):
    row = reported(world, text="Parole de signalement", today=before(20))
    world.mine.holders.update(started_on=before(5))
    assert "Parole de signalement" not in support(client_of, world.lead, world)
    assert client_of(world.lead).get(address("difficulty", world, row.pk)).status_code == 404


def test_of_a_protected_household_nothing_shows_outside_the_list(world, client_of):
    row = reported(world, text="Parole de signalement", side=Side.TEAM)
    world.mine.is_protected = True
    world.mine.save()
    for user in (world.correspondent_orange, world.adviser, world.colleague):
        assert "Parole de signalement" not in support(client_of, user, world)
        assert client_of(user).get(address("difficulty", world, row.pk)).status_code == 403


def test_a_household_no_longer_followed_is_refused_with_the_reason(world, client_of):
    ended(world, ended_on=before(10), reason="EVICTED")
    for user in (world.correspondent_orange, world.lead):
        answer = client_of(user).post(address("difficulty_new", world), said())
        assert "Ce suivi est terminé" in answer.content.decode()
    assert not Difficulty.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "ARREARS", "text": " \x00 ", "sending_key": "pas-une-clé"},
        {"kind": ["ARREARS", "X" * 10_000], "text": "x" * 10_000, "sending_key": str(uuid.uuid4())},
        {"kind": "ARREARS", "text": "x", "sending_key": str(uuid.uuid4()), "landlord": "' OR 1=1", "is_reread": "x"},
    ],
)
@pytest.mark.parametrize("who", ["correspondent_orange", "lead"])
def test_hostile_reports_are_refused_on_the_page(world, client_of, sent, who):
    answer = client_of(world.people[who]).post(address("difficulty_new", world), sent)
    assert answer.status_code == (302 if "is_reread" in sent else 200)
    assert Difficulty.objects.count() == (answer.status_code == 302)


@pytest.mark.parametrize("sent", [{}, {"text": "\x00"}, {"text": "x" * 10_000, "answer": "X" * 9_000}])
@pytest.mark.parametrize("name", ACTS)
def test_hostile_acts_are_refused_on_the_page(world, watched, client_of, name, sent):
    row = reported(world)
    if name == "difficulty_reopen":
        answered(world, row, DifficultyAnswer.NOT_REOPENED)
    assert client_of(world.lead).post(address(name, world, row.pk), sent).status_code == 200
    assert row.steps.count() == (2 if name == "difficulty_reopen" else 1)

"""The pages of a watch: who opens them, what each reads, hostile input."""

import pytest
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import WatchCheckIn
from accompaniments.services import watch as services
from tests.accompaniments.endings.hands import course_of, ended
from tests.accompaniments.watch.test_watch_services import HOME
from tests.days import TODAY, before

pytestmark = pytest.mark.django_db
TOLD = {"status": "TENANT", "has_arrears": "no", "note": "Note d’équipe"}


@pytest.fixture
def watched(world):
    ended(world, ended_on=before(10))
    return course_of(world.mine)


def address(name, world, *more):
    return reverse(f"{'journeys' if name == 'watch_end' else 'accompaniments'}:{name}", args=[world.mine.pk, *more])


def support(client_of, user, world):
    answer = client_of(user).get(reverse("journeys:file_support", args=[world.mine.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_check_in_from_its_page(world, watched, client_of):
    client = client_of(world.lead)
    assert "17 novembre" not in client.get(address("watch_check_in", world)).content.decode()
    answer = client.post(address("watch_check_in", world), {**TOLD, "made_on": TODAY.isoformat()})
    assert answer.status_code == 302
    assert WatchCheckIn.objects.get().has_arrears is False
    assert "Note d’équipe" in support(client_of, world.lead, world)
    for user in (world.correspondent_orange, world.adviser, world.litigation):
        for shown in (
            support(client_of, user, world),
            client_of(user).get(reverse("journeys:file", args=[world.mine.pk])).content.decode(),
        ):
            assert "Note d’équipe" not in shown
            assert "Points de veille" not in shown


def test_a_check_in_recorded_in_error_is_corrected_then_withdrawn(world, watched, client_of):
    client = client_of(world.lead)
    client.post(address("watch_check_in", world), {**TOLD, "made_on": TODAY.isoformat()})
    wrong = WatchCheckIn.objects.get()
    page = address("watch_correct", world, wrong.pk)
    assert page in support(client_of, world.lead, world)
    sent = {**TOLD, "status": "HOSTED", "made_on": before(1).isoformat(), "reason": "Mauvais ménage"}
    assert "reason" in client.post(page, {**sent, "reason": ""}).context["form"].errors
    assert "status" in client.post(page, {**sent, **TOLD, "made_on": TODAY.isoformat()}).context["form"].errors
    assert "made_on" in client.post(page, {**sent, "made_on": before(20).isoformat()}).context["form"].errors
    assert WatchCheckIn.objects.standing().get() == wrong
    assert client.post(page, sent).status_code == 302
    right = WatchCheckIn.objects.standing().get()
    assert (right.corrects, right.made_on, right.status) == (wrong, before(1), "HOSTED")
    assert client.post(page, sent).status_code == 200  # corrected once
    shown = support(client_of, world.lead, world)
    assert "Mauvais ménage" in shown
    assert page not in shown
    assert client.post(address("watch_correct", world, right.pk), {**sent, "is_withdrawn": "on"}).status_code == 302
    assert not WatchCheckIn.objects.standing().exists()
    assert "Mauvais ménage" not in support(client_of, world.correspondent_orange, world)
    for user, status in ((world.other_worker, 404), (world.colleague, 403), (world.adviser, 403)):
        assert client_of(user).get(page).status_code == status


def test_a_reopening_asks_for_the_agreement(world, watched, client_of):
    client = client_of(world.lead)
    answer = client.post(address("watch_reopen", world), {"effective_on": TODAY.isoformat(), "reason": "Impayé"})
    assert "accord de la personne" in answer.content.decode()
    assert "Impayé" in answer.content.decode()
    answer = client.post(address("watch_reopen", world), {"effective_on": TODAY.isoformat(), "is_agreed": "on"})
    assert answer.status_code == 302
    assert course_of(world.mine).state == State.SUPPORTED
    assert "La veille est interrompue" in support(client_of, world.lead, world)


def test_the_manager_ends_the_watch_early_with_a_reason(world, watched, client_of):
    client = client_of(world.manager)
    sent = {**TOLD, "ended_on": TODAY.isoformat()}
    assert "pourquoi elle s’arrête" in client.post(address("watch_end", world), sent).content.decode()
    answer = client.post(address("watch_end", world), {**sent, "exit_reason": "MOVED_TO_OTHER_PROGRAMME"})
    assert answer.status_code == 302
    assert course_of(world.mine).state == State.CLOSED
    assert client_of(world.lead).get(address("watch_end", world)).status_code == 403
    assert "pas en veille" in client.get(address("watch_end", world)).content.decode()


def test_strangers_neither_read_nor_write(world, watched, client_of):
    services.check_in(by=world.lead.pk, accompaniment=watched, made_on=TODAY, now=HOME, today=TODAY)
    addresses = [address(name, world) for name in ("watch_check_in", "watch_reopen", "watch_end")]
    for user in (world.other_worker, world.rental, world.other_landlord_correspondent, world.correspondent_apt):
        client = client_of(user)
        for url in addresses:
            assert client.get(url).status_code == 404
            assert client.post(url, {**TOLD, "made_on": TODAY.isoformat(), "is_agreed": "on"}).status_code == 404
    for user in (world.correspondent_orange, world.adviser):
        for url in addresses:
            assert client_of(user).get(url).status_code == 403
    assert client_of(world.colleague).get(addresses[0]).status_code == 403
    assert course_of(world.mine).state == State.WATCHED


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {**TOLD, "made_on": "9999-12-31", "ended_on": "9999-12-31", "effective_on": "9999-12-31", "is_agreed": "on"},
        {**TOLD, "made_on": "1899-01-01", "ended_on": "1899-01-01", "effective_on": "1899-01-01", "is_agreed": "on"},
        {**TOLD, "horizon": "7", "made_on": TODAY.isoformat(), "exit_reason": "SLID", "ended_on": "x"},
        {"status": "X" * 9000, "has_arrears": "peut-être", "note": "\x00" * 10_000},
    ],
)
def test_hostile_watches_are_refused_on_the_page(world, watched, client_of, sent):
    client = client_of(world.manager)
    for name in ("watch_reopen", "watch_end", "watch_check_in"):
        answer = client.post(address(name, world), sent)
        assert answer.status_code == 200 or (name == "watch_check_in" and sent.get("horizon") == "7")
    assert course_of(world.mine).state == State.WATCHED


def test_a_page_off_the_watch_says_why(world, client_of):
    for name in ("watch_check_in", "watch_reopen", "watch_end"):
        answer = client_of(world.manager).get(address(name, world))
        assert "pas en veille" in answer.content.decode()

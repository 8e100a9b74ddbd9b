"""The pages of contacts and démarches, in the client: who gets them, what they refuse, what they keep."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from accompaniments.enums import ClaimStep
from accompaniments.models import Claim, Contact
from foundation.timeline import Audience
from tests.accompaniments.pages import HOSTILE, claim, contact
from tests.days import TODAY, after, at, before
from tests.factories import accompaniments as a

pytestmark = pytest.mark.django_db
SECRET = "Parole confiée"


def url(name, *args):
    return reverse(f"accompaniments:{name}", args=args)


@pytest.mark.parametrize("page", ["contact_new", "claim_new"])
def test_the_team_writes_and_the_others_are_told_why_not(world, client_of, page):
    for user, file, status in (
        (world.lead, world.mine, 200),
        (world.manager, world.mine, 200),
        (world.colleague, world.mine, 403),
        (world.lead, world.protected, 403),
        (world.litigation, world.mine, 403),
        (world.correspondent_orange, world.mine, 403),
        (world.other_worker, world.mine, 404),
        (world.other_manager, world.mine, 404),
        (world.admin, world.mine, 404),
    ):
        assert client_of(user).get(url(page, file.pk)).status_code == status
        if status != 200:
            assert client_of(user).post(url(page, file.pk), contact()).status_code == status
    assert not Contact.objects.exists()
    assert not Claim.objects.exists()


def test_a_contact_is_logged_in_a_few_taps(world, client_of):
    page = client_of(world.lead).get(url("contact_new", world.mine.pk)).content.decode()
    assert "2026-11-21" in page  # today, and the hour it is
    assert "10:00" in page
    response = client_of(world.lead).post(url("contact_new", world.mine.pk), contact())
    assert response.status_code == 302
    row = Contact.objects.get()
    assert (row.happened_at, row.happened_on, row.person_answered) == (at(before(1), 14, 30), before(1), True)
    assert (row.worker, row.association) == (world.lead, world.soligone)


def test_a_contact_sent_twice_is_made_once(world, client_of):
    sent = contact()
    for _ in range(2):
        assert client_of(world.lead).post(url("contact_new", world.mine.pk), sent).status_code == 302
    assert Contact.objects.count() == 1
    response = client_of(world.colleague).post(url("contact_new", world.colleagues.pk), sent)
    assert "a déjà servi" in response.content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"day": after(1).isoformat()}, "n’est pas encore passé"),
        ({"day": TODAY.isoformat(), "time": "10:30"}, "pas encore passée"),
        ({"day": "2026-05-31"}, "Le suivi commence le 1er juin 2026"),
        ({"day": "1789-07-14"}, "trop ancienne"),
        ({"kind": "PIGEON"}, "Choisissez une des réponses proposées."),
        ({"audience": "PRESS"}, "Choisissez une des réponses proposées."),
        ({"time": ""}, "Indiquez l’heure."),
    ],
)
def test_a_refused_contact_says_why_and_keeps_what_was_typed(world, client_of, values, said):
    response = client_of(world.lead).post(url("contact_new", world.mine.pk), contact(**values))
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "Rappel du rendez-vous" in page
    assert not Contact.objects.exists()


def test_an_hour_that_no_clock_shows_is_refused(world, client_of):
    world.mine.started_on = before(300)
    world.mine.save()
    response = client_of(world.lead).post(url("contact_new", world.mine.pk), contact(day="2026-03-29", time="02:30"))
    assert "heure d’été" in response.content.decode()


def test_at_half_past_eleven_at_night_the_day_is_still_today(world, client_of):
    with time_machine.travel(at(TODAY, 23, 30), tick=False):
        page = client_of(world.lead).get(url("contact_new", world.mine.pk)).content.decode()
        assert "2026-11-21" in page
        sent = contact(day=TODAY.isoformat(), time="23:30")
        assert client_of(world.lead).post(url("contact_new", world.mine.pk), sent).status_code == 302
    assert Contact.objects.get().happened_on == TODAY


def test_a_contact_is_read_again_and_withdrawn_by_its_team_alone(world, client_of):
    row = a.ContactFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead, text=SECRET)
    address = url("contact", world.mine.pk, row.pk)
    assert SECRET in client_of(world.lead).get(address).content.decode()
    for user, status in ((world.colleague, 403), (world.litigation, 403), (world.other_worker, 404)):
        response = client_of(user).get(address)
        assert (response.status_code, SECRET in response.content.decode()) == (status, False)
    assert client_of(world.lead).post(address, {"reason": ""}).status_code == 200
    assert client_of(world.lead).post(address, {"reason": "Mauvais dossier"}).status_code == 302
    assert "Mauvais dossier" in client_of(world.lead).get(address).content.decode()


def test_a_contact_of_another_file_does_not_exist_in_this_one(world, client_of):
    row = a.ContactFactory.make(enrolment=world.others, association=world.cap_habitat, worker=world.other_worker)
    for contact_id in (row.pk, uuid.uuid4()):
        assert client_of(world.lead).get(url("contact", world.mine.pk, contact_id)).status_code == 404


def made(world, **values):
    row = a.ClaimFactory.make(
        **{"enrolment": world.mine, "association": world.soligone, "step": ClaimStep.FILED, "label": SECRET} | values
    )
    a.ClaimFollowUpFactory.make(claim=row, step=ClaimStep.FILED, note=SECRET)
    return row


def test_a_claim_is_opened_followed_up_and_read_again(world, client_of):
    client = client_of(world.lead)
    assert client.post(url("claim_new", world.mine.pk), claim()).status_code == 302
    row = Claim.objects.get()
    follow = url("claim_follow_up", world.mine.pk, row.pk)
    assert "FSL accès" in client.get(follow).content.decode()
    sent = {"step": "GRANTED", "happened_on": TODAY.isoformat(), "amount": "1 320,50", "note": "", "position": "2"}
    for _ in range(2):
        assert client.post(follow, sent).status_code == 302
    page = client.get(url("claims", world.mine.pk)).content.decode()
    assert "1\u00a0320,50\u00a0€" in page
    assert row.follow_ups.count() == 2


def test_a_claim_is_read_as_far_as_each_may(world, client_of):
    made(world)
    shared = made(world, audience=Audience.LANDLORD, label="Dossier FSL complet")
    for user, secret, listed in (
        (world.lead, True, 2),
        (world.colleague, False, 2),
        (world.litigation, False, 1),
        (world.adviser, False, 1),
    ):
        page = client_of(user).get(url("claims", world.mine.pk)).content.decode()
        assert page.count("<h2") == listed
        assert "Dossier FSL complet" in page
        assert (page.count(SECRET) > 1) is secret
        assert (url("claim_follow_up", world.mine.pk, shared.pk) in page) is secret
    made(world, enrolment=world.protected)
    for user in (world.lead, world.correspondent_apt):
        assert "Aucune démarche" in client_of(user).get(url("claims", world.protected.pk)).content.decode()
    assert client_of(world.other_worker).get(url("claims", world.mine.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_of_claims_costs_the_same_however_long_it_is(world, client_of, django_assert_max_num_queries, count):
    for _ in range(count):
        made(world)
    client = client_of(world.lead)
    with django_assert_max_num_queries(19):
        client.get(url("claims", world.mine.pk))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"happened_on": after(1).isoformat()}, "n’est pas encore passé"),
        ({"step": "MISSING_PIECE"}, "Dites quelle pièce manque."),
        ({"amount": "12"}, "Un montant se note"),
        ({"step": "GRANTED", "amount": "12 €€ x"}, "Écrivez un montant"),
        ({"remind_on": before(1).isoformat()}, "déjà passé"),
        ({"kind": ""}, "Choisissez une réponse."),
        ({"person": "00000000-0000-4000-8000-000000000001"}, "Choisissez une des réponses proposées."),
    ],
)
def test_a_refused_claim_says_why_and_keeps_what_was_typed(world, client_of, values, said):
    response = client_of(world.lead).post(url("claim_new", world.mine.pk), claim(**values))
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "Envoyé par courriel" in page
    assert not Claim.objects.exists()


def test_a_follow_up_that_crossed_another_is_refused(world, client_of):
    row = made(world)
    sent = {"step": "REFUSED", "happened_on": TODAY.isoformat(), "note": "", "position": "2"}
    follow = url("claim_follow_up", world.mine.pk, row.pk)
    assert client_of(world.manager).post(follow, sent).status_code == 302
    response = client_of(world.lead).post(follow, sent | {"note": "Recours à faire"})
    assert "entre-temps" in response.content.decode()
    assert "Recours à faire" in response.content.decode()
    assert client_of(world.lead).get(url("claim_follow_up", world.mine.pk, uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_is_never_an_error(world, client_of, value):
    row = made(world)
    client = client_of(world.lead)
    for page, whole in (
        (url("contact_new", world.mine.pk), contact()),
        (url("claim_new", world.mine.pk), claim()),
        (
            url("claim_follow_up", world.mine.pk, row.pk),
            {"step": "REFUSED", "happened_on": TODAY.isoformat(), "note": "", "position": "2", "amount": ""},
        ),
    ):
        for name in whole:
            assert client.post(page, whole | {name: value}).status_code in {200, 302}
        assert client.post(page, dict.fromkeys(whole, value)).status_code == 200
        assert client.post(page, {}).status_code == 200
        assert client.post(page, {name: [value, sent] for name, sent in whole.items()}).status_code in {200, 302}

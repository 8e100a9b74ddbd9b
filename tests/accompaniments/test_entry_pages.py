"""The pages of entries, in the client: who gets them, what they refuse, what they keep."""

import uuid
from decimal import Decimal
from itertools import product

import pytest
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment, Referral
from households.models import CurrentHousing, Enrolment
from leases.models import AccountBalance, ProcedureStep
from tests.accompaniments.entries import refer
from tests.accompaniments.pages import HOSTILE, INES, people, referral, takeover
from tests.days import TODAY, after, before
from tests.world import adult_of

pytestmark = pytest.mark.django_db
NEW, LIST, TAKEOVER = (
    "journeys:referral_new",
    "accompaniments:referrals",
    "accompaniments:takeover_new",
)


def url(name, *args):
    return reverse(f"{'journeys' if name in {'close', 'referral_new'} else 'accompaniments'}:{name}", args=args)


def waiting():
    return Accompaniment.objects.filter(state=State.REFERRED)


@pytest.mark.parametrize("who", ["lead", "colleague", "manager", "other_worker"])
def test_people_of_an_association_record_a_referral(world, client_of, who):
    response = client_of(getattr(world, who)).get(url("referral_new"))
    assert response.status_code == 200
    assert "Enregistrer l’orientation" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "page"),
    [
        *product(["litigation", "correspondent_orange", "admin"], ["referral_new", "referrals", "takeover_new"]),
        *product(["adviser"], ["referrals", "takeover_new"]),
    ],
)
def test_the_others_are_told_why_not(world, client_of, who, page):
    response = client_of(getattr(world, who)).get(url(page))
    assert response.status_code == 403
    assert "association" in response.content.decode()


@pytest.mark.parametrize("page", ["referrals", "takeover_new"])
def test_a_worker_does_not_manage(world, client_of, page):
    assert client_of(world.lead).get(url(page)).status_code == 403


def test_a_referral_is_recorded_for_ones_association(world, client_of):
    response = client_of(world.lead).post(
        url("referral_new"),
        referral(
            world,
            INES,
            {"first_name": "Adam", "last_name": "Carvalho", "kind": "CHILD", "birth_on": "2019-02-01"},
            situation="SHELTER",
            host="CHRS Les Glycines",
            city="Avignon",
            postcode="84000",
            telephone="06 12 34 56 78",
            wished_sectors="Carpentras",
        ),
    )
    course = waiting().get()
    assert response.status_code == 302
    assert str(course.enrolment_id) in response["Location"]
    assert course.enrolment.household.members.count() == 2
    assert CurrentHousing.objects.get(enrolment=course.enrolment).host == "CHRS Les Glycines"
    assert Referral.objects.get().note == "Sortie de CHRS"
    assert course.enrolment.holders.get().association == world.soligone


def test_the_landlords_adviser_refers_to_one_association_and_the_household_is_named_to_her(world, client_of):
    client = client_of(world.adviser)
    page = client.get(url("referral_new")).content.decode()
    assert "Association à qui l’orientation est adressée" in page
    assert str(world.sauvegarde.pk) not in page
    assert "Ce qui a été tenté" not in page
    offer = f"{world.securisation.pk}:{world.soligone.pk}"
    sent = referral(world, offer=offer, source="LANDLORD_SOCIAL", source_organisation=str(world.landlord.pk))
    assert "Choisissez une des réponses" in client.post(url("referral_new"), sent | {"source": "SIAO"}).content.decode()
    response = client.post(url("referral_new"), sent)
    row = Referral.objects.get()
    assert (row.source, row.source_organisation, row.referrer_name) == (
        "LANDLORD_SOCIAL",
        world.landlord,
        "Anne Vial",
    )
    assert row.enrolment.holders.get().association == world.soligone
    assert client.get(response["Location"]).status_code == 200
    for stranger in ("correspondent_orange", "litigation", "other_worker"):
        assert client_of(getattr(world, stranger)).get(response["Location"]).status_code == 404


def asked(world, **values):
    offer = f"{world.sauvegarde.pk}:{world.soligone.pk}"
    return referral(world, offer=offer, source="CTPE", source_organisation=str(world.landlord.pk), **values)


def test_a_request_brings_what_was_tried_the_account_the_stage_and_the_address(world, client_of):
    client = client_of(world.lead)
    page = client.post(url("referral_new"), asked(world)).content.decode()
    assert page.count("Remplissez ce champ.") >= 2
    assert "les courriers et les visites partent de là" in page
    assert not waiting().exists()
    whole = {
        "tried": "Deux courriers",
        "risk": "Un concours de la force publique",
        "situation": "NO_TITLE",
        "address": "3 place des Carmes",
        "city": "Orange",
        "debt": "2140,50",
    }
    assert "Indiquez la date du relevé." in client.post(url("referral_new"), asked(world, **whole)).content.decode()
    assert not waiting().exists()
    answer = client.post(url("referral_new"), asked(world, **whole | {"debt": ""}))
    shown = client_of(world.manager).get(answer["Location"]).content.decode()
    assert "Le compte du locataire n’est pas connu." in shown
    assert "L’adresse du ménage n’est pas connue." not in shown
    told = {"stated_on": before(5).isoformat(), "stage": "SUMMONS", "reached_on": before(40).isoformat()}
    answer = client.post(url("referral_new"), asked(world, **whole, **told, is_confirmed="on"))
    row = Referral.objects.latest("recorded_at")
    assert "n’est pas connu" not in client_of(world.manager).get(answer["Location"]).content.decode()
    assert (
        row.note
        == "Ce qui a été tenté\u00a0: Deux courriers\n\nCe qui inquiète\u00a0: Un concours de la force publique\n\nSortie de CHRS"
    )
    assert AccountBalance.objects.get(enrolment=row.enrolment).amount == Decimal("2140.50")
    assert ProcedureStep.objects.get(enrolment=row.enrolment).stage == "SUMMONS"


def test_sent_twice_it_is_made_once(world, client_of):
    sent = referral(world)
    client = client_of(world.lead)
    first, second = client.post(url("referral_new"), sent), client.post(url("referral_new"), sent)
    assert first["Location"] == second["Location"]
    assert waiting().count() == 1


def test_without_script_three_blank_rows_are_there_and_those_left_blank_are_nobody(world, client_of):
    page = client_of(world.lead).get(url("referral_new")).content.decode()
    assert page.count('-first_name"') >= 3
    client_of(world.lead).post(url("referral_new"), referral(world))
    assert waiting().get().enrolment.household.members.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (people(), "Indiquez au moins une personne."),
        (people({"first_name": "Inès"}), "Une personne du ménage est à compléter."),
        (people({**INES, "birth_on": after(3).isoformat()}), "Une personne du ménage est à compléter."),
        (people(*[INES] * 13), "personnes au plus"),
        ({"people-TOTAL_FORMS": "abc"}, "pas arrivée entière"),
        ({"people-TOTAL_FORMS": "99999999"}, "personnes au plus"),
        ({"received_on": after(1).isoformat()}, "n’est pas encore passé"),
        ({"received_on": before(5000).isoformat()}, "commence"),
        ({"received_on": ""}, "Indiquez la date."),
        ({"source": "PRÉFET"}, "Choisissez une des réponses proposées."),
        ({"offer": "nulle part"}, "Choisissez une des réponses proposées."),
        ({"address": "3 place des Carmes"}, "Dites comment le ménage occupe ce lieu."),
        ({"postcode": "8400"}, "cinq chiffres"),
        ({"telephone": "abc"}, "Écrivez un numéro"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(world, client_of, values, said):
    response = client_of(world.lead).post(url("referral_new"), referral(world) | values)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "Sortie de CHRS" in page
    assert not waiting().exists()


def test_one_does_not_refer_for_another_association_nor_for_a_programme_of_others(world, client_of):
    for offer in (f"{world.securisation.pk}:{world.cap_habitat.pk}", f"{uuid.uuid4()}:{world.soligone.pk}"):
        client_of(world.lead).post(url("referral_new"), referral(world, offer=offer))
    assert not waiting().exists()


def test_a_unit_of_another_landlord_is_not_offered(world, client_of):
    response = client_of(world.lead).post(
        url("referral_new"), referral(world, situation="TENANT", unit=str(world.other_unit.pk))
    )
    assert response.status_code == 200
    assert not waiting().exists()


def test_a_person_of_ones_own_files_is_told_and_one_may_go_on(world, client_of):
    known = adult_of(world.mine)
    row = {
        "first_name": known.first_name,
        "last_name": known.last_name,
        "birth_on": known.birth_on.isoformat(),
    }
    client = client_of(world.colleague)
    page = client.post(url("referral_new"), referral(world, row)).content.decode()
    assert "2026-0148" in page
    assert not waiting().exists()
    assert client.post(url("referral_new"), referral(world, row, is_confirmed="on")).status_code == 302


@pytest.mark.parametrize("file", ["others", "protected"])
def test_a_file_that_one_may_not_open_is_never_told(world, client_of, file):
    known = adult_of(getattr(world, file))
    row = {"first_name": known.first_name, "last_name": known.last_name, "birth_on": known.birth_on.isoformat()}
    response = client_of(world.lead).post(url("referral_new"), referral(world, row))
    assert response.status_code == 302
    assert getattr(world, file).file_number not in response.content.decode()


@pytest.mark.parametrize("page", ["referral_new", "takeover_new"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_is_never_an_error(world, client_of, page, value):
    whole = referral(world) if page == "referral_new" else takeover(world)
    files = Enrolment.objects.count()
    for name in [name for name in whole if not name.startswith(("people-1", "people-2"))]:
        response = client_of(world.manager).post(url(page), whole | {name: value})
        assert response.status_code in {200, 302}
    assert client_of(world.manager).post(url(page), dict.fromkeys(whole, value)).status_code == 200
    assert client_of(world.manager).post(url(page), {}).status_code == 200
    repeated = {name: [sent, value] for name, sent in whole.items()}
    assert client_of(world.manager).post(url(page), repeated).status_code in {200, 302}
    assert Enrolment.objects.count() >= files


# The list, and the answer ----------------------------------------------------------------------------


def test_a_manager_finds_what_waits_with_its_acts(world, client_of):
    course = refer(world)
    refer(world, association=world.cap_habitat)
    page = client_of(world.manager).get(url("referrals")).content.decode()
    assert page.count("Mme\u00a0Inès Carvalho") == 3  # its line, and the two acts for who does not see
    assert url("assign", course.enrolment_id) in page
    assert "5\u00a0jours de\u00a0retard" in page
    assert client_of(world.manager).get(url("referrals") + "?page=x").status_code == 200


def test_an_empty_list_says_what_would_be_there(world, client_of):
    assert "Aucune orientation n’attend" in client_of(world.manager).get(url("referrals")).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_the_same_however_long_it_is(world, client_of, django_assert_max_num_queries, count):
    for _ in range(count):
        refer(world)
    client = client_of(world.manager)
    with django_assert_max_num_queries(16):
        client.get(url("referrals"))


def answer(world, client_of, course, **values):
    sent = {"decision": f"PASS:{world.cap_habitat.pk}", "reason": "Hors secteur", "is_understood": "on"} | values
    return client_of(world.manager).post(url("referral_refuse", course.enrolment_id), sent)


def test_a_referral_is_passed_on_once_one_has_understood(world, client_of):
    course = refer(world)
    page = client_of(world.manager).get(url("referral_refuse", course.enrolment_id)).content.decode()
    assert "vous ne voyez plus ce dossier" in page
    response = answer(world, client_of, course, is_understood="")
    assert "Cochez la case" in response.content.decode()
    assert "Hors secteur" in response.content.decode()
    assert answer(world, client_of, course).status_code == 302
    assert client_of(world.manager).get(url("referral_refuse", course.enrolment_id)).status_code == 404
    assert client_of(world.other_manager).get(url("referral_refuse", course.enrolment_id)).status_code == 200


def test_a_referral_is_closed_without_being_passed_on(world, client_of):
    course = refer(world)
    assert answer(world, client_of, course, decision="DECLINE", is_understood="").status_code == 302
    course.refresh_from_db()
    assert course.state == State.CLOSED
    page = client_of(world.manager).get(url("referral_refuse", course.enrolment_id)).content.decode()
    assert "n’attend plus de réponse" in page


@pytest.mark.parametrize("decision", ["", "PASS:", "PASS:x", "CLOSED", *HOSTILE])
def test_an_answer_that_is_none_is_refused(world, client_of, decision):
    course = refer(world)
    assert answer(world, client_of, course, decision=decision).status_code == 200
    assert answer(world, client_of, course, reason="\x00").status_code == 200
    course.refresh_from_db()
    assert course.state == State.REFERRED


# Assignment -----------------------------------------------------------------------------------------


def choose(world, client_of, enrolment, page="assign", user=None, **values):
    chosen = user or world.colleague
    sent = {"worker": f"{world.soligone.pk}:{chosen.pk}", "started_on": TODAY.isoformat(), "reason": "Départ"} | values
    return client_of(world.manager).post(url(page, enrolment.pk), sent)


def test_each_worker_is_offered_with_her_load(world, client_of):
    page = client_of(world.manager).get(url("assign", world.mine.pk)).content.decode()
    assert "Claire Fabre suit ce ménage depuis le 1er juin 2026" in page
    assert "1\u00a0ménage, 0,05 de charge" in page
    assert "2\u00a0ménages, 0,10 de charge" in page
    assert "Inès Garcin" not in page


def test_the_first_lead_opens_the_review(world, client_of):
    course = refer(world)
    assert choose(world, client_of, course.enrolment, started_on=before(2).isoformat()).status_code == 302
    course.refresh_from_db()
    assert (course.state, course.state_on) == (State.REVIEWING, before(2))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reason": ""}, "Remplissez ce champ."),
        ({"started_on": "1999-01-01"}, "Indiquez un jour"),
        ({"started_on": "2026-05-31"}, "commence"),
        ({"started_on": "2099-01-01"}, "plus d’un an"),
        ({"worker": "x"}, "Choisissez une des réponses proposées."),
        ({}, "déjà référente"),
    ],
)
def test_a_refused_handover_says_why(world, client_of, values, said):
    response = choose(world, client_of, world.mine, user=world.colleague if values else world.lead, **values)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert world.mine.workers.count() == 1


def test_a_worker_of_the_other_association_is_not_chosen(world, client_of):
    response = choose(world, client_of, world.mine, worker=f"{world.cap_habitat.pk}:{world.other_worker.pk}")
    assert response.status_code == 200
    assert world.mine.workers.count() == 1


@pytest.mark.parametrize("page", ["assign", "replacement", "referral_refuse", "close"])
def test_these_pages_are_the_managers(world, client_of, page):
    for user, file, status in (
        (world.manager, world.mine, 200),
        (world.manager, world.protected, 200),
        (world.lead, world.mine, 403),
        (world.colleague, world.mine, 403),
        (world.litigation, world.mine, 403),
        (world.other_manager, world.mine, 404),
        (world.admin, world.mine, 404),
        (world.manager, world.others, 404),
    ):
        assert client_of(user).get(url(page, file.pk)).status_code == status


def test_a_replacement_is_written_and_said(world, client_of):
    dates = {"started_on": TODAY.isoformat(), "ended_on": after(14).isoformat()}
    assert choose(world, client_of, world.mine, "replacement", **dates).status_code == 302
    page = client_of(world.manager).get(url("replacement", world.mine.pk)).content.decode()
    assert "Youssef Amrani, du 21 novembre 2026 au 5 décembre 2026" in page
    assert choose(world, client_of, world.mine, "replacement", **dates).status_code == 302  # sent twice
    assert world.mine.workers.count() == 2
    other = choose(world, client_of, world.mine, "replacement", **dates | {"ended_on": after(15).isoformat()})
    assert "déjà" in other.content.decode()
    assert client_of(world.colleague).get(url("contact_new", world.mine.pk)).status_code == 200


@pytest.mark.parametrize("page", ["assign", "replacement", "close"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_choices_are_never_an_error(world, client_of, page, value):
    for name in ("worker", "started_on", "ended_on", "reason", "exit_reason"):
        response = choose(world, client_of, world.mine, page, **{"ended_on": after(9).isoformat(), name: value})
        assert response.status_code in {200, 302}


# Reprise --------------------------------------------------------------------------------------------


def test_a_manager_takes_a_household_over(world, client_of):
    response = client_of(world.manager).post(
        url("takeover_new"),
        takeover(
            world,
            situation="TENANT",
            address="3 place des Carmes",
            unit=str(world.units["Apt"].pk),
            naming_cause="REQUESTED",
            naming_on=before(150).isoformat(),
            asked_by="LITIGATION",
        ),
    )
    assert response.status_code == 302
    course = Accompaniment.objects.get(is_taken_over=True, changes__position=2)
    assert (course.state, course.state_on, course.opened_on) == (State.SUPPORTED, before(100), before(150))
    for user in (world.correspondent_apt, world.litigation, world.adviser, world.lead):
        assert client_of(user).get(url("claims", course.enrolment_id)).status_code == 200
    assert client_of(world.rental).get(url("claims", course.enrolment_id)).status_code == 404


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state_on": before(300).isoformat()}, "précède"),
        ({"on_diagnosed": before(50).isoformat()}, "précède"),
        ({"state_on": after(1).isoformat()}, "pas encore passé"),
        ({"state": "CLOSED"}, "Choisissez une des réponses proposées."),
        ({"lead": ""}, "Choisissez la personne qui suit ce ménage."),
        ({"lead_since": before(300).isoformat()}, "Ce dossier commence"),
        ({"reason": " "}, "Remplissez ce champ."),
        ({"naming_cause": "LEASE_SIGNED", "naming_on": TODAY.isoformat()}, "Indiquez l’unité de gestion"),
        ({"naming_cause": "LEASE_SIGNED"}, "Indiquez la date de ce fait."),
    ],
)
def test_a_refused_reprise_says_why_and_keeps_what_was_typed(world, client_of, values, said):
    files = Enrolment.objects.count()
    response = client_of(world.manager).post(url("takeover_new"), takeover(world) | values)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "Carvalho" in page
    assert Enrolment.objects.count() == files


# The early end --------------------------------------------------------------------------------------


def test_a_follow_up_ends_early_with_a_reason_and_a_supported_one_does_not(world, client_of):
    course = refer(world)
    sent = {"exit_reason": "LOST_CONTACT", "ended_on": TODAY.isoformat(), "reason": ""}
    assert "évaluation finale" in client_of(world.manager).get(url("close", world.mine.pk)).content.decode()
    assert client_of(world.manager).post(url("close", world.mine.pk), sent).status_code == 200
    early = client_of(world.manager).post(
        url("close", course.enrolment_id), sent | {"ended_on": before(30).isoformat()}
    )
    assert "étape précédente" in early.content.decode()
    assert client_of(world.manager).post(url("close", course.enrolment_id), sent).status_code == 302
    course.refresh_from_db()
    assert (course.state, course.exit_reason) == (State.CLOSED, "LOST_CONTACT")

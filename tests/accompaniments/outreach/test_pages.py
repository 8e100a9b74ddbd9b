"""The ladder's pages and papers: taps, strangers, the landlord's reading, words that must not be printed."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accompaniments.enums import AttemptKind, AttemptResult, State
from accompaniments.models import Accompaniment, ContactAttempt, ContactFailure, StateChange
from accompaniments.readings.outreach_letters import NO_SAFE_ADDRESS
from accompaniments.services import outreach_failures as failures
from accompaniments.services.outreach import Made
from households.models import CurrentHousing, InformationNotice
from records.services.files import open_file
from tests.accompaniments.outreach.conftest import SECRET
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY, before
from tests.pdfs import one_page, text_of

# Whatever would tell why to a neighbour, a child, a host: nowhere in a paper that leaves (domain.md §6).
FORBIDDEN = (
    "dette",
    "impay",
    "expuls",
    "procédure",
    "loyer",
    "bailleur",
    "commandement",
    "assign",
    "résili",
    "contentieux",
    "sauvegarde",
    "précar",
    "difficulté",
    "mistral",
    "dossier",
    "2026-0148",
)
LANDLORD = ("correspondent_orange", "adviser", "litigation")


def url(world, name, *more):
    return reverse(f"accompaniments:{name}", args=[world.mine.pk, *more])


def typed(**values):
    return {
        "kind": "LETTER_SIMPLE",
        "counts": "on",
        "sent_on": TODAY.isoformat(),
        "makes": "on",
        "rung": "1",
        "note": "mot d’équipe",
        "sending_key": str(uuid.uuid4()),
        **values,
    }


def content(stored):
    return b"".join(open_file(stored=stored))


def support(client, world):
    return client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()


def test_a_letter_is_recorded_made_and_given_in_one_act(world, course, client_of):
    client = client_of(world.lead)
    page = client.get(url(world, "outreach_new")).content.decode()
    assert "Courrier simple" in page
    early = client.post(url(world, "outreach_new"), typed(proposed_on=before(1).isoformat())).content.decode()
    assert "Le courrier part le 21 novembre 2026" in early
    answer = client.post(
        url(world, "outreach_new"), typed(proposed_on="2026-11-26", proposed_time="14:00", place="au centre")
    )
    assert answer.status_code == 302
    row = ContactAttempt.objects.get()
    assert (row.kind, row.rung, row.sent_on, row.result) == ("LETTER_SIMPLE", 1, TODAY, "PENDING")
    said = text_of(content(row.letter))
    assert "jeudi 26 novembre 2026 à 14" in said
    assert "Ce que nous savons de vous" in said
    assert "Bensaïd" in said
    assert "12 rue des Teinturiers" in said
    assert "je vous écrirai de nouveau" in said
    assert InformationNotice.objects.filter(enrolment=world.mine, given_on=TODAY).exists()
    assert Accompaniment.objects.get(pk=course.pk).state == State.CONTACTING
    shown = client.get(url(world, "outreach")).content.decode()
    assert "mot d’équipe" in shown
    assert "1er décembre 2026" in shown or "1<sup>er</sup> décembre 2026" in shown
    got = client.get(url(world, "outreach_letter", row.pk))
    assert got["Content-Disposition"] == 'attachment; filename="courrier-2026-0148-2026-11-21.pdf"'
    assert b"".join(got.streaming_content) == content(row.letter)


def test_no_paper_that_leaves_tells_why(world, course, client_of):
    client = client_of(world.lead)
    client.post(url(world, "outreach_new"), typed(sent_on=before(20).isoformat(), note=SECRET))
    client.post(url(world, "outreach_new"), typed(kind="LETTER_REGISTERED", rung="2", sent_on=before(9).isoformat()))
    client.post(url(world, "outreach_new"), typed(kind="SITE_VISIT", rung="3", passed="on", result="NO_ANSWER"))
    papers = [content(row.letter) for row in ContactAttempt.objects.order_by("sent_on")]
    papers.append(client.post(url(world, "outreach_passage"), {"day": "2026-11-24", "time": "14:30"}).content)
    assert len(papers) == 4
    for paper in papers:
        said = text_of(paper).lower()
        assert [word for word in FORBIDDEN if word in said] == []
    assert "lettre recommandée" in text_of(papers[1]).lower()
    assert "ce que nous savons" not in text_of(papers[1]).lower()
    for notice in papers[2:]:
        said = text_of(notice)
        assert "Bensaïd" not in said
        assert "Soligone" not in said
        assert "Claire Fabre" in said


def test_a_protected_household_is_written_to_at_its_safe_address_or_not_at_all(world, client_of):
    client = client_of(world.colleague)
    page = reverse("accompaniments:outreach_new", args=[world.protected.pk])
    CurrentHousing.objects.filter(enrolment=world.protected).update(address="9 chemin du secret")
    world.protection.safe_address = ""
    world.protection.save()
    answer = client.post(page, typed(rung=""))
    assert NO_SAFE_ADDRESS in answer.context["form"].errors["makes"]
    assert "mot d’équipe" in answer.content.decode()
    assert not ContactAttempt.objects.exists()
    world.protection.safe_address = "CCAS, 2 place de la Mairie\n84400 Apt"
    world.protection.save()
    assert client.post(page, typed(rung="")).status_code == 302
    said = text_of(content(ContactAttempt.objects.get().letter))
    assert "2 place de la Mairie" in said
    assert "secret" not in said


def test_a_letter_without_an_address_is_refused_with_the_reason(world, course, client_of):
    CurrentHousing.objects.filter(enrolment=world.mine).update(address="")
    answer = client_of(world.lead).post(url(world, "outreach_new"), typed())
    assert "makes" in answer.context["form"].errors
    assert client_of(world.lead).post(url(world, "outreach_new"), typed(makes="")).status_code == 302


def test_an_attempt_beside_the_ladder_is_no_rung(world, course, client_of):
    client = client_of(world.lead)
    client.post(url(world, "outreach_new"), typed(kind="PHONE", result="NO_ANSWER"))
    row = ContactAttempt.objects.get()
    assert (row.rung, row.result, row.result_on, row.letter) == (None, "NO_ANSWER", TODAY, None)


def test_an_answer_at_once_offers_to_log_it(world, course, client_of):
    client = client_of(world.lead)
    answer = client.post(
        url(world, "outreach_new"), typed(kind="SITE_VISIT", result="MET", rung=""), follow=True
    ).content.decode()
    assert "Consigner la rencontre" in answer
    assert ContactAttempt.objects.get().result_on == TODAY


def test_the_post_is_followed_with_its_proof(world, course, attempt, client_of):
    attempt(AttemptKind.LETTER_SIMPLE, 30, rung=1)
    row = attempt(AttemptKind.LETTER_REGISTERED, 20, rung=2)
    client = client_of(world.lead)
    page = url(world, "outreach_follow", row.pk)
    assert client.get(page).status_code == 200
    sent = {
        "tracking_number": "1A 123 456 7890 1",
        "presented_on": before(18).isoformat(),
        "returned_on": before(3).isoformat(),
        "result": "UNCLAIMED",
        "result_on": before(3).isoformat(),
        "note": "",
        "receipt": SimpleUploadedFile("avis.pdf", one_page(), "application/pdf"),
    }
    refused = client.post(page, {**sent, "presented_on": before(25).isoformat()})
    assert "presented_on" in refused.context["form"].errors
    sent["receipt"].seek(0)
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.presented_on, row.returned_on, row.result) == (before(18), before(3), "UNCLAIMED")
    assert client.get(url(world, "outreach_receipt", row.pk)).status_code == 200
    assert "Non réclamé" in client.get(url(world, "outreach")).content.decode()


def test_a_withdrawn_attempt_stays_struck_for_the_team_alone(world, course, attempt, client_of):
    row = attempt(AttemptKind.PHONE, 4, note=SECRET)
    client = client_of(world.lead)
    assert client.post(url(world, "outreach_withdraw", row.pk), {"reason": "mauvais numéro"}).status_code == 302
    shown = client.get(url(world, "outreach")).content.decode()
    assert "is-struck" in shown
    assert "mauvais numéro" in shown
    assert "Appel" not in support(client_of(world.colleague), world)


def fail(world, course):
    failure = failures.ask_failure(by=world.lead.pk, accompaniment=course, note=SECRET, today=TODAY)
    failures.confirm_failure(
        by=world.manager.pk,
        failure=failure,
        is_lead=False,
        proof=one_page(),
        proof_name="preuve.pdf",
        attempts=list(course.attempts.values_list("pk", flat=True)),
        today=TODAY,
    )


def test_the_failure_goes_from_the_team_to_the_manager(world, course, exhausted, client_of):
    lead, manager = client_of(world.lead), client_of(world.manager)
    assert lead.post(url(world, "outreach_fail"), {"note": SECRET}).status_code == 302
    page = manager.get(url(world, "outreach_decide")).content.decode()
    assert "Claire Fabre" in page
    back = manager.post(url(world, "outreach_decide"), {"answer": "DECLINE", "reason": ""})
    assert "reason" in back.context["form"].errors
    assert manager.post(url(world, "outreach_decide"), {"answer": "CONFIRM"}).status_code == 302
    told = manager.get(url(world, "outreach")).content.decode()
    assert "Contact infructueux, confirmé le" in told
    assert "peut être dit infructueux" not in told
    failure = ContactFailure.objects.get()
    proof = text_of(content(failure.proof))
    assert "Visite sur site, étape 4" in proof
    assert SECRET not in proof
    assert lead.get(url(world, "outreach_proof")).status_code == 200
    assert manager.get(url(world, "outreach_decide")).status_code == 404
    assert "Reprendre la prise de contact" in lead.get(url(world, "outreach")).content.decode()
    assert (
        lead.post(url(world, "outreach_restart"), {"effective_on": TODAY.isoformat(), "reason": ""}).status_code == 302
    )
    assert Accompaniment.objects.get(pk=course.pk).state == State.CONTACTING


def test_before_its_time_the_page_says_why_not(world, course, attempt, client_of):
    attempt(AttemptKind.LETTER_SIMPLE, 5, rung=1)
    page = client_of(world.lead).get(url(world, "outreach_fail")).content.decode()
    assert "il reste une étape à tenter" in page
    answer = client_of(world.lead).post(url(world, "outreach_fail"), {"note": ""})
    assert answer.status_code == 200
    assert not ContactFailure.objects.exists()


@pytest.mark.parametrize("who", LANDLORD)
def test_the_landlord_reads_nothing_while_it_runs_and_the_bare_fact_after(world, course, exhausted, client_of, who):
    client = client_of(world.people[who])
    assert "Relance" not in support(client, world)
    fail(world, course)
    page = support(client, world)
    assert "Contact infructueux, constaté le 21 novembre 2026" in page
    assert "22 septembre 2026" in page
    for hidden in (SECRET, "recommandé", "Visite sur site", "Sans réponse", "preuve", "Ouvrir la relance"):
        assert hidden not in page, hidden
    everything = client.get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
    assert SECRET not in everything
    assert "Relance" not in everything
    for name in ("outreach", "outreach_new", "outreach_fail", "outreach_decide", "outreach_proof", "outreach_restart"):
        assert client.get(url(world, name)).status_code == 403
    assert client.get(url(world, "outreach_letter", exhausted[0].pk)).status_code == 403


def test_a_colleague_of_another_team_knows_what_was_tried_and_reads_no_note(world, course, exhausted, client_of):
    page = support(client_of(world.colleague), world)
    assert "Courrier recommandé" in page
    assert SECRET not in page
    assert client_of(world.colleague).get(url(world, "outreach")).status_code == 403


@pytest.mark.parametrize(
    "who", ["other_worker", "other_manager", "rental", "cal_secretary", "correspondent_apt", "admin"]
)
def test_strangers_find_nothing(world, course, attempt, client_of, who):
    row = attempt(AttemptKind.LETTER_SIMPLE, 20, rung=1, note=SECRET, made=Made(one_page(), "a.pdf"))
    client = client_of(world.people[who])
    for name in ("outreach", "outreach_new", "outreach_passage", "outreach_fail", "outreach_decide", "outreach_proof"):
        assert client.get(url(world, name)).status_code == 404
    for name in ("outreach_follow", "outreach_withdraw", "outreach_letter", "outreach_receipt"):
        assert client.get(url(world, name, row.pk)).status_code == 404


def test_an_attempt_of_another_file_is_not_found(world, course, attempt, client_of):
    row = attempt(AttemptKind.LETTER_SIMPLE, 20, rung=1, made=Made(one_page(), "a.pdf"))
    client = client_of(world.colleague)
    for name in ("outreach_follow", "outreach_withdraw", "outreach_letter"):
        address = reverse(f"accompaniments:{name}", args=[world.colleagues.pk, row.pk])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "field",
    [
        "kind",
        "sent_on",
        "rung",
        "tracking_number",
        "proposed_on",
        "proposed_time",
        "place",
        "result",
        "note",
        "sending_key",
    ],
)
def test_hostile_input_is_no_error(world, course, client_of, field, value):
    answer = client_of(world.lead).post(url(world, "outreach_new"), typed(makes="", **{field: value}))
    assert answer.status_code in {200, 302}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "field", ["tracking_number", "presented_on", "received_on", "returned_on", "result", "result_on"]
)
def test_a_hostile_follow_up_is_no_error(world, course, attempt, client_of, field, value):
    row = attempt(AttemptKind.LETTER_REGISTERED, 20)
    sent = {"result": "PENDING", "note": "", field: value}
    assert client_of(world.lead).post(url(world, "outreach_follow", row.pk), sent).status_code in {200, 302}


def test_what_was_typed_comes_back_on_refusal(world, course, client_of):
    answer = client_of(world.lead).post(url(world, "outreach_new"), typed(sent_on="2026-11-22", note="mes mots"))
    assert "sent_on" in answer.context["form"].errors
    assert "mes mots" in answer.content.decode()


def test_the_journal_tells_the_team_and_its_holders(world, course, exhausted, client_of):
    page = client_of(world.lead).get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
    assert "Relancer" in page
    known = client_of(world.colleague).get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
    assert SECRET not in known


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_the_same_whatever_was_tried(
    world, course, attempt, client_of, count, django_assert_max_num_queries
):
    for number in range(count):
        attempt(AttemptKind.PHONE, 1 + number % 20, result=AttemptResult.NO_ANSWER)
    client = client_of(world.lead)
    client.get(url(world, "outreach"))
    with django_assert_max_num_queries(45):
        client.get(url(world, "outreach"))


def test_a_programme_without_a_ladder_keeps_what_is_tried(world, client_of):
    Accompaniment.objects.filter(enrolment=world.colleagues).update(state=State.CONTACTING)
    StateChange.objects.filter(accompaniment__enrolment=world.colleagues).update(to_state=State.CONTACTING)
    client = client_of(world.colleague)
    address = reverse("accompaniments:outreach_new", args=[world.colleagues.pk])
    assert client.post(address, typed(kind="PHONE", rung="", result="NO_ANSWER")).status_code == 302
    page = client.get(reverse("accompaniments:outreach", args=[world.colleagues.pk])).content.decode()
    assert "n’a pas de relance convenue" in page

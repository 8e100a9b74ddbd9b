"""The diagnosis: two hands, four circles, two reports; what must not leak is in every test that refuses."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments.enums import DiagnosisKind, DiagnosisSection, DiagnosisState, State
from accompaniments.models import Accompaniment, DiagnosisPart
from accompaniments.rules.diagnosis import SECTIONS, is_signed, why_opening_is_refused, why_validation_is_refused
from accompaniments.selectors import happened
from accompaniments.selectors.diagnosis import due_lines
from accompaniments.selectors.states import courses
from accompaniments.services.diagnosis import (
    StaleDiagnosisError,
    Written,
    open_diagnosis,
    return_diagnosis,
    send_back_diagnosis,
    sign_diagnosis,
    validate_diagnosis,
    write_diagnosis,
)
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.enums import NamingCause, NamingService
from households.models import EnrolmentNaming
from households.permissions import standings
from records.models import Event, StoredFile
from tests.accompaniments.diagnosis.hands import WORDS, agree, parts_of, review, sign, write
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY, after, before
from tests.pdfs import one_page, text_of
from tests.world import reader_of

TEAM, ASSOCIATIONS, COORDINATION, LANDLORD = (WORDS[audience] for audience in Audience)


def url(name, diagnosis):
    return reverse(f"accompaniments:{name}", args=[diagnosis.accompaniment.enrolment_id, diagnosis.pk])


def validated(world, diagnosis):
    write(world, diagnosis)
    sign(world, diagnosis)
    if diagnosis.kind == DiagnosisKind.SHARED:
        sign(world, diagnosis, world.adviser, is_adviser=True)
    diagnosis.refresh_from_db()
    return validate_diagnosis(
        by=world.manager.pk, diagnosis=diagnosis, version=diagnosis.version, validated_on=TODAY, today=TODAY
    )


# Rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
def test_it_opens_during_the_study_or_the_outreach(state):
    allowed = state in {State.REVIEWING, State.CONTACTING}
    assert (why_opening_is_refused(state, has_one_open=False) is None) is allowed
    assert why_opening_is_refused(state, has_one_open=True)


def test_an_evaluation_has_no_landlords_view():
    assert DiagnosisSection.LANDLORD_VIEW in SECTIONS[DiagnosisKind.SHARED]
    assert DiagnosisSection.LANDLORD_VIEW not in SECTIONS[DiagnosisKind.SOCIAL]


def test_a_shared_one_needs_both_signatures():
    assert not is_signed(DiagnosisKind.SHARED, by_worker=True, by_adviser=False)
    assert is_signed(DiagnosisKind.SHARED, by_worker=True, by_adviser=True)
    assert is_signed(DiagnosisKind.SOCIAL, by_worker=True, by_adviser=False)


@pytest.mark.parametrize("day", [after(1), before(10), dt.date(1990, 1, 1)])
def test_it_is_not_validated_ahead_nor_before_the_interview(day):
    assert why_validation_is_refused(DiagnosisState.TO_VALIDATE, validated_on=day, interview_on=before(3), today=TODAY)


# Services -------------------------------------------------------------------------------------------------------


def test_opening_a_shared_one_names_the_household_to_the_adviser_in_the_same_act(world, shared):
    naming = EnrolmentNaming.objects.get(cause=NamingCause.DIAGNOSIS_ADDRESSED, source_id=shared.pk)
    assert (naming.service, naming.landlord, naming.started_on) == (NamingService.SOCIAL, world.landlord, TODAY)


def test_a_refused_opening_leaves_nothing(world, shared):
    course = Accompaniment.objects.get(enrolment=world.mine)
    with pytest.raises(Refused, match="déjà en cours"):
        open_diagnosis(by=world.lead.pk, accompaniment=course, landlord=world.landlord, interview_on=None, today=TODAY)
    assert EnrolmentNaming.objects.filter(cause=NamingCause.DIAGNOSIS_ADDRESSED).count() == 1


def test_a_landlord_of_another_programme_is_refused(world):
    world.mine.version = world.securisation
    world.mine.save()
    with pytest.raises(Refused):
        open_diagnosis(
            by=world.lead.pk,
            accompaniment=review(world.mine),
            landlord=world.other_landlord,
            interview_on=None,
            today=TODAY,
        )
    assert not EnrolmentNaming.objects.filter(cause=NamingCause.DIAGNOSIS_ADDRESSED).exists()


def test_two_authors_at_once_overwrite_nothing(world, shared):
    write(world, shared)
    with pytest.raises(StaleDiagnosisError) as stale:
        write_diagnosis(
            by=world.adviser.pk,
            diagnosis=shared,
            version=1,
            parts=[Written(DiagnosisSection.NEEDS, Audience.LANDLORD, "ce que dit le bailleur")],
            is_adviser=True,
            interview_on=None,
            proposes_support=None,
            today=TODAY,
        )
    assert stale.value.version == 2
    assert set(DiagnosisPart.objects.values_list("author_id", flat=True)) == {world.lead.pk}


def test_each_keeps_her_own_parts(world, shared):
    write(world, shared)
    said = [Written(DiagnosisSection.LANDLORD_VIEW, Audience.LANDLORD, "ce que dit le bailleur")]
    write(world, shared, world.adviser, said, is_adviser=True)
    write(world, shared, parts=parts_of(LANDLORD="autre parole"))
    assert DiagnosisPart.objects.get(author=world.adviser).text == "ce que dit le bailleur"
    assert DiagnosisPart.objects.get(author=world.lead, audience=Audience.LANDLORD).text == "autre parole"
    assert DiagnosisPart.objects.filter(author=world.lead).count() == 4


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.ASSOCIATIONS])
def test_the_adviser_does_not_write_for_the_associations(world, shared, audience):
    with pytest.raises(Refused):
        write(world, shared, world.adviser, [Written(DiagnosisSection.NEEDS, audience, "x")], is_adviser=True)


def test_no_event_carries_a_text(world, shared):
    write(world, shared)
    assert "parole" not in str(list(Event.objects.values_list("details", flat=True)))


def test_it_is_not_signed_before_the_interview_and_the_proposal(world, shared):
    with pytest.raises(Refused, match="entretien"):
        sign(world, shared)
    write(world, shared, proposes=None)
    with pytest.raises(Refused, match="proposé"):
        sign(world, shared)


def test_both_sign_then_the_manager_validates(world, shared):
    write(world, shared)
    sign(world, shared)
    shared.refresh_from_db()
    assert shared.state == DiagnosisState.DRAFT
    sign(world, shared, world.adviser, is_adviser=True)
    shared.refresh_from_db()
    assert shared.state == DiagnosisState.TO_VALIDATE
    validate_diagnosis(
        by=world.manager.pk, diagnosis=shared, version=shared.version, validated_on=before(1), today=TODAY
    )
    course = Accompaniment.objects.get(enrolment=world.mine)
    assert (course.state, course.state_on) == (State.DIAGNOSED, before(1))


def test_what_the_adviser_could_not_read_leaves_her_signature(world, shared):
    write(world, shared)
    sign(world, shared, world.adviser, is_adviser=True)
    write(world, shared, parts=parts_of(TEAM="autre parole d’équipe"))
    shared.refresh_from_db()
    assert shared.adviser_signed_on == TODAY
    write(world, shared, parts=parts_of(TEAM="autre parole d’équipe", LANDLORD="autre parole pour le bailleur"))
    shared.refresh_from_db()
    assert shared.adviser_signed_on is None


def test_a_version_that_she_did_not_read_is_not_signed(world, social):
    write(world, social)
    with pytest.raises(StaleDiagnosisError):
        sign_diagnosis(by=world.lead.pk, diagnosis=social, version=1, is_adviser=False, today=TODAY)


def test_it_is_sent_back_with_a_reason_and_signed_again(world, social):
    write(world, social)
    sign(world, social)
    with pytest.raises(Refused):
        send_back_diagnosis(by=world.manager.pk, diagnosis=social, reason="  ", today=TODAY)
    send_back_diagnosis(by=world.manager.pk, diagnosis=social, reason="à préciser", today=TODAY)
    social.refresh_from_db()
    assert (social.state, social.worker_signed_on, social.sent_back_reason) == ("DRAFT", None, "à préciser")
    with pytest.raises(Refused):
        validate_diagnosis(
            by=world.manager.pk, diagnosis=social, version=social.version, validated_on=TODAY, today=TODAY
        )


def test_the_adviser_reads_why_it_comes_back_and_not_what_is_the_teams(world, shared, client_of):
    write(world, shared)
    sign(world, shared)
    sign(world, shared, world.adviser, is_adviser=True)
    manager = client_of(world.manager)
    assert "words" in manager.post(url("diagnosis_send_back", shared), {"reason": "pour nous"}).context["form"].errors
    sent = {"words": "le loyer est à revoir", "reason": "mot réservé"}
    assert manager.post(url("diagnosis_send_back", shared), sent).status_code == 302
    read = {who: client_of(world.people[who]).get(url("diagnosis", shared)).content.decode() for who in READS}
    read["adviser"] = client_of(world.adviser).get(url("diagnosis", shared)).content.decode()
    assert {who for who, page in read.items() if sent["words"] in page} == {"lead", "manager", "adviser"}
    assert {who for who, page in read.items() if sent["reason"] in page} == {"lead", "manager"}


def test_nothing_is_written_once_signed(world, social):
    write(world, social)
    sign(world, social)
    with pytest.raises(Refused):
        write(world, social)


def test_nothing_leaves_before_validation(world, social):
    write(world, social)
    with pytest.raises(Refused):
        return_diagnosis(
            by=world.manager.pk,
            diagnosis=social,
            content=b"x",
            file_name="x.pdf",
            is_under_accord=False,
            landlord=world.landlord,
            today=TODAY,
        )
    assert not StoredFile.objects.filter(subject_id=social.pk).exists()


# Pages: who reads what ------------------------------------------------------------------------------------------

READS = {
    "lead": {TEAM, ASSOCIATIONS, COORDINATION, LANDLORD},
    "manager": {TEAM, ASSOCIATIONS, COORDINATION, LANDLORD},
    "colleague": {ASSOCIATIONS, COORDINATION, LANDLORD},
}


def texts(answer):
    return {word for word in WORDS.values() if word in answer}


@pytest.mark.parametrize("who", READS)
def test_the_associations_read_by_circle_on_the_page_and_in_the_report(world, shared, client_of, who):
    write(world, shared)
    client = client_of(world.people[who])
    assert texts(client.get(url("diagnosis", shared)).content.decode()) == READS[who]
    assert texts(text_of(client.get(url("diagnosis_report", shared)).content)) == READS[who]


def test_the_adviser_reads_the_landlords_parts_and_coordination_under_the_accord_alone(world, shared, client_of):
    write(world, shared)
    client = client_of(world.adviser)

    def read():
        page = texts(client.get(url("diagnosis", shared)).content.decode())
        assert texts(text_of(client.get(url("diagnosis_report", shared)).content)) == page
        assert texts(client.get(url("diagnosis_write", shared)).content.decode()) == page
        return page

    assert read() == {LANDLORD}
    accord = agree(world, world.mine)
    assert read() == {LANDLORD, COORDINATION}
    accord.ended_on = before(1)
    accord.save()
    assert read() == {LANDLORD}


def test_the_adviser_reads_what_she_wrote_herself_without_the_accord(world, shared, client_of):
    said = [Written(DiagnosisSection.LANDLORD_VIEW, Audience.COORDINATION, "ma part de coordination")]
    write(world, shared, world.adviser, said, is_adviser=True)
    assert "ma part de coordination" in client_of(world.adviser).get(url("diagnosis", shared)).content.decode()


@pytest.mark.parametrize("who", ["correspondent_orange", "litigation", "other_worker", "other_manager", "admin"])
@pytest.mark.parametrize("name", ["diagnosis", "diagnosis_report", "diagnosis_returned", "diagnosis_write"])
def test_nobody_else_finds_it_before_it_is_returned(world, shared, client_of, who, name):
    agree(world, world.mine)
    validated(world, shared)
    assert client_of(world.people[who]).get(url(name, shared)).status_code == 404


def test_an_adviser_to_whom_it_is_not_addressed_does_not_find_it(world, social, client_of):
    write(world, social)
    assert client_of(world.adviser).get(url("diagnosis", social)).status_code == 404


@pytest.mark.parametrize("has_accord", [True, False])
def test_the_return_holds_what_the_landlord_may_read(world, social, client_of, has_accord):
    if has_accord:
        agree(world, world.mine)
    validated(world, social)
    manager = client_of(world.manager)
    shown = manager.get(url("diagnosis_return", social)).content.decode()
    assert texts(shown) == ({LANDLORD} if has_accord else set())
    assert manager.post(url("diagnosis_return", social), {"landlord": str(world.landlord.pk)}).status_code == 302
    social.refresh_from_db()
    assert (social.state, social.returned_on) == (DiagnosisState.RETURNED, TODAY)
    for who in ("litigation", "adviser", "correspondent_orange", "lead"):
        client = client_of(world.people[who])
        answer = client.get(url("diagnosis_returned", social))
        said = text_of(b"".join(answer.streaming_content))
        assert texts(said) == ({LANDLORD} if has_accord else set()), who
        assert "Un accompagnement est proposé" in said
        assert ("Premier entretien" in said) is has_accord
    for who in ("litigation", "correspondent_orange"):
        client = client_of(world.people[who])
        page = client.get(url("diagnosis", social)).content.decode()
        assert not texts(page)
        assert client.get(url("diagnosis_report", social)).status_code == 404
        support = client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()
        assert not texts(support)
        assert "Retour au bailleur" in support


def test_what_was_returned_stays_as_it_left(world, social, client_of):
    accord = agree(world, world.mine)
    validated(world, social)
    client_of(world.manager).post(url("diagnosis_return", social), {"landlord": str(world.landlord.pk)})
    accord.ended_on = before(1)
    accord.save()
    answer = client_of(world.litigation).get(url("diagnosis_returned", social))
    assert LANDLORD in text_of(b"".join(answer.streaming_content))


def test_a_bare_return_leaves_again_in_full_once_the_accord_covers_it(world, social, client_of):
    validated(world, social)
    manager, litigation = client_of(world.manager), client_of(world.litigation)
    sent = {"landlord": str(world.landlord.pk)}

    def read():
        return texts(text_of(b"".join(litigation.get(url("diagnosis_returned", social)).streaming_content)))

    def leaves():
        return manager.post(url("diagnosis_return", social), sent).status_code == 302

    assert leaves()
    assert not leaves()
    assert "accord de partage" in manager.get(url("diagnosis_return", social)).content.decode()
    assert (read(), awaited(world, "manager")) == (set(), [])
    accord = agree(world, world.mine)
    assert awaited(world, "manager") == ["Transmettre le retour complet au bailleur"]
    assert awaited(world, "lead") == []
    accord.ended_on = before(1)
    accord.save()
    assert awaited(world, "manager") == []
    assert not leaves()
    accord.ended_on = None
    accord.save()
    assert url("diagnosis_return", social) in manager.get(url("diagnosis", social)).content.decode()
    assert leaves()
    assert (read(), awaited(world, "manager")) == ({LANDLORD}, [])
    assert not leaves()
    social.refresh_from_db()
    assert social.full_returned_file != social.returned_file


def test_the_accord_opens_the_coordination_of_an_evaluation_to_the_adviser(world, social, client_of):
    accord = agree(world, world.mine)
    validated(world, social)
    adviser = client_of(world.adviser)
    assert adviser.get(url("diagnosis", social)).status_code == 404
    client_of(world.manager).post(url("diagnosis_return", social), {"landlord": str(world.landlord.pk)})
    assert texts(adviser.get(url("diagnosis", social)).content.decode()) == {COORDINATION, LANDLORD}
    assert texts(text_of(adviser.get(url("diagnosis_report", social)).content)) == {COORDINATION, LANDLORD}
    assert adviser.get(url("diagnosis_write", social)).status_code == 403
    for who in ("litigation", "correspondent_orange"):
        other = client_of(world.people[who])
        assert not texts(other.get(url("diagnosis", social)).content.decode()), who
        assert other.get(url("diagnosis_report", social)).status_code == 404, who
    accord.ended_on = before(1)
    accord.save()
    assert not texts(adviser.get(url("diagnosis", social)).content.decode())
    assert adviser.get(url("diagnosis_report", social)).status_code == 404


def test_an_accord_withdrawn_meanwhile_stops_the_return(world, social):
    validated(world, social)
    social.refresh_from_db()
    with pytest.raises(Refused, match="accord"):
        return_diagnosis(
            by=world.manager.pk,
            diagnosis=social,
            content=one_page(),
            file_name="x.pdf",
            is_under_accord=True,
            landlord=world.landlord,
            today=TODAY,
        )
    social.refresh_from_db()
    assert social.state == DiagnosisState.VALIDATED
    assert not StoredFile.objects.filter(subject_id=social.pk).exists()


@pytest.mark.parametrize("name", ["diagnosis_validate", "diagnosis_send_back", "diagnosis_return"])
@pytest.mark.parametrize(
    ("who", "status"), [("lead", 403), ("colleague", 403), ("adviser", 403), ("other_manager", 404)]
)
def test_the_managers_acts_are_hers(world, shared, client_of, name, who, status):
    write(world, shared)
    client = client_of(world.people[who])
    assert client.get(url(name, shared)).status_code == status
    assert client.post(url(name, shared), {"reason": "x", "effective_on": TODAY}).status_code == status


def test_the_landlords_adviser_opens_a_shared_one_that_both_then_write(world, client_of):
    course = review(world.mine)
    address = reverse("accompaniments:diagnosis_open", args=[world.mine.pk])
    client = client_of(world.adviser)
    assert client.get(address).status_code == 403  # a social evaluation is the association's
    world.mine.version = world.securisation
    world.mine.save()
    assert address in client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()
    assert "interview_on" not in client.get(address).content.decode()
    assert client_of(world.correspondent_orange).get(address).status_code == 403
    opened = client.post(address, {"landlord": str(world.landlord.pk), "interview_on": before(2).isoformat()})
    diagnosis = course.diagnoses.get()
    assert (diagnosis.opened_by, diagnosis.interview_on) == (world.adviser.pk, None)
    assert client.get(opened.url).status_code == 200
    assert client_of(world.lead).get(url("diagnosis_write", diagnosis)).status_code == 200
    assert address not in client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()


def test_the_worker_opens_writes_and_signs_through_the_pages(world, client_of):
    world.mine.version = world.sauvegarde
    world.mine.save()
    course = review(world.mine)
    client = client_of(world.lead)
    opened = client.post(
        reverse("accompaniments:diagnosis_open", args=[world.mine.pk]), {"interview_on": before(2).isoformat()}
    )
    diagnosis = course.diagnoses.get()
    assert opened.url == url("diagnosis_write", diagnosis)
    page = client.get(opened.url).content.decode()
    assert "Composition" in page
    sent = {
        "interview_on": before(2).isoformat(),
        "proposes_support": "yes",
        "version": "1",
        "part_NEEDS_0_text": "ses besoins",
        "part_NEEDS_0_audience": "LANDLORD",
    }
    assert client.post(opened.url, sent).status_code == 302
    again = client.post(opened.url, sent | {"part_NEEDS_0_text": "mes mots gardés"})
    assert again.status_code == 409
    assert "mes mots gardés" in again.content.decode()
    assert client.post(url("diagnosis_sign", diagnosis), {"version": "2"}).status_code == 302
    diagnosis.refresh_from_db()
    assert diagnosis.state == DiagnosisState.TO_VALIDATE
    assert (
        client_of(world.manager)
        .post(url("diagnosis_validate", diagnosis), {"effective_on": TODAY.isoformat(), "version": "2"})
        .status_code
        == 302
    )


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "field",
    ["interview_on", "proposes_support", "version", "part_NEEDS_0_text", "part_NEEDS_0_audience", "part_X_9_text"],
)
def test_hostile_input_is_no_error(world, social, client_of, field, value):
    sent = {
        "interview_on": TODAY.isoformat(),
        "version": "1",
        "part_NEEDS_0_text": "x",
        "part_NEEDS_0_audience": "TEAM",
    }
    answer = client_of(world.lead).post(url("diagnosis_write", social), sent | {field: value})
    assert answer.status_code in {200, 302, 409}


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_signature_signs_nothing(world, social, client_of, value):
    write(world, social)
    assert client_of(world.lead).post(url("diagnosis_sign", social), {"version": value}).status_code == 302
    social.refresh_from_db()
    assert social.worker_signed_on is None


# Around ---------------------------------------------------------------------------------------------------------


def awaited(world, who):
    reader = reader_of(world.people[who])
    return [line.title for line in due_lines(reader, courses(reader, [world.mine.pk]), standings(reader, [world.mine]))]


def test_each_is_told_what_waits_for_her(world, social):
    write(world, social)
    assert awaited(world, "manager") == []
    sign(world, social)
    assert awaited(world, "manager") == ["Valider\u00a0: évaluation sociale"]
    assert awaited(world, "lead") == []
    send_back_diagnosis(by=world.manager.pk, diagnosis=social, reason="à préciser", today=TODAY)
    assert awaited(world, "lead") == ["Reprendre\u00a0: évaluation sociale"]


def test_the_worker_is_told_that_the_adviser_is_awaited(world, shared):
    write(world, shared)
    sign(world, shared)
    assert awaited(world, "lead") == ["Relancer la conseillère sociale du bailleur"]


def test_the_landlords_timeline_holds_the_return_alone(world, social, client_of):
    agree(world, world.mine)
    validated(world, social)

    def titles(who):
        return {line.title for line in happened(reader_of(world.people[who]), world.mine)}

    assert "Premier entretien" in titles("colleague")
    assert not {"Premier entretien", "Évaluation sociale\u00a0: validation"} & titles("litigation")
    client_of(world.manager).post(url("diagnosis_return", social), {"landlord": str(world.landlord.pk)})
    assert "Retour transmis au bailleur" in titles("litigation")
    assert "Premier entretien" not in titles("litigation")

"""« Que dois-je faire ? »: everything due on her households, and « Où en est-on » with what each step left and waits for."""

import pytest
from django.urls import reverse

from accompaniments.enums import DiagnosisKind, DiagnosisState, Passage, ProposalAnswer, State, Subject
from accompaniments.models import Accompaniment, Diagnosis, FinalEvaluation, Proposal
from accompaniments.rules.grid import Score
from accompaniments.selectors import course
from accompaniments.services.grid import score_grid
from foundation.timeline import DueKind
from foundation.words import plain_date
from journeys.selectors.file import file_due
from tests.accompaniments.entries import refer
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.world import enrol, reader_of

TODO = reverse("journeys:todo")


def late_claim(world, enrolment, days=3, association=None):
    return a.ClaimFactory.make(enrolment=enrolment, association=association or world.soligone, remind_on=before(days))


def lines(client, **query):
    return client.get(TODO, query).context["page"].lines


def test_everything_is_there_late_first_with_its_source_and_its_act(world, client_of):
    claim = late_claim(world, world.mine)
    client = client_of(world.lead)
    page = client.get(TODO).content.decode()
    assert "Bensaïd" in page
    assert "relance notée par l’équipe" in page
    assert reverse("accompaniments:claim_follow_up", args=[world.mine.pk, claim.pk]) in page
    shown = lines(client)
    limited = [line.due_on for line in shown if not line.is_unlimited]
    assert limited == sorted(limited)
    waiting = shown[len(limited) :]
    assert waiting, "what the programme sets no delay for comes last, and is never late"
    assert all(line.is_unlimited and not line.due.is_late(TODAY) for line in waiting)
    assert f"depuis le {plain_date(waiting[0].due_on)}" in page
    assert "<title>À faire" in page
    assert "Tout voir" in client.get(reverse("home")).content.decode()


def test_nothing_of_the_households_of_others(world, client_of):
    for enrolment in (world.colleagues, world.protected):
        late_claim(world, enrolment)
    late_claim(world, world.others, association=world.cap_habitat)
    page = client_of(world.lead).get(TODO).content.decode()
    for name in ("Ferrand", "Secrétan", "Oliveira", "2026-0151", str(world.others.pk)):
        assert name not in page


@pytest.mark.parametrize("who", ["correspondent_orange", "adviser", "litigation", "admin"])
def test_it_is_the_associations(world, client_of, who):
    late_claim(world, world.mine)
    answer = client_of(world.people[who]).get(TODO)
    assert answer.status_code == 403
    assert "Bensaïd" not in answer.content.decode()


def test_a_manager_finds_what_waits_in_her_association(world, client_of):
    waiting = refer(world).enrolment
    elsewhere = refer(world, association=world.cap_habitat).enrolment
    page = client_of(world.manager).get(TODO, {"sujet": "ADMISSION"}).content.decode()
    assert reverse("accompaniments:assign", args=[waiting.pk]) in page
    assert str(elsewhere.pk) not in page


def test_it_is_filtered_by_household_and_by_subject(world, client_of):
    other = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Autrenom")
    late_claim(world, world.mine)
    late_claim(world, other)
    client = client_of(world.lead)
    assert {line.card.enrolment_id for line in lines(client, menage=str(other.pk))} == {other.pk}
    assert {line.due.kind for line in lines(client, sujet="CLAIM")} == {DueKind.CLAIM}
    assert len(lines(client, sujet="CLAIM")) == 2
    assert len(lines(client, sujet="CLAIM", menage=str(other.pk))) == 1


def test_anothers_household_is_no_choice(world, client_of):
    late_claim(world, world.colleagues)
    answer = client_of(world.lead).get(TODO, {"menage": str(world.colleagues.pk)})
    assert answer.status_code == 200
    assert "Ferrand" not in answer.content.decode()


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["menage", "sujet", "page"])
def test_hostile_questions_are_no_error(world, client_of, field, value):
    assert client_of(world.lead).get(TODO, {field: value}).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_queries_do_not_follow_the_rows(world, client_of, count, django_assert_max_num_queries):
    for number in range(count):
        file = enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Nom{number}")
        late_claim(world, file, days=number)
        h.HousingRequestFactory.make(enrolment=file, filed_on=before(400))
    client = client_of(world.lead)
    client.get(TODO)
    with django_assert_max_num_queries(75):
        page = client.get(TODO).context["page"]
    assert len(page.lines) <= 25
    assert page.count >= count


# « Où en est-on » ----------------------------------------------------------------------------------------------


def steps_of(user, enrolment):
    reader = reader_of(user)
    due = file_due(reader, enrolment)
    return {step.state: step for step in course(reader, enrolment, due)}


@pytest.fixture
def proposed(world):
    """Give a file at « proposé », its diagnosis validated and returned, its proposal waiting."""
    enrolment = enrol(world.sauvegarde, world.soligone, world.lead, state=State.REVIEWING, since=before(40))
    row = Accompaniment.objects.get(enrolment=enrolment)
    for position, (state, days) in enumerate(((State.DIAGNOSED, 20), (State.PROPOSED, 8)), 5):
        a.StateChangeFactory.make(
            accompaniment=row, position=position, to_state=state, effective_on=before(days), is_taken_over=False
        )
    Accompaniment.objects.filter(pk=row.pk).update(state=State.PROPOSED, state_on=before(8))
    Diagnosis.objects.create(
        accompaniment=row,
        kind=DiagnosisKind.SOCIAL,
        state=DiagnosisState.RETURNED,
        opened_on=before(30),
        opened_by=world.lead.pk,
        validated_on=before(20),
        returned_on=before(18),
    )
    Proposal.objects.create(
        accompaniment=row, proposed_on=before(8), recorded_by=world.lead.pk, note="parole du ménage", offered="offre"
    )
    a.MeetingFactory.make(
        enrolment=enrolment, association=world.soligone, worker=world.lead, starts_at=at(before(25), 10)
    )
    return enrolment


def test_a_step_done_says_what_it_left(world, proposed):
    found = steps_of(world.lead, proposed)
    assert [fact.text for fact in found[State.DIAGNOSED].facts] == [
        "Évaluation sociale\u00a0: validation le 1er novembre 2026",
        "Retour transmis au bailleur le 3 novembre 2026",
    ]
    diagnosis = Diagnosis.objects.get()
    url = reverse("accompaniments:diagnosis", args=[proposed.pk, diagnosis.pk])
    assert found[State.DIAGNOSED].facts[0].url == url
    assert found[State.PROPOSED].facts[0].text == "Proposition du 13 novembre 2026\u00a0: en attente"
    assert found[State.REVIEWING].facts[0].text == "Première rencontre le 27 octobre 2026"


def test_a_step_entered_twice_keeps_what_each_time_left(world):
    """Taken over while accompanied, put in watch, reopened, put in watch again: nothing goes to the present step."""
    enrolment = enrol(world.sauvegarde, world.soligone, world.lead, state=State.SUPPORTED, since=before(300))
    row = Accompaniment.objects.get(enrolment=enrolment)
    row.changes.all().delete()
    ways = (State.SUPPORTED, 300), (State.WATCHED, 200), (State.SUPPORTED, 150), (State.WATCHED, 50)
    for position, (state, days) in enumerate(ways, 1):
        a.StateChangeFactory.make(
            accompaniment=row,
            position=position,
            from_state="" if position == 1 else ways[position - 2][0],
            to_state=state,
            effective_on=before(days),
            is_taken_over=position == 1,
        )
    Accompaniment.objects.filter(pk=row.pk).update(state=State.WATCHED, state_on=before(50))
    for last, validated in ((51, 48), (201, 205)):
        FinalEvaluation.objects.create(
            accompaniment=row,
            ended_on=before(last),
            exit_reason="STABILISED_DIRECT_TENANT",
            opened_by=world.lead.pk,
            validated_on=before(validated),
        )
    met = at(before(250), 10)
    a.MeetingFactory.make(enrolment=enrolment, association=world.soligone, worker=world.lead, starts_at=met)
    steps = course(reader_of(world.lead), enrolment, ())
    assert [[fact.text for fact in step.facts] for step in steps] == [
        [f"Première rencontre le {plain_date(before(250))}"],
        [f"Évaluation finale validée le {plain_date(before(205))}"],
        [],
        [f"Évaluation finale validée le {plain_date(before(48))}"],
    ]


def test_the_present_step_says_what_is_missing_by_when_and_its_act(world, proposed):
    awaited = steps_of(world.lead, proposed)[State.PROPOSED].awaited
    answer = next(one for one in awaited if one.act == "Enregistrer la réponse")
    assert (answer.due_on, "13 novembre 2026" in answer.detail) == (before(8), True)
    assert len([one for one in awaited if one.act == "Enregistrer la réponse"]) == 1
    assert "Remplir la grille d’entrée" in [one.text for one in awaited]
    score_grid(
        by=world.lead.pk,
        accompaniment=Accompaniment.objects.get(enrolment=proposed),
        passage=Passage.ENTRY,
        assessed_on=TODAY,
        scores=[Score(subject, 3, "dit") for subject in Subject],
        today=TODAY,
    )
    assert "Remplir la grille d’entrée" not in [
        one.text for one in steps_of(world.lead, proposed)[State.PROPOSED].awaited
    ]


def test_who_is_not_of_the_team_reads_the_steps_without_an_act(world, proposed):
    found = steps_of(world.colleague, proposed)
    assert found[State.PROPOSED].awaited[0].text == "La réponse du ménage est attendue."
    assert not any(one.url for step in found.values() for one in step.awaited)
    assert "parole du ménage" not in str(found)
    assert "offre" not in str(found)


def test_the_landlord_reads_no_fact(world, proposed):
    h.EnrolmentNamingFactory.make(enrolment=proposed, unit=world.units["Orange"])
    Proposal.objects.update(answer=ProposalAnswer.REFUSED, answered_on=before(1))
    found = steps_of(world.correspondent_orange, proposed)
    assert State.PROPOSED in found
    assert not any(step.facts or step.awaited for step in found.values())
    assert "refusée" not in str(found)


def test_the_page_shows_it(world, proposed, client_of):
    page = client_of(world.lead).get(reverse("journeys:file", args=[proposed.pk])).content.decode()
    assert "Évaluation sociale\u00a0: validation le 1er novembre 2026" in page
    assert "Enregistrer la réponse" in page

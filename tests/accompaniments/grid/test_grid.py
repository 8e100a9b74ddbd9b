"""The common grid: what a passage asks, who reads what of it, and that nobody overwrites another's correction."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accompaniments.enums import DiagnosisKind, DiagnosisState, Passage, State, Subject
from accompaniments.models import Accompaniment, Diagnosis, GridAssessment
from accompaniments.readings.grid_history import GridContent, changes_between
from accompaniments.rules.grid import (
    NOT_ASSESSED,
    Score,
    change_said,
    grid,
    health_words,
    score_refusals,
    why_passage_is_refused,
)
from accompaniments.selectors import happened
from accompaniments.selectors.grid import due_lines
from accompaniments.selectors.states import courses
from accompaniments.services.grid import GridRefused, StaleGridError, correct_grid, score_grid
from foundation.refusals import Refused
from households.enums import SharingScope
from households.permissions import standings
from records.models import Event
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import adult_of, reader_of

SECRET = "phrase réservée à l’équipe"
WHY = "Le niveau du budget était celui d’avant l’été"


def scores(level=3, **others):
    return [Score(subject, others.get(subject.value, level), SECRET) for subject in Subject]


def typed(level="3", **values):
    said = {"passage": "ENTRY", "assessed_on": TODAY.isoformat(), "version": "0"}
    for subject in Subject:
        said |= {f"level_{subject.value}": level, f"why_{subject.value}": SECRET}
    return said | values


@pytest.fixture
def course(world):
    return Accompaniment.objects.get(enrolment=world.mine)


@pytest.fixture
def entry(world, course):
    return score_grid(
        by=world.lead.pk,
        accompaniment=course,
        passage=Passage.ENTRY,
        assessed_on=before(60),
        scores=scores(2),
        today=TODAY,
    )


# Rules ----------------------------------------------------------------------------------------------------------


def test_the_grid_has_the_twelve_domains_with_five_levels_each():
    assert [domain.subject for domain in grid().domains] == list(Subject)
    assert all(len(domain.levels) == 5 and all(domain.levels) for domain in grid().domains)
    assert grid().scale[0] == "sans objet"
    assert grid().scale[9] == "non évalué"


def test_an_unknown_version_is_not_invented():
    with pytest.raises(LookupError):
        grid(2)


@pytest.mark.parametrize(
    ("passage", "state", "allowed"),
    [
        (Passage.ENTRY, State.REFERRED, False),
        (Passage.ENTRY, State.REVIEWING, True),
        (Passage.ENTRY, State.DIAGNOSED, True),
        (Passage.REVIEW, State.DIAGNOSED, False),
        (Passage.REVIEW, State.SUPPORTED, True),
        (Passage.EXIT, State.SUPPORTED, True),
        (Passage.EXIT, State.WATCHED, False),
        (Passage.WATCH_END, State.SUPPORTED, False),
        (Passage.WATCH_END, State.WATCHED, True),
        *((passage, State.CLOSED, False) for passage in Passage),
    ],
)
def test_a_passage_has_its_time(passage, state, allowed):
    assert (why_passage_is_refused(passage, state) is None) is allowed


def test_a_level_of_the_scale_has_its_why_and_the_two_others_need_none():
    told = [Score(subject, NOT_ASSESSED) for subject in Subject]
    assert score_refusals(told) == {}
    told[0] = Score(Subject.RESOURCES, 2, "  ")
    assert list(score_refusals(told)) == ["RESOURCES"]
    told[0] = Score(Subject.RESOURCES, 7, "x")
    assert list(score_refusals(told)) == ["RESOURCES"]
    told[0] = Score(Subject.RESOURCES, 2, "x" * 501)
    assert list(score_refusals(told)) == ["RESOURCES"]
    assert list(score_refusals(told[1:])) == ["RESOURCES"]


def test_health_words_are_noticed_with_their_accents_and_capitals():
    assert health_words("Suivi PSYCHIATRIQUE, en dépression depuis mai") == ("PSYCHIATRIQUE", "dépression")
    assert health_words("Rendez-vous pris, curieuse du quartier") == ()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(2, 4, "+\u00a02 niveaux"), (3, 2, "−\u00a01 niveau"), (3, 3, "inchangé"), (9, 3, ""), (3, 0, ""), (None, 2, "")],
)
def test_a_change_is_said_of_one_domain(first, last, said):
    assert change_said(first, last) == said


@given(st.text(max_size=200))
def test_health_words_take_any_text(text):
    assert isinstance(health_words(text), tuple)


# Services -------------------------------------------------------------------------------------------------------


def test_a_passage_is_kept_with_its_event(world, entry):
    assert entry.scores.count() == 12
    event = Event.objects.get(verb="grid.scored")
    assert event.subject_id == world.mine.pk
    assert SECRET not in str(event.details)


def test_a_passage_is_scored_once(world, course, entry):
    with pytest.raises(Refused, match="corrigez"):
        score_grid(
            by=world.lead.pk,
            accompaniment=course,
            passage=Passage.ENTRY,
            assessed_on=TODAY,
            scores=scores(),
            today=TODAY,
        )


@pytest.mark.parametrize("day", [TODAY + dt.timedelta(1), dt.date(1990, 1, 1), dt.date(2001, 1, 1)])
def test_a_day_to_come_or_before_the_course_is_refused(world, course, day):
    with pytest.raises(Refused):
        score_grid(
            by=world.lead.pk, accompaniment=course, passage=Passage.ENTRY, assessed_on=day, scores=scores(), today=TODAY
        )


def test_what_lacks_is_said_by_domain(world, course):
    with pytest.raises(GridRefused) as refused:
        score_grid(
            by=world.lead.pk,
            accompaniment=course,
            passage=Passage.ENTRY,
            assessed_on=TODAY,
            scores=scores()[:-1],
            today=TODAY,
        )
    assert list(refused.value.reasons) == ["ADHERENCE"]
    assert not GridAssessment.objects.exists()


def test_a_correction_overwrites_nobody(world, entry):
    correct_grid(
        by=world.lead.pk, assessment=entry, version=1, assessed_on=before(59), scores=scores(4), reason=WHY, today=TODAY
    )
    with pytest.raises(StaleGridError) as stale:
        correct_grid(
            by=world.manager.pk,
            assessment=entry,
            version=1,
            assessed_on=before(59),
            scores=scores(1),
            reason=WHY,
            today=TODAY,
        )
    assert stale.value.version == 2
    assert {score.level for score in entry.scores.all()} == {4}


def test_a_correction_keeps_what_was_written_before(world, entry):
    correct_grid(
        by=world.manager.pk,
        assessment=entry,
        version=1,
        assessed_on=before(60),
        scores=scores(2, BUDGET=4),
        reason=WHY,
        today=TODAY,
    )
    (revision,) = entry.revisions.all()
    was, now = GridContent.from_json(revision.before), GridContent.from_json(revision.after)
    assert {one.level for one in was.scores} == {2}
    assert [one.domain for one in now.scores if one.level == 4] == [Subject.BUDGET]
    (change,) = changes_between(was, now, 1)
    assert (change.label, change.before) == (Subject.BUDGET.label, f"2 sur 5\u00a0: {SECRET}")
    event = Event.objects.get(verb="grid.corrected")
    assert WHY not in str(event.details)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, before, after FROM accompaniments_gridrevision")
        stored = str(cursor.fetchall())
    assert WHY not in stored
    assert SECRET not in stored


@pytest.mark.parametrize(("reason", "level", "said"), [("  ", 4, "pourquoi"), (WHY, 2, "rien changé")])
def test_a_correction_has_a_reason_and_changes_something(world, entry, reason, level, said):
    with pytest.raises(Refused, match=said):
        correct_grid(
            by=world.lead.pk,
            assessment=entry,
            version=1,
            assessed_on=before(60),
            scores=scores(level),
            reason=reason,
            today=TODAY,
        )
    assert not entry.revisions.exists()
    assert GridAssessment.objects.get().version == 1


# Pages ----------------------------------------------------------------------------------------------------------


def support(client, world):
    return client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()


def test_the_team_fills_the_grid_and_reads_it(world, client_of):
    client = client_of(world.lead)
    url = reverse("accompaniments:grid_new", args=[world.mine.pk])
    assert "Gestion" not in client.get(url).content.decode()
    answer = client.post(url, typed())
    assert answer.status_code == 302
    page = support(client, world)
    assert SECRET in page
    assert "Total" not in page


def test_what_was_typed_comes_back_when_something_lacks(world, client_of):
    client = client_of(world.lead)
    page = client.post(
        reverse("accompaniments:grid_new", args=[world.mine.pk]), typed(why_BUDGET="", why_FAMILY="mes mots")
    ).content.decode()
    assert "mes mots" in page
    assert "Dites en quelques mots" in page


def test_a_health_word_is_a_word_said_after(world, client_of):
    client = client_of(world.lead)
    answer = client.post(
        reverse("accompaniments:grid_new", args=[world.mine.pk]), typed(why_HEALTH="suit un traitement"), follow=True
    )
    assert "Relisez ce que vous avez écrit" in answer.content.decode()
    assert GridAssessment.objects.count() == 1


def test_a_page_opened_before_a_correction_keeps_what_was_typed(world, entry, client_of):
    url = reverse("accompaniments:grid_correct", args=[world.mine.pk, entry.pk])
    correct_grid(
        by=world.manager.pk,
        assessment=entry,
        version=1,
        assessed_on=before(60),
        scores=scores(4),
        reason=WHY,
        today=TODAY,
    )
    client = client_of(world.lead)
    answer = client.post(url, typed(version="1", why_BUDGET="mes mots à moi", reason=WHY))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "mes mots à moi" in page
    assert 'name="version" value="2"' in page
    assert client.post(url, typed(version="2", why_BUDGET="mes mots à moi", reason=WHY)).status_code == 302


def test_the_team_reads_what_was_corrected_and_nobody_else(world, entry, client_of):
    page = client_of(world.lead).post(
        reverse("accompaniments:grid_correct", args=[world.mine.pk, entry.pk]), typed(version="1", why_BUDGET="reçu")
    )
    assert "pourquoi vous corrigez" in page.content.decode()
    assert "reçu" in page.content.decode()
    correct_grid(
        by=world.manager.pk,
        assessment=entry,
        version=1,
        assessed_on=before(59),
        scores=scores(4),
        reason=WHY,
        today=TODAY,
    )
    told = support(client_of(world.lead), world)
    assert "corrigée le 21 novembre 2026" in told
    assert WHY in told
    assert f"2 sur 5\u00a0: {SECRET}" in told
    for who in ("colleague", "correspondent_orange", "adviser", "litigation"):
        assert WHY not in support(client_of(world.people[who]), world), who
        assert SECRET not in support(client_of(world.people[who]), world), who


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_reason_is_no_error(world, entry, client_of, value):
    url = reverse("accompaniments:grid_correct", args=[world.mine.pk, entry.pk])
    assert client_of(world.lead).post(url, typed(version="1", reason=value)).status_code in {200, 302}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["passage", "assessed_on", "version", "level_BUDGET", "why_BUDGET"])
def test_hostile_input_is_no_error(world, client_of, field, value):
    answer = client_of(world.lead).post(
        reverse("accompaniments:grid_new", args=[world.mine.pk]), typed(**{field: value})
    )
    assert answer.status_code in {200, 302}


def test_a_colleague_knows_that_it_was_scored_and_reads_no_level(world, entry, client_of):
    page = support(client_of(world.colleague), world)
    assert "Grille à l’entrée" in page
    assert SECRET not in page
    assert "Forte" not in page
    assert '<svg class="dots"' not in page


@pytest.mark.parametrize("who", ["correspondent_orange", "adviser", "litigation"])
def test_the_landlord_reads_five_levels_and_no_why(world, entry, client_of, who):
    page = support(client_of(world.people[who]), world)
    assert SECRET not in page
    read = grid()
    for domain in read.domains:
        is_open = domain.subject.value in Subject.LANDLORD_READS
        assert (domain.levels[1] in page) is is_open, domain.subject


@pytest.mark.parametrize("who", ["correspondent_orange", "adviser", "litigation"])
def test_before_the_support_the_landlord_reads_none_unless_returned_under_the_accord(
    world, course, entry, client_of, who
):
    course.changes.update(to_state=State.REVIEWING)
    course.state = State.REVIEWING
    course.save()
    Diagnosis.objects.create(
        accompaniment=course,
        kind=DiagnosisKind.SOCIAL,
        state=DiagnosisState.RETURNED,
        opened_on=before(80),
        opened_by=world.lead.pk,
    )
    client = client_of(world.people[who])
    assert "grid-lines" not in support(client, world)
    accord = h.SharingAgreementFactory.make(
        enrolment=world.mine, person=adult_of(world.mine), scope=SharingScope.COORDINATION
    )
    assert "grid-lines" in support(client, world)
    accord.ended_on = before(1)
    accord.save()
    assert "grid-lines" not in support(client, world)


def test_another_files_passage_is_not_found(world, entry, client_of):
    url = reverse("accompaniments:grid_correct", args=[world.colleagues.pk, entry.pk])
    assert client_of(world.colleague).get(url).status_code == 404


def test_a_closed_course_is_not_scored(world, course, client_of):
    course.state, course.closed_on = State.CLOSED, TODAY
    course.save()
    assert client_of(world.lead).get(reverse("accompaniments:grid_new", args=[world.mine.pk])).status_code == 404


def test_the_timeline_says_it_to_the_holders_alone(world, entry):
    assert any("Grille" in line.title for line in happened(reader_of(world.lead), world.mine))
    assert any("Grille" in line.title for line in happened(reader_of(world.colleague), world.mine))
    assert not any("Grille" in line.title for line in happened(reader_of(world.adviser), world.mine))


def awaited(world):
    reader = reader_of(world.lead)
    known = courses(reader, [world.mine.pk])
    return [line.title for line in due_lines(reader, known, standings(reader, [world.mine]))]


def passed(world, course, passage):
    score_grid(by=world.lead.pk, accompaniment=course, passage=passage, assessed_on=TODAY, scores=scores(), today=TODAY)


def test_the_entry_is_awaited_once_the_diagnosis_is_made_and_after_the_support_began(world, course, client_of):
    course.changes.update(to_state=State.DIAGNOSED)
    for state in (State.DIAGNOSED, State.SUPPORTED):
        course.state = state
        course.save()
        assert awaited(world) == ["Remplir la grille d’entrée"]
    page = client_of(world.lead).get(reverse("journeys:file", args=[world.mine.pk])).text
    assert page.count("Remplir la grille d’entrée") > 1  # « À faire », and « Où en est-on »
    passed(world, course, Passage.ENTRY)
    assert awaited(world) == []


def test_each_review_awaits_its_grid(world, course, entry, client_of):
    days = {"period_from": before(60), "period_to": before(1), "held_on": TODAY}
    review = course.reviews.create(**days, opened_by=world.lead.pk)
    page = client_of(world.lead).get(reverse("journeys:review", args=[world.mine.pk, review.pk])).text
    url = reverse("accompaniments:grid_new", args=[world.mine.pk]) + "?passage=REVIEW"
    assert url in page
    assert client_of(world.lead).get(url).context["form"].initial["passage"] == Passage.REVIEW
    assert awaited(world) == ["Remplir la grille du bilan d’étape"]
    passed(world, course, Passage.REVIEW)
    assert awaited(world) == []
    assert url not in client_of(world.lead).get(reverse("journeys:review", args=[world.mine.pk, review.pk])).text


def test_the_end_of_the_watch_awaits_its_grid(world, course, client_of):
    course.state, course.state_on = State.WATCHED, before(10)
    course.save()
    course.changes.create(
        position=9, from_state=State.SUPPORTED, to_state=State.WATCHED, effective_on=before(10), recorded_by=course.pk
    )
    world.mine.version.watch_months = 24
    world.mine.version.save()
    end = reverse("journeys:watch_end", args=[world.mine.pk])
    said = "La grille de fin de veille n’est pas remplie"
    assert awaited(world) == ["Remplir la grille de fin de veille"]
    assert said in client_of(world.manager).get(end).text
    passed(world, course, Passage.WATCH_END)
    assert awaited(world) == []
    assert said not in client_of(world.manager).get(end).text

"""Ends through their services: what they write, what they refuse, and the days that reporting reads."""

import datetime as dt

import pytest

from accompaniments.enums import ExitReason, State
from accompaniments.models import FinalEvaluation, StateChange
from accompaniments.selectors.evaluation_facts import final_facts, read_facts
from accompaniments.selectors.periods import support_periods
from accompaniments.services import evaluations as services
from accompaniments.services.endings import end_before_support
from foundation.refusals import Refused
from records.models import Event, StoredFile
from tests.accompaniments.endings.hands import STABLE, WORDS, course_of, ended, exit_grid, informed, opened, written
from tests.days import TODAY, after, before
from tests.factories import accompaniments as a
from tests.pdfs import one_page
from tests.world import SINCE, adult_of

pytestmark = pytest.mark.django_db


def test_a_stabilised_end_leads_to_the_watch_the_day_after(world):
    row = ended(world, ended_on=before(1))
    course = course_of(world.mine)
    assert (course.state, course.state_on) == (State.WATCHED, TODAY)
    assert (row.validated_on, row.validated_by) == (TODAY, world.manager.pk)
    world.mine.refresh_from_db()
    assert world.mine.ended_on is None


def test_an_end_that_is_not_stabilised_closes_the_file_on_its_last_day(world):
    ended(world, ended_on=before(3), reason=ExitReason.EVICTED)
    course = course_of(world.mine)
    assert (course.state, course.state_on, course.closed_on) == (State.CLOSED, before(3), before(3))
    assert course.exit_reason == ExitReason.EVICTED
    world.mine.refresh_from_db()
    assert world.mine.ended_on == before(3)


def test_without_a_watch_in_the_convention_the_end_closes(world):
    world.sauvegarde.watch_months = 0
    world.sauvegarde.save()
    ended(world, ended_on=TODAY)
    assert course_of(world.mine).state == State.CLOSED


@pytest.mark.parametrize("reason", [STABLE, ExitReason.EVICTED])
def test_reporting_counts_the_stop_day_as_the_last_one(world, reason):
    ended(world, ended_on=before(2), reason=reason)
    period = support_periods().get(accompaniment__enrolment=world.mine)
    assert (period.started_on, period.ended_on) == (SINCE, before(2))


def test_what_is_written_is_kept_and_versions_follow(world):
    row = written(world)
    assert row.version == 2
    assert row.team_text == WORDS.team_text
    with pytest.raises(services.StaleEvaluationError) as stale:
        services.write_evaluation(
            by=world.lead.pk,
            evaluation=row,
            version=1,
            ended_on=row.ended_on,
            exit_reason=STABLE,
            words=WORDS,
            today=TODAY,
        )
    assert stale.value.version == 2
    exit_grid(world.mine)
    with pytest.raises(services.StaleEvaluationError):
        services.validate_evaluation(by=world.manager.pk, evaluation=row, version=1, today=TODAY)


def test_what_was_validated_changes_no_more(world):
    row = ended(world)
    with pytest.raises(Refused, match="ne change plus"):
        services.write_evaluation(
            by=world.lead.pk,
            evaluation=row,
            version=row.version,
            ended_on=row.ended_on,
            exit_reason=STABLE,
            words=WORDS,
            today=TODAY,
        )
    with pytest.raises(Refused, match="déjà validée"):
        services.validate_evaluation(by=world.manager.pk, evaluation=row, version=row.version, today=TODAY)


@pytest.mark.parametrize("state", [state for state in State if state != State.SUPPORTED])
def test_no_evaluation_from_another_state(world, state):
    course = course_of(world.mine)
    course.state = state
    course.closed_on = TODAY if state == State.CLOSED else None
    course.save()
    with pytest.raises(Refused):
        opened(world)
    assert not FinalEvaluation.objects.exists()


@pytest.mark.parametrize(
    ("ended_on", "reason", "field"),
    [
        (SINCE - dt.timedelta(days=1), STABLE, "ended_on"),
        (after(200), STABLE, "ended_on"),
        (TODAY, ExitReason.NOT_ELIGIBLE, "exit_reason"),
    ],
)
def test_an_end_is_refused_beside_its_field(world, ended_on, reason, field):
    with pytest.raises(Refused) as refused:
        opened(world, ended_on=ended_on, reason=reason)
    assert refused.value.field == field


def test_one_evaluation_at_a_time(world):
    opened(world)
    with pytest.raises(Refused, match="déjà en cours"):
        opened(world)


def test_without_its_grid_an_end_is_not_validated(world):
    row = written(world)
    with pytest.raises(Refused, match="grille de sortie"):
        services.validate_evaluation(by=world.manager.pk, evaluation=row, version=row.version, today=TODAY)
    assert course_of(world.mine).state == State.SUPPORTED
    assert not StateChange.objects.filter(to_state=State.WATCHED).exists()


def test_the_facts_freeze_with_the_validation(world):
    a.MeetingFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead, held_on=before(5))
    row = ended(world, ended_on=before(1))
    frozen = read_facts(row.facts)
    assert frozen is not None
    a.MeetingFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead, held_on=before(4))
    assert read_facts(FinalEvaluation.objects.get(pk=row.pk).facts) == frozen
    assert final_facts(course_of(world.mine), before(1)).meetings != frozen.meetings
    assert frozen.days == (before(1) - SINCE).days + 1
    assert {line.end for line in frozen.grid} == {"non évalué"}


def test_the_landlord_is_told_once_of_his_own(world):
    row = informed(world)
    assert row.informed_on == TODAY
    assert StoredFile.objects.filter(kind=services.FILE_KIND).count() == 1
    with pytest.raises(Refused, match="déjà été informé"):
        services.inform_landlord(
            by=world.manager.pk,
            evaluation=row,
            content=one_page(),
            file_name="fin.pdf",
            landlord=world.landlord,
            today=TODAY,
        )
    assert StoredFile.objects.filter(kind=services.FILE_KIND).count() == 1


def test_another_landlord_is_told_nothing_and_nothing_is_kept(world):
    row = ended(world)
    with pytest.raises(Refused):
        services.inform_landlord(
            by=world.manager.pk,
            evaluation=row,
            content=one_page(),
            file_name="fin.pdf",
            landlord=world.other_landlord,
            today=TODAY,
        )
    assert not StoredFile.objects.filter(kind=services.FILE_KIND).exists()


@pytest.mark.parametrize("state", list(State.IN_PREPARATION))
def test_before_the_accompaniment_a_reason_is_enough(world, state):
    course = course_of(world.mine)
    course.state = state
    course.save()
    end_before_support(
        by=world.manager.pk,
        enrolment=world.mine,
        ended_on=TODAY,
        exit_reason=ExitReason.LEFT_VOLUNTARILY,
        today=TODAY,
    )
    assert course_of(world.mine).state == State.CLOSED


@pytest.mark.parametrize(("state", "words"), [(State.SUPPORTED, "évaluation finale"), (State.WATCHED, "note de fin")])
def test_once_accompanied_a_reason_is_not_enough(world, state, words):
    course = course_of(world.mine)
    course.state = state
    course.save()
    with pytest.raises(Refused, match=words):
        end_before_support(
            by=world.manager.pk,
            enrolment=world.mine,
            ended_on=TODAY,
            exit_reason=ExitReason.LEFT_VOLUNTARILY,
            today=TODAY,
        )


def test_events_tell_no_word_nor_reason(world):
    informed(world, reason=ExitReason.DECEASED)
    told = " ".join(str(event.details) for event in Event.objects.filter(subject_id=world.mine.pk))
    assert "Parole" not in told
    assert "DECEASED" not in told
    assert adult_of(world.mine).last_name not in told

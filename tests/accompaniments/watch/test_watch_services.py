"""Watches through their services: what they write, what they refuse, what they await."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accompaniments.enums import ExitReason, HousingStatus, State
from accompaniments.models import WatchCheckIn
from accompaniments.selectors import due
from accompaniments.selectors.periods import support_periods
from accompaniments.selectors.watch import watch_of
from accompaniments.services import watch as services
from accompaniments.services.watch import HousingNow
from foundation.refusals import Refused
from tests.accompaniments.difficulties.hands import reported
from tests.accompaniments.endings.hands import course_of, ended
from tests.days import TODAY, after, before
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db
HOME = HousingNow(HousingStatus.TENANT, has_arrears=False, note="Note d’équipe")


@pytest.fixture
def watched(world):
    """Give « mine », watched since before(9): its accompaniment stopped on before(10)."""
    ended(world, ended_on=before(10))
    return course_of(world.mine)


def stopped_on(enrolment, day):
    """Say that the accompaniment stopped on another day, as if time had passed."""
    course = course_of(enrolment)
    since = day + dt.timedelta(days=1)
    course.changes.filter(to_state=State.WATCHED).update(effective_on=since)
    course.changes.filter(position=1).update(effective_on=day - dt.timedelta(days=100))
    course.state_on = since
    course.save()
    return course_of(enrolment)


def reopened(world, course, on=TODAY, *, is_agreed=True):
    return services.reopen(by=world.lead.pk, accompaniment=course, effective_on=on, is_agreed=is_agreed, today=TODAY)


def titles(user, enrolment):
    return [line.title for line in due(reader_of(user), [enrolment.pk])]


def test_a_check_in_takes_ten_seconds(world, watched):
    row = services.check_in(by=world.lead.pk, accompaniment=watched, made_on=TODAY, now=HOME, today=TODAY)
    assert (row.status, row.has_arrears, row.counted_from, row.horizon) == ("TENANT", False, before(10), None)


def test_a_point_is_made_once_an_end(world, watched):
    course = stopped_on(world.mine, dt.date(2026, 5, 21))
    made = {"by": world.lead.pk, "accompaniment": course, "now": HOME, "today": TODAY, "horizon": 6}
    services.check_in(**made, made_on=TODAY)
    with pytest.raises(Refused) as refused:
        services.check_in(**made, made_on=TODAY)
    assert refused.value.field == "horizon"
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchCheckIn.objects.create(
            accompaniment=course, made_on=TODAY, counted_from=dt.date(2026, 5, 21), horizon=6, recorded_by=world.lead.pk
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchCheckIn.objects.create(accompaniment=course, made_on=TODAY, horizon=12, recorded_by=world.lead.pk)


@pytest.mark.parametrize(("day", "field"), [(after(1), "made_on"), (before(10), "made_on")])
def test_a_check_in_outside_the_watch_is_refused(world, watched, day, field):
    with pytest.raises(Refused) as refused:
        services.check_in(by=world.lead.pk, accompaniment=watched, made_on=day, now=HOME, today=TODAY)
    assert refused.value.field == field


def test_no_check_in_while_accompanied(world):
    with pytest.raises(Refused, match="pendant la veille"):
        services.check_in(by=world.lead.pk, accompaniment=course_of(world.mine), made_on=TODAY, now=HOME, today=TODAY)


def test_a_reopening_is_a_second_period_and_the_rest_runs_after_it(world, watched):
    first_last = watch_of(watched, world.mine).last_on
    reopened(world, watched, before(5))
    course = course_of(world.mine)
    assert (course.state, course.state_on) == (State.SUPPORTED, before(5))
    assert watch_of(course, world.mine).is_interrupted
    ended(world, ended_on=before(2))
    course = course_of(world.mine)
    assert course.state == State.WATCHED
    again = watch_of(course, world.mine)
    assert again.last_on == first_last + dt.timedelta(days=4)  # before(5) through before(2)
    periods = support_periods().filter(accompaniment=course).order_by("started_on")
    assert [(one.started_on, one.ended_on) for one in periods][1:] == [(before(5), before(2))]
    assert periods[0].ended_on == before(10)
    assert course.evaluations.count() == 2


def test_a_reopening_is_refused_without_agreement_or_after_the_watch(world, watched):
    with pytest.raises(Refused) as refused:
        reopened(world, watched, is_agreed=False)
    assert refused.value.field == "is_agreed"
    with pytest.raises(Refused):
        reopened(world, watched, after(1))
    over = stopped_on(world.mine, dt.date(2024, 11, 20))
    with pytest.raises(Refused, match="veille est terminée"):
        reopened(world, over)
    assert course_of(world.mine).state == State.WATCHED


@pytest.mark.parametrize("state", [state for state in State if state != State.WATCHED])
def test_nothing_else_is_reopened_nor_ends_as_a_watch(world, state):
    course = course_of(world.mine)
    course.state = state
    course.closed_on = TODAY if state == State.CLOSED else None
    course.save()
    with pytest.raises(Refused):
        reopened(world, course)
    with pytest.raises(Refused):
        services.end_watch(by=world.manager.pk, accompaniment=course, ended_on=TODAY, now=HOME, today=TODAY)


def test_a_watch_that_is_over_closes_on_its_last_day_with_the_reason_of_the_stop(world, watched):
    course = stopped_on(world.mine, dt.date(2024, 11, 10))
    services.end_watch(by=world.manager.pk, accompaniment=course, ended_on=dt.date(2026, 11, 10), now=HOME, today=TODAY)
    course = course_of(world.mine)
    assert (course.state, course.closed_on) == (State.CLOSED, dt.date(2026, 11, 10))
    assert course.exit_reason == ExitReason.STABILISED_DIRECT_TENANT
    note = course.checkins.get()
    assert (note.made_on, note.horizon, note.status) == (dt.date(2026, 11, 10), 24, "TENANT")


def test_another_programme_ends_this_watch_and_no_other(world, watched):
    again = enrol(world.securisation, world.cap_habitat, world.other_worker, file_number="2026-0190")
    ended(world, again, ended_on=before(10))
    services.end_watch(
        by=world.manager.pk,
        accompaniment=watched,
        ended_on=TODAY,
        now=HOME,
        exit_reason=ExitReason.MOVED_TO_OTHER_PROGRAMME,
        today=TODAY,
    )
    assert course_of(world.mine).exit_reason == ExitReason.MOVED_TO_OTHER_PROGRAMME
    assert course_of(again).state == State.WATCHED


def test_a_watch_does_not_end_over_a_difficulty_that_waits(world, watched):
    reported(world)
    with pytest.raises(Refused, match="attend sa réponse"):
        services.end_watch(
            by=world.manager.pk,
            accompaniment=watched,
            ended_on=TODAY,
            now=HOME,
            exit_reason=ExitReason.DECEASED,
            today=TODAY,
        )
    assert course_of(world.mine).state == State.WATCHED


def test_what_a_watch_awaits(world, watched):
    assert titles(world.lead, world.mine) == []
    stopped_on(world.mine, dt.date(2026, 5, 30))
    assert titles(world.lead, world.mine) == ["Point de veille à 6 mois"]
    stopped_on(world.mine, dt.date(2025, 4, 10))
    assert titles(world.lead, world.mine) == ["Point de veille à 12 mois"]
    course = stopped_on(world.mine, dt.date(2025, 1, 30))
    services.check_in(by=world.lead.pk, accompaniment=course, made_on=before(40), now=HOME, today=TODAY, horizon=12)
    assert "Point de veille à 12 mois" not in titles(world.lead, world.mine)
    stopped_on(world.mine, dt.date(2024, 11, 30))
    WatchCheckIn.objects.all().delete()
    assert "Préparer la fin de la veille" in titles(world.lead, world.mine)
    stopped_on(world.mine, dt.date(2024, 11, 10))
    assert "Clore le dossier" in titles(world.manager, world.mine)
    assert "Clore le dossier" not in titles(world.lead, world.mine)

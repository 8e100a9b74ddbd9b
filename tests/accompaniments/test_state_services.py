"""Changes of state on the database: dated rows, nothing overwritten, one event each."""

import pytest
from django.core.management import CommandError, call_command

from accompaniments.enums import ExitReason, State
from accompaniments.models import Accompaniment
from accompaniments.services.endings import end_course
from accompaniments.services.states import annul_last_change, change_state, enter, enter_taken_over
from config.management.commands import state_diagrams
from foundation.refusals import Refused
from records.models import Event
from tests.accompaniments.entries import refer
from tests.days import TODAY, after, before

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(world):
    return refer(world, received_on=before(30))


def move(course, to_state, effective_on=TODAY, **values):
    by = course.enrolment.household_id  # any actor
    return change_state(
        by=by, accompaniment=course, to_state=to_state, effective_on=effective_on, today=TODAY, **values
    )


def test_a_change_leaves_its_row_the_state_and_one_event(course):
    before_events = Event.objects.count()
    change = move(course, State.REVIEWING, before(20), reason="Critères réunis")
    course.refresh_from_db()
    assert (course.state, course.state_on) == (State.REVIEWING, before(20))
    assert (change.position, change.from_state, change.reason) == (2, State.REFERRED, "Critères réunis")
    event = Event.objects.latest("at")
    assert Event.objects.count() == before_events + 1
    assert event.verb == "accompaniment.state_changed"
    assert event.details == {"to": "REVIEWING", "on": before(20).isoformat()}


def test_a_refused_change_leaves_nothing(course):
    for to_state, day in ((State.SUPPORTED, TODAY), (State.REVIEWING, before(31)), (State.REVIEWING, after(1))):
        with pytest.raises(Refused):
            move(course, to_state, day)
    course.refresh_from_db()
    assert course.state == State.REFERRED
    assert course.changes.count() == 1


def test_a_stale_object_cannot_take_a_way_that_is_closed(course):
    stale = Accompaniment.objects.get(pk=course.pk)
    move(course, State.REVIEWING, before(20))
    with pytest.raises(Refused):
        move(stale, State.REVIEWING, before(10))


def test_a_correction_is_a_row_that_leads_back(course):
    move(course, State.REVIEWING, before(20))
    move(course, State.DIAGNOSED, before(10))
    annul_last_change(by=course.pk, accompaniment=course, reason="Mauvais dossier")
    course.refresh_from_db()
    assert (course.state, course.state_on) == (State.REVIEWING, before(20))
    assert list(course.changes.values_list("to_state", "is_correction")) == [
        ("REFERRED", False),
        ("REVIEWING", False),
        ("DIAGNOSED", False),
        ("REVIEWING", True),
    ]
    move(course, State.CONTACTING, before(15))
    annul_last_change(by=course.pk, accompaniment=course, reason="x")
    annul_last_change(by=course.pk, accompaniment=course, reason="x")
    with pytest.raises(Refused):
        annul_last_change(by=course.pk, accompaniment=course, reason="x")
    course.refresh_from_db()
    assert course.state == State.REFERRED


def test_an_end_has_a_reason_closes_the_file_and_stays(course):
    with pytest.raises(Refused):
        move(course, State.CLOSED)
    with pytest.raises(Refused):
        move(course, State.REVIEWING, exit_reason=ExitReason.EVICTED)
    end_course(
        by=course.pk,
        enrolment=course.enrolment,
        ended_on=before(2),
        exit_reason=ExitReason.DECEASED,
        today=TODAY,
    )
    course.refresh_from_db()
    course.enrolment.refresh_from_db()
    assert (course.state, course.closed_on, course.exit_reason) == (State.CLOSED, before(2), ExitReason.DECEASED)
    assert course.enrolment.ended_on == before(2)
    for act in (
        lambda: move(course, State.REFERRED),
        lambda: annul_last_change(by=course.pk, accompaniment=course, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        end_course(
            by=course.pk,
            enrolment=course.enrolment,
            ended_on=TODAY,
            exit_reason=ExitReason.EVICTED,
            today=TODAY,
        )


def test_one_open_course_a_file(course):
    with pytest.raises(Refused):
        enter(by=course.pk, enrolment=course.enrolment, effective_on=TODAY, today=TODAY)
    with pytest.raises(Refused):
        enter_taken_over(
            by=course.pk, enrolment=course.enrolment, known=[(State.READY, TODAY)], reason="x", today=TODAY
        )


def test_the_diagrams_are_fresh_and_a_stale_page_is_refused(settings, tmp_path):
    call_command("state_diagrams", "--check")
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError):
        call_command("state_diagrams", "--check")
    call_command("state_diagrams")
    call_command("state_diagrams", "--check")
    assert (tmp_path / "docs" / "state-diagrams.md").read_text(encoding="utf-8") == state_diagrams.written()
    (tmp_path / "docs" / "state-diagrams.md").write_text("stale", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("state_diagrams", "--check")

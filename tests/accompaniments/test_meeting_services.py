"""Logging, planning, correcting, withdrawing: what is written, once, in a constant number of queries."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from accompaniments.enums import CancelledBy, Mode, Outcome, State, Subject
from accompaniments.models import Accompaniment, Meeting, MeetingPart
from accompaniments.readings.meetings import MeetingContent
from accompaniments.services.meeting_changes import (
    correct_meeting,
    move_meeting,
    restore_meeting,
    undo_logging,
    withdraw_meeting,
)
from accompaniments.services.meetings import (
    MeetingRefused,
    NextMeeting,
    StaleMeeting,
    log_meeting,
    plan_meeting,
)
from foundation.timeline import Audience, Part
from households.models import Enrolment
from records.models import Draft, Event
from tests.days import NOW, PARIS, TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.world import adult_of

pytestmark = pytest.mark.django_db

LOGGING_QUERIES = 15  # whatever is written in the meeting; one less without a next meeting
LOGGING_PLANNED_QUERIES = 25


@pytest.fixture
def content(world):
    """A visit of this morning, with a word for each circle."""
    return MeetingContent(
        mode=Mode.HOME,
        outcome=Outcome.HELD,
        starts_at=at(TODAY, 9),
        minutes=45,
        place="Chez la voisine",
        present=(adult_of(world.mine).pk,),
        subjects=(Subject.BUDGET, Subject.HEALTH),
        parts=tuple(Part(f"Pour {audience.label}", audience) for audience in Audience),
    )


@pytest.fixture
def log(world, content):
    """Log it, or something close to it."""

    def call(**changed):
        values = {
            "by": world.lead.pk,
            "enrolment": world.mine,
            "association_id": world.soligone.pk,
            "content": content,
            "sending_key": uuid.uuid4(),
            "now": NOW,
        }
        return log_meeting(**(values | changed))

    return call


def stored(meeting):
    return MeetingContent.of(Meeting.objects.prefetch_related("presences", "subjects", "parts").get(pk=meeting.pk))


def test_a_meeting_is_logged_whole(world, log, content):
    meeting = log()
    assert stored(meeting) == content
    assert (meeting.worker_id, meeting.association_id, meeting.held_on) == (world.lead.pk, world.soligone.pk, TODAY)
    assert not meeting.is_after_closure
    event = Event.objects.get(verb="meeting.logged")
    assert (event.object_id, event.subject_id, event.actor) == (meeting.pk, world.mine.pk, world.lead.pk)
    assert event.details == {"outcome": "HELD", "mode": "HOME", "held_on": "2026-11-21"}


def test_what_is_written_is_encrypted_where_it_lies(log):
    log()
    raw = list(MeetingPart.objects.extra(select={"stored": "text"}).values_list("stored", flat=True))
    assert raw
    assert not any("Pour" in text for text in raw)


@pytest.mark.parametrize(("parts", "people"), [(0, 1), (1, 1), (3, 2), (30, 2)])
def test_saving_costs_the_same_whatever_is_written(world, log, content, parts, people, django_assert_num_queries):
    members = list(world.mine.household.members.values_list("person_id", flat=True))
    full = replace(
        content,
        present=tuple(members[:people]),
        subjects=tuple(Subject)[: parts or 1],
        parts=tuple(Part(f"Mot {n}", Audience.TEAM) for n in range(parts)) or (Part("Mot", Audience.TEAM),),
    )
    following = NextMeeting(starts_at=at(after(10)), mode=Mode.OFFICE)
    with django_assert_num_queries(LOGGING_QUERIES):
        log(content=full, next_meeting=following)


def test_logging_a_planned_meeting_costs_a_constant_number_of_queries_too(log, world, django_assert_num_queries):
    planned = a.MeetingFactory.make(
        enrolment=world.mine, association=world.soligone, worker=world.lead, outcome=Outcome.PLANNED, minutes=None
    )
    with django_assert_num_queries(LOGGING_PLANNED_QUERIES):
        log(planned_id=planned.pk)


def test_sent_twice_is_made_once(world, log):
    key = uuid.uuid4()
    following = NextMeeting(starts_at=at(after(10)), mode=Mode.OFFICE)
    first = log(sending_key=key, next_meeting=following)
    again = log(sending_key=key, next_meeting=following)
    assert first.pk == again.pk
    assert Meeting.objects.count() == 2
    assert Event.objects.filter(verb="meeting.logged").count() == 1


def test_another_sends_key_gives_nothing_of_that_meeting(world, log):
    key = uuid.uuid4()
    log(sending_key=key)
    with pytest.raises(MeetingRefused, match="déjà servi"):
        log(sending_key=key, by=world.colleague.pk)
    with pytest.raises(MeetingRefused, match="déjà servi"):
        log(sending_key=key, enrolment=world.colleagues)


def test_the_next_meeting_is_planned_in_the_same_act(world, log):
    following = NextMeeting(starts_at=at(after(12), 14), mode=Mode.OFFICE, place="Salle 2")
    log(next_meeting=following)
    planned = Meeting.objects.get(outcome=Outcome.PLANNED)
    assert (planned.starts_at, planned.mode, planned.place) == (at(after(12), 14), Mode.OFFICE, "Salle 2")
    assert (planned.worker_id, planned.enrolment_id, planned.held_on) == (world.lead.pk, world.mine.pk, after(12))


def test_nothing_is_half_saved_when_the_next_one_is_refused(log):
    with pytest.raises(MeetingRefused) as refused:
        log(next_meeting=NextMeeting(starts_at=at(before(1)), mode=Mode.OFFICE))
    assert set(refused.value.reasons) == {"next_day"}
    assert Meeting.objects.count() == 0
    assert Event.objects.filter(verb__startswith="meeting").count() == 0


def test_a_planned_meeting_becomes_the_one_logged(world, log):
    planned = plan_meeting(
        by=world.lead.pk,
        enrolment=world.mine,
        association_id=world.soligone.pk,
        meeting=NextMeeting(starts_at=at(TODAY, 8), mode=Mode.OFFICE, purpose="Faire le point"),
        sending_key=uuid.uuid4(),
        now=at(before(3)),
    )
    meeting = log(planned_id=planned.pk)
    assert meeting.pk == planned.pk
    assert Meeting.objects.count() == 1
    assert meeting.version == 2
    revision = meeting.revisions.get()
    assert MeetingContent.from_json(revision.before).outcome == Outcome.PLANNED
    assert Event.objects.get(verb="meeting.logged").details["planned_on"] == TODAY.isoformat()
    with pytest.raises(MeetingRefused, match="déjà consignée"):
        log(planned_id=planned.pk)


def test_a_planned_meeting_of_another_file_is_not_found(world, log):
    planned = a.MeetingFactory.make(enrolment=world.others, outcome=Outcome.PLANNED, minutes=None)
    with pytest.raises(Meeting.DoesNotExist):
        log(planned_id=planned.pk)


def test_the_draft_goes_when_the_meeting_is_saved_and_only_hers(world, log):
    places = [
        (world.lead.pk, "accompaniments.meeting", world.mine.pk, "onglet-1"),
        (world.lead.pk, "accompaniments.meeting", world.mine.pk, "onglet-2"),
        (world.colleague.pk, "accompaniments.meeting", world.mine.pk, "onglet-1"),
    ]
    for user_id, kind, subject_id, tab in places:
        Draft.objects.create(
            user_id=user_id, kind=kind, subject_id=subject_id, tab=tab, text="{}", expires_at=at(after(30))
        )
    log(draft_tab="onglet-1")
    assert Draft.objects.filter(user_id=world.lead.pk).get().tab == "onglet-2"
    assert Draft.objects.filter(user_id=world.colleague.pk).count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_at": at(after(1))}, "day"),
        ({"starts_at": at(TODAY, 10, 30)}, "time"),
        ({"minutes": 450}, "minutes"),
        ({"minutes": None}, "minutes"),
        ({"present": ()}, "present"),
        ({"outcome": Outcome.CANCELLED}, "cancelled_by"),
        ({"outcome": Outcome.NOT_PRESENT, "starts_at": at(after(1))}, "day"),
        ({"starts_at": at(dt.date(1900, 1, 1))}, "day"),
        ({"starts_at": at(dt.date(2099, 1, 1))}, "day"),
    ],
)
def test_the_service_refuses_what_the_rules_refuse(log, content, changed, field):
    with pytest.raises(MeetingRefused) as refused:
        log(content=replace(content, **changed))
    assert field in refused.value.reasons
    assert Meeting.objects.count() == 0


def test_only_people_of_the_household_can_have_been_there(world, log, content):
    with pytest.raises(MeetingRefused) as refused:
        log(content=replace(content, present=(adult_of(world.colleagues).pk,)))
    assert set(refused.value.reasons) == {"present"}


def test_who_left_the_household_may_still_have_been_there(world, log, content):
    gone = h.HouseholdMemberFactory.make(household=world.mine.household, ended_on=before(1))
    assert log(content=replace(content, present=(gone.person_id,))).presences.get().person_id == gone.person_id


def test_an_absence_keeps_its_note_and_forgets_what_did_not_happen(log, content):
    meeting = log(content=replace(content, outcome=Outcome.NOT_PRESENT, cancelled_by=CancelledBy.WORKER))
    kept = stored(meeting)
    assert (kept.minutes, kept.present, kept.subjects, kept.cancelled_by) == (None, (), (), "")
    assert kept.parts == content.parts


def test_a_meeting_to_come_may_be_cancelled(log, content):
    meeting = log(
        content=replace(content, outcome=Outcome.CANCELLED, cancelled_by=CancelledBy.HOUSEHOLD, starts_at=at(after(2)))
    )
    assert meeting.cancelled_by == CancelledBy.HOUSEHOLD


# Two at one hour ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("same", ["worker", "household"])
def test_two_at_one_hour_is_told_then_saved_when_confirmed(world, log, same):
    a.MeetingFactory.make(
        enrolment=world.mine if same == "household" else world.colleagues,
        worker=world.lead if same == "worker" else world.colleague,
        starts_at=at(TODAY, 9, 30),
        minutes=30,
    )
    with pytest.raises(MeetingRefused) as refused:
        log()
    assert set(refused.value.reasons) == {"confirm_overlap"}
    assert "Deux rencontres à la même heure" in refused.value.reason
    assert world.colleagues.file_number not in refused.value.reason
    assert log(is_overlap_confirmed=True).pk


@pytest.mark.parametrize(
    "other",
    [
        {"starts_at": at(TODAY, 9, 45)},
        {"outcome": Outcome.CANCELLED, "cancelled_by": CancelledBy.OTHER},
        {"withdrawn_at": NOW},
        {"starts_at": at(before(1), 9)},
    ],
)
def test_what_takes_no_time_then_warns_of_nothing(world, log, other):
    a.MeetingFactory.make(**({"enrolment": world.mine, "worker": world.lead, "starts_at": at(TODAY, 9)} | other))
    assert log().pk


def test_the_next_meeting_warns_too(world, log):
    a.MeetingFactory.make(
        enrolment=world.colleagues, worker=world.lead, starts_at=at(after(10), 10), outcome=Outcome.PLANNED
    )
    following = NextMeeting(starts_at=at(after(10), 10, 30), mode=Mode.OFFICE)
    with pytest.raises(MeetingRefused) as refused:
        log(next_meeting=following)
    assert set(refused.value.reasons) == {"confirm_overlap"}
    assert log(next_meeting=following, is_overlap_confirmed=True).pk


# Before the file, and after it ---------------------------------------------------------------------------


def test_a_meeting_before_the_file_offers_to_move_its_start(world, log, content):
    early = replace(content, starts_at=at(world.mine.started_on - dt.timedelta(days=10), 9))
    with pytest.raises(MeetingRefused) as refused:
        log(content=early)
    assert set(refused.value.reasons) == {"move_start"}
    meeting = log(content=early, moves_start=True)
    assert Enrolment.objects.get(pk=world.mine.pk).started_on == meeting.held_on
    assert not meeting.is_after_closure


def test_ticking_the_box_moves_nothing_when_the_meeting_is_inside(world, log):
    started_on = world.mine.started_on
    log(moves_start=True)
    assert Enrolment.objects.get(pk=world.mine.pk).started_on == started_on


def test_a_meeting_after_the_end_is_kept_apart(world, log, content):
    Accompaniment.objects.filter(enrolment=world.mine).update(state=State.CLOSED, closed_on=before(5))
    assert log(content=replace(content, starts_at=at(before(4)))).is_after_closure
    assert not log(content=replace(content, starts_at=at(before(5)))).is_after_closure


# Planning and moving --------------------------------------------------------------------------------------


@pytest.fixture
def planned(world):
    return plan_meeting(
        by=world.lead.pk,
        enrolment=world.mine,
        association_id=world.soligone.pk,
        meeting=NextMeeting(starts_at=at(after(3)), mode=Mode.HOME),
        sending_key=uuid.uuid4(),
        now=NOW,
    )


def test_a_meeting_is_planned_once_and_only_to_come(world, planned):
    again = plan_meeting(
        by=world.lead.pk,
        enrolment=world.mine,
        association_id=world.soligone.pk,
        meeting=NextMeeting(starts_at=at(after(3)), mode=Mode.HOME),
        sending_key=planned.sending_key,
        now=NOW,
    )
    assert again.pk == planned.pk
    with pytest.raises(MeetingRefused, match="est passé"):
        plan_meeting(
            by=world.lead.pk,
            enrolment=world.mine,
            association_id=world.soligone.pk,
            meeting=NextMeeting(starts_at=at(before(1)), mode=Mode.HOME),
            sending_key=uuid.uuid4(),
            now=NOW,
        )


def test_moving_keeps_the_former_moment(world, planned):
    moved = move_meeting(
        by=world.lead.pk,
        meeting=planned,
        seen_version=1,
        to=NextMeeting(starts_at=at(after(5), 15), mode=Mode.OFFICE),
        now=NOW,
    )
    assert (moved.starts_at, moved.held_on, moved.mode, moved.version) == (at(after(5), 15), after(5), Mode.OFFICE, 2)
    assert MeetingContent.from_json(moved.revisions.get().before).starts_at == at(after(3))
    with pytest.raises(StaleMeeting):
        move_meeting(
            by=world.lead.pk,
            meeting=planned,
            seen_version=1,
            to=NextMeeting(starts_at=at(after(6)), mode=Mode.OFFICE),
            now=NOW,
        )


def test_a_logged_meeting_is_not_moved(world, log):
    meeting = log()
    with pytest.raises(MeetingRefused, match="déjà consignée"):
        move_meeting(
            by=world.lead.pk,
            meeting=meeting,
            seen_version=1,
            to=NextMeeting(starts_at=at(after(6)), mode=Mode.OFFICE),
            now=NOW,
        )


# Correcting ---------------------------------------------------------------------------------------------------


def correct(world, meeting, content, **changed):
    values = {"by": world.lead.pk, "meeting": meeting, "seen_version": 1, "content": content, "reason": "Erreur"}
    return correct_meeting(**(values | {"now": NOW} | changed))


def test_a_correction_keeps_before_and_after(world, log, content):
    meeting = log()
    after_it = replace(content, minutes=60, subjects=(Subject.FAMILY,), parts=(Part("Autre mot", Audience.TEAM),))
    corrected = correct(world, meeting, after_it, reason="Mauvaise durée")
    assert corrected.version == 2
    assert stored(corrected) == after_it
    revision = corrected.revisions.get()
    assert (revision.number, revision.reason, revision.revised_by) == (1, "Mauvaise durée", world.lead.pk)
    assert MeetingContent.from_json(revision.before) == content
    assert MeetingContent.from_json(revision.after) == after_it


def test_a_correction_says_why_and_changes_something(world, log, content):
    meeting = log()
    with pytest.raises(MeetingRefused) as refused:
        correct(world, meeting, replace(content, minutes=60), reason="  ")
    assert set(refused.value.reasons) == {"reason"}
    with pytest.raises(MeetingRefused, match="rien changé"):
        correct(world, meeting, content)


def test_a_stale_page_overwrites_nothing_and_keeps_both_texts(world, log, content):
    meeting = log()
    theirs = replace(content, minutes=60)
    correct(world, meeting, theirs, by=world.colleague.pk)
    with pytest.raises(StaleMeeting) as stale:
        correct(world, meeting, replace(content, place="Au café"))
    assert (stale.value.before, stale.value.stored, stale.value.version) == (content, theirs, 2)
    assert stale.value.by == world.colleague.pk
    assert stored(meeting) == theirs


@pytest.mark.parametrize("seen", [0, 2, 99, -1])
def test_a_version_never_seen_is_stale(world, log, content, seen):
    meeting = log()
    with pytest.raises(StaleMeeting):
        correct(world, meeting, replace(content, minutes=60), seen_version=seen)


def test_correcting_is_refused_what_logging_is(world, log, content):
    meeting = log()
    with pytest.raises(MeetingRefused) as refused:
        correct(world, meeting, replace(content, starts_at=at(after(1))))
    assert set(refused.value.reasons) == {"day"}


def test_a_planned_meeting_is_not_corrected(world, planned, content):
    with pytest.raises(MeetingRefused, match="pas encore consignée"):
        correct(world, planned, content)


# Withdrawing ---------------------------------------------------------------------------------------------------


def test_a_withdrawn_meeting_stays_with_its_reason_and_comes_back(world, log):
    meeting = log()
    withdrawn = withdraw_meeting(by=world.lead.pk, meeting=meeting, reason="Mauvais dossier", now=NOW)
    assert withdrawn.withdrawn_at == NOW
    assert withdraw_meeting(by=world.lead.pk, meeting=meeting, reason="Encore", now=NOW).revisions.count() == 1
    assert not Meeting.objects.kept().exists()
    restored = restore_meeting(by=world.lead.pk, meeting=meeting, now=NOW)
    assert restored.withdrawn_at is None
    assert [row.reason for row in restored.revisions.all()] == ["Rétablie", "Mauvais dossier"]
    assert restore_meeting(by=world.lead.pk, meeting=meeting, now=NOW).version == 3
    with pytest.raises(MeetingRefused, match="pourquoi"):
        withdraw_meeting(by=world.lead.pk, meeting=meeting, reason=" ", now=NOW)


def test_a_withdrawn_meeting_is_not_corrected(world, log, content):
    meeting = log()
    withdraw_meeting(by=world.lead.pk, meeting=meeting, reason="Mauvais dossier", now=NOW)
    with pytest.raises(MeetingRefused, match="Rétablissez"):
        correct(world, meeting, replace(content, minutes=60), seen_version=2)


def test_undoing_withdraws_it_with_the_next_one(world, log):
    meeting = log(next_meeting=NextMeeting(starts_at=at(after(10)), mode=Mode.OFFICE))
    key = meeting.sending_key
    undo_logging(by=world.lead.pk, meeting=meeting, now=NOW)
    assert not Meeting.objects.kept().exists()
    assert log(sending_key=key).pk != meeting.pk  # the form left open behind is another meeting


def test_undoing_a_planned_one_plans_it_again(world, planned, log, content):
    then = at(after(3), 11)
    held = replace(content, starts_at=at(after(3), 10))
    log(planned_id=planned.pk, content=held, now=then)
    undone = undo_logging(by=world.lead.pk, meeting=planned, now=then)
    kept = stored(undone)
    assert (kept.outcome, kept.starts_at, kept.parts, kept.is_withdrawn) == (Outcome.PLANNED, at(after(3)), (), False)
    assert undone.revisions.count() == 2


def test_only_its_author_undoes_and_only_at_once(world, log, content):
    meeting = log()
    with pytest.raises(MeetingRefused):
        undo_logging(by=world.colleague.pk, meeting=meeting, now=NOW)
    correct(world, meeting, replace(content, minutes=60))
    with pytest.raises(MeetingRefused):
        undo_logging(by=world.lead.pk, meeting=meeting, now=NOW)


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 24, 22, 30, tzinfo=dt.UTC),  # 0:30 in Paris, the day after
        dt.datetime(2026, 7, 31, 21, 30, tzinfo=dt.UTC),  # 23:30 in Paris, the month's last day
        dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC),  # midnight in Paris: the 1st
    ],
)
def test_its_day_is_the_day_in_paris(log, content, moment):
    meeting = log(content=replace(content, starts_at=moment))
    assert meeting.held_on == moment.astimezone(PARIS).date()
    assert Meeting.objects.get(pk=meeting.pk).starts_at == moment

"""How a household is followed: meetings, contacts, démarches, months of resources, accords; all on their days."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from accompaniments.enums import CancelledBy, Mode, ObjectiveState, Outcome, Progress, Subject
from accompaniments.models import Meeting, Objective
from accompaniments.readings.meetings import MeetingContent
from accompaniments.services import meeting_changes, meetings
from accompaniments.services.meeting_rows import NextMeeting
from foundation.periods import Month
from foundation.timeline import Audience, Part
from households.enums import ChargeKind, MemberKind, ResourceKind, SharingScope
from households.models import CurrentHousing, HouseholdMember, SharingAgreement
from households.services import finances, sharing
from journeys.demo import texts
from journeys.demo.case import Case
from journeys.demo.people import often
from journeys.demo.play import random_of

_MODES = (Mode.HOME,) * 9 + (Mode.OFFICE,) * 7 + (Mode.PHYSICAL, Mode.PHYSICAL, Mode.PHONE, Mode.PHONE, Mode.VIDEO)
_OUTCOMES = (Outcome.HELD,) * 21 + (Outcome.NOT_PRESENT,) * 2 + (Outcome.CANCELLED,) * 2
_TICKS = (Progress.WORKED_ON,) * 4 + (Progress.FORWARD,) * 5 + (Progress.BLOCKED, Progress.ACHIEVED)
_SUBJECTS = tuple(Subject(name) for name in texts.NOTES)


def follow(case: Case) -> None:
    """Put the regular life of a file on the calendar."""
    stage, story = case.stage, case.story
    if not story.lead:
        return
    first = stage.ago(story.recorded) + dt.timedelta(days=8 if not story.is_taken_over else 3)
    end = stage.ago(story.closed) if story.closed is not None else stage.today
    last = end - dt.timedelta(days=max(story.quiet, case.random.randint(1, 6)))
    _meetings(case, first, last)
    _months(case, first, end)
    _to_come(case)
    _accords(case, first)
    _after(case)


@dataclass(frozen=True)
class Occasion:
    """A meeting that was, or should have been."""

    moment: dt.datetime
    mode: Mode
    outcome: Outcome
    number: int


def _meetings(case: Case, first: dt.date, last: dt.date) -> None:
    stage, draw = case.stage, case.random
    day, number = first + dt.timedelta(days=draw.randint(0, 4)), 0
    while day <= last:
        moment = stage.diary.book(case.lead(day).pk, case.name, day, draw)
        if moment.date() >= stage.today:
            return
        number += 1
        is_last = moment.date() + dt.timedelta(days=case.story.rhythm[0]) > last
        outcome = Outcome.HELD if number == 1 or is_last else draw.choice(_OUTCOMES)
        occasion = Occasion(moment, draw.choice(_MODES), outcome, number)
        planned: list[uuid.UUID] = []
        earlier = stage.diary.working_day(moment.date() - dt.timedelta(days=draw.randint(4, 9)))
        if often(draw, 4) and first < earlier < moment.date():
            _plan_at(case, earlier, occasion, planned)
        _log_at(case, occasion, planned)
        day = moment.date() + dt.timedelta(days=draw.randint(*case.story.rhythm))


def _plan_at(case: Case, day: dt.date, occasion: Occasion, planned: list[uuid.UUID]) -> None:
    key = f"plan-{occasion.number}"
    case.stage.at(
        day, 17, occasion.number % 50, lambda: planned.append(_plan(case, occasion.moment, occasion.mode, key))
    )


def _log_at(case: Case, occasion: Occasion, planned: list[uuid.UUID]) -> None:
    case.stage.at_moment(occasion.moment + dt.timedelta(minutes=100), lambda: _log(case, occasion, planned))


def _plan(case: Case, moment: dt.datetime, mode: Mode, key: str) -> uuid.UUID:
    meeting = meetings.plan_meeting(
        by=case.writer().pk,
        enrolment=case.enrolment,
        association_id=case.association.pk,
        meeting=NextMeeting(moment, mode, place=_place(case, mode), purpose=case.random.choice(texts.PURPOSES)),
        sending_key=case.key(key),
        is_overlap_confirmed=True,
        now=case.stage.clock.now(),
    )
    planned_id: uuid.UUID = meeting.pk
    return planned_id


def _place(case: Case, mode: Mode) -> str:
    """Say where, as the household's team writes it."""
    if mode == Mode.OFFICE:
        return f"Bureaux de {case.association.name}"
    if mode != Mode.HOME:
        return ""
    home = CurrentHousing.objects.filter(enrolment=case.enrolment, ended_on__isnull=True).first()
    return f"{home.address}, {home.city}" if home else ""


def _log(case: Case, occasion: Occasion, planned: list[uuid.UUID]) -> None:
    meeting = meetings.log_meeting(
        by=case.writer().pk,
        enrolment=case.enrolment,
        association_id=case.association.pk,
        content=_content(case, occasion),
        sending_key=case.key(f"meeting-{occasion.number}"),
        planned_id=planned[0] if planned else None,
        is_overlap_confirmed=True,
        now=case.stage.clock.now(),
    )
    case.meetings.append(meeting.pk)


def _content(case: Case, occasion: Occasion) -> MeetingContent:
    draw, mode, outcome, moment = case.random, occasion.mode, occasion.outcome, occasion.moment
    if outcome == Outcome.NOT_PRESENT:
        audience, text = draw.choice(texts.ABSENCES)
        return MeetingContent(mode, outcome, moment, parts=(Part(_said(case, text), audience),))
    if outcome == Outcome.CANCELLED:
        cancelled_by = draw.choice(list(CancelledBy))
        audience, text = texts.CANCELLATIONS[cancelled_by.value]
        parts: tuple[Part, ...] = (Part(_said(case, text), audience),)
        return MeetingContent(mode, outcome, moment, cancelled_by=cancelled_by.value, parts=parts)
    people = case.members()
    adults = case.members(adults_only=True)
    present = [person.pk for person in (people if mode == Mode.HOME else adults) if often(draw, 7)]
    subjects = draw.sample(_SUBJECTS, draw.choice((1, 2, 2, 3)))
    parts = tuple(
        Part(_said(case, text), audience)
        for audience, text in (draw.choice(texts.NOTES[subject.value]) for subject in subjects)
    )
    length = draw.choice((10, 15, 20)) if mode == Mode.PHONE else draw.choice((30, 45, 45, 60, 60, 75, 90))
    return MeetingContent(
        mode,
        outcome,
        moment,
        minutes=length,
        present=tuple(present or [adults[0].pk]),
        subjects=tuple(subjects),
        parts=parts,
        progress=_progress(case, occasion),
    )


def _progress(case: Case, occasion: Occasion) -> tuple[tuple[uuid.UUID, Progress], ...]:
    """Tick what the visit did for one or two of the objectives."""
    draw = random_of(case.stage, f"{case.name}-progress-{occasion.number}")
    rows = Objective.objects.filter(accompaniment__enrolment=case.enrolment, state=ObjectiveState.OPEN)
    known = list(rows.filter(set_on__lte=occasion.moment.date()).order_by("position").values_list("pk", flat=True))
    worked_on = draw.sample(known, min(len(known), draw.choice((0, 1, 1, 2))))
    return tuple((objective, draw.choice(_TICKS)) for objective in worked_on)


def _said(case: Case, text: str) -> str:
    return text.replace("{who}", case.said)


def _to_come(case: Case) -> None:
    """Plan what is ahead: today, tomorrow, in some days; and what was planned and never logged."""
    stage, story, draw = case.stage, case.story, case.random
    planned_on = stage.diary.working_day(stage.ago(7))
    lead = case.lead(stage.today).pk
    days = {"today": 0, "tomorrow": 1, "soon": draw.randint(2, 9)}
    for mark, ahead in days.items():
        if mark not in story.marks:
            continue
        day = stage.today if mark == "today" else stage.diary.working_day(stage.today + dt.timedelta(days=ahead))
        hours = (9, 14, 16, 11) if often(draw, 5) else (14, 10, 16, 9)
        moment = stage.diary.book_today(lead, case.name, day, hours)
        if moment is not None:
            mode = Mode.HOME if mark == "today" else draw.choice((Mode.HOME, Mode.OFFICE, Mode.VIDEO))
            stage.at(planned_on, 17, 50, partial(_keep_plan, case, moment, mode, mark))
    if "unlogged" in story.marks:
        moment = stage.diary.book(lead, case.name, stage.ago(draw.randint(3, 6)), draw)
        stage.at(stage.ago(8), 16, 20, lambda: _keep_plan(case, moment, Mode.HOME, "unlogged"))


def _keep_plan(case: Case, moment: dt.datetime, mode: Mode, key: str) -> None:
    if moment > case.stage.clock.moment:
        _plan(case, moment, mode, key)


def _months(case: Case, first: dt.date, end: dt.date) -> None:
    """State resources and charges month by month; some months are missing, as in life."""
    draw, stage = case.random, case.stage
    if "missing" in case.story.marks or not case.story.was_met:
        return
    month = max(Month.of(first), Month.of(end).plus(-8))
    while month <= Month.of(end):
        day = stage.diary.working_day(max(month.first + dt.timedelta(days=draw.randint(4, 15)), first))
        if often(draw, 8) and day < end:
            stage.at(day, 12, case.rank % 50, partial(_state, case, month))
        month = month.plus(1)


def _state(case: Case, month: Month) -> None:
    resources, charges = _budget(case)
    finances.record_month(
        by=case.writer().pk, enrolment=case.enrolment, month=month, resources=resources, charges=charges
    )


def _budget(case: Case) -> tuple[list[finances.ResourceLine], list[finances.ChargeLine]]:
    """Draw a month: what each adult has does not change of kind, its amount moves a little."""
    steady = random_of(case.stage, f"{case.name}-budget")
    resources = []
    for person in case.members(adults_only=True):
        kind, base = steady.choice(
            (
                (ResourceKind.WAGE, 1290),
                (ResourceKind.WAGE, 980),
                (ResourceKind.RSA, 568),
                (ResourceKind.UNEMPLOYMENT, 812),
                (ResourceKind.PENSION, 941),
            )
        )
        resources.append(finances.ResourceLine(kind, _moved(case, base), person.pk))
    children = HouseholdMember.objects.filter(
        household_id=case.enrolment.household_id, kind=MemberKind.CHILD, ended_on__isnull=True
    ).count()
    if children > 1:
        resources.append(finances.ResourceLine(ResourceKind.FAMILY, Decimal(148 + 189 * (children - 2))))
    charges = [
        finances.ChargeLine(ChargeKind.ENERGY, _moved(case, 96)),
        finances.ChargeLine(ChargeKind.INSURANCE, _moved(case, 31)),
        finances.ChargeLine(ChargeKind.PHONE, Decimal("29.99")),
    ]
    if case.story.unit:
        resources.append(finances.ResourceLine(ResourceKind.HOUSING_BENEFIT, _moved(case, 214)))
        charges.append(finances.ChargeLine(ChargeKind.RENT, Decimal(steady.choice((412, 455, 498))) + Decimal("0.30")))
    if often(steady, 5):
        charges.append(finances.ChargeLine(ChargeKind.DEBT, Decimal(steady.choice((40, 60, 85)))))
    return resources, charges


def _moved(case: Case, base: int) -> Decimal:
    return (Decimal(base) * Decimal(case.random.randint(94, 107)) / 100).quantize(Decimal("0.01"))


def _accords(case: Case, first: dt.date) -> None:
    """Record what the adults answer about sharing: given, refused, given then taken back."""
    stage, marks = case.stage, case.story.marks
    day = stage.diary.working_day(first + dt.timedelta(days=18))
    scope = SharingScope.ASSOCIATIONS if "two_holders" in marks else SharingScope.COORDINATION
    if marks & {"accord", "accord_refused", "accord_revoked", "two_holders"}:
        stage.at(day, 13, 10, lambda: _answer(case, scope, is_granted="accord_refused" not in marks))
    if "accord_revoked" in marks:
        later = stage.diary.working_day(day + dt.timedelta(days=70))
        stage.at(later, 13, 20, lambda: _revoke(case))


def _answer(case: Case, scope: SharingScope, *, is_granted: bool) -> None:
    for person in case.members(adults_only=True):
        sharing.record_agreement(
            by=case.writer().pk,
            enrolment=case.enrolment,
            person=person,
            scope=scope,
            is_granted=is_granted,
            started_on=case.stage.clock.today,
            note="" if is_granted else "Préfère que chacun garde ce qui le concerne.",
        )


def _revoke(case: Case) -> None:
    agreement = SharingAgreement.objects.filter(enrolment=case.enrolment, ended_on__isnull=True).first()
    if agreement is not None:
        sharing.revoke(by=case.writer().pk, agreement=agreement, revoked_on=case.stage.clock.today)


def _after(case: Case) -> None:
    """Correct a meeting, withdraw one saved twice, log one after the end."""
    stage, marks = case.stage, case.story.marks
    if "corrected" in marks:
        stage.at(stage.diary.working_day(stage.ago(40)), 18, 5, lambda: _correct(case))
        stage.at(stage.diary.working_day(stage.ago(30)), 18, 15, lambda: _withdraw(case))
    if "after_closure" in marks and case.story.closed is not None:
        moment = stage.diary.book(case.lead(stage.today).pk, case.name, stage.ago(case.story.closed - 18), case.random)
        _log_at(case, Occasion(moment, Mode.PHONE, Outcome.HELD, 900), [])


def _correct(case: Case) -> None:
    meeting = _held(case)
    if meeting is None:
        return
    before = MeetingContent.of(meeting)
    meeting_changes.correct_meeting(
        by=case.writer().pk,
        meeting=meeting,
        seen_version=meeting.version,
        content=MeetingContent(
            before.mode,
            before.outcome,
            before.starts_at,
            minutes=90,
            present=before.present,
            subjects=before.subjects,
            parts=(*before.parts, Part("Le versement prévu a été fait le lendemain.", Audience.LANDLORD)),
        ),
        reason="Durée mal notée, et un fait arrivé le lendemain",
        is_overlap_confirmed=True,
        now=case.stage.clock.now(),
    )


def _withdraw(case: Case) -> None:
    meeting = _held(case)
    if meeting is not None:
        meeting_changes.withdraw_meeting(
            by=case.writer().pk,
            meeting=meeting,
            reason="Consignée deux fois par erreur",
            now=case.stage.clock.now(),
        )


def _held(case: Case) -> Meeting | None:
    found: Meeting | None = (
        Meeting.objects.held()
        .filter(pk__in=case.meetings)
        .select_related("enrolment__version__programme", "enrolment__household")
        .prefetch_related("presences", "subjects", "parts")
        .order_by("-starts_at")
        .first()
    )
    return found

"""The dates of sliding subleases: exam periods with what was done of each (domain.md §3.6). The month and the homes read it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from foundation.periods import eve
from foundation.timeline import Alert
from foundation.words import day_of
from leases.enums import ExamOutcome, LandlordPosition
from leases.models import Lease, PrefectNotice, SlideExam
from leases.rules.exams import (
    AlertDays,
    ExamPeriod,
    ExamState,
    ExamTerms,
    NoticeState,
    alert_on,
    exam_period,
    exam_state,
    is_due,
    notice_state,
    number_on,
)
from records.selectors.parameters import ParameterValue, UnknownParameterError, parameters_on

PERIOD, NOTICE, BEFORE = "exam.period_months", "exam.notice_months", "exam.before_notice_days"
ALERTS = "exam.alert_days"
LAW = "CCH, art. L. 442-8-3"
DECREE = "décret n° 2010-1564"


@dataclass(frozen=True)
class PeriodClock:
    """An exam period with where its exam and its notice are; without names nor words."""

    period: ExamPeriod
    exam: ExamState
    notice: NoticeState
    exam_id: uuid.UUID | None = None
    exam_on: dt.date | None = None  # the day it was held, or is convened for
    told_on: dt.date | None = None  # the later of the two convocations, once both are given
    position: LandlordPosition | None = None
    has_minutes: bool = False
    notice_id: uuid.UUID | None = None
    notice_sent_on: dt.date | None = None
    is_lease_offered: bool | None = None

    @property
    def held_on(self) -> dt.date | None:
        """Give the day the exam was held."""
        return self.exam_on if self.exam.is_done else None

    @property
    def is_unrecorded(self) -> bool:
        """Tell whether an exam is convened and not held yet."""
        return self.exam_id is not None and not self.exam.is_done


@dataclass(frozen=True)
class SubleaseClock:
    """The dates of one sublease: its periods from the first of the programme to the present one, and the one that follows."""

    sublease_id: uuid.UUID
    enrolment_id: uuid.UUID
    periods: tuple[PeriodClock, ...]
    following: PeriodClock | None  # none when the sublease is over, or ends before its exam is due
    alerts: AlertDays | None  # none where none is set
    is_over: bool

    def alert_on(self, due_on: dt.date, today: dt.date) -> Alert | None:
        """Give the alert that one of its dates stands at."""
        return alert_on(due_on, today, self.alerts)

    @property
    def present(self) -> PeriodClock | None:
        """Give the period of today, or the last one."""
        return self.periods[-1] if self.periods else self.following

    @property
    def next_exam(self) -> PeriodClock | None:
        """Give the period whose exam comes next: the present one's while it is not held."""
        return self._next(lambda one: not one.exam.is_done and one.exam != ExamState.NOT_DUE)

    @property
    def next_notice(self) -> PeriodClock | None:
        """Give the period whose notice comes next."""
        return self._next(lambda one: not one.notice.is_sent and one.notice != NoticeState.NOT_DUE)

    def overdue_exam(self, day: dt.date) -> PeriodClock | None:
        """Give the period of the last exam due by the close of a day, when it is not held: until it is, or another is due.

        The month counts it (M14, M23), the board tells it.
        """
        return self._overdue(lambda one: one.period.exam_due_on <= day, lambda one: one.exam.is_done)

    def overdue_notice(self, day: dt.date) -> PeriodClock | None:
        """Give the period of the last notice due by the close of a day, when it is not sent; it may still be, late."""
        return self._overdue(lambda one: one.period.notice_due_on <= day, lambda one: one.notice.is_sent)

    def missed_exam(self, today: dt.date) -> PeriodClock | None:
        """Give the period that passed without its exam, while none is due since: one is held of the present period alone."""
        one = self.overdue_exam(eve(today))
        return one if one is not None and one.exam == ExamState.MISSED else None

    def missed_notice(self, today: dt.date) -> PeriodClock | None:
        """Give the period that passed without its notice, while none is due since."""
        one = self.overdue_notice(eve(today))
        return one if one is not None and one.notice == NoticeState.MISSED else None

    @property
    def done(self) -> int:
        """Count the exams held."""
        return sum(one.exam.is_done for one in self.periods)

    def _next(self, is_open: Callable[[PeriodClock], bool]) -> PeriodClock | None:
        if self.is_over:
            return None
        return next((one for one in (*self.periods[-1:], self.following) if one is not None and is_open(one)), None)

    def _overdue(
        self, was_due: Callable[[PeriodClock], bool], is_done: Callable[[PeriodClock], bool]
    ) -> PeriodClock | None:
        due = [one for one in self.periods if was_due(one)]
        return due[-1] if due and not self.is_over and not is_done(due[-1]) else None


def exam_terms(today: dt.date) -> ExamTerms:
    """Give the figures of the law and of the reference in force today: they apply to a sublease's whole calendar."""
    return _terms(parameters_on((PERIOD, NOTICE, BEFORE), today))


def is_reached(sublease: Lease, number: int, today: dt.date) -> bool:
    """Tell whether a sublease has a period of this number: from the first to the one that follows today's."""
    return 1 <= number <= number_on(sublease.signed_on, today, exam_terms(today)) + 1


def _terms(known: Mapping[str, ParameterValue]) -> ExamTerms:
    return ExamTerms(known[PERIOD].whole, known[NOTICE].whole, known[BEFORE].whole)


def _figures(today: dt.date) -> tuple[ExamTerms, AlertDays | None]:
    """Give the terms of the calendar, and the days that announce its dates where they are set. Raises UnknownParameterError."""
    try:
        known = parameters_on((PERIOD, NOTICE, BEFORE, ALERTS), today)
    except UnknownParameterError:
        return exam_terms(today), None
    return _terms(known), _alert_days(known[ALERTS])


def _alert_days(value: ParameterValue) -> AlertDays:
    days = value.table
    return AlertDays(int(days["première annonce"]), int(days["premier rappel"]), int(days["second rappel"]))


def clocks(subleases: Iterable[Lease], today: dt.date) -> dict[uuid.UUID, SubleaseClock]:
    """Give the dates of these subleases as they stand at the close of a day, in three queries; durable ones have none.

    Each sublease carries its enrolment (`select_related`). Periods that ended before the household entered the programme
    are left out: nobody here had to hold their exam (domain.md §2.4, blocked sliding leases).
    """
    rows = [row for row in subleases if row.expects_slide and row.enrolment is not None]
    if not rows:
        return {}
    try:
        figures = _figures(today)
    except UnknownParameterError:  # no figure of the law is loaded: no date can be told
        return {}
    ids = [row.pk for row in rows]
    exams: dict[uuid.UUID, dict[int, SlideExam]] = defaultdict(dict)
    for exam in SlideExam.objects.filter(
        sublease_id__in=ids, outcome__in=ExamOutcome.LIVE, convened_on__lte=today
    ).defer("place", "present", "words", "note", "position_reason"):
        exams[exam.sublease_id][exam.number] = exam
    notices: dict[uuid.UUID, dict[int, PrefectNotice]] = defaultdict(dict)
    for notice in PrefectNotice.objects.filter(
        sublease_id__in=ids, withdrawn_at__isnull=True, prepared_on__lte=today
    ).defer("reason"):
        notices[notice.sublease_id][notice.number] = notice
    return {row.pk: _clock(row, exams[row.pk], notices[row.pk], figures, today) for row in rows}


def _clock(
    row: Lease,
    exams: dict[int, SlideExam],
    notices: dict[int, PrefectNotice],
    figures: tuple[ExamTerms, AlertDays | None],
    today: dt.date,
) -> SubleaseClock:
    assert row.enrolment is not None  # noqa: S101 -- a sublease has its household: for the type checker
    terms, alerts = figures
    last_on = min(today, row.ended_on) if row.ended_on else today
    present = number_on(row.signed_on, last_on, terms)
    since = max(row.signed_on, min(row.enrolment.started_on, last_on))
    first = min([number_on(row.signed_on, since, terms), *exams, *notices])

    def of(number: int) -> PeriodClock:
        period = exam_period(row.signed_on, number, terms)
        return _period(period, exams.get(number), notices.get(number), today, row.ended_on)

    is_over = row.ended_on is not None and row.ended_on < today
    periods = [of(number) for number in range(first, present + 1)]
    following = of(present + 1)
    if is_over:
        periods = [one for one in periods if _stands(one, row.ended_on)]
    return SubleaseClock(
        sublease_id=row.pk,
        enrolment_id=row.enrolment.pk,
        periods=tuple(periods),
        following=following if not is_over and _stands(following, row.ended_on) else None,
        alerts=alerts,
        is_over=is_over,
    )


def _stands(one: PeriodClock, ended_on: dt.date | None) -> bool:
    """Tell whether a period counts in a sublease that ends: its exam is due by then, or something of it exists."""
    return is_due(one.period.exam_due_on, ended_on) or one.exam_id is not None or one.notice_id is not None


def _period(
    period: ExamPeriod,
    exam: SlideExam | None,
    notice: PrefectNotice | None,
    today: dt.date,
    ended_on: dt.date | None,
) -> PeriodClock:
    held_on = exam.held_on if exam and exam.outcome == ExamOutcome.HELD and exam.held_on else None
    if held_on is not None and held_on > today:
        held_on = None
    sent_on = notice.sent_on if notice and notice.sent_on and notice.sent_on <= today else None
    return PeriodClock(
        period=period,
        exam=exam_state(period, held_on=held_on, is_convened=exam is not None, today=today, ended_on=ended_on),
        notice=notice_state(period, sent_on=sent_on, is_prepared=notice is not None, today=today, ended_on=ended_on),
        exam_id=exam.pk if exam else None,
        exam_on=held_on or (day_of(exam.starts_at) if exam else None),
        told_on=_told_on(exam),
        position=LandlordPosition(exam.position) if exam and exam.position else None,
        has_minutes=exam is not None and exam.minutes_id is not None,
        notice_id=notice.pk if notice else None,
        notice_sent_on=sent_on,
        is_lease_offered=notice.is_lease_offered if notice else None,
    )


def _told_on(exam: SlideExam | None) -> dt.date | None:
    """Give the day from which household and landlord are both convened."""
    if exam is None or exam.household_told_on is None or exam.landlord_told_on is None:
        return None
    return max(exam.household_told_on, exam.landlord_told_on)

"""Writes of the watch: check-ins, a reopening with the person's agreement, the end with its short note (§2.1 S12–S13, §8.7)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import ExitReason, HousingStatus, Side, State
from accompaniments.models import Accompaniment, Difficulty, StateChange, WatchCheckIn
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import (
    Clock,
    clock,
    horizon_on,
    open_horizons,
    why_check_in_is_refused,
    why_horizon_is_refused,
    why_reopening_is_refused,
    why_watch_end_is_refused,
)
from accompaniments.services.endings import close_course
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from records.services.events import one_act, record

UNANSWERED = "Une difficulté signalée par le bailleur attend sa réponse\u00a0: répondez-lui d’abord."


@dataclass(frozen=True)
class HousingNow:
    """What is known of the household's home, in ten seconds."""

    status: HousingStatus
    has_arrears: bool | None = None  # none: not known
    note: str = ""


@transaction.atomic
def check_in(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    made_on: dt.date,
    now: HousingNow,
    today: dt.date,
    horizon: int | None = None,
) -> WatchCheckIn:
    """Note a check-in; at 6, 12 or 24 months after the end it says where the household lives (A11). Raises Refused."""
    course = _locked(accompaniment)
    watch = _clock(course)
    since = watch.since if watch else course.state_on
    if refused := why_check_in_is_refused(State(course.state), made_on, since=since, today=today):
        raise Refused(*refused)
    stopped_on = since - dt.timedelta(days=1)
    if horizon is not None:
        made = _made(course, stopped_on)
        if reason := why_horizon_is_refused(horizon, open_horizons(stopped_on, made, on=made_on)):
            raise Refused(reason, "horizon")
    return _note(course, by=by, made_on=made_on, now=now, stopped_on=stopped_on, horizon=horizon)


@transaction.atomic
def correct_check_in(
    *,
    by: uuid.UUID,
    check_in: WatchCheckIn,
    made_on: dt.date,
    now: HousingNow,
    reason: str,
    today: dt.date,
) -> WatchCheckIn:
    """Say what a check-in should have said: the wrong row stays with the reason, a new one takes its place (§2.0.1, 6).

    It keeps the point at 6, 12 or 24 months that it was: another point is another check-in. Raises Refused.
    """
    row = _withdrawn(check_in, by=by, reason=reason)
    if (row.made_on, row.status, row.has_arrears, row.note) == (made_on, now.status, now.has_arrears, now.note.strip()):
        raise Refused("C’est déjà ce qui est enregistré\u00a0: il n’y a rien à corriger.", "status")
    since = (row.counted_from or row.made_on) + dt.timedelta(days=1)
    if refused := why_check_in_is_refused(State.WATCHED, made_on, since=since, today=today):
        raise Refused(*refused)
    offered = open_horizons(row.counted_from, (), on=made_on) if row.counted_from else ()
    if row.horizon and why_horizon_is_refused(row.horizon, offered):
        raise Refused(f"Le point à {row.horizon} mois ne se fait pas encore ce jour-là.", "made_on")
    right = WatchCheckIn.objects.create(
        accompaniment_id=row.accompaniment_id,
        made_on=made_on,
        counted_from=row.counted_from,
        horizon=row.horizon,
        status=now.status,
        has_arrears=now.has_arrears,
        note=now.note.strip(),
        corrects=row,
        recorded_by=by,
    )
    details = {"on": made_on.isoformat(), "corrects": str(row.pk)}
    record("watch.check_in_corrected", right, by=by, subject_id=right.accompaniment.enrolment_id, details=details)
    return right


@transaction.atomic
def withdraw_check_in(*, by: uuid.UUID, check_in: WatchCheckIn, reason: str) -> None:
    """Withdraw a check-in that did not take place: it stays, struck through, with the reason. Raises Refused."""
    _withdrawn(check_in, by=by, reason=reason)


@transaction.atomic
def reopen(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    effective_on: dt.date,
    is_agreed: bool,
    today: dt.date,
    reason: str = "",
) -> StateChange:
    """Reopen a watched accompaniment from a day on, with the person's agreement: the watch's clock stops. Raises Refused."""
    course = _locked(accompaniment)
    watch = _clock(course)
    if refused := why_reopening_is_refused(
        State(course.state), effective_on, last_on=watch.last_on if watch else None, is_agreed=is_agreed
    ):
        raise Refused(*refused)
    return change_state(
        by=by,
        accompaniment=accompaniment,
        to_state=State.SUPPORTED,
        effective_on=effective_on,
        today=today,
        reason=reason.strip(),
    )


@transaction.atomic
def end_watch(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    ended_on: dt.date,
    now: HousingNow,
    today: dt.date,
    exit_reason: ExitReason | None = None,
) -> StateChange:
    """End a watch with its note, and the file: on its last day, or before with a reason. Raises Refused.

    At its own end the file keeps the reason for which the accompaniment stopped.
    """
    course = _locked(accompaniment)
    watch = _clock(course)
    last_on = watch.last_on if watch else None
    if refused := why_watch_end_is_refused(State(course.state), ended_on, exit_reason, last_on=last_on):
        raise Refused(*refused)
    if Difficulty.objects.filter(enrolment=course.enrolment_id, awaits=Side.TEAM).exists():
        raise Refused(UNANSWERED)
    since = watch.since if watch else course.state_on
    with one_act():
        if ended_on >= since:
            stopped_on = since - dt.timedelta(days=1)
            left = [
                months
                for months in open_horizons(stopped_on, _made(course, stopped_on), on=ended_on)
                if ended_on >= horizon_on(stopped_on, months)
            ]
            _note(course, by=by, made_on=ended_on, now=now, stopped_on=stopped_on, horizon=max(left, default=None))
        return close_course(
            by=by,
            accompaniment=course,
            ended_on=ended_on,
            exit_reason=exit_reason or _reason_of_stop(course),
            today=today,
        )


def _withdrawn(check_in: WatchCheckIn, *, by: uuid.UUID, reason: str) -> WatchCheckIn:
    """Withdraw a row under the lock of its course."""
    course = _locked(check_in.accompaniment)
    row: WatchCheckIn = WatchCheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
    if row.withdrawn_at is not None:
        raise Refused("Ce point de veille a déjà été corrigé ou retiré.")
    if not reason.strip():
        raise Refused("Dites pourquoi ce point est corrigé ou retiré.", "reason")
    row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record("watch.check_in_withdrawn", row, by=by, subject_id=course.enrolment_id)
    return row


def _note(
    course: Accompaniment,
    *,
    by: uuid.UUID,
    made_on: dt.date,
    now: HousingNow,
    stopped_on: dt.date,
    horizon: int | None,
) -> WatchCheckIn:
    row = WatchCheckIn.objects.create(
        accompaniment=course,
        made_on=made_on,
        counted_from=stopped_on,
        horizon=horizon,
        status=now.status,
        has_arrears=now.has_arrears,
        note=now.note.strip(),
        recorded_by=by,
    )
    details = {"on": made_on.isoformat(), "horizon": horizon}
    record("watch.checked_in", row, by=by, subject_id=course.enrolment_id, details=details)
    return row


def _reason_of_stop(course: Accompaniment) -> ExitReason:
    """Give why the accompaniment stopped; a reprise that entered in watch has no evaluation: it was stabilised."""
    told = (
        course.evaluations.filter(validated_on__isnull=False)
        .order_by("-ended_on")
        .values_list("exit_reason", flat=True)
        .first()
    )
    return ExitReason(told) if told else ExitReason.STABILISED_DIRECT_TENANT


def _made(course: Accompaniment, stopped_on: dt.date) -> set[int]:
    rows = course.checkins.standing().filter(horizon__isnull=False, counted_from=stopped_on)
    return {months for months in rows.values_list("horizon", flat=True) if months}


def _clock(course: Accompaniment) -> Clock | None:
    changes = standing_changes(course.changes.order_by("position"))
    return clock(changes, course.enrolment.version.watch_months)


def _locked(accompaniment: Accompaniment) -> Accompaniment:
    row: Accompaniment = (
        Accompaniment.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .get(pk=accompaniment.pk)
    )
    return row

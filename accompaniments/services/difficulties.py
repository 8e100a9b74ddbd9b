"""Difficulties treated together: reported by one side, answered by the other, closed with how, opened again (§2.1 S12)."""

import datetime as dt
import uuid

from celery import current_app
from django.db import transaction

from accompaniments.enums import DifficultyAnswer, DifficultyKind, DifficultyState, Side, State
from accompaniments.models import Accompaniment, Difficulty, DifficultyStep
from accompaniments.rules.difficulties import (
    NO_OUTCOME,
    NO_REASON,
    NO_WORD,
    TREATED_TOGETHER,
    why_answer_is_refused,
    why_close_is_refused,
    why_reopening_is_refused,
    why_report_is_refused,
)
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import clock
from accompaniments.services.watch import reopen
from foundation.refusals import Refused
from households.models import Enrolment
from households.selectors.named import people_named
from records.services.events import one_act, record

MAIL_TASK = "accompaniments.tasks.mail_difficulty"  # tasks lie above services: known by name
NOBODY_NAMED = (
    "Ce ménage n’est nommé à personne chez ce bailleur\u00a0: il l’est par une demande d’intervention, une convention ou un "
    "bail signés."
)


@transaction.atomic
def report_difficulty(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    side: Side,
    landlord_id: uuid.UUID,
    kind: DifficultyKind,
    text: str,
    sending_key: uuid.UUID,
    today: dt.date,
) -> Difficulty:
    """Keep what a side reports; the other hears of it after commit. Sent twice it is made once. Raises Refused.

    `landlord_id`: the landlord who reports, or whom the team asks.
    """
    made: Difficulty | None = Difficulty.objects.filter(sending_key=sending_key).first()
    if made is not None:
        if made.enrolment_id != enrolment.pk or made.made_by_id != by:
            raise Refused("Ce formulaire a déjà servi\u00a0: rouvrez-le.")
        return made
    _refuse_unfollowed(_course(enrolment), today)
    if not text.strip():
        raise Refused(NO_WORD, "text")
    if side == Side.TEAM and not people_named(enrolment, landlord_id, today):
        raise Refused(NOBODY_NAMED, "landlord")
    row: Difficulty = Difficulty.objects.create(
        enrolment=enrolment,
        landlord_id=landlord_id,
        kind=kind,
        side=side,
        reported_on=today,
        made_by_id=by,
        text=text.strip(),
        state=DifficultyState.OPEN,
        state_on=today,
        awaits=side.other,
        sending_key=sending_key,
    )
    _step(row, DifficultyState.OPEN, by=by, side=side, today=today)
    _tell(row, "difficulty.reported", by=by, today=today, side=side.value)
    return row


@transaction.atomic
def answer_difficulty(
    *,
    by: uuid.UUID,
    difficulty: Difficulty,
    side: Side,
    answer: DifficultyAnswer,
    text: str,
    today: dt.date,
    effective_on: dt.date | None = None,
    is_agreed: bool = False,
) -> Difficulty:
    """Answer what is awaited of this side; « rouvert » reopens the accompaniment in the same act. Raises Refused."""
    row = _locked(difficulty)
    course = _course(row.enrolment)
    if course is None:
        raise Refused("Ce suivi est terminé.")
    if refused := why_answer_is_refused(
        State(course.state), answer, text, side=side, present=DifficultyState(row.state), awaits=row.awaits
    ):
        raise Refused(*refused)
    with one_act():
        if answer == DifficultyAnswer.REOPENED:
            reopen(by=by, accompaniment=course, effective_on=effective_on or today, is_agreed=is_agreed, today=today)
        _move(row, DifficultyState.ANSWERED, by=by, side=side, today=today, text=text, answer=answer)
        _tell(row, "difficulty.answered", by=by, today=today, answer=answer.value)
    return row


@transaction.atomic
def close_difficulty(*, by: uuid.UUID, difficulty: Difficulty, side: Side, text: str, today: dt.date) -> Difficulty:
    """Close a difficulty, saying how it is settled. Raises Refused."""
    row = _locked(difficulty)
    course = _course(row.enrolment)
    if refused := why_close_is_refused(
        DifficultyState(row.state),
        side=side,
        reported_by=Side(row.side),
        awaits=row.awaits,
        is_followed=course is not None and State(course.state) in TREATED_TOGETHER,
    ):
        raise Refused(refused)
    if not text.strip():
        raise Refused(NO_OUTCOME, "text")
    _move(row, DifficultyState.CLOSED, by=by, side=side, today=today, text=text)
    details = {"on": today.isoformat()}
    record("difficulty.closed", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


@transaction.atomic
def reopen_difficulty(*, by: uuid.UUID, difficulty: Difficulty, side: Side, text: str, today: dt.date) -> Difficulty:
    """Open a difficulty again: the other side is asked once more. Raises Refused, when nothing is followed any more too."""
    row = _locked(difficulty)
    if refused := why_reopening_is_refused(DifficultyState(row.state), side=side, reported_by=Side(row.side)):
        raise Refused(refused)
    _refuse_unfollowed(_course(row.enrolment), today)
    if not text.strip():
        raise Refused(NO_REASON, "text")
    _move(row, DifficultyState.OPEN, by=by, side=side, today=today, text=text)
    _tell(row, "difficulty.reopened", by=by, today=today, side=side.value)
    return row


def _move(
    row: Difficulty,
    to_state: DifficultyState,
    *,
    by: uuid.UUID,
    side: Side,
    today: dt.date,
    text: str,
    answer: DifficultyAnswer | None = None,
) -> None:
    row.state, row.state_on = to_state, today
    row.awaits = side.other if to_state == DifficultyState.OPEN else ""
    row.save(update_fields=["state", "state_on", "awaits"])
    _step(row, to_state, by=by, side=side, today=today, text=text, answer=answer)


def _step(
    row: Difficulty,
    to_state: DifficultyState,
    *,
    by: uuid.UUID,
    side: Side,
    today: dt.date,
    text: str = "",
    answer: DifficultyAnswer | None = None,
) -> None:
    DifficultyStep.objects.create(
        difficulty=row,
        position=row.steps.count() + 1,
        to_state=to_state,
        side=side,
        answer=answer or "",
        text=text.strip(),
        made_on=today,
        recorded_by=by,
    )


def _tell(row: Difficulty, verb: str, *, by: uuid.UUID, today: dt.date, **details: str) -> None:
    record(verb, row, by=by, subject_id=row.enrolment_id, details={**details, "on": today.isoformat()})
    told = {"difficulty_id": str(row.pk)}
    transaction.on_commit(lambda: current_app.send_task(MAIL_TASK, kwargs=told), robust=True)


def _locked(difficulty: Difficulty) -> Difficulty:
    row: Difficulty = (
        Difficulty.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=difficulty.pk)
    )
    return row


def _course(enrolment: Enrolment) -> Accompaniment | None:
    row: Accompaniment | None = (
        Accompaniment.objects.open()
        .select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .filter(enrolment=enrolment)
        .first()
    )
    return row


def _refuse_unfollowed(course: Accompaniment | None, today: dt.date) -> None:
    watch_last_on = None
    if course is not None and course.state == State.WATCHED:
        watch = clock(standing_changes(course.changes.order_by("position")), course.enrolment.version.watch_months)
        watch_last_on = watch.last_on if watch else None
    state = State(course.state) if course else None
    if reason := why_report_is_refused(state, watch_last_on=watch_last_on, today=today):
        raise Refused(reason)

"""How an accompaniment changes state: one dated row a change, nothing overwritten.

Private to this app's services and to journeys: a page never changes a state but through the act that has the right to.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accompaniments.enums import TRANSITIONS, ExitReason, State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.rules.criteria import is_held_back, why_course_waits
from accompaniments.rules.states import (
    standing_changes,
    why_correction_is_refused,
    why_day_is_refused,
    why_take_over_is_refused,
    why_transition_is_refused,
)
from accompaniments.selectors.criteria import criteria_of
from foundation.refusals import Refused
from households.models import Enrolment
from partners.enums import Axis
from records.services.events import record


@transaction.atomic
def enter(*, by: uuid.UUID, enrolment: Enrolment, effective_on: dt.date, today: dt.date) -> Accompaniment:
    """Open an accompaniment at « orientation reçue ».

    Raises Refused when the day is refused, or when an accompaniment of this file is already open.
    """
    _refuse(why_day_is_refused(effective_on, today))
    _refuse_open(enrolment)
    accompaniment = Accompaniment.objects.create(
        enrolment=enrolment, state=State.REFERRED, state_on=effective_on, opened_on=effective_on
    )
    StateChange.objects.create(
        accompaniment=accompaniment, position=1, to_state=State.REFERRED, effective_on=effective_on, recorded_by=by
    )
    _record("accompaniment.entered", accompaniment, by=by, to=State.REFERRED, on=effective_on)
    return accompaniment


@transaction.atomic
def enter_taken_over(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    known: Sequence[tuple[State, dt.date]],
    reason: str,
    today: dt.date,
) -> Accompaniment:
    """Open the accompaniment of a household already on its way, at its present state: the last of `known`.

    Each known state is a row flagged « reprise », the first one from nothing (domain.md §2.0.1).
    Raises Refused when the dates do not follow each other, or when an accompaniment is already open.
    """
    _refuse(why_take_over_is_refused(known, started_on=enrolment.started_on, today=today))
    _refuse_open(enrolment)
    state, state_on = known[-1]
    accompaniment = Accompaniment.objects.create(
        enrolment=enrolment, state=state, state_on=state_on, opened_on=known[0][1], is_taken_over=True
    )
    before = ""
    for position, (entered, day) in enumerate(known, start=1):
        StateChange.objects.create(
            accompaniment=accompaniment,
            position=position,
            from_state=before,
            to_state=entered,
            effective_on=day,
            recorded_by=by,
            reason=reason,
            is_taken_over=True,
        )
        before = entered
    _record("accompaniment.taken_over", accompaniment, by=by, to=state, on=state_on)
    return accompaniment


@transaction.atomic
def change_state(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    to_state: State,
    effective_on: dt.date,
    today: dt.date,
    reason: str = "",
    exit_reason: ExitReason | None = None,
) -> StateChange:
    """Move an accompaniment to another state from a day on; `exit_reason` goes with the end and with it alone.

    Raises Refused when the way or the day is refused, or when the programme's criteria hold the course back.
    """
    row = _locked(accompaniment)
    axis, state = Axis(row.enrolment.version.programme.axis), State(row.state)
    refusal = why_transition_is_refused(
        axis, state, to_state, effective_on=effective_on, last_on=row.state_on, today=today
    )
    if refusal:
        is_of_the_day = to_state in TRANSITIONS[axis][state]
        raise Refused(refusal, "effective_on" if is_of_the_day else "")
    if is_held_back(state, to_state):
        _refuse(why_course_waits(criteria_of(row)))
    if (to_state == State.CLOSED) != (exit_reason is not None):
        raise Refused("Une fin de suivi a un motif, et elle seule.")
    change = _append(row, by=by, to_state=to_state, effective_on=effective_on, reason=reason)
    row.state, row.state_on = to_state, effective_on
    if exit_reason is not None:
        row.closed_on, row.exit_reason = effective_on, exit_reason
    _save(row, accompaniment)
    _record("accompaniment.state_changed", row, by=by, to=to_state, on=effective_on)
    return change


@transaction.atomic
def annul_last_change(*, by: uuid.UUID, accompaniment: Accompaniment, reason: str) -> StateChange:
    """Annul the last change, recorded in error: a correction row leads back, and the wrong row stays readable.

    Raises Refused when there is nothing to annul, or when the accompaniment is closed.
    """
    row = _locked(accompaniment)
    changes = list(row.changes.order_by("position"))
    _refuse(why_correction_is_refused(changes))
    wrong, right = standing_changes(changes)[-1], standing_changes(changes)[-2]
    change = _append(
        row, by=by, to_state=State(right.to_state), effective_on=wrong.effective_on, reason=reason, is_correction=True
    )
    wrong.annulled_by = change
    wrong.save(update_fields=["annulled_by"])
    row.state, row.state_on = right.to_state, right.effective_on
    _save(row, accompaniment)
    _record("accompaniment.state_corrected", row, by=by, to=State(right.to_state), on=right.effective_on)
    return change


def _locked(accompaniment: Accompaniment) -> Accompaniment:
    """Read the row again under a lock: two people may act on one file."""
    row: Accompaniment = (
        Accompaniment.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .get(pk=accompaniment.pk)
    )
    return row


def _append(
    row: Accompaniment,
    *,
    by: uuid.UUID,
    to_state: State,
    effective_on: dt.date,
    reason: str,
    is_correction: bool = False,
) -> StateChange:
    last = row.changes.order_by("-position").values_list("position", flat=True).first() or 0
    return StateChange.objects.create(
        accompaniment=row,
        position=last + 1,
        from_state=row.state,
        to_state=to_state,
        effective_on=effective_on,
        recorded_by=by,
        reason=reason,
        is_correction=is_correction,
    )


def _save(row: Accompaniment, given: Accompaniment) -> None:
    """Save the locked row, and let the caller's see what it became."""
    row.save(update_fields=["state", "state_on", "closed_on", "exit_reason"])
    for name in ("state", "state_on", "closed_on", "exit_reason"):
        setattr(given, name, getattr(row, name))


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _refuse_open(enrolment: Enrolment) -> None:
    if Accompaniment.objects.open().filter(enrolment=enrolment).exists():
        raise Refused("Un accompagnement est déjà ouvert pour ce dossier.")


def _record(verb: str, row: Accompaniment, *, by: uuid.UUID, to: State, on: dt.date) -> None:
    record(verb, row, by=by, subject_id=row.enrolment_id, details={"to": to.value, "on": on.isoformat()})

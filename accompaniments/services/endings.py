"""The end of a course, from any state: dated, with its reason; the file ends with it (domain.md §2.0.1)."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import ExitReason, State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.rules.course import EARLY_ENDS, why_early_end_is_refused
from accompaniments.services.agreements import end_with_course
from accompaniments.services.measures import end_measures
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from households.models import Enrolment
from households.services.enrolments import end_enrolment
from records.services.events import one_act


@transaction.atomic
def end_course(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    ended_on: dt.date,
    exit_reason: ExitReason,
    today: dt.date,
    reason: str = "",
) -> StateChange:
    """End the open course of a file, and the file. `ended_on` is the last day; what comes after is « après clôture ».

    Raises Refused.
    """
    accompaniment = Accompaniment.objects.open().filter(enrolment=enrolment).first()
    if accompaniment is None:
        raise Refused("Ce dossier n’a pas d’accompagnement ouvert.")
    return close_course(
        by=by, accompaniment=accompaniment, ended_on=ended_on, exit_reason=exit_reason, today=today, reason=reason
    )


@transaction.atomic
def close_course(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    ended_on: dt.date,
    exit_reason: ExitReason,
    today: dt.date,
    reason: str = "",
) -> StateChange:
    """Close a course on its last day, and its file with it: one act. Private to this app's services. Raises Refused."""
    with one_act():
        change = change_state(
            by=by,
            accompaniment=accompaniment,
            to_state=State.CLOSED,
            effective_on=ended_on,
            today=today,
            reason=reason,
            exit_reason=exit_reason,
        )
        end_measures(by=by, accompaniment=accompaniment, ended_on=ended_on)
        end_enrolment(by=by, enrolment=accompaniment.enrolment, ended_on=ended_on)
        end_with_course(by=by, enrolment=accompaniment.enrolment, ended_on=ended_on, today=today)
    return change


@transaction.atomic
def end_before_support(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    ended_on: dt.date,
    exit_reason: ExitReason,
    today: dt.date,
    reason: str = "",
) -> StateChange:
    """End a follow-up that did not reach the accompaniment proper: a reason is enough.

    Raises Refused, as when it did: a final evaluation is then due.
    """
    state = Accompaniment.objects.open().filter(enrolment=enrolment).values_list("state", flat=True).first()
    if refusal := why_early_end_is_refused(State(state) if state else None):
        raise Refused(refusal)
    if exit_reason not in EARLY_ENDS:
        raise Refused("Ce motif suppose un accompagnement.", "exit_reason")
    return end_course(
        by=by, enrolment=enrolment, ended_on=ended_on, exit_reason=exit_reason, today=today, reason=reason
    )

"""What starts an accompaniment, imported by journeys alone: a CAL decision (and, later, a convention) starts it in the same act."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.services.states import annul_last_change, change_state
from foundation.refusals import Refused
from households.models import Enrolment

FAR_ENOUGH = (State.READY, State.SUPPORTED)  # a CAL dossier may run from here on (domain.md §2.0.1)
REASON = "Première décision positive de la commission"


def open_accompaniment(enrolment: Enrolment) -> Accompaniment:
    """Give the open accompaniment of a file.

    Raises Refused when there is none.
    """
    row: Accompaniment | None = Accompaniment.objects.filter(enrolment=enrolment).open().first()
    if row is None:
        raise Refused("Ce dossier n’a pas d’accompagnement en cours.")
    return row


@transaction.atomic
def start_support(
    *, by: uuid.UUID, enrolment: Enrolment, effective_on: dt.date, today: dt.date, reason: str = REASON
) -> StateChange | None:
    """Start the accompaniment that is counted: on the first positive decision, or the convention in force (domain.md §4.1).

    A household already accompanied stays so: a second positive decision changes nothing, and gives None.
    Raises Refused when the household is not ready.
    """
    row = open_accompaniment(enrolment)
    if row.state == State.SUPPORTED:
        return None
    return change_state(
        by=by,
        accompaniment=row,
        to_state=State.SUPPORTED,
        effective_on=max(effective_on, row.state_on),
        today=today,
        reason=reason,
    )


@transaction.atomic
def annul_start(*, by: uuid.UUID, enrolment: Enrolment, reason: str) -> StateChange:
    """Take back a start whose decision was recorded in error: a correction row leads back to « prêt »."""
    return annul_last_change(by=by, accompaniment=open_accompaniment(enrolment), reason=reason)

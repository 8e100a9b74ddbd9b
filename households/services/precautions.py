"""What to know before a visit, for the team only."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from households.enums import PrecautionFlag
from households.models import Enrolment, VisitPrecaution
from households.services.locks import lock
from records.services.events import record


@transaction.atomic
def add(
    *, by: uuid.UUID, enrolment: Enrolment, flag: PrecautionFlag, started_on: dt.date, note: str = ""
) -> VisitPrecaution:
    """Tell a precaution from a day on. Raises Refused."""
    lock(enrolment.pk)
    if flag == PrecautionFlag.OTHER and not note.strip():
        raise Refused("Dites de quelle précaution il s’agit.", "note")
    precaution = VisitPrecaution.objects.create(
        enrolment=enrolment, flag=flag, note=note.strip(), started_on=started_on
    )
    record("precaution.added", precaution, by=by, subject_id=enrolment.pk)  # the flag is sensitive: not in the journal
    return precaution


@transaction.atomic
def end(*, by: uuid.UUID, precaution: VisitPrecaution, ended_on: dt.date) -> VisitPrecaution:
    """Tell that a precaution is over; `ended_on` is its last day. Raises Refused."""
    lock(precaution.enrolment_id)
    ended = VisitPrecaution.objects.get(pk=precaution.pk)
    if ended.ended_on is not None:
        raise Refused("Cette précaution est déjà levée.", "ended_on")
    if ended_on < ended.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    ended.ended_on = ended_on
    ended.save(update_fields=["ended_on"])
    details = {"ended_on": ended_on.isoformat()}
    record("precaution.ended", ended, by=by, subject_id=ended.enrolment_id, details=details)
    return ended

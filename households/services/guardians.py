"""A person's mandataire judiciaire: who signs with her or instead of her, and how to reach him."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from households.enums import ChannelKind, GuardianshipKind
from households.models import Enrolment, Guardian, Person
from households.services.channels import stored_value
from households.services.locks import lock
from households.services.membership import refuse_stranger
from records.services.events import record


@transaction.atomic
def add(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    person: Person,
    kind: GuardianshipKind,
    name: str,
    started_on: dt.date,
    telephone: str = "",
    email: str = "",
    ended_on: dt.date | None = None,
) -> Guardian:
    """Tell a measure and its mandataire, from a day on. Raises Refused."""
    locked = lock(enrolment.pk)
    refuse_stranger(locked, person)
    if not name.strip():
        raise Refused("Indiquez le nom du mandataire ou de son service.", "name")
    if ended_on is not None and ended_on < started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    guardian = Guardian.objects.create(
        enrolment=locked,
        person=person,
        kind=kind,
        name=name.strip(),
        telephone=_stored(ChannelKind.PHONE, telephone, "telephone"),
        email=_stored(ChannelKind.EMAIL, email, "email"),
        started_on=started_on,
        ended_on=ended_on,
    )
    record("guardian.added", guardian, by=by, subject_id=locked.pk)  # the kind is sensitive: not in the journal
    return guardian


@transaction.atomic
def end(*, by: uuid.UUID, guardian: Guardian, ended_on: dt.date) -> Guardian:
    """Tell that a measure is over; `ended_on` is its last day. Raises Refused."""
    lock(guardian.enrolment_id)
    ended = Guardian.objects.get(pk=guardian.pk)
    if ended.ended_on is not None and ended.ended_on <= ended_on:
        raise Refused("Cette mesure est déjà terminée.", "ended_on")
    if ended_on < ended.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    ended.ended_on = ended_on
    ended.save(update_fields=["ended_on"])
    record("guardian.ended", ended, by=by, subject_id=ended.enrolment_id, details={"ended_on": ended_on.isoformat()})
    return ended


def _stored(kind: ChannelKind, value: str, field: str) -> str:
    if not value.strip():
        return ""
    try:
        return stored_value(kind, value)
    except Refused as refusal:
        raise Refused(refusal.reason, field) from None

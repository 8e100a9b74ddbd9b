"""A message, a call without an answer, a partner's call: logged in a few taps, withdrawn with a reason."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import ContactKind
from accompaniments.models import Accompaniment, Contact
from accompaniments.rules.contacts import is_heard, why_contact_is_refused
from foundation.refusals import Refused
from foundation.timeline import Audience
from foundation.words import day_of
from households.models import Enrolment
from records.services.events import record


@transaction.atomic
def log_contact(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    kind: ContactKind,
    happened_at: dt.datetime,
    sending_key: uuid.UUID,
    now: dt.datetime,
    person_answered: bool = False,
    partner: str = "",
    audience: Audience = Audience.TEAM,
    text: str = "",
) -> Contact:
    """Log a contact. Sent twice with one key it is made once; after the end of the course it is kept apart.

    Raises Refused when the moment is to come or precedes the file, or when the key is another's.
    """
    if refusal := why_contact_is_refused(happened_at, started_on=enrolment.started_on, now=now):
        field, reason = refusal
        raise Refused(reason, field)
    happened_on = day_of(happened_at)
    contact, is_new = Contact.objects.get_or_create(
        sending_key=sending_key,
        defaults={
            "enrolment": enrolment,
            "association_id": association_id,
            "worker_id": by,
            "kind": kind,
            "happened_at": happened_at,
            "happened_on": happened_on,
            "person_answered": is_heard(kind, person_answered=person_answered),
            "partner": partner,
            "audience": audience,
            "text": text,
            "is_after_closure": is_after_closure(enrolment, happened_on),
            "logged_by": by,
        },
    )
    if is_new:
        details = {"kind": kind.value, "on": happened_on.isoformat()}
        record("contact.logged", contact, by=by, subject_id=enrolment.pk, details=details)
    elif (contact.enrolment_id, contact.logged_by) != (enrolment.pk, by):
        raise Refused("Ce formulaire a déjà servi. Rechargez la page, puis recommencez.")
    return contact


@transaction.atomic
def withdraw_contact(*, by: uuid.UUID, contact: Contact, reason: str) -> None:
    """Withdraw a contact logged in error: it stays, struck through, with the reason. Withdrawn twice is withdrawn once.

    Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused("Dites pourquoi ce contact est retiré.", "reason")
    row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason
        row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        record("contact.withdrawn", row, by=by, subject_id=row.enrolment_id)


def is_after_closure(enrolment: Enrolment, day: dt.date) -> bool:
    """Tell whether a day comes after the end of the file's last course; a course still open closes nothing."""
    courses = Accompaniment.objects.filter(enrolment=enrolment).values_list("closed_on", flat=True)
    ends = list(courses)
    return bool(ends) and all(end is not None and end < day for end in ends)

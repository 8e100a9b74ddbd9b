"""What a reader reads of the contacts of a file."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import ContactKind
from accompaniments.models import Contact
from accompaniments.permissions import is_hers_to_know, reads
from foundation.timeline import Audience, Part
from households.models import Enrolment
from households.permissions import Standing
from partners.reader import Reader
from partners.selectors import names_of

ICONS = {
    ContactKind.MESSAGE_SENT: "letter",
    ContactKind.MESSAGE_RECEIVED: "comment",
    ContactKind.CALL_NO_ANSWER: "phone",
    ContactKind.PARTNER_CALL: "group",
}


@dataclass(frozen=True)
class ContactReading:
    """A contact, shaped for its reader: without its text for who is not in its circle."""

    contact_id: uuid.UUID
    at: dt.datetime
    on: dt.date
    title: str
    icon: str
    by: str
    person_answered: bool
    is_after_closure: bool
    is_withdrawn: bool
    withdrawal_reason: str
    audience: Audience
    partner: str
    part: Part | None


def contacts(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[ContactReading]:
    """Give the contacts of a file that this reader may know of, the latest first; withdrawn ones to its team alone."""
    rows = [
        row
        for row in Contact.objects.filter(enrolment=enrolment)
        if (row.withdrawn_at is None or hers.reads_whole)
        and is_hers_to_know(reader, hers, audience=row.audience, association_id=row.association_id, on=row.happened_on)
    ]
    names = names_of(row.worker_id for row in rows)
    return [_reading(row, hers, names.get(row.worker_id, "")) for row in rows]


def contact(row: Contact, hers: Standing) -> ContactReading:
    """Give one contact, for its page: `access` let the team in."""
    return _reading(row, hers, names_of([row.worker_id]).get(row.worker_id, ""))


def _reading(row: Contact, hers: Standing, by: str) -> ContactReading:
    audience = Audience(row.audience)
    is_read = reads(hers, audience)
    kind = ContactKind(row.kind)
    return ContactReading(
        contact_id=row.pk,
        at=row.happened_at,
        on=row.happened_on,
        title=kind.label,
        icon=ICONS[kind],
        by=by,
        person_answered=row.person_answered and kind not in ContactKind.FROM_THE_PERSON,
        is_after_closure=row.is_after_closure,
        is_withdrawn=row.withdrawn_at is not None,
        withdrawal_reason=row.withdrawal_reason if hers.reads_whole else "",
        audience=audience,
        partner=row.partner if is_read else "",
        part=Part(row.text, audience) if is_read and row.text else None,
    )

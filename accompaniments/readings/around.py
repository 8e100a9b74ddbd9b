"""What a reader reads of the services around a household (domain.md §3.9).

Whatever circle was chosen, a service whose mere name tells health, violence or justice never reaches the landlord: one that
becomes so closes at once.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import OrientationAnswer
from accompaniments.models import Orientation, PresentService
from accompaniments.permissions import is_hers_to_know, reads
from foundation.timeline import Audience
from households.models import Enrolment
from households.permissions import Standing
from partners.models import Service
from partners.reader import Reader


@dataclass(frozen=True)
class Around:
    """A service beside the household."""

    present_id: uuid.UUID
    name: str
    kind: str
    towns: str
    telephone: str
    contact: str
    note: str
    known_by: str
    audience: Audience
    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class Oriented:
    """An orientation and its answer."""

    orientation_id: uuid.UUID
    name: str
    on: dt.date
    reason: str
    answer: str
    answered_on: dt.date | None
    note: str
    is_pending: bool
    is_relay: bool
    audience: Audience


def present_services(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Around]:
    """Give the services beside a household that this reader may read, those still there first."""
    rows = (
        PresentService.objects.filter(enrolment=enrolment)
        .select_related("service", "known_by")
        .order_by("ended_on", "-started_on", "pk")
    )
    read = [
        Around(
            present_id=row.pk,
            name=row.service.name,
            kind=row.service.get_kind_display(),
            towns=row.service.towns,
            telephone=row.service.telephone,
            contact=row.contact,
            note=row.note,
            known_by=row.known_by.name,
            audience=Audience(row.audience),
            started_on=row.started_on,
            ended_on=row.ended_on,
        )
        for row in rows
        if is_read(reader, hers, row.service, audience=row.audience, association_id=row.known_by_id, on=row.started_on)
    ]
    return sorted(read, key=lambda row: row.ended_on is not None)


def orientations(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Oriented]:
    """Give the orientations of a household that this reader may read, the latest first."""
    rows = Orientation.objects.filter(enrolment=enrolment).select_related("service").order_by("-oriented_on", "pk")
    return [
        Oriented(
            orientation_id=row.pk,
            name=row.service.name,
            on=row.oriented_on,
            reason=row.reason,
            answer=OrientationAnswer(row.answer).label,
            answered_on=row.answered_on,
            note=row.answer_note,
            is_pending=row.answer == OrientationAnswer.PENDING,
            is_relay=row.is_relay,
            audience=Audience(row.audience),
        )
        for row in rows
        if is_read(
            reader, hers, row.service, audience=row.audience, association_id=row.association_id, on=row.oriented_on
        )
    ]


def is_read(
    reader: Reader, hers: Standing, service: Service, *, audience: str, association_id: uuid.UUID, on: dt.date
) -> bool:
    """Tell whether this reader reads a service beside a household."""
    if service.is_sensitive and not hers.is_holder:
        return False
    return reads(hers, audience) and is_hers_to_know(
        reader, hers, audience=audience, association_id=association_id, on=on
    )

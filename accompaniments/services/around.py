"""Services around the household: those that are there, those it is oriented to, their answers, the relays (domain.md §2.1)."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import OrientationAnswer
from accompaniments.models import Orientation, PresentService
from accompaniments.rules.around import why_answer_day_is_refused, why_audience_is_refused
from accompaniments.rules.states import why_day_is_refused
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.models import Enrolment
from partners.models import Service
from records.services.events import record


@transaction.atomic
def note_service(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    service: Service,
    started_on: dt.date,
    today: dt.date,
    contact: str = "",
    note: str = "",
    audience: Audience = Audience.TEAM,
) -> PresentService:
    """Note a service that is also there, as this association knows it; noted twice it is there once. Raises Refused."""
    _refuse(why_day_is_refused(started_on, today), "started_on")
    _refuse(why_audience_is_refused(audience, is_sensitive=service.is_sensitive), "audience")
    row, is_new = PresentService.objects.get_or_create(
        enrolment=enrolment,
        service=service,
        known_by_id=association_id,
        ended_on=None,
        defaults={
            "contact": contact.strip(),
            "note": note,
            "audience": audience,
            "started_on": started_on,
            "recorded_by": by,
        },
    )
    if not is_new:
        raise Refused("Ce service est déjà noté auprès de ce ménage.", "service")
    record("present_service.noted", row, by=by, subject_id=enrolment.pk, details={"on": started_on.isoformat()})
    return row


@transaction.atomic
def end_service(*, by: uuid.UUID, present: PresentService, ended_on: dt.date, today: dt.date) -> None:
    """Say until when a service was there. Raises Refused."""
    _refuse(why_day_is_refused(ended_on, today), "ended_on")
    if ended_on < present.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    PresentService.objects.filter(pk=present.pk).update(ended_on=ended_on)
    details = {"on": ended_on.isoformat()}
    record("present_service.ended", present, by=by, subject_id=present.enrolment_id, details=details)


@transaction.atomic
def orient(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    service: Service,
    oriented_on: dt.date,
    today: dt.date,
    reason: str = "",
    is_relay: bool = False,
    audience: Audience = Audience.TEAM,
) -> Orientation:
    """Orient a household towards a service; a relay goes on after the accompaniment ends. Raises Refused."""
    _refuse(why_day_is_refused(oriented_on, today), "oriented_on")
    _refuse(why_audience_is_refused(audience, is_sensitive=service.is_sensitive), "audience")
    row, is_new = Orientation.objects.get_or_create(
        enrolment=enrolment,
        service=service,
        oriented_on=oriented_on,
        association_id=association_id,
        defaults={"reason": reason, "is_relay": is_relay, "audience": audience, "recorded_by": by},
    )
    if not is_new:
        raise Refused("Cette orientation est déjà notée à cette date.", "service")
    details = {"on": oriented_on.isoformat(), "relay": is_relay}
    record("orientation.made", row, by=by, subject_id=enrolment.pk, details=details)
    return row


@transaction.atomic
def answer_orientation(
    *,
    by: uuid.UUID,
    orientation: Orientation,
    answer: OrientationAnswer,
    answered_on: dt.date,
    today: dt.date,
    note: str = "",
    is_relay: bool = False,
) -> None:
    """Note a service's answer, or correct it. Raises Refused."""
    if answer == OrientationAnswer.PENDING:
        raise Refused("Choisissez la réponse du service.", "answer")
    refusal = why_answer_day_is_refused(answered_on, oriented_on=orientation.oriented_on, today=today)
    _refuse(refusal, "answered_on")
    row = Orientation.objects.select_for_update(of=("self",)).get(pk=orientation.pk)
    row.answer, row.answered_on, row.answer_note, row.is_relay = answer, answered_on, note, is_relay
    row.save(update_fields=["answer", "answered_on", "answer_note", "is_relay"])
    details = {"answer": answer.value, "on": answered_on.isoformat()}
    record("orientation.answered", row, by=by, subject_id=row.enrolment_id, details=details)


def _refuse(reason: str | None, field: str) -> None:
    if reason:
        raise Refused(reason, field)

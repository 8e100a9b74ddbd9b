"""The household's social-housing requests and their number (NUR): checked, warned of, never unique (domain.md §3.5)."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from households.models import Enrolment, HousingRequest, Person
from households.rules import normalise_nur, why_nur_is_refused
from households.services.locks import lock
from households.services.membership import refuse_stranger
from records.services.events import record


@transaction.atomic
def record_nur(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    number: str,
    applicant: Person | None = None,
    filed_on: dt.date | None = None,
    renewed_on: dt.date | None = None,
) -> HousingRequest:
    """Record a request and its number. Typed again for the same file, its dates are completed. Raises Refused."""
    locked = lock(enrolment.pk)
    refuse_stranger(locked, applicant, "applicant")
    stored = normalise_nur(number)
    if (reason := why_nur_is_refused(stored)) is not None:
        raise Refused(reason, "number")
    _refuse_disorder(filed_on, renewed_on)
    request = HousingRequest.objects.filter(enrolment=locked, number=stored, ended_on__isnull=True).first()
    if request is None:
        request = HousingRequest(enrolment=locked, number=stored)
    request.applicant = applicant or request.applicant
    request.filed_on = filed_on or request.filed_on
    request.renewed_on = renewed_on or request.renewed_on
    _refuse_disorder(request.filed_on, request.renewed_on)
    request.save()
    record("housingrequest.recorded", request, by=by, subject_id=locked.pk)
    return request


@transaction.atomic
def correct(
    *,
    by: uuid.UUID,
    request: HousingRequest,
    number: str,
    applicant: Person | None,
    filed_on: dt.date | None,
    renewed_on: dt.date | None,
    ended_on: dt.date | None = None,
) -> HousingRequest:
    """Correct a request, renew it or tell that it was struck off. Raises Refused."""
    locked = lock(request.enrolment_id)
    refuse_stranger(locked, applicant, "applicant")
    stored = normalise_nur(number)
    if (reason := why_nur_is_refused(stored)) is not None:
        raise Refused(reason, "number")
    _refuse_disorder(filed_on, renewed_on)
    if filed_on and ended_on and ended_on < filed_on:
        raise Refused("La radiation ne peut pas précéder le dépôt.", "ended_on")
    corrected = HousingRequest.objects.get(pk=request.pk)
    corrected.number = stored
    corrected.applicant = applicant
    corrected.filed_on, corrected.renewed_on, corrected.ended_on = filed_on, renewed_on, ended_on
    corrected.save()
    record("housingrequest.corrected", corrected, by=by, subject_id=locked.pk)
    return corrected


def _refuse_disorder(filed_on: dt.date | None, renewed_on: dt.date | None) -> None:
    if filed_on and renewed_on and renewed_on < filed_on:
        raise Refused("Le renouvellement ne peut pas précéder le dépôt.", "renewed_on")

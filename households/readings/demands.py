"""The household's social-housing requests, with the day by which each must be renewed (domain.md §3.5)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from households.models import Enrolment, HousingRequest
from households.permissions import standing
from households.readings.headers import person_name
from households.rules import nur_expires_on, why_nur_looks_odd
from partners.reader import Reader
from records.selectors.parameters import UnknownParameterError, parameter_on

RENEWAL = "housing_request.renewal_months"


@dataclass(frozen=True)
class RequestLine:
    """A request and its number."""

    request_id: uuid.UUID
    number: str
    applicant: str
    applicant_id: uuid.UUID | None
    filed_on: dt.date | None
    renewed_on: dt.date | None
    ended_on: dt.date | None
    expires_on: dt.date | None
    is_expired: bool
    warning: str  # the team's: why the number looks odd


def requests(reader: Reader, enrolment: Enrolment) -> tuple[RequestLine, ...]:
    """Give a file's requests: who reads the people reads their number (a landlord too, domain.md §3.9)."""
    hers = standing(reader, enrolment)
    if not hers.reads_people:
        return ()
    rows = HousingRequest.objects.filter(enrolment=enrolment).select_related("applicant").order_by("-filed_on", "pk")
    if not hers.is_holder:
        rows = rows.filter(ended_on__isnull=True)
    months = renewal_months(reader.today)
    lines = []
    for row in rows:
        expires_on = None if row.ended_on else nur_expires_on(row.filed_on, row.renewed_on, months)
        lines.append(
            RequestLine(
                request_id=row.pk,
                number=row.number,
                applicant=person_name(row.applicant) if row.applicant else "",
                applicant_id=row.applicant_id,
                filed_on=row.filed_on,
                renewed_on=row.renewed_on,
                ended_on=row.ended_on,
                expires_on=expires_on,
                is_expired=expires_on is not None and expires_on < reader.today,
                warning=(why_nur_looks_odd(row.number) or "") if hers.reads_whole else "",
            )
        )
    return tuple(lines)


def renewal_months(day: dt.date) -> int | None:
    """Give after how many months a request must be renewed (CCH, art. R. 441-2-7); None where no figure is loaded."""
    try:
        return parameter_on(RENEWAL, day).whole
    except UnknownParameterError:
        return None

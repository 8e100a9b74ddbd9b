"""Documents end with the course that they are of: those in force on its last day, the others given up."""

import datetime as dt
import uuid

from django.db import transaction

from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.services.drafting import ENROLMENT, cancel, end
from households.models import Enrolment

REASON = "Fin du suivi"


@transaction.atomic
def end_with_course(*, by: uuid.UUID, enrolment: Enrolment, ended_on: dt.date, today: dt.date) -> None:
    """End the documents of a file whose course ends. Accords de partage stand by themselves: the file closes what they open."""
    rows = Document.objects.filter(subject_kind=ENROLMENT, subject_id=enrolment.pk)
    for row in rows.filter(state__in=(DocumentState.DRAFT, DocumentState.TO_SIGN)):
        cancel(document=row, reason=REASON, by=by, today=today)
    in_force = rows.filter(state=DocumentState.IN_FORCE).exclude(kind=DocumentKind.SHARING_AGREEMENT)
    for row in in_force.exclude(kind=DocumentKind.AMENDMENT):
        day = min(max(ended_on, row.in_force_on or ended_on), today)
        end(document=row, ended_on=day, reason=REASON, by=by, today=today)

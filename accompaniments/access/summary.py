"""How a view gets a file to print the household's own summary: its team does, and each printing is in the journal."""

import uuid

from households.access import get_enrolment_to_edit
from households.models import Enrolment
from partners.reader import Reader
from records.services.events import record_read


def open_summary(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file, and write that its summary was opened. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    record_read("summary.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment

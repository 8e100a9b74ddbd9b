"""One writer at a time on a file: periods that must not overlap are compared, then written, under this lock."""

import uuid

from households.models import Enrolment


def lock(enrolment_id: uuid.UUID) -> Enrolment:
    """Give the file as the database holds it now, locked until the transaction ends (SQLite writes one at a time)."""
    locked: Enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("household", "version").get(pk=enrolment_id)
    )
    return locked

"""Remarks anchored to a field of a dossier, and their answers: the conversation before the commission."""

import uuid

from django.db import transaction
from django.utils import timezone

from foundation.refusals import Refused
from leases.enums import FileState
from leases.models import AllocationFile, Remark
from leases.services.states import lock_file
from records.services.events import record


@transaction.atomic
def comment(*, by: uuid.UUID, file: AllocationFile, anchor: str, text: str) -> Remark:
    """Comment a field of a submitted dossier; the worker may then change that field. Raises Refused otherwise."""
    row = lock_file(file.pk)
    if row.state not in FileState.BEFORE_COMMISSION:
        raise Refused("Une remarque se fait entre la soumission et la commission.")
    remark = Remark.objects.create(file=row, anchor=anchor, text=text, made_by=by)
    record("remark.made", remark, by=by, subject_id=row.enrolment_id, details={"anchor": anchor})
    return remark


@transaction.atomic
def answer(*, by: uuid.UUID, remark: Remark, text: str) -> Remark:
    """Answer an open remark; a new answer replaces the former while the remark is open."""
    row = _open(remark)
    row.answer, row.answered_by, row.answered_at = text, by, timezone.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record("remark.answered", row, by=by, subject_id=row.file.enrolment_id, details={"anchor": row.anchor})
    return row


@transaction.atomic
def settle(*, by: uuid.UUID, remark: Remark) -> Remark:
    """Mark a remark settled: its field is closed to the worker again."""
    row = _open(remark)
    row.closed_at, row.closed_by = timezone.now(), by
    row.save(update_fields=["closed_at", "closed_by"])
    record("remark.settled", row, by=by, subject_id=row.file.enrolment_id, details={"anchor": row.anchor})
    return row


@transaction.atomic
def reopen(*, by: uuid.UUID, remark: Remark) -> Remark:
    """Undo « réglée »."""
    row: Remark = Remark.objects.select_for_update(of=("self",)).select_related("file").get(pk=remark.pk)
    row.closed_at = row.closed_by = None
    row.save(update_fields=["closed_at", "closed_by"])
    record("remark.reopened", row, by=by, subject_id=row.file.enrolment_id, details={"anchor": row.anchor})
    return row


def _open(remark: Remark) -> Remark:
    row: Remark = Remark.objects.select_for_update(of=("self",)).select_related("file").get(pk=remark.pk)
    if row.closed_at is not None:
        raise Refused("Cette remarque est réglée.")
    return row

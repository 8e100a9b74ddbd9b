"""How a CAL dossier changes state: one dated row a change. Private to the services of leases."""

import datetime as dt
import uuid

from django.utils import timezone

from foundation.refusals import Refused
from leases.enums import FILE_TRANSITIONS, FileEnd, FileState
from leases.models import AllocationFile, FileChange
from records.services.events import record


def lock_file(file_id: uuid.UUID) -> AllocationFile:
    """Give the dossier as the database holds it now, locked until the transaction ends."""
    locked: AllocationFile = (
        AllocationFile.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme", "enrolment__household", "announcement__dwelling__unit")
        .get(pk=file_id)
    )
    return locked


def enter_draft(file: AllocationFile, *, by: uuid.UUID) -> None:
    """Write the first row of a dossier's life."""
    FileChange.objects.create(
        file=file, position=1, to_state=FileState.DRAFT, effective_on=file.opened_on, recorded_by=by
    )


def move(
    file: AllocationFile,
    to_state: FileState,
    *,
    by: uuid.UUID,
    effective_on: dt.date,
    reason: str = "",
    end: FileEnd | None = None,
) -> None:
    """Move a locked dossier to another state and leave its event; a closed one says its end.

    Raises Refused when the way is not of `FILE_TRANSITIONS`, or when time would run backwards.
    """
    present = FileState(file.state)
    if to_state not in FILE_TRANSITIONS[present]:
        raise Refused(
            f"Ce dossier CAL est «\u00a0{present.label}\u00a0»\u00a0: il ne peut pas devenir «\u00a0{to_state.label}\u00a0»."
        )
    if effective_on < file.state_on:
        raise Refused("Cette date précède l’étape précédente du dossier CAL.", "effective_on")
    if (to_state == FileState.CLOSED) != (end is not None):
        raise Refused("Un dossier CAL clos dit son issue, et lui seul.")
    FileChange.objects.create(
        file=file,
        position=file.changes.count() + 1,
        from_state=present,
        to_state=to_state,
        effective_on=effective_on,
        recorded_by=by,
        recorded_at=timezone.now(),
        reason=reason,
    )
    file.state, file.state_on, file.end = to_state, effective_on, end or ""
    file.save(update_fields=["state", "state_on", "end"])
    details = {"from": present.value, "to": to_state.value, "on": effective_on.isoformat(), "end": file.end}
    record("allocation_file.state_changed", file, by=by, subject_id=file.enrolment_id, details=details)

"""The preparation of an entry, once the commission said yes (domain.md §2.1 S8)."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from foundation.refusals import Refused
from leases.enums import EntryStep
from leases.models import AllocationFile, EntryItem
from records.services.events import record


@transaction.atomic
def set_entry_items(
    *,
    by: uuid.UUID,
    file: AllocationFile,
    items: Mapping[EntryStep, tuple[dt.date | None, bool]],
    today: dt.date,
) -> None:
    """Write the whole checklist as the page shows it: by step, its day and whether it is not needed; only what changed.

    Raises Refused for a day ahead of today.
    """
    known = {item.step: (item.done_on, item.is_not_needed) for item in EntryItem.objects.filter(file=file)}
    for step, (done_on, is_not_needed) in items.items():
        wanted = (None if is_not_needed else done_on, is_not_needed)
        if wanted != known.get(step.value, (None, False)):
            set_entry_item(
                by=by, file=file, step=step, done_on=wanted[0], is_not_needed=is_not_needed, note="", today=today
            )


@transaction.atomic
def set_entry_item(
    *,
    by: uuid.UUID,
    file: AllocationFile,
    step: EntryStep,
    done_on: dt.date | None,
    is_not_needed: bool,
    note: str,
    today: dt.date,
) -> EntryItem:
    """Tick a line of the checklist, say it is not needed, or untick it. Raises Refused for a day ahead of today."""
    if done_on is not None and done_on > today:
        raise Refused("Ce qui est fait ne peut pas être daté d’un jour à venir.", f"done_{step.value}")
    item, _ = EntryItem.objects.update_or_create(
        file=file,
        step=step,
        defaults={"done_on": None if is_not_needed else done_on, "is_not_needed": is_not_needed, "note": note},
    )
    details = {"step": step.value, "done_on": done_on.isoformat() if done_on else None, "not_needed": is_not_needed}
    record("entry_item.set", item, by=by, subject_id=file.enrolment_id, details=details)
    return item

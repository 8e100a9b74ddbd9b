"""Statements of payments: read, checked, written as one batch, undone as one. A line in error is left out, never guessed."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from foundation.refusals import Refused
from leases.enums import RentEntryKind, RentImportState
from leases.models import RentEntry, RentImport
from leases.rules.statements import NEEDED, Column, RowState, guess_columns
from leases.selectors.rent_imports import checked_rows, table_of
from leases.services.workbooks import MAX_SIZE, read_table
from partners.models import Organisation
from partners.reader import Reader
from records.services.events import one_act, record
from records.services.files import clean_name

STEP = 200
MOST_BYTES = MAX_SIZE + 1  # one more than may be read, so that a larger file is known to be
DIRECT = 300  # beyond, the writing is a job
SENT_TWICE = "Ce fichier est déjà enregistré\u00a0: annulez d’abord son premier envoi."
UNDONE = "Relevé annulé."


@transaction.atomic
def read_statement(
    *, by: uuid.UUID, association: Organisation, data: bytes, name: str, default_kind: RentEntryKind
) -> RentImport:
    """Read a file and recognise its columns; nothing of it is on any account yet. Raises Refused on the field « file »."""
    table, why = read_table(data)
    if why:
        raise Refused(why, "file")
    digest = hashlib.sha256(data).hexdigest()
    written = (RentImportState.WRITING, RentImportState.WRITTEN)
    if RentImport.objects.filter(association=association, digest=digest, state__in=written).exists():
        raise Refused(SENT_TWICE, "file")
    batch: RentImport = RentImport.objects.create(
        association=association,
        name=clean_name(name),
        digest=digest,
        table=json.dumps(table, ensure_ascii=False),
        columns={column.value: position for column, position in guess_columns(table[0]).items()},
        default_kind=default_kind,
        sent_by=by,
    )
    record("rent_import.read", batch, by=by, subject_id=association.pk, details={"rows": len(table) - 1})
    return batch


@transaction.atomic
def map_columns(*, by: uuid.UUID, batch: RentImport, columns: Mapping[Column, int]) -> RentImport:
    """Say what each column holds. Raises Refused for a needed one left out, or one column said to hold two things."""
    row = _lock(batch, RentImportState.READ)
    for column in NEEDED:
        if column not in columns:
            raise Refused("Dites quelle colonne le contient.", column.value)
    if len(set(columns.values())) < len(columns):
        raise Refused("Une même colonne ne peut pas contenir deux choses.")
    width = len(table_of(row)[0])
    if any(not 0 <= position < width for position in columns.values()):
        raise Refused("Cette colonne n’existe pas.")
    row.columns = {column.value: position for column, position in columns.items()}
    row.save(update_fields=["columns"])
    record("rent_import.mapped", row, by=by, subject_id=row.association_id)
    return row


def start_writing(*, by: uuid.UUID, batch: RentImport, reader: Reader) -> int:
    """Say that a statement is being written; give how many lines will be. Raises Refused when none is good, or it is no more to check."""
    _refuse_unless(RentImportState.READ, RentImport.objects.get(pk=batch.pk))
    good = sum(1 for row in checked_rows(reader, batch) if row.state == RowState.GOOD)
    if not good:
        raise Refused("Aucune ligne de ce relevé ne peut être enregistrée.")
    with transaction.atomic():
        row = _lock(batch, RentImportState.READ)
        row.state = RentImportState.WRITING
        row.save(update_fields=["state"])
        record("rent_import.confirmed", row, by=by, subject_id=row.association_id, details={"rows": good})
    return good


def write_statement(
    *, by: uuid.UUID, batch: RentImport, reader: Reader, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write the good lines of a statement being written, by hundreds; taken up again, it writes none twice.

    The file's own text is then forgotten: what was read of it is on the accounts. Gives how many lines are on accounts. Raises Refused when it is not being written.
    """
    if RentImport.objects.get(pk=batch.pk).state == RentImportState.WRITTEN:
        return RentEntry.objects.filter(batch=batch).count()
    rows = [row for row in checked_rows(reader, batch) if row.state == RowState.GOOD]
    with one_act():
        for start in range(0, len(rows), STEP):
            with transaction.atomic():
                _lock(batch, RentImportState.WRITING)
                RentEntry.objects.bulk_create(
                    RentEntry(
                        lease_id=row.target.lease_id,
                        kind=row.kind,
                        dated_on=row.on,
                        amount=row.amount,
                        batch=batch,
                        recorded_by=by,
                    )
                    for row in rows[start : start + STEP]
                    if row.target is not None and row.on is not None and row.amount is not None
                )
            if progress is not None:
                progress(min(start + STEP, len(rows)), len(rows))
        with transaction.atomic():
            done = _lock(batch, RentImportState.WRITING)
            done.state, done.written_at, done.table = RentImportState.WRITTEN, timezone.now(), "[]"
            done.save(update_fields=["state", "written_at", "table"])
            count = RentEntry.objects.filter(batch=batch).count()
            record("rent_import.written", done, by=by, subject_id=done.association_id, details={"rows": count})
    return count


@transaction.atomic
def undo_statement(*, by: uuid.UUID, batch: RentImport) -> int:
    """Withdraw every line of a statement at once; they stay, struck through. Gives how many. Raises Refused."""
    row = _lock(batch, RentImportState.WRITTEN)
    now = timezone.now()
    entries = list(RentEntry.objects.select_for_update(of=("self",)).filter(batch=row, withdrawn_at__isnull=True))
    for entry in entries:
        entry.withdrawn_at, entry.withdrawn_by, entry.withdrawal_reason = now, by, UNDONE
    RentEntry.objects.bulk_update(entries, ["withdrawn_at", "withdrawn_by", "withdrawal_reason"], batch_size=STEP)
    row.state, row.undone_at = RentImportState.UNDONE, now
    row.save(update_fields=["state", "undone_at"])
    record("rent_import.undone", row, by=by, subject_id=row.association_id, details={"rows": len(entries)})
    return len(entries)


@transaction.atomic
def drop_statement(*, by: uuid.UUID, batch: RentImport) -> None:
    """Give up a statement that is not written; what was read of it is erased. Raises Refused."""
    row = _lock(batch, RentImportState.READ)
    row.state, row.table = RentImportState.DROPPED, "[]"
    row.save(update_fields=["state", "table"])
    record("rent_import.dropped", row, by=by, subject_id=row.association_id)


def _lock(batch: RentImport, state: RentImportState) -> RentImport:
    row: RentImport = RentImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    _refuse_unless(state, row)
    return row


def _refuse_unless(state: RentImportState, row: RentImport) -> None:
    if row.state != state:
        how = "encore" if row.state == RentImportState.READ else "déjà"
        raise Refused(f"Ce relevé est {how} {RentImportState(row.state).label}.")

"""A statement sent for many subleases: what each of its lines means, what is wrong in its cells, what is already known."""

import datetime as dt
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from foundation.periods import Period
from foundation.words import counted
from households.models import Enrolment
from households.permissions import standings
from leases.enums import RentEntryKind, RentImportState
from leases.models import Lease, RentEntry, RentImport
from leases.rules.statements import NEEDED, Column, RowRead, RowState, Table, Target, check_rows, plain
from leases.selectors.rent import Account, accounts_of, called_months, missing_months, subleases
from partners.reader import Reader

PAGE = 50
UNKNOWN = "Aucune sous-location de votre association ne porte cette référence."
SEVERAL = "Cette référence désigne plusieurs sous-locations\u00a0: écrivez le numéro de dossier."
_ORDER = {RowState.WRONG: 0, RowState.GOOD: 1, RowState.KNOWN: 2}


@dataclass(frozen=True)
class CellRead:
    """A cell, with what is wrong in it."""

    text: str
    error: str


@dataclass(frozen=True)
class LineRead:
    """A line of the preview."""

    number: int
    cells: tuple[CellRead, ...]
    target: str
    kind: str
    state: RowState
    twin: int | None


@dataclass(frozen=True)
class ImportPage:
    """The page of a statement."""

    import_id: uuid.UUID
    name: str
    sent_at: dt.datetime
    state: str
    is_to_check: bool
    is_written: bool
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    missing: tuple[str, ...]  # columns needed that none of the table's serves
    lines: tuple[LineRead, ...]
    page: Page[Any]
    good: int
    wrong: int
    known: int
    total: Decimal
    written: int
    sentence: str


@dataclass(frozen=True)
class ImportLine:
    """A statement in the list."""

    import_id: uuid.UUID
    name: str
    sent_at: dt.datetime
    state: str
    url: str


@dataclass(frozen=True)
class AccountLine:
    """A sublease in the list of accounts."""

    file_number: str
    account: Account
    url: str


@dataclass(frozen=True)
class AccountsPage:
    """« Comptes des sous-locations », for the manager of an association."""

    lines: tuple[AccountLine, ...]
    page: Page[Any]
    imports: tuple[ImportLine, ...]
    hidden: int  # subleases of protected files whose list she is not on
    to_call: int


def kept_subleases(reader: Reader, association_ids: frozenset[uuid.UUID]) -> tuple[list[Lease], int]:
    """Give the subleases of associations whose accounts this reader keeps, and how many are closed to her."""
    rows = list(
        subleases()
        .filter(head_lease__tenant_association_id__in=association_ids)
        .select_related("share__dwelling", "head_lease__tenant_association", "enrolment__version__programme")
        .order_by("enrolment__file_number", "-started_on")
    )
    files = Enrolment.objects.visible_to(reader).filter(pk__in={row.enrolment_id for row in rows})
    hers = standings(reader, files)
    kept = [row for row in rows if row.enrolment_id in hers and hers[row.enrolment_id].reads_whole]
    return kept, len(rows) - len(kept)


def accounts_page(reader: Reader, page_number: str) -> AccountsPage:
    """Give the accounts of her associations' subleases, a page at a time, with the statements sent."""
    leases, hidden = kept_subleases(reader, reader.managed_associations)
    page = Paginator(leases, PAGE).get_page(page_number)
    shown: list[Lease] = list(page.object_list)
    page.object_list = []
    accounts = accounts_of(shown, reader.today)
    called = called_months(lease.pk for lease in leases)
    imports = imports_of(reader.managed_associations).exclude(state=RentImportState.DROPPED)[:10]
    return AccountsPage(
        lines=tuple(
            AccountLine(
                file_number=lease.enrolment.file_number,
                account=accounts[lease.pk],
                url=reverse("journeys:rent_account", args=[lease.enrolment_id, lease.pk]),
            )
            for lease in shown
            if lease.enrolment is not None
        ),
        page=page,
        imports=tuple(_import_line(row) for row in imports),
        hidden=hidden,
        to_call=sum(1 for lease in leases if missing_months(lease, called[lease.pk], reader.today)),
    )


def leases_to_call(reader: Reader) -> list[Lease]:
    """Give the subleases whose account she keeps, of which months begun are not called."""
    leases, _hidden = kept_subleases(reader, reader.managed_associations)
    called = called_months(lease.pk for lease in leases)
    return [lease for lease in leases if missing_months(lease, called[lease.pk], reader.today)]


def checked_rows(reader: Reader, batch: RentImport) -> list[RowRead]:
    """Check the lines of a statement against what this reader keeps, in a constant number of queries."""
    columns = {Column(name): position for name, position in batch.columns.items()}
    if any(column not in columns for column in NEEDED):
        return []
    leases, _hidden = kept_subleases(reader, frozenset({batch.association_id}))
    return check_rows(
        table_of(batch),
        columns,
        find=_Finder(leases).find,
        existing=_existing(leases),
        default_kind=RentEntryKind(batch.default_kind),
        today=reader.today,
    )


def import_page(reader: Reader, batch: RentImport, page_number: str) -> ImportPage:
    """Give the preview of a statement, what is to correct first."""
    table = table_of(batch)
    columns = {Column(name): position for name, position in batch.columns.items()}
    shown = [column for column in Column if column in columns]
    is_to_check = batch.state == RentImportState.READ
    rows = checked_rows(reader, batch) if is_to_check else []
    rows.sort(key=lambda row: (_ORDER[row.state], row.number))
    page = Paginator(rows, PAGE).get_page(page_number)
    lines = tuple(_line(row, shown) for row in page.object_list)
    page.object_list = []
    count = {state: sum(1 for row in rows if row.state == state) for state in RowState}
    return ImportPage(
        import_id=batch.pk,
        name=batch.name,
        sent_at=batch.sent_at,
        state=batch.get_state_display(),
        is_to_check=is_to_check,
        is_written=batch.state == RentImportState.WRITTEN,
        titles=tuple(table[0]) if table else (),
        headings=tuple(column.label for column in shown),
        missing=tuple(column.label for column in NEEDED if column not in columns),
        lines=lines,
        page=page,
        good=count[RowState.GOOD],
        wrong=count[RowState.WRONG],
        known=count[RowState.KNOWN],
        total=sum((row.amount for row in rows if row.state == RowState.GOOD and row.amount), Decimal(0)),
        written=RentEntry.objects.filter(batch=batch).count(),
        sentence=_sentence(count, sum(1 for row in rows if row.twin)),
    )


def table_of(batch: RentImport) -> Table:
    """Give the rows that were read; none once the statement is dropped."""
    table: Table = json.loads(batch.table or "[]")
    return table


def imports_of(association_ids: frozenset[uuid.UUID]) -> QuerySet[RentImport]:
    """Give the statements of associations."""
    return RentImport.objects.filter(association_id__in=association_ids)


class _Finder:
    """Finds the sublease that a reference means on a day: by file number, or by the dwelling's reference."""

    def __init__(self, leases: list[Lease]) -> None:
        self.by_reference: dict[str, list[Target]] = defaultdict(list)
        for lease in leases:
            if lease.enrolment is None:
                continue
            number = lease.enrolment.file_number
            target = Target(lease.pk, number, Period(lease.started_on, lease.ended_on))
            for reference in {_key(number), _key(lease.share.dwelling.reference)}:
                self.by_reference[reference].append(target)

    def find(self, reference: str, on: dt.date | None) -> Target | str:
        """Give the one in force on that day, else the last begun by then, else the only one; or why none."""
        known = self.by_reference.get(_key(reference), [])
        if not known:
            return UNKNOWN
        if len(known) == 1 or on is None:
            return known[0]
        running = [one for one in known if one.period.holds(on)]
        if len(running) == 1:
            return running[0]
        begun = sorted((one for one in known if one.period.started_on <= on), key=lambda one: one.period.started_on)
        if not running and begun and len({one.label for one in known}) == 1:
            return begun[-1]
        return SEVERAL


def _key(reference: str) -> str:
    return plain(reference).replace(" ", "")


def _existing(leases: list[Lease]) -> list[tuple[uuid.UUID, str, dt.date, Decimal]]:
    rows = RentEntry.objects.filter(
        lease__in=leases, withdrawn_at__isnull=True, kind__in=RentEntryKind.IMPORTED
    ).values_list("lease_id", "kind", "dated_on", "amount")
    return list(rows)


def _line(row: RowRead, shown: list[Column]) -> LineRead:
    return LineRead(
        number=row.number,
        cells=tuple(CellRead(row.texts.get(column, ""), row.errors.get(column, "")) for column in shown),
        target=row.target.label if row.target else "",
        kind=str(row.kind.label),
        state=row.state,
        twin=row.twin,
    )


def _import_line(row: RentImport) -> ImportLine:
    return ImportLine(
        import_id=row.pk,
        name=row.name,
        sent_at=row.sent_at,
        state=row.get_state_display(),
        url=reverse("journeys:rent_import", args=[row.pk]),
    )


def _sentence(count: dict[RowState, int], twins: int) -> str:
    parts = [
        f"{counted(count[RowState.GOOD], 'ligne')} à enregistrer"
        + (f" (dont {twins} identique{'s' if twins > 1 else ''} à une autre du relevé)" if twins else ""),
        f"{count[RowState.WRONG]} à corriger",
        f"{count[RowState.KNOWN]} déjà au compte",
    ]
    return f"{', '.join(parts)}."

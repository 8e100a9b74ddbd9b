"""The account of a sublease: months called, what comes in, corrections. Nothing is erased: a line is withdrawn, with its reason."""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.periods import Month, Period
from foundation.refusals import Refused
from foundation.words import plain_date
from leases.enums import LeaseKind, RentEntryKind
from leases.models import AgencyNotice, Lease, RentEntry, RentRevision
from leases.rules.rent import Terms, call_for, months_to_call, why_entry_is_refused, why_revision_is_refused
from records.services.events import record

NOT_SUBLEASE = "Seule une sous-location a un compte à l’association."


@transaction.atomic
def call_rent(*, by: uuid.UUID, lease: Lease, today: dt.date, through: Month | None = None) -> list[RentEntry]:
    """Call the months begun that were not, up to one of them; called twice they are called once.

    Each month at the terms dated for it, by days when the sublease begins or ends in it; a last month that was called whole
    before the end was known is called again. Raises Refused.
    """
    row = _lock(lease)
    period, terms = Period(row.started_on, row.ended_on), terms_of(row)
    _take_back_after_end(row, period, terms, by=by)
    made = []
    for month in months_to_call(period, _called(row), today):
        call = call_for(month, period, terms)
        if call is None or (through is not None and month > through):
            break
        for kind, amount in ((RentEntryKind.RENT, call.rent), (RentEntryKind.CHARGES, call.charges)):
            if amount > 0:
                made.append(_write(by=by, lease=row, kind=kind, amount=amount, dated_on=call.due_on, month=month.first))
    return made


@transaction.atomic
def call_rents(*, by: uuid.UUID, leases: Iterable[Lease], today: dt.date) -> int:
    """Call the months begun of many subleases; give how many of them something was called of. Raises Refused."""
    return sum(1 for lease in leases if call_rent(by=by, lease=lease, today=today))


@transaction.atomic
def record_entry(
    *,
    by: uuid.UUID,
    lease: Lease,
    kind: RentEntryKind,
    amount: Decimal,
    dated_on: dt.date,
    today: dt.date,
    note: str = "",
) -> RentEntry:
    """Record what came in, or a correction (positive adds to the debt). Raises Refused: rents are called, not typed."""
    row = _lock(lease)
    if kind in RentEntryKind.CALLED:
        raise Refused("Le loyer et les charges s’appellent mois par mois.", "kind")
    if refusal := why_entry_is_refused(kind, amount, dated_on, lease=Period(row.started_on, row.ended_on), today=today):
        raise Refused(*refusal)
    if kind == RentEntryKind.ADJUSTMENT and not note.strip():
        raise Refused("Dites ce que cette régularisation corrige.", "note")
    return _write(by=by, lease=row, kind=kind, amount=amount, dated_on=dated_on, note=note)


@transaction.atomic
def withdraw_entry(*, by: uuid.UUID, entry: RentEntry, reason: str) -> RentEntry:
    """Withdraw a line recorded in error: it stays, struck through, and counts no more. Withdrawn twice it is so once.

    Raises Refused without a reason.
    """
    row: RentEntry = RentEntry.objects.select_for_update(of=("self",)).select_related("lease").get(pk=entry.pk)
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        raise Refused("Dites pourquoi cette écriture est retirée.", "reason")
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = timezone.now(), by, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record("rent_entry.withdrawn", row, by=by, subject_id=row.lease.enrolment_id, details={"kind": row.kind})
    return row


@transaction.atomic
def tell_agency(*, by: uuid.UUID, lease: Lease, told_on: dt.date | None, today: dt.date) -> AgencyNotice | None:
    """Say when the body that pays the housing benefit was told of the arrears; no day takes back what was said last.

    Raises Refused for a day ahead, or before the sublease.
    """
    row = _lock(lease)
    if told_on is not None and told_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "told_on")
    if told_on is not None and told_on < row.started_on:
        raise Refused(f"La sous-location commence le {plain_date(row.started_on)}.", "told_on")
    standing: AgencyNotice | None = AgencyNotice.objects.filter(lease=row, withdrawn_at__isnull=True).first()
    if standing is not None and standing.told_on == told_on:
        return standing
    if told_on is not None:
        made: AgencyNotice = AgencyNotice.objects.create(lease=row, told_on=told_on, recorded_by=by)
        record("agency_notice.recorded", made, by=by, subject_id=row.enrolment_id, details={"on": told_on.isoformat()})
        return made
    if standing is not None:
        standing.withdrawn_at = timezone.now()
        standing.save(update_fields=["withdrawn_at"])
        record("agency_notice.withdrawn", standing, by=by, subject_id=row.enrolment_id)
    return None


@transaction.atomic
def revise_rent(*, by: uuid.UUID, lease: Lease, started_on: dt.date, rent: Decimal, charges: Decimal) -> RentRevision:
    """Say the rent and charges from a day on. Raises Refused for a month already called."""
    row = _lock(lease)
    refusal = why_revision_is_refused(
        started_on,
        rent=rent,
        charges=charges,
        lease=Period(row.started_on, row.ended_on),
        last_called=max(_called(row), default=None),
    )
    if refusal:
        raise Refused(*refusal)
    try:
        with transaction.atomic():
            revision: RentRevision = RentRevision.objects.create(
                lease=row, started_on=started_on, rent=rent, charges=charges, recorded_by=by
            )
    except IntegrityError as error:
        raise Refused("Un nouveau loyer commence déjà ce jour-là.", "started_on") from error
    details = {"on": started_on.isoformat()}
    record("rent_revision.recorded", revision, by=by, subject_id=row.enrolment_id, details=details)
    return revision


def terms_of(lease: Lease) -> list[Terms]:
    """Give a sublease's dated terms, the first of them its own."""
    return [
        Terms(lease.started_on, lease.rent, lease.charges),
        *(Terms(row.started_on, row.rent, row.charges) for row in lease.revisions.all()),
    ]


def _take_back_after_end(lease: Lease, period: Period, terms: list[Terms], *, by: uuid.UUID) -> None:
    """Withdraw what was called whole before the end of the sublease was known: the last month is then called by its days."""
    if lease.ended_on is None:
        return
    rows = list(_standing_calls(lease).filter(month__gte=Month.of(lease.ended_on).first))
    for row in rows:
        call = call_for(Month.of(row.month), period, terms) if row.month else None
        expected = (call.rent if row.kind == RentEntryKind.RENT else call.charges) if call else 0
        if row.amount != expected:
            withdraw_entry(by=by, entry=row, reason=f"Fin de la sous-location le {plain_date(lease.ended_on)}.")


def _standing_calls(lease: Lease) -> QuerySet[RentEntry]:
    return RentEntry.objects.filter(lease=lease, withdrawn_at__isnull=True, month__isnull=False)


def _called(lease: Lease) -> set[Month]:
    return {Month.of(day) for day in _standing_calls(lease).values_list("month", flat=True) if day}


def _lock(lease: Lease) -> Lease:
    """Let one act at a time into an account."""
    row: Lease = Lease.objects.select_for_update(of=("self",)).get(pk=lease.pk)
    if row.kind != LeaseKind.SUBLEASE:
        raise Refused(NOT_SUBLEASE)
    return row


def _write(
    *,
    by: uuid.UUID,
    lease: Lease,
    kind: RentEntryKind,
    amount: Decimal,
    dated_on: dt.date,
    month: dt.date | None = None,
    note: str = "",
) -> RentEntry:
    row: RentEntry = RentEntry.objects.create(
        lease=lease, kind=kind, amount=amount, dated_on=dated_on, month=month, note=note.strip(), recorded_by=by
    )
    details = {"kind": kind.value, "on": dated_on.isoformat()}
    record("rent_entry.recorded", row, by=by, subject_id=lease.enrolment_id, details=details)
    return row

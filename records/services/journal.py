"""The journal's seals: every event goes into a batch, batches are chained, and a line removed, altered or added shows."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from records import seals
from records.enums import Chain
from records.models import Event, SealBatch, SealedEvent
from records.selectors.parameters import number
from records.services.events import CLOCK, record

BATCH = 500
ACCESS_LOG_MONTHS = "access_log.months"


def seal(*, chain: Chain, now: dt.datetime, batch_size: int = BATCH) -> int:
    """Seal every event of a chain that is not sealed yet, late commits included; give how many.

    Each batch is committed by itself. When another sealer is at work, this one leaves it the rest. An event whose own
    seal is wrong was not written by Palier: it is never sealed, and `verify` tells it.
    """
    done = 0
    try:
        while count := _seal_batch(chain, now, batch_size):
            done += count
    except IntegrityError:
        return done
    return done


@transaction.atomic
def _seal_batch(chain: Chain, now: dt.datetime, batch_size: int) -> int:
    last = SealBatch.objects.select_for_update(of=("self",)).filter(chain=chain).order_by("-number").first()
    waiting = _unsealed(chain).order_by("at", "pk").iterator(chunk_size=batch_size)
    events = list(itertools.islice((event for event in waiting if _is_ours(event)), batch_size))
    if not events:
        return 0
    batch = SealBatch(
        chain=chain,
        number=last.number + 1 if last else 1,
        sealed_at=now,
        event_count=len(events),
        previous_mac=last.mac if last else seals.FIRST,
    )
    lines = [(str(event.pk), seals.digest_of(event)) for event in events]
    batch.mac = seals.mac_of_batch(batch, lines)
    batch.save(force_insert=True)
    SealedEvent.objects.bulk_create(
        SealedEvent(batch=batch, event_id=event_id, position=position, digest=digest)
        for position, (event_id, digest) in enumerate(lines, start=1)
    )
    return len(events)


def _unsealed(chain: Chain) -> QuerySet[Event]:
    return Event.objects.filter(~Exists(SealedEvent.objects.filter(event_id=OuterRef("pk"))), chain=chain)


def _is_ours(event: Event) -> bool:
    return seals.is_same(event.mac, seals.mac_of(event))


def waiting_count() -> int:
    """Give how many events wait for their seal: a few, when the clock runs."""
    return sum(_unsealed(chain).count() for chain in Chain)


class Fault(StrEnum):
    """What is wrong with a line or a batch."""

    REMOVED = "removed"
    ALTERED = "altered"
    ADDED = "added"
    BATCH_MISSING = "batch missing"
    BATCH_ALTERED = "batch altered"
    CHAIN_BROKEN = "chain broken"
    CHAIN_SHORTENED = "chain shortened"
    PURGED_TOO_EARLY = "purged too early"


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold in the journal: ids and numbers only."""

    fault: Fault
    chain: str
    batch: int | None = None
    event_id: uuid.UUID | None = None

    def __str__(self) -> str:
        """Say it on one line, for whoever runs the command."""
        where = f" batch {self.batch}" if self.batch is not None else ""
        line = f" event {self.event_id}" if self.event_id else ""
        return f"{self.chain}{where}{line}: {self.fault}"


@dataclass(frozen=True)
class Head:
    """The last batch of a chain. Kept elsewhere, it shows later that nothing was cut off the end."""

    chain: str
    number: int
    mac: str


def heads() -> list[Head]:
    """Give the last batch of each chain."""
    last = (SealBatch.objects.filter(chain=chain).order_by("-number").first() for chain in Chain)
    return [Head(batch.chain, batch.number, batch.mac) for batch in last if batch]


def verify(*, noted: Mapping[str, tuple[int, str]] | None = None) -> list[Finding]:
    """Check both chains from their first batch; give what does not hold, nothing when all does.

    `noted` holds heads kept elsewhere (chain → number and seal): a journal cut off after them shows.
    """
    return [finding for chain in Chain for finding in _verify_chain(chain, (noted or {}).get(chain.value))]


def _verify_chain(chain: Chain, noted: tuple[int, str] | None) -> Iterator[Finding]:
    expected, previous_mac, head_seen = 1, seals.FIRST, noted is None
    purged_until = _purged_until()
    for batch in SealBatch.objects.filter(chain=chain).order_by("number").iterator(chunk_size=200):
        if batch.number != expected:
            yield Finding(Fault.BATCH_MISSING, chain, expected)
        elif not seals.is_same(batch.previous_mac, previous_mac):
            yield Finding(Fault.CHAIN_BROKEN, chain, batch.number)
        yield from _verify_batch(batch, purged_until)
        head_seen = head_seen or (batch.number, batch.mac) == noted
        expected, previous_mac = batch.number + 1, batch.mac
    if not head_seen and noted:
        yield Finding(Fault.CHAIN_SHORTENED, chain, noted[0])
    for event in _unsealed(chain).iterator(chunk_size=500):
        if not _is_ours(event):
            yield Finding(Fault.ADDED, chain, None, event.pk)


def _verify_batch(batch: SealBatch, purged_until: dt.datetime | None) -> Iterator[Finding]:
    lines = list(SealedEvent.objects.filter(batch=batch).order_by("position"))
    mac = seals.mac_of_batch(batch, [(str(line.event_id), line.digest) for line in lines])
    if batch.event_count != len(lines) or not seals.is_same(batch.mac, mac):
        yield Finding(Fault.BATCH_ALTERED, batch.chain, batch.number)
    if batch.purged_at is not None:
        if batch.chain != Chain.READ or purged_until is None or batch.sealed_at >= purged_until:
            yield Finding(Fault.PURGED_TOO_EARLY, batch.chain, batch.number)
        return
    events = Event.objects.in_bulk([line.event_id for line in lines])
    for line in lines:
        event = events.get(line.event_id)
        if event is None:
            yield Finding(Fault.REMOVED, batch.chain, batch.number, line.event_id)
        elif event.chain != batch.chain or not seals.is_same(line.digest, seals.digest_of(event)):
            yield Finding(Fault.ALTERED, batch.chain, batch.number, line.event_id)


def _purged_until() -> dt.datetime | None:
    """Give the moment before which reads were purged, as the sealed writes tell it."""
    moments = [
        dt.datetime.fromisoformat(event.details["until"])
        for event in Event.objects.filter(chain=Chain.WRITE, verb="journal.purged")
        if _is_ours(event)
    ]
    return max(moments, default=None)


def purge_reads(*, now: dt.datetime) -> int:
    """Delete the reads of the sealed months whose time is over (12 months, domain.md §3.9); give how many.

    Their batches stay, with the print of each line, so that the chain still verifies. A month goes whole or not at all.
    """
    today = timezone.localdate(now)
    months = int(number(ACCESS_LOG_MONTHS, today))
    first_kept = today.replace(day=1) - relativedelta(months=months)
    until = timezone.make_aware(dt.datetime.combine(first_kept, dt.time.min))
    rows = SealBatch.objects.filter(chain=Chain.READ, purged_at__isnull=True, sealed_at__lt=until)
    return sum(_purge_batch(batch_id, now, until) for batch_id in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _purge_batch(batch_id: uuid.UUID, now: dt.datetime, until: dt.datetime) -> int:
    batch = SealBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.purged_at is not None:
        return 0
    lines = SealedEvent.objects.filter(batch=batch).values("event_id")
    deleted, _ = Event.objects.filter(chain=Chain.READ, pk__in=lines).delete()
    batch.purged_at = now
    batch.save(update_fields=["purged_at"])
    record("journal.purged", batch, by=CLOCK, details={"batch": batch.number, "until": until})
    return deleted

"""Fills an empty database with as many households as asked, in believable proportions, by whole batches.

By blocks of 36, one block a worker: 20 open files whatever the total (a worker of 10,000 households has no more work than one of
36), 16 closed over three years. The demonstration (`seed_demo`) plays every act through the services; here size matters,
so rows are written directly, in the shape that the services give them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from households.models import Enrolment
from leases.models import AllocationFile, FileSnapshot, Session
from leases.readings.content import to_json
from leases.selectors.contents import content_of
from partners.models import User
from records.services.statistics import refresh
from scripts.bench.lives import BLOCK, Ground, live
from scripts.bench.people import engage
from scripts.bench.rows import Rows

CHUNK = 8  # blocks written together
YEARS = 3


@dataclass(frozen=True)
class Loaded:
    """What was made."""

    households: int
    rows: int
    workers: int


def load(households: int, today: dt.date, *, dice: int = 2026, told: Callable[[int], None] = lambda _: None) -> Loaded:
    """Make the whole; the same numbers always make the same lives."""
    if User.objects.exists() or Enrolment.objects.exists():
        raise LookupError("this database is not empty")
    workers = max(1, -(-households // BLOCK))
    cast = engage(workers, today)
    first = today - dt.timedelta(days=365 * YEARS + 60)
    sittings = _sittings(cast.landlord.pk, first, today)
    ground = Ground(cast, sittings, Random(dice), today, Rows())  # noqa: S311 -- invented people, no secret
    for rank in range(households):
        live(ground, rank)
        if rank % (BLOCK * CHUNK) == BLOCK * CHUNK - 1:
            ground.rows.write()
            told(rank + 1)
    ground.rows.write()
    written = ground.rows.written + _snapshots(today)
    refresh()
    return Loaded(households, written, workers)


def _sittings(landlord_id: object, first: dt.date, today: dt.date) -> list[Session]:
    """Hold the landlord's commission every Thursday."""
    day = first + dt.timedelta(days=(3 - first.weekday()) % 7)
    rows = []
    while day <= today + dt.timedelta(days=28):
        starts = dt.datetime(day.year, day.month, day.day, 8, tzinfo=dt.UTC)
        closed = starts + dt.timedelta(hours=3) if day < today else None
        rows.append(
            Session(landlord_id=landlord_id, starts_at=starts, held_on=day, place="Siège, salle 2", closed_at=closed)
        )
        day += dt.timedelta(days=7)
    return list(Session.objects.bulk_create(rows))


def _snapshots(today: dt.date) -> int:
    """Give each submitted dossier what its landlord reads: one real content, repeated."""
    submitted = AllocationFile.objects.filter(submitted_at__isnull=False)
    first = submitted.order_by("submitted_at").first()
    if first is None:
        return 0
    text = to_json(content_of(first, None, today, None))
    count = 0
    rows: list[FileSnapshot] = []
    for pk, moment, by in submitted.values_list("pk", "submitted_at", "opened_by"):
        rows.append(FileSnapshot(file_id=pk, number=1, content=text, taken_at=moment, taken_by=by))
        if len(rows) == 500:  # noqa: PLR2004 -- a batch
            count += len(FileSnapshot.objects.bulk_create(rows))
            rows = []
    return count + len(FileSnapshot.objects.bulk_create(rows))

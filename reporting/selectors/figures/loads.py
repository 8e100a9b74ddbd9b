"""M22: what each association's workers carry at the close of the month (domain.md §4.5)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accompaniments.selectors.workload import WorkerLoad, workload
from partners.models import Programme
from reporting.models import WorkerMonth
from reporting.rules.content import Load

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Loads:
    """By association, for everyone; by worker, for her manager."""

    associations: dict[uuid.UUID, Load]
    workers: list[WorkerMonth]


def loads(programme: Programme, association_ids: Iterable[uuid.UUID], day: dt.date) -> Loads:
    """Give the loads on a day. The counts are of this programme, the load is over all of them; five queries.

    A worker without working time nor household is left out.
    """
    by_association: dict[uuid.UUID, list[WorkerLoad]] = defaultdict(list)
    for one in workload(association_ids, day):
        if one.full_time_share or one.households:
            by_association[one.association_id].append(one)
    return Loads(
        {pk: _together(programme, several) for pk, several in by_association.items()},
        [_worker(programme, one) for several in by_association.values() for one in several],
    )


def _together(programme: Programme, several: list[WorkerLoad]) -> Load:
    counts = [_counts(programme, one) for one in several]
    full_time = sum((one.full_time_share for one in several), Decimal(0))
    weight = sum((one.weight for one in several), Decimal(0))
    return Load(
        workers=len(several),
        full_time=full_time,
        preparation=sum(count[0] for count in counts),
        supported=sum(count[1] for count in counts),
        watched=sum(count[2] for count in counts),
        load=(weight / full_time).quantize(CENT, rounding=ROUND_HALF_UP) if full_time else None,
    )


def _worker(programme: Programme, one: WorkerLoad) -> WorkerMonth:
    preparation, supported, watched = _counts(programme, one)
    return WorkerMonth(
        association_id=one.association_id,
        user_id=one.user_id,
        full_time_share=one.full_time_share,
        preparation=preparation,
        supported=supported,
        watched=watched,
        load=one.load.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP) if one.load is not None else None,
    )


def _counts(programme: Programme, one: WorkerLoad) -> tuple[int, int, int]:
    for part in one.programmes:
        if part.programme_id == programme.pk:
            return part.preparation, part.supported, part.watched
    return 0, 0, 0

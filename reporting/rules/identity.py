"""The identity of a month, from who was where: pure (domain.md §4.1).

`places` are management units (None is « non réparti ») for the dashboard, associations for each one's part.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporting.rules.content import Flows

Place = uuid.UUID | None


@dataclass(frozen=True)
class Stay:
    """One accompaniment that touches the month, and where it was when it begins to count and when it stops.

    `first_place` is the place at the eve's close, or on the entry day; `last_place` on the exit day, or at month end.
    """

    enrolment_id: uuid.UUID
    started_on: dt.date
    ended_on: dt.date | None
    first_place: Place
    last_place: Place

    def was_there(self, day: dt.date) -> bool:
        """Tell whether it is of the stock at the close of a day: a stay that ends that day has left."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)


def flows_by_place(
    stays: Iterable[Stay],
    *,
    frozen: Mapping[Place, int] | None,
    eve: dt.date,
    last: dt.date,
) -> dict[Place, Flows]:
    """Give each place's flows; `frozen` is the month before's last stock by place, None for the first month made here.

    The stock recomputed at the eve less the frozen one is the corrections; transfers are net, −1 there and +1 here.
    """
    start: Counter[Place] = Counter()
    entered: Counter[Place] = Counter()
    left: Counter[Place] = Counter()
    came: Counter[Place] = Counter()
    went: Counter[Place] = Counter()
    end: Counter[Place] = Counter()
    for stay in stays:
        if stay.started_on <= eve:
            start[stay.first_place] += 1
        else:
            entered[stay.first_place] += 1
        if stay.ended_on is not None and stay.ended_on <= last:
            left[stay.last_place] += 1
        else:
            end[stay.last_place] += 1
        if stay.first_place != stay.last_place:
            went[stay.first_place] += 1
            came[stay.last_place] += 1
    before = Counter(frozen) if frozen is not None else start
    places = set(before) | set(start) | set(entered) | set(left) | set(came) | set(went) | set(end)
    return {
        place: Flows(
            stock_start=before[place],
            corrections=start[place] - before[place],
            entered=entered[place],
            transferred_in=came[place],
            left=left[place],
            transferred_out=went[place],
            stock_end=end[place],
        )
        for place in places
    }


def summed(flows: Iterable[Flows]) -> Flows:
    """Give the total over places."""
    total = Flows()
    for row in flows:
        total = Flows(
            stock_start=total.stock_start + row.stock_start,
            corrections=total.corrections + row.corrections,
            entered=total.entered + row.entered,
            transferred_in=total.transferred_in + row.transferred_in,
            left=total.left + row.left,
            transferred_out=total.transferred_out + row.transferred_out,
            stock_end=total.stock_end + row.stock_end,
        )
    return total

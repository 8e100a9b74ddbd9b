"""Where a figure counts: the management units of the programme's landlords, as they were on each day."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from foundation.periods import Month
from partners.models import ManagementUnit

Unit = uuid.UUID | None


@dataclass(frozen=True)
class UnitFacts:
    """A unit, its days, the one that replaces it."""

    id: uuid.UUID
    name: str
    started_on: dt.date
    ended_on: dt.date | None
    successor_id: uuid.UUID | None

    def holds(self, day: dt.date) -> bool:
        """Tell whether it exists on a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)


@dataclass(frozen=True)
class Territory:
    """The units of a programme's landlords, past ones included."""

    units: Mapping[uuid.UUID, UnitFacts]
    _known: dict[tuple[uuid.UUID, dt.date], Unit] = field(default_factory=dict)

    @property
    def ids(self) -> list[uuid.UUID]:
        """Give the ids of all of them."""
        return list(self.units)

    def at(self, unit_id: Unit, day: dt.date, *, is_protected: bool = False) -> Unit:
        """Give the unit that counts on a day for a fact of this one; None is « non réparti ».

        A protected household is there on every day. A unit that ended before the day is its successor; one that had not
        begun yet is the one that it replaced, when there was one alone. A unit of another landlord, or gone
        without a successor, is no place.
        """
        if is_protected or unit_id is None:
            return None
        key = (unit_id, day)
        if key not in self._known:
            self._known[key] = self._resolve(unit_id, day)
        return self._known[key]

    def name(self, unit_id: Unit) -> str:
        """Give a unit's name."""
        return self.units[unit_id].name if unit_id else ""

    def rows(self, month: Month, others: Iterable[Unit]) -> list[uuid.UUID]:
        """Give the units that a month shows, by name: those of at least a day of it, and those that hold a figure."""
        shown = {unit_id for unit_id in others if unit_id is not None and unit_id in self.units}
        for unit in self.units.values():
            if unit.started_on <= month.last and (unit.ended_on is None or unit.ended_on >= month.first):
                shown.add(unit.id)
        return sorted(shown, key=lambda unit_id: (self.units[unit_id].name.casefold(), str(unit_id)))

    def _resolve(self, unit_id: uuid.UUID, day: dt.date) -> Unit:
        unit = self.units.get(unit_id)
        seen: set[uuid.UUID] = set()
        while unit is not None and unit.ended_on is not None and unit.ended_on < day and unit.id not in seen:
            seen.add(unit.id)
            unit = self.units.get(unit.successor_id) if unit.successor_id else None
        if unit is None or unit.id in seen:
            return None
        if unit.started_on > day:
            before = [one for one in self.units.values() if one.successor_id == unit.id and one.holds(day)]
            return before[0].id if len(before) == 1 else unit.id
        return unit.id


def territory(landlord_ids: Iterable[uuid.UUID]) -> Territory:
    """Give the units of these landlords, in one query."""
    rows = ManagementUnit.objects.filter(agency__landlord_id__in=list(landlord_ids)).values_list(
        "pk", "name", "started_on", "ended_on", "successor_id"
    )
    return Territory({row[0]: UnitFacts(*row) for row in rows})

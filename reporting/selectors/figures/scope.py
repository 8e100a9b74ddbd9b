"""What every indicator is asked with: the programme, the month, its units; and how it writes a line."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import cached_property

from foundation.periods import Month, eve
from partners.models import Programme
from reporting.enums import Cause, Figure
from reporting.selectors.figures.places import Territory, Unit


@dataclass(frozen=True)
class Scope:
    """A month of a programme, with the territory that it is told by."""

    programme: Programme
    month: Month
    territory: Territory

    @cached_property
    def first(self) -> dt.date:
        """Give the month's first day."""
        return self.month.first

    @cached_property
    def last(self) -> dt.date:
        """Give the month's last day."""
        return self.month.last

    @cached_property
    def eve(self) -> dt.date:
        """Give the day before the month."""
        return eve(self.month.first)

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is of the month."""
        return self.first <= day <= self.last


@dataclass(slots=True)
class Line:
    """A line of the list behind a figure, as it is calculated; its writer makes the row (reporting.models.FigureLine).

    A month of thousands of households has tens of thousands: a plain object costs a tenth of a model.
    """

    figure: Figure
    unit_id: Unit
    enrolment_id: uuid.UUID | None = None
    object_id: uuid.UUID | None = None
    tag: str = ""
    on: dt.date | None = None
    days: int | None = None
    association_id: uuid.UUID | None = None
    other_unit_id: uuid.UUID | None = None  # of a transfer
    delta: int = 1
    cause: Cause | None = None
    recorded_on: dt.date | None = None

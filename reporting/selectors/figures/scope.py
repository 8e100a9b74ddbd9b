"""What every indicator is asked with: the programme, the month, its units; and how it writes a line."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.periods import Month, eve
from partners.models import Programme
from reporting.enums import Figure
from reporting.models import FigureLine
from reporting.selectors.figures.places import Territory, Unit


@dataclass(frozen=True)
class Scope:
    """A month of a programme, with the territory that it is told by."""

    programme: Programme
    month: Month
    territory: Territory

    @property
    def first(self) -> dt.date:
        """Give the month's first day."""
        return self.month.first

    @property
    def last(self) -> dt.date:
        """Give the month's last day."""
        return self.month.last

    @property
    def eve(self) -> dt.date:
        """Give the day before the month."""
        return eve(self.month.first)

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is of the month."""
        return self.first <= day <= self.last


def line(
    figure: Figure,
    unit: Unit,
    enrolment_id: uuid.UUID | None = None,
    *,
    object_id: uuid.UUID | None = None,
    tag: str = "",
    on: dt.date | None = None,
    days: int | None = None,
    association_id: uuid.UUID | None = None,
) -> FigureLine:
    """Make a line, not saved yet and without its version."""
    return FigureLine(
        figure=figure,
        unit_id=unit,
        enrolment_id=enrolment_id,
        object_id=object_id,
        tag=tag,
        on=on,
        days=days,
        association_id=association_id,
    )


def of(figure: Figure, lines: Iterable[FigureLine]) -> list[FigureLine]:
    """Keep the lines of one figure."""
    return [one for one in lines if one.figure == figure]

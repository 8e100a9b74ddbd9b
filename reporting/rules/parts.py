"""What a programme has to tell: homes are of access, unless one that keeps homes proposed some. Pure (domain.md §4.2)."""

from collections.abc import Iterable

from reporting.rules.content import MonthContent, UnitMonth

ACCESS = "ACCESS"
HOMES = frozenset({"M1", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "M13"})


def has_homes(content: MonthContent) -> bool:
    """Tell whether a month tells demand, supply, commissions and entries."""
    return tells_homes(content.axis, (*content.units, content.total))


def tells_homes(axis: str, units: Iterable[UnitMonth]) -> bool:
    """Tell whether a programme of this axis, with these units, tells them."""
    return axis == ACCESS or any(_counts_homes(unit) for unit in units)


def _counts_homes(unit: UnitMonth) -> bool:
    return bool(
        unit.cells
        or unit.supply_new
        or unit.proposals.made
        or unit.presented.examined
        or unit.decisions.rate.denominator
        or unit.decisions.unsettled
        or unit.move_ins.total
        or unit.sublets.open
    )

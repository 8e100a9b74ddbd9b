"""What the tables of a month's page are made of: a figure with its list, a line by unit, an indicator against the month before."""

from collections.abc import Callable
from dataclasses import dataclass

from reporting.enums import Figure
from reporting.rules import shown
from reporting.rules.content import Definition, UnitMonth

Listed = Callable[[Figure, UnitMonth], str]  # the address of the list behind a figure of a unit


@dataclass(frozen=True)
class Shown:
    """A figure in a table, with the address of its list."""

    text: str
    url: str = ""
    is_zero: bool = False
    is_short: bool = False  # a shortage


@dataclass(frozen=True)
class Detail:
    """Something said under a figure."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Headline:
    """An indicator of a unit or of all of them: this month, the month before, what it is made of, its definition."""

    name: str
    now: Shown
    before: str
    change: str
    details: tuple[Detail, ...]
    definition: Definition | None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say of it."""
        return self.now.is_zero and self.before in {"", "0", shown.UNKNOWN} and not self.details


@dataclass(frozen=True)
class TableRow:
    """A line of a table by unit (or by association)."""

    name: str
    anchor: str
    cells: tuple[Shown, ...]


def linked(count: int, figure: Figure, unit: UnitMonth, listed: Listed, text: str = "") -> Shown:
    """Show a count that opens its list; nothing to open behind a zero."""
    return Shown(text or shown.number(count), listed(figure, unit) if count else "", is_zero=not count)


def precise(count: int, figure: Figure, tag: str, unit: UnitMonth, listed: Listed) -> Shown:
    """Show a count of one kind, which opens the lines of that kind."""
    url = listed(figure, unit) if count else ""
    separator = "&" if "?" in url else "?"
    return Shown(shown.number(count), f"{url}{separator}precision={tag}" if url else "", is_zero=not count)

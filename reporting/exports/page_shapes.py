"""The shapes that the PDF of a month is laid out in."""

from dataclasses import dataclass

from reporting.exports.course_pages import CoursePages
from reporting.exports.shapes import Fact, Table
from reporting.rules.content import MonthContent

CROWDED = 18  # lines that a unit adds to what every page has


@dataclass(frozen=True)
class Sum:
    """One term of the identity."""

    label: str
    figure: str
    is_last: bool = False


@dataclass(frozen=True)
class Listing:
    """File numbers that moved alike."""

    label: str
    files: str


@dataclass(frozen=True)
class Bar:
    """A month of the chart, in the units of its drawing."""

    x: float
    middle: float
    y: float
    width: int
    height: float
    figure: int
    month: str
    is_last: bool

    @property
    def label_y(self) -> float:
        """Give where its figure stands, above it."""
        return self.y - 5


@dataclass(frozen=True)
class UnitPage:
    """One unit's page, or the whole's."""

    name: str
    is_not_assigned: bool
    has_homes: bool
    sums: tuple[Sum, ...]
    sentence: str
    cells: Table
    holders: tuple[str, ...]
    facts: tuple[Fact, ...]
    moves: tuple[Listing, ...]
    corrections: tuple[str, ...]

    @property
    def is_crowded(self) -> bool:
        """Tell whether its lines are set closer, so that the page stays one."""
        return len(self.cells.rows) + len(self.holders) + 2 * len(self.moves) + 2 * len(self.corrections) > CROWDED


@dataclass(frozen=True)
class MonthDocument:
    """The whole document."""

    content: MonthContent
    title: str
    heading: str
    programme: str
    state: str
    long_state: str
    edited: str
    day: str  # « 31 octobre 2026 »
    sentence: str
    targets: tuple[Sum, ...]
    sums: tuple[Sum, ...]
    flows: Table
    bars: tuple[Bar, ...]
    chart_words: str
    history: Table
    why: str
    reasons: tuple[str, ...]
    moves: tuple[Listing, ...]
    supply: Table
    commissions: Table
    whole: UnitPage
    course: CoursePages
    requests: Table
    associations: Table
    loads: Table
    audience: tuple[tuple[str, Table], ...]
    masking: str
    not_validated_by: str
    units: tuple[UnitPage, ...]

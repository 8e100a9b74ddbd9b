"""What the page of a month is made of: frozen, shaped for one reader."""

import datetime as dt
from dataclasses import dataclass

from reporting.permissions import MonthStanding
from reporting.rules import shown
from reporting.rules.content import Breakdown, Definition, KindCount, ParameterUsed
from reporting.selectors.deliveries import DeliveryLine
from reporting.selectors.month_course import CoursePart
from reporting.selectors.month_figures import UnitSection
from reporting.selectors.month_lines import Headline, Shown, TableRow
from reporting.selectors.month_track import Step


@dataclass(frozen=True)
class MonthLink:
    """Another month, or another programme's."""

    label: str
    url: str
    state: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Term:
    """One term of the identity."""

    words: str
    text: str
    url: str
    is_operation: bool


@dataclass(frozen=True)
class Reason:
    """Why a figure moved: one household, by file number; linked when she may open it."""

    amount: str
    unit: str
    words: str
    file_number: str
    file_url: str


@dataclass(frozen=True)
class Moves:
    """The entries, the exits or the transfers of the month, the first of them named."""

    title: str
    count: int
    lines: tuple[Reason, ...]
    beyond: int
    url: str


@dataclass(frozen=True)
class Target:
    """M0: a count since the start, against the convention's target."""

    text: str
    words: str
    url: str


@dataclass(frozen=True)
class LoadRow:
    """M22 of an association, or of one of the reader's own workers."""

    name: str
    full_time: str
    preparation: int
    supported: int
    watched: int
    load: str
    is_over: bool


@dataclass(frozen=True)
class VersionLink:
    """One version of the month."""

    number: int
    frozen_on: dt.date | None
    reason: str
    url: str
    is_shown: bool


@dataclass(frozen=True)
class MonthPage:
    """The page of a month for one reader."""

    slug: str
    key: str
    number: int
    revision: int
    title: str
    month_words: str  # « octobre 2026 »
    of_words: str  # « d’octobre 2026 »
    now_words: str  # « octobre »
    before_words: str  # « septembre », or empty for the first month
    after_of: str  # « de novembre »
    first_on: dt.date
    last_on: dt.date
    lead: str
    is_frozen: bool
    is_current: bool
    why_frozen: str
    not_validated_by: str
    reason: str
    standing: MonthStanding
    is_manager: bool
    earlier: MonthLink | None
    later: MonthLink | None
    programmes: tuple[MonthLink, ...]
    steps: tuple[Step, ...]
    targets: tuple[Target, ...]
    target: int | None
    sentence: str
    sentence_end: str
    terms: tuple[Term, ...]
    stock_before: int
    stock_after: int
    corrections: tuple[Reason, ...]
    corrections_url: str
    moves: tuple[Moves, ...]
    flow_heads: tuple[str, ...]
    flow_rows: tuple[TableRow, ...]
    flow_total: TableRow
    has_homes: bool  # demand, supply, commissions and entries are told
    supply_heads: tuple[str, ...]
    supply_rows: tuple[TableRow, ...]
    supply_total: TableRow
    headlines: tuple[Headline, ...]
    units: tuple[UnitSection, ...]
    course: CoursePart
    requests: tuple[KindCount, ...]
    requests_total: Shown
    requests_before: str
    audience: tuple[Breakdown, ...]
    loads: tuple[LoadRow, ...]
    association_flows: tuple[TableRow, ...]
    workers: tuple[LoadRow, ...]
    chart: shown.Chart | None
    identity: str
    is_balanced: bool
    definitions: tuple[Definition, ...]
    parameters: tuple[ParameterUsed, ...]
    computed_on: dt.date
    deliveries: tuple[DeliveryLine, ...]
    versions: tuple[VersionLink, ...]
    digest: str
    has_report: bool

    @property
    def comes_after_one(self) -> bool:
        """Tell whether there is a month before to compare with."""
        return bool(self.before_words)

"""A month's figures: one frozen tree from which the page, the PDF, the XLSX and the JSON are made.

Kept with the month as JSON (`reporting.rules.tree`), so that a frozen month is read as it was made whatever became of the names since.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

NOT_ASSIGNED = "Non réparti"
TOTAL = "Ensemble"
PROTECTED_FILE = "dossier protégé"


@dataclass(frozen=True)
class Flows:
    """M12: households accompanied, and what moved them (domain.md §4.1, Identity)."""

    stock_start: int = 0
    corrections: int = 0
    entered: int = 0
    transferred_in: int = 0
    left: int = 0
    transferred_out: int = 0
    stock_end: int = 0

    @property
    def served(self) -> int:
        """Give the households accompanied at any time of the month."""
        return self.stock_start + self.corrections + self.entered

    @property
    def is_balanced(self) -> bool:
        """Tell whether the identity holds; it always does, and the page shows it."""
        return self.served + self.transferred_in - self.left - self.transferred_out == self.stock_end


@dataclass(frozen=True)
class Ratio:
    """A share; without a denominator it is « n.d. », never 0 %."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal | None:
        """Give the share between 0 and 1, or None."""
        return Decimal(self.numerator) / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Durations:
    """Calendar days: how many are known, how many are not, their median and mean (to one decimal)."""

    n: int = 0
    missing: int = 0
    median: Decimal | None = None
    mean: Decimal | None = None


@dataclass(frozen=True)
class Cell:
    """M1, M3, M4 of one size in one unit."""

    typology: str
    demand: int
    demand_other: int
    supply: int
    awaiting: int

    @property
    def gap(self) -> int:
        """Give M4: supply with agreement less demand; negative is a shortage."""
        return self.supply - self.demand

    @property
    def covered(self) -> int:
        """Give what M5 sums: the demand that the supply of this size could meet."""
        return min(self.supply, self.demand)


@dataclass(frozen=True)
class HolderCell:
    """M3 by reservation holder: a holder's dwellings of one size, with and without its agreement."""

    holder: str  # empty: not reserved
    typology: str
    agreed: int
    awaiting: int


@dataclass(frozen=True)
class Proposals:
    """M6: dwellings proposed to households in the month, and the answer known at its end."""

    made: int = 0
    accepted: int = 0
    refused: int = 0
    ended: int = 0  # otherwise: not allocated, withdrawn, rank not reached…
    pending: int = 0


@dataclass(frozen=True)
class Presented:
    """M7: dossiers examined in the month, adjourned ones included; the worker there or not, or not said."""

    examined: int = 0
    adjourned: int = 0
    with_worker: int = 0
    without_worker: int = 0
    not_said: int = 0


@dataclass(frozen=True)
class KindCount:
    """How many of one kind: a code and its French word."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Decisions:
    """M8: positive decisions over what was decided; ranks that wait are apart, counted in the month that settles them."""

    rate: Ratio = Ratio(0, 0)
    kinds: tuple[KindCount, ...] = ()
    unsettled: int = 0


@dataclass(frozen=True)
class MoveIns:
    """M11: entries into a home in the month."""

    total: int = 0
    direct: int = 0
    sublet: int = 0


@dataclass(frozen=True)
class Sublets:
    """M13: subleases open at the close of the month; ages in whole months, the mean to one decimal."""

    open: int = 0
    oldest_months: int | None = None
    mean_months: Decimal | None = None


@dataclass(frozen=True)
class Watch:
    """M16: households watched at the close, the watches whose last day is near or past, the accompaniments reopened."""

    watched: int = 0
    ending: int = 0
    reopened: int = 0


@dataclass(frozen=True)
class Sliding:
    """M14 and M15: exams of sliding subleases, due and held in the month, late at its close; slides, and their delay."""

    due: int = 0
    done: int = 0
    late: int = 0
    slides: int = 0
    slides_year: int = 0  # since 1 January
    delay: Durations = Durations()  # days from the sublease to the slides of the month


@dataclass(frozen=True)
class Alerts:
    """M23 at the close: what is to be looked at; counts alone for the landlord."""

    late_exams: int = 0
    watch_ends: int = 0
    unsigned: int = 0
    uninsured: int = 0
    in_arrears: int = 0


@dataclass(frozen=True)
class Agreements:
    """M20: tripartite conventions in force since a day of the month; support proposed, and the answers, in the month."""

    in_force: int = 0
    offered: int = 0
    accepted: int = 0
    refused: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class Interventions:
    """M17: requests for intervention received in the month, by service and by the procedure's stage on their day."""

    total: int = 0
    services: tuple[KindCount, ...] = ()
    stages: tuple[KindCount, ...] = ()


@dataclass(frozen=True)
class Outreach:
    """M18 and M19: attempts of the month by kind; of the requests received in it, those answered by its close."""

    attempts: tuple[KindCount, ...] = ()
    reached: Ratio = Ratio(0, 0)
    ranks: tuple[KindCount, ...] = ()  # of the attempt that succeeded
    delay: Durations = Durations()  # `missing` still wait

    @property
    def tried(self) -> int:
        """Give the attempts of all kinds."""
        return sum(kind.count for kind in self.attempts)


@dataclass(frozen=True)
class UnitMonth:
    """One management unit's month; « Non réparti » and « Ensemble » have the same shape, without an id."""

    unit: str
    unit_id: str | None = None
    flows: Flows = Flows()
    cells: tuple[Cell, ...] = ()
    holders: tuple[HolderCell, ...] = ()
    supply_new: int = 0
    readiness: Durations = Durations()  # days since « prêt » of the households of M1
    coverage: Ratio = Ratio(0, 0)
    proposals: Proposals = Proposals()
    presented: Presented = Presented()
    decisions: Decisions = Decisions()
    referral_to_cal: Durations = Durations()
    decision_to_entry: Durations = Durations()
    move_ins: MoveIns = MoveIns()
    sublets: Sublets = Sublets()
    watch: Watch | None = None  # none: a month made before it was counted
    agreements: Agreements | None = None  # none: so too, or a programme without conventions
    sliding: Sliding | None = None  # none: a month made before it was counted
    alerts: Alerts | None = None

    @property
    def demand(self) -> int:
        """Give M1 over all sizes."""
        return sum(cell.demand for cell in self.cells)

    @property
    def demand_other(self) -> int:
        """Give « + n ménages pour qui cette unité est un autre choix »."""
        return sum(cell.demand_other for cell in self.cells)

    @property
    def supply(self) -> int:
        """Give M3 with agreement over all sizes."""
        return sum(cell.supply for cell in self.cells)

    @property
    def awaiting(self) -> int:
        """Give M3 without agreement yet."""
        return sum(cell.awaiting for cell in self.cells)

    @property
    def gap(self) -> int:
        """Give M4 over all sizes."""
        return self.supply - self.demand


@dataclass(frozen=True)
class Load:
    """M22 of one association at the close of the month, all its workers together; `load` to two decimals, None without time."""

    workers: int
    full_time: Decimal
    preparation: int
    supported: int
    watched: int
    load: Decimal | None


@dataclass(frozen=True)
class AssociationMonth:
    """One association's part: its flows (transfers are households that change association) and its load."""

    association: str
    association_id: str | None
    flows: Flows
    load: Load | None


@dataclass(frozen=True)
class Targets:
    """M0: households accompanied, and housed, since the programme's start, against the convention's target."""

    target: int | None
    accompanied: int
    housed: int


@dataclass(frozen=True)
class MaskedCount:
    """A line of a breakdown; None is masked (« moins de 5 », or hidden so that another cannot be subtracted out)."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Breakdown:
    """Who is accompanied at the close of the month: family, age, origin. The only figures that are masked."""

    code: str
    title: str
    lines: tuple[MaskedCount, ...]
    total: int


@dataclass(frozen=True)
class Correction:
    """Why the month before moved: one household, −1 here or +1 there."""

    unit: str
    delta: int
    file_number: str  # or « dossier protégé »
    cause: str  # reporting.enums.Cause
    words: str
    effective_on: dt.date | None
    recorded_on: dt.date | None


@dataclass(frozen=True)
class Movement:
    """Why this month moved: an entry, an exit, a transfer of one household."""

    kind: str  # reporting.enums.Figure: ENTERED, LEFT, TRANSFERRED_IN (its `other` is where it came from)
    unit: str
    other: str
    file_number: str
    on: dt.date | None


@dataclass(frozen=True)
class Point:
    """The stock at the close of an earlier month, for the chart."""

    month: str
    stock_end: int


@dataclass(frozen=True)
class Definition:
    """An indicator as it is defined when the month is made."""

    code: str
    name: str
    sentence: str
    numerator: str
    denominator: str
    period: str


@dataclass(frozen=True)
class ParameterUsed:
    """A figure of the convention or of a reference that the month used."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class MonthContent:
    """A month of a programme. `units` holds every unit in order, « Non réparti » last; `total` is their sum."""

    month: str  # « 2026-10 »
    programme: str  # its slug
    programme_name: str
    axis: str
    landlords: tuple[str, ...]
    status: str  # reporting.enums.MonthStatus
    version: int
    computed_on: dt.date
    units: tuple[UnitMonth, ...]
    total: UnitMonth
    targets: Targets
    requests: tuple[KindCount, ...]
    associations: tuple[AssociationMonth, ...]
    audience: tuple[Breakdown, ...]
    corrections: tuple[Correction, ...]
    movements: tuple[Movement, ...]
    history: tuple[Point, ...]  # earlier months and this one, the oldest first, 12 at most
    definitions: tuple[Definition, ...]
    parameters: tuple[ParameterUsed, ...]
    interventions: Interventions | None = None  # of a programme to keep a home
    outreach: Outreach | None = None  # of such a programme, or where somebody was written to
    not_validated_by: tuple[str, ...] = ()
    reason: str = ""  # of a new version: what was wrong, and why

    @property
    def is_balanced(self) -> bool:
        """Tell whether the identity holds everywhere."""
        return all(row.flows.is_balanced for row in (*self.units, self.total))

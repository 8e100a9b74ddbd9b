"""What a month's page says by unit of exams, slides and alerts (M14, M15, M23): each count opens its list."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.words import NBSP
from reporting.enums import Figure
from reporting.rules import shown
from reporting.rules.content import Alerts, Definition, MonthContent, Sliding, UnitMonth
from reporting.selectors.month_lines import Listed, TableRow, linked

Counts = Callable[[UnitMonth], tuple[tuple[int, Figure], ...]]


@dataclass(frozen=True)
class Part:
    """A table by unit, before it is counted."""

    title: str
    codes: tuple[str, ...]
    heads: tuple[str, ...]
    counts: Counts
    note: Callable[[UnitMonth], str] = lambda _: ""


@dataclass(frozen=True)
class UnitTable:
    """A table by unit."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    total: TableRow
    definitions: tuple[Definition, ...]
    note: str = ""


def _sliding(unit: UnitMonth) -> tuple[tuple[int, Figure], ...]:
    one = unit.sliding or Sliding()
    return (
        (one.due, Figure.EXAMS_DUE),
        (one.done, Figure.EXAMS_DONE),
        (one.late, Figure.EXAMS_LATE),
        (one.slides, Figure.SLIDES),
        (one.slides_year, Figure.SLIDES_YEAR),
    )


def _alerts(unit: UnitMonth) -> tuple[tuple[int, Figure], ...]:
    one = unit.alerts or Alerts()
    return (
        (one.late_exams, Figure.EXAMS_LATE),
        (one.watch_ends, Figure.WATCH_ENDING),
        (one.unsigned, Figure.UNSIGNED),
        (one.uninsured, Figure.UNINSURED),
        (one.in_arrears, Figure.IN_ARREARS),
    )


def _delay(unit: UnitMonth) -> str:
    found = unit.sliding or Sliding()
    if not found.delay.n:
        return ""
    return (
        f"De la sous-location au bail du ménage, délai médian des glissements du mois{NBSP}: {shown.days(found.delay)}."
    )


SLIDING = Part(
    "Examens et glissements",
    ("M14", "M15"),
    ("Examens dus", "Examens tenus", "Examens en retard", "Glissements", "Depuis janvier"),
    _sliding,
    _delay,
)
ALERTS = Part(
    "Alertes",
    ("M23",),
    (
        "Examens en retard",
        f"Veilles à clore sous 3{NBSP}mois",
        "Documents à signer",
        "Sans assurance",
        f"Impayé de 2{NBSP}mois",
    ),
    _alerts,
)


def unit_table(content: MonthContent, listed: Listed, part: Part) -> UnitTable | None:
    """Give a table by unit; None for a month made before it was counted, or with nothing to say."""
    if not any(count for count, _ in part.counts(content.total)):
        return None
    return UnitTable(
        title=part.title,
        heads=part.heads,
        rows=tuple(_row(unit, part, listed) for unit in content.units),
        total=_row(content.total, part, listed),
        definitions=tuple(one for one in content.definitions if one.code in part.codes),
        note=part.note(content.total),
    )


def _row(unit: UnitMonth, part: Part, listed: Listed) -> TableRow:
    cells = tuple(linked(count, figure, unit, listed) for count, figure in part.counts(unit))
    return TableRow(unit.unit, f"unite-{unit.unit_id or 'non-reparti'}", cells)

"""What the report and the workbook say of exams, slides and alerts, by unit (M14, M15, M23)."""

from collections.abc import Callable

from foundation.words import NBSP
from reporting.exports import wording as say
from reporting.exports.shapes import Column, Fact, Sheet, Table
from reporting.rules.content import Alerts, MonthContent, Sliding, UnitMonth

_SLIDING = ("Examens dus", "Examens tenus", "Examens en retard", "Glissements", "Depuis janvier")
_ALERTS = ("Examens en retard", "Veilles à clore", "Documents à signer", "Sans assurance", "Impayé de 2 mois")


def sliding_table(content: MonthContent) -> Table | None:
    """Lay exams and slides out by unit; None when there is nothing to say."""
    return _table(content, _SLIDING, _sliding)


def alerts_table(content: MonthContent) -> Table | None:
    """Lay the alerts out by unit; None when there is none."""
    return _table(content, _ALERTS, _alerts)


def alert_facts(unit: UnitMonth) -> tuple[Fact, ...]:
    """Give what a unit's page says of them."""
    found = []
    if (one := unit.sliding) and one != Sliding():
        late = f"en retard à la fin du mois {one.late}"
        found.append(Fact("M14", "Examens contradictoires tenus, sur dus", f"{one.done} sur {one.due}", late))
        detail = f"depuis janvier {one.slides_year}{NBSP}; délai {say.median(one.delay)}"
        found.append(Fact("M15", "Glissements de bail", str(one.slides), detail))
    if (two := unit.alerts) and two != Alerts():
        said = zip(_ALERTS, _alerts(unit), strict=True)
        words = f"{NBSP}; ".join(f"{label[0].lower()}{label[1:]} {count}" for label, count in said)
        found.append(Fact("M23", "Alertes", str(sum(_alerts(unit))), words))
    return tuple(found)


def alert_sheets(content: MonthContent) -> tuple[Sheet, ...]:
    """Lay exams, slides and alerts out in the workbook; a month made before they were counted has none."""
    if content.total.sliding is None or content.total.alerts is None:
        return ()
    return (
        Sheet(
            "Glissements et alertes",
            "Examens et glissements du mois, alertes à sa clôture",
            (
                Column("Unité de gestion", 34),
                *(Column(label) for label in _SLIDING[:-1]),
                Column("Glissements depuis janvier"),
                Column("Délai médian d’un glissement, jours"),
                *(Column(label) for label in _ALERTS[1:]),
            ),
            tuple(
                (unit.unit, *_sliding(unit), (unit.sliding or Sliding()).delay.median, *_alerts(unit)[1:])
                for unit in (*content.units, content.total)
            ),
            has_total=True,
        ),
    )


def _table(
    content: MonthContent, heads: tuple[str, ...], counts: Callable[[UnitMonth], tuple[int, ...]]
) -> Table | None:
    if not any(counts(content.total)):
        return None
    rows = [(unit.unit, *map(str, counts(unit))) for unit in (*content.units, content.total)]
    return Table(("Unité de gestion", *heads), tuple(rows[:-1]), rows[-1])


def _sliding(unit: UnitMonth) -> tuple[int, ...]:
    one = unit.sliding or Sliding()
    return (one.due, one.done, one.late, one.slides, one.slides_year)


def _alerts(unit: UnitMonth) -> tuple[int, ...]:
    one = unit.alerts or Alerts()
    return (one.late_exams, one.watch_ends, one.unsigned, one.uninsured, one.in_arrears)

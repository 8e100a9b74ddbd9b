"""The workbook's sheets of the course: the watch and agreements by unit, the requests, how people were reached (M16 to M20)."""

from foundation.words import capitalised
from reporting.exports.shapes import Column, Sheet, Value
from reporting.rules.content import Agreements, MonthContent, UnitMonth, Watch

_WATCH = ("En veille", "Fin dans les trois mois", "Accompagnements rouverts")
_AGREEMENTS = ("Proposés", "Accords", "Refus", "Sans réponse", "Conventions en vigueur")


def course_sheets(content: MonthContent) -> tuple[Sheet, ...]:
    """Lay out what the month tells of the course; a month made before it was counted has none."""
    found = []
    if content.total.watch or content.total.agreements:
        found.append(_by_unit(content))
    if content.interventions or content.outreach:
        found.append(_contact(content))
    return tuple(found)


def _by_unit(content: MonthContent) -> Sheet:
    watch, agreements = content.total.watch is not None, content.total.agreements is not None
    labels = (*(_WATCH if watch else ()), *(_AGREEMENTS if agreements else ()))
    return Sheet(
        "Veille et conventions" if agreements else "Veille",
        "Veille à la fin du mois, propositions et conventions du mois" if agreements else "Veille à la fin du mois",
        (Column("Unité de gestion", 34), *(Column(label) for label in labels)),
        tuple(
            (unit.unit, *_cells(unit, watch=watch, agreements=agreements)) for unit in (*content.units, content.total)
        ),
        has_total=True,
    )


def _cells(unit: UnitMonth, *, watch: bool, agreements: bool) -> tuple[Value, ...]:
    one, two = unit.watch or Watch(), unit.agreements or Agreements()
    return (
        *((one.watched, one.ending, one.reopened) if watch else ()),
        *((two.offered, two.accepted, two.refused, two.unanswered, two.in_force) if agreements else ()),
    )


def _contact(content: MonthContent) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    if asked := content.interventions:
        rows += [
            *(("Demandes d’intervention, par service", capitalised(kind.label), kind.count) for kind in asked.services),
            *(("Demandes d’intervention, par stade", capitalised(kind.label), kind.count) for kind in asked.stages),
            ("Demandes d’intervention", "Ensemble", asked.total),
        ]
    if tried := content.outreach:
        rows += [
            *(("Tentatives de contact", capitalised(kind.label), kind.count) for kind in tried.attempts),
            ("Tentatives de contact", "Ensemble", tried.tried),
            ("Premier contact", "Demandes du mois", tried.reached.denominator),
            ("Premier contact", "Suivies d’un contact", tried.reached.numerator),
            *(("Premier contact", capitalised(kind.label), kind.count) for kind in tried.ranks),
            ("Premier contact", "En attente", tried.delay.missing),
            ("De la demande au premier contact", "Médiane, jours", tried.delay.median),
            ("De la demande au premier contact", "Moyenne, jours", tried.delay.mean),
        ]
    return Sheet(
        "Demandes et contacts",
        "Demandes reçues et prise de contact",
        (Column("Rubrique", 38), Column("Chiffre", 38), Column("Valeur")),
        tuple(rows),
    )

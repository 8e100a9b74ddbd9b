"""What the report says of the course: the watch and agreements by unit, the requests, how people were reached (M16 to M20)."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.words import NBSP, capitalised, counted
from reporting.exports import wording as say
from reporting.exports.alert_shapes import alert_facts, alerts_table, sliding_table
from reporting.exports.shapes import Fact, Table
from reporting.rules.content import Agreements, KindCount, MonthContent, Outreach, UnitMonth, Watch


@dataclass(frozen=True)
class CoursePages:
    """The synthesis's part; what the month does not tell is None, or empty."""

    by_unit: Table | None
    services: Table | None
    stages: Table | None
    attempts: Table | None
    ranks: Table | None
    facts: tuple[Fact, ...]
    sliding: Table | None
    alerts: Table | None


def course_pages(content: MonthContent) -> CoursePages:
    """Lay it out."""
    asked, tried = content.interventions, content.outreach
    return CoursePages(
        by_unit=_by_unit(content),
        services=_kinds(("Service", "Demandes"), asked.services) if asked else None,
        stages=_kinds(("Stade le jour de la demande", "Demandes"), asked.stages) if asked else None,
        attempts=_kinds(("Moyen", "Tentatives"), tried.attempts) if tried else None,
        ranks=_kinds(("Premier contact", "Demandes"), tried.ranks) if tried else None,
        facts=_facts(tried) if tried else (),
        sliding=sliding_table(content),
        alerts=alerts_table(content),
    )


def course_facts(unit: UnitMonth) -> tuple[Fact, ...]:
    """Give what a unit's page says of them."""
    found = []
    if one := unit.watch:
        found.append(
            Fact(
                "M16",
                "Ménages en veille",
                str(one.watched),
                f"à clore sous 3{NBSP}mois {one.ending}{NBSP}; accompagnements rouverts {one.reopened}",
            )
        )
    if two := unit.agreements:
        found.append(
            Fact(
                "M20",
                "Conventions tripartites",
                str(two.in_force),
                f"proposés {two.offered}{NBSP}; accords {two.accepted}, refus {two.refused}, "
                f"sans{NBSP}réponse{NBSP}{two.unanswered}",
            )
        )
    return (*found, *alert_facts(unit))


def _by_unit(content: MonthContent) -> Table | None:
    total = content.total
    if total.agreements is None and (total.watch is None or total.watch == Watch()):
        return None
    head: tuple[str, ...] = ("Unité de gestion", "En veille", "À clore sous 3 mois", "Rouverts")
    if total.agreements is not None:
        head = (*head, "Proposés", "Accords", "Refus", "Sans réponse", "Conventions")
    rows = [_row(unit, agreements=total.agreements is not None) for unit in (*content.units, total)]
    return Table(head, tuple(rows[:-1]), rows[-1])


def _row(unit: UnitMonth, *, agreements: bool) -> tuple[str, ...]:
    one, two = unit.watch or Watch(), unit.agreements or Agreements()
    counts = [one.watched, one.ending, one.reopened]
    if agreements:
        counts += [two.offered, two.accepted, two.refused, two.unanswered, two.in_force]
    return (unit.unit, *map(str, counts))


def _kinds(head: tuple[str, str], kinds: Iterable[KindCount]) -> Table:
    several = tuple(kinds)
    return Table(
        head,
        tuple((capitalised(kind.label), str(kind.count)) for kind in several),
        ("Ensemble", str(sum(kind.count for kind in several))),
    )


def _facts(tried: Outreach) -> tuple[Fact, ...]:
    delay = tried.delay
    known = f"médiane{NBSP}; moyenne {say.decimal(delay.mean)}, sur {counted(delay.n, 'demande')}" if delay.n else ""
    waiting = f"{counted(delay.missing, 'demande')} en attente" if delay.missing else ""
    return (
        Fact("M18", "Demandes du mois suivies d’un contact", say.share(tried.reached), waiting),
        Fact("M19", "De la demande au premier contact", say.median(delay), known),
    )

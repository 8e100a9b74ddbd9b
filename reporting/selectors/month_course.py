"""What a month's page says of the course: the watch, the agreements, the requests and how people were reached (M16 to M20)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from foundation.words import NBSP, capitalised, counted
from reporting.enums import Figure
from reporting.rules import shown
from reporting.rules.content import Agreements, Definition, KindCount, MonthContent, UnitMonth, Watch
from reporting.selectors.month_alerts import ALERTS, SLIDING, UnitTable, unit_table
from reporting.selectors.month_lines import Detail, Headline, Listed, Shown, TableRow, linked, precise

WATCH_HEADS = ("En veille", f"Fin dans les 3{NBSP}mois", "Rouverts")
AGREEMENT_HEADS = ("Proposés", "Acceptés", "Refusés", "Sans réponse", "Conventions")


@dataclass(frozen=True)
class KindTable:
    """Counts by kind, each with its list, and their sum."""

    title: str
    first: str
    unit: str  # what is counted: « Demandes »
    rows: tuple[tuple[str, Shown], ...]
    total: Shown
    before: str  # the sum of the month before, or nothing


@dataclass(frozen=True)
class Reached:
    """M18 and M19: how many were reached, how soon, how many wait."""

    share: Shown  # « 3 sur 5 »
    percent: str
    before: str
    delay: str
    detail: str
    waiting: Shown
    kinds: KindTable
    ranks: KindTable
    definitions: tuple[Definition, ...]


@dataclass(frozen=True)
class CoursePart:
    """The part of the page that tells the course."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    total: TableRow | None  # none: nothing to say by unit
    services: KindTable | None
    stages: KindTable | None
    interventions: Definition | None
    reached: Reached | None
    sliding: UnitTable | None = None
    alerts: UnitTable | None = None


def course_part(content: MonthContent, before: MonthContent | None, listed: Listed) -> CoursePart:
    """Give it from a month's kept content, against the month before."""
    total = content.total
    definitions = {definition.code: definition for definition in content.definitions}
    heads = (
        *(WATCH_HEADS if total.watch else ()),
        *(AGREEMENT_HEADS if total.agreements else ()),
    )
    last = _by_unit(total, listed)
    is_told = total.agreements is not None or any(not cell.is_zero for cell in last.cells)
    asked, was = content.interventions, before.interventions if before else None
    services = stages = None
    if asked:
        service_words = ("Demandes d’intervention par service", "Service", "Demandes")
        stage_words = ("Demandes d’intervention par stade de procédure", "Stade le jour de la demande", "Demandes")
        said_before = str(was.total) if was else ""
        services = _table(service_words, _shows(Figure.INTERVENTIONS, total, listed), asked.services, said_before)
        stages = _table(stage_words, _shows(Figure.STAGES, total, listed), asked.stages)
    return CoursePart(
        heads=heads if is_told else (),
        rows=tuple(_by_unit(unit, listed) for unit in content.units) if is_told else (),
        total=last if is_told else None,
        services=services,
        stages=stages,
        interventions=definitions.get("M17"),
        reached=_reached(content, before, definitions, listed),
        sliding=unit_table(content, listed, SLIDING),
        alerts=unit_table(content, listed, ALERTS),
    )


def course_headlines(
    unit: UnitMonth, before: UnitMonth | None, definitions: Mapping[str, Definition], listed: Listed
) -> tuple[Headline, ...]:
    """Give a unit's watch and agreements against the month before; a month made before they were counted says nothing."""
    found = []
    if unit.watch:
        known, was = unit.watch.watched, before.watch.watched if before and before.watch else None
        found.append(
            Headline(
                name="Ménages en veille",
                now=linked(known, Figure.WATCHED, unit, listed),
                before="" if was is None else shown.number(was),
                change="" if was is None else shown.signed(known - was),
                details=_watch_details(unit, unit.watch, listed),
                definition=definitions.get("M16"),
            )
        )
    if unit.agreements:
        known, was = unit.agreements.in_force, before.agreements.in_force if before and before.agreements else None
        found.append(
            Headline(
                name="Conventions tripartites",
                now=linked(known, Figure.AGREEMENTS, unit, listed),
                before="" if was is None else shown.number(was),
                change="" if was is None else shown.signed(known - was),
                details=_agreement_details(unit, unit.agreements, listed),
                definition=definitions.get("M20"),
            )
        )
    return tuple(found)


def _watch_details(unit: UnitMonth, watch: Watch, listed: Listed) -> tuple[Detail, ...]:
    ending = f"dont {watch.ending} à clore dans les trois mois" if watch.ending else ""
    reopened = counted(watch.reopened, "accompagnement rouvert", "accompagnements rouverts") if watch.reopened else ""
    details = (Detail(ending, listed(Figure.WATCH_ENDING, unit)), Detail(reopened, listed(Figure.REOPENED, unit)))
    return tuple(detail for detail in details if detail.text)


def _agreement_details(unit: UnitMonth, one: Agreements, listed: Listed) -> tuple[Detail, ...]:
    offered = counted(one.offered, "accompagnement proposé", "accompagnements proposés") if one.offered else ""
    parts = (
        (one.accepted, counted(one.accepted, "accord")),
        (one.refused, counted(one.refused, "refus", "refus")),
        (one.unanswered, f"{one.unanswered} sans réponse"),
    )
    answers = ", ".join(words for count, words in parts if count)
    details = (Detail(offered, listed(Figure.OFFERS, unit)), Detail(answers, listed(Figure.ANSWERS, unit)))
    return tuple(detail for detail in details if detail.text)


def _by_unit(unit: UnitMonth, listed: Listed) -> TableRow:
    """Give a unit's line of the course."""
    cells: list[Shown] = []
    if unit.watch:
        cells += [
            linked(unit.watch.watched, Figure.WATCHED, unit, listed),
            linked(unit.watch.ending, Figure.WATCH_ENDING, unit, listed),
            linked(unit.watch.reopened, Figure.REOPENED, unit, listed),
        ]
    if one := unit.agreements:
        cells += [
            linked(one.offered, Figure.OFFERS, unit, listed),
            precise(one.accepted, Figure.ANSWERS, "ACCEPTED", unit, listed),
            precise(one.refused, Figure.ANSWERS, "REFUSED", unit, listed),
            precise(one.unanswered, Figure.ANSWERS, "NO_ANSWER", unit, listed),
            linked(one.in_force, Figure.AGREEMENTS, unit, listed),
        ]
    return TableRow(unit.unit, f"unite-{unit.unit_id or 'non-reparti'}", tuple(cells))


def _reached(
    content: MonthContent, before: MonthContent | None, definitions: Mapping[str, Definition], listed: Listed
) -> Reached | None:
    one, was = content.outreach, before.outreach if before else None
    if one is None:
        return None
    total, ratio, delay = content.total, one.reached, one.delay
    known = f"moyenne {shown.decimal(delay.mean)}, sur {counted(delay.n, 'demande')}" if delay.n else ""
    return Reached(
        share=Shown(shown.share(ratio), listed(Figure.REACHED, total) if ratio.numerator else ""),
        percent=shown.percent(ratio),
        before=shown.percent(was.reached) if was else "",
        delay=shown.days(delay),
        detail=known,
        waiting=linked(delay.missing, Figure.UNREACHED, total, listed),
        kinds=_table(
            ("Tentatives de contact du mois", "Moyen", "Tentatives"),
            _shows(Figure.ATTEMPTS, total, listed),
            one.attempts,
            str(was.tried) if was else "",
        ),
        ranks=_table(
            ("Premier contact, par rang de la tentative", "Premier contact", "Demandes"),
            _shows(Figure.REACHED, total, listed),
            one.ranks,
        ),
        definitions=tuple(definitions[code] for code in ("M18", "M19") if code in definitions),
    )


def _shows(figure: Figure, total: UnitMonth, listed: Listed) -> Callable[[int, str], Shown]:
    """Give how a count of this figure is shown: of one kind, or of all of them when none is said."""

    def show(count: int, tag: str) -> Shown:
        return precise(count, figure, tag, total, listed) if tag else linked(count, figure, total, listed)

    return show


def _table(
    words: tuple[str, str, str], show: Callable[[int, str], Shown], kinds: Iterable[KindCount], before: str = ""
) -> KindTable:
    title, first, unit = words
    several = tuple(kinds)
    return KindTable(
        title,
        first,
        unit,
        tuple((capitalised(kind.label), show(kind.count, kind.code)) for kind in several),
        show(sum(kind.count for kind in several), ""),
        before,
    )

"""A month as its PDF lays it out: every figure already said, so that the template only places it."""

from collections.abc import Iterable

from foundation.words import NBSP, capitalised, counted, month_name
from reporting.enums import Figure
from reporting.exports import wording as say
from reporting.exports.course_pages import course_facts, course_pages
from reporting.exports.page_shapes import Bar, Listing, MonthDocument, Sum, UnitPage
from reporting.exports.shapes import Fact, Table
from reporting.rules.content import NOT_ASSIGNED, Correction, Flows, Load, MonthContent, Movement, Point, UnitMonth
from reporting.rules.parts import HOMES, has_homes

MOST_FILES = 6  # named on one line of a unit's page: it holds on one sheet, the workbook names them all
MOST_REASONS = 2
MOST_IN_ALL = 15  # in the synthesis
CHART_WIDTH, CHART_BASE, CHART_TOP, WIDEST_BAR = 640, 122, 22, 46
MONTHS_SHOWN = 12


def sums(flows: Flows, *, start: str, end: str) -> tuple[Sum, ...]:
    """Lay out the identity."""
    return (
        Sum(start, str(flows.stock_start)),
        Sum("corrections", say.signed(flows.corrections)),
        Sum("entrés", say.signed(flows.entered)),
        Sum("venus d’une autre unité", say.signed(flows.transferred_in)),
        Sum("sortis", say.signed(-flows.left)),
        Sum("partis vers une autre", say.signed(-flows.transferred_out)),
        Sum(end, str(flows.stock_end), is_last=True),
    )


def flow_cells(flows: Flows) -> tuple[str, ...]:
    """Give a row of flows."""
    return (
        str(flows.stock_start),
        say.signed(flows.corrections),
        str(flows.entered),
        str(flows.transferred_in),
        str(flows.left),
        str(flows.transferred_out),
        str(flows.stock_end),
    )


def cells_table(unit: UnitMonth) -> Table:
    """Give demand and supply by size, with their sum."""
    head = ("Type", "Ménages prêts", "Autre choix", "Logements avec accord", "En attente d’accord", "Écart")
    rows = tuple(
        (
            cell.typology,
            str(cell.demand),
            str(cell.demand_other),
            str(cell.supply),
            str(cell.awaiting),
            say.signed(cell.gap),
        )
        for cell in unit.cells
    )
    total = (unit.demand, unit.demand_other, unit.supply, unit.awaiting)
    return Table(head, rows, ("Ensemble", *map(str, total), say.signed(unit.gap)))


def holder_lines(unit: UnitMonth) -> tuple[str, ...]:
    """Say each holder's dwellings in one line: « Action Logement : T2 1, T3 1 avec accord ; T2 1 en attente »."""
    lines: dict[str, tuple[list[str], list[str]]] = {}
    for held in unit.holders:
        agreed, awaiting = lines.setdefault(held.holder, ([], []))
        if held.agreed:
            agreed.append(f"{held.typology}{NBSP}{held.agreed}")
        if held.awaiting:
            awaiting.append(f"{held.typology}{NBSP}{held.awaiting}")
    return tuple(_holder_line(holder, *parts) for holder, parts in lines.items())


def _holder_line(holder: str, agreed: list[str], awaiting: list[str]) -> str:
    parts = (
        f"{', '.join(agreed)} avec accord" if agreed else "",
        f"{', '.join(awaiting)} en attente" if awaiting else "",
    )
    return f"{holder or 'Non réservés'}{NBSP}: {f'{NBSP}; '.join(part for part in parts if part) or '0'}"


def facts(unit: UnitMonth) -> tuple[Fact, ...]:
    """Give what a unit's page says below its demand and supply."""
    made, seen, decided, homes = unit.proposals, unit.presented, unit.decisions, unit.move_ins
    ranks = (
        f"{counted(decided.unsettled, 'rang non encore fixé', 'rangs non encore fixés')}" if decided.unsettled else ""
    )
    return (
        Fact("M1", "Ancienneté des ménages prêts", say.median(unit.readiness), say.times_detail(unit.readiness)),
        Fact("M3", "Logements annoncés dans le mois", str(unit.supply_new)),
        Fact("M5", "Couverture de la demande", say.share(unit.coverage)),
        Fact(
            "M6",
            "Logements proposés",
            str(made.made),
            f"acceptés {made.accepted}, refusés {made.refused}, terminés autrement {made.ended}, en attente {made.pending}",
        ),
        Fact(
            "M7",
            "Dossiers examinés en commission",
            str(seen.examined),
            f"dont ajournés {seen.adjourned}{NBSP}; référent présent {seen.with_worker}, absent {seen.without_worker}, "
            f"non{NBSP}précisé{NBSP}{seen.not_said}",
        ),
        Fact(
            "M8",
            "Avis positifs",
            say.share(decided.rate),
            f"{NBSP}; ".join(part for part in (say.kinds(decided.kinds), ranks) if part),
        ),
        Fact(
            "M9",
            "De l’orientation à la commission",
            say.median(unit.referral_to_cal),
            say.times_detail(unit.referral_to_cal),
        ),
        Fact(
            "M10",
            "De l’avis positif à l’entrée",
            say.median(unit.decision_to_entry),
            say.times_detail(unit.decision_to_entry),
        ),
        Fact(
            "M11",
            "Entrées dans un logement",
            str(homes.total),
            f"baux directs {homes.direct}, sous-locations {homes.sublet}",
        ),
        Fact("M13", "Sous-locations en cours", str(unit.sublets.open), say.ages(unit.sublets)),
        *course_facts(unit),
    )


def listings(movements: Iterable[Movement], *, unit: str = "", most: int = MOST_FILES) -> tuple[Listing, ...]:
    """Give the file numbers that moved, by what they did; of one unit when it is named, transfers then read both ways."""
    groups: dict[str, list[str]] = {"Entrés": [], "Sortis": [], "Venus": [], "Partis": []}
    for move in movements:
        day = f" ({say.small_day(move.on)})" if move.on else ""
        if move.kind == Figure.TRANSFERRED_IN:
            if unit in {"", move.unit}:
                there = "" if unit else f" à {move.unit}"
                groups["Venus"].append(f"{move.file_number}, de {move.other}{there}{day}")
            elif move.other == unit:
                groups["Partis"].append(f"{move.file_number}, vers {move.unit}{day}")
        elif unit in {"", move.unit}:
            where = "" if unit else f", {move.unit}"
            groups["Entrés" if move.kind == Figure.ENTERED else "Sortis"].append(f"{move.file_number}{where}{day}")
    labels = {
        "Entrés": "Entrés",
        "Sortis": "Sortis",
        "Venus": "Venus d’une autre unité",
        "Partis": "Partis vers une autre",
    }
    if not unit:
        labels["Venus"] = "Passés d’une unité à une autre"
    return tuple(Listing(labels[key], _shortened(files, most)) for key, files in groups.items() if files)


def reasons(corrections: Iterable[Correction], *, unit: str = "", most: int = MOST_REASONS) -> tuple[str, ...]:
    """Say why the month before moved, one household a line."""
    lines = [
        f"{say.signed(one.delta)}{'' if unit else f', {one.unit}'}{NBSP}: {one.words} ({one.file_number})."
        for one in corrections
        if unit in {"", one.unit}
    ]
    return _cut(lines, most)


def unit_page(content: MonthContent, unit: UnitMonth) -> UnitPage:
    """Lay out one unit's page."""
    told_homes = has_homes(content)
    month = say.month_of(content)
    flows = unit.flows
    moved = flows.stock_end - flows.stock_start
    change = "comme à la fin du mois précédent" if not moved else f"{say.signed(moved)} depuis la fin du mois précédent"
    return UnitPage(
        name=unit.unit,
        is_not_assigned=unit.unit_id is None and unit.unit == NOT_ASSIGNED,
        sums=sums(flows, start=f"fin {month_name(month.plus(-1).first)}", end=f"fin {month_name(month.first)}"),
        sentence=f"{say.households(flows.stock_end)} au dernier jour du mois, {change}. Servis dans le mois{NBSP}: {flows.served}.",
        cells=cells_table(unit),
        holders=holder_lines(unit),
        facts=tuple(one for one in facts(unit) if told_homes or one.code not in HOMES),
        has_homes=told_homes,
        moves=listings(content.movements, unit=unit.unit),
        corrections=reasons(content.corrections, unit=unit.unit),
    )


def bars(history: tuple[Point, ...]) -> tuple[Bar, ...]:
    """Draw the stock at the close of each month, from zero, over the whole width."""
    shown = history[-MONTHS_SHOWN:]
    if not shown:
        return ()
    step = CHART_WIDTH / len(shown)
    width = min(WIDEST_BAR, round(step * 0.7))
    most = max(1, *(point.stock_end for point in shown))
    return tuple(
        Bar(
            x=round(place * step + (step - width) / 2, 1),
            middle=round((place + 0.5) * step, 1),
            y=round(CHART_BASE - (CHART_BASE - CHART_TOP) * point.stock_end / most, 1),
            width=width,
            height=round((CHART_BASE - CHART_TOP) * point.stock_end / most, 1),
            figure=point.stock_end,
            month=_short(point),
            is_last=place == len(shown) - 1,
        )
        for place, point in enumerate(shown)
    )


def document(content: MonthContent, *, edited: str) -> MonthDocument:
    """Lay out the whole month."""
    month = say.month_of(content)
    before, now = month_name(month.plus(-1).first), month_name(month.first)
    flows, targets = content.total.flows, content.targets
    every = (*content.units, content.total)
    goal = f"sur un objectif de {targets.target}" if targets.target is not None else "sans objectif fixé"
    return MonthDocument(
        content=content,
        title=f"{say.heading(content)}, {content.programme_name}, {say.state(content)}",
        heading=say.heading(content),
        programme=say.programme(content),
        state=say.state(content),
        long_state=say.long_state(content),
        edited=edited,
        day=f"{month.last.day} {now}",
        sentence=_sentence(flows),
        targets=(
            Sum(f"ménages accompagnés depuis le début, {goal}", str(targets.accompanied)),
            Sum(f"ménages relogés depuis le début, {goal}", str(targets.housed)),
        ),
        sums=sums(flows, start=f"fin {before}", end=f"fin {now}"),
        flows=_by_unit(
            ("Unité de gestion", "Début", "Corrections", "Entrés", "Venus", "Sortis", "Partis", "Fin"),
            [(unit.unit, *flow_cells(unit.flows)) for unit in every],
        ),
        bars=bars(content.history),
        chart_words=", ".join(f"{_short(point)} {point.stock_end}" for point in content.history[-MONTHS_SHOWN:]),
        history=_history(content.history[-MONTHS_SHOWN:]),
        why=_why(flows, before),
        reasons=reasons(content.corrections, most=MOST_IN_ALL),
        moves=listings(content.movements, most=MOST_IN_ALL),
        supply=_by_unit(
            (
                "Unité de gestion",
                "Ménages prêts",
                "Autre choix",
                "Logements avec accord",
                "En attente d’accord",
                "Annoncés",
                "Écart",
                "Couverture",
            ),
            [
                (
                    unit.unit,
                    str(unit.demand),
                    str(unit.demand_other),
                    str(unit.supply),
                    str(unit.awaiting),
                    str(unit.supply_new),
                    say.signed(unit.gap),
                    say.percent(unit.coverage),
                )
                for unit in every
            ],
        ),
        commissions=_by_unit(
            (
                "Unité de gestion",
                "Proposés",
                "Examinés",
                "Ajournés",
                "Rangs à fixer",
                "Décidés",
                "Avis positifs",
                "Taux",
                "Entrées",
                "Sous-loc.",
            ),
            [
                (
                    unit.unit,
                    str(unit.proposals.made),
                    str(unit.presented.examined),
                    str(unit.presented.adjourned),
                    str(unit.decisions.unsettled),
                    str(unit.decisions.rate.denominator),
                    str(unit.decisions.rate.numerator),
                    say.percent(unit.decisions.rate),
                    str(unit.move_ins.total),
                    str(unit.sublets.open),
                )
                for unit in every
            ],
        ),
        whole=unit_page(content, content.total),
        course=course_pages(content),
        requests=Table(
            ("Origine", "Orientations"),
            tuple((capitalised(kind.label), str(kind.count)) for kind in content.requests),
            ("Ensemble", str(sum(kind.count for kind in content.requests))),
        ),
        associations=Table(
            ("Association", "Début", "Corrections", "Entrés", "Venus", "Sortis", "Partis", "Fin"),
            tuple((one.association, *flow_cells(one.flows)) for one in content.associations),
        ),
        loads=Table(
            ("Association", "Référents", "Temps plein", "En préparation", "Accompagnés", "En veille", "Charge"),
            tuple((one.association, *_load(one.load)) for one in content.associations),
        ),
        audience=tuple(
            (
                one.title,
                Table(
                    (one.title, "Ménages"),
                    tuple(
                        (capitalised(line.label), say.MASKED if line.count is None else str(line.count))
                        for line in one.lines
                    ),
                    ("Ensemble", str(one.total)),
                ),
            )
            for one in content.audience
        ),
        masking=say.MASKING if any(line.count is None for one in content.audience for line in one.lines) else "",
        not_validated_by=" et ".join(content.not_validated_by),
        units=tuple(unit_page(content, unit) for unit in content.units),
    )


def _by_unit(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    return Table(head, tuple(rows[:-1]), rows[-1])


def _sentence(flows: Flows) -> str:
    entered = (
        counted(flows.entered, "ménage est entré", "ménages sont entrés")
        if flows.entered
        else "Aucun ménage n’est entré"
    )
    left = (
        f"{flows.left}{NBSP}en {'est sorti' if flows.left == 1 else 'sont sortis'}"
        if flows.left
        else "aucun n’en est sorti"
    )
    return f"{entered} en accompagnement dans le mois et {left}."


def _why(flows: Flows, before: str) -> str:
    after = flows.stock_start + flows.corrections
    if after == flows.stock_start:
        return f"Ce qui a été corrigé à la fin de {before}"
    return f"Pourquoi la fin de {before} a bougé de {flows.stock_start} à {after}"


def _load(load: Load | None) -> tuple[str, ...]:
    if load is None:
        return ("n.d.",) * 6
    return (
        str(load.workers),
        say.decimal(load.full_time, 2),
        str(load.preparation),
        str(load.supported),
        str(load.watched),
        say.decimal(load.load, 2),
    )


def _history(points: tuple[Point, ...]) -> Table:
    return Table(("Fin de mois", *map(_short, points)), (("Ménages", *(str(point.stock_end) for point in points)),))


def _short(point: Point) -> str:
    return f"{point.month[5:]}/{point.month[2:4]}"


def _shortened(files: list[str], most: int) -> str:
    if len(files) <= most:
        return f"{NBSP}; ".join(files)
    return f"{NBSP}; ".join(files[:most]) + f"{NBSP}; et {len(files) - most} autres, dans le classeur du mois"


def _cut(lines: list[str], most: int) -> tuple[str, ...]:
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], f"Et {len(lines) - most} autres, dans le classeur du mois.")

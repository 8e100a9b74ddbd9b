"""The figures of a month as its page shows them: each with its list, its definition and the month before."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.words import NBSP, counted, join_names
from reporting.enums import Figure
from reporting.rules import shown
from reporting.rules.content import NOT_ASSIGNED, Definition, MonthContent, UnitMonth
from reporting.selectors.month_course import course_headlines
from reporting.selectors.month_lines import Detail, Headline, Listed, Shown, TableRow, linked, precise


@dataclass(frozen=True)
class SizeRow:
    """Demand and supply of one size."""

    size: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class UnitSection:
    """One unit: its sentence, its figures, its sizes; the figures that say nothing are named together."""

    name: str
    anchor: str
    sentence: str
    headlines: tuple[Headline, ...]
    silent: str
    sizes: tuple[SizeRow, ...]
    holders: str


FLOW_FIGURES = (
    Figure.STOCK_START,
    Figure.CORRECTIONS,
    Figure.ENTERED,
    Figure.TRANSFERRED_IN,
    Figure.LEFT,
    Figure.TRANSFERRED_OUT,
    Figure.STOCK_END,
)


def flow_values(unit: UnitMonth) -> tuple[tuple[Figure, int], ...]:
    """Give the seven terms of the identity in order."""
    flows = unit.flows
    return tuple(
        zip(
            FLOW_FIGURES,
            (
                flows.stock_start,
                flows.corrections,
                flows.entered,
                flows.transferred_in,
                flows.left,
                flows.transferred_out,
                flows.stock_end,
            ),
            strict=True,
        )
    )


def anchor_of(unit: UnitMonth) -> str:
    """Name a unit's section in the page."""
    return f"unite-{unit.unit_id}" if unit.unit_id else "unite-non-reparti"


def flow_row(unit: UnitMonth, listed: Listed) -> TableRow:
    """Give a unit's line of the first table."""
    cells = []
    for figure, value in flow_values(unit):
        text = shown.signed(value) if figure == Figure.CORRECTIONS else shown.number(value)
        # Corrections may cancel out: +1 and −1 have a list too, which the total cannot tell.
        cells.append(Shown(text, listed(figure, unit) if value else "", is_zero=not value))
    return TableRow(unit.unit, anchor_of(unit), tuple(cells))


def supply_row(unit: UnitMonth, listed: Listed) -> TableRow:
    """Give a unit's line of the second table."""
    cells = (
        linked(unit.demand, Figure.DEMAND, unit, listed),
        linked(unit.supply, Figure.SUPPLY, unit, listed),
        _gap(unit.gap),
        linked(unit.proposals.made, Figure.PROPOSALS, unit, listed),
        linked(unit.presented.examined, Figure.PRESENTED, unit, listed),
        linked(unit.decisions.rate.numerator, Figure.POSITIVE, unit, listed),
        linked(unit.move_ins.total, Figure.MOVE_INS, unit, listed),
        linked(unit.sublets.open, Figure.SUBLETS, unit, listed),
    )
    return TableRow(unit.unit, anchor_of(unit), cells)


def unit_section(
    unit: UnitMonth, before: UnitMonth | None, definitions: Mapping[str, Definition], listed: Listed
) -> UnitSection:
    """Give one unit's section."""
    lines = headlines(unit, before, definitions, listed)
    said = tuple(line for line in lines if not line.is_empty)
    silent = [line.name[0].lower() + line.name[1:] for line in lines if line.is_empty and line.definition]
    return UnitSection(
        name=unit.unit,
        anchor=anchor_of(unit),
        sentence=_sentence(unit),
        headlines=said,
        silent=join_names(silent),
        sizes=size_rows(unit, listed),
        holders=_holders(unit),
    )


def size_rows(unit: UnitMonth, listed: Listed) -> tuple[SizeRow, ...]:
    """Give demand and supply by size."""
    return tuple(
        SizeRow(
            cell.typology,
            (
                precise(cell.demand, Figure.DEMAND, cell.typology, unit, listed),
                precise(cell.demand_other, Figure.DEMAND_OTHER, cell.typology, unit, listed),
                precise(cell.supply, Figure.SUPPLY, cell.typology, unit, listed),
                precise(cell.awaiting, Figure.SUPPLY_AWAITING, cell.typology, unit, listed),
                _gap(cell.gap),
            ),
        )
        for cell in unit.cells
    )


def headlines(
    unit: UnitMonth, before: UnitMonth | None, definitions: Mapping[str, Definition], listed: Listed
) -> tuple[Headline, ...]:
    """Give a unit's figures against the month before (M1 to M13, M16, M20; requests have no unit and come apart)."""

    def counts(name: str, code: str, figure: Figure, read: Callable[[UnitMonth], int], *details: Detail) -> Headline:
        value, was = read(unit), read(before) if before else None
        return Headline(
            name=name,
            now=linked(value, figure, unit, listed),
            before="" if was is None else shown.number(was),
            change="" if was is None else shown.signed(value - was),
            details=tuple(detail for detail in details if detail.text),
            definition=definitions.get(code),
        )

    def says(
        name: str, code: str, read: Callable[[UnitMonth], str], *details: Detail, url: str = "", change: str = ""
    ) -> Headline:
        text = read(unit)
        is_unknown = text == shown.UNKNOWN
        return Headline(
            name=name,
            now=Shown(text, url, is_zero=is_unknown),
            before=read(before) if before else "",
            change=change,
            details=tuple(detail for detail in details if detail.text),
            definition=definitions.get(code),
        )

    gap = _gap(unit.gap)
    rate = unit.decisions.rate
    return (
        counts(
            "Ménages accompagnés",
            "M12",
            Figure.STOCK_END,
            lambda one: one.flows.stock_end,
            Detail(f"{counted(unit.flows.served, 'suivi')} dans le mois" if unit.flows.served else ""),
        ),
        counts(
            "Ménages prêts",
            "M1",
            Figure.DEMAND,
            lambda one: one.demand,
            Detail(
                f"et {counted(unit.demand_other, 'ménage')} pour qui c’est un autre choix" if unit.demand_other else "",
                listed(Figure.DEMAND_OTHER, unit),
            ),
            Detail(f"prêts depuis {shown.days(unit.readiness)} (médiane)" if unit.readiness.n else ""),
        ),
        counts(
            "Logements disponibles",
            "M3",
            Figure.SUPPLY,
            lambda one: one.supply,
            Detail(
                f"et {unit.awaiting} en attente de l’accord du réservataire" if unit.awaiting else "",
                listed(Figure.SUPPLY_AWAITING, unit),
            ),
            Detail(
                counted(unit.supply_new, "annoncé dans le mois", "annoncés dans le mois") if unit.supply_new else "",
                listed(Figure.SUPPLY_NEW, unit),
            ),
        ),
        Headline(
            name="Écart entre l’offre et la demande",
            now=gap,
            before="" if before is None else shown.signed(before.gap),
            change="" if before is None else shown.signed(unit.gap - before.gap),
            details=(),
            definition=definitions.get("M4"),
        ),
        says(
            "Couverture de la demande",
            "M5",
            lambda one: shown.percent(one.coverage),
            Detail(f"{shown.share(unit.coverage)} ménages prêts" if unit.coverage.denominator else ""),
            change=shown.points(unit.coverage, before.coverage) if before else "",
        ),
        counts("Logements proposés", "M6", Figure.PROPOSALS, lambda one: one.proposals.made, Detail(_proposals(unit))),
        counts(
            "Dossiers examinés",
            "M7",
            Figure.PRESENTED,
            lambda one: one.presented.examined,
            Detail(_presented(unit)),
        ),
        says(
            "Avis positifs",
            "M8",
            lambda one: shown.percent(one.decisions.rate),
            Detail(
                shown.share(rate) if rate.denominator else "", listed(Figure.POSITIVE, unit) if rate.numerator else ""
            ),
            Detail(", ".join(f"{kind.label}\u00a0: {kind.count}" for kind in unit.decisions.kinds)),
            Detail(
                counted(unit.decisions.unsettled, "rang non encore fixé", "rangs non encore fixés")
                if unit.decisions.unsettled
                else "",
                listed(Figure.UNSETTLED, unit),
            ),
            change=shown.points(rate, before.decisions.rate) if before else "",
        ),
        says(
            "De l’orientation à la commission",
            "M9",
            lambda one: shown.days(one.referral_to_cal),
            Detail(shown.days_detail(unit.referral_to_cal)),
            change=shown.days_apart(unit.referral_to_cal, before.referral_to_cal) if before else "",
            url=_listed_days(
                unit.referral_to_cal.n + unit.referral_to_cal.missing, Figure.REFERRAL_TO_CAL, unit, listed
            ),
        ),
        says(
            "De l’avis positif à l’entrée",
            "M10",
            lambda one: shown.days(one.decision_to_entry),
            Detail(shown.days_detail(unit.decision_to_entry)),
            change=shown.days_apart(unit.decision_to_entry, before.decision_to_entry) if before else "",
            url=_listed_days(
                unit.decision_to_entry.n + unit.decision_to_entry.missing, Figure.DECISION_TO_ENTRY, unit, listed
            ),
        ),
        counts(
            "Entrées dans un logement", "M11", Figure.MOVE_INS, lambda one: one.move_ins.total, Detail(_entries(unit))
        ),
        counts("Sous-locations en cours", "M13", Figure.SUBLETS, lambda one: one.sublets.open, Detail(_sublets(unit))),
        *course_headlines(unit, before, definitions, listed),
    )


def same_unit(content: MonthContent | None, unit: UnitMonth) -> UnitMonth | None:
    """Give the same unit in another month's figures."""
    if content is None:
        return None
    key = unit.unit_id or NOT_ASSIGNED
    return next((one for one in content.units if (one.unit_id or NOT_ASSIGNED) == key), None)


def unit_ids(content: MonthContent) -> frozenset[uuid.UUID]:
    """Give the ids of the units of a month."""
    return frozenset(uuid.UUID(unit.unit_id) for unit in content.units if unit.unit_id)


def _gap(value: int) -> Shown:
    return Shown(shown.signed(value), is_zero=not value, is_short=value < 0)


def _listed_days(count: int, figure: Figure, unit: UnitMonth, listed: Listed) -> str:
    return listed(figure, unit) if count else ""


def _proposals(unit: UnitMonth) -> str:
    one = unit.proposals
    parts = (
        (one.accepted, counted(one.accepted, "accepté")),
        (one.refused, f"{counted(one.refused, 'refusé')} ou sans réponse"),
        (one.ended, f"{counted(one.ended, 'terminé')} autrement"),
        (one.pending, f"{one.pending} en attente"),
    )
    return ", ".join(words for count, words in parts if count)


def _presented(unit: UnitMonth) -> str:
    one = unit.presented
    parts = (
        (one.adjourned, counted(one.adjourned, "ajourné")),
        (one.with_worker, f"{one.with_worker} avec le référent"),
        (one.without_worker, f"{one.without_worker} sans lui"),
        (one.not_said, f"présence non dite pour {one.not_said}"),
    )
    return ", ".join(words for count, words in parts if count)


def _entries(unit: UnitMonth) -> str:
    one = unit.move_ins
    parts = (
        (one.direct, counted(one.direct, "bail direct", "baux directs")),
        (one.sublet, counted(one.sublet, "sous-location")),
    )
    return ", ".join(words for count, words in parts if count)


def _sublets(unit: UnitMonth) -> str:
    one = unit.sublets
    if not one.open or one.oldest_months is None:
        return ""
    return (
        f"la plus ancienne depuis {one.oldest_months}{NBSP}mois, {shown.decimal(one.mean_months)}{NBSP}mois en moyenne"
    )


def _holders(unit: UnitMonth) -> str:
    """Say « Action Logement : 1 T2, 1 T3 en attente ; non réservés : 2 T3 »."""
    by_holder: dict[str, list[str]] = {}
    for cell in unit.holders:
        words = by_holder.setdefault(cell.holder or "non réservés", [])
        if cell.agreed:
            words.append(f"{cell.agreed}{NBSP}{cell.typology}")
        if cell.awaiting:
            words.append(f"{cell.awaiting}{NBSP}{cell.typology} en attente")
    return f"{NBSP}; ".join(f"{holder}{NBSP}: {', '.join(words)}" for holder, words in by_holder.items() if words)


def _sentence(unit: UnitMonth) -> str:
    """Say how the unit moved, in one sentence."""
    flows = unit.flows
    end = (
        counted(flows.stock_end, "ménage accompagné", "ménages accompagnés")
        if flows.stock_end
        else "Aucun ménage accompagné"
    )
    parts = [
        words
        for count, words in (
            (flows.corrections, f"{shown.signed(flows.corrections)} de corrections"),
            (flows.entered, counted(flows.entered, "entré")),
            (flows.transferred_in, counted(flows.transferred_in, "venu")),
            (flows.left, counted(flows.left, "sorti")),
            (flows.transferred_out, counted(flows.transferred_out, "parti")),
        )
        if count
    ]
    return f"{end} à la fin du mois, {flows.stock_start} au début{NBSP}: {', '.join(parts) or 'rien n’a bougé'}."

"""A month as a workbook lays it out: sheets of typed cells, every figure of the content, one line a thing."""

from foundation.words import NBSP, capitalised
from reporting.enums import Cause, Figure
from reporting.exports import wording as say
from reporting.exports.alert_shapes import alert_sheets
from reporting.exports.course_sheets import course_sheets
from reporting.exports.shapes import Column, Sheet, Value
from reporting.rules.content import Durations, Flows, MonthContent, Ratio, UnitMonth

FLOWS = (
    "Début",
    "Corrections",
    "Entrés",
    "Venus d’une autre unité",
    "Sortis",
    "Partis vers une autre unité",
    "Fin",
    "Servis dans le mois",
)
TOTALS = f"Les lignes «{NBSP}Ensemble{NBSP}» additionnent les unités."
TIMES = ("connus", "sans date", "médiane, jours", "moyenne, jours")


def sheets(content: MonthContent) -> tuple[Sheet, ...]:
    """Lay out every sheet, in order."""
    return (
        _synthesis(content),
        _flows(content),
        _cells(content),
        _supply(content),
        _holders(content),
        _commissions(content),
        *course_sheets(content),
        *alert_sheets(content),
        _corrections(content),
        _movements(content),
        _loads(content),
        _audience(content),
        _definitions(content),
    )


def _synthesis(content: MonthContent) -> Sheet:
    flows, targets = content.total.flows, content.targets
    rows: list[tuple[Value, ...]] = [
        ("Le mois", "Mois", content.month),
        ("Le mois", "Programme", content.programme_name),
        ("Le mois", "Bailleurs", ", ".join(content.landlords)),
        ("Le mois", "État", say.state(content)),
        ("Le mois", "Version", content.version),
        ("Le mois", "Calculé le", content.computed_on),
        *(("Le mois", "Non validé par", name) for name in content.not_validated_by),
        *((("Le mois", "Ce que cette version corrige", content.reason),) if content.reason else ()),
        ("Depuis le début", "Ménages accompagnés", targets.accompanied),
        ("Depuis le début", "Ménages relogés", targets.housed),
        ("Depuis le début", "Objectif", say.NOT_KNOWN if targets.target is None else targets.target),
        *(("Accompagnements du mois", label, figure) for label, figure in zip(FLOWS, _flow(flows), strict=True)),
        *(("Orientations reçues", capitalised(kind.label), kind.count) for kind in content.requests),
        ("Orientations reçues", "Ensemble", sum(kind.count for kind in content.requests)),
        *(("Accompagnés à la fin du mois", point.month, point.stock_end) for point in content.history),
    ]
    return Sheet(
        "Synthèse", "Synthèse", (Column("Rubrique", 30), Column("Chiffre", 34), Column("Valeur", 28)), tuple(rows)
    )


def _flows(content: MonthContent) -> Sheet:
    return Sheet(
        "Par unité",
        "Accompagnements par unité de gestion",
        (_UNIT, *(Column(label) for label in FLOWS)),
        tuple((unit.unit, *_flow(unit.flows)) for unit in _every(content)),
        has_total=True,
    )


def _cells(content: MonthContent) -> Sheet:
    labels = ("Ménages prêts", "Autre choix", "Logements avec accord", "En attente d’accord", "Écart", "Couverts")
    return Sheet(
        "Demande et offre",
        "Demande et offre à la fin du mois, par unité et par type",
        (_UNIT, Column("Type", 8), *(Column(label) for label in labels)),
        tuple(
            (
                unit.unit,
                cell.typology,
                cell.demand,
                cell.demand_other,
                cell.supply,
                cell.awaiting,
                cell.gap,
                cell.covered,
            )
            for unit in _every(content)
            for cell in unit.cells
        ),
        note=TOTALS,
    )


def _supply(content: MonthContent) -> Sheet:
    labels = (
        "Ménages prêts",
        "Autre choix",
        "Logements avec accord",
        "En attente d’accord",
        "Annoncés dans le mois",
        "Écart",
    )
    return Sheet(
        "Offre par unité",
        "Demande et offre à la fin du mois, par unité",
        (_UNIT, *(Column(label) for label in labels), *_share("Couverture"), *_times("Ancienneté des ménages prêts")),
        tuple(
            (
                unit.unit,
                unit.demand,
                unit.demand_other,
                unit.supply,
                unit.awaiting,
                unit.supply_new,
                unit.gap,
                *_ratio(unit.coverage),
                *_durations(unit.readiness),
            )
            for unit in _every(content)
        ),
        has_total=True,
    )


def _holders(content: MonthContent) -> Sheet:
    return Sheet(
        "Réservataires",
        "Logements disponibles à la fin du mois, par réservataire",
        (_UNIT, Column("Réservataire", 30), Column("Type", 8), Column("Avec accord"), Column("En attente d’accord")),
        tuple(
            (unit.unit, held.holder or "Non réservés", held.typology, held.agreed, held.awaiting)
            for unit in _every(content)
            for held in unit.holders
        ),
        note=TOTALS,
    )


def _commissions(content: MonthContent) -> Sheet:
    kinds = {kind.code: kind.label for unit in (content.total, *content.units) for kind in unit.decisions.kinds}
    columns = (
        _UNIT,
        *(Column(f"Proposés{part}") for part in ("", ", acceptés", ", refusés", ", autrement", ", en attente")),
        *(
            Column(label)
            for label in ("Examinés", "Ajournés", "Référent présent", "Référent absent", "Présence non précisée")
        ),
        *_share("Avis positifs"),
        Column("Rangs non encore fixés"),
        *(Column(capitalised(label)) for label in kinds.values()),
        *_times("Orientation à commission"),
        *_times("Avis à entrée"),
        *(Column(label) for label in ("Entrées", "Baux directs", "Sous-locations")),
        *(Column(f"Sous-locations en cours{part}") for part in ("", ", la plus ancienne, mois", ", moyenne, mois")),
    )
    return Sheet(
        "Commissions et entrées",
        "Commissions, délais et entrées",
        columns,
        tuple(_commission_row(unit, tuple(kinds)) for unit in _every(content)),
        has_total=True,
    )


def _commission_row(unit: UnitMonth, codes: tuple[str, ...]) -> tuple[Value, ...]:
    made, seen, decided, homes, sublets = unit.proposals, unit.presented, unit.decisions, unit.move_ins, unit.sublets
    counts = {kind.code: kind.count for kind in decided.kinds}
    return (
        unit.unit,
        made.made,
        made.accepted,
        made.refused,
        made.ended,
        made.pending,
        seen.examined,
        seen.adjourned,
        seen.with_worker,
        seen.without_worker,
        seen.not_said,
        *_ratio(decided.rate),
        decided.unsettled,
        *(counts.get(code, 0) for code in codes),
        *_durations(unit.referral_to_cal),
        *_durations(unit.decision_to_entry),
        homes.total,
        homes.direct,
        homes.sublet,
        sublets.open,
        sublets.oldest_months,
        sublets.mean_months,
    )


def _corrections(content: MonthContent) -> Sheet:
    columns = (
        _UNIT,
        Column("Sens", 7),
        Column("Dossier", 18),
        Column("Cause", 32),
        Column("Ce qui s’est passé", 62),
        Column("Effet le"),
        Column("Enregistré le"),
    )
    return Sheet(
        "Corrections",
        "Ce qui a fait bouger le mois précédent",
        columns,
        tuple(
            (
                one.unit,
                one.delta,
                one.file_number,
                str(Cause(one.cause).label) if one.cause in Cause.values else one.cause,
                one.words,
                one.effective_on,
                one.recorded_on,
            )
            for one in content.corrections
        ),
    )


def _movements(content: MonthContent) -> Sheet:
    columns = (Column("Mouvement", 30), _UNIT, Column("Venu de", 30), Column("Dossier", 18), Column("Jour"))
    return Sheet(
        "Mouvements",
        "Entrées, sorties et passages d’une unité à une autre",
        columns,
        tuple(
            (
                str(Figure(one.kind).label) if one.kind in Figure.values else one.kind,
                one.unit,
                one.other,
                one.file_number,
                one.on,
            )
            for one in content.movements
        ),
    )


def _loads(content: MonthContent) -> Sheet:
    labels = ("Référents", "Temps plein", "En préparation", "Accompagnés", "En veille", "Charge")
    flows = tuple(label.replace("unité", "association") for label in FLOWS)
    return Sheet(
        "Charge",
        "Accompagnements et charge par association",
        (Column("Association", 30), *(Column(label) for label in (*flows, *labels))),
        tuple(
            (
                one.association,
                *_flow(one.flows),
                *(
                    (
                        one.load.workers,
                        one.load.full_time,
                        one.load.preparation,
                        one.load.supported,
                        one.load.watched,
                        one.load.load,
                    )
                    if one.load
                    else (None,) * len(labels)
                ),
            )
            for one in content.associations
        ),
    )


def _audience(content: MonthContent) -> Sheet:
    return Sheet(
        "Publics",
        "Qui est accompagné à la fin du mois",
        (Column("Ventilation", 34), Column("Ligne", 34), Column("Ménages"), Column("Ensemble")),
        tuple(
            (one.title, capitalised(line.label), say.MASKED if line.count is None else line.count, one.total)
            for one in content.audience
            for line in one.lines
        ),
        note=capitalised(say.MASKING),
    )


def _definitions(content: MonthContent) -> Sheet:
    columns = (
        Column("Code", 12),
        Column("Indicateur ou paramètre", 38),
        Column("Définition ou valeur", 80),
        Column("Compte", 44),
        Column("Rapporté à", 34),
        Column("Période ou source", 44),
    )
    return Sheet(
        "Définitions",
        "Définitions et paramètres, tels qu’ils étaient quand ce mois a été calculé",
        columns,
        (
            *(
                (one.code, one.name, one.sentence, one.numerator, one.denominator, one.period)
                for one in content.definitions
            ),
            *(("Paramètre", one.label, one.value, "", "", one.source) for one in content.parameters),
        ),
    )


_UNIT = Column("Unité de gestion", 34)


def _every(content: MonthContent) -> tuple[UnitMonth, ...]:
    return (*content.units, content.total)


def _flow(flows: Flows) -> tuple[int, ...]:
    return (
        flows.stock_start,
        flows.corrections,
        flows.entered,
        flows.transferred_in,
        flows.left,
        flows.transferred_out,
        flows.stock_end,
        flows.served,
    )


def _share(label: str) -> tuple[Column, ...]:
    return Column(label), Column(f"{label}, sur"), Column(f"{label}, part", is_share=True)


def _ratio(ratio: Ratio) -> tuple[Value, ...]:
    return ratio.numerator, ratio.denominator, ratio.value


def _times(label: str) -> tuple[Column, ...]:
    return tuple(Column(f"{label}, {part}") for part in TIMES)


def _durations(times: Durations) -> tuple[Value, ...]:
    return times.n, times.missing, times.median, times.mean

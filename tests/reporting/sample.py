"""A month by hand: eight units and « Non réparti », with everything that a month can hold. No database."""

import datetime as dt
from decimal import Decimal
from functools import reduce

from reporting.enums import Cause, Figure, MonthStatus
from reporting.rules.content import (
    NOT_ASSIGNED,
    PROTECTED_FILE,
    TOTAL,
    AssociationMonth,
    Breakdown,
    Cell,
    Correction,
    Decisions,
    Durations,
    Flows,
    HolderCell,
    KindCount,
    Load,
    MaskedCount,
    MonthContent,
    MoveIns,
    Movement,
    ParameterUsed,
    Point,
    Presented,
    Proposals,
    Ratio,
    Sublets,
    Targets,
    UnitMonth,
)
from reporting.rules.identity import summed
from reporting.rules.indicators import INDICATORS

LONG_NAME = "L’Isle-sur-la-Sorgue, Le Thor et Châteauneuf-de-Gadagne"
KINDS = (
    ("ALLOCATED", "attribution"),
    ("ALLOCATED_CONDITIONAL", "attribution sous condition suspensive"),
    ("ALLOCATED_RANKED", "attribution en rang, premier"),
    ("NOT_ALLOCATED", "non-attribution"),
    ("INADMISSIBLE", "rejet pour irrecevabilité"),
    ("ADJOURNED", "ajournement"),
)


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _kinds(*counts: int) -> tuple[KindCount, ...]:
    return tuple(KindCount(code, label, count) for (code, label), count in zip(KINDS, counts, strict=True) if count)


def _days(n: int, missing: int, median: str, mean: str) -> Durations:
    return Durations(n, missing, Decimal(median), Decimal(mean))


def _units() -> tuple[UnitMonth, ...]:
    return (
        UnitMonth(
            unit="Apt",
            unit_id=_id(1),
            flows=Flows(3, 0, 1, 0, 0, 0, 4),
            cells=(Cell("T2", 2, 1, 0, 0), Cell("T3", 1, 0, 2, 1)),
            holders=(HolderCell("", "T3", 1, 0), HolderCell("Action Logement", "T3", 1, 1)),
            supply_new=2,
            readiness=_days(3, 0, "41", "52.3"),
            coverage=Ratio(1, 3),
            proposals=Proposals(2, 1, 0, 0, 1),
            presented=Presented(2, 1, 2, 0, 0),
            decisions=Decisions(Ratio(1, 1), _kinds(1, 0, 0, 0, 0, 1), 0),
            referral_to_cal=_days(1, 0, "68", "68.0"),
            decision_to_entry=_days(1, 0, "24", "24.0"),
            move_ins=MoveIns(1, 0, 1),
            sublets=Sublets(3, 14, Decimal("7.3")),
        ),
        UnitMonth(
            unit="Avignon",
            unit_id=_id(2),
            flows=Flows(9, -1, 2, 1, 2, 0, 9),
            cells=(
                Cell("T1", 3, 2, 1, 0),
                Cell("T2", 6, 3, 2, 1),
                Cell("T3", 4, 2, 1, 0),
                Cell("T4", 2, 0, 0, 0),
                Cell("T5", 1, 0, 0, 0),
                Cell("T6", 0, 0, 1, 0),
            ),
            holders=(
                HolderCell("", "T1", 1, 0),
                HolderCell("", "T2", 1, 0),
                HolderCell("", "T6", 1, 0),
                HolderCell("Action Logement", "T2", 1, 1),
                HolderCell("Préfecture de Vaucluse", "T3", 1, 0),
            ),
            supply_new=3,
            readiness=_days(15, 1, "63", "88.1"),
            coverage=Ratio(4, 16),
            proposals=Proposals(5, 2, 1, 1, 1),
            presented=Presented(6, 1, 3, 2, 1),
            decisions=Decisions(Ratio(3, 5), _kinds(1, 1, 1, 1, 0, 1), 1),
            referral_to_cal=Durations(4, 1, Decimal("55.5"), Decimal("61.8")),
            decision_to_entry=_days(2, 0, "30", "30.0"),
            move_ins=MoveIns(2, 1, 1),
            sublets=Sublets(5, 31, Decimal("12.6")),
        ),
        UnitMonth(
            unit="Bollène",
            unit_id=_id(3),
            flows=Flows(2, 0, 0, 0, 0, 1, 1),
            cells=(Cell("T3", 0, 1, 1, 0),),
            holders=(HolderCell("", "T3", 1, 0),),
            supply_new=0,
            sublets=Sublets(1, 9, Decimal("9.0")),
        ),
        UnitMonth(
            unit="Carpentras",
            unit_id=_id(4),
            flows=Flows(5, 2, 1, 0, 1, 1, 6),
            cells=(Cell("T2", 2, 2, 2, 0), Cell("T3", 3, 1, 0, 2), Cell("T4", 1, 0, 1, 0)),
            holders=(
                HolderCell("", "T2", 2, 0),
                HolderCell("Préfecture de Vaucluse", "T3", 0, 2),
                HolderCell("Ville de Carpentras", "T4", 1, 0),
            ),
            supply_new=1,
            readiness=_days(6, 0, "37", "40.2"),
            coverage=Ratio(3, 6),
            proposals=Proposals(3, 1, 1, 0, 1),
            presented=Presented(3, 0, 2, 1, 0),
            decisions=Decisions(Ratio(1, 2), _kinds(0, 0, 1, 1, 0, 0), 1),
            referral_to_cal=_days(2, 0, "74", "74.0"),
            decision_to_entry=Durations(0, 1, None, None),
            move_ins=MoveIns(1, 1, 0),
            sublets=Sublets(2, 5, Decimal("3.5")),
        ),
        UnitMonth(
            unit="Cavaillon",
            unit_id=_id(5),
            flows=Flows(4, 0, 0, 1, 0, 0, 5),
            cells=(Cell("T2", 1, 0, 1, 0),),
            holders=(HolderCell("", "T2", 1, 0),),
            supply_new=1,
            readiness=_days(1, 0, "12", "12.0"),
            coverage=Ratio(1, 1),
            proposals=Proposals(1, 0, 0, 0, 1),
            presented=Presented(1, 0, 0, 1, 0),
            decisions=Decisions(Ratio(0, 1), _kinds(0, 0, 0, 0, 1, 0), 0),
            referral_to_cal=_days(1, 0, "120", "120.0"),
            sublets=Sublets(2, 22, Decimal("15.5")),
        ),
        UnitMonth(unit=LONG_NAME, unit_id=_id(6)),
        UnitMonth(
            unit="Orange",
            unit_id=_id(7),
            flows=Flows(6, -1, 1, 0, 1, 0, 5),
            cells=(Cell("T2", 1, 1, 0, 1), Cell("T3", 2, 0, 3, 0)),
            holders=(HolderCell("", "T3", 3, 0), HolderCell("Action Logement", "T2", 0, 1)),
            supply_new=2,
            readiness=_days(3, 0, "20", "27.7"),
            coverage=Ratio(2, 3),
            proposals=Proposals(2, 1, 1, 0, 0),
            presented=Presented(2, 0, 2, 0, 0),
            decisions=Decisions(Ratio(1, 2), _kinds(1, 0, 0, 1, 0, 0), 0),
            referral_to_cal=_days(2, 0, "49", "49.0"),
            decision_to_entry=_days(1, 0, "18", "18.0"),
            move_ins=MoveIns(1, 0, 1),
            sublets=Sublets(3, 17, Decimal("8.7")),
        ),
        UnitMonth(
            unit="Vedène",
            unit_id=_id(8),
            flows=Flows(2, 0, 0, 0, 0, 0, 2),
            cells=(Cell("T3", 1, 0, 0, 0),),
            readiness=_days(1, 0, "95", "95.0"),
            coverage=Ratio(0, 1),
            sublets=Sublets(1, 2, Decimal("2.0")),
        ),
        UnitMonth(
            unit=NOT_ASSIGNED,
            flows=Flows(3, 1, 0, 0, 0, 0, 4),
            cells=(Cell("T2", 1, 0, 0, 0),),
            readiness=_days(1, 0, "33", "33.0"),
            coverage=Ratio(0, 1),
            presented=Presented(1, 0, 1, 0, 0),
            decisions=Decisions(Ratio(1, 1), _kinds(1, 0, 0, 0, 0, 0), 0),
            referral_to_cal=_days(1, 0, "80", "80.0"),
        ),
    )


def _total(units: tuple[UnitMonth, ...]) -> UnitMonth:
    """Add the units; the times are written by hand, for a median is not a sum."""
    cells: dict[str, Cell] = {}
    holders: dict[tuple[str, str], HolderCell] = {}
    kinds: dict[str, KindCount] = {}
    for unit in units:
        for cell in unit.cells:
            one = cells.get(cell.typology, Cell(cell.typology, 0, 0, 0, 0))
            cells[cell.typology] = Cell(
                cell.typology,
                one.demand + cell.demand,
                one.demand_other + cell.demand_other,
                one.supply + cell.supply,
                one.awaiting + cell.awaiting,
            )
        for held in unit.holders:
            key = (held.holder, held.typology)
            two = holders.get(key, HolderCell(*key, 0, 0))
            holders[key] = HolderCell(*key, two.agreed + held.agreed, two.awaiting + held.awaiting)
        for kind in unit.decisions.kinds:
            before = kinds[kind.code].count if kind.code in kinds else 0
            kinds[kind.code] = KindCount(kind.code, kind.label, before + kind.count)
    return UnitMonth(
        unit=TOTAL,
        flows=summed(unit.flows for unit in units),
        cells=tuple(cells[size] for size in sorted(cells)),
        holders=tuple(holders[key] for key in sorted(holders)),
        supply_new=sum(unit.supply_new for unit in units),
        readiness=Durations(30, 1, Decimal("47.5"), Decimal("63.9")),
        coverage=_share([unit.coverage for unit in units]),
        proposals=reduce(_proposals, (unit.proposals for unit in units)),
        presented=reduce(_presented, (unit.presented for unit in units)),
        decisions=Decisions(
            _share([unit.decisions.rate for unit in units]),
            tuple(kinds[code] for code, _ in KINDS if code in kinds),
            sum(unit.decisions.unsettled for unit in units),
        ),
        referral_to_cal=Durations(11, 1, Decimal(68), Decimal("66.1")),
        decision_to_entry=Durations(4, 1, Decimal(27), Decimal("25.5")),
        move_ins=MoveIns(
            sum(unit.move_ins.total for unit in units),
            sum(unit.move_ins.direct for unit in units),
            sum(unit.move_ins.sublet for unit in units),
        ),
        sublets=Sublets(sum(unit.sublets.open for unit in units), 31, Decimal("9.6")),
    )


def _share(ratios: list[Ratio]) -> Ratio:
    return Ratio(sum(one.numerator for one in ratios), sum(one.denominator for one in ratios))


def _proposals(one: Proposals, two: Proposals) -> Proposals:
    return Proposals(
        one.made + two.made,
        one.accepted + two.accepted,
        one.refused + two.refused,
        one.ended + two.ended,
        one.pending + two.pending,
    )


def _presented(one: Presented, two: Presented) -> Presented:
    return Presented(
        one.examined + two.examined,
        one.adjourned + two.adjourned,
        one.with_worker + two.with_worker,
        one.without_worker + two.without_worker,
        one.not_said + two.not_said,
    )


def _corrections() -> tuple[Correction, ...]:
    moved = dt.date(2026, 9, 28)
    return (
        Correction(
            "Avignon",
            -1,
            PROTECTED_FILE,
            Cause.PROTECTED,
            "adresse protégée depuis ce mois, comptée en « Non réparti »",
            None,
            dt.date(2026, 10, 6),
        ),
        Correction(
            "Carpentras",
            1,
            "2026-0131",
            Cause.ENTRY_LATE,
            "entrée du 28 septembre 2026, enregistrée le 12 octobre 2026",
            moved,
            dt.date(2026, 10, 12),
        ),
        Correction(
            "Carpentras",
            1,
            "2025-0088",
            Cause.EXIT_MOVED,
            "fin du 20 septembre 2026 reportée au 31 octobre 2026",
            dt.date(2026, 9, 20),
            dt.date(2026, 10, 2),
        ),
        Correction(
            "Orange",
            -1,
            "2025-0041",
            Cause.EXIT_LATE,
            "fin du 30 septembre 2026, enregistrée le 15 octobre 2026",
            dt.date(2026, 9, 30),
            dt.date(2026, 10, 15),
        ),
        Correction(
            NOT_ASSIGNED,
            1,
            PROTECTED_FILE,
            Cause.PROTECTED,
            "adresse protégée depuis ce mois, venue d’une unité",
            None,
            dt.date(2026, 10, 6),
        ),
    )


def _movements() -> tuple[Movement, ...]:
    return (
        Movement(Figure.ENTERED, "Apt", "", "2026-0112", dt.date(2026, 10, 7)),
        Movement(Figure.ENTERED, "Avignon", "", "2026-0095", dt.date(2026, 10, 1)),
        Movement(Figure.ENTERED, "Avignon", "", "2026-0118", dt.date(2026, 10, 31)),
        Movement(Figure.ENTERED, "Carpentras", "", "2026-0120", dt.date(2026, 10, 15)),
        Movement(Figure.ENTERED, "Orange", "", "2026-0121", dt.date(2026, 10, 22)),
        Movement(Figure.LEFT, "Avignon", "", "2025-0012", dt.date(2026, 10, 9)),
        Movement(Figure.LEFT, "Avignon", "", "2025-0030", dt.date(2026, 10, 31)),
        Movement(Figure.LEFT, "Carpentras", "", "2025-0088", dt.date(2026, 10, 31)),
        Movement(Figure.LEFT, "Orange", "", "2024-0007", dt.date(2026, 10, 16)),
        Movement(Figure.TRANSFERRED_IN, "Avignon", "Bollène", "2025-0066", dt.date(2026, 10, 20)),
        Movement(Figure.TRANSFERRED_IN, "Cavaillon", "Carpentras", "2026-0044", dt.date(2026, 10, 5)),
    )


def _audience() -> tuple[Breakdown, ...]:
    return (
        Breakdown(
            "family",
            "Situation familiale",
            (
                MaskedCount("personne seule", 14),
                MaskedCount("une personne avec enfants", 12),
                MaskedCount("couple sans enfant", None),
                MaskedCount("couple avec enfants", None),
            ),
            36,
        ),
        Breakdown(
            "age",
            "Âge de la personne de référence",
            (
                MaskedCount("moins de 25 ans", 6),
                MaskedCount("de 25 à 39 ans", 15),
                MaskedCount("de 40 à 59 ans", 10),
                MaskedCount("60 ans et plus", 5),
            ),
            36,
        ),
        Breakdown(
            "origin",
            "D’où vient le ménage",
            (
                MaskedCount("hébergement (CHRS, CHU)", 17),
                MaskedCount("chez un tiers", 11),
                MaskedCount("rue, abri de fortune", None),
                MaskedCount("sortie de prison", None),
                MaskedCount("non renseigné", 0),
            ),
            36,
        ),
    )


def sample_content() -> MonthContent:
    """Give October 2026 of the « bail de sécurisation », provisional, balanced everywhere."""
    units = _units()
    stocks = (11, 15, 18, 20, 24, 27, 29, 30, 34, 36)
    return MonthContent(
        month="2026-10",
        programme="bail-securisation",
        programme_name="Bail de sécurisation",
        axis="ACCESS",
        landlords=("Mistral Habitat",),
        status=MonthStatus.PROVISIONAL,
        version=1,
        computed_on=dt.date(2026, 11, 1),
        units=units,
        total=_total(units),
        targets=Targets(60, 47, 33),
        requests=(
            KindCount("SIAO", "SIAO", 6),
            KindCount("LANDLORD_RENTAL", "service locatif du bailleur", 2),
            KindCount("LANDLORD_SOCIAL", "conseillère sociale du bailleur", 0),
            KindCount("OTHER", "autre", 1),
        ),
        associations=(
            AssociationMonth(
                "Cap Habitat",
                _id(11),
                Flows(14, 0, 2, 1, 2, 0, 15),
                Load(1, Decimal("0.80"), 2, 15, 1, Decimal("1.06")),
            ),
            AssociationMonth(
                "Soligone",
                _id(12),
                Flows(20, 1, 3, 0, 2, 1, 21),
                Load(2, Decimal("1.50"), 4, 21, 3, Decimal("0.83")),
            ),
        ),
        audience=_audience(),
        corrections=_corrections(),
        movements=_movements(),
        history=tuple(Point(f"2026-{number:02d}", stock) for number, stock in enumerate(stocks, start=1)),
        definitions=tuple(indicator.as_definition() for indicator in INDICATORS),
        parameters=(
            ParameterUsed(
                "Ménages par temps plein", "20", "convention de partenariat, version en vigueur au 31/10/2026"
            ),
            ParameterUsed("Poids d’un ménage en préparation", "1", "convention de partenariat"),
            ParameterUsed("Poids d’un ménage en veille", "0", "convention de partenariat"),
            ParameterUsed("Objectif de ménages accompagnés", "60", "convention de partenariat"),
            ParameterUsed(
                "Seuil sous lequel une ventilation est masquée", "5", "règle de confidentialité du tableau de bord"
            ),
        ),
    )

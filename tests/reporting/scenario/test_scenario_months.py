"""Every figure of the three months against what `expected.py` worked out by hand."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from reporting.enums import Figure
from reporting.rules.content import Durations, Flows, MonthContent, UnitMonth
from tests.reporting.scenario import expected
from tests.reporting.scenario.calendar import content_of, version_of
from tests.reporting.scenario.expected import ALL, ANY, AUG, NOT, OCT, SEP, A, B, C, D

MONTHS = (AUG, SEP, OCT)
each_month = pytest.mark.parametrize("month", MONTHS)


def rows(content: MonthContent) -> dict[str, UnitMonth]:
    return {row.unit: row for row in (*content.units, content.total)}


def flows(row: Flows) -> tuple[int, ...]:
    return (
        row.stock_start,
        row.corrections,
        row.entered,
        row.transferred_in,
        row.left,
        row.transferred_out,
        row.stock_end,
    )


def days(row: Durations) -> tuple[int, str, str] | None:
    if not row.n:
        assert row.median is None
        assert row.mean is None
        return None
    return (row.n, f"{row.median.normalize():f}", f"{row.mean:.1f}")


def known(values: dict, empty: object) -> dict:
    """Leave out the units that have nothing."""
    return {key: value for key, value in values.items() if value != empty}


@each_month
def test_rows_are_the_units_of_the_month_then_what_is_not_assigned(stage, month):
    content = content_of(stage, month)
    assert [row.unit for row in content.units] == {AUG: [A, B, C, NOT], SEP: [A, B, C, NOT], OCT: [A, B, C, D, NOT]}[
        month
    ]
    assert content.total.unit == ALL
    assert (content.month, content.programme, content.status, content.version) == (
        month,
        "bail-securisation",
        "FROZEN",
        1,
    )


@each_month
def test_flows(stage, month):
    content = content_of(stage, month)
    assert {name: flows(row.flows) for name, row in rows(content).items()} == expected.FLOWS[month]
    assert content.is_balanced


@each_month
def test_flows_by_association(stage, month):
    content = content_of(stage, month)
    found = {row.association: flows(row.flows) for row in content.associations}
    assert known(found, (0,) * 7) == expected.ASSOCIATION_FLOWS[month]


@each_month
def test_flows_of_sauvegarde(stage, month):
    content = content_of(stage, month, "maintenance")
    found = {name: flows(row.flows) for name, row in rows(content).items()}
    assert known(found, (0,) * 7) == expected.SAUVEGARDE_FLOWS[month]
    assert {row.code: row.count for row in content.requests if row.count} == expected.SAUVEGARDE_REQUESTS[month]


@each_month
def test_corrections_say_what_caused_them(stage, month):
    found = content_of(stage, month).corrections
    wanted = {
        (unit, delta, stage.number(name) if name else "dossier protégé", cause, on, recorded)
        for unit, delta, name, cause, on, recorded in expected.CORRECTIONS[month]
    }
    rest = set(wanted)
    for line in found:
        facts = (line.unit, line.delta, line.file_number, line.cause, str(line.effective_on), str(line.recorded_on))
        match = [row for row in rest if all(want in {ANY, have} for want, have in zip(row, facts, strict=True))]
        assert match, facts
        rest.remove(match[0])
    assert not rest


@each_month
def test_movements_are_by_file_number(stage, month):
    found = content_of(stage, month).movements
    moved = {(row.kind, row.unit, row.file_number, str(row.on)) for row in found if row.kind != "TRANSFERRED_IN"}
    assert moved == {(kind, unit, stage.number(name), on) for kind, unit, name, on in expected.MOVEMENTS[month]}
    assert len(moved) == len([row for row in found if row.kind != "TRANSFERRED_IN"])
    transfers = {(row.unit, row.other, row.file_number) for row in found if row.kind == "TRANSFERRED_IN"}
    assert transfers == {(unit, other, stage.number(name)) for unit, other, name in expected.TRANSFERS[month]}


@each_month
def test_targets(stage, month):
    row = content_of(stage, month).targets
    assert (row.target, row.accompanied, row.housed) == expected.TARGETS[month]


@each_month
def test_requests_by_source(stage, month):
    found = {row.code: row.count for row in content_of(stage, month).requests if row.count}
    assert found == expected.REQUESTS[month]


@each_month
def test_supply_and_demand_by_size(stage, month):
    found = {
        row.unit: {
            cell.typology: (cell.demand, cell.demand_other, cell.supply, cell.awaiting)
            for cell in row.cells
            if (cell.demand, cell.demand_other, cell.supply, cell.awaiting) != (0, 0, 0, 0)
        }
        for row in content_of(stage, month).units
    }
    assert known(found, {}) == expected.CELLS[month]


@each_month
def test_supply_by_holder(stage, month):
    row = rows(content_of(stage, month))[A]
    found = {(cell.holder, cell.typology): (cell.agreed, cell.awaiting) for cell in row.holders}
    assert known(found, (0, 0)) == expected.HOLDERS_OF_A[month]


@each_month
@pytest.mark.parametrize(
    ("name", "value", "empty"),
    [
        ("SUPPLY_NEW", lambda row: row.supply_new, 0),
        ("READINESS", lambda row: days(row.readiness), None),
        ("COVERAGE", lambda row: (row.coverage.numerator, row.coverage.denominator), (0, 0)),
        (
            "PROPOSALS",
            lambda row: (
                row.proposals.made,
                row.proposals.accepted,
                row.proposals.refused,
                row.proposals.ended,
                row.proposals.pending,
            ),
            (0, 0, 0, 0, 0),
        ),
        (
            "PRESENTED",
            lambda row: (
                row.presented.examined,
                row.presented.adjourned,
                row.presented.with_worker,
                row.presented.without_worker,
                row.presented.not_said,
            ),
            (0, 0, 0, 0, 0),
        ),
        (
            "DECISIONS",
            lambda row: (row.decisions.rate.numerator, row.decisions.rate.denominator, row.decisions.unsettled),
            (0, 0, 0),
        ),
        ("REFERRAL_TO_CAL", lambda row: days(row.referral_to_cal), None),
        ("DECISION_TO_ENTRY", lambda row: days(row.decision_to_entry), None),
        ("MOVE_INS", lambda row: (row.move_ins.total, row.move_ins.direct, row.move_ins.sublet), (0, 0, 0)),
        (
            "SUBLETS",
            lambda row: (
                (row.sublets.open, row.sublets.oldest_months, f"{row.sublets.mean_months:.1f}")
                if row.sublets.open
                else None
            ),
            None,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_figures_by_unit(stage, month, name, value, empty):
    found = {unit: value(row) for unit, row in rows(content_of(stage, month)).items()}
    assert known(found, empty) == getattr(expected, name)[month]


def test_a_reprise_counts_in_no_delay_and_is_not_missing_from_one(stage):
    for month in MONTHS:
        for row in rows(content_of(stage, month)).values():
            assert row.referral_to_cal.missing == 0
            assert row.decision_to_entry.missing == 0


@each_month
def test_load_by_association(stage, month):
    found = {
        row.association: (
            row.load.workers,
            f"{row.load.full_time:.2f}",
            row.load.preparation,
            row.load.supported,
            row.load.watched,
            f"{row.load.load.quantize(Decimal('0.01'), ROUND_HALF_UP):.2f}",
        )
        for row in content_of(stage, month).associations
        if row.load is not None
    }
    assert found == expected.LOADS[month]


@each_month
@pytest.mark.parametrize("axis", ["access", "maintenance"])
def test_each_list_counts_its_figure(stage, month, axis):
    """A list holds as many lines as its figure says, unit by unit; the corrections' lines sum to theirs."""
    content = content_of(stage, month, axis)
    version = version_of(stage, month, axis)
    lines: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for line in version.lines.select_related("unit"):
        where = line.unit.name if line.unit else NOT
        for unit in (where, ALL):
            lines[line.figure, unit] += 1
            sums[line.figure, unit] += line.delta
    if version.previous:  # the first stock is the last one of the month before: its list too
        for line in version.previous.lines.filter(figure=Figure.STOCK_END).select_related("unit"):
            for unit in (line.unit.name if line.unit else NOT, ALL):
                lines[Figure.STOCK_START, unit] += 1
    for unit, row in rows(content).items():
        figures = {
            Figure.STOCK_START: row.flows.stock_start,
            Figure.ENTERED: row.flows.entered,
            Figure.TRANSFERRED_IN: row.flows.transferred_in,
            Figure.LEFT: row.flows.left,
            Figure.TRANSFERRED_OUT: row.flows.transferred_out,
            Figure.STOCK_END: row.flows.stock_end,
            Figure.DEMAND: row.demand,
            Figure.DEMAND_OTHER: row.demand_other,
            Figure.SUPPLY: row.supply,
            Figure.SUPPLY_AWAITING: row.awaiting,
            Figure.SUPPLY_NEW: row.supply_new,
            Figure.PROPOSALS: row.proposals.made,
            Figure.PRESENTED: row.presented.examined,
            Figure.POSITIVE: row.decisions.rate.numerator,
            Figure.UNSETTLED: row.decisions.unsettled,
            Figure.REFERRAL_TO_CAL: row.referral_to_cal.n,
            Figure.DECISION_TO_ENTRY: row.decision_to_entry.n,
            Figure.MOVE_INS: row.move_ins.total,
            Figure.SUBLETS: row.sublets.open,
        }
        for figure, count in figures.items():
            assert lines[figure, unit] == count, (figure, unit)
        assert sums[Figure.CORRECTIONS, unit] == row.flows.corrections, unit
    assert lines[Figure.ACCOMPANIED, ALL] == content.targets.accompanied
    assert lines[Figure.HOUSED, ALL] == content.targets.housed
    assert lines[Figure.REQUESTS, ALL] == sum(row.count for row in content.requests)


def test_a_month_starts_from_what_the_one_before_published(stage):
    for axis in ("access", "maintenance"):
        for before, month in ((AUG, SEP), (SEP, OCT)):
            earlier, later = rows(content_of(stage, before, axis)), rows(content_of(stage, month, axis))
            for name, row in later.items():
                assert row.flows.stock_start == (earlier[name].flows.stock_end if name in earlier else 0)


def test_who_did_not_validate_is_said(stage):
    assert set(content_of(stage, AUG).not_validated_by) == {"Soligone", "Cap Habitat"}
    assert content_of(stage, SEP).not_validated_by == ()
    assert version_of(stage, SEP).frozen_because == "VALIDATED"
    assert version_of(stage, SEP).revision == 2


def test_the_history_holds_the_months_made(stage):
    assert [(point.month, point.stock_end) for point in content_of(stage, OCT).history] == [
        (AUG, 11),
        (SEP, 16),
        (OCT, 15),
    ]


def test_nothing_of_the_document_names_a_household(stage):
    """Names are « MénageH01 »…; a protected household has no number either."""
    for axis in ("access", "maintenance"):
        for month in MONTHS:
            text = str(version_of(stage, month, axis).content)
            assert "MénageH" not in text
            assert "MénageV" not in text
            assert stage.number("H20") not in text
    assert stage.number("H06") not in str(version_of(stage, OCT).content)

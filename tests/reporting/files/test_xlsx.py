"""The workbook: the figures of the content as numbers, and what people typed as text."""

import dataclasses as dc
import datetime as dt
import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from reporting.exports.xlsx import clean, month_xlsx
from reporting.rules.content import Correction, MonthContent, UnitMonth
from tests.reporting.sample import sample_content

HEAD = 3
HOSTILE = (
    '=HYPERLINK("http://evil.example";"x")',
    "+33 4 90",
    "-2+3",
    "@SUM(A1)",
    "https://evil.example/",
    "12",
    "\x07bell",
)


def lines(made: bytes) -> dict[str, list[dict[str, object]]]:
    """Read each sheet as lines, by heading."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    read = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert rows[0][0]
        assert rows[1][0].startswith("Rapport")
        read[name] = [dict(zip(rows[HEAD], row, strict=True)) for row in rows[HEAD + 1 :]]
    return read


@pytest.fixture(scope="module")
def content() -> MonthContent:
    return sample_content()


@pytest.fixture(scope="module")
def sheets(content: MonthContent) -> dict[str, list[dict[str, object]]]:
    return lines(month_xlsx(content))


@pytest.fixture(scope="module")
def rows(content: MonthContent) -> list[UnitMonth]:
    return [*content.units, content.total]


def test_its_sheets(sheets):
    assert list(sheets) == [
        "Synthèse",
        "Par unité",
        "Demande et offre",
        "Offre par unité",
        "Réservataires",
        "Commissions et entrées",
        "Corrections",
        "Mouvements",
        "Charge",
        "Publics",
        "Définitions",
    ]


def test_flows(sheets, rows):
    labels = (
        ("Début", "stock_start"),
        ("Corrections", "corrections"),
        ("Entrés", "entered"),
        ("Venus d’une autre unité", "transferred_in"),
        ("Sortis", "left"),
        ("Partis vers une autre unité", "transferred_out"),
        ("Fin", "stock_end"),
        ("Servis dans le mois", "served"),
    )
    for unit, line in zip(rows, sheets["Par unité"], strict=True):
        assert line["Unité de gestion"] == unit.unit
        assert {label: line[label] for label, _ in labels} == {
            label: getattr(unit.flows, name) for label, name in labels
        }


def test_demand_and_supply(sheets, rows):
    expected = [
        (
            unit.unit,
            cell.typology,
            cell.demand,
            cell.demand_other,
            cell.supply,
            cell.awaiting,
            cell.supply - cell.demand,
        )
        for unit in rows
        for cell in unit.cells
    ]
    assert [tuple(line.values())[:7] for line in sheets["Demande et offre"]] == expected
    for unit, line in zip(rows, sheets["Offre par unité"], strict=True):
        assert line["Annoncés dans le mois"] == unit.supply_new
        assert line["Écart"] == unit.supply - unit.demand
        assert (line["Couverture"], line["Couverture, sur"]) == (unit.coverage.numerator, unit.coverage.denominator)
        share = unit.coverage.value
        assert line["Couverture, part"] == (pytest.approx(float(share)) if share is not None else "n.d.")
        assert line["Ancienneté des ménages prêts, connus"] == unit.readiness.n


def test_holders(sheets, rows):
    expected = [
        (unit.unit, held.holder or "Non réservés", held.typology, held.agreed, held.awaiting)
        for unit in rows
        for held in unit.holders
    ]
    assert [tuple(line.values()) for line in sheets["Réservataires"]] == expected


def test_commissions(sheets, rows):
    for unit, line in zip(rows, sheets["Commissions et entrées"], strict=True):
        made, seen, decided = unit.proposals, unit.presented, unit.decisions
        figures = {
            "Proposés": made.made,
            "Proposés, acceptés": made.accepted,
            "Proposés, refusés": made.refused,
            "Proposés, autrement": made.ended,
            "Proposés, en attente": made.pending,
            "Examinés": seen.examined,
            "Ajournés": seen.adjourned,
            "Référent présent": seen.with_worker,
            "Référent absent": seen.without_worker,
            "Présence non précisée": seen.not_said,
            "Avis positifs": decided.rate.numerator,
            "Avis positifs, sur": decided.rate.denominator,
            "Rangs non encore fixés": decided.unsettled,
            "Entrées": unit.move_ins.total,
            "Baux directs": unit.move_ins.direct,
            "Sous-locations": unit.move_ins.sublet,
            "Sous-locations en cours": unit.sublets.open,
            "Orientation à commission, connus": unit.referral_to_cal.n,
            "Orientation à commission, sans date": unit.referral_to_cal.missing,
            "Avis à entrée, connus": unit.decision_to_entry.n,
            "Avis à entrée, sans date": unit.decision_to_entry.missing,
        }
        assert {label: line[label] for label in figures} == figures
        for label, value in (
            ("Avis positifs, part", decided.rate.value),
            ("Orientation à commission, médiane, jours", unit.referral_to_cal.median),
            ("Orientation à commission, moyenne, jours", unit.referral_to_cal.mean),
            ("Avis à entrée, médiane, jours", unit.decision_to_entry.median),
            ("Avis à entrée, moyenne, jours", unit.decision_to_entry.mean),
            ("Sous-locations en cours, la plus ancienne, mois", unit.sublets.oldest_months),
            ("Sous-locations en cours, moyenne, mois", unit.sublets.mean_months),
        ):
            assert line[label] == ("n.d." if value is None else pytest.approx(float(value)))
        assert [line[kind.label[:1].upper() + kind.label[1:]] for kind in decided.kinds] == [
            kind.count for kind in decided.kinds
        ]


def test_corrections_and_movements(sheets, content):
    read = [
        (line["Unité de gestion"], line["Sens"], line["Dossier"], line["Ce qui s’est passé"])
        for line in sheets["Corrections"]
    ]
    assert read == [(one.unit, one.delta, one.file_number, one.words) for one in content.corrections]
    assert sheets["Corrections"][1]["Effet le"] == dt.date(2026, 9, 28)
    assert [
        (line["Unité de gestion"], line["Venu de"], line["Dossier"], line["Jour"]) for line in sheets["Mouvements"]
    ] == [(one.unit, one.other, one.file_number, one.on) for one in content.movements]


def test_loads_and_breakdowns(sheets, content):
    for one, line in zip(content.associations, sheets["Charge"], strict=True):
        assert (line["Association"], line["Début"], line["Fin"]) == (
            one.association,
            one.flows.stock_start,
            one.flows.stock_end,
        )
        assert line["Charge"] == pytest.approx(float(one.load.load))
        assert line["Temps plein"] == pytest.approx(float(one.load.full_time))
        assert (line["Référents"], line["En préparation"], line["Accompagnés"], line["En veille"]) == (
            one.load.workers,
            one.load.preparation,
            one.load.supported,
            one.load.watched,
        )
    counts = [line["Ménages"] for line in sheets["Publics"]]
    assert counts == ["masqué" if one.count is None else one.count for made in content.audience for one in made.lines]


def test_the_synthesis(sheets, content):
    told = {(line["Rubrique"], line["Chiffre"]): line["Valeur"] for line in sheets["Synthèse"]}
    assert told["Le mois", "Mois"] == "2026-10"
    assert told["Le mois", "Calculé le"] == dt.date(2026, 11, 1)
    assert told["Depuis le début", "Ménages accompagnés"] == 47
    assert told["Depuis le début", "Objectif"] == 60
    assert told["Accompagnements du mois", "Fin"] == 36
    assert told["Orientations reçues", "Ensemble"] == 9
    assert told["Accompagnés à la fin du mois", "2026-09"] == 34
    assert len(sheets["Définitions"]) == len(content.definitions) + len(content.parameters)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_stays_text(content, text):
    unit = dc.replace(content.units[0], unit=text)
    correction = Correction(text, 1, text, "ENTRY_LATE", text, None, None)
    made = month_xlsx(dc.replace(content, units=(unit,), corrections=(correction,), reason=text, programme_name=text))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/"))
        assert not any("hyperlink" in parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    assert lines(made)["Par unité"][0]["Unité de gestion"] == clean(text)


def test_a_text_too_long_for_a_cell(content):
    made = month_xlsx(dc.replace(content, reason="é" * 40_000))
    assert any(len(str(line["Valeur"])) == 32_767 for line in lines(made)["Synthèse"])


def test_an_empty_month(content):
    empty = dc.replace(
        content, units=(), requests=(), associations=(), audience=(), corrections=(), movements=(), history=()
    )
    assert lines(month_xlsx(empty))["Mouvements"] == []

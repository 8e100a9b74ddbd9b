"""The report: tagged, titled, one page a unit, the figures of the content and no others."""

import dataclasses as dc
import datetime as dt
import io
import re
import subprocess

import pikepdf
import pytest

from foundation.words import NBSP
from reporting.enums import Figure, MonthStatus
from reporting.exports.pages import document
from reporting.exports.pdf import month_pdf
from reporting.rules.content import Cell, Correction, Decisions, HolderCell, KindCount, MonthContent, Movement, Ratio
from tests.reporting.sample import KINDS, LONG_NAME, sample_content

SYNTHESIS, ANNEX = 3, 2


def pages(pdf: bytes) -> list[str]:
    """Read the text of each page, columns kept, no-break spaces as blanks."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [re.sub(r"(\d) *%", r"\1 %", page.replace(NBSP, " ")) for page in done.stdout.decode().split("\f")[:-1]]


def row(*cells: object) -> re.Pattern[str]:
    """Find these cells in this order on one line."""
    return re.compile(r"\s+".join(re.escape(str(cell)) for cell in cells))


def signed(number: int) -> str:
    """Write a sign."""
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


@pytest.fixture(scope="module")
def content() -> MonthContent:
    return sample_content()


@pytest.fixture(scope="module")
def pdf(content: MonthContent) -> bytes:
    return month_pdf(content)


@pytest.fixture(scope="module")
def text(pdf: bytes) -> list[str]:
    return pages(pdf)


def test_it_is_tagged_titled_and_french(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.Root.Lang) == "fr"
        assert read.Root.StructTreeRoot is not None
        with read.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Rapport d’octobre 2026, Bail de sécurisation, provisoire"


def test_its_bookmarks_are_its_units(pdf, content):
    with pikepdf.open(io.BytesIO(pdf)) as read, read.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["Synthèse", *(unit.unit for unit in content.units), "Définitions et paramètres"]


def test_its_chart_has_words(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as read:
        alts = [str(item.Alt) for item in read.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert any("09/26 34, 10/26 36" in alt for alt in alts)


def test_one_page_a_unit(text, content):
    assert len(text) == SYNTHESIS + len(content.units) + ANNEX
    for unit, page in zip(content.units, text[SYNTHESIS:-ANNEX], strict=True):
        assert unit.unit in page.split("Ménages accompagnés")[0]
        assert "Sous-locations en cours" in page


def test_every_page_says_whose_it_is(text):
    for number, page in enumerate(text, start=1):
        assert "Bail de sécurisation, Mistral Habitat" in page
        assert "Rapport d’octobre 2026, provisoire" in page
        assert "édité le 1er novembre 2026" in page
        assert f"page {number}/{len(text)}" in page


def test_the_synthesis_opens_with_the_targets(text):
    opening = " ".join(text[0].split("Accompagnements du mois")[0].split())
    assert "47 ménages accompagnés depuis le début, sur un" in opening
    assert "33 ménages" in opening
    assert opening.count("objectif") == len(("accompagnés", "relogés"))


def test_the_identity_and_its_reasons(text):
    assert row(34, "+1", "+5", "+2", "−4", "−2", 36).search(text[0])
    assert "Pourquoi la fin de septembre 2026 a bougé de 34 à 35" in text[0]
    synthesis = " ".join(text[:SYNTHESIS])
    assert "+1, Carpentras : entrée du 28 septembre 2026, enregistrée le 12 octobre 2026 (2026-0131)." in synthesis
    assert "2025-0066, de Bollène à Avignon (20/10)" in " ".join(synthesis.split())


def test_flows_by_unit(text, content):
    for unit in (*content.units, content.total):
        flows = unit.flows
        figures = (
            flows.stock_start,
            signed(flows.corrections),
            flows.entered,
            flows.transferred_in,
            flows.left,
            flows.transferred_out,
            flows.stock_end,
        )
        name = "L’Isle-sur-la-Sorgue, Le Thor et" if unit.unit == LONG_NAME else unit.unit
        assert row(name, *figures).search(text[0]), unit.unit


def test_supply_and_commissions_by_unit(text, content):
    synthesis = "\n".join(text[:SYNTHESIS])
    for unit in (*content.units, content.total):
        name = unit.unit if unit.unit != LONG_NAME else "L’Isle-sur-la-Sorgue, Le Thor"
        coverage = f"{round(unit.coverage.value * 100)} %" if unit.coverage.value is not None else "n.d."
        supply = (
            unit.demand,
            unit.demand_other,
            unit.supply,
            unit.awaiting,
            unit.supply_new,
            signed(unit.gap),
            coverage,
        )
        rate, seen = unit.decisions.rate, unit.presented
        share = f"{round(rate.value * 100)} %" if rate.value is not None else "n.d."
        commissions = (
            unit.proposals.made,
            seen.examined,
            seen.adjourned,
            unit.decisions.unsettled,
            rate.denominator,
            rate.numerator,
            share,
            unit.move_ins.total,
            unit.sublets.open,
        )
        for figures in (supply, commissions):
            joined = r"\s+".join(re.escape(str(figure)) for figure in figures)
            assert re.search(rf"{re.escape(name)}( et)?\s+{joined}", synthesis), (unit.unit, figures)


def test_a_units_page_holds_its_figures(text, content):
    for unit, page in zip(content.units, text[SYNTHESIS:-ANNEX], strict=True):
        flows = unit.flows
        assert row(flows.stock_start, signed(flows.corrections), signed(flows.entered)).search(page)
        for cell in unit.cells:
            figures = (cell.demand, cell.demand_other, cell.supply, cell.awaiting, signed(cell.gap))
            assert row(cell.typology, *figures).search(page)
        assert row("Logements proposés", unit.proposals.made, f"acceptés {unit.proposals.accepted},").search(page)
        assert row("Dossiers examinés en commission", unit.presented.examined).search(page)
        assert row("Logements annoncés dans le mois", unit.supply_new).search(page)
        assert row("Entrées dans un logement", unit.move_ins.total, f"baux directs {unit.move_ins.direct},").search(
            page
        )
        assert row("Sous-locations en cours", unit.sublets.open).search(page)
        for kind in unit.decisions.kinds:
            assert re.search(rf"{kind.label}\s+{kind.count}", " ".join(page.split()))


def test_times_are_said_with_what_they_stand_on(text):
    avignon = text[SYNTHESIS + 1]
    assert row("De l’orientation à la commission", "55,5 jours", "médiane ; moyenne 61,8, sur 4, 1 sans date").search(
        avignon
    )
    carpentras = text[SYNTHESIS + 3]
    assert row("De l’avis positif à l’entrée", "n.d.", "aucun délai connu, 1 sans date").search(carpentras)


def test_loads_requests_and_breakdowns(text):
    synthesis = "\n".join(text[:SYNTHESIS])
    assert row("Cap Habitat", 1, "0,8", 2, 15, 1, "1,06").search(synthesis)
    assert row("Soligone", 2, "1,5", 4, 21, 3, "0,83").search(synthesis)
    assert row("Service locatif du bailleur", 2).search(synthesis)
    assert row("Couple sans enfant", "masqué").search(synthesis)
    assert "moins de 5 ménages" in synthesis


def test_definitions_and_parameters_close_it(text, content):
    annex = " ".join(" ".join(text[-ANNEX:]).split())
    for one in content.definitions:
        assert f"{one.code}, " in annex
    assert "Ménages par temps plein" in annex


def test_what_a_version_and_a_freeze_say(content):
    frozen = dc.replace(
        content,
        status=MonthStatus.FROZEN,
        version=2,
        reason="Deux entrées de septembre étaient comptées à Apt.",
        not_validated_by=("Cap Habitat",),
    )
    first = pages(month_pdf(frozen, edited_on=dt.date(2026, 11, 21)))[0]
    assert "Non validé par Cap Habitat." in first
    assert "Version 2 : Deux entrées de septembre étaient comptées à Apt." in first
    assert "version 2, figé" in first
    assert "édité le 21 novembre 2026" in " ".join(first.split())


def test_the_same_month_makes_the_same_pages(pdf, content):
    assert pages(month_pdf(content)) == pages(pdf)


def test_a_crowded_unit_holds_on_one_page(content):
    sizes = ("T1", "T2", "T3", "T4", "T5", "T6")
    unit = dc.replace(
        content.units[1],
        unit=LONG_NAME + " et communes voisines du Luberon",
        cells=tuple(Cell(size, 120, 340, 87, 45) for size in sizes),
        holders=tuple(HolderCell(f"Réservataire n° {n}", size, 12, 3) for n in range(5) for size in sizes),
        decisions=Decisions(Ratio(140, 210), tuple(KindCount(code, label, 111) for code, label in KINDS), 12),
    )
    kinds = (Figure.ENTERED, Figure.LEFT, Figure.TRANSFERRED_IN)
    movements = tuple(
        Movement(
            kind, unit.unit, "Orange" if kind == Figure.TRANSFERRED_IN else "", f"2026-{n:04d}", dt.date(2026, 10, 9)
        )
        for kind in kinds
        for n in range(60)
    )
    words = "fin d’accompagnement corrigée du 30 septembre 2026 au 14 octobre 2026 après un appel du référent"
    corrections = tuple(Correction(unit.unit, 1, f"2025-{n:04d}", "EXIT_MOVED", words, None, None) for n in range(40))
    crowded = dc.replace(content, units=(unit,), movements=movements, corrections=corrections)
    read = pages(month_pdf(crowded))
    start = next(number for number, page in enumerate(read) if page.strip() and "Servis dans le mois" in page)
    assert "Définitions et paramètres" in read[start + 1]
    assert "Sous-locations en cours" in read[start]
    assert "autres, dans le classeur du mois" in " ".join(read[start].split())


def test_names_are_never_markup(content):
    unit = dc.replace(content.units[0], unit="<script>alert(1)</script> & Cie")
    read = pages(month_pdf(dc.replace(content, units=(unit,), reason="<b>=1+1</b>")))
    assert any("<script>alert(1)</script> & Cie" in page for page in read)
    assert "<b>=1+1</b>" in read[0]


def test_an_empty_month_is_said(content):
    empty = dc.replace(
        content,
        units=(),
        total=dc.replace(content.units[5], unit="Ensemble", unit_id=None),
        requests=(),
        associations=(),
        audience=(),
        corrections=(),
        movements=(),
        history=(),
        parameters=(),
        landlords=(),
        targets=dc.replace(content.targets, target=None),
    )
    read = " ".join(" ".join(page.split()) for page in pages(month_pdf(empty)))
    assert "sans objectif fixé" in read
    assert "Aucun ménage n’est entré en accompagnement dans le mois et aucun n’en est sorti." in read


def test_the_chart_starts_at_zero(content):
    drawn = document(content, edited="").bars
    assert [bar.figure for bar in drawn] == [point.stock_end for point in content.history]
    assert drawn[0].height / drawn[-1].height == pytest.approx(11 / 36, abs=0.01)

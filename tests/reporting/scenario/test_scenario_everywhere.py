"""October's figures, the same in the PDF, the workbook, the command's JSON and the page, against those typed here by hand.

The literals come from `expected.py`: they are typed once more, as each document says them.
"""

import io
import json

import lxml.html
import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from partners.models import User
from reporting.exports.pdf import month_pdf
from reporting.exports.xlsx import month_xlsx
from tests.pdfs import text_of
from tests.reporting.scenario.calendar import content_of
from tests.reporting.scenario.expected import ALL, FLOWS, NOT, OCT, A, B, C, D

UNITS = [A, B, C, D, NOT, ALL]
# as a table says them: début, corrections, entrés, venus, sortis, partis, fin
SAID = {
    A: ["5", "0", "1", "0", "0", "1", "5"],
    B: ["5", "0", "0", "0", "1", "4", "0"],
    C: ["4", "−1", "1", "1", "1", "0", "4"],
    D: ["0", "0", "0", "4", "1", "0", "3"],
    NOT: ["2", "+1", "0", "0", "0", "0", "3"],
    ALL: ["16", "0", "2", "5", "3", "5", "15"],
}
# ménages prêts, autre choix, avec accord, en attente, annoncés, écart, couverture
SUPPLY = {
    A: (0, 1, 2, 0, 0, 2, "n.d."),
    B: (0, 0, 0, 0, 0, 0, "n.d."),
    C: (2, 0, 1, 0, 0, -1, "50 %"),
    D: (1, 0, 2, 0, 1, 1, "100 %"),
    NOT: (0, 0, 0, 0, 0, 0, "n.d."),
    ALL: (3, 1, 5, 0, 1, 2, "67 %"),
}
# proposés, examinés, ajournés, rangs à fixer, décidés, positifs, taux, entrées, sous-locations
COMMISSIONS = {
    A: (1, 0, 0, 0, 0, 0, "n.d.", 0, 0),
    B: (0, 0, 0, 0, 0, 0, "n.d.", 1, 0),
    C: (0, 0, 0, 0, 2, 1, "50 %", 1, 1),
    D: (1, 0, 0, 0, 0, 0, "n.d.", 0, 0),
    NOT: (0, 0, 0, 0, 0, 0, "n.d.", 0, 0),
    ALL: (2, 0, 0, 0, 2, 1, "50 %", 2, 1),
}


def signed(number: int) -> str:
    return "0" if not number else f"{'+' if number > 0 else '−'}{abs(number)}"


def test_the_pdf(stage):
    text = text_of(month_pdf(content_of(stage, OCT)))
    for unit in UNITS:
        assert f" {unit} {' '.join(SAID[unit])} " in text, unit
        supply = [signed(value) if place == 5 else str(value) for place, value in enumerate(SUPPLY[unit])]
        assert f" {unit} {' '.join(supply)} " in text, unit
        assert f" {unit} {' '.join(map(str, COMMISSIONS[unit]))} " in text, unit
    assert "21 ménages accompagnés depuis le début, sur un objectif de 20" in text
    assert "3 ménages relogés depuis le début" in text
    assert "Ménage" + "H" not in text
    for unit in (A, C, D):
        assert text.count(unit) >= 4


def test_the_workbook(stage):
    book = CalamineWorkbook.from_filelike(io.BytesIO(month_xlsx(content_of(stage, OCT))))
    lines = {row[0]: row for row in book.get_sheet_by_name("Par unité").to_python()[4:]}
    assert {unit: tuple(lines[unit][1:8]) for unit in UNITS} == {unit: FLOWS[OCT][unit] for unit in UNITS}
    lines = {row[0]: row for row in book.get_sheet_by_name("Offre par unité").to_python()[4:]}
    assert {unit: tuple(lines[unit][1:7]) for unit in UNITS} == {unit: SUPPLY[unit][:6] for unit in UNITS}
    sheet = book.get_sheet_by_name("Commissions et entrées").to_python()
    heads = sheet[3]
    lines = {row[0]: dict(zip(heads, row, strict=True)) for row in sheet[4:]}
    for unit in UNITS:
        row, wanted = lines[unit], COMMISSIONS[unit]
        names = ("Proposés", "Examinés", "Ajournés", "Rangs non encore fixés", "Entrées", "Sous-locations en cours")
        assert tuple(row[name] for name in names) == (*wanted[:4], *wanted[7:]), unit


def test_the_command(stage):
    out = io.StringIO()
    call_command("monthly_dashboard", OCT, programme="bail-securisation", format="json", stdout=out)
    data = json.loads(out.getvalue())
    names = ("stock_start", "corrections", "entered", "transferred_in", "left", "transferred_out", "stock_end")
    rows = [*data["units"], data["total"]]
    assert (data["month"], data["programme"], data["status"], data["version"]) == (
        OCT,
        "bail-securisation",
        "FROZEN",
        1,
    )
    assert [row["unit"] for row in rows] == UNITS
    assert {row["unit"]: tuple(row["flows"][name] for name in names) for row in rows} == FLOWS[OCT]
    for row in rows:
        supply = (row["demand"], row["demand_other"], row["supply"], row["awaiting"], row["supply_new"], row["gap"])
        assert supply == SUPPLY[row["unit"]][:6]
        rate = row["decisions"]["rate"]
        commissions = (
            row["proposals"]["made"],
            row["presented"]["examined"],
            row["presented"]["adjourned"],
            row["decisions"]["unsettled"],
            rate["denominator"],
            rate["numerator"],
            row["move_ins"]["total"],
            row["sublets"]["open"],
        )
        assert commissions == (*COMMISSIONS[row["unit"]][:6], *COMMISSIONS[row["unit"]][7:])


@pytest.mark.parametrize("who", ["manager", "landlord"])
def test_the_page(stage, client_of, who):
    reader: User = stage.managers["S"] if who == "manager" else stage.landlord_manager
    page = lxml.html.fromstring(
        client_of(reader).get(reverse("reporting:month", args=["bail-securisation", OCT])).content
    )
    lines = [[" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")] for row in page.xpath("//tr")]
    for unit in UNITS:
        assert [unit, *SAID[unit]] in lines, unit
        # ménages prêts, logements, écart, proposés, examinés, avis positifs, entrées, sous-locations
        demand, _, agreed, _, _, gap, _ = SUPPLY[unit]
        made, examined, _, _, _, positive, _, entered, sublets = COMMISSIONS[unit]
        wanted = [demand, agreed, signed(gap), made, examined, positive, entered, sublets]
        assert [unit, *map(str, wanted)] in lines, unit
    text = " ".join(page.text_content().split())
    assert "MénageH" not in text
    assert stage.number("H20") not in text
    assert stage.number("H06") not in text

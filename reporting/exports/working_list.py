"""The working list as a workbook: for who asked, and nobody else."""

from collections.abc import Sequence

from foundation.words import capitalised
from reporting.exports import wording as say
from reporting.exports.shapes import Column, Sheet
from reporting.exports.xlsx import workbook
from reporting.rules.content import MonthContent
from reporting.selectors.working_list import WorkingLine

COLUMNS = (
    Column("Dossier", 30),
    Column("Unité souhaitée", 34),
    Column("Type", 8),
    Column("Loyer et charges au plus, €", 14),
    Column("Prêt depuis le", 14),
    Column("Secteurs souhaités", 40),
    Column("Étape", 34),
)
NOTE = (
    "Secteur et étape ne sont dits que des ménages qui vous sont nommés. Cette liste est faite pour vous\u00a0: "
    "ne la transmettez pas"
)


def working_list_xlsx(content: MonthContent, lines: Sequence[WorkingLine]) -> bytes:
    """Make the workbook of the households that look for a home."""
    rows = tuple(
        (
            line.file_number,
            line.unit,
            line.typology,
            line.highest_cost if line.highest_cost is not None else "",
            line.since or "",
            line.sector,
            capitalised(line.step),
        )
        for line in lines
    )
    sheet = Sheet("Liste de travail", f"Ménages prêts, {say.households(len(lines))}", COLUMNS, rows, note=NOTE)
    return workbook([sheet], subtitle=f"{say.heading(content)}, {say.programme(content)}, {say.long_state(content)}")

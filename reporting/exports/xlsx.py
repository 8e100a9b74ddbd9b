"""The month as a workbook: the same figures as the page, as numbers. What people typed stays text, never a formula."""

import datetime as dt
import io
import unicodedata
from collections.abc import Iterable
from typing import Any

from reporting.exports import wording as say
from reporting.exports.shapes import Sheet, Value
from reporting.exports.sheets import sheets
from reporting.rules.content import MonthContent

HEAD_ROW = 3  # title, subtitle, a blank line, then the headings
NUMBERS = {
    "integer": "#,##0;\u2212#,##0;0",
    "decimal": "#,##0.0#;\u2212#,##0.0#;0",
    "share": "0%",
    "day": "dd/mm/yyyy",
    "text": "@",
    "missing": "@",
}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
LONGEST = 32_767  # characters of a cell


def month_xlsx(content: MonthContent) -> bytes:
    """Make the workbook of a month."""
    return workbook(
        sheets(content), subtitle=f"{say.heading(content)}, {say.programme(content)}, {say.long_state(content)}"
    )


def workbook(made: Iterable[Sheet], *, subtitle: str) -> bytes:
    """Write sheets, line after line (constant memory), each with its title, frozen headings and widths."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- slow import

    memory = io.BytesIO()
    with Workbook(memory, OPTIONS) as book:
        book.set_properties({"title": subtitle, "author": "Palier"})
        looks = _looks(book)
        for sheet in made:
            _write_sheet(book.add_worksheet(sheet.name), sheet, subtitle, looks)
    return memory.getvalue()


def _looks(book: Any) -> dict[tuple[str, bool], Any]:
    """Give the formats: of each kind of value, plain and in the line of a total."""
    looks = {
        (kind, is_total): book.add_format(
            {
                "num_format": number,
                "bold": is_total,
                "top": int(is_total),
                "valign": "top",
                "text_wrap": kind == "text",
                "align": "right" if kind == "missing" else "",
            }
        )
        for kind, number in NUMBERS.items()
        for is_total in (False, True)
    }
    looks["title", False] = book.add_format({"bold": True, "font_size": 14})
    looks["subtitle", False] = book.add_format({"font_color": "#333333"})
    looks["head", False] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    return looks


def _write_sheet(page: Any, sheet: Sheet, subtitle: str, looks: dict[tuple[str, bool], Any]) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW)
    page.set_footer("&R&8page &P/&N")
    page.freeze_panes(HEAD_ROW + 1, 1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.write_string(0, 0, sheet.title, looks["title", False])
    page.write_string(1, 0, f"{subtitle}. {sheet.note}" if sheet.note else f"{subtitle}.", looks["subtitle", False])
    for place, column in enumerate(sheet.columns):
        page.write_string(HEAD_ROW, place, column.label, looks["head", False])
    for number, row in enumerate(sheet.rows, start=1):
        is_total = sheet.has_total and number == len(sheet.rows)
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, (HEAD_ROW + number, place), value, looks, is_share=column.is_share, is_total=is_total)


def _write_cell(
    page: Any,
    at: tuple[int, int],
    value: Value,
    looks: dict[tuple[str, bool], Any],
    *,
    is_share: bool,
    is_total: bool,
) -> None:
    """Write a value by its type: only `write_string` ever receives a text, so that « =… » stays what was typed."""
    if value is None:
        page.write_string(*at, say.NOT_KNOWN, looks["missing", is_total])
    elif isinstance(value, str):
        page.write_string(*at, clean(value), looks["text", is_total])
    elif isinstance(value, dt.date):
        page.write_datetime(*at, dt.datetime(value.year, value.month, value.day), looks["day", is_total])  # noqa: DTZ001 -- a workbook's days have no zone
    elif is_share:
        page.write_number(*at, float(value), looks["share", is_total])
    else:
        kind = "integer" if isinstance(value, int) else "decimal"
        page.write_number(*at, float(value), looks[kind, is_total])


def clean(text: str) -> str:
    """Give a text that a workbook can hold: without control characters, and of the length that a cell takes."""
    shown = "".join(char if unicodedata.category(char)[0] != "C" or char == "\n" else " " for char in text)
    return shown[:LONGEST]

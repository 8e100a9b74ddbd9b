"""A month as the command line prints it."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from foundation.words import NBSP
from reporting.exports import wording as say
from reporting.exports.shapes import Sheet, Value
from reporting.exports.sheets import sheets
from reporting.rules.content import MonthContent
from reporting.rules.tree import to_json

FIRST = ("month", "programme", "status", "version", "units", "total")
WIDEST = 28


def month_json(content: MonthContent) -> str:
    """Give the whole content as JSON, what one looks for first at its head."""
    told = to_json(content)
    return json.dumps(
        {key: told[key] for key in (*FIRST, *(key for key in told if key not in FIRST))}, ensure_ascii=False, indent=2
    )


def month_text(content: MonthContent) -> str:
    """Give the figures of a month in columns, for a terminal; definitions are left to the JSON."""
    lines = [f"{say.heading(content)}, {say.programme(content)}, {say.long_state(content)}"]
    for sheet in sheets(content)[:-1]:
        lines += ["", sheet.title, *_columns(sheet)]
    return "\n".join(lines)


def _columns(sheet: Sheet) -> list[str]:
    if not sheet.rows:
        return ["  rien ce mois"]
    rows: list[tuple[Any, ...]] = [tuple(column.label for column in sheet.columns)]
    rows += [
        tuple(_said(value, is_share=column.is_share) for column, value in zip(sheet.columns, row, strict=True))
        for row in sheet.rows
    ]
    widths = [min(WIDEST, max(len(row[place]) for row in rows)) for place in range(len(sheet.columns))]
    return [
        "  " + "  ".join(cell[:WIDEST].ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _said(value: Value, *, is_share: bool) -> str:
    if value is None:
        return say.NOT_KNOWN
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    number = Decimal(value)
    return f"{say.decimal(number * 100, 0)}{NBSP}%" if is_share else say.decimal(number, 2)

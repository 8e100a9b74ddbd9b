"""Reading the workbooks that people send: bounded before they are opened, their cells as texts, nothing in them is run."""

import datetime as dt
import io
import zipfile
from typing import Any

from leases.rules.statements import MOST_COLUMNS, MOST_ROWS, NOT_TEXT, TOO_LONG, TOO_WIDE, Table, bounded, read_csv

MAX_SIZE = 2 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_PARTS = 200
TOO_LARGE = "Ce fichier dépasse 2\u00a0Mo. Découpez-le en plusieurs."
NOISE = 1e-6  # what binary fractions leave of a sum of cents; a third decimal that was meant is larger
ZIP = b"PK\x03\x04"


def read_table(data: bytes) -> tuple[Table, str]:
    """Give the first sheet of a workbook, or a text table, as rows of texts; or the reason why not."""
    if len(data) > MAX_SIZE:
        return [], TOO_LARGE
    return _read_workbook(data) if data.startswith(ZIP) else read_csv(data)


def _read_workbook(data: bytes) -> tuple[Table, str]:
    if not _is_bounded(data):
        return [], NOT_TEXT
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- only who imports needs it

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1:
            return [], TOO_LONG
        if sheet.total_width > MOST_COLUMNS:
            return [], TOO_WIDE
        rows = sheet.to_python(skip_empty_area=True)
    except Exception:  # noqa: BLE001 -- whatever a hostile workbook makes the parser say, it is no table
        return [], NOT_TEXT
    return bounded([[_text(cell) for cell in row] for row in rows])


def _is_bounded(data: bytes) -> bool:
    """Tell whether an archive unpacks within bounds, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return len(parts) <= MAX_PARTS and sum(part.file_size for part in parts) <= MAX_UNPACKED


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime | dt.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        return f"{cell:.2f}" if abs(cell - round(cell, 2)) < NOISE else f"{cell:.6f}".rstrip("0")
    return str(cell)

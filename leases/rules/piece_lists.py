"""The list of legal pieces in force on a day (arrêté du 22/12/2020), as dated data of ours."""

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path

from leases.rules.pieces import PieceKind

DATA = Path(__file__).resolve().parent.parent / "reference" / "pieces.json"


@lru_cache(maxsize=1)
def _lists() -> tuple[tuple[dt.date, tuple[PieceKind, ...]], ...]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))["lists"]
    return tuple(
        (dt.date.fromisoformat(row["started_on"]), tuple(PieceKind.of(piece) for piece in row["pieces"]))
        for row in sorted(rows, key=lambda row: str(row["started_on"]))
    )


def piece_kinds_on(day: dt.date) -> tuple[PieceKind, ...]:
    """Give the list in force on a day; before the first list, the first one."""
    in_force = [kinds for started_on, kinds in _lists() if started_on <= day]
    return in_force[-1] if in_force else _lists()[0][1]

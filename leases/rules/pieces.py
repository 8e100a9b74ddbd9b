"""The legal pieces of a dossier: which are expected, which are missing or expire before the sitting (arrêté du 22/12/2020).

The lists are dated data (`leases/reference/pieces.json`); these rules only read them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class PieceKind:
    """One row of the list in force. `months` is its validity, none when it does not expire."""

    code: str
    label: str
    per: str  # ADULT, CHILD or HOUSEHOLD
    months: int | None
    mandatory: bool
    delicate: bool  # tells health, violence or justice: opened by who treats the dossier alone (domain.md §3.9)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "PieceKind":
        """Read a row of a list."""
        return cls(row["code"], row["label"], row["per"], row["months"], bool(row["mandatory"]), bool(row["delicate"]))


def valid_until(kind: PieceKind, issued_on: dt.date | None) -> dt.date | None:
    """Give the last day a piece is valid, or None when it does not expire or its date is not known."""
    if kind.months is None or issued_on is None:
        return None
    return issued_on + relativedelta(months=kind.months)


def status_of(
    kind: PieceKind, *, is_received: bool, is_unreadable: bool, issued_on: dt.date | None, on: dt.date
) -> str:
    """Give MISSING, UNREADABLE, EXPIRING (no longer valid on that day) or RECEIVED."""
    if not is_received:
        return "MISSING"
    if is_unreadable:
        return "UNREADABLE"
    last = valid_until(kind, issued_on)
    return "EXPIRING" if last is not None and last < on else "RECEIVED"


def expected(kinds: Iterable[PieceKind], adults: int, children: int) -> Sequence[tuple[PieceKind, int]]:
    """Give the mandatory pieces with the place of the person each is expected from (0 for the household's)."""
    found: list[tuple[PieceKind, int]] = []
    for kind in kinds:
        if not kind.mandatory:
            continue
        count = {"ADULT": adults, "CHILD": children}.get(kind.per, 0)
        found += [(kind, 0)] if kind.per == "HOUSEHOLD" else [(kind, place) for place in range(1, count + 1)]
    return found

"""The law as Palier ships it, for rules that run without a database."""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leases.rules.clocks import CODES
from leases.rules.law import Law
from records.services.parameters import REFERENCE


@dataclass(frozen=True)
class Shipped:
    """A value of the shipped file."""

    code: str
    value: Any
    source: str
    started_on: dt.date
    is_to_confirm: bool

    @property
    def number(self) -> Decimal:
        """Give a plain figure."""
        return Decimal(str(self.value))

    @property
    def table(self) -> dict[str, Decimal]:
        """Give a table."""
        return {name: Decimal(str(figure)) for name, figure in self.value.items()}


def shipped() -> Law:
    """Read it."""
    values: dict[str, list[Shipped]] = {}
    for line in json.loads(REFERENCE.read_text(encoding="utf-8")):
        if line["code"] in CODES:
            day = dt.date.fromisoformat(line["started_on"])
            one = Shipped(line["code"], line["value"], line["source"], day, line["is_to_confirm"])
            values.setdefault(line["code"], []).append(one)
    for known in values.values():
        known.sort(key=lambda one: one.started_on)
    return Law(values)


LAW = shipped()


def d(text: str) -> dt.date:
    """Read « 2026-11-01 »."""
    return dt.date.fromisoformat(text)

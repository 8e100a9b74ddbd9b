"""What the files of a month are made of: sheets of typed cells, tables and facts already said."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

Value = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters; `is_share` for a number shown as a percentage."""

    label: str
    width: int = 13
    is_share: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: its tab, its title, its columns, its lines; the last line is the total when `has_total`."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    has_total: bool = False
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Cells as they are printed; the first of each row is its heading. `foot` is the total."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """An indicator of a unit: its code, its name, its figure, what is behind it."""

    code: str
    name: str
    figure: str
    detail: str = ""

"""Figures of the law and of references, in force on a day, each with its source."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from records.models import Parameter


class UnknownParameterError(LookupError):
    """No value of this parameter is in force on this day: `manage.py load_reference` loads those that Palier ships."""

    def __init__(self, code: str, day: dt.date) -> None:
        super().__init__(f"{code} has no value on {day.isoformat()}; run manage.py load_reference")


@dataclass(frozen=True)
class ParameterValue:
    """One value of a parameter, from a day on, until the next one starts."""

    id: uuid.UUID
    code: str
    label: str
    value: Any
    unit: str
    source: str
    started_on: dt.date
    is_to_confirm: bool  # and nobody has confirmed it yet
    confirmed_at: dt.datetime | None = None
    confirmed_by: uuid.UUID | None = None

    @classmethod
    def of(cls, row: Parameter) -> Self:
        """Read a stored value."""
        return cls(
            id=row.pk,
            code=row.code,
            label=row.label,
            value=row.value,
            unit=row.unit,
            source=row.source,
            started_on=row.started_on,
            is_to_confirm=row.is_to_confirm and row.confirmed_at is None,
            confirmed_at=row.confirmed_at,
            confirmed_by=row.confirmed_by,
        )

    @property
    def number(self) -> Decimal:
        """Give a plain figure.

        Raises TypeError for a table.
        """
        if isinstance(self.value, Mapping):
            raise TypeError(f"{self.code} is a table")
        return Decimal(str(self.value))

    @property
    def whole(self) -> int:
        """Give a plain figure as a whole number: days, months, households."""
        return int(self.number)

    @property
    def table(self) -> dict[str, Decimal]:
        """Give a table: {"1": …, "6": …, "further": …}.

        Raises TypeError for a plain figure.
        """
        if not isinstance(self.value, Mapping):
            raise TypeError(f"{self.code} is no table")
        return {str(key): Decimal(str(figure)) for key, figure in self.value.items()}

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Give each figure with its French name, as pages show them; a plain figure has no name."""
        if not isinstance(self.value, Mapping):
            return (("", said(self.number)),)
        return tuple((name_of(key), said(figure)) for key, figure in self.table.items())


def said(figure: Decimal) -> str:
    """Say « 23 403 » or « 0,25 »."""
    return f"{figure:,f}".replace(",", "\u00a0").replace(".", ",")


def name_of(key: str) -> str:
    """Name a line of a table in French."""
    words = {"further": "par personne en plus", "cap": "au plus"}
    return words.get(key, f"catégorie\u00a0{key}" if key.isdigit() else key)


def parameter_on(code: str, day: dt.date) -> ParameterValue:
    """Give the value of a parameter in force on a day: the latest that started on it or before.

    Raises UnknownParameterError when there is none.
    """
    row = Parameter.objects.filter(code=code, started_on__lte=day).order_by("-started_on").first()
    if row is None:
        raise UnknownParameterError(code, day)
    return ParameterValue.of(row)


def parameters_on(codes: Iterable[str], day: dt.date) -> dict[str, ParameterValue]:
    """Give several parameters in one query.

    Raises UnknownParameterError when one has no value on this day.
    """
    asked = set(codes)
    found: dict[str, ParameterValue] = {}
    for row in Parameter.objects.filter(code__in=asked, started_on__lte=day).order_by("started_on"):
        found[row.code] = ParameterValue.of(row)
    if missing := asked - found.keys():
        raise UnknownParameterError(min(missing), day)
    return found


def parameter_values(codes: Iterable[str]) -> dict[str, list[ParameterValue]]:
    """Give every value of several parameters, the oldest first, in one query: for a rule that reads more than one day's."""
    found: dict[str, list[ParameterValue]] = {}
    for row in Parameter.objects.filter(code__in=set(codes)).order_by("started_on"):
        found.setdefault(row.code, []).append(ParameterValue.of(row))
    return found


@dataclass(frozen=True)
class ParameterHistory:
    """A parameter with all its values, the newest first, and the one in force."""

    code: str
    label: str
    unit: str
    values: tuple[ParameterValue, ...]
    current: ParameterValue | None

    @property
    def coming(self) -> tuple[ParameterValue, ...]:
        """Give the values that start later."""
        return tuple(
            value for value in self.values if self.current is None or value.started_on > self.current.started_on
        )

    @property
    def past(self) -> tuple[ParameterValue, ...]:
        """Give the values that are over."""
        return tuple(value for value in self.values if self.current and value.started_on < self.current.started_on)


def parameter_histories(day: dt.date) -> list[ParameterHistory]:
    """Give every parameter with its history, by its French name; one query."""
    by_code: dict[str, list[ParameterValue]] = {}
    for row in Parameter.objects.order_by("-started_on"):
        by_code.setdefault(row.code, []).append(ParameterValue.of(row))
    histories = [_history(code, values, day) for code, values in by_code.items()]
    return sorted(histories, key=lambda history: history.label)


def parameter_history(code: str, day: dt.date) -> ParameterHistory | None:
    """Give one parameter with its history, or None."""
    values = [ParameterValue.of(row) for row in Parameter.objects.filter(code=code).order_by("-started_on")]
    return _history(code, values, day) if values else None


def _history(code: str, values: list[ParameterValue], day: dt.date) -> ParameterHistory:
    current = next((value for value in values if value.started_on <= day), None)
    shown = current or values[-1]
    return ParameterHistory(code=code, label=shown.label, unit=shown.unit, values=tuple(values), current=current)


def number(code: str, day: dt.date) -> Decimal:
    """Give a plain figure in force on a day: `int(number("offer.days", today))`.

    Raises UnknownParameterError when there is none.
    """
    return parameter_on(code, day).number

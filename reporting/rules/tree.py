"""A frozen tree of dataclasses as the JSON that a month keeps, and back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Give a dataclass tree as JSON keeps it: ISO dates, decimals as numbers; derived figures are added for readers."""
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        derived = {
            name: to_json(getattr(value, name))
            for name, member in vars(type(value)).items()
            if isinstance(member, property) and name != "is_balanced"
        }
        return {**plain, **derived}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, Decimal):
        return float(round(value, 4))
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def from_json(kind: type[T], data: Mapping[str, Any]) -> T:
    """Read a tree back. Derived figures are left aside; a field that older months do not have takes its default."""
    hints = _types_of(kind)  # type: ignore[arg-type]
    given = {
        field.name: _read(hints[field.name], data[field.name])
        for field in fields(kind)  # type: ignore[arg-type]
        if field.name in data
    }
    return kind(**given)


@cache
def _types_of(kind: type) -> dict[str, Any]:
    """Read the types once: a month has hundreds of branches."""
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        if value is None:
            return None
        hint = next(option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return from_json(hint, value)  # type: ignore[arg-type]
    if hint is Decimal:
        return Decimal(str(value))
    if hint is dt.date:
        return dt.date.fromisoformat(value)
    return value

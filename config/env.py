"""Typed reading of the environment: a value we do not understand stops the start, it never becomes a default."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def env_text(name: str, default: str = "") -> str:
    """Read a text, or the file that `NAME_FILE` names (secrets mounted by an orchestrator)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool) -> bool:
    """Read a yes or no, written 1 or 0.

    Raises ImproperlyConfigured for anything else.
    """
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        msg = f"{name} must be 0 or 1, not {value!r}"
        raise ImproperlyConfigured(msg)
    return value == "1"


def env_list(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list, without its empty items."""
    return [item.strip() for item in env_text(name, default).split(",") if item.strip()]


def env_number(name: str, default: int) -> int:
    """Read a whole number.

    Raises ImproperlyConfigured for anything else.
    """
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        msg = f"{name} must be a whole number, not {value!r}"
        raise ImproperlyConfigured(msg)
    return int(value)

"""An undefined variable in one of our templates fails the test that renders it."""

import inspect
from pathlib import Path
from typing import Any

from django.template.base import FilterExpression, Node

OURS = Path(__file__).resolve().parent.parent.parent


class UndefinedVariableError(AssertionError):
    """A template of ours reads a variable that its context does not have."""


class UndefinedVariable(str):
    """Django's `string_if_invalid`: asked for `"%s" in it`, then for `it % variable`, when a variable does not resolve.

    `{% if %}` and `{% for %}` do not come here. `|default:` says itself that the variable is optional. Templates of
    packages are theirs to judge.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """Be true, so that Django asks."""
        return True

    def __contains__(self, item: object) -> bool:
        """Claim a place for the name."""
        return item == "%s"

    def __mod__(self, variable: Any) -> str:
        """Fail, or give what the template itself says to show instead."""
        expression, context, origin = _where()
        if expression is not None and expression.filters and expression.filters[0][0].__name__ == "default":
            is_variable, value = expression.filters[0][1][0]
            return str(value.resolve(context)) if is_variable else str(value)
        if origin is None or not is_ours(origin):
            return ""
        raise UndefinedVariableError(f"undefined variable {str(variable)!r} in {origin}")


def _where() -> tuple[FilterExpression | None, Any, str | None]:
    """Find, up the stack, the expression being resolved and the template that holds it."""
    expression, context = None, None
    frame = inspect.currentframe()
    while frame is not None:
        subject = frame.f_locals.get("self")
        if expression is None and isinstance(subject, FilterExpression):
            expression, context = subject, frame.f_locals.get("context")
        if isinstance(subject, Node) and getattr(subject, "origin", None) is not None:
            return expression, context, subject.origin.name
        frame = frame.f_back
    return expression, context, None


def is_ours(origin: str) -> bool:
    """Tell a template of ours from one of a package."""
    path = Path(origin)
    return path.is_relative_to(OURS) and ".venv" not in path.parts

"""What makes a file of a month. Exports are above services and tasks, so the app's `ready` declares them here."""

from collections.abc import Callable

from reporting.enums import FileKind
from reporting.rules.content import MonthContent

Renderer = Callable[[MonthContent], bytes]

_renderers: dict[FileKind, Renderer] = {}


def register(kind: FileKind, renderer: Renderer) -> None:
    """Declare what makes a kind of file. Declared twice, the last one stays (a module loaded again)."""
    _renderers[kind] = renderer


def render(kind: FileKind, content: MonthContent) -> bytes:
    """Make a file of a month.

    Raises KeyError for a kind that nobody declared.
    """
    return _renderers[kind](content)

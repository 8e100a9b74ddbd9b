"""The long works that Palier knows to do. Each app declares its own in its AppConfig's `ready`."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Progress(Protocol):
    """Say how far a work is: `progress(done=3, total=36)`. It also tells that the worker is alive."""

    def __call__(self, *, done: int, total: int) -> None:
        """Write it."""


@dataclass(frozen=True)
class Work:
    """What a work is given: its job, who asked, its parameters (ids, codes, dates)."""

    job_id: uuid.UUID
    asked_by: uuid.UUID
    params: Mapping[str, Any]
    progress: Progress


Runner = Callable[[Work], uuid.UUID | None]


@dataclass(frozen=True)
class JobKind:
    """A kind of work: its French name, what does it (giving its result's id), and the URL name of its result.

    The runner may be called again after a worker died: it makes once what it makes.
    """

    code: str
    label: str
    run: Runner
    result_url_name: str = ""


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Declare a kind. Declared twice, the last one stays (a module loaded again)."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> JobKind:
    """Give a kind.

    Raises KeyError for one that nobody declared.
    """
    return _kinds[code]


def label_of(code: str) -> str:
    """Give its French name, or a plain word when nobody declares it any more."""
    return _kinds[code].label if code in _kinds else "Travail"

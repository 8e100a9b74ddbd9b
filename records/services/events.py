"""The one writer of the journal. Every service records what it did, in its own transaction."""

import contextlib
import uuid
from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from django.db import models

from records.enums import Chain
from records.models import Event

CLOCK = uuid.UUID("00000000-0000-4000-8000-00000000c10c")  # who acted, when nobody did: a beat or a command

_act: ContextVar[uuid.UUID | None] = ContextVar("act", default=None)
_origin: ContextVar[str | None] = ContextVar("origin", default=None)


@contextlib.contextmanager
def one_act() -> Iterator[uuid.UUID]:
    """Give the events of a block one shared act id: a journey's several writes read as one act. Blocks nest into the outer one."""
    if (current := _act.get()) is not None:
        yield current
        return
    act = uuid.uuid4()
    token = _act.set(act)
    try:
        yield act
    finally:
        _act.reset(token)


@contextlib.contextmanager
def from_origin(address: str | None) -> Iterator[None]:
    """Stamp the events of a block with the address that the request came from."""
    token = _origin.set(address)
    try:
        yield
    finally:
        _origin.reset(token)


def record(
    verb: str,
    on: models.Model,
    *,
    by: uuid.UUID,
    subject_id: uuid.UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> Event:
    """Write that `by` did `verb` on an object; `subject_id` is the enrolment (or organisation) it belongs to.

    `details` hold ids, codes and ISO dates: never a text, a name or an amount of a person.
    """
    return _write(Chain.WRITE, verb, on, by=by, subject_id=subject_id, details=details)


def record_read(verb: str, on: models.Model, *, by: uuid.UUID, subject_id: uuid.UUID | None = None) -> Event:
    """Write that `by` opened an object (`access` calls it: full pages and downloads, one a reader, object and hour)."""
    return _write(Chain.READ, verb, on, by=by, subject_id=subject_id, details=None)


def _write(
    chain: Chain,
    verb: str,
    on: models.Model,
    *,
    by: uuid.UUID,
    subject_id: uuid.UUID | None,
    details: Mapping[str, object] | None,
) -> Event:
    with one_act() as act:
        return Event.objects.create(
            act=act,
            chain=chain,
            verb=verb,
            actor=by,
            kind=on._meta.label_lower,
            object_id=on.pk,
            subject_id=subject_id,
            details=dict(details or {}),
            origin=_origin.get(),
        )

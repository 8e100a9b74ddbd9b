"""The one writer of the journal. Every service records what it did, in its own transaction."""

import contextlib
import ipaddress
import json
import uuid
from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from records import seals
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
    token = _origin.set(_address(address))
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

    `details` hold ids, codes and dates: never a text, a name or an amount of a person.
    """
    return _write(Chain.WRITE, verb, on, by=by, subject_id=subject_id, details=details)


def record_read(verb: str, on: models.Model, *, by: uuid.UUID, subject_id: uuid.UUID | None = None) -> Event:
    """Write that `by` opened an object: `access` calls it for full pages and downloads.

    At most one line a reader, verb, object and hour: a page opened again in the hour gives the line that is there.
    """
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    known = Event.objects.filter(chain=Chain.READ, object_id=on.pk, actor=by, verb=verb, at__gte=hour).first()
    return known or _write(Chain.READ, verb, on, by=by, subject_id=subject_id, details=None)


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
        event = Event(
            act=act,
            chain=chain,
            verb=verb,
            actor=by,
            kind=on._meta.label_lower,
            object_id=on.pk,
            subject_id=subject_id,
            details=json.loads(json.dumps(dict(details or {}), cls=DjangoJSONEncoder)),
            origin=_origin.get(),
        )
        event.mac = seals.mac_of(event)
        event.save(force_insert=True)
        return event


def _address(text: str | None) -> str | None:
    """Read an address as both databases give it back; what is no address is none."""
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)

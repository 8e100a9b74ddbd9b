"""What a seal of the journal is made of: one canonical text, one key that is not in the database."""

import hashlib
import hmac
import json
from collections.abc import Iterable

from django.conf import settings

from records.models import Event, SealBatch

FIRST = "0" * 64  # what the first batch of a chain follows


def canonical(event: Event) -> bytes:
    """Give the one text of an event, the same from both databases."""
    return _text(
        [
            str(event.pk),
            str(event.act),
            event.chain,
            event.verb,
            str(event.actor),
            event.kind,
            str(event.object_id),
            str(event.subject_id) if event.subject_id else None,
            event.details,
            event.origin,
            int(event.at.timestamp()),
            event.at.microsecond,
        ]
    )


def mac_of(event: Event) -> str:
    """Seal one event as it is written."""
    return _mac(b"event", canonical(event))


def digest_of(event: Event) -> str:
    """Give the print of an event that its batch keeps, seal included."""
    return hashlib.sha256(canonical(event) + event.mac.encode()).hexdigest()


def mac_of_batch(batch: SealBatch, lines: Iterable[tuple[str, str]]) -> str:
    """Seal a batch: its place, the seal before it, and the (event id, print) of each line in order."""
    return _mac(
        b"batch",
        _text(
            [
                batch.chain,
                batch.number,
                batch.event_count,
                int(batch.sealed_at.timestamp()),
                batch.previous_mac,
                list(lines),
            ]
        ),
    )


def is_same(one: str, other: str) -> bool:
    """Compare two seals."""
    return hmac.compare_digest(one.encode(), other.encode())


def _text(parts: list[object]) -> bytes:
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _mac(kind: bytes, text: bytes) -> str:
    return hmac.new(settings.PALIER_JOURNAL_KEY.encode(), kind + b"\0" + text, hashlib.sha256).hexdigest()

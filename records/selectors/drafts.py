"""Drafts as their author reads them back. Hers alone: every read takes her id and nothing finds another's."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from records.models import Draft

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class DraftView:
    """What one tab has typed so far: each field by its name, with its values in the order of the page."""

    kind: str
    subject_id: uuid.UUID
    tab: str
    version: int
    saved_at: dt.datetime
    fields: Fields

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Read a stored draft."""
        return cls(
            kind=draft.kind,
            subject_id=draft.subject_id,
            tab=draft.tab,
            version=draft.version,
            saved_at=draft.saved_at,
            fields=fields_of(draft.text),
        )


def fields_of(text: str) -> Fields:
    """Read the fields that a draft's text holds; a text that is no such thing holds none."""
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        str(name): tuple(str(value) for value in (values if isinstance(values, list) else [values]))
        for name, values in stored.items()
    }


def drafts_of(user_id: uuid.UUID, kind: str, subject_id: uuid.UUID, now: dt.datetime | None = None) -> list[DraftView]:
    """Give her drafts of one form about one object, the newest first, without those whose time is over."""
    rows = Draft.objects.filter(
        user_id=user_id, kind=kind, subject_id=subject_id, expires_at__gt=now or timezone.now()
    ).order_by("-saved_at", "tab")
    return [DraftView.of(row) for row in rows]


def draft_of(
    user_id: uuid.UUID, kind: str, subject_id: uuid.UUID, tab: str, now: dt.datetime | None = None
) -> DraftView | None:
    """Give her draft of one tab, or None."""
    row = Draft.objects.filter(
        user_id=user_id, kind=kind, subject_id=subject_id, tab=tab, expires_at__gt=now or timezone.now()
    ).first()
    return DraftView.of(row) if row else None


@dataclass(frozen=True)
class OpenDraft:
    """A form that she has begun and not sent: what and about what, never the words."""

    kind: str
    subject_id: uuid.UUID
    saved_at: dt.datetime


def open_drafts(user_id: uuid.UUID, now: dt.datetime | None = None, limit: int = 20) -> list[OpenDraft]:
    """Give the forms that she has begun, the newest first, for her home (« Vous aviez commencé… »)."""
    rows = (
        Draft.objects.filter(user_id=user_id, expires_at__gt=now or timezone.now())
        .order_by("-saved_at")
        .values_list("kind", "subject_id", "saved_at")
    )
    seen: dict[tuple[str, uuid.UUID], OpenDraft] = {}
    for kind, subject_id, saved_at in rows[: limit * 5]:
        seen.setdefault((kind, subject_id), OpenDraft(kind, subject_id, saved_at))
    return list(seen.values())[:limit]

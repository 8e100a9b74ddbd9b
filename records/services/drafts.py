"""Drafts of forms: saved as she types, hers alone, dropped when sent. An autosave leaves no event."""

import datetime as dt
import re
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from records.models import Draft
from records.selectors.drafts import DraftView

MAX_BYTES = 200_000
MAX_DRAFTS = 200
KIND = re.compile(r"[a-z]+\.[a-z_]+\Z")
TAB = re.compile(r"[A-Za-z0-9-]{1,36}\Z")
MAX_KIND = 60


class StaleDraft(Refused):
    """The page has not seen the newest words of this draft: `stored` carries them, and nothing is overwritten."""

    def __init__(self, stored: DraftView) -> None:
        super().__init__("Ce brouillon a changé depuis dans un autre onglet.")
        self.stored = stored


class DraftTooLong(Refused):
    """The text passes what a draft may hold."""

    def __init__(self) -> None:
        super().__init__(
            "Ce texte est trop long pour être gardé en brouillon (200 ko au plus). Enregistrez-le, ou raccourcissez-le."
        )


class TooManyDrafts(Refused):
    """She keeps more drafts than anybody can use: a script, or tabs without end."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez trop de brouillons en cours. Envoyez-en ou écartez-en avant d’en commencer d’autres."
        )


class InvalidDraftPlaceError(ValueError):
    """The kind or the tab is not one that a page of ours sends."""


def save_draft(
    *,
    user_id: uuid.UUID,
    kind: str,
    subject_id: uuid.UUID,
    tab: str,
    version: int,
    text: str,
    now: dt.datetime | None = None,
) -> Draft | None:
    """Keep what a tab has typed; `version` is the last one that the page saw (0 before the first).

    An empty text drops the draft and gives None. The same text sent again (an answer was lost) is accepted as saved.

    Raises StaleDraft when the stored draft is another than the page saw, DraftTooLong, TooManyDrafts, InvalidDraftPlaceError.
    """
    _check_place(kind, tab)
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise DraftTooLong
    if not text:
        drop_draft(user_id=user_id, kind=kind, subject_id=subject_id, tab=tab)
        return None
    now = now or timezone.now()
    try:
        return _save(user_id=user_id, kind=kind, subject_id=subject_id, tab=tab, version=version, text=text, now=now)
    except IntegrityError:  # another request of the same tab created it meanwhile
        return _save(user_id=user_id, kind=kind, subject_id=subject_id, tab=tab, version=version, text=text, now=now)


@transaction.atomic
def _save(
    *, user_id: uuid.UUID, kind: str, subject_id: uuid.UUID, tab: str, version: int, text: str, now: dt.datetime
) -> Draft:
    expires_at = now + dt.timedelta(days=settings.PALIER_DRAFT_DAYS)
    place = {"user_id": user_id, "kind": kind, "subject_id": subject_id, "tab": tab}
    draft = Draft.objects.select_for_update(of=("self",)).filter(**place).first()
    if draft is None:
        if Draft.objects.filter(user_id=user_id).count() >= MAX_DRAFTS:
            raise TooManyDrafts
        return Draft.objects.create(**place, version=version + 1, text=text, saved_at=now, expires_at=expires_at)
    if draft.text == text:
        return draft
    if draft.version != version:
        raise StaleDraft(DraftView.of(draft))
    draft.version += 1
    draft.text = text
    draft.saved_at = now
    draft.expires_at = expires_at
    draft.save(update_fields=["version", "text", "saved_at", "expires_at"])
    return draft


@transaction.atomic
def drop_draft(*, user_id: uuid.UUID, kind: str, subject_id: uuid.UUID, tab: str, version: int | None = None) -> int:
    """Drop the draft of a tab, because its form was sent or she sets it aside; give how many went (0 or 1).

    With a `version`, only that one goes: words typed since in another tab stay. A tab that is no tab drops nothing.
    """
    rows = Draft.objects.filter(user_id=user_id, kind=kind, subject_id=subject_id, tab=tab[:36].replace("\0", ""))
    if version is not None:
        rows = rows.filter(version=version)
    return rows.delete()[0]


@transaction.atomic
def sweep_expired(now: dt.datetime) -> int:
    """Delete the drafts whose time is over; give how many."""
    return Draft.objects.filter(expires_at__lte=now).delete()[0]


def _check_place(kind: str, tab: str) -> None:
    if len(kind) > MAX_KIND or not KIND.match(kind):
        raise InvalidDraftPlaceError(kind)
    if not TAB.match(tab):
        raise InvalidDraftPlaceError(tab)

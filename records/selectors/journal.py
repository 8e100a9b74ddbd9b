"""The journal as people may read it: who opened an object or a file."""

import datetime as dt
import uuid
from dataclasses import dataclass

from records.enums import Chain
from records.models import Event


@dataclass(frozen=True)
class Reading:
    """One line of « Qui a consulté »: who, what, when. Ids only: the page gives names to those it may name."""

    actor_id: uuid.UUID
    verb: str
    kind: str
    object_id: uuid.UUID
    at: dt.datetime


@dataclass(frozen=True)
class ReadingPage:
    """A page of it, the newest first."""

    lines: tuple[Reading, ...]
    page: int
    page_count: int
    total: int

    @property
    def actor_ids(self) -> frozenset[uuid.UUID]:
        """Give whose names the page needs."""
        return frozenset(line.actor_id for line in self.lines)


def readers_of(subject_id: uuid.UUID, limit: int = 50, page: int = 1) -> ReadingPage:
    """Give who opened what of a file (its enrolment's id), the newest first; who may know it is the caller's to check.

    A page beyond the last gives the last.
    """
    rows = Event.objects.filter(chain=Chain.READ, subject_id=subject_id).order_by("-at", "pk")
    total = rows.count()
    count = max(1, -(-total // limit))
    page = min(max(1, page), count)
    values = rows.values_list("actor", "verb", "kind", "object_id", "at")[(page - 1) * limit : page * limit]
    return ReadingPage(lines=tuple(Reading(*value) for value in values), page=page, page_count=count, total=total)

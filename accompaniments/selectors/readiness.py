"""Readiness for the slide: the latest levels of the domains that match a sub-tenant's duties (domain.md §5).

The team reads five; the landlord four, never `adherence`, once the support began; the others none. Never a total.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accompaniments.enums import State, Subject
from accompaniments.models import GridAssessment, StateChange
from accompaniments.rules.grid import SCALE
from households.models import Enrolment
from households.permissions import Standing, read_since

# In one word each, for a board; the grid's own labels stand where it is scored.
DUTIES = {
    Subject.BUDGET: "Budget",
    Subject.OCCUPANCY: "Entretien",
    Subject.TENANCY: "Bailleur",
    Subject.NEIGHBOURHOOD: "Voisinage",
    Subject.ADHERENCE: "Adhésion",
}
FOR_LANDLORD = tuple(DUTIES)[:-1]


@dataclass(frozen=True)
class Level:
    """A domain and its level, in words."""

    label: str
    level: int | None

    @property
    def said(self) -> str:
        """Say « 3 », or « non évalué »."""
        return str(self.level) if self.level else "non évalué"


@dataclass(frozen=True)
class Readiness:
    """The latest passage of a household, as far as its reader reads it."""

    on: dt.date
    levels: tuple[Level, ...]


def readiness(files: Iterable[Enrolment], hers: Mapping[uuid.UUID, Standing]) -> dict[uuid.UUID, Readiness]:
    """Give the readiness of these files to whom reads it, in three queries."""
    subjects = {row.pk: (row, _read(hers[row.pk])) for row in files}
    asked = {pk: row for pk, (row, read) in subjects.items() if read}
    if not asked:
        return {}
    begun = set(
        StateChange.objects.filter(
            accompaniment__enrolment_id__in=asked,
            to_state=State.SUPPORTED,
            annulled_by__isnull=True,
            is_correction=False,
        ).values_list("accompaniment__enrolment_id", flat=True)
    )
    found: dict[uuid.UUID, Readiness] = {}
    rows = (
        GridAssessment.objects.filter(accompaniment__enrolment_id__in=asked)
        .select_related("accompaniment")
        .prefetch_related("scores")
        .order_by("assessed_on", "recorded_at")
    )
    for row in rows:
        enrolment, read = subjects[row.accompaniment.enrolment_id]
        standing = hers[enrolment.pk]
        if not standing.reads_whole and enrolment.pk not in begun:
            continue
        since = read_since(standing, enrolment) if standing.reads_whole else None
        if since and row.assessed_on < since:
            continue
        scores = {score.domain: score.level for score in row.scores.all()}
        found[enrolment.pk] = Readiness(row.assessed_on, tuple(_level(subject, scores) for subject in read))
    return found


def _read(hers: Standing) -> tuple[Subject, ...]:
    if hers.reads_whole:
        return tuple(DUTIES)
    return FOR_LANDLORD if hers.is_named and not hers.is_holder and hers.is_listed else ()


def _level(subject: Subject, scores: Mapping[str, int]) -> Level:
    level = scores.get(subject)
    return Level(DUTIES[subject], level if level in SCALE else None)

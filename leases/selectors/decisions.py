"""What a decision is worth, today or at the close of a day."""

import datetime as dt

from django.db.models import OuterRef, Q

from leases.enums import DecisionKind, FileEnd, FileState
from leases.models import AllocationFile, Decision
from leases.rules.commission import is_positive

FAILED = (
    FileEnd.NOT_ALLOCATED,
    FileEnd.OFFER_REFUSED,
    FileEnd.NO_ANSWER,
    FileEnd.CONDITION_NOT_MET,
    FileEnd.RANK_NOT_REACHED,
    FileEnd.LEASE_FAILED,
    FileEnd.WITHDRAWN,
    FileEnd.DWELLING_WITHDRAWN,
)


def counts_as_positive(decision: Decision) -> bool:
    """Tell whether a decision is positive today: not annulled, and at its rank."""
    return decision.annulled_on is None and is_positive(
        decision.kind, decision.rank, is_promoted=decision.promoted_on is not None
    )


def positive_day(file: AllocationFile) -> dt.date | None:
    """Give the day from which a dossier may lead to a lease: of its first positive decision, or of its promotion."""
    rows = Decision.objects.filter(file=file)
    return min((row.promoted_on or row.decided_on for row in rows if counts_as_positive(row)), default=None)


def positive_by(day: dt.date) -> Q:
    """Filter the decisions positive at the close of a day: `leases.rules.commission.is_positive` as SQL says it.

    An annulled one was recorded in error: it never was, on any day.
    """
    kinds = Q(kind__in=(DecisionKind.ALLOCATED, DecisionKind.ALLOCATED_CONDITIONAL))
    ranked = Q(kind=DecisionKind.ALLOCATED_RANKED) & (Q(rank=1) | Q(promoted_on__lte=day))
    return Q(annulled_on__isnull=True, decided_on__lte=day) & (kinds | ranked)


def standing_by(day: dt.date) -> Q:
    """Filter the positive decisions that still stand at the close of a day: their dossier has neither failed nor lapsed."""
    has_failed = Q(file__state=FileState.CLOSED, file__end__in=FAILED, file__state_on__lte=day)
    return positive_by(day) & ~has_failed


def used_before(project_started_on: OuterRef) -> Q:
    """Filter the decisions whose dossier ended in a lease before a housing project began: they answer another project."""
    return Q(file__state=FileState.CLOSED, file__end=FileEnd.LEASE_SIGNED, file__state_on__lt=project_started_on)

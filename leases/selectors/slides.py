"""Where the proposals of slides are: the landlord's agreement that a slide waits for, the latest of each sublease."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from leases.enums import SlideState
from leases.models import Lease, SlideProposal


@dataclass(frozen=True)
class StandingAgreement:
    """The landlord's agreement to a slide, which stands: its day, and whether the household agreed too."""

    proposal_id: uuid.UUID
    decided_on: dt.date
    planned_on: dt.date
    household_agreed: bool


@dataclass(frozen=True)
class SlideRead:
    """Where the latest proposal of a sublease is, in plain facts."""

    proposal_id: uuid.UUID
    state: SlideState
    state_on: dt.date
    proposed_on: dt.date
    planned_on: dt.date | None
    extended_until: dt.date | None


def standing_agreement(sublease: Lease) -> StandingAgreement | None:
    """Give the landlord's positive decision on a sublease, None when it has not agreed, or no longer does."""
    row = sublease.slide_proposals.filter(state__in=SlideState.STANDING).first()
    if row is None or row.decided_on is None or row.planned_on is None:
        return None
    return StandingAgreement(row.pk, row.decided_on, row.planned_on, row.state == SlideState.ACCEPTED)


def latest_proposals(sublease_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SlideRead]:
    """Give the latest proposal of each of these subleases, in one query."""
    rows = SlideProposal.objects.filter(sublease_id__in=sublease_ids).order_by("proposed_on", "recorded_at")
    return {
        row.sublease_id: SlideRead(
            row.pk, SlideState(row.state), row.state_on, row.proposed_on, row.planned_on, row.extended_until
        )
        for row in rows.only("sublease_id", "state", "state_on", "proposed_on", "planned_on", "extended_until")
    }

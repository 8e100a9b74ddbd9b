"""What a decision is worth today."""

from leases.models import Decision
from leases.rules.commission import is_positive


def counts_as_positive(decision: Decision) -> bool:
    """Tell whether a decision is positive today: not annulled, and at its rank."""
    return decision.annulled_on is None and is_positive(
        decision.kind, decision.rank, is_promoted=decision.promoted_on is not None
    )

"""What a household's own summary may hold when several adults live in it (domain.md §3.9).

Each adult gets her own sheet: what concerns another adult alone is not hers to hold.
"""

import datetime as dt
import uuid
from collections.abc import Collection

from foundation.timeline import Audience


def is_her_meeting(present: Collection[uuid.UUID], person: uuid.UUID, adults: Collection[uuid.UUID]) -> bool:
    """Tell whether a meeting goes on her sheet: she was there, or she is the only adult."""
    return person in present or set(adults) <= {person}


def is_her_claim(of: uuid.UUID | None, person: uuid.UUID, adults: Collection[uuid.UUID]) -> bool:
    """Tell whether a démarche goes on her sheet: hers, the household's, or that of who is no other adult."""
    return of is None or of == person or of not in adults


def is_shared_objective(audience: Audience, *, is_in_contract: bool, adults: int) -> bool:
    """Tell whether an objective goes on a sheet: with several adults, one kept in the team is known of all only by contract."""
    return adults <= 1 or is_in_contract or audience != Audience.TEAM


def knows_next_meeting(adults: int) -> bool:
    """Tell whether the next meeting may be printed: with several adults, nobody knows yet with whom it is."""
    return adults <= 1


def why_period_is_refused(period_from: dt.date, period_to: dt.date, today: dt.date) -> str | None:
    """Say why a summary may not cover these days, or None."""
    if period_to < period_from:
        return "La fin de la période ne peut pas précéder son début."
    if period_to > today:
        return "La période s’arrête au plus tard aujourd’hui."
    return None

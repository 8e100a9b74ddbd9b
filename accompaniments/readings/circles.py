"""Who reads a row that one association wrote with its audience: the same three questions for contacts and démarches."""

import datetime as dt
import uuid

from foundation.timeline import Audience
from foundation.words import PARIS, day_of
from households.permissions import Standing
from partners.reader import Reader


def is_hers_to_know(reader: Reader, hers: Standing, *, audience: str, association_id: uuid.UUID, on: dt.date) -> bool:
    """Tell whether the reader may know that something was written (domain.md §3.9).

    A holder knows that it exists, what its own association wrote, or what another wrote since it holds the file; the
    landlord knows what is addressed to a circle that he is in; outside a protected file's list, nobody.
    """
    if not hers.is_listed or not hers.knows:
        return False
    if not hers.is_holder:
        return reads(hers, audience)
    return association_id in reader.associations or hers.held_since is None or on >= hers.held_since


def reads(hers: Standing, audience: str) -> bool:
    """Tell whether the reader reads text of this audience."""
    return Audience(audience) in hers.audiences


def moment_of(on: dt.date, recorded_at: dt.datetime) -> dt.datetime:
    """Give where a day's fact stands among the others: the hour it was recorded at, when that was the same day."""
    return recorded_at if day_of(recorded_at) == on else noon_of(on)


def noon_of(day: dt.date) -> dt.datetime:
    """Give the middle of a day, in Paris."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=PARIS)

"""What is to do on files: what each app waits for, merged, each line with what it is about."""

import uuid
from collections.abc import Iterable

from accompaniments import selectors as accompaniments
from foundation.timeline import Due, DueKind, of_kind
from households import selectors as households
from households.permissions import standings_kept
from journeys.rules import late_first
from leases import selectors as leases
from leases.selectors.left_open import left_open
from partners.reader import Reader


def dues(reader: Reader, enrolment_ids: Iterable[uuid.UUID], ended: Iterable[uuid.UUID] = ()) -> list[Due]:
    """Give what is awaited on these files from this reader, late first, in a constant number of queries.

    `ended`: files that are over, on which what their end left open alone is awaited.
    """
    ids = list(enrolment_ids)
    with standings_kept():
        return late_first(
            [
                *accompaniments.due(reader, ids),
                *of_kind(DueKind.HOUSING, leases.due(reader, ids)),
                *of_kind(DueKind.HOUSEHOLD, households.due(reader, ids)),
                *left_open(reader, [*ids, *ended]),
            ]
        )

"""What the other pages ask of meetings: those to come, and what they leave in a file's timeline."""

import datetime as dt
import uuid
from collections.abc import Iterable

from foundation.timeline import Happened, Planned
from households.models import Enrolment
from partners.reader import Reader


def planned(reader: Reader) -> list[Planned]:
    """Give this reader's own meetings to come, the nearest first."""
    del reader
    return []


def next_meetings(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """Give the next planned meeting of each file."""
    del reader, enrolment_ids
    return {}


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give the meetings of a file's timeline, shaped for their reader."""
    del reader, enrolment
    return []

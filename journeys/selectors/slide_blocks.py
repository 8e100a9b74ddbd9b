"""What holds a slide back, in words, each reader's own: dates of the law for all, money and insurance for the team alone."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal

from foundation.words import euros
from leases.enums import LandlordPosition
from leases.models import Lease
from leases.permissions import SubleaseStanding
from leases.rules.exams import ExamState, NoticeState
from leases.selectors.exams import SubleaseClock
from leases.selectors.insurance import missing_on
from leases.selectors.rent import balance_on
from partners.reader import Reader

NOTHING = Decimal(0)
EXAM_LATE = "L’examen contradictoire est en retard"
NOTICE_LATE = "L’avis au préfet est en retard"
EXAM_MISSED = "L’examen de la période passée n’a pas été tenu"
NOTICE_MISSED = "L’avis au préfet de la période passée n’a pas été envoyé"
UNFAVOURABLE = "La position du bailleur est défavorable"
UNINSURED = "L’attestation d’assurance manque"
RESERVED = "La position du bailleur est réservée"


def blocks_of(
    reader: Reader,
    subleases: Iterable[tuple[Lease, SubleaseStanding]],
    known: Mapping[uuid.UUID, SubleaseClock],
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Give what holds each of these subleases back, in a constant number of queries."""
    rows = list(subleases)
    mine = [row.pk for row, hers in rows if hers.is_team]
    owed = balance_on(mine, reader.today) if mine else {}
    bare = {one.lease_id for one in missing_on(reader.today, mine)} if mine else set()
    return {
        row.pk: (
            *(_of_dates(known[row.pk], reader.today) if row.pk in known else ()),
            *([UNINSURED] if row.pk in bare else []),
            *(
                [f"{euros(owed[row.pk])} restent à payer à l’association"]
                if owed.get(row.pk, NOTHING) > NOTHING
                else []
            ),
        )
        for row, _ in rows
    }


def _of_dates(clock: SubleaseClock, today: dt.date) -> Iterable[str]:
    present = clock.present
    if clock.is_over or present is None:
        return
    if clock.missed_exam(today):
        yield EXAM_MISSED
    if clock.missed_notice(today):
        yield NOTICE_MISSED
    if present.exam == ExamState.LATE:
        yield EXAM_LATE
    if present.notice == NoticeState.LATE:
        yield NOTICE_LATE
    if present.position == LandlordPosition.UNFAVOURABLE:
        yield UNFAVOURABLE
    if present.position == LandlordPosition.RESERVED:
        yield RESERVED

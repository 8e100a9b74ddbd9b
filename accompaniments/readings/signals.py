"""What a reader reads of the landlord's signals: his own people and the file's associations (domain.md §3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import SignalAnswer, SignalKind
from accompaniments.models import LandlordSignal
from foundation.timeline import Audience
from households.models import Enrolment
from households.permissions import Standing, read_since
from partners.reader import Reader
from partners.selectors import names_of


@dataclass(frozen=True)
class SignalRead:
    """A signal and its answer."""

    id: uuid.UUID
    kind: str
    on: dt.date
    by: str
    text: str
    answer: str  # empty: it waits
    answered_on: dt.date | None
    answered_by: str
    answer_text: str


def signals(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[SignalRead]:
    """Give the signals of a file that this reader may read, the latest first, in two queries."""
    if Audience.LANDLORD not in hers.audiences:
        return []
    rows = LandlordSignal.objects.filter(enrolment=enrolment).order_by("-signalled_on", "-recorded_at")
    if not hers.is_holder:
        rows = rows.filter(landlord_id__in=reader.landlords)
    elif since := read_since(hers, enrolment):
        rows = rows.filter(signalled_on__gte=since)
    known = list(rows)
    names = names_of({row.made_by_id for row in known} | {row.answered_by for row in known if row.answered_by})
    return [
        SignalRead(
            id=row.pk,
            kind=SignalKind(row.kind).label,
            on=row.signalled_on,
            by=names.get(row.made_by_id, ""),
            text=row.text,
            answer=SignalAnswer(row.answer).label if row.answer else "",
            answered_on=row.answered_on,
            answered_by=names.get(row.answered_by, "") if row.answered_by else "",
            answer_text=row.answer_text,
        )
        for row in known
    ]

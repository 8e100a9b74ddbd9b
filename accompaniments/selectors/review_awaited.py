"""The stage reviews where the landlord's part is asked of a reader's service (domain.md §2.2 V9, §6)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from accompaniments.enums import ReviewState
from accompaniments.models import StageReview
from accompaniments.rules.reviews import ASKED
from foundation.periods import in_force
from households.models import Enrolment, EnrolmentNaming
from households.querysets import EnrolmentQuerySet
from households.readings import Card, cards
from partners.reader import Reader


@dataclass(frozen=True)
class AwaitedReview:
    """A stage review that waits for the landlord's part."""

    card: Card
    asked_on: dt.date | None
    url: str  # empty: the file is protected, and she is not on its list


def reviews_awaited(reader: Reader) -> tuple[AwaitedReview, ...]:
    """Give the reviews that wait for this reader's service, the oldest first. Constant queries."""
    if not reader.landlords:
        return ()
    named = named_to_service(reader, asked_of="asked_of")
    rows = list(
        StageReview.objects.filter(Exists(named), state=ReviewState.WITH_LANDLORD, landlord_at__isnull=True)
        .filter(Enrolment.objects.seen_by(reader, "accompaniment__enrolment_id"))
        .select_related("accompaniment__enrolment__version__programme", "accompaniment__enrolment__household")
        .order_by(F("asked_on").asc(nulls_last=True), "pk")
    )
    known = cards(reader, [row.accompaniment.enrolment for row in rows]) if rows else {}
    return tuple(_line(row, known[row.accompaniment.enrolment_id]) for row in rows)


def named_to_service(reader: Reader, *, asked_of: str) -> QuerySet[EnrolmentNaming]:
    """Give, for a row of an accompaniment, the namings of its file to this reader's service that the row asks."""
    rows: QuerySet[EnrolmentNaming] = EnrolmentNaming.objects.filter(
        in_force(reader.today),
        EnrolmentQuerySet.named_to(reader),
        enrolment_id=OuterRef("accompaniment__enrolment_id"),
        service=OuterRef(asked_of),
        service__in=ASKED,
        is_live=True,
    )
    return rows


def _line(row: StageReview, card: Card) -> AwaitedReview:
    url = reverse("journeys:review", args=[card.enrolment_id, row.pk]) if card.standing.is_listed else ""
    return AwaitedReview(card, row.asked_on, url)

"""Stage reviews: opened, written, put to the landlord, validated with their facts as they stood (domain.md §6)."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import ReviewState, State
from accompaniments.models import Accompaniment, StageReview
from accompaniments.rules.reviews import (
    period_refusals,
    why_abandoning_is_refused,
    why_asking_is_refused,
    why_landlord_part_is_refused,
    why_next_is_refused,
    why_opening_is_refused,
    why_restoring_is_refused,
    why_validation_is_refused,
    why_writing_is_refused,
)
from accompaniments.selectors.review_periods import asked_services, earliest_of
from foundation.refusals import Refused
from households.enums import NamingService
from records.models import StoredFile
from records.services.drafts import drop_draft
from records.services.events import record
from records.services.files import delete_file, store_file

DRAFT_KIND = "accompaniments.review"
REPORT_KIND = "accompaniments.review"
LANDLORD_DRAFT_KIND = "accompaniments.review_part"
STALE = (
    "Ce bilan a changé depuis que vous avez ouvert cette page. Vos textes sont gardés ici\u00a0: relisez le bilan enregistré, "
    "puis enregistrez à nouveau."
)


class ReviewRefused(Refused):
    """What a review may not say, by field."""

    def __init__(self, reasons: dict[str, str]) -> None:
        field, reason = next(iter(reasons.items()))
        super().__init__(reason, field)
        self.reasons = reasons


class StaleReviewError(Exception):
    """Someone changed the review since the page was opened: nothing is overwritten; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(STALE)
        self.reason = STALE
        self.version = version


@transaction.atomic
def open_review(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    period_from: dt.date,
    period_to: dt.date,
    held_on: dt.date,
    today: dt.date,
) -> StageReview:
    """Open the review of a period. Raises Refused, ReviewRefused."""
    course = Accompaniment.objects.select_for_update(of=("self",)).get(pk=accompaniment.pk)
    _refuse(why_opening_is_refused(State(course.state), has_one_open=_has_one_open(course)))
    reasons = period_refusals(period_from, period_to, held_on, earliest=earliest_of(course), today=today)
    if reasons:
        raise ReviewRefused(reasons)
    row: StageReview = course.reviews.create(
        period_from=period_from, period_to=period_to, held_on=held_on, opened_by=by
    )
    days = {"from": period_from.isoformat(), "to": period_to.isoformat()}
    record("review.opened", row, by=by, subject_id=course.enrolment_id, details=days)
    return row


@transaction.atomic
def write_review(
    *,
    by: uuid.UUID,
    review: StageReview,
    version: int,
    held_on: dt.date,
    worker_text: str,
    team_text: str,
    household_text: str,
    next_on: dt.date | None,
    today: dt.date,
    draft_tab: str = "",
) -> StageReview:
    """Keep what the association writes. Raises StaleReviewError, Refused, ReviewRefused."""
    row = _locked(review, version)
    _refuse(why_writing_is_refused(ReviewState(row.state)))
    reasons = period_refusals(row.period_from, row.period_to, held_on, earliest=row.period_from, today=today)
    if next_on is not None and (reason := why_next_is_refused(next_on, held_on=held_on)):
        reasons["next_on"] = reason
    if reasons:
        raise ReviewRefused(reasons)
    row.held_on, row.next_on = held_on, next_on
    row.worker_text, row.team_text = worker_text.strip(), team_text.strip()
    row.household_text = household_text.strip()
    _store(row, "review.written", by=by)
    drop_draft(user_id=by, kind=DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


@transaction.atomic
def abandon_review(*, by: uuid.UUID, review: StageReview, version: int) -> StageReview:
    """Abandon a review opened by mistake; what was written in it stays. Raises StaleReviewError, Refused."""
    row = _locked(review, version)
    _refuse(why_abandoning_is_refused(ReviewState(row.state), row.asked_on))
    row.state = ReviewState.ABANDONED
    _store(row, "review.abandoned", by=by)
    return row


@transaction.atomic
def restore_review(*, by: uuid.UUID, review: StageReview, version: int) -> StageReview:
    """Take up an abandoned review again. Raises StaleReviewError, Refused."""
    row = _locked(review, version)
    course = row.accompaniment
    reason = why_restoring_is_refused(
        ReviewState(row.state),
        State(course.state),
        has_one_open=_has_one_open(course),
        is_covered=course.reviews.filter(state=ReviewState.VALIDATED, period_to__gte=row.period_from).exists(),
    )
    _refuse(reason)
    row.state = ReviewState.DRAFT
    _store(row, "review.restored", by=by)
    return row


@transaction.atomic
def ask_landlord(
    *, by: uuid.UUID, review: StageReview, version: int, service: NamingService, today: dt.date
) -> StageReview:
    """Put the review to the landlord's service to which the household is named. Raises StaleReviewError, Refused."""
    row = _locked(review, version)
    _refuse(why_asking_is_refused(ReviewState(row.state), has_text=bool(row.worker_text)))
    if service not in asked_services(row.accompaniment.enrolment, today):
        raise Refused("Ce ménage n’est pas nommé à ce service du bailleur.", "service")
    row.state, row.asked_on, row.asked_of = ReviewState.WITH_LANDLORD, today, service
    _store(row, "review.asked", by=by, service=service.value)
    return row


@transaction.atomic
def take_back_review(*, by: uuid.UUID, review: StageReview, version: int) -> StageReview:
    """Take the pen again; what the landlord wrote stays. Raises StaleReviewError, Refused."""
    row = _locked(review, version)
    if row.state != ReviewState.WITH_LANDLORD:
        raise Refused("Ce bilan n’est pas entre les mains du bailleur.")
    row.state = ReviewState.DRAFT
    _store(row, "review.taken_back", by=by)
    return row


@transaction.atomic
def write_landlord_part(
    *, by: uuid.UUID, review: StageReview, version: int, text: str, draft_tab: str = ""
) -> StageReview:
    """Keep the landlord's part, in his own words. Raises StaleReviewError, Refused."""
    row = _locked(review, version)
    _refuse(why_landlord_part_is_refused(ReviewState(row.state)))
    if not text.strip():
        raise Refused("Écrivez votre part.", "landlord_text")
    row.landlord_text, row.landlord_by, row.landlord_at = text.strip(), by, timezone.now()
    _store(row, "review.landlord_wrote", by=by)
    drop_draft(user_id=by, kind=LANDLORD_DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


@transaction.atomic
def validate_review(
    *, by: uuid.UUID, review: StageReview, version: int, next_on: dt.date | None, facts: str, today: dt.date
) -> StageReview:
    """Validate a review: `facts` (JSON of ReviewFacts) stay as they stand today. Raises StaleReviewError, Refused."""
    row = _locked(review, version)
    may_ask = bool(asked_services(row.accompaniment.enrolment, today))
    _refuse(why_validation_is_refused(ReviewState(row.state), has_text=bool(row.worker_text), may_ask=may_ask))
    if next_on is not None:
        _refuse(why_next_is_refused(next_on, held_on=row.held_on), "next_on")
    row.state, row.validated_by, row.validated_on = ReviewState.VALIDATED, by, today
    row.next_on, row.facts = next_on, facts
    _store(row, "review.validated", by=by)
    return row


def keep_report(*, by: uuid.UUID, review: StageReview, content: bytes, file_name: str) -> StageReview:
    """Keep the document of a review as it was validated. Made once: asked again it gives the one that is kept.

    To call outside a transaction. Raises Refused for a review that is not validated.
    """
    enrolment_id = review.accompaniment.enrolment_id
    stored = store_file(
        content=content, name=file_name, kind=REPORT_KIND, subject_id=review.pk, by=by, file_of=enrolment_id
    )
    try:
        row = _reported(review, stored, by=by)
    except BaseException:
        delete_file(stored=stored, by=by, file_of=enrolment_id)
        raise
    if row.report_id != stored.pk:  # another request kept it meanwhile
        delete_file(stored=stored, by=by, file_of=enrolment_id)
    return row


@transaction.atomic
def _reported(review: StageReview, stored: StoredFile, *, by: uuid.UUID) -> StageReview:
    row: StageReview = (
        StageReview.objects.select_for_update(of=("self",)).select_related("accompaniment__enrolment").get(pk=review.pk)
    )
    if row.state != ReviewState.VALIDATED:
        raise Refused("Le document d’un bilan se garde une fois le bilan validé.")
    if row.report_id is None:
        row.report = stored
        row.save(update_fields=["report"])
        details = {"file": str(stored.pk), "digest": stored.digest}
        record("review.reported", row, by=by, subject_id=row.accompaniment.enrolment_id, details=details)
    return row


def _has_one_open(course: Accompaniment) -> bool:
    return course.reviews.exclude(state__in=ReviewState.OVER).exists()


def _locked(review: StageReview, version: int) -> StageReview:
    row: StageReview = (
        StageReview.objects.select_for_update(of=("self",)).select_related("accompaniment__enrolment").get(pk=review.pk)
    )
    if row.version != version:
        raise StaleReviewError(row.version)
    return row


def _store(row: StageReview, verb: str, *, by: uuid.UUID, **details: object) -> None:
    row.version += 1
    row.save()
    record(verb, row, by=by, subject_id=row.accompaniment.enrolment_id, details={"version": row.version, **details})


def _refuse(reason: str | None, field: str = "") -> None:
    if reason:
        raise Refused(reason, field)

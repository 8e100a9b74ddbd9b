"""How a view gets a stage review: the file's holders, then the landlord's service that was asked, then those who know the file."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.enums import ReviewState
from accompaniments.models import Accompaniment, StageReview
from accompaniments.rules.reviews import ASKED
from foundation.periods import in_force
from households.access import get_enrolment, get_enrolment_to_edit
from households.models import Enrolment, EnrolmentNaming
from households.permissions import REFUSED_PROTECTED, REFUSED_WRITE, Standing, read_since, standing
from households.querysets import EnrolmentQuerySet
from partners.reader import Reader
from records.services.events import record_read

NOT_FOUND = "Ce bilan n’existe pas, ou il ne vous est pas ouvert."
REFUSED_VALIDATE = "Le bilan est validé par la référente du ménage, sa remplaçante ou sa responsable."


@dataclass(frozen=True)
class ReviewHeld:
    """A review as `access` gives it."""

    enrolment: Enrolment
    row: StageReview
    hers: Standing
    is_asked: bool  # works for the landlord's service whose part is asked


def services_of(reader: Reader, enrolment: Enrolment) -> set[str]:
    """Give the landlord's services for which this reader works, to which the household is named."""
    if not reader.landlords:
        return set()
    rows = EnrolmentNaming.objects.filter(
        in_force(reader.today),
        EnrolmentQuerySet.named_to(reader),
        enrolment=enrolment,
        is_live=True,
        service__in=ASKED,
    )
    return set(rows.values_list("service", flat=True))


def held_by(row: StageReview, enrolment: Enrolment, hers: Standing, services: set[str]) -> ReviewHeld | None:
    """Give a review as this reader holds it, None when she may not know of it."""
    if hers.is_holder:
        since = read_since(hers, enrolment)
        return None if since and row.period_from < since else ReviewHeld(enrolment, row, hers, is_asked=False)
    if not hers.is_named or not services:
        return None
    if row.state == ReviewState.WITH_LANDLORD and row.asked_of in services:
        return ReviewHeld(enrolment, row, hers, is_asked=True)
    return ReviewHeld(enrolment, row, hers, is_asked=False) if row.state == ReviewState.VALIDATED else None


def get_course_to_review(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment]:
    """Give a file and its open course, to open a review. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    course: Accompaniment | None = Accompaniment.objects.open().filter(enrolment=enrolment).first()
    if course is None:
        raise Http404(NOT_FOUND)
    return enrolment, course


def get_review(reader: Reader, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> ReviewHeld:
    """Give a review that this reader may know of. Raises Http404, or PermissionDenied outside a protected file's list."""
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    row: StageReview | None = (
        StageReview.objects.filter(accompaniment__enrolment=enrolment, pk=review_id)
        .select_related("accompaniment", "report")
        .first()
    )
    held = held_by(row, enrolment, hers, services_of(reader, enrolment)) if row is not None else None
    if held is None:
        raise Http404(NOT_FOUND)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    return held


def open_review_page(reader: Reader, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> ReviewHeld:
    """Give a review for its page, and write in the journal that this reader opened it."""
    held = get_review(reader, enrolment_id, review_id)
    record_read("review.opened_page", held.row, by=reader.user_id, subject_id=enrolment_id)
    return held


def open_review_report(reader: Reader, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> ReviewHeld:
    """Give a review for its document: to its team while it is written, to its readers once it is validated."""
    held = get_review(reader, enrolment_id, review_id)
    if held.row.state != ReviewState.VALIDATED and not held.hers.reads_whole:
        raise Http404(NOT_FOUND)
    record_read("review.downloaded", held.row, by=reader.user_id, subject_id=enrolment_id)
    return held


def get_review_to_write(reader: Reader, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> ReviewHeld:
    """Give a review to write in, ask for or take back: to the team. Raises Http404, PermissionDenied."""
    held = get_review(reader, enrolment_id, review_id)
    if not held.hers.may_write:
        raise PermissionDenied(REFUSED_WRITE)
    return held


def get_review_to_validate(reader: Reader, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> ReviewHeld:
    """Give a review to validate: to the lead worker, her replacement, or her manager. Raises Http404, PermissionDenied."""
    held = get_review_to_write(reader, enrolment_id, review_id)
    if not (held.hers.is_lead or held.hers.is_lead_manager):
        raise PermissionDenied(REFUSED_VALIDATE)
    return held


def get_review_of_landlord(reader: Reader, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> ReviewHeld:
    """Give a review to the landlord's service whose part is asked. Raises Http404, PermissionDenied."""
    held = get_review(reader, enrolment_id, review_id)
    if not held.is_asked:
        raise PermissionDenied("Cette part est celle du bailleur\u00a0: le service à qui elle est demandée l’écrit.")
    return held

"""A stage review is validated, then its document is made once and kept: what is handed out later is what was validated."""

import datetime as dt

from accompaniments.access.reviews import ReviewHeld
from accompaniments.models import StageReview
from accompaniments.services.reviews import keep_report, validate_review
from foundation.pdf import render_pdf
from journeys.selectors.reviews import ReviewPage, printed_page, whole_facts
from partners.reader import Reader

TEMPLATE = "documents/stage_review.html"


def report_pdf(page: ReviewPage, *, edited_on: dt.date) -> bytes:
    """Make the document of a review, as it is handed to the landlord and to the household."""
    return render_pdf(TEMPLATE, {"card": page.card, "read": page.read, "facts": page.facts, "edited_on": edited_on})


def report_name(page: ReviewPage) -> str:
    """Name it by its file number: never by a person."""
    return f"bilan-etape-{page.card.file_number}.pdf"


def validate(*, reader: Reader, held: ReviewHeld, version: int, next_on: dt.date | None) -> StageReview:
    """Validate a review with its facts of today, then keep its document. To call outside a transaction: it renders.

    Raises Refused or StaleReviewError as `validate_review`, and nothing is kept then.
    """
    row = validate_review(
        by=reader.user_id,
        review=held.row,
        version=version,
        next_on=next_on,
        facts=whole_facts(held.row).as_json(),
        today=reader.today,
    )
    page = printed_page(reader, ReviewHeld(held.enrolment, row, held.hers, held.is_asked))
    content = report_pdf(page, edited_on=reader.today)
    return keep_report(by=reader.user_id, review=row, content=content, file_name=report_name(page))

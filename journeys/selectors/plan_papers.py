"""What the paper of a repayment plan takes from it: its recorded texts, and that it is over (domain.md §6)."""

import datetime as dt

from documents.enums import DocumentKind
from documents.models import Document
from documents.rules.fields import BY_CODE
from foundation.words import plain_date
from leases.models import RepaymentPlan
from leases.selectors.plans import plan_texts


def plan_of_paper(document: Document) -> RepaymentPlan | None:
    """Give the plan that a document, or a version of it, was drafted from."""
    if document.kind != DocumentKind.REPAYMENT_PLAN:
        return None
    rows = RepaymentPlan.objects.filter(document__series=document.series).select_related("organisation")
    found: RepaymentPlan | None = rows.first()
    return found


def kept_texts(document: Document, today: dt.date) -> dict[str, str]:
    """Give the texts of a plan's paper that are the plan's own, word for word: to whom, how much, when."""
    plan = plan_of_paper(document)
    return {code: text for code, text in plan_texts(plan, today).items() if BY_CODE[code].is_kept} if plan else {}


def ended_words(document: Document) -> str:
    """Say that the plan of a paper ended, on which day and why; nothing while it runs."""
    plan = plan_of_paper(document)
    if plan is None or plan.ended_on is None:
        return ""
    return f"Ce plan a pris fin le {plain_date(plan.ended_on)}\u00a0: {plan.get_end_reason_display()}."

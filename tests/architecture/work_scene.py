"""What the pages of objectives and stage reviews need: an objective, and a review whose landlord's part is asked."""

import datetime as dt
import uuid

from accompaniments.enums import ReviewState, State, Subject
from accompaniments.models import Accompaniment, Objective, StageReview
from households.enums import NamingService
from households.models import Enrolment
from partners.models import User
from records.models import Parameter
from tests.days import TODAY, before

EPOCH = dt.date(2025, 1, 1)


def of_work(enrolment: Enrolment, worker: User) -> dict[str, uuid.UUID]:
    """Give the ids of what a support works on; what it waits for has its parameters."""
    for code in ("review.landlord_days", "orientation.answer_days", "difficulty.answer_days"):
        known = {"label": code, "value": 30, "unit": "jours", "source": "proposition"}
        Parameter.objects.get_or_create(code=code, started_on=EPOCH, defaults=known)
    course = Accompaniment.objects.exclude(state=State.CLOSED).get(enrolment=enrolment)
    objective = Objective.objects.create(
        accompaniment=course,
        position=1,
        domain=Subject.BUDGET,
        title="Solder la dette",
        set_on=TODAY,
        state_on=TODAY,
        recorded_by=worker.pk,
    )
    review = StageReview.objects.create(
        accompaniment=course,
        state=ReviewState.WITH_LANDLORD,
        period_from=before(30),
        period_to=TODAY,
        held_on=TODAY,
        asked_on=TODAY,
        asked_of=NamingService.SOCIAL,
        opened_by=worker.pk,
    )
    return {"objective_id": objective.pk, "review_id": review.pk}

"""The end of an accompaniment is validated with the facts of both sides: debts, effort rate and titles freeze with the rest."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.models import FinalEvaluation
from accompaniments.services.evaluations import validate_evaluation
from journeys.selectors.evaluations import lease_facts
from journeys.services.exits import withdraw_all
from records.services.events import one_act


@transaction.atomic
def validate(
    *, by: uuid.UUID, evaluation: FinalEvaluation, version: int, today: dt.date, withdraws: bool = False
) -> FinalEvaluation:
    """Validate an end, as `accompaniments.services.evaluations.validate_evaluation`. Raises what it raises.

    `withdraws`: the CAL dossiers that the commission has not decided are withdrawn with it.
    """
    lease = lease_facts(evaluation.accompaniment, evaluation.ended_on)
    with one_act():
        row = validate_evaluation(by=by, evaluation=evaluation, version=version, today=today, lease=lease)
        if withdraws:
            withdraw_all(by=by, enrolment=row.accompaniment.enrolment, today=today)
    return row

"""The end of an accompaniment is validated with the facts of both sides: debts, effort rate and titles freeze with the rest."""

import datetime as dt
import uuid

from accompaniments.models import FinalEvaluation
from accompaniments.services.evaluations import validate_evaluation
from journeys.selectors.evaluations import lease_facts


def validate(*, by: uuid.UUID, evaluation: FinalEvaluation, version: int, today: dt.date) -> FinalEvaluation:
    """Validate an end, as `accompaniments.services.evaluations.validate_evaluation`. Raises what it raises."""
    lease = lease_facts(evaluation.accompaniment, evaluation.ended_on)
    return validate_evaluation(by=by, evaluation=evaluation, version=version, today=today, lease=lease)

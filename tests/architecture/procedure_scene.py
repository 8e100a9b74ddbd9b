"""A procedure of each file: a stage and a commitment, recorded by its worker."""

from typing import Any

from households.models import Enrolment
from leases.enums import ProcedureStage
from leases.models import ProcedureHold, ProcedureStep
from partners.models import User
from tests.days import TODAY


def of_procedure(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give the ids of what hangs on a file's procedure."""
    facts = {"enrolment": enrolment, "landlord": enrolment.version.landlords.get(), "recorded_by": worker.pk}
    step = ProcedureStep.objects.create(**facts, stage=ProcedureStage.ARREARS, reached_on=TODAY)
    hold = ProcedureHold.objects.create(**facts, conditions="Le loyer courant est payé.", started_on=TODAY)
    return {"step_id": step.pk, "hold_id": hold.pk}

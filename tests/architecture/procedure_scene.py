"""A procedure of each file: a stage, a commitment and a protocole, recorded by its worker."""

from decimal import Decimal
from typing import Any

from households.models import Enrolment
from leases.enums import ProcedureStage
from leases.models import ProcedureHold, ProcedureStep, SocialCohesionProtocol
from partners.models import User
from tests.days import TODAY, after


def of_procedure(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give the ids of what hangs on a file's procedure."""
    facts = {"enrolment": enrolment, "landlord": enrolment.version.landlords.get(), "recorded_by": worker.pk}
    step = ProcedureStep.objects.create(**facts, stage=ProcedureStage.ARREARS, reached_on=TODAY)
    hold = ProcedureHold.objects.create(**facts, conditions="Le loyer courant est payé.", started_on=TODAY)
    protocol = SocialCohesionProtocol.objects.create(
        **facts,
        step=ProcedureStep.objects.create(**facts, stage=ProcedureStage.PCS_ACTIVE, reached_on=TODAY),
        decided_on=TODAY,
        indemnity=Decimal(450),
        started_on=TODAY,
        ends_on=after(300),
    )
    return {"step_id": step.pk, "hold_id": hold.pk, "protocol_id": protocol.pk}

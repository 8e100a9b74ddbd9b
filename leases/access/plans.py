"""How a view gets a repayment plan: the team every one, the landlord's people his own; each keeps his (domain.md §3.9)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.models import Enrolment
from leases.access.procedures import get_procedure_to_record, open_procedure
from leases.models import PlanPayment, RepaymentPlan
from leases.permissions import ProcedureStanding, may_keep_plan, may_read_plan
from partners.reader import Reader
from records.services.events import record_read

NO_PLAN = "Ce plan n’existe pas, ou il ne vous est pas ouvert."
REFUSED_KEEP = "Ce plan est tenu par son créancier et par l’équipe du dossier."


def open_plan(
    reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID
) -> tuple[Enrolment, RepaymentPlan, ProcedureStanding]:
    """Give a plan for its page, and write in the journal that this reader opened it. Raises Http404, PermissionDenied."""
    enrolment, known = open_procedure(reader, enrolment_id)
    plan = _plan(enrolment, plan_id, known)
    record_read("repayment_plan.opened", plan, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment, plan, known


def get_plan_to_keep(
    reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID
) -> tuple[Enrolment, RepaymentPlan, ProcedureStanding]:
    """Give a plan to record what happens to it. Raises Http404, PermissionDenied."""
    enrolment, known = get_procedure_to_record(reader, enrolment_id)
    plan = _plan(enrolment, plan_id, known)
    if not may_keep_plan(reader, plan, known):
        raise PermissionDenied(REFUSED_KEEP)
    return enrolment, plan, known


def get_plan_payment(
    reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID, payment_id: uuid.UUID
) -> tuple[Enrolment, PlanPayment]:
    """Give a payment to withdraw. Raises as `get_plan_to_keep`."""
    enrolment, plan, _known = get_plan_to_keep(reader, enrolment_id, plan_id)
    payment: PlanPayment | None = PlanPayment.objects.filter(plan=plan, pk=payment_id).first()
    if payment is None:
        raise Http404(NO_PLAN)
    return enrolment, payment


def _plan(enrolment: Enrolment, plan_id: uuid.UUID, known: ProcedureStanding) -> RepaymentPlan:
    plan: RepaymentPlan | None = (
        RepaymentPlan.objects.filter(enrolment=enrolment, pk=plan_id)
        .select_related("organisation", "lease", "enrolment__version__programme")
        .first()
    )
    if plan is None or not may_read_plan(plan, known):
        raise Http404(NO_PLAN)
    return plan

"""How a view gets a repayment plan: the team every one, the landlord's people his own; each keeps his (domain.md §3.9)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.access import get_enrolment, get_enrolment_to_edit
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED, standing
from leases.models import PlanPayment, RepaymentPlan
from leases.permissions import ProcedureStanding, debt_standing, may_keep_plan, may_read_plan
from partners.reader import Reader
from records.services.events import record_read

NO_PLAN = "Ce plan n’existe pas, ou il ne vous est pas ouvert."
REFUSED_DEBT = (
    "La dette de loyer d’un ménage se lit dans l’équipe de son dossier, et chez le bailleur dont il occupe un logement."
)
REFUSED_KEEP = "Ce plan est tenu par son créancier et par l’équipe du dossier."


def open_plan(
    reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID
) -> tuple[Enrolment, RepaymentPlan, ProcedureStanding]:
    """Give a plan for its page, and write in the journal that this reader opened it. Raises Http404, PermissionDenied."""
    enrolment, known = _debt(reader, enrolment_id)
    plan = _plan(enrolment, plan_id, known)
    record_read("repayment_plan.opened", plan, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment, plan, known


def get_plan_to_keep(
    reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID
) -> tuple[Enrolment, RepaymentPlan, ProcedureStanding]:
    """Give a plan to record what happens to it. Raises Http404, PermissionDenied."""
    enrolment, known = get_debt_to_spread(reader, enrolment_id)
    plan = _plan(enrolment, plan_id, known)
    if not may_keep_plan(reader, plan, known):
        raise PermissionDenied(REFUSED_KEEP)
    return enrolment, plan, known


def get_debt_to_spread(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ProcedureStanding]:
    """Give a file for whose debt to the landlord this reader records a plan. Raises Http404, PermissionDenied."""
    enrolment, known = _debt(reader, enrolment_id)
    if not known.may_record:
        raise PermissionDenied(REFUSED_KEEP)
    return enrolment, known


def get_plan_to_draft(reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> tuple[Enrolment, RepaymentPlan]:
    """Give a plan whose document the team prepares. Raises Http404, PermissionDenied."""
    get_enrolment_to_edit(reader, enrolment_id)
    enrolment, plan, _known = get_plan_to_keep(reader, enrolment_id, plan_id)
    return enrolment, plan


def get_plan_payment(
    reader: Reader, enrolment_id: uuid.UUID, plan_id: uuid.UUID, payment_id: uuid.UUID
) -> tuple[Enrolment, PlanPayment]:
    """Give a payment to withdraw. Raises as `get_plan_to_keep`."""
    enrolment, plan, _known = get_plan_to_keep(reader, enrolment_id, plan_id)
    payment: PlanPayment | None = PlanPayment.objects.filter(plan=plan, pk=payment_id).first()
    if payment is None:
        raise Http404(NO_PLAN)
    return enrolment, payment


def _debt(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ProcedureStanding]:
    enrolment = get_enrolment(reader, enrolment_id)
    known = debt_standing(reader, enrolment)
    if not known.reads:
        raise PermissionDenied(REFUSED_DEBT if standing(reader, enrolment).is_listed else REFUSED_PROTECTED)
    return enrolment, known


def _plan(enrolment: Enrolment, plan_id: uuid.UUID, known: ProcedureStanding) -> RepaymentPlan:
    plan: RepaymentPlan | None = (
        RepaymentPlan.objects.filter(enrolment=enrolment, pk=plan_id)
        .select_related("organisation", "lease", "document", "enrolment__version__programme")
        .first()
    )
    if plan is None or not may_read_plan(plan, known):
        raise Http404(NO_PLAN)
    return plan

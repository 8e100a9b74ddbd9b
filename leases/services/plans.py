"""Repayment plans: agreed, paid, ended. A payment to the association's plan is a line of the sublease's account, in one act."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from documents.models import Document
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import PlanCreditor, PlanEnd, PlanState, RentEntryKind
from leases.models import Lease, PlanInstalment, PlanPayment, RepaymentPlan
from leases.rules.plans import Instalment, why_payment_is_refused, why_plan_is_refused
from leases.selectors.plans import followed_on
from leases.services.rent import record_entry, withdraw_entry
from partners.models import Organisation
from records.services.events import one_act, record

RUNNING = "Un plan court déjà pour cette dette\u00a0: ouvrez-le pour le remplacer, ou pour y mettre fin."
OVER = "Ce plan est terminé."


@dataclass(frozen=True)
class PlanTerms:
    """What was agreed. `resumed_on` says since when the current rent is paid again, when it is known."""

    debt: Decimal
    stated_on: dt.date
    instalments: Sequence[Instalment]
    resumed_on: dt.date | None = None
    note: str = ""


@transaction.atomic
def agree_with_landlord(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    terms: PlanTerms,
    today: dt.date,
    replaces: RepaymentPlan | None = None,
) -> RepaymentPlan:
    """Record a plan of the debt to the landlord. Raises Refused, also when one runs that this one does not replace."""
    if not enrolment.version.landlords.filter(pk=landlord.pk).exists():
        raise Refused("Ce bailleur ne fait pas partie du programme de ce dossier.")
    return _agree(
        by=by,
        enrolment=enrolment,
        creditor=PlanCreditor.LANDLORD,
        organisation=landlord,
        lease=None,
        terms=terms,
        today=today,
        replaces=replaces,
    )


@transaction.atomic
def agree_with_association(
    *, by: uuid.UUID, sublease: Lease, terms: PlanTerms, today: dt.date, replaces: RepaymentPlan | None = None
) -> RepaymentPlan:
    """Record a plan of the debt to the association that sublets. Raises Refused."""
    head, enrolment = sublease.head_lease, sublease.enrolment
    if head is None or head.tenant_association is None or enrolment is None:
        raise Refused("Un plan avec l’association est celui d’une sous-location.")
    return _agree(
        by=by,
        enrolment=enrolment,
        creditor=PlanCreditor.ASSOCIATION,
        organisation=head.tenant_association,
        lease=sublease,
        terms=terms,
        today=today,
        replaces=replaces,
    )


@transaction.atomic
def replace_plan(*, by: uuid.UUID, plan: RepaymentPlan, terms: PlanTerms, today: dt.date) -> RepaymentPlan:
    """Record the plan agreed anew for the same debt: the former ends today, replaced. Raises Refused, also when it is over."""
    if plan.lease is not None:
        return agree_with_association(by=by, sublease=plan.lease, terms=terms, today=today, replaces=plan)
    return agree_with_landlord(
        by=by, enrolment=plan.enrolment, landlord=plan.organisation, terms=terms, today=today, replaces=plan
    )


def _agree(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    creditor: PlanCreditor,
    organisation: Organisation,
    lease: Lease | None,
    terms: PlanTerms,
    today: dt.date,
    replaces: RepaymentPlan | None,
) -> RepaymentPlan:
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if refusal := why_plan_is_refused(terms.debt, terms.stated_on, terms.instalments, today):
        raise Refused(*refusal)
    if terms.resumed_on is not None and terms.resumed_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "resumed_on")
    if replaces is not None and followed_on([_lock(replaces)], today)[replaces.pk].state not in PlanState.RUNNING:
        raise Refused(OVER)
    running = RepaymentPlan.objects.filter(
        enrolment=enrolment, organisation=organisation, creditor=creditor, lease=lease, ended_on__isnull=True
    )
    for row in running:
        if followed_on([row], today)[row.pk].state == PlanState.PAID:
            continue
        if replaces is None or row.pk != replaces.pk:
            raise Refused(RUNNING, "debt")
        end_plan(by=by, plan=row, ended_on=today, reason=PlanEnd.REPLACED, today=today)
    plan: RepaymentPlan = RepaymentPlan.objects.create(
        enrolment=enrolment,
        creditor=creditor,
        organisation=organisation,
        lease=lease,
        debt=terms.debt,
        stated_on=terms.stated_on,
        resumed_on=terms.resumed_on,
        note=terms.note.strip(),
        recorded_by=by,
    )
    PlanInstalment.objects.bulk_create(
        PlanInstalment(plan=plan, position=rank, due_on=one.due_on, amount=one.amount)
        for rank, one in enumerate(terms.instalments, start=1)
    )
    details = {"creditor": creditor.value, "stated_on": terms.stated_on.isoformat(), "count": len(terms.instalments)}
    record("repayment_plan.agreed", plan, by=by, subject_id=enrolment.pk, details=details)
    return plan


@transaction.atomic
def keep_document(*, by: uuid.UUID, plan: RepaymentPlan, document: Document) -> RepaymentPlan:
    """Keep with a plan the document drafted from it."""
    row: RepaymentPlan = RepaymentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    row.document = document
    row.save(update_fields=["document"])
    record("repayment_plan.drafted", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def pay_instalment(
    *, by: uuid.UUID, plan: RepaymentPlan, amount: Decimal, paid_on: dt.date, today: dt.date
) -> PlanPayment:
    """Record what was paid to a plan: the oldest instalment first. Raises Refused for a day ahead, or more than is left."""
    row = _lock(plan)
    left = followed_on([row], today)[row.pk].left
    if row.ended_on is not None:
        raise Refused(OVER)
    if refusal := why_payment_is_refused(amount, paid_on, stated_on=row.stated_on, left=left, today=today):
        raise Refused(*refusal)
    with one_act():
        entry = None
        if row.lease is not None:
            entry = record_entry(
                by=by,
                lease=row.lease,
                kind=RentEntryKind.PAYMENT,
                amount=amount,
                dated_on=paid_on,
                note="Plan d’apurement",
                today=today,
            )
        payment: PlanPayment = PlanPayment.objects.create(
            plan=row, entry=entry, paid_on=paid_on, amount=amount, recorded_by=by
        )
        details = {"on": paid_on.isoformat()}
        record("plan_payment.recorded", payment, by=by, subject_id=row.enrolment_id, details=details)
    return payment


@transaction.atomic
def withdraw_payment(*, by: uuid.UUID, payment: PlanPayment, reason: str) -> PlanPayment:
    """Withdraw a payment recorded in error, with its line on the account. Raises Refused without a reason."""
    row: PlanPayment = (
        PlanPayment.objects.select_for_update(of=("self",)).select_related("plan", "entry").get(pk=payment.pk)
    )
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        raise Refused("Dites pourquoi ce paiement est retiré.", "reason")
    with one_act():
        if row.entry is not None:
            withdraw_entry(by=by, entry=row.entry, reason=reason)
        row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason.strip()
        row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        record("plan_payment.withdrawn", row, by=by, subject_id=row.plan.enrolment_id)
    return row


@transaction.atomic
def say_resumed(*, by: uuid.UUID, plan: RepaymentPlan, resumed_on: dt.date, today: dt.date) -> RepaymentPlan:
    """Say since when the current rent is paid again (domain.md §4.3 A14). Raises Refused for a day ahead."""
    row = _lock(plan)
    if resumed_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "resumed_on")
    if row.resumed_on != resumed_on:
        row.resumed_on = resumed_on
        row.save(update_fields=["resumed_on"])
        details = {"on": resumed_on.isoformat()}
        record("repayment_plan.resumed", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


@transaction.atomic
def end_plan(
    *, by: uuid.UUID, plan: RepaymentPlan, ended_on: dt.date, reason: PlanEnd, today: dt.date
) -> RepaymentPlan:
    """End a plan that is not paid: what was paid stays. Raises Refused for a day ahead, or before its statement."""
    row = _lock(plan)
    if row.ended_on is not None:
        raise Refused(OVER)
    if ended_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "ended_on")
    if ended_on < row.stated_on:
        raise Refused("La fin ne peut pas précéder le relevé de la dette.", "ended_on")
    row.ended_on, row.end_reason = ended_on, reason
    row.save(update_fields=["ended_on", "end_reason"])
    details = {"on": ended_on.isoformat(), "reason": reason.value}
    record("repayment_plan.ended", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


def _lock(plan: RepaymentPlan) -> RepaymentPlan:
    row: RepaymentPlan = RepaymentPlan.objects.select_for_update(of=("self",)).select_related("lease").get(pk=plan.pk)
    return row

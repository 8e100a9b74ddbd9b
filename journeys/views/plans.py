"""Repayment plans: agreed with the landlord or with the association, paid, ended."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.models import Enrolment
from households.readings import card
from journeys.forms.plans import PaymentForm, PlanEndForm, PlanForm, ResumedForm
from journeys.forms.rent import EntryWithdrawalForm
from journeys.selectors.file import file_head
from journeys.services.agreements import prepare_plan
from leases.access import plans as access
from leases.access.rent import get_account_to_keep
from leases.enums import PlanCreditor, PlanEnd
from leases.models import RepaymentPlan
from leases.selectors.plans import (
    awaited_amount,
    first_association_terms,
    first_landlord_terms,
    first_new_terms,
    plan_page,
    running_plan,
)
from leases.selectors.procedures import landlord_of_file
from leases.services import plans as services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@require_GET
def plan(request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Show a plan, its instalments and what was paid."""
    enrolment, row, known = access.open_plan(request.reader, enrolment_id, plan_id)
    head = file_head(request.reader, enrolment)
    page = plan_page(request.reader, row, known)
    context = {"card": head.card, "step": head.step, "tab": "lease", "page": page}
    return render(request, "journeys/plan.html", context)


@require_POST
def plan_paper(request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Draft the document that the household and its creditor sign."""
    reader = request.reader
    enrolment, row = access.get_plan_to_draft(reader, enrolment_id, plan_id)
    try:
        made = prepare_plan(enrolment=enrolment, plan=row, by=reader.user_id, today=reader.today)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(_back(enrolment_id, plan_id))
    messages.success(request, "Plan à signer préparé. Relisez-le, puis proposez-le à la signature.")
    return redirect("journeys:document", enrolment.pk, made.pk)


@form_view
def plan_replace(request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Agree anew a plan that runs: the new one takes its place, what was paid to the former stays paid."""
    reader = request.reader
    enrolment, row, known = access.get_plan_to_keep(reader, enrolment_id, plan_id)
    form = PlanForm(sent(request), back=_back(enrolment_id, plan_id), initial=first_new_terms(row, known, reader.today))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            made = services.replace_plan(by=reader.user_id, plan=row, terms=form.terms, today=reader.today)
            messages.success(
                request, "Nouveau plan enregistré\u00a0: il remplace le précédent, qui prend fin aujourd’hui."
            )
            return redirect(_back(enrolment_id, made.pk))
    return _form(request, enrolment, form, f"Remplacer le plan d’apurement avec {row.organisation.name}")


@form_view
def plan_landlord_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Agree a plan of the debt to the landlord."""
    reader = request.reader
    enrolment, known = access.get_debt_to_spread(reader, enrolment_id)
    form = PlanForm(sent(request), back=_debts(enrolment_id), initial=first_landlord_terms(enrolment, known))
    running = running_plan(enrolment, PlanCreditor.LANDLORD, None, reader.today)
    if running is not None and not form.is_bound:
        return _already(request, running)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            row = services.agree_with_landlord(
                by=reader.user_id,
                enrolment=enrolment,
                landlord=landlord_of_file(enrolment, known, reader.today),
                terms=form.terms,
                today=reader.today,
            )
            messages.success(request, "Plan enregistré.")
            return redirect(_back(enrolment_id, row.pk))
    return _form(request, enrolment, form, "Plan d’apurement avec le bailleur")


@form_view
def plan_association_new(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Agree a plan of the debt to the association that sublets."""
    reader = request.reader
    enrolment, lease = get_account_to_keep(reader, enrolment_id, sublease_id)
    form = PlanForm(sent(request), back=_debts(enrolment_id), initial=first_association_terms(lease, reader.today))
    running = running_plan(enrolment, PlanCreditor.ASSOCIATION, lease, reader.today)
    if running is not None and not form.is_bound:
        return _already(request, running)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            row = services.agree_with_association(
                by=reader.user_id, sublease=lease, terms=form.terms, today=reader.today
            )
            messages.success(request, "Plan enregistré.")
            return redirect(_back(enrolment_id, row.pk))
    return _form(request, enrolment, form, "Plan d’apurement avec l’association")


@form_view
def plan_pay(request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Record what was paid to a plan."""
    reader = request.reader
    enrolment, row, _known = access.get_plan_to_keep(reader, enrolment_id, plan_id)
    form = PaymentForm(
        sent(request),
        today=reader.today,
        back=_back(enrolment_id, plan_id),
        amount=awaited_amount(row, reader.today),
    )
    if form.is_bound and form.is_valid():
        with said_beside(form, dated_on="paid_on"):
            services.pay_instalment(by=reader.user_id, plan=row, today=reader.today, **form.cleaned_data)
            messages.success(request, "Paiement enregistré.")
            return redirect(_back(enrolment_id, plan_id))
    return _form(request, enrolment, form, "Enregistrer le paiement d’une échéance")


@form_view
def plan_payment_withdraw(
    request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID, payment_id: uuid.UUID
) -> HttpResponse:
    """Withdraw a payment recorded in error."""
    enrolment, payment = access.get_plan_payment(request.reader, enrolment_id, plan_id, payment_id)
    form = EntryWithdrawalForm(
        sent(request),
        back=_back(enrolment_id, plan_id),
        submit="Retirer le paiement",
        help_text="Sa ligne reste, barrée, ici et au compte de la sous-location s’il s’agit de l’association.",
    )
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.withdraw_payment(by=request.reader.user_id, payment=payment, reason=form.cleaned_data["reason"])
            messages.success(request, "Paiement retiré\u00a0: sa ligne reste, barrée.")
            return redirect(_back(enrolment_id, plan_id))
    return _form(request, enrolment, form, "Retirer un paiement")


@form_view
def plan_resumed(request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Say since when the current rent is paid again."""
    reader = request.reader
    enrolment, row, _known = access.get_plan_to_keep(reader, enrolment_id, plan_id)
    form = ResumedForm(sent(request), back=_back(enrolment_id, plan_id), initial={"resumed_on": row.resumed_on})
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.say_resumed(by=reader.user_id, plan=row, today=reader.today, **form.cleaned_data)
            messages.success(request, "Reprise du loyer courant enregistrée.")
            return redirect(_back(enrolment_id, plan_id))
    return _form(request, enrolment, form, "Reprise du loyer courant")


@form_view
def plan_end(request: ReadingRequest, enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """End a plan that is not paid."""
    reader = request.reader
    enrolment, row, _known = access.get_plan_to_keep(reader, enrolment_id, plan_id)
    form = PlanEndForm(sent(request), today=reader.today, back=_back(enrolment_id, plan_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.end_plan(
                by=reader.user_id,
                plan=row,
                ended_on=form.cleaned_data["ended_on"],
                reason=PlanEnd(form.cleaned_data["reason"]),
                today=reader.today,
            )
            messages.success(request, "Plan terminé.")
            return redirect(_debts(enrolment_id))
    return _form(request, enrolment, form, "Terminer le plan d’apurement")


def _already(request: ReadingRequest, running: RepaymentPlan) -> HttpResponse:
    """Open the plan that runs for a debt rather than a form that could only be refused."""
    messages.info(request, "Un plan court déjà pour cette dette\u00a0: remplacez-le, ou mettez-y fin.")
    return redirect(_back(running.enrolment_id, running.pk))


def _back(enrolment_id: uuid.UUID, plan_id: uuid.UUID) -> str:
    return reverse("journeys:plan", args=[enrolment_id, plan_id])


def _debts(enrolment_id: uuid.UUID) -> str:
    return f"{reverse('journeys:file_lease', args=[enrolment_id])}#debts"


def _form(request: ReadingRequest, enrolment: Enrolment, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "card": card(request.reader, enrolment), "heading": heading}
    return render(request, "journeys/cal_household_form.html", context)

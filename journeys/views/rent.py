"""The account of a sublease: its page, what is called and recorded, its statement."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.words import counted
from households.models import Enrolment
from households.readings import card
from journeys.forms.rent import AgencyForm, EntryForm, EntryWithdrawalForm, RevisionForm
from journeys.selectors.file import file_head
from journeys.selectors.rent_trend import trend
from leases.access import rent as access
from leases.enums import RentEntryKind
from leases.exports.rent import statement_name, statement_pdf
from leases.selectors.rent import account_page, accounts_of, first_terms, told_last
from leases.services import rent as services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@require_GET
def account(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Show the account month by month, then line by line."""
    enrolment, lease = access.open_account(request.reader, enrolment_id, sublease_id)
    head = file_head(request.reader, enrolment)
    page = account_page(request.reader, enrolment, lease, request.GET.get("page", "1"))
    drawn = trend(request.reader, enrolment, page.account.months)
    context = {"card": head.card, "step": head.step, "tab": "lease", "page": page, "trend": drawn}
    return render(request, "journeys/rent_account.html", context)


@require_POST
def call(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Call the months begun that were not."""
    _enrolment, lease = access.get_account_to_keep(request.reader, enrolment_id, sublease_id)
    made = services.call_rent(by=request.reader.user_id, lease=lease, today=request.reader.today)
    months = len({row.month for row in made})
    messages.success(request, f"{counted(months, 'mois appelé', 'mois appelés')}.")
    return redirect(_back(enrolment_id, sublease_id))


@form_view
def entry(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Record what came in, or a correction."""
    reader = request.reader
    enrolment, lease = access.get_account_to_keep(reader, enrolment_id, sublease_id)
    form = EntryForm(sent(request), today=reader.today, back=_back(enrolment_id, sublease_id))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            services.record_entry(
                by=reader.user_id,
                lease=lease,
                kind=RentEntryKind(said["kind"]),
                amount=said["amount"],
                dated_on=said["dated_on"],
                note=said["note"],
                today=reader.today,
            )
            messages.success(request, "Écriture enregistrée.")
            return redirect(_back(enrolment_id, sublease_id))
    return _form(request, enrolment, form, "Enregistrer au compte")


@form_view
def withdraw(
    request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID, entry_id: uuid.UUID
) -> HttpResponse:
    """Withdraw a line recorded in error."""
    enrolment, row = access.get_entry_to_withdraw(request.reader, enrolment_id, sublease_id, entry_id)
    form = EntryWithdrawalForm(sent(request), back=_back(enrolment_id, sublease_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.withdraw_entry(by=request.reader.user_id, entry=row, reason=form.cleaned_data["reason"])
            messages.success(request, "Écriture retirée\u00a0: sa ligne reste, barrée.")
            return redirect(_back(enrolment_id, sublease_id))
    return _form(request, enrolment, form, "Retirer une écriture")


@form_view
def revise(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Say the rent and charges from a day on."""
    enrolment, lease = access.get_account_to_keep(request.reader, enrolment_id, sublease_id)
    form = RevisionForm(
        sent(request),
        back=_back(enrolment_id, sublease_id),
        initial=first_terms(lease, request.reader.today),
    )
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.revise_rent(by=request.reader.user_id, lease=lease, **form.cleaned_data)
            messages.success(request, "Nouveau loyer enregistré.")
            return redirect(_back(enrolment_id, sublease_id))
    return _form(request, enrolment, form, "Changer le loyer ou les charges")


@form_view
def agency(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Say when the benefit agency was told of the arrears, or take it back."""
    reader = request.reader
    enrolment, lease = access.get_account_to_keep(reader, enrolment_id, sublease_id)
    form = AgencyForm(
        sent(request), back=_back(enrolment_id, sublease_id), told_on=told_last([sublease_id]).get(sublease_id)
    )
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.tell_agency(by=reader.user_id, lease=lease, today=reader.today, **form.cleaned_data)
            messages.success(request, "Signalement à la caisse enregistré.")
            return redirect(_back(enrolment_id, sublease_id))
    return _form(request, enrolment, form, "Signaler l’impayé à la caisse")


@require_GET
def statement(request: ReadingRequest, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> HttpResponse:
    """Give the statement that the household is handed."""
    reader = request.reader
    enrolment, lease = access.open_account(reader, enrolment_id, sublease_id)
    data = statement_pdf(card(reader, enrolment), accounts_of([lease], reader.today)[lease.pk], edited_on=reader.today)
    response = HttpResponse(data, content_type="application/pdf")
    name = statement_name(enrolment.file_number, reader.today)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _back(enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> str:
    return reverse("journeys:rent_account", args=[enrolment_id, sublease_id])


def _form(request: ReadingRequest, enrolment: Enrolment, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "card": card(request.reader, enrolment), "heading": heading}
    return render(request, "journeys/cal_household_form.html", context)

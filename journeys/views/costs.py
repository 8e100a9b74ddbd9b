"""What subletting costs an association, against the budget of its convention."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from journeys.forms.costs import BudgetForm, CostForm
from journeys.forms.rent import EntryWithdrawalForm
from leases.access import costs as access
from leases.enums import CostKind
from leases.selectors.costs import budget_amounts, costs_page, year_asked
from leases.selectors.rent_imports import kept_subleases
from leases.services import costs as services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@require_GET
def rent_costs(request: ReadingRequest) -> HttpResponse:
    """Show spent, planned and left, line by line of the budget."""
    access.check_reads_costs(request.reader)
    year = year_asked(request.GET.get("annee", ""), request.reader.today)
    page = costs_page(request.reader, year, request.GET.get("page", "1"))
    return render(request, "journeys/rent_costs.html", {"page": page})


@form_view
def rent_cost_new(request: ReadingRequest) -> HttpResponse:
    """Record what is spent, or planned."""
    reader = request.reader
    versions = {str(version.pk): (version, association) for version, association in access.get_versions(reader)}
    leases = {str(lease.pk): lease for lease in kept_subleases(reader, reader.managed_associations)[0]}
    form = CostForm(
        sent(request),
        versions=[(pk, str(version)) for pk, (version, _) in versions.items()],
        leases=[
            (pk, f"{lease.enrolment.file_number}, {lease.enrolment.version.programme}")
            for pk, lease in leases.items()
            if lease.enrolment
        ],
        today=reader.today,
        back=reverse("journeys:rent_costs"),
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        version, association = versions[said["version"]]
        with said_beside(form):
            services.record_cost(
                by=reader.user_id,
                version=version,
                association=association,
                kind=CostKind(said["kind"]),
                amount=said["amount"],
                dated_on=said["dated_on"],
                is_planned=said["is_planned"],
                note=said["note"],
                lease=leases.get(said["lease"]),
                today=reader.today,
            )
            messages.success(request, "Dépense enregistrée.")
            return redirect("journeys:rent_costs")
    return _form(request, form, "Enregistrer une dépense")


@form_view
def rent_cost_withdraw(request: ReadingRequest, cost_id: uuid.UUID) -> HttpResponse:
    """Withdraw a cost recorded in error, or a plan given up."""
    row = access.get_cost(request.reader, cost_id)
    form = EntryWithdrawalForm(
        sent(request),
        back=reverse("journeys:rent_costs"),
        submit="Retirer la dépense",
        help_text="Sa ligne reste, barrée, avec cette raison.",
    )
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.withdraw_cost(by=request.reader.user_id, cost=row, reason=form.cleaned_data["reason"])
            messages.success(request, "Dépense retirée.")
            return redirect("journeys:rent_costs")
    return _form(request, form, "Retirer une dépense")


@form_view
def rent_budget(request: ReadingRequest, version_id: uuid.UUID, year: int) -> HttpResponse:
    """Say what the convention gives for a year."""
    version, association = access.get_budget(request.reader, version_id, year)
    back = f"{reverse('journeys:rent_costs')}?annee={year}"
    form = BudgetForm(sent(request), known=budget_amounts(version, association.pk, year), back=back)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.set_budget(
                by=request.reader.user_id, version=version, association=association, year=year, amounts=form.amounts
            )
            messages.success(request, "Budget enregistré.")
            return redirect(back)
    return _form(request, form, f"Budget {year}, {version}")


def _form(request: ReadingRequest, form: Any, heading: str) -> HttpResponse:
    return render(request, "journeys/rent_cost_form.html", {"form": form, "heading": heading})

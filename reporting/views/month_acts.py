"""What is done to a month: to validate it, to calculate it again, to correct what was published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.words import of_month
from partners.requests import ReadingRequest
from reporting.access import get_month_to_recompute, get_month_to_reissue, get_month_to_validate
from reporting.forms import RecomputeForm, ReissueForm, ValidateForm
from reporting.models import MonthVersion
from reporting.selectors.months import to_validate
from reporting.services import months as services

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def validate(request: ReadingRequest, programme: str, month: str) -> HttpResponse:
    """Say that an association's part is right; the last one freezes the month."""
    version = get_month_to_validate(request.reader, programme, month)
    said = to_validate(request.reader, version)
    form = ValidateForm(
        sent(request),
        associations=said.associations,
        revision=version.revision,
        back=_address(programme, month),
        month=said.of_month,
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.validate(
                by=request.reader.user_id,
                month=version.month,
                association=form.association_chosen,
                revision=form.cleaned_data["revision"],
                today=request.reader.today,
            )
            messages.success(request, f"{form.association_chosen.name} a validé le mois {said.of_month}.")
            return redirect("reporting:month", programme, month)
    return _page(request, version, form, f"Valider le mois {said.of_month}", said.lead)


@form_view
def recompute(request: ReadingRequest, programme: str, month: str) -> HttpResponse:
    """Calculate a provisional month again with the facts known now."""
    version = get_month_to_recompute(request.reader, programme, month)
    form = RecomputeForm(sent(request), back=_address(programme, month))
    words = of_month(version.month.month_on)
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.recompute(by=request.reader.user_id, month=version.month, today=request.reader.today)
            messages.success(request, f"Le mois {words} est recalculé.")
            return redirect("reporting:month", programme, month)
    lead = (
        "Les chiffres sont refaits avec ce qui est enregistré aujourd’hui. Ceux d’avant ne sont pas gardés, et chaque "
        "association relit le nouveau calcul avant de le valider."
    )
    return _page(request, version, form, f"Recalculer le mois {words}", lead)


@form_view
def reissue(request: ReadingRequest, programme: str, month: str) -> HttpResponse:
    """Publish a new version of a frozen month, with what is corrected and why."""
    version = get_month_to_reissue(request.reader, programme, month)
    form = ReissueForm(sent(request), back=_address(programme, month))
    words = of_month(version.month.month_on)
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            made = services.reissue(
                by=request.reader.user_id,
                month=version.month,
                reason=form.cleaned_data["reason"],
                today=request.reader.today,
            )
            messages.success(request, f"Version {made.number} du mois {words} publiée.")
            return redirect("reporting:month", programme, month)
    lead = (
        "Seulement pour une erreur dans ce qui a été publié\u00a0: un fait connu après coup va de lui-même dans les corrections du "
        "mois suivant. La nouvelle version est refaite avec ce qui est enregistré aujourd’hui, les mois suivants avec elle\u00a0; "
        "l’ancienne reste lisible. Cela ne s’annule pas."
    )
    return _page(request, version, form, f"Nouvelle version du mois {words}", lead)


def _address(programme: str, month: str) -> str:
    return reverse("reporting:month", args=[programme, month])


def _page(request: ReadingRequest, version: MonthVersion, form: Any, title: str, lead: str) -> HttpResponse:
    slug, key = version.month.programme.slug, f"{version.month.month_on:%Y-%m}"
    context = {"form": form, "title": title, "lead": lead, "trail": [("Le mois", _address(slug, key))]}
    return render(request, "reporting/act.html", context)

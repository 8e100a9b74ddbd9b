"""The criteria of a file: checked by its team, set aside by its manager."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.forms.criteria import CriteriaForm, DerogationForm
from accompaniments.selectors.criteria import criteria_page, derogable
from accompaniments.services import criteria as services
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_assign, get_enrolment_to_edit
from households.permissions import standing
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def criteria(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Say which criteria are met."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    page = criteria_page(reader, enrolment, standing(reader, enrolment))
    form = CriteriaForm(sent(request), lines=page.lines, today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.check_criteria(
                by=reader.user_id,
                enrolment=enrolment,
                answers=form.answers(),
                checked_on=form.cleaned_data["checked_on"],
                today=reader.today,
            )
            messages.success(request, "Critères enregistrés.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": page.card, "page": page}
    return render(request, "accompaniments/criteria.html", context)


@form_view
def criteria_derogate(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Set blocking criteria aside, with a reason."""
    reader = request.reader
    enrolment = get_enrolment_to_assign(reader, enrolment_id)
    page = criteria_page(reader, enrolment, standing(reader, enrolment))
    lines = derogable(page)
    form = DerogationForm(sent(request), lines=lines, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.derogate(
                by=reader.user_id,
                enrolment=enrolment,
                rule_ids=form.rule_ids(),
                reason=form.cleaned_data["reason"],
                today=reader.today,
            )
            messages.success(request, "Dérogation accordée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": page.card, "lines": lines}
    return render(request, "accompaniments/criteria_derogate.html", context)


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#criteria"

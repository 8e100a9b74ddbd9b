"""Who follows a household: the lead worker, and a replacement for a time."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.forms.assignment import LeadForm, ReplacementForm
from accompaniments.selectors.assignment import assignment
from accompaniments.services.assignment import assign_lead, replace_for_a_time
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_assign
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def assign(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Name the lead worker of a file, or change her."""
    enrolment = get_enrolment_to_assign(request.reader, enrolment_id)
    page = assignment(request.reader, enrolment)
    form = LeadForm(
        sent(request),
        page=page,
        today=request.reader.today,
        back=reverse("journeys:file", args=[enrolment.pk]),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        with said_beside(form, user="worker"):
            assign_lead(
                by=request.reader.user_id,
                enrolment=enrolment,
                user=chosen.user,
                association=chosen.association,
                started_on=form.cleaned_data["started_on"],
                reason=form.cleaned_data.get("reason", ""),
                today=request.reader.today,
            )
            messages.success(request, f"{chosen.name} suit ce ménage.")
            return redirect("journeys:file", enrolment.pk)
    return render(request, "accompaniments/assign.html", {"form": form, "card": page.card, "page": page})


@require_http_methods(["GET", "POST"])
def replacement(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Let someone stand in for the lead worker for a time."""
    enrolment = get_enrolment_to_assign(request.reader, enrolment_id)
    page = assignment(request.reader, enrolment)
    form = ReplacementForm(
        sent(request),
        page=page,
        today=request.reader.today,
        back=reverse("journeys:file", args=[enrolment.pk]),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        with said_beside(form, user="worker"):
            replace_for_a_time(
                by=request.reader.user_id,
                enrolment=enrolment,
                user=chosen.user,
                association=chosen.association,
                started_on=form.cleaned_data["started_on"],
                ended_on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
                today=request.reader.today,
            )
            messages.success(request, f"Remplacement par {chosen.name} enregistré.")
            return redirect("journeys:file", enrolment.pk)
    return render(request, "accompaniments/replacement.html", {"form": form, "card": page.card, "page": page})

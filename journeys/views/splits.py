"""A separation: one page, one act on both sides."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.enums import State
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_edit
from journeys.forms.splits import SplitForm
from journeys.selectors.splits import separation
from journeys.services.splits import separate
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def split(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record that a household separated."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    page = separation(request.reader, enrolment)
    back = reverse("journeys:file", args=[enrolment.pk])
    form = SplitForm(sent(request), page=page, back=back)
    if form.is_bound and form.is_valid():
        with said_beside(form, started_on="split_on", user="lead"):
            made = separate(
                by=request.reader.user_id,
                enrolment=enrolment,
                leavers=form.chosen,
                split_on=form.day,
                state=State(form.cleaned_data["state"]),
                lead_id=form.lead_id,
                today=request.reader.today,
            )
            messages.success(request, f"Séparation enregistrée. Le nouveau dossier porte le numéro {made.file_number}.")
            return redirect(back)
    return render(request, "journeys/split.html", {"card": page.card, "form": form, "page": page})

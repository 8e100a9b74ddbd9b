"""A worker leaves: her manager says who follows each household, and when; one act does it all."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.words import plain_date
from journeys.access import get_leaving
from journeys.forms.departures import DepartureForm
from journeys.selectors.departures import departure_page
from journeys.services.departures import depart
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def departure(request: ReadingRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Prepare a departure. An administrator ends the role of who follows nobody; else her manager does."""
    membership = get_leaving(request.reader, membership_id)
    page = departure_page(request.reader, membership)
    if page.file_count and not page.is_manager:
        return render(request, "journeys/departure_refused.html", {"page": page})
    back = reverse("journeys:team" if page.is_manager else "home")
    form = DepartureForm(sent(request), page=page, today=request.reader.today, back=back)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            depart(
                by=request.reader.user_id,
                membership=membership,
                ended_on=form.cleaned_data["ended_on"],
                successors=form.successors,
                today=request.reader.today,
            )
            messages.success(request, f"Départ enregistré au {plain_date(form.cleaned_data['ended_on'])}.")
            return redirect(back)
    return render(request, "journeys/departure.html", {"page": page, "form": form})

"""A landlord's service: its requests for intervention, and a new one in two pages (the dwelling, then the household)."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from journeys.filters import RequestFilter
from journeys.forms.requests import DwellingSearchForm, RequestForm
from journeys.selectors.requests import open_files_of_dwelling, request_choices, request_list, requested_files
from journeys.services.requests import ask_intervention
from leases.access import get_dwelling_to_ask_for, get_landlords_that_ask
from leases.models import Dwelling
from leases.selectors.procedures import found_dwelling, stock_found
from partners.requests import ReadingRequest


@require_GET
def requests(request: ReadingRequest) -> HttpResponse:
    """List the requests of her service, and where each is."""
    get_landlords_that_ask(request.reader)
    found = RequestFilter(request.GET, requested_files(request.reader), today=request.reader.today)
    page = request_list(request.reader, found.qs, request.GET.get("page"))
    return render(request, "journeys/requests.html", {"page": page, "filter": found})


@require_http_methods(["GET", "POST"])
def request_choose(request: ReadingRequest) -> HttpResponse:
    """Find the dwelling of the occupant. What is typed is posted, and stays out of addresses."""
    landlords = get_landlords_that_ask(request.reader)
    form = DwellingSearchForm(sent(request), back=reverse("journeys:requests"))
    is_searched = request.method == "POST" and form.is_valid()
    found = stock_found(landlords, form.cleaned_data["text"]) if is_searched else []
    context = {"form": form, "found": found, "is_searched": is_searched}
    return render(request, "journeys/request_choose.html", context)


@require_http_methods(["GET", "POST"])
def request_new(request: ReadingRequest, dwelling_id: uuid.UUID) -> HttpResponse:
    """Ask for an intervention, after a word when a file is already open for this dwelling."""
    reader = request.reader
    dwelling = get_dwelling_to_ask_for(reader, dwelling_id)
    shown = found_dwelling(dwelling)
    form = RequestForm(
        sent(request),
        choices=request_choices(reader, dwelling.landlord_id),
        dwelling=shown,
        today=reader.today,
        back=reverse("journeys:request_choose"),
    )
    if request.method == "POST" and form.is_valid():
        known = open_files_of_dwelling(reader, dwelling, form.cleaned_data["sending_key"])
        if known and not form.cleaned_data["is_confirmed"]:
            form.warn(known)
        else:
            with said_beside(form):
                return _ask(request, dwelling, form)
    return render(request, "journeys/request_new.html", {"form": form, "dwelling": shown})


def _ask(request: ReadingRequest, dwelling: Dwelling, form: RequestForm) -> HttpResponse:
    said, offer = form.cleaned_data, form.chosen_offer()
    ask_intervention(
        by=request.reader.user_id,
        version=offer.version,
        association=offer.association,
        source=form.chosen_source(),
        dwelling=dwelling,
        people=form.told_people(),
        situation=form.situation(),
        received_on=said["received_on"],
        telephone=said["telephone"],
        sending_key=said["sending_key"],
        today=request.reader.today,
    )
    messages.success(request, f"Demande envoyée à {offer.association}.")
    return redirect("journeys:requests")

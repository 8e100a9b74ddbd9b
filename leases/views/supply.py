"""Supply: dwellings, their announcements, reservation holders."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from leases.access import REFUSED_SUPPLY, SUPPLIERS, get_announcement_to_edit, get_dwelling_to_announce
from leases.enums import ReservationKind
from leases.filters import DwellingFilter
from leases.forms.supply import AnnouncementForm, DwellingForm, EndAnnouncementForm, ReservationHolderForm
from leases.selectors.dwellings import dwelling_lines, dwellings, holders_of, units_to_announce
from leases.services import announcements as services
from partners.enums import Role
from partners.reader import Reader
from partners.requests import ReadingRequest

PAGE = 25
LIST = "leases:dwellings"
FOLLOWERS = (*SUPPLIERS, Role.CAL_SECRETARY, Role.LANDLORD_MANAGER, Role.LANDLORD_SOCIAL_ADVISER)
form_view = require_http_methods(["GET", "HEAD", "POST"])


def require_supplier(reader: Reader) -> None:
    """Refuse who announces no dwelling."""
    if not reader.has(*SUPPLIERS):
        raise PermissionDenied(REFUSED_SUPPLY)


@require_GET
def dwelling_list(request: ReadingRequest) -> HttpResponse:
    """List the landlord's dwellings, those announced first when asked."""
    if not request.reader.has(*FOLLOWERS):
        raise PermissionDenied("La liste des logements est celle des services du bailleur qui les suivent.")
    filtered = DwellingFilter(request.GET, dwellings(request.reader), today=request.reader.today)
    page: Any = Paginator(filtered.qs, PAGE).get_page(request.GET.get("page"))
    page.object_list = dwelling_lines(request.reader, page.object_list)
    context = {
        "filter": filtered,
        "page": page,
        "lines": page.object_list,
        "may_announce": request.reader.has(*SUPPLIERS),
    }
    return render(request, "leases/dwellings.html", context)


@form_view
def dwelling_new(request: ReadingRequest) -> HttpResponse:
    """Add a dwelling."""
    require_supplier(request.reader)
    form = DwellingForm(
        sent(request),
        units=units_to_announce(request.reader),
        back=reverse(LIST),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            made = services.add_dwelling(
                by=request.reader.user_id,
                unit=form.cleaned_data["unit"],
                facts=form.facts(),
                started_on=request.reader.today,
            )
            messages.success(request, "Logement enregistré.")
            return redirect("leases:announcement_new", made.pk)
    return _page(request, form, "Ajouter un logement")


@form_view
def dwelling_edit(request: ReadingRequest, dwelling_id: uuid.UUID) -> HttpResponse:
    """Correct a dwelling."""
    dwelling = get_dwelling_to_announce(request.reader, dwelling_id)
    form = DwellingForm(sent(request), units=None, dwelling=dwelling, back=reverse(LIST))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.correct_dwelling(by=request.reader.user_id, dwelling=dwelling, facts=form.facts())
            messages.success(request, "Logement corrigé.")
            return redirect(LIST)
    return _page(request, form, "Corriger un logement")


@form_view
def announcement_new(request: ReadingRequest, dwelling_id: uuid.UUID) -> HttpResponse:
    """Announce a dwelling."""
    dwelling = get_dwelling_to_announce(request.reader, dwelling_id)
    form = AnnouncementForm(
        sent(request),
        holders=holders_of(dwelling.landlord_id),
        today=request.reader.today,
        back=reverse(LIST),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            services.announce(
                by=request.reader.user_id,
                dwelling=dwelling,
                announced_on=said["announced_on"],
                available_on=said["available_on"],
                terms=form.terms(),
                reservation_holder=said["reservation_holder"],
                agreed_on=said["agreed_on"],
                today=request.reader.today,
            )
            messages.success(request, "Logement annoncé.")
            return redirect(LIST)
    return _page(
        request, form, "Annoncer un logement", lead=f"{dwelling.typology}, {dwelling.residence or dwelling.city}"
    )


@form_view
def announcement_edit(request: ReadingRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """Correct an open announcement."""
    row = get_announcement_to_edit(request.reader, announcement_id)
    form = AnnouncementForm(
        sent(request),
        holders=holders_of(row.dwelling.landlord_id),
        today=request.reader.today,
        announcement=row,
        back=reverse(LIST),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            services.correct_announcement(
                by=request.reader.user_id,
                announcement=row,
                version=said["version"] or 0,
                available_on=said["available_on"],
                terms=form.terms(),
                reservation_holder=said["reservation_holder"],
                agreed_on=said["agreed_on"],
                today=request.reader.today,
            )
            messages.success(request, "Annonce corrigée.")
            return redirect(LIST)
    return _page(request, form, "Corriger une annonce")


@form_view
def announcement_end(request: ReadingRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """Withdraw a dwelling."""
    row = get_announcement_to_edit(request.reader, announcement_id)
    form = EndAnnouncementForm(sent(request), today=request.reader.today, back=reverse(LIST))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.end_announcement(
                by=request.reader.user_id,
                announcement=row,
                ended_on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, "Annonce retirée.")
            return redirect(LIST)
    return _page(request, form, "Retirer une annonce")


@form_view
def reservation_holder_new(request: ReadingRequest) -> HttpResponse:
    """Add a reservation holder of her landlord."""
    require_supplier(request.reader)
    form = ReservationHolderForm(sent(request), back=reverse(LIST))
    landlord_id = min(request.reader.organisations(Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_RENTAL), key=str)
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.add_reservation_holder(
                by=request.reader.user_id,
                landlord_id=landlord_id,
                name=form.cleaned_data["name"],
                kind=ReservationKind(form.cleaned_data["kind"]),
            )
            messages.success(request, "Réservataire ajouté.")
            return redirect(LIST)
    return _page(request, form, "Ajouter un réservataire")


def _page(request: ReadingRequest, form: object, title: str, lead: str = "") -> HttpResponse:
    trail = [("Logements", reverse(LIST))]
    return render(request, "leases/form.html", {"form": form, "title": title, "lead": lead, "trail": trail})

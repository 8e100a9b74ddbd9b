"""The landlord's field staff: the directory, and who keeps it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from leases.access import field_staff as access
from leases.forms.field_staff import LastDayForm, NewStaffForm, SectorForm, StaffForm
from leases.selectors.field_staff import directory, directory_lines
from leases.services import field_staff as services
from partners.enums import Role
from partners.requests import ReadingRequest

PAGE = 30
LIST = "leases:field_staff"
form_view = require_http_methods(["GET", "POST"])


@require_GET
def staff_list(request: ReadingRequest) -> HttpResponse:
    """List who works near the dwellings, and where."""
    reader = request.reader
    access.get_landlords(reader)
    page: Any = Paginator(directory(reader), PAGE).get_page(request.GET.get("page"))
    page.object_list = directory_lines(reader, page.object_list)
    keeps = reader.has(Role.LANDLORD_MANAGER, Role.LANDLORD_CORRESPONDENT)
    return render(request, "leases/field_staff.html", {"page": page, "lines": page.object_list, "keeps": keeps})


@form_view
def staff_new(request: ReadingRequest) -> HttpResponse:
    """Add someone with her first sector."""
    reader = request.reader
    form = NewStaffForm(sent(request), units=access.get_units_to_staff(reader), back=reverse(LIST))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.add_staff(by=reader.user_id, facts=form.facts(), sector=form.sector(), today=reader.today)
            messages.success(request, "Personne ajoutée à l’annuaire.")
            return redirect(LIST)
    return _page(request, form, "Ajouter une personne de proximité")


@form_view
def staff_edit(request: ReadingRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Correct what is said of someone."""
    staff = access.get_staff_to_keep(request.reader, staff_id)
    form = StaffForm(sent(request), staff=staff, back=reverse(LIST))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.correct_staff(
                by=request.reader.user_id, staff=staff, facts=form.facts(), today=request.reader.today
            )
            messages.success(request, "Annuaire corrigé.")
            return redirect(LIST)
    return _page(request, form, f"Corriger\u00a0: {staff.name}")


@form_view
def staff_end(request: ReadingRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Say someone's last day."""
    staff = access.get_staff_to_keep(request.reader, staff_id)
    form = LastDayForm(sent(request), submit="Enregistrer le départ", today=request.reader.today, back=reverse(LIST))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.end_staff(by=request.reader.user_id, staff=staff, ended_on=form.cleaned_data["ended_on"])
            undo = reverse("leases:field_staff_restore", args=[staff.pk])
            messages.success(request, "Départ enregistré.", extra_tags=undo)
            return redirect(LIST)
    return _page(request, form, f"Départ\u00a0: {staff.name}")


@require_POST
def staff_restore(request: ReadingRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Take back a last day."""
    staff = access.get_staff_to_keep(request.reader, staff_id)
    try:
        services.restore_staff(by=request.reader.user_id, staff=staff, today=request.reader.today)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Cette personne est de nouveau dans l’annuaire.")
    return redirect(LIST)


@form_view
def sector_new(request: ReadingRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Say where someone works besides."""
    reader = request.reader
    staff = access.get_staff_to_keep(reader, staff_id)
    form = SectorForm(sent(request), units=access.get_units_to_staff(reader), back=reverse(LIST))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.add_sector(by=reader.user_id, staff=staff, sector=form.sector(), today=reader.today)
            messages.success(request, "Secteur ajouté.")
            return redirect(LIST)
    return _page(request, form, f"Ajouter un secteur\u00a0: {staff.name}")


@form_view
def sector_end(request: ReadingRequest, sector_id: uuid.UUID) -> HttpResponse:
    """Say the last day on which someone works somewhere."""
    sector = access.get_sector_to_keep(request.reader, sector_id)
    form = LastDayForm(sent(request), submit="Terminer ce secteur", today=request.reader.today, back=reverse(LIST))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.end_sector(by=request.reader.user_id, sector=sector, ended_on=form.cleaned_data["ended_on"])
            undo = reverse("leases:field_sector_restore", args=[sector.pk])
            messages.success(request, "Secteur terminé.", extra_tags=undo)
            return redirect(LIST)
    return _page(request, form, f"Fin d’un secteur\u00a0: {sector.staff.name}")


@require_POST
def sector_restore(request: ReadingRequest, sector_id: uuid.UUID) -> HttpResponse:
    """Take back the last day of a sector."""
    sector = access.get_sector_to_keep(request.reader, sector_id)
    services.restore_sector(by=request.reader.user_id, sector=sector, today=request.reader.today)
    messages.success(request, "Cette personne travaille de nouveau dans ce secteur.")
    return redirect(LIST)


def _page(request: ReadingRequest, form: Any, title: str) -> HttpResponse:
    trail = [("Proximité", reverse(LIST)), (title, "")]
    return render(request, "leases/form.html", {"form": form, "title": title, "lead": "", "trail": trail})

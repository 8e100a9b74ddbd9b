"""The directory of services: found by town and by what they do, added, corrected, ended."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.requests import sent
from partners import access
from partners.filters import ServiceFilter
from partners.forms.administration import EndForm
from partners.forms.directory import ServiceForm
from partners.requests import ReadingRequest
from partners.selectors.directory import home_association, services
from partners.services import directory
from partners.views.forms import attempt, done, form_page

PAGE = 30
TRAIL = "Annuaire des services"


@require_GET
def service_list(request: ReadingRequest) -> HttpResponse:
    """List the services that her association and its partners know."""
    access.require_directory(request.reader)
    filtered = ServiceFilter(request.GET, services(request.reader), today=request.reader.today)
    page = Paginator(filtered.qs, PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/directory.html", {"filter": filtered, "page": page})


@require_http_methods(["GET", "POST"])
def service_create(request: ReadingRequest) -> HttpResponse:
    """Add a service."""
    access.require_directory(request.reader)
    form = ServiceForm(sent(request), back=reverse("partners:directory"))
    reader = request.reader
    if done(
        form,
        lambda: directory.add_service(
            by=reader.user_id, kept_by_id=home_association(reader), facts=form.told(), today=reader.today
        ),
    ):
        messages.success(request, "Service ajouté à l’annuaire.")
        return redirect("partners:directory")
    return form_page(request, form, title="Ajouter un service", trail=_trail())


@require_http_methods(["GET", "POST"])
def service_edit(request: ReadingRequest, service_id: uuid.UUID) -> HttpResponse:
    """Correct a service."""
    found = access.get_service(request.reader, service_id)
    form = ServiceForm(sent(request), service=found, back=reverse("partners:directory"))
    if done(form, lambda: directory.edit_service(by=request.reader.user_id, service=found, facts=form.told())):
        messages.success(request, "Service corrigé.")
        return redirect("partners:directory")
    return form_page(request, form, title="Corriger le service", trail=_trail())


@require_http_methods(["GET", "POST"])
def service_end(request: ReadingRequest, service_id: uuid.UUID) -> HttpResponse:
    """End a service."""
    found = access.get_service(request.reader, service_id)
    form = EndForm(
        sent(request), back=reverse("partners:directory"), submit="Terminer le service", today=request.reader.today
    )
    by = request.reader.user_id
    if done(form, lambda: directory.end_service(by=by, service=found, **form.cleaned_data)):
        undo = reverse("partners:service_reopen", args=[found.pk])
        messages.success(request, "Service terminé.", extra_tags=undo)
        return redirect("partners:directory")
    lead = "Il n’est plus proposé. Il reste inscrit auprès des ménages qu’il a suivis."
    return form_page(request, form, title="Terminer le service", trail=_trail(), lead=lead)


@require_POST
def service_reopen(request: ReadingRequest, service_id: uuid.UUID) -> HttpResponse:
    """Take back an end."""
    found = access.get_service(request.reader, service_id)
    by = request.reader.user_id
    attempt(request, lambda: directory.reopen_service(by=by, service=found), "Service de nouveau proposé.")
    return redirect("partners:directory")


def _trail() -> list[tuple[str, str]]:
    return [(TRAIL, reverse("partners:directory"))]

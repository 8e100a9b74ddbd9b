"""Organisations, agencies and management units: the administrator's pages."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.requests import sent
from partners import access
from partners.enums import OrganisationKind, Role
from partners.filters import OrganisationFilter
from partners.forms.administration import AgencyForm, CorrespondentForm, EndForm, OrganisationForm, UnitForm
from partners.models import Organisation
from partners.requests import ReadingRequest
from partners.selectors import administration as selectors
from partners.services import organisations as services
from partners.services import territory
from partners.views.forms import attempt, done, form_page

PAGE = 30
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def organisation_list(request: ReadingRequest) -> HttpResponse:
    """List the organisations."""
    access.require_administrator(request.reader)
    filtered = OrganisationFilter(request.GET, selectors.organisations(), today=request.reader.today)
    page = Paginator(filtered.qs, PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/organisations.html", {"filter": filtered, "page": page})


@form_view
def organisation_create(request: ReadingRequest) -> HttpResponse:
    """Add an organisation."""
    access.require_administrator(request.reader)
    form = OrganisationForm(sent(request), back=reverse("partners:organisations"))
    made: list[Organisation] = []
    if done(form, lambda: made.append(_create(request, form))):
        messages.success(request, "Organisme enregistré.")
        return redirect("partners:organisation", made[0].pk)
    return form_page(request, form, title="Ajouter un organisme", trail=_trail())


@require_GET
def organisation(request: ReadingRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Show an organisation, its territory and its people."""
    found = access.get_organisation(request.reader, organisation_id)
    page = selectors.organisation_page(found, request.reader.today)
    return render(request, "partners/organisation.html", {"organisation": found, "page": page, "trail": _trail()})


@form_view
def organisation_edit(request: ReadingRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Correct an organisation."""
    found = access.get_organisation(request.reader, organisation_id)
    form = OrganisationForm(sent(request), organisation=found, back=_address(found))
    if done(form, lambda: services.edit_organisation(by=request.reader.user_id, organisation=found, **_facts(form))):
        messages.success(request, "Organisme corrigé.")
        return redirect(_address(found))
    return form_page(request, form, title="Corriger l’organisme", trail=_trail(found))


@form_view
def organisation_end(request: ReadingRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """End an organisation's part."""
    found = access.get_organisation(request.reader, organisation_id)
    form = EndForm(sent(request), back=_address(found), submit="Terminer l’organisme", today=request.reader.today)
    by = request.reader.user_id
    if done(form, lambda: services.end_organisation(by=by, organisation=found, **form.cleaned_data)):
        undo = reverse("partners:organisation_reopen", args=[found.pk])
        messages.success(request, "Organisme terminé.", extra_tags=undo)
        return redirect(_address(found))
    lead = "Ses personnes et ses programmes doivent d’abord être terminés. Rien n’est effacé."
    return form_page(request, form, title="Terminer l’organisme", trail=_trail(found), lead=lead)


@require_POST
def organisation_reopen(request: ReadingRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Take back an end."""
    found = access.get_organisation(request.reader, organisation_id)
    by = request.reader.user_id
    attempt(
        request, lambda: services.reopen_organisation(by=by, organisation=found), "Organisme de nouveau en activité."
    )
    return redirect(_address(found))


@form_view
def agency_create(request: ReadingRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Add an agency to a landlord."""
    found = access.get_organisation(request.reader, organisation_id)
    form = AgencyForm(sent(request), back=_address(found))
    by = request.reader.user_id
    if done(form, lambda: territory.create_agency(by=by, landlord=found, **form.cleaned_data)):
        messages.success(request, "Agence enregistrée.")
        return redirect(_address(found))
    return form_page(request, form, title="Ajouter une agence", trail=_trail(found))


@form_view
def agency_edit(request: ReadingRequest, agency_id: uuid.UUID) -> HttpResponse:
    """Correct an agency's name and days."""
    agency = access.get_agency(request.reader, agency_id)
    form = AgencyForm(sent(request), agency=agency, back=_address(agency.landlord))
    by = request.reader.user_id
    if done(form, lambda: territory.edit_agency(by=by, agency=agency, **form.cleaned_data)):
        messages.success(request, "Agence corrigée.")
        return redirect(_address(agency.landlord))
    return form_page(request, form, title="Corriger l’agence", trail=_trail(agency.landlord))


@form_view
def unit_create(request: ReadingRequest, agency_id: uuid.UUID) -> HttpResponse:
    """Add a management unit to an agency."""
    agency = access.get_agency(request.reader, agency_id)
    form = UnitForm(sent(request), back=_address(agency.landlord))
    by = request.reader.user_id
    if done(form, lambda: territory.create_unit(by=by, agency=agency, **form.cleaned_data)):
        messages.success(request, "Unité de gestion enregistrée.")
        return redirect(_address(agency.landlord))
    return form_page(request, form, title="Ajouter une unité de gestion", trail=_trail(agency.landlord))


@require_GET
def unit(request: ReadingRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Show a unit and its contact persons, past and present."""
    found = access.get_unit(request.reader, unit_id)
    rows = selectors.correspondents_of(found)
    trail = _trail(found.agency.landlord)
    return render(request, "partners/unit.html", {"unit": found, "correspondents": rows, "trail": trail})


@form_view
def unit_edit(request: ReadingRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Correct a unit's name and days, and say who takes over."""
    found = access.get_unit(request.reader, unit_id)
    back = reverse("partners:unit", args=[found.pk])
    others = selectors.sibling_units(found, request.reader.today)
    form = UnitForm(sent(request), unit=found, others=others, back=back)
    if done(form, lambda: territory.edit_unit(by=request.reader.user_id, unit=found, **_unit_facts(form))):
        messages.success(request, "Unité de gestion corrigée.")
        return redirect(back)
    return form_page(
        request, form, title="Corriger l’unité", trail=[*_trail(found.agency.landlord), (found.name, back)]
    )


@form_view
def unit_correspondent(request: ReadingRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Name the contact person of a unit from a day on."""
    found = access.get_unit(request.reader, unit_id)
    back = reverse("partners:unit", args=[found.pk])
    today = request.reader.today
    people = selectors.correspondent_choices(found.agency.landlord_id, today)
    form = CorrespondentForm(sent(request), people=people, today=today, back=back)
    undo: list[str] = []
    if done(form, lambda: undo.append(_name(request, found.pk, form))):
        messages.success(request, "Correspondant nommé.", extra_tags=undo[0])
        return redirect(back)
    trail = [*_trail(found.agency.landlord), (found.name, back)]
    return form_page(request, form, title="Nommer un correspondant", trail=trail)


@require_POST
def correspondent_undo(request: ReadingRequest, correspondent_id: uuid.UUID) -> HttpResponse:
    """Take back the latest naming."""
    named = access.get_correspondent(request.reader, correspondent_id)
    by = request.reader.user_id
    attempt(request, lambda: territory.undo_correspondent(by=by, named=named), "Nomination annulée.")
    return redirect("partners:unit", named.unit_id)


def _create(request: ReadingRequest, form: OrganisationForm) -> Organisation:
    kind = OrganisationKind(form.cleaned_data["kind"])
    return services.create_organisation(by=request.reader.user_id, kind=kind, **_facts(form))


def _facts(form: OrganisationForm) -> dict[str, Any]:
    facts = {name: value for name, value in form.cleaned_data.items() if name != "kind"}
    address = services.PostalAddress(facts.pop("street"), facts.pop("postcode"), facts.pop("city"))
    totp_roles = [Role(value) for value in form.cleaned_data["totp_roles"]]
    return {**facts, "totp_roles": totp_roles, "address": address}


def _unit_facts(form: UnitForm) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    return {**facts, "successor_id": facts.pop("successor")}


def _name(request: ReadingRequest, unit_id: uuid.UUID, form: CorrespondentForm) -> str:
    named = territory.name_correspondent(
        by=request.reader.user_id,
        unit=access.get_unit(request.reader, unit_id),
        user_id=form.cleaned_data["user"],
        started_on=form.cleaned_data["started_on"],
    )
    return reverse("partners:correspondent_undo", args=[named.pk])


def _address(found: Organisation) -> str:
    return reverse("partners:organisation", args=[found.pk])


def _trail(found: Organisation | None = None) -> list[tuple[str, str]]:
    trail = [("Organismes", reverse("partners:organisations"))]
    return [*trail, (found.name, _address(found))] if found else trail

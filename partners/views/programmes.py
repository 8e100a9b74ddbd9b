"""Programmes and their versions: the administrator's pages."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.requests import sent
from partners import access
from partners.enums import Axis, OrganisationKind
from partners.forms.programmes import ProgrammeForm, ProgrammeNameForm, VersionForm
from partners.models import Programme, ProgrammeVersion
from partners.requests import ReadingRequest
from partners.selectors import organisations
from partners.selectors import programmes as selectors
from partners.services import programmes as services
from partners.services.programmes import Terms
from partners.views.forms import attempt, done, form_page

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def programme_list(request: ReadingRequest) -> HttpResponse:
    """List the programmes, with the version in force."""
    access.require_administrator(request.reader)
    lines = selectors.programme_lines(request.reader.today)
    return render(request, "partners/programmes.html", {"lines": lines})


@form_view
def programme_create(request: ReadingRequest) -> HttpResponse:
    """Add a programme and its first version."""
    access.require_administrator(request.reader)
    back = reverse("partners:programmes")
    form = ProgrammeForm(sent(request), back=back, **_offers(request), initial={"started_on": request.reader.today})
    made: list[ProgrammeVersion] = []
    if done(form, lambda: made.append(_create(request, form))):
        messages.success(request, "Programme enregistré.")
        return redirect("partners:programme", made[0].programme_id)
    return form_page(request, form, title="Ajouter un programme", trail=_trail())


@require_GET
def programme(request: ReadingRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Show a programme and its versions."""
    found = access.get_programme(request.reader, programme_id)
    versions = selectors.version_pages(found)
    return render(request, "partners/programme.html", {"programme": found, "versions": versions, "trail": _trail()})


@form_view
def programme_rename(request: ReadingRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Correct a programme's name."""
    found = access.get_programme(request.reader, programme_id)
    form = ProgrammeNameForm(sent(request), name=found.name, back=_address(found.pk))
    by = request.reader.user_id
    if done(form, lambda: services.rename_programme(by=by, programme=found, **form.cleaned_data)):
        messages.success(request, "Nom corrigé.")
        return redirect(_address(found.pk))
    return form_page(request, form, title="Corriger le nom", trail=_trail(found))


@form_view
def version_edit(request: ReadingRequest, version_id: uuid.UUID) -> HttpResponse:
    """Correct the open version, as long as no file was entered with it."""
    found = access.get_version(request.reader, version_id)
    back = _address(found.programme_id)
    form = VersionForm(sent(request), version=found, back=back, **_offers(request))
    by = request.reader.user_id
    if done(form, lambda: services.edit_version(by=by, version=found, terms=_terms(request, form))):
        messages.success(request, "Version corrigée.")
        return redirect(back)
    lead = (
        "Tant qu’aucun dossier n’est entré avec cette version, elle se corrige. Ensuite, on en enregistre une nouvelle."
    )
    return form_page(request, form, title="Corriger la version", trail=_trail(found.programme), lead=lead)


@form_view
def version_create(request: ReadingRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Agree a new version from a day on, starting from the latest."""
    found = access.get_programme(request.reader, programme_id)
    latest = selectors.latest_version(found)
    first: dict[str, Any] = {"started_on": None, "source": "", "to_confirm": []}
    form = VersionForm(sent(request), version=latest, back=_address(found.pk), **_offers(request), initial=first)
    undo: list[str] = []
    if done(form, lambda: undo.append(_add(request, found, form))):
        messages.success(request, "Nouvelle version enregistrée.", extra_tags=undo[0])
        return redirect(_address(found.pk))
    lead = "La version en cours s’arrête la veille. Les dossiers déjà entrés gardent la leur."
    return form_page(request, form, title="Nouvelle version", trail=_trail(found), lead=lead)


@require_POST
def version_undo(request: ReadingRequest, version_id: uuid.UUID) -> HttpResponse:
    """Take back the latest version, while no file was entered with it."""
    found = access.get_version(request.reader, version_id)
    by = request.reader.user_id
    attempt(request, lambda: services.undo_version(by=by, version=found), "Version annulée.")
    return redirect(_address(found.programme_id))


def _create(request: ReadingRequest, form: ProgrammeForm) -> ProgrammeVersion:
    return services.create_programme(
        by=request.reader.user_id,
        name=form.cleaned_data["name"],
        axis=Axis(form.cleaned_data["axis"]),
        terms=_terms(request, form),
    )


def _add(request: ReadingRequest, found: Programme, form: VersionForm) -> str:
    version = services.add_version(by=request.reader.user_id, programme=found, terms=_terms(request, form))
    return reverse("partners:version_undo", args=[version.pk])


def _terms(request: ReadingRequest, form: VersionForm) -> Terms:
    facts = {name: value for name, value in form.cleaned_data.items() if name in Terms.__dataclass_fields__}
    return Terms(
        **{
            **facts,
            "lead": access.get_organisation(request.reader, facts["lead"]),
            "landlords": selectors.organisations_among(facts["landlords"]),
            "associations": selectors.organisations_among(facts["associations"]),
            "cadences": form.cadences,
            "ladder": form.ladder,
        }
    )


def _offers(request: ReadingRequest) -> dict[str, Any]:
    today = request.reader.today
    return {
        "landlords": organisations(OrganisationKind.LANDLORD, today),
        "associations": organisations(OrganisationKind.ASSOCIATION, today),
    }


def _address(programme_id: uuid.UUID) -> str:
    return reverse("partners:programme", args=[programme_id])


def _trail(found: Programme | None = None) -> list[tuple[str, str]]:
    trail = [("Programmes", reverse("partners:programmes"))]
    return [*trail, (found.name, _address(found.pk))] if found else trail

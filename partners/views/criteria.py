"""The criteria of a programme's version: the administrator adds, changes, retires."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from partners import access
from partners.forms.criteria import CriterionForm, RetireCriterionForm
from partners.models import Programme, ProgrammeVersion
from partners.requests import ReadingRequest
from partners.selectors.programmes import criteria_count, is_pinned
from partners.services import criteria as services
from partners.views.forms import done, form_page

form_view = require_http_methods(["GET", "HEAD", "POST"])
USED = "Des dossiers sont entrés avec cette version\u00a0: ils gardent leurs critères, le changement vaut pour les suivants."


@form_view
def criterion_create(request: ReadingRequest, version_id: uuid.UUID) -> HttpResponse:
    """Add a criterion to a version."""
    version = access.get_version(request.reader, version_id)
    used, back = is_pinned(version), _address(version)
    today = request.reader.today
    form = CriterionForm(sent(request), count=criteria_count(version), is_used=used, today=today, back=back)
    if done(
        form,
        lambda: services.add_criterion(
            by=request.reader.user_id,
            version=version,
            words=form.words,
            from_on=form.cleaned_data.get("from_on"),
            today=today,
        ),
    ):
        messages.success(request, "Critère ajouté.")
        return redirect(back)
    trail = _trail(version.programme, back)
    return form_page(request, form, title="Ajouter un critère d’admission", trail=trail, lead=USED if used else "")


@form_view
def criterion_edit(request: ReadingRequest, criterion_id: uuid.UUID) -> HttpResponse:
    """Change a criterion."""
    criterion = access.get_criterion(request.reader, criterion_id)
    version = criterion.version
    used, back = is_pinned(version), _address(version)
    today = request.reader.today
    form = CriterionForm(
        sent(request), criterion=criterion, count=criteria_count(version), is_used=used, today=today, back=back
    )
    if done(
        form,
        lambda: services.change_criterion(
            by=request.reader.user_id,
            criterion=criterion,
            words=form.words,
            from_on=form.cleaned_data.get("from_on"),
            today=today,
        ),
    ):
        messages.success(request, "Critère enregistré.")
        return redirect(back)
    trail = _trail(version.programme, back)
    return form_page(request, form, title="Modifier un critère d’admission", trail=trail, lead=USED if used else "")


@form_view
def criterion_retire(request: ReadingRequest, criterion_id: uuid.UUID) -> HttpResponse:
    """Retire a criterion from a day on."""
    criterion = access.get_criterion(request.reader, criterion_id)
    back, today = _address(criterion.version), request.reader.today
    form = RetireCriterionForm(sent(request), today=today, back=back)
    if done(
        form,
        lambda: services.retire_criterion(
            by=request.reader.user_id, criterion=criterion, ended_on=form.cleaned_data["ended_on"], today=today
        ),
    ):
        messages.success(request, "Critère retiré.")
        return redirect(back)
    trail = _trail(criterion.version.programme, back)
    return form_page(request, form, title="Retirer un critère d’admission", trail=trail, lead=criterion.label)


def _address(version: ProgrammeVersion) -> str:
    return reverse("partners:programme", args=[version.programme_id])


def _trail(programme: Programme, back: str) -> list[tuple[str, str]]:
    return [("Programmes", reverse("partners:programmes")), (programme.name, back)]

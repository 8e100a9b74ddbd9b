"""The pages of the common grid: a passage scored, a passage corrected."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.access.grid import get_course_to_assess, get_grid_to_correct
from accompaniments.forms.grid import GridForm
from accompaniments.selectors.grid import GridPage, grid_page
from accompaniments.services.grid import StaleGridError, correct_grid, score_grid
from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.words import join_names
from partners.requests import ReadingRequest

CONFLICT = 409


@require_http_methods(["GET", "POST"])
def grid_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Score a passage."""
    enrolment, course = get_course_to_assess(request.reader, enrolment_id)
    asked = request.GET.get("passage", "")
    form = _form(request, enrolment_id, grid_page(request.reader, enrolment, course, asked=asked))
    if form.is_bound and form.is_valid():
        with said_beside(form), form.refusing():
            score_grid(
                by=request.reader.user_id,
                accompaniment=course,
                passage=form.chosen_passage(),
                assessed_on=form.cleaned_data["assessed_on"],
                scores=form.told(),
                today=request.reader.today,
                draft_tab=request.POST.get("draft_tab", ""),
            )
            return _done(request, form, "Grille enregistrée.")
    return _page(request, form)


@require_http_methods(["GET", "POST"])
def grid_correct(request: ReadingRequest, enrolment_id: uuid.UUID, assessment_id: uuid.UUID) -> HttpResponse:
    """Correct a passage; what someone else stored meanwhile is not overwritten."""
    enrolment, assessment = get_grid_to_correct(request.reader, enrolment_id, assessment_id)
    form = _form(request, enrolment_id, grid_page(request.reader, enrolment, assessment.accompaniment, assessment))
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form), form.refusing():
                correct_grid(
                    by=request.reader.user_id,
                    assessment=assessment,
                    version=form.cleaned_data["version"],
                    assessed_on=form.cleaned_data["assessed_on"],
                    scores=form.told(),
                    reason=form.cleaned_data["reason"],
                    today=request.reader.today,
                    draft_tab=request.POST.get("draft_tab", ""),
                )
                return _done(request, form, "Grille corrigée.")
        except StaleGridError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            return _page(request, form, status=CONFLICT)
    return _page(request, form)


def _form(request: ReadingRequest, enrolment_id: uuid.UUID, page: GridPage) -> GridForm:
    back = reverse("journeys:file_support", args=[enrolment_id]) + "#grid"
    return GridForm(sent(request), page=page, today=request.reader.today, back=back)


def _done(request: ReadingRequest, form: GridForm, said: str) -> HttpResponse:
    """Say that it is kept, and which domains may tell someone's health: a soft word, after the fact too."""
    messages.success(request, said)
    if form.warned:
        messages.warning(
            request,
            f"Relisez ce que vous avez écrit pour {join_names(form.warned)}\u00a0: "
            "une grille ne dit ni maladie, ni traitement, ni diagnostic.",
        )
    return redirect(reverse("journeys:file_support", args=[form.page.card.enrolment_id]) + "#grid")


def _page(request: ReadingRequest, form: GridForm, status: int = 200) -> HttpResponse:
    return render(request, "accompaniments/grid_form.html", {"form": form, "card": form.page.card}, status=status)

"""The pages of objectives: set one, reword it, say where it is, put it in order."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accompaniments.access.objectives import get_course_to_set, get_objective_to_edit
from accompaniments.enums import ObjectiveState
from accompaniments.forms.objectives import ObjectiveForm, ObjectiveStateForm
from accompaniments.selectors.objectives import objective_page
from accompaniments.services import objectives as services
from foundation.refusals import said_beside
from foundation.requests import sent
from households.readings import card
from partners.requests import ReadingRequest

CONFLICT = 409
TEMPLATE = "accompaniments/objective.html"


@require_http_methods(["GET", "POST"])
def objective_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Set an objective."""
    enrolment, course = get_course_to_set(request.reader, enrolment_id)
    form = ObjectiveForm(sent(request), today=request.reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form), form.refusing():
            services.set_objective(
                by=request.reader.user_id,
                accompaniment=course,
                words=form.words(),
                set_on=form.cleaned_data["set_on"],
                today=request.reader.today,
            )
            messages.success(request, "Objectif enregistré.")
            return redirect(_back(enrolment_id))
    context = {"card": card(request.reader, enrolment), "form": form, "heading": "Fixer un objectif", "page": None}
    return render(request, TEMPLATE, context)


@require_http_methods(["GET", "POST"])
def objective_edit(request: ReadingRequest, enrolment_id: uuid.UUID, objective_id: uuid.UUID) -> HttpResponse:
    """Reword an objective; what someone else stored meanwhile is not overwritten."""
    enrolment, row = get_objective_to_edit(request.reader, enrolment_id, objective_id)
    page = objective_page(request.reader, enrolment, row)
    form = ObjectiveForm(sent(request), today=request.reader.today, back=_back(enrolment_id), objective=page.objective)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form), form.refusing():
                services.reword_objective(
                    by=request.reader.user_id,
                    objective=row,
                    version=form.cleaned_data["version"],
                    words=form.words(),
                    today=request.reader.today,
                )
                messages.success(request, "Objectif modifié.")
                return redirect(_back(enrolment_id))
        except services.StaleObjectiveError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            status = CONFLICT
    context = {"card": page.card, "form": form, "heading": "Modifier l’objectif", "page": page}
    return render(request, TEMPLATE, context, status=status)


@require_http_methods(["GET", "POST"])
def objective_close(request: ReadingRequest, enrolment_id: uuid.UUID, objective_id: uuid.UUID) -> HttpResponse:
    """Say where an objective is: met, in part, not, given up; or that it goes on."""
    enrolment, row = get_objective_to_edit(request.reader, enrolment_id, objective_id)
    page = objective_page(request.reader, enrolment, row)
    form = ObjectiveStateForm(
        sent(request), today=request.reader.today, objective=page.objective, back=_back(enrolment_id)
    )
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.change_objective(
                    by=request.reader.user_id,
                    objective=row,
                    version=form.cleaned_data["version"],
                    state=ObjectiveState(form.cleaned_data["state"]),
                    effective_on=form.cleaned_data["effective_on"],
                    reason=form.cleaned_data["reason"],
                    today=request.reader.today,
                )
                messages.success(request, "C’est noté.")
                return redirect(_back(enrolment_id))
        except services.StaleObjectiveError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            status = CONFLICT
    context = {"card": page.card, "form": form, "heading": "Où en est cet objectif ?", "page": page}
    return render(request, TEMPLATE, context, status=status)


@require_POST
def objective_move(request: ReadingRequest, enrolment_id: uuid.UUID, objective_id: uuid.UUID) -> HttpResponse:
    """Put an objective higher or lower."""
    _, row = get_objective_to_edit(request.reader, enrolment_id, objective_id)
    services.move_objective(by=request.reader.user_id, objective=row, is_up=request.POST.get("sens") == "monter")
    return redirect(_back(enrolment_id))


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#objectives"

"""Funded measures: opened, suspended, resumed, ended, withdrawn."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accompaniments.access.measures import get_measure_to_manage
from accompaniments.access.watch import get_course_to_close
from accompaniments.forms.measures import MeasureDayForm, MeasureForm
from accompaniments.selectors.measures import funding_page, lines_of
from accompaniments.services import measures as services
from foundation.refusals import said_beside
from foundation.requests import sent
from households.readings import card
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def measure_open(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Open a measure on a line."""
    reader = request.reader
    enrolment, course = get_course_to_close(reader, enrolment_id)
    page = funding_page(reader, enrolment)
    form = MeasureForm(sent(request), page=page, back=_back(enrolment_id))
    if form.is_bound and form.is_valid() and course is not None:
        said = form.cleaned_data
        with said_beside(form):
            services.open_measure(
                by=reader.user_id,
                accompaniment=course,
                line=lines_of(enrolment)[said["line"]],
                started_on=said["started_on"],
                ended_on=said["ended_on"],
                today=reader.today,
            )
            messages.success(request, "Mesure ouverte.")
            for warning in form.warnings(page):
                messages.warning(request, warning)
            return redirect(_back(enrolment_id))
    context = {"card": page.card, "why_not": page.why_not, "form": form, "heading": "Ouvrir une mesure financée"}
    return render(request, "accompaniments/measure_form.html", context)


@form_view
def measure_suspend(request: ReadingRequest, enrolment_id: uuid.UUID, measure_id: uuid.UUID) -> HttpResponse:
    """Suspend a measure."""
    words = ("Suspendre la mesure", "Premier jour de la suspension", "Mesure suspendue.")
    return _on_a_day(request, enrolment_id, measure_id, services.suspend, words)


@form_view
def measure_resume(request: ReadingRequest, enrolment_id: uuid.UUID, measure_id: uuid.UUID) -> HttpResponse:
    """Resume a measure."""
    words = ("Reprendre la mesure", "Premier jour de la reprise", "Mesure reprise.")
    return _on_a_day(request, enrolment_id, measure_id, services.resume, words)


@form_view
def measure_close(request: ReadingRequest, enrolment_id: uuid.UUID, measure_id: uuid.UUID) -> HttpResponse:
    """End a measure."""
    words = ("Mettre fin à la mesure", "Dernier jour de la mesure", "Mesure terminée.")
    return _on_a_day(request, enrolment_id, measure_id, services.close_measure, words)


@require_POST
def measure_withdraw(request: ReadingRequest, enrolment_id: uuid.UUID, measure_id: uuid.UUID) -> HttpResponse:
    """Withdraw a measure recorded in error."""
    _, row = get_measure_to_manage(request.reader, enrolment_id, measure_id)
    services.withdraw_measure(by=request.reader.user_id, measure=row)
    messages.success(request, "Mesure retirée\u00a0: elle ne compte plus.")
    return redirect(_back(enrolment_id))


def _on_a_day(
    request: ReadingRequest,
    enrolment_id: uuid.UUID,
    measure_id: uuid.UUID,
    service: Callable[..., Any],
    words: tuple[str, str, str],
) -> HttpResponse:
    reader = request.reader
    enrolment, row = get_measure_to_manage(reader, enrolment_id, measure_id)
    heading, label, done = words
    form = MeasureDayForm(sent(request), label=label, submit=heading, today=reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            service(by=reader.user_id, measure=row, day=form.cleaned_data["day"], today=reader.today)
            messages.success(request, done)
            return redirect(_back(enrolment_id))
    context = {"card": card(reader, enrolment), "form": form, "heading": heading}
    return render(request, "accompaniments/measure_form.html", context)


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#funding"

"""The watch: a check-in, a reopening. Its end, and the file's, is a journey (`journeys.views.exits`)."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.access.evaluations import get_check_in_to_correct, get_course_to_end
from accompaniments.forms.watch import CheckInForm, CorrectionForm, ReopenForm
from accompaniments.selectors.watch import told_in, watch_page
from accompaniments.services import watch as services
from foundation.refusals import said_beside
from foundation.requests import sent
from households.readings import card
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def watch_check_in(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Note a check-in."""
    reader = request.reader
    enrolment, course = get_course_to_end(reader, enrolment_id)
    page = watch_page(reader, enrolment)
    form = CheckInForm(sent(request), page=page, today=reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid() and course is not None:
        with said_beside(form):
            services.check_in(
                by=reader.user_id,
                accompaniment=course,
                made_on=form.cleaned_data["made_on"],
                now=form.told(),
                horizon=form.chosen_horizon(),
                today=reader.today,
            )
            messages.success(request, "Point de veille enregistré.")
            return redirect(_back(enrolment_id))
    context = {"card": page.card, "page": page, "form": form, "heading": "Point de veille"}
    return render(request, "accompaniments/watch_form.html", context)


@form_view
def watch_correct(request: ReadingRequest, enrolment_id: uuid.UUID, check_in_id: uuid.UUID) -> HttpResponse:
    """Correct a check-in recorded in error, or withdraw it."""
    reader = request.reader
    enrolment, row = get_check_in_to_correct(reader, enrolment_id, check_in_id)
    form = CorrectionForm(sent(request), stored=told_in(row), back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            if said["is_withdrawn"]:
                services.withdraw_check_in(by=reader.user_id, check_in=row, reason=said["reason"])
            else:
                services.correct_check_in(
                    by=reader.user_id,
                    check_in=row,
                    made_on=said["made_on"],
                    now=form.told(),
                    reason=said["reason"],
                    today=reader.today,
                )
            messages.success(request, "Point de veille retiré." if said["is_withdrawn"] else "Point de veille corrigé.")
            return redirect(_back(enrolment_id))
    context = {"card": card(reader, enrolment), "form": form, "heading": "Corriger un point de veille"}
    return render(request, "accompaniments/watch_form.html", context)


@form_view
def watch_reopen(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Reopen a watched accompaniment, with the person's agreement."""
    reader = request.reader
    enrolment, course = get_course_to_end(reader, enrolment_id)
    page = watch_page(reader, enrolment)
    form = ReopenForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid() and course is not None:
        with said_beside(form):
            services.reopen(
                by=reader.user_id,
                accompaniment=course,
                effective_on=form.cleaned_data["effective_on"],
                is_agreed=form.cleaned_data["is_agreed"],
                reason=form.cleaned_data["reason"],
                today=reader.today,
            )
            messages.success(request, "Accompagnement rouvert.")
            return redirect("journeys:file", enrolment_id)
    context = {"card": page.card, "page": page, "form": form, "heading": "Rouvrir l’accompagnement"}
    return render(request, "accompaniments/watch_form.html", context)


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#watch"

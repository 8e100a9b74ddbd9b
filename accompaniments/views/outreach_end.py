"""The end of the ladder: a failed contact asked, answered, proven, taken up again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access import outreach as access
from accompaniments.exports.outreach import proof_name, proof_pdf
from accompaniments.forms.outreach import DecisionForm, FailureForm, RestartForm
from accompaniments.readings.outreach import failure_read
from accompaniments.selectors import outreach as selectors
from accompaniments.services import outreach_failures as services
from accompaniments.views.outreach import download
from foundation.refusals import said_beside
from foundation.requests import sent
from households.permissions import standing
from households.readings import card
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def outreach_fail(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Tell the manager that nobody could be reached."""
    reader = request.reader
    enrolment, course = access.get_outreach_to_write(reader, enrolment_id)
    page = selectors.page(reader, enrolment, course, standing(reader, enrolment))
    form = FailureForm(sent(request), back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.ask_failure(
                by=reader.user_id, accompaniment=course, note=form.cleaned_data["note"], today=reader.today
            )
            messages.success(request, "Demande envoyée à la responsable.")
            return redirect(_back(enrolment_id))
    context = {"card": page.card, "page": page, "section": page.section, "form": form}
    return render(request, "accompaniments/outreach_fail.html", context)


@form_view
def outreach_decide(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Confirm that contact failed, its proof kept, or give it back to the team."""
    reader = request.reader
    enrolment, row = access.get_failure_to_decide(reader, enrolment_id)
    hers = standing(reader, enrolment)
    page = selectors.page(reader, enrolment, row.accompaniment, hers)
    failure = failure_read(row, hers)
    form = DecisionForm(sent(request), back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            if form.cleaned_data["answer"] == "DECLINE":
                services.decline_failure(
                    by=reader.user_id, failure=row, reason=form.cleaned_data["reason"], today=reader.today
                )
                messages.success(request, "Demande renvoyée à l’équipe.")
            else:
                tried = [attempt for attempt in reversed(page.section.attempts) if not attempt.is_withdrawn]
                services.confirm_failure(
                    by=reader.user_id,
                    failure=row,
                    is_lead=hers.is_lead,
                    proof=proof_pdf(page.card, tried, failure, edited_on=reader.today),
                    proof_name=proof_name(page.file_number),
                    attempts=[attempt.id for attempt in tried],
                    today=reader.today,
                )
                messages.success(request, "Contact dit infructueux. La preuve des démarches est au dossier.")
            return redirect(_back(enrolment_id))
    context = {"card": page.card, "page": page, "section": page.section, "failure": failure, "form": form}
    return render(request, "accompaniments/outreach_decide.html", context)


@form_view
def outreach_restart(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Take a failed contact up again: the household came forward."""
    enrolment, course = access.get_outreach_to_write(request.reader, enrolment_id)
    form = RestartForm(sent(request), today=request.reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.restart_contact(
                by=request.reader.user_id,
                accompaniment=course,
                effective_on=form.cleaned_data["effective_on"],
                reason=form.cleaned_data["reason"],
                today=request.reader.today,
            )
            messages.success(request, "La prise de contact reprend.")
            return redirect(_back(enrolment_id))
    context = {"card": card(request.reader, enrolment), "form": form}
    return render(request, "accompaniments/outreach_restart.html", context)


@require_GET
def outreach_proof(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponseBase:
    """Give the proof of what was tried, as it was kept."""
    return download(access.open_proof(request.reader, enrolment_id))


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("accompaniments:outreach", args=[enrolment_id])

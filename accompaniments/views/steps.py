"""The dated changes of step of a file."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accompaniments.selectors.step_history import step_history
from households.access import open_enrolment
from households.readings import card
from partners.requests import ReadingRequest


@require_GET
def steps(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show every change of step, with who recorded it and why, to whom may read it."""
    enrolment = open_enrolment(request.reader, enrolment_id)
    context = {"card": card(request.reader, enrolment), "page": step_history(request.reader, enrolment)}
    return render(request, "accompaniments/steps.html", context)

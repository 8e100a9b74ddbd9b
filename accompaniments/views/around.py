"""Services around a household: noted, ended, oriented to, answered."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.access.around import get_orientation_to_edit, get_present_to_edit
from accompaniments.enums import OrientationAnswer
from accompaniments.forms.around import OrientationAnswerForm, OrientationForm, PresentServiceForm, ServiceEndForm
from accompaniments.permissions import writing_association
from accompaniments.services import around
from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.timeline import Audience
from households.access import get_enrolment_to_edit
from households.readings import card
from partners.access import get_service
from partners.requests import ReadingRequest
from partners.selectors.directory import service_choices

form_view = require_http_methods(["GET", "POST"])


@form_view
def service_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Note a service that is also there."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    form = PresentServiceForm(
        sent(request), services=service_choices(reader), today=reader.today, back=_back(enrolment_id)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            around.note_service(
                by=reader.user_id,
                enrolment=enrolment,
                association_id=writing_association(reader, enrolment),
                service=get_service(reader, form.chosen_service()),
                started_on=said["started_on"],
                contact=said["contact"],
                note=said["note"],
                audience=Audience(said["audience"]),
                today=reader.today,
            )
            messages.success(request, "Service noté.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": card(reader, enrolment), "heading": "Un service présent auprès du ménage"}
    return render(request, "accompaniments/around.html", context)


@form_view
def service_end(request: ReadingRequest, enrolment_id: uuid.UUID, present_id: uuid.UUID) -> HttpResponse:
    """Say until when a service was there."""
    reader = request.reader
    enrolment, row = get_present_to_edit(reader, enrolment_id, present_id)
    form = ServiceEndForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            around.end_service(
                by=reader.user_id, present=row, ended_on=form.cleaned_data["ended_on"], today=reader.today
            )
            messages.success(request, "Fin notée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": card(reader, enrolment), "heading": f"{row.service.name} : fin de présence"}
    return render(request, "accompaniments/around.html", context)


@form_view
def orientation_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Orient the household towards a service."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    form = OrientationForm(
        sent(request), services=service_choices(reader), today=reader.today, back=_back(enrolment_id)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            around.orient(
                by=reader.user_id,
                enrolment=enrolment,
                association_id=writing_association(reader, enrolment),
                service=get_service(reader, form.chosen_service()),
                oriented_on=said["oriented_on"],
                reason=said["reason"],
                is_relay=said["is_relay"],
                audience=Audience(said["audience"]),
                today=reader.today,
            )
            messages.success(request, "Orientation enregistrée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": card(reader, enrolment), "heading": "Orienter vers un service"}
    return render(request, "accompaniments/around.html", context)


@form_view
def orientation_answer(request: ReadingRequest, enrolment_id: uuid.UUID, orientation_id: uuid.UUID) -> HttpResponse:
    """Note a service's answer."""
    reader = request.reader
    enrolment, row = get_orientation_to_edit(reader, enrolment_id, orientation_id)
    form = OrientationAnswerForm(sent(request), is_relay=row.is_relay, today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            around.answer_orientation(
                by=reader.user_id,
                orientation=row,
                answer=OrientationAnswer(said["answer"]),
                answered_on=said["answered_on"],
                note=said["note"],
                is_relay=said["is_relay"],
                today=reader.today,
            )
            messages.success(request, "Réponse enregistrée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": card(reader, enrolment), "heading": f"{row.service.name} : sa réponse"}
    return render(request, "accompaniments/around.html", context)


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#services"

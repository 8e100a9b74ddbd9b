"""The protocole de cohésion sociale of a file: recorded by the landlord's service or the team, extended, ended, followed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.models import Enrolment
from households.readings import card
from journeys.forms.protocols import ProtocolEndForm, ProtocolExtensionForm, ProtocolForm
from journeys.services import protocols as services
from leases.access.procedures import get_procedure_to_record, get_protocol_to_record
from leases.enums import ProtocolState
from leases.selectors.procedures import landlord_of_file
from leases.selectors.situations import procedures_of
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def protocol_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record a protocole that was signed."""
    reader = request.reader
    enrolment, known = get_procedure_to_record(reader, enrolment_id)
    landlords = None if known.is_team else known.told_by
    now = procedures_of([enrolment.pk], reader.today, landlords=landlords)[enrolment.pk]
    form = ProtocolForm(sent(request), today=reader.today, known=now, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            protocol = services.sign(
                by=reader.user_id,
                enrolment=enrolment,
                landlord=landlord_of_file(enrolment, known, reader.today),
                terms=form.told(),
                today=reader.today,
            )
            undo = reverse("journeys:procedure_withdraw", args=[enrolment_id, protocol.step_id])
            messages.success(request, "Protocole enregistré.", extra_tags=undo)
            return redirect(_back(enrolment_id))
    return _form(request, enrolment, form, "Enregistrer un protocole de cohésion sociale")


@form_view
def protocol_extend(request: ReadingRequest, enrolment_id: uuid.UUID, protocol_id: uuid.UUID) -> HttpResponse:
    """Extend a running protocole."""
    protocol = get_protocol_to_record(request.reader, enrolment_id, protocol_id)
    form = ProtocolExtensionForm(sent(request), back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            services.extend(by=request.reader.user_id, protocol=protocol, extended_to=form.cleaned_data["extended_to"])
            messages.success(request, "Prolongation enregistrée.")
            return redirect(_back(enrolment_id))
    return _form(request, protocol.enrolment, form, "Prolonger le protocole")


@form_view
def protocol_end(request: ReadingRequest, enrolment_id: uuid.UUID, protocol_id: uuid.UUID) -> HttpResponse:
    """Say that a protocole was kept, or broken."""
    reader = request.reader
    protocol = get_protocol_to_record(reader, enrolment_id, protocol_id)
    form = ProtocolEndForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            services.end(
                by=reader.user_id,
                protocol=protocol,
                state=ProtocolState(said["state"]),
                ended_on=said["ended_on"],
                reason=said["reason"],
                today=reader.today,
            )
            messages.success(request, "Fin du protocole enregistrée.")
            return redirect(_back(enrolment_id))
    return _form(request, protocol.enrolment, form, "Fin du protocole")


@require_POST
def protocol_plan(request: ReadingRequest, enrolment_id: uuid.UUID, protocol_id: uuid.UUID) -> HttpResponse:
    """Tie the running plan with the landlord to a protocole."""
    protocol = get_protocol_to_record(request.reader, enrolment_id, protocol_id)
    try:
        services.tie(by=request.reader.user_id, protocol=protocol, today=request.reader.today)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Plan d’apurement rattaché au protocole.")
    return redirect(_back(enrolment_id))


@require_POST
def protocol_lease(request: ReadingRequest, enrolment_id: uuid.UUID, protocol_id: uuid.UUID) -> HttpResponse:
    """Tie the household's new lease to a protocole that was kept: the procedure is over."""
    protocol = get_protocol_to_record(request.reader, enrolment_id, protocol_id)
    try:
        services.follow(by=request.reader.user_id, protocol=protocol)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Nouveau bail rattaché au protocole\u00a0: la procédure est terminée.")
    return redirect(_back(enrolment_id))


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_procedure", args=[enrolment_id])


def _form(request: ReadingRequest, enrolment: Enrolment, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "card": card(request.reader, enrolment), "heading": heading}
    return render(request, "journeys/cal_household_form.html", context)

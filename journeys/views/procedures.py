"""The procedure of an occupant: read by who may, recorded by the service that asked and by the team."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.models import Enrolment
from households.readings import card
from journeys.forms.procedures import (
    BalanceForm,
    HoldEndForm,
    HoldForm,
    PrefectToldForm,
    StatedLeaseForm,
    StepEndForm,
    StepForm,
)
from journeys.selectors.file import file_head
from journeys.selectors.requests import own_request
from journeys.services.protocols import withdraw
from leases.access.procedures import (
    get_hold_to_end,
    get_procedure_to_commit,
    get_procedure_to_record,
    get_step_to_withdraw,
    open_procedure,
)
from leases.enums import ProcedureStage
from leases.selectors.procedure_now import procedure_now
from leases.selectors.procedures import landlord_of_file
from leases.selectors.procedures import procedure as read_procedure
from leases.selectors.situations import procedures_of
from leases.services import procedures
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@require_GET
def procedure(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show the stages in order, the account, the landlord's commitments."""
    enrolment, known = open_procedure(request.reader, enrolment_id)
    head = file_head(request.reader, enrolment)
    context = {
        "card": head.card,
        "step": head.step,
        "tab": "procedure",
        "page": read_procedure(request.reader, enrolment, known),
        "now": procedure_now(request.reader, enrolment, known),
        "asked": own_request(request.reader, enrolment, known),
    }
    return render(request, "journeys/file_procedure.html", context)


@form_view
def procedure_step(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record a stage."""
    reader = request.reader
    enrolment, known = get_procedure_to_record(reader, enrolment_id)
    form = StepForm(sent(request), today=reader.today, back=_back(enrolment_id), is_team=known.is_team)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            step = procedures.record_step(
                by=reader.user_id,
                enrolment=enrolment,
                landlord=landlord_of_file(enrolment, known, reader.today),
                stage=ProcedureStage(said["stage"]),
                reached_on=said["reached_on"],
                until_on=said["until_on"],
                note=said["note"],
                today=reader.today,
            )
            undo = reverse("journeys:procedure_withdraw", args=[enrolment_id, step.pk])
            messages.success(request, "Stade enregistré.", extra_tags=undo)
            return redirect(_back(enrolment_id))
    return _form(request, enrolment, form, "Enregistrer un stade")


@form_view
def procedure_balance(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record a statement of account."""
    reader = request.reader
    enrolment, known = get_procedure_to_record(reader, enrolment_id)
    form = BalanceForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            procedures.record_balance(
                by=reader.user_id,
                enrolment=enrolment,
                landlord=landlord_of_file(enrolment, known, reader.today),
                amount=form.cleaned_data["amount"],
                stated_on=form.cleaned_data["stated_on"],
                today=reader.today,
            )
            messages.success(request, "Relevé enregistré.")
            return redirect(_back(enrolment_id))
    return _form(request, enrolment, form, "Enregistrer un relevé de compte")


@form_view
def procedure_hold(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record the landlord's commitment to hold the procedure."""
    reader = request.reader
    enrolment, known = get_procedure_to_commit(reader, enrolment_id)
    form = HoldForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            procedures.record_hold(
                by=reader.user_id,
                enrolment=enrolment,
                landlord=landlord_of_file(enrolment, known, reader.today),
                conditions=said["conditions"],
                started_on=said["started_on"],
                ended_on=said["ended_on"],
                today=reader.today,
            )
            messages.success(request, "Engagement enregistré.")
            return redirect(_back(enrolment_id))
    return _form(request, enrolment, form, "S’engager à suspendre la procédure")


@form_view
def procedure_hold_end(request: ReadingRequest, enrolment_id: uuid.UUID, hold_id: uuid.UUID) -> HttpResponse:
    """Say on which day a commitment ends."""
    reader = request.reader
    hold = get_hold_to_end(reader, enrolment_id, hold_id)
    form = HoldEndForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            procedures.end_hold(
                by=reader.user_id, hold=hold, ended_on=form.cleaned_data["ended_on"], today=reader.today
            )
            messages.success(request, "Fin de l’engagement enregistrée.")
            return redirect(_back(enrolment_id))
    return _form(request, hold.enrolment, form, "Fin de l’engagement")


@form_view
def procedure_lease(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Say what one knows of the lease that the clocks count from."""
    reader = request.reader
    enrolment, known = get_procedure_to_record(reader, enrolment_id)
    landlords = None if known.is_team else known.told_by
    now = procedures_of([enrolment.pk], reader.today, landlords=landlords)[enrolment.pk]
    form = StatedLeaseForm(sent(request), lease=now.lease, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            procedures.state_lease(
                by=reader.user_id,
                enrolment=enrolment,
                landlord=landlord_of_file(enrolment, known, reader.today),
                said=form.told(),
                today=reader.today,
            )
            messages.success(request, "Bail enregistré.")
            return redirect(_back(enrolment_id))
    return _form(request, enrolment, form, "Ce que l’on sait du bail")


@form_view
def procedure_step_end(request: ReadingRequest, enrolment_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Say until which day the judge's terms, or a suspension, last."""
    step = get_step_to_withdraw(request.reader, enrolment_id, step_id)
    form = StepEndForm(sent(request), today=request.reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            procedures.end_step(by=request.reader.user_id, step=step, until_on=form.cleaned_data["until_on"])
            messages.success(request, "Fin enregistrée.")
            return redirect(_back(enrolment_id))
    return _form(request, step.enrolment, form, f"Fin\u00a0: {step.get_stage_display()}")


@form_view
def procedure_prefect(request: ReadingRequest, enrolment_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Say when the préfet was told of a summons."""
    reader = request.reader
    step = get_step_to_withdraw(reader, enrolment_id, step_id)
    form = PrefectToldForm(sent(request), told_on=step.prefect_told_on or reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            procedures.tell_prefect(
                by=reader.user_id, step=step, told_on=form.cleaned_data["told_on"], today=reader.today
            )
            messages.success(request, "Information du préfet enregistrée.")
            return redirect(_back(enrolment_id))
    return _form(request, step.enrolment, form, "Information du préfet")


@require_POST
def procedure_withdraw(request: ReadingRequest, enrolment_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Withdraw a stage recorded in error; its line stays."""
    step = get_step_to_withdraw(request.reader, enrolment_id, step_id)
    try:
        withdraw(by=request.reader.user_id, step=step, today=request.reader.today)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        undo = reverse("journeys:procedure_restore", args=[enrolment_id, step_id])
        messages.success(request, "Stade retiré\u00a0: sa ligne reste, barrée.", extra_tags=undo)
    return redirect(_back(enrolment_id))


@require_POST
def procedure_restore(request: ReadingRequest, enrolment_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Put back a stage that was withdrawn by mistake."""
    step = get_step_to_withdraw(request.reader, enrolment_id, step_id)
    try:
        procedures.restore_step(by=request.reader.user_id, step=step)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Stade rétabli.")
    return redirect(_back(enrolment_id))


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_procedure", args=[enrolment_id])


def _form(request: ReadingRequest, enrolment: Enrolment, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "card": card(request.reader, enrolment), "heading": heading}
    return render(request, "journeys/cal_household_form.html", context)

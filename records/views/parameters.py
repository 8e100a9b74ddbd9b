"""The figures of the law, for an administrator: what is in force, since when, from which source."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.refusals import said_beside
from foundation.requests import sent
from records.forms import ParameterValueForm
from records.models import Parameter
from records.permissions import must_manage_parameters
from records.requests import AskingRequest
from records.selectors.parameters import parameter_histories, parameter_history
from records.services import parameters as services


@require_safe
def parameters(request: AskingRequest) -> HttpResponse:
    """List every parameter with its history."""
    must_manage_parameters(request.reader)
    return render(request, "records/parameters.html", {"histories": parameter_histories(request.reader.today)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_value(request: AskingRequest, code: str) -> HttpResponse:
    """Date a new value."""
    must_manage_parameters(request.reader)
    history = parameter_history(code, request.reader.today)
    if history is None:
        raise Http404
    form = ParameterValueForm(sent(request), history=history, back=reverse("records:parameters"))
    if form.is_valid():
        with said_beside(form):
            services.add_parameter_value(
                code=code,
                value=form.value,
                source=form.cleaned_data["source"],
                started_on=form.cleaned_data["started_on"],
                by=request.reader.user_id,
            )
            messages.success(request, "Valeur enregistrée.")
            return redirect("records:parameters")
    return render(request, "records/parameter_new_value.html", {"form": form, "history": history})


@require_POST
def confirm(request: AskingRequest, parameter_id: uuid.UUID) -> HttpResponse:
    """Confirm a value shipped « à confirmer »."""
    must_manage_parameters(request.reader)
    try:
        services.confirm_parameter(parameter_id=parameter_id, by=request.reader.user_id)
    except Parameter.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "Valeur confirmée.")
    return redirect("records:parameters")

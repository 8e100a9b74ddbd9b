"""The landlord's signal, and the lead worker's answer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.access import signals as access
from accompaniments.forms.signals import SignalAnswerForm, SignalForm
from accompaniments.selectors.watch import answer_page, signal_page
from accompaniments.services import signals as services
from foundation.refusals import said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def signal_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Signal something of a household that is followed or watched."""
    reader = request.reader
    enrolment, landlord_id = access.get_enrolment_to_signal(reader, enrolment_id)
    page = signal_page(reader, enrolment)
    form = SignalForm(sent(request), back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.signal(
                by=reader.user_id,
                enrolment=enrolment,
                landlord_id=landlord_id,
                kind=form.chosen_kind(),
                text=form.cleaned_data["text"],
                sending_key=form.cleaned_data["sending_key"],
                today=reader.today,
            )
            messages.success(request, "Signalement envoyé à l’association.")
            return redirect(_back(enrolment_id))
    return render(request, "accompaniments/signal_new.html", {"card": page.card, "page": page, "form": form})


@form_view
def signal_answer(request: ReadingRequest, enrolment_id: uuid.UUID, signal_id: uuid.UUID) -> HttpResponse:
    """Read a signal and answer it."""
    reader = request.reader
    held = access.get_signal_to_answer(reader, enrolment_id, signal_id)
    page = answer_page(reader, held)
    form = SignalAnswerForm(sent(request), answers=page.answers, today=reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.answer_signal(
                by=reader.user_id,
                signal=held.row,
                answer=form.chosen_answer(),
                text=form.cleaned_data["text"],
                effective_on=form.cleaned_data.get("effective_on"),
                is_agreed=bool(form.cleaned_data.get("is_agreed")),
                today=reader.today,
            )
            messages.success(request, "Réponse envoyée au bailleur.")
            return redirect(_back(enrolment_id))
    return render(request, "accompaniments/signal_answer.html", {"card": page.card, "page": page, "form": form})


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#watch"

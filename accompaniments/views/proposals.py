"""The proposal made to a household, and its answer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.enums import ProposalAnswer
from accompaniments.forms.proposals import ProposalAnswerForm, ProposalForm
from accompaniments.selectors.proposals import answer_page, proposal_page
from accompaniments.services import proposals
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_edit
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def proposal_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record what is proposed to the household."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    page = proposal_page(reader, enrolment)
    if page.project_url:
        return redirect(page.project_url)
    form = ProposalForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            proposals.propose(
                by=reader.user_id,
                enrolment=enrolment,
                proposed_on=form.cleaned_data["proposed_on"],
                offered=form.cleaned_data["offered"],
                today=reader.today,
            )
            messages.success(request, "Proposition enregistrée. La réponse du ménage est attendue.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": page.card, "page": page}
    return render(request, "accompaniments/proposal.html", context)


@form_view
def proposal_answer(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record the household's answer."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    page = answer_page(reader, enrolment)
    form = ProposalAnswerForm(sent(request), today=reader.today, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            proposals.answer_proposal(
                by=reader.user_id,
                enrolment=enrolment,
                answer=ProposalAnswer(said["answer"]),
                answered_on=said["answered_on"],
                note=said["note"],
                today=reader.today,
            )
            messages.success(request, "Réponse enregistrée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": page.card, "page": page}
    return render(request, "accompaniments/proposal.html", context)


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#proposal"

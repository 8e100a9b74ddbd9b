"""The proposal of a slide: the association proposes, the landlord decides, the household answers."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.layout import PalierForm
from foundation.requests import sent
from households.models import Enrolment
from households.readings import card
from journeys.forms.exams import tried
from journeys.forms.slide_decisions import AnswerForm, DecideForm, ProposeForm, WithdrawForm
from journeys.selectors.exams import back_to
from leases.access import subleases as access
from leases.enums import SlideState
from leases.readings.exams import ProposalRead, proposal_read
from leases.services import slide_proposals as services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])
DECIDED = {
    SlideState.AGREED: "Accord enregistré. L’association recueille la réponse du ménage.",
    SlideState.EXTENDED: "Prolongation enregistrée.",
    SlideState.REFUSED: "Refus enregistré. Il se dit aussi au préfet\u00a0: préparez l’avis.",
}


@form_view
def slide_propose(request: ReadingRequest, sublease_id: uuid.UUID) -> HttpResponse:
    """Propose to the landlord that the lease slides."""
    reader = request.reader
    found = access.get_sublease_to_run(reader, sublease_id)
    back = back_to(found.enrolment.pk)
    form = ProposeForm(sent(request), today=reader.today, back=back)
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: services.propose(
                by=reader.user_id, sublease=found.sublease, today=reader.today, **form.cleaned_data
            ),
        )
        if made is not None:
            messages.success(request, "Proposition enregistrée. Le bailleur la lit depuis son accueil.")
            return redirect(back)
    return _form(request, found.enrolment, form, "Proposer le glissement")


@form_view
def slide_decide(request: ReadingRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Decide of a slide, for the landlord."""
    reader = request.reader
    found, row = access.get_proposal_to_decide(reader, proposal_id)
    back = back_to(found.enrolment.pk)
    form = DecideForm(sent(request), today=reader.today, back=back)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        state = SlideState(said["state"])
        made = tried(
            form,
            lambda: services.decide(
                by=reader.user_id,
                proposal=row,
                state=state,
                decided_on=said["decided_on"],
                planned_on=said["planned_on"] if state == SlideState.AGREED else None,
                reason=said["reason"],
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, DECIDED[state])
            return redirect(back)
    return _form(request, found.enrolment, form, "Décider du glissement", proposal_read(row))


@form_view
def slide_answer(request: ReadingRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Record the household's answer to the landlord's agreement."""
    reader = request.reader
    found, row = access.get_proposal_to_run(reader, proposal_id)
    back = back_to(found.enrolment.pk)
    form = AnswerForm(sent(request), today=reader.today, back=back)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = tried(
            form,
            lambda: services.answer(
                by=reader.user_id,
                proposal=row,
                accepts=said["accepts"] == "oui",
                answered_on=said["answered_on"],
                note=said["note"],
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Réponse enregistrée.")
            return redirect(back)
    return _form(request, found.enrolment, form, "Réponse du ménage", proposal_read(row))


@form_view
def slide_withdraw(request: ReadingRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Take a proposal back; its line stays."""
    reader = request.reader
    found, row = access.get_proposal_to_run(reader, proposal_id)
    back = back_to(found.enrolment.pk)
    form = WithdrawForm(sent(request), back=back)
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: services.withdraw(
                by=reader.user_id, proposal=row, reason=form.cleaned_data["reason"], today=reader.today
            ),
        )
        if made is not None:
            messages.success(request, "Proposition retirée\u00a0: sa ligne reste.")
            return redirect(back)
    return _form(request, found.enrolment, form, "Retirer la proposition", proposal_read(row))


def _form(
    request: ReadingRequest,
    enrolment: Enrolment,
    form: PalierForm,
    heading: str,
    proposal: ProposalRead | None = None,
) -> HttpResponse:
    shown = {"form": form, "card": card(request.reader, enrolment), "heading": heading, "proposal": proposal}
    return render(request, "journeys/exam_form.html", shown)

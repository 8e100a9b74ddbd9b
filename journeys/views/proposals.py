"""The correction of a recorded answer: it looks at what the accord opened on both sides."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.enums import ProposalAnswer
from accompaniments.forms.proposals import AnswerCorrectionForm
from accompaniments.selectors.proposals import correction_page
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_edit
from journeys.services.proposals import correct
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def proposal_correct(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Correct the answer last recorded."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    page = correction_page(reader, enrolment)
    back = reverse("journeys:file_support", args=[enrolment_id]) + "#proposal"
    form = AnswerCorrectionForm(sent(request), recorded=page.recorded, today=reader.today, back=back)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            correct(
                by=reader.user_id,
                enrolment=enrolment,
                answer=ProposalAnswer(said["answer"]),
                answered_on=said["answered_on"],
                note=said["note"],
                reason=said["reason"],
                today=reader.today,
            )
            messages.success(request, "Réponse corrigée.")
            return redirect(back)
    return render(request, "accompaniments/proposal.html", {"form": form, "card": page.card, "page": page})

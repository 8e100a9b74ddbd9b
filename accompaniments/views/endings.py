"""The end of a follow-up, before the accompaniment proper: a reason is enough (domain.md §2.0.1)."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.forms.endings import EndForm
from accompaniments.rules.course import why_early_end_is_refused
from accompaniments.selectors import steps
from accompaniments.services.endings import end_before_support
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_assign
from households.readings import card
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def close(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """End a follow-up that did not reach the accompaniment."""
    enrolment = get_enrolment_to_assign(request.reader, enrolment_id)
    back = reverse("journeys:file", args=[enrolment.pk])
    form = EndForm(sent(request), today=request.reader.today, back=back)
    if request.method == "POST" and form.is_valid():
        with said_beside(form, effective_on="ended_on"):
            end_before_support(
                by=request.reader.user_id,
                enrolment=enrolment,
                ended_on=form.cleaned_data["ended_on"],
                exit_reason=form.chosen_reason(),
                reason=form.cleaned_data["reason"],
                today=request.reader.today,
            )
            messages.success(request, "Suivi terminé.")
            return redirect(back)
    step = steps(request.reader, [enrolment.pk]).get(enrolment.pk)
    context = {
        "form": form,
        "card": card(request.reader, enrolment),
        "why_not": why_early_end_is_refused(step.state if step else None) or "",
    }
    return render(request, "accompaniments/close.html", context)

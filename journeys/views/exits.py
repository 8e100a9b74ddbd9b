"""The end of a file: before the accompaniment, or after its watch, with the CAL dossiers that it would leave open."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.access.watch import get_course_to_close
from accompaniments.forms.endings import EndForm
from accompaniments.forms.watch import WatchEndForm
from accompaniments.rules.course import why_early_end_is_refused
from accompaniments.selectors import steps
from accompaniments.selectors.watch import watch_page
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_assign
from households.readings import card
from journeys.selectors.exits import dossiers_to_withdraw
from journeys.services import exits
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])


@form_view
def close(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """End a follow-up that did not reach the accompaniment."""
    reader = request.reader
    enrolment = get_enrolment_to_assign(reader, enrolment_id)
    back = reverse("journeys:file", args=[enrolment.pk])
    form = EndForm(sent(request), today=reader.today, back=back, also=dossiers_to_withdraw(reader, enrolment))
    if form.is_bound and form.is_valid():
        with said_beside(form, effective_on="ended_on"):
            exits.end_before_support(
                by=reader.user_id,
                enrolment=enrolment,
                ended_on=form.cleaned_data["ended_on"],
                exit_reason=form.chosen_reason(),
                reason=form.cleaned_data["reason"],
                withdraws=form.ends_also,
                today=reader.today,
            )
            messages.success(request, "Suivi terminé.")
            return redirect(back)
    step = steps(reader, [enrolment.pk]).get(enrolment.pk)
    why_not = why_early_end_is_refused(step.state if step else None) or ""
    context = {"form": form, "card": card(reader, enrolment), "why_not": why_not}
    return render(request, "accompaniments/close.html", context)


@form_view
def watch_end(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """End a watch with its note, and close the file."""
    reader = request.reader
    enrolment, course = get_course_to_close(reader, enrolment_id)
    page, back = watch_page(reader, enrolment), reverse("journeys:file_support", args=[enrolment_id]) + "#watch"
    also = dossiers_to_withdraw(reader, enrolment)
    form = WatchEndForm(sent(request), page=page, today=reader.today, back=back, also=also)
    if form.is_bound and form.is_valid() and course is not None:
        with said_beside(form, effective_on="ended_on"):
            exits.end_watch(
                by=reader.user_id,
                accompaniment=course,
                ended_on=form.cleaned_data["ended_on"],
                now=form.told(),
                exit_reason=form.chosen_reason(),
                withdraws=form.ends_also,
                today=reader.today,
            )
            messages.success(request, "Dossier clos.")
            return redirect("journeys:file", enrolment_id)
    context = {"card": page.card, "page": page, "form": form, "heading": "Fin de la veille", "is_end": True}
    return render(request, "accompaniments/watch_form.html", context)

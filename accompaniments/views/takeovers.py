"""The reprise of a household already on its way."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accompaniments.access.entries import get_associations_to_manage
from accompaniments.forms.takeovers import TakeoverForm
from accompaniments.selectors.entry_forms import entry_choices
from accompaniments.services.takeovers import take_over
from foundation.refusals import said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def takeover_new(request: ReadingRequest) -> HttpResponse:
    """Let a household in at its present state, with the dates that are known."""
    choices = entry_choices(request.reader, get_associations_to_manage(request.reader))
    form = TakeoverForm(sent(request), choices=choices, today=request.reader.today)
    if request.method == "POST" and form.is_valid():
        said, offer = form.cleaned_data, form.chosen_offer()
        with said_beside(form, user="lead"):
            accompaniment = take_over(
                by=request.reader.user_id,
                version=offer.version,
                association=offer.association,
                lead=form.chosen_lead(),
                lead_since=said["lead_since"],
                started_on=said["started_on"],
                known=form.known(),
                reason=said["reason"],
                people=form.told_people(),
                place=form.place(),
                telephone=said["telephone"],
                facts=form.facts(),
                sending_key=said["sending_key"],
                today=request.reader.today,
            )
            messages.success(request, "Ménage repris.")
            return redirect("journeys:file", accompaniment.enrolment_id)
    return render(request, "accompaniments/takeover_new.html", {"form": form})

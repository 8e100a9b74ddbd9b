"""Recording a referral, or a request for intervention that an association received."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accompaniments.access.entries import get_referring
from accompaniments.enums import ReferralSource
from accompaniments.selectors.duplicates import known_files
from accompaniments.selectors.entry_forms import adviser_choices, entry_choices
from foundation.refusals import said_beside
from foundation.requests import sent
from journeys.forms.referrals import ReferralForm
from journeys.services.requests import record_received
from partners.requests import ReadingRequest
from partners.selectors import names_of


@require_http_methods(["GET", "POST"])
def referral_new(request: ReadingRequest) -> HttpResponse:
    """Record a referral, after a word when one of its people is already in a file of hers."""
    reader = request.reader
    hers = get_referring(reader)
    choices = entry_choices(reader, hers.associations) if hers.associations else adviser_choices(reader, hers.landlords)
    form = ReferralForm(sent(request), choices=choices, today=reader.today)
    if request.method == "POST" and form.is_valid():
        told = [(one.first_name, one.last_name, one.birth_on) for one in form.told_people()]
        known = known_files(reader, told, form.cleaned_data["sending_key"])
        if known and not form.cleaned_data["is_confirmed"]:
            form.warn(known)
        else:
            with said_beside(form):
                return _record(request, form)
    return render(request, "journeys/referral_new.html", {"form": form, "is_adviser": not hers.associations})


def _record(request: ReadingRequest, form: ReferralForm) -> HttpResponse:
    said, offer, by = form.cleaned_data, form.chosen_offer(), request.reader.user_id
    accompaniment = record_received(
        by=by,
        version=offer.version,
        association=offer.association,
        source=ReferralSource(said["source"]),
        source_organisation=form.chosen_organisation(),
        referrer_name=said["referrer_name"] if "referrer_name" in said else names_of({by}).get(by, ""),
        received_on=said["received_on"],
        wished_sectors=said["wished_sectors"],
        note=said["note"],
        situation=form.told_situation(),
        people=form.told_people(),
        place=form.place(),
        telephone=said["telephone"],
        language=said["language"],
        sending_key=said["sending_key"],
        today=request.reader.today,
    )
    messages.success(request, "Orientation enregistrée.")
    return redirect("journeys:file", accompaniment.enrolment_id)

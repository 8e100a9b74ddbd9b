"""Referrals: recording one, the list of those that wait, the answer that one is not retained."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access.entries import get_associations_to_manage, get_associations_to_refer
from accompaniments.enums import ReferralSource
from accompaniments.forms.referrals import ReferralForm, RefusalForm
from accompaniments.selectors.duplicates import known_files
from accompaniments.selectors.entry_forms import entry_choices
from accompaniments.selectors.referrals import answer_to, waiting_referrals
from accompaniments.services import referrals as services
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_assign
from partners.requests import ReadingRequest


@require_GET
def referrals(request: ReadingRequest) -> HttpResponse:
    """List the referrals that wait for a lead worker."""
    get_associations_to_manage(request.reader)
    page = waiting_referrals(request.reader, request.GET.get("page", "1"))
    return render(request, "accompaniments/referrals.html", {"page_obj": page})


@require_http_methods(["GET", "POST"])
def referral_new(request: ReadingRequest) -> HttpResponse:
    """Record a referral, after a word when one of its people is already in a file of hers."""
    choices = entry_choices(request.reader, get_associations_to_refer(request.reader))
    form = ReferralForm(sent(request), choices=choices, today=request.reader.today)
    if request.method == "POST" and form.is_valid():
        told = [(one.first_name, one.last_name, one.birth_on) for one in form.told_people()]
        known = known_files(request.reader, told, form.cleaned_data["sending_key"])
        if known and not form.cleaned_data["is_confirmed"]:
            form.warn(known)
        else:
            with said_beside(form):
                return _record(request, form)
    return render(request, "accompaniments/referral_new.html", {"form": form})


def _record(request: ReadingRequest, form: ReferralForm) -> HttpResponse:
    said, offer = form.cleaned_data, form.chosen_offer()
    accompaniment = services.record_referral(
        by=request.reader.user_id,
        version=offer.version,
        association=offer.association,
        source=ReferralSource(said["source"]),
        source_organisation=form.chosen_organisation(),
        referrer_name=said["referrer_name"],
        received_on=said["received_on"],
        wished_sectors=said["wished_sectors"],
        note=said["note"],
        people=form.told_people(),
        place=form.place(),
        telephone=said["telephone"],
        language=said["language"],
        sending_key=said["sending_key"],
        today=request.reader.today,
    )
    messages.success(request, "Orientation enregistrée.")
    return redirect("journeys:file", accompaniment.enrolment_id)


@require_http_methods(["GET", "POST"])
def referral_refuse(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Pass a referral on to the other association of the programme, or close it as not retained."""
    enrolment = get_enrolment_to_assign(request.reader, enrolment_id)
    answer = answer_to(request.reader, enrolment)
    form = RefusalForm(sent(request), answer=answer)
    if request.method == "POST" and form.is_valid():
        reader, reason = request.reader, form.cleaned_data["reason"]
        with said_beside(form):
            if (association := form.passed_to()) is not None:
                services.refuse_and_pass_on(
                    by=reader.user_id, enrolment=enrolment, association=association, reason=reason, today=reader.today
                )
                messages.success(request, f"Orientation transmise à {association}.")
            else:
                services.decline(by=reader.user_id, enrolment=enrolment, reason=reason, today=reader.today)
                messages.success(request, "Orientation non retenue\u00a0: le dossier est clos.")
            return redirect("accompaniments:referrals")
    return render(
        request, "accompaniments/referral_refuse.html", {"form": form, "card": answer.card, "why_not": answer.why_not}
    )

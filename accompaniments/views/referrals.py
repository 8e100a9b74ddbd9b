"""Referrals: the list of those that wait, the answer that one is not retained; recording one is in `journeys`."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access.entries import get_associations_to_manage
from accompaniments.enums import ReferralSource
from accompaniments.forms.referrals import ReferralCorrectionForm, RefusalForm
from accompaniments.selectors.referral_corrections import referral_page
from accompaniments.selectors.referrals import answer_to, waiting_referrals
from accompaniments.services import referrals as services
from accompaniments.services.referral_corrections import correct_referral
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_assign, get_enrolment_to_edit
from partners.requests import ReadingRequest


@require_GET
def referrals(request: ReadingRequest) -> HttpResponse:
    """List the referrals that wait for a lead worker."""
    get_associations_to_manage(request.reader)
    page = waiting_referrals(request.reader, request.GET.get("page", "1"))
    return render(request, "accompaniments/referrals.html", {"page_obj": page})


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


@require_http_methods(["GET", "POST"])
def referral_correct(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Correct who referred a household, or when."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    page = referral_page(reader, enrolment)
    back = reverse("accompaniments:steps", args=[enrolment_id])
    form = ReferralCorrectionForm(sent(request), page=page, back=back)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            correct_referral(
                by=reader.user_id,
                enrolment=enrolment,
                source=ReferralSource(form.cleaned_data["source"]),
                source_organisation=form.chosen_organisation(),
                received_on=form.cleaned_data["received_on"],
                reason=form.cleaned_data["reason"],
                today=reader.today,
            )
            messages.success(request, "Orientation corrigée.")
            return redirect(back)
    return render(request, "accompaniments/referral_correct.html", {"form": form, "card": page.card, "page": page})

"""Démarches: opened, followed up, read again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access.contacts import get_claim_to_edit
from accompaniments.enums import ClaimKind, ClaimStep
from accompaniments.forms.claims import ClaimForm, FollowUpForm
from accompaniments.permissions import writing_association
from accompaniments.readings.claims import claim as read_claim
from accompaniments.readings.claims import claims as read_claims
from accompaniments.selectors.claim_forms import claim_page
from accompaniments.services.claims import follow_up, open_claim
from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.timeline import Audience
from households.access import get_enrolment_to_edit, open_enrolment
from households.permissions import standing
from households.readings import card
from partners.requests import ReadingRequest
from records.services.drafts import drop_draft


@require_GET
def claims(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """List the démarches of a file, each as far as the reader may read it."""
    enrolment = open_enrolment(request.reader, enrolment_id)
    known = card(request.reader, enrolment)
    context = {"card": known, "claims": read_claims(request.reader, enrolment, known.standing)}
    return render(request, "accompaniments/claims.html", context)


@require_http_methods(["GET", "POST"])
def claim_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Open a démarche with its first step."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    page = claim_page(request.reader, enrolment)
    form = ClaimForm(
        sent(request),
        page=page,
        today=request.reader.today,
        back=reverse("accompaniments:claims", args=[enrolment.pk]),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            open_claim(
                by=request.reader.user_id,
                enrolment=enrolment,
                association_id=writing_association(request.reader, enrolment),
                kind=ClaimKind(said["kind"]),
                label=said["label"],
                person_id=form.chosen_person(),
                audience=Audience(said["audience"]),
                first=form.told(),
                sending_key=said["sending_key"],
                today=request.reader.today,
            )
            drop_draft(
                user_id=request.reader.user_id,
                kind="accompaniments.claim",
                subject_id=enrolment.pk,
                tab=request.POST.get("draft_tab", ""),
            )
            messages.success(request, "Démarche enregistrée.")
            return redirect("accompaniments:claims", enrolment.pk)
    return render(request, "accompaniments/claim_new.html", {"form": form, "card": page.card})


@require_http_methods(["GET", "POST"])
def claim_follow_up(request: ReadingRequest, enrolment_id: uuid.UUID, claim_id: uuid.UUID) -> HttpResponse:
    """Note the next step of a démarche."""
    enrolment, row = get_claim_to_edit(request.reader, enrolment_id, claim_id)
    reading = read_claim(row, standing(request.reader, enrolment))
    form = FollowUpForm(
        sent(request),
        position=reading.last_position + 1,
        step=ClaimStep(row.step),
        today=request.reader.today,
        back=reverse("accompaniments:claims", args=[enrolment.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            follow_up(
                by=request.reader.user_id,
                claim=row,
                position=form.cleaned_data["position"],
                step=form.told(),
                today=request.reader.today,
            )
            messages.success(request, "Suite de la démarche enregistrée.")
            return redirect("accompaniments:claims", enrolment.pk)
    context = {"form": form, "card": card(request.reader, enrolment), "claim": reading}
    return render(request, "accompaniments/claim_follow_up.html", context)

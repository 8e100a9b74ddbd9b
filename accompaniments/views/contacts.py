"""Contacts: logged in a few taps, withdrawn with a reason."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accompaniments.access.contacts import get_contact_to_edit
from accompaniments.enums import ContactKind
from accompaniments.forms.contacts import ContactForm, WithdrawalForm
from accompaniments.permissions import writing_association
from accompaniments.readings.contacts import contact as read_contact
from accompaniments.services.contacts import log_contact, withdraw_contact
from foundation.refusals import said_beside
from foundation.requests import sent
from foundation.timeline import Audience
from households.access import get_enrolment_to_edit
from households.permissions import standing
from households.readings import card
from partners.requests import ReadingRequest
from records.services.drafts import drop_draft


@require_http_methods(["GET", "POST"])
def contact_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Log a contact."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    form = ContactForm(
        sent(request),
        now=timezone.now(),
        back=reverse("journeys:file", args=[enrolment.pk]),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            log_contact(
                by=request.reader.user_id,
                enrolment=enrolment,
                association_id=writing_association(request.reader, enrolment),
                kind=ContactKind(said["kind"]),
                happened_at=form.moment(),
                person_answered=said["person_answered"],
                partner=said["partner"],
                audience=Audience(said["audience"]),
                text=said["text"],
                sending_key=said["sending_key"],
                now=timezone.now(),
            )
            drop_draft(
                user_id=request.reader.user_id,
                kind="accompaniments.contact",
                subject_id=enrolment.pk,
                tab=request.POST.get("draft_tab", ""),
            )
            messages.success(request, "Contact enregistré.")
            return redirect("journeys:file", enrolment.pk)
    return render(request, "accompaniments/contact_new.html", {"form": form, "card": card(request.reader, enrolment)})


@require_http_methods(["GET", "POST"])
def contact(request: ReadingRequest, enrolment_id: uuid.UUID, contact_id: uuid.UUID) -> HttpResponse:
    """Read a contact again, and withdraw it when it was logged in error."""
    enrolment, row = get_contact_to_edit(request.reader, enrolment_id, contact_id)
    form = WithdrawalForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            withdraw_contact(by=request.reader.user_id, contact=row, reason=form.cleaned_data["reason"])
            messages.success(request, "Contact retiré.")
            return redirect("journeys:file", enrolment.pk)
    context = {
        "form": form,
        "card": card(request.reader, enrolment),
        "contact": read_contact(row, standing(request.reader, enrolment)),
    }
    return render(request, "accompaniments/contact.html", context)

"""An association's lease without a household: given back to the landlord, or sublet to another household."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_edit
from journeys.forms.heads import GiveBackForm, SubletForm
from journeys.selectors.heads import head_said, to_house
from journeys.selectors.titles import notice_months
from journeys.services.titles import sublet
from leases.access.heads import get_head_given_back, get_head_to_give_back, get_vacant_head
from leases.enums import LeaseEnd
from leases.models import Lease
from leases.services.corrections import reopen_lease
from leases.services.leases import end_lease
from partners.requests import ReadingRequest

BOARD = "journeys:subleases"
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def head_end(request: ReadingRequest, lease_id: uuid.UUID) -> HttpResponse:
    """Give the dwelling back to the landlord."""
    reader = request.reader
    head = get_head_to_give_back(reader, lease_id)
    notice = notice_months(reader.today)
    form = GiveBackForm(sent(request), notice=notice, back=reverse(BOARD))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            end_lease(
                by=reader.user_id,
                lease=head,
                ended_on=form.last_day(notice),
                reason=LeaseEnd(said["reason"]),
                notice_on=form.received_on(),
                note=said["note"],
                today=reader.today,
            )
            undo = reverse("journeys:head_end_undo", args=[lease_id])
            messages.success(request, "Fin du bail de l’association enregistrée.", extra_tags=undo)
            return redirect(BOARD)
    return _form(request, head, form, "Rendre le logement")


@require_POST
def head_end_undo(request: ReadingRequest, lease_id: uuid.UUID) -> HttpResponse:
    """Take back the end of an association's lease."""
    head = get_head_given_back(request.reader, lease_id)
    try:
        reopen_lease(by=request.reader.user_id, lease=head)
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, "La fin est annulée\u00a0: le bail de l’association est de nouveau en cours.")
    return redirect(BOARD)


@form_view
def head_sublet(request: ReadingRequest, lease_id: uuid.UUID) -> HttpResponse:
    """Sublet to a household that the association follows."""
    reader = request.reader
    head = get_vacant_head(reader, lease_id)
    form = SubletForm(sent(request), head=head, households=to_house(reader, head), back=reverse(BOARD))
    if request.method == "POST" and form.is_valid():
        enrolment = get_enrolment_to_edit(reader, uuid.UUID(form.cleaned_data["enrolment"]))
        with said_beside(form):
            lease = sublet(
                by=reader.user_id,
                head=head,
                enrolment=enrolment,
                terms=form.terms(),
                expects_slide=form.cleaned_data["expects_slide"],
                today=reader.today,
            )
            undo = reverse("journeys:title_undo", args=[enrolment.pk, lease.pk])
            messages.success(request, "Sous-location enregistrée.", extra_tags=undo)
            return redirect(reverse("journeys:file_lease", args=[enrolment.pk]) + "#titles")
    return _form(request, head, form, "Enregistrer une sous-location")


def _form(request: ReadingRequest, head: Lease, form: object, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "lead": head_said(head), "trail": [("Sous-locations", reverse(BOARD))]}
    return render(request, "leases/form.html", context)

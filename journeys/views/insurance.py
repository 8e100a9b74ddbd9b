"""Certificates of insurance of a household's titles."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from households.readings import card
from journeys.forms.insurance import CertificateForm
from journeys.forms.rent import EntryWithdrawalForm
from leases.access import insurance as access
from leases.selectors.insurance import next_start
from leases.services import insurance as services
from partners.requests import ReadingRequest
from records.services.files import open_file

form_view = require_http_methods(["GET", "POST"])


@form_view
def insurance_new(request: ReadingRequest, enrolment_id: uuid.UUID, title_id: uuid.UUID) -> HttpResponse:
    """Record a certificate."""
    reader = request.reader
    enrolment, lease = access.get_title_to_insure(reader, enrolment_id, title_id)
    files = request.FILES if request.method == "POST" else None
    form = CertificateForm(sent(request), files, starts_on=next_start(lease, reader.today), back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        paper = said["file"]
        with said_beside(form):
            services.record_certificate(
                by=reader.user_id,
                lease=lease,
                insurer=said["insurer"],
                started_on=said["started_on"],
                ended_on=said["ended_on"],
                paper=paper.read() if paper else None,
                paper_name=paper.name if paper else "",
                today=reader.today,
            )
            messages.success(request, "Attestation enregistrée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": card(reader, enrolment), "heading": "Attestation d’assurance"}
    return render(request, "journeys/cal_household_form.html", context)


@form_view
def insurance_withdraw(request: ReadingRequest, enrolment_id: uuid.UUID, certificate_id: uuid.UUID) -> HttpResponse:
    """Withdraw a certificate recorded in error."""
    enrolment, row = access.get_certificate(request.reader, enrolment_id, certificate_id)
    form = EntryWithdrawalForm(
        sent(request), back=_back(enrolment_id), submit="Retirer l’attestation", help_text="Elle reste ici, barrée."
    )
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.withdraw_certificate(
                by=request.reader.user_id, certificate=row, reason=form.cleaned_data["reason"]
            )
            messages.success(request, "Attestation retirée.")
            return redirect(_back(enrolment_id))
    context = {"form": form, "card": card(request.reader, enrolment), "heading": "Retirer une attestation"}
    return render(request, "journeys/cal_household_form.html", context)


@require_GET
def insurance_paper(request: ReadingRequest, enrolment_id: uuid.UUID, certificate_id: uuid.UUID) -> HttpResponseBase:
    """Give the paper of a certificate."""
    stored = access.open_certificate_paper(request.reader, enrolment_id, certificate_id)
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.name}"'
    return answer


def _back(enrolment_id: uuid.UUID) -> str:
    return f"{reverse('journeys:file_lease', args=[enrolment_id])}#insurance"

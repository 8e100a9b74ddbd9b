"""What the manager does of a diagnosis: validate it, send it back, send its return to the landlord."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access import diagnosis as access
from accompaniments.enums import DiagnosisKind
from accompaniments.exports.diagnosis import return_name, return_pdf
from accompaniments.forms.diagnosis import ReturnForm, SendBackForm, ValidationForm
from accompaniments.selectors.diagnosis import diagnosis_page, return_page
from accompaniments.services import diagnosis as services
from foundation.refusals import said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest
from records.services.files import open_file


@require_http_methods(["GET", "POST"])
def diagnosis_validate(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Validate a signed diagnosis."""
    held = access.get_diagnosis_to_manage(request.reader, enrolment_id, diagnosis_id)
    page = diagnosis_page(request.reader, held)
    back = reverse("accompaniments:diagnosis", args=[enrolment_id, diagnosis_id])
    form = ValidationForm(sent(request), today=request.reader.today, version=page.read.version, back=back)
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.validate_diagnosis(
                    by=request.reader.user_id,
                    diagnosis=held.row,
                    version=form.cleaned_data["version"],
                    validated_on=form.cleaned_data["effective_on"],
                    today=request.reader.today,
                )
                messages.success(request, "Diagnostic validé.")
                return redirect(back)
        except services.StaleDiagnosisError as stale:
            form.add_error(None, stale.reason)
    return render(
        request,
        "accompaniments/diagnosis_validate.html",
        {"card": page.card, "page": page, "read": page.read, "form": form},
    )


@require_http_methods(["GET", "POST"])
def diagnosis_send_back(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Send a diagnosis back to its authors, with the reason."""
    held = access.get_diagnosis_to_manage(request.reader, enrolment_id, diagnosis_id)
    page = diagnosis_page(request.reader, held)
    back = reverse("accompaniments:diagnosis", args=[enrolment_id, diagnosis_id])
    form = SendBackForm(sent(request), is_shared=page.read.kind == DiagnosisKind.SHARED, back=back)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.send_back_diagnosis(
                by=request.reader.user_id,
                diagnosis=held.row,
                reason=form.cleaned_data["reason"],
                words=form.cleaned_data.get("words", ""),
                today=request.reader.today,
            )
            messages.success(request, "Diagnostic renvoyé à ses auteurs.")
            return redirect(back)
    return render(
        request, "accompaniments/diagnosis_send_back.html", {"card": page.card, "read": page.read, "form": form}
    )


@require_http_methods(["GET", "POST"])
def diagnosis_return(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Show what leaves for the landlord, then send it."""
    held = access.get_diagnosis_to_manage(request.reader, enrolment_id, diagnosis_id)
    page = return_page(request.reader, held)
    back = reverse("accompaniments:diagnosis", args=[enrolment_id, diagnosis_id])
    form = ReturnForm(sent(request), page=page, back=back)
    if form.is_bound and form.is_valid():
        landlord = form.chosen_landlord()
        with said_beside(form):
            services.return_diagnosis(
                by=request.reader.user_id,
                diagnosis=held.row,
                content=return_pdf(page.card, page.leaving, landlord=landlord.name, edited_on=request.reader.today),
                file_name=return_name(page.card),
                is_under_accord=page.leaving.is_under_accord,
                landlord=landlord,
                today=request.reader.today,
            )
            messages.success(request, f"Retour transmis à {landlord}.")
            return redirect(back)
    return render(request, "accompaniments/diagnosis_return.html", {"card": page.card, "page": page, "form": form})


@require_GET
def diagnosis_returned(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponseBase:
    """Download what was returned to the landlord, as it left."""
    held = access.open_diagnosis_return(request.reader, enrolment_id, diagnosis_id)
    stored = held.returned_file
    assert stored is not None  # noqa: S101 -- access gave it
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.name}"'
    return answer

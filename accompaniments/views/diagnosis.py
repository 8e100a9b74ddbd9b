"""The pages of a diagnosis: read, opened, written by two hands, signed; the manager's are in `diagnosis_manage`."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniments.access import diagnosis as access
from accompaniments.exports.diagnosis import report_name, report_pdf
from accompaniments.forms.diagnosis import OpeningForm, WritingForm, version_sent
from accompaniments.selectors.diagnosis import diagnosis_page, opening_page, writing_page
from accompaniments.services import diagnosis as services
from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest

CONFLICT = 409


@require_GET
def diagnosis(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Read a diagnosis, as far as it is this reader's to read."""
    held = access.open_diagnosis_page(request.reader, enrolment_id, diagnosis_id)
    page = diagnosis_page(request.reader, held)
    return render(request, "accompaniments/diagnosis.html", {"card": page.card, "page": page, "read": page.read})


@require_http_methods(["GET", "POST"])
def diagnosis_open(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Open a diagnosis, addressed to the landlord's social adviser when it is shared."""
    enrolment, course, landlords = access.get_course_to_diagnose(request.reader, enrolment_id)
    page = opening_page(request.reader, enrolment, course, landlords)
    form = OpeningForm(sent(request), page=page, back=reverse("journeys:file_support", args=[enrolment_id]))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            row = services.open_diagnosis(
                by=request.reader.user_id,
                accompaniment=course,
                landlord=form.chosen_landlord(),
                interview_on=form.cleaned_data.get("interview_on"),
                today=request.reader.today,
            )
            return redirect("accompaniments:diagnosis_write", enrolment_id, row.pk)
    return render(request, "accompaniments/diagnosis_open.html", {"card": page.card, "page": page, "form": form})


@require_http_methods(["GET", "POST"])
def diagnosis_write(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Write her own parts; what the other wrote meanwhile is shown, and hers are kept."""
    held = access.get_diagnosis_to_write(request.reader, enrolment_id, diagnosis_id)
    page = writing_page(request.reader, held)
    form = WritingForm(sent(request), page=page, back=_address(enrolment_id, diagnosis_id))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            services.write_diagnosis(
                by=request.reader.user_id,
                diagnosis=held.row,
                version=form.cleaned_data["version"],
                parts=form.told(),
                is_adviser=held.is_adviser,
                interview_on=form.cleaned_data.get("interview_on"),
                proposes_support=form.told_proposal(),
                today=request.reader.today,
                draft_tab=request.POST.get("draft_tab", ""),
            )
        except services.StaleDiagnosisError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            status = CONFLICT
        except Refused as refused:
            form.add_error(form.field_of(refused.field), refused.reason)
        else:
            messages.success(request, "Votre part est enregistrée.")
            return redirect("accompaniments:diagnosis", enrolment_id, diagnosis_id)
    context = {"card": page.card, "page": page, "read": page.read, "form": form}
    return render(request, "accompaniments/diagnosis_write.html", context, status=status)


@require_POST
def diagnosis_sign(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Sign the version that was read."""
    held = access.get_diagnosis_to_write(request.reader, enrolment_id, diagnosis_id)
    try:
        services.sign_diagnosis(
            by=request.reader.user_id,
            diagnosis=held.row,
            version=version_sent(request.POST.get("version", "")),
            is_adviser=held.is_adviser,
            today=request.reader.today,
        )
    except (Refused, services.StaleDiagnosisError) as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Diagnostic signé.")
    return redirect("accompaniments:diagnosis", enrolment_id, diagnosis_id)


@require_POST
def diagnosis_abandon(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Abandon a diagnosis opened by mistake: what was written stays readable."""
    held = access.get_diagnosis_to_abandon(request.reader, enrolment_id, diagnosis_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.abandon_diagnosis(
            by=request.reader.user_id, diagnosis=held.row, version=version, today=request.reader.today
        )
    except (Refused, services.StaleDiagnosisError) as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Brouillon abandonné\u00a0: ce qui y est écrit reste lisible.")
    return redirect("accompaniments:diagnosis", enrolment_id, diagnosis_id)


@require_POST
def diagnosis_restore(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Take up an abandoned diagnosis again."""
    reader = request.reader
    held = access.get_diagnosis_to_abandon(reader, enrolment_id, diagnosis_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.restore_diagnosis(by=reader.user_id, diagnosis=held.row, version=version, today=reader.today)
        messages.success(request, "Brouillon rétabli.")
    except (Refused, services.StaleDiagnosisError) as refused:
        messages.error(request, refused.reason)
    return redirect("accompaniments:diagnosis", enrolment_id, diagnosis_id)


@require_GET
def diagnosis_report(request: ReadingRequest, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Download the internal report: what this reader reads on the page, and nothing else."""
    held = access.open_diagnosis_report(request.reader, enrolment_id, diagnosis_id)
    page = diagnosis_page(request.reader, held)
    data = report_pdf(page.card, page.read, edited_on=request.reader.today)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{report_name(page.card)}"'
    return answer


def _address(enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> str:
    return reverse("accompaniments:diagnosis", args=[enrolment_id, diagnosis_id])

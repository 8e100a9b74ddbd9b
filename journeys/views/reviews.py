"""The pages of a stage review: opened, written, put to the landlord, validated, printed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniments.access import reviews as access
from accompaniments.access.reviews import ReviewHeld
from accompaniments.forms.diagnosis import version_sent
from accompaniments.forms.reviews import (
    LandlordPartForm,
    ReviewAskForm,
    ReviewOpeningForm,
    ReviewValidationForm,
    ReviewWritingForm,
)
from accompaniments.services import reviews as services
from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.enums import NamingService
from journeys.selectors.reviews import ReviewPage, opening_page, printed_page, review_page
from journeys.services.reviews import report_name, report_pdf, validate
from partners.requests import ReadingRequest
from records.services.files import open_file

form_view = require_http_methods(["GET", "POST"])
FORM = "journeys/review_form.html"
CONFLICT = 409


@form_view
def review_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Open a review for the period since the last one."""
    enrolment, course = access.get_course_to_review(request.reader, enrolment_id)
    page = opening_page(request.reader, enrolment, course)
    back = reverse("journeys:file_support", args=[enrolment_id]) + "#reviews"
    form = ReviewOpeningForm(sent(request), days=page.days, back=back)
    if form.is_bound and form.is_valid():
        with said_beside(form), form.refusing():
            row = services.open_review(
                by=request.reader.user_id,
                accompaniment=course,
                today=request.reader.today,
                **form.cleaned_data,
            )
            return redirect("journeys:review_write", enrolment_id, row.pk)
    context = {"card": page.card, "form": form, "heading": "Faire le bilan d’étape", "page": None}
    return render(request, FORM, context)


@require_GET
def review(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Read a review, as far as it is this reader's to read."""
    held = access.open_review_page(request.reader, enrolment_id, review_id)
    page = review_page(request.reader, held)
    return render(request, "journeys/review.html", {"card": page.card, "page": page, "read": page.read})


@form_view
def review_write(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Write what the association says; what someone else wrote meanwhile is not overwritten."""
    held = access.get_review_to_write(request.reader, enrolment_id, review_id)
    page = review_page(request.reader, held)
    form = ReviewWritingForm(sent(request), read=page.read, proposed=page.proposed, back=_address(held))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form), form.refusing():
                services.write_review(
                    by=request.reader.user_id,
                    review=held.row,
                    today=request.reader.today,
                    draft_tab=request.POST.get("draft_tab", ""),
                    **form.cleaned_data,
                )
                messages.success(request, "Bilan enregistré.")
                return redirect(_address(held))
        except services.StaleReviewError as stale:
            status = _stale(form, stale)
    return _form(request, page, form, "Écrire le bilan d’étape", status=status, is_open=page.may_write)


@form_view
def review_ask(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Ask one of the landlord's services for its part."""
    held = access.get_review_to_write(request.reader, enrolment_id, review_id)
    page = review_page(request.reader, held)
    form = ReviewAskForm(sent(request), services=page.services, read=page.read, back=_address(held))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.ask_landlord(
                    by=request.reader.user_id,
                    review=held.row,
                    version=form.cleaned_data["version"],
                    service=NamingService(form.cleaned_data["service"]),
                    today=request.reader.today,
                )
                messages.success(request, "La part du bailleur est demandée.")
                return redirect(_address(held))
        except services.StaleReviewError as stale:
            status = _stale(form, stale)
    return _form(request, page, form, "Demander sa part au bailleur", status=status, is_open=page.may_ask)


@require_POST
def review_take_back(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Take the pen again."""
    held = access.get_review_to_write(request.reader, enrolment_id, review_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.take_back_review(by=request.reader.user_id, review=held.row, version=version)
    except (Refused, services.StaleReviewError) as refused:
        messages.error(request, refused.reason)
        return redirect(_address(held))
    return redirect("journeys:review_write", enrolment_id, review_id)


@require_POST
def review_abandon(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Abandon a review opened by mistake: what was written stays readable."""
    held = access.get_review_to_write(request.reader, enrolment_id, review_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.abandon_review(by=request.reader.user_id, review=held.row, version=version)
        messages.success(request, "Brouillon abandonné\u00a0: ce qui y est écrit reste lisible.")
    except (Refused, services.StaleReviewError) as refused:
        messages.error(request, refused.reason)
    return redirect(_address(held))


@require_POST
def review_restore(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Take up an abandoned review again."""
    held = access.get_review_to_write(request.reader, enrolment_id, review_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.restore_review(by=request.reader.user_id, review=held.row, version=version)
        messages.success(request, "Brouillon rétabli.")
    except (Refused, services.StaleReviewError) as refused:
        messages.error(request, refused.reason)
    return redirect(_address(held))


@form_view
def review_landlord(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """The landlord's own page: what is shared with him, and his part."""
    held = access.get_review_of_landlord(request.reader, enrolment_id, review_id)
    page = review_page(request.reader, held)
    form = LandlordPartForm(sent(request), read=page.read, back=_address(held))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.write_landlord_part(
                    by=request.reader.user_id,
                    review=held.row,
                    version=form.cleaned_data["version"],
                    text=form.cleaned_data["landlord_text"],
                    draft_tab=request.POST.get("draft_tab", ""),
                )
                messages.success(request, "Votre part est envoyée à l’association.")
                return redirect(_address(held))
        except services.StaleReviewError as stale:
            status = _stale(form, stale)
    return _form(request, page, form, "Votre part du bilan d’étape", status=status)


@form_view
def review_validate(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Validate a review: its facts stay as they stand today."""
    held = access.get_review_to_validate(request.reader, enrolment_id, review_id)
    page = review_page(request.reader, held)
    form = ReviewValidationForm(sent(request), read=page.read, proposed=page.proposed, back=_address(held))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                validate(
                    reader=request.reader,
                    held=held,
                    version=form.cleaned_data["version"],
                    next_on=form.cleaned_data["next_on"],
                )
                messages.success(request, "Bilan d’étape validé.")
                return redirect(_address(held))
        except services.StaleReviewError as stale:
            status = _stale(form, stale)
    return _form(request, page, form, "Valider le bilan d’étape", status=status, is_open=page.may_validate)


@require_GET
def review_report(request: ReadingRequest, enrolment_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponseBase:
    """Download the review as it is handed to the landlord and to the household: validated, the document that was kept."""
    held = access.open_review_report(request.reader, enrolment_id, review_id)
    page = printed_page(request.reader, held)
    answer: HttpResponseBase
    if held.row.report is not None:
        stored = held.row.report
        answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    else:
        answer = HttpResponse(report_pdf(page, edited_on=request.reader.today), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{report_name(page)}"'
    return answer


def _form(
    request: ReadingRequest, page: ReviewPage, form: Any, heading: str, *, status: int, is_open: bool = True
) -> HttpResponse:
    context = {"card": page.card, "page": page, "read": page.read, "form": form, "heading": heading, "is_open": is_open}
    return render(request, FORM, context, status=status)


def _stale(form: Any, stale: services.StaleReviewError) -> int:
    form.take_version(stale.version)
    form.add_error(None, stale.reason)
    return CONFLICT


def _address(held: ReviewHeld) -> str:
    return reverse("journeys:review", args=[held.enrolment.pk, held.row.pk])

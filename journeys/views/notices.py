"""The landlord's notices to the préfet: prepared, printed, sent with their proof."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniments.views.outreach import download
from foundation.layout import PalierForm
from foundation.pdf import render_pdf
from foundation.refusals import Refused
from foundation.requests import sent
from households.models import Enrolment
from households.readings import card
from journeys.forms.exams import NoticeForm, ProofForm, SendForm, tried
from journeys.selectors.exam_papers import notice_letter, notice_name
from journeys.selectors.exams import back_to, notice_page, notice_start, unaddressed
from journeys.services.notices import keep_proof, send
from journeys.views.exams import pdf
from leases.access import subleases as access
from leases.enums import NoticeMeans
from leases.models import PrefectNotice
from leases.rules.exams import exam_period
from leases.selectors.exams import exam_terms, is_reached
from leases.services import notices as services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])
NO_PERIOD = "Cette période d’examen n’existe pas encore."
LETTER = "documents/prefect_notice.html"


@require_GET
def notice(request: ReadingRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Read a notice."""
    found, row = access.get_notice(request.reader, notice_id)
    page = notice_page(request.reader, found, row)
    return render(request, "journeys/notice.html", {"card": page.card, "page": page, "notice": page.notice})


@form_view
def notice_prepare(request: ReadingRequest, sublease_id: uuid.UUID, number: int) -> HttpResponse:
    """Prepare the notice of a period, from what its exam said."""
    reader = request.reader
    found = access.get_sublease_to_decide(reader, sublease_id)
    if not is_reached(found.sublease, number, reader.today):
        raise Http404(NO_PERIOD)
    start = notice_start(found, number)
    form = NoticeForm(sent(request), start=start, back=back_to(found.enrolment.pk))
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: services.prepare(
                by=reader.user_id,
                sublease=found.sublease,
                number=number,
                is_offered=form.offers,
                reason=form.cleaned_data["reason"],
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Avis préparé. Imprimez la lettre, signez-la, puis enregistrez l’envoi.")
            return redirect("journeys:notice", made.pk)
    period = exam_period(found.sublease.signed_on, number, exam_terms(reader.today))
    return _form(request, found.enrolment, form, "Avis au préfet", clock=period)


@require_GET
def notice_letter_pdf(request: ReadingRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Give the letter to sign."""
    found, row = access.get_notice(request.reader, notice_id)
    letter = notice_letter(request.reader, found, row)
    return pdf(render_pdf(LETTER, {"letter": letter}), notice_name(found.enrolment.file_number, row.prepared_on))


@form_view
def notice_send(request: ReadingRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Record that the notice was sent: the letter is kept as it left, with its proof."""
    reader = request.reader
    found, row = access.get_notice_to_send(reader, notice_id)
    files = request.FILES if request.method == "POST" else None
    form = SendForm(sent(request), files, today=reader.today, back=_of(row))
    if request.method == "POST" and form.is_valid():
        said, upload = form.cleaned_data, form.cleaned_data.get("proof")
        row.tracking_number = said["tracking_number"]
        letter = render_pdf(LETTER, {"letter": notice_letter(reader, found, row)})
        made = tried(
            form,
            lambda: send(
                by=reader.user_id,
                notice=row,
                file_of=found.enrolment.pk,
                sent_on=said["sent_on"],
                means=NoticeMeans(said["means"]),
                tracking_number=said["tracking_number"] if said["means"] == NoticeMeans.REGISTERED else "",
                letter=(letter, notice_name(found.enrolment.file_number, row.prepared_on)),
                proof=(upload.read(), upload.name) if upload else None,
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Envoi enregistré.")
            return redirect(_of(row))
    return _form(
        request, found.enrolment, form, "Envoi de l’avis au préfet", unaddressed=unaddressed(found, reader.today)
    )


@form_view
def notice_prove(request: ReadingRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Keep the proof that came after the sending."""
    found, row = access.get_notice_to_send(request.reader, notice_id)
    files = request.FILES if request.method == "POST" else None
    form = ProofForm(sent(request), files, back=_of(row))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["proof"]
        made = tried(
            form,
            lambda: keep_proof(
                by=request.reader.user_id,
                notice=row,
                file_of=found.enrolment.pk,
                proof=(upload.read(), upload.name),
            ),
        )
        if made is not None:
            messages.success(request, "Preuve gardée.")
            return redirect(_of(row))
    return _form(request, found.enrolment, form, "Preuve d’envoi de l’avis")


@require_POST
def notice_withdraw(request: ReadingRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Withdraw a notice prepared in error; its line stays."""
    found, row = access.get_notice_to_send(request.reader, notice_id)
    try:
        services.withdraw(by=request.reader.user_id, notice=row)
        messages.success(request, "Avis retiré.")
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(back_to(found.enrolment.pk))


@require_GET
def notice_copy(request: ReadingRequest, notice_id: uuid.UUID, copy: str) -> HttpResponseBase:
    """Give what was kept of the sending."""
    return download(access.get_notice_copy(request.reader, notice_id, copy))


def _of(row: PrefectNotice) -> str:
    return reverse("journeys:notice", args=[row.pk])


def _form(
    request: ReadingRequest, enrolment: Enrolment, form: PalierForm, heading: str, **context: object
) -> HttpResponse:
    shown = {"form": form, "card": card(request.reader, enrolment), "heading": heading, **context}
    return render(request, "journeys/exam_form.html", shown)

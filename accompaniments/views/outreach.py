"""The outreach ladder: its page, an attempt, what became of it, its papers."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access import outreach as access
from accompaniments.enums import AttemptKind, AttemptResult, State
from accompaniments.exports.outreach import outreach_name, outreach_pdf
from accompaniments.forms.outreach import DRAFT_KIND, AttemptForm, AttemptWithdrawalForm, FollowForm, PassageForm
from accompaniments.models import ContactAttempt
from accompaniments.readings.outreach import attempt_read
from accompaniments.readings.outreach_letters import FOLLOWS, letter
from accompaniments.rules.outreach import tracking_number
from accompaniments.selectors import outreach as selectors
from accompaniments.services import outreach as services
from accompaniments.services.outreach import Became, Made
from foundation.refusals import said_beside
from foundation.requests import sent
from households.models import Enrolment
from households.permissions import standing
from households.readings import card
from partners.requests import ReadingRequest
from records.models import StoredFile
from records.services.drafts import drop_draft
from records.services.files import open_file

form_view = require_http_methods(["GET", "POST"])


@require_GET
def outreach(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show the ladder and every attempt."""
    enrolment, course = access.open_outreach(request.reader, enrolment_id)
    page = selectors.page(request.reader, enrolment, course, standing(request.reader, enrolment))
    return render(request, "accompaniments/outreach.html", {"card": page.card, "page": page, "section": page.section})


@form_view
def outreach_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record an attempt, the next rung first, and make its letter."""
    reader = request.reader
    enrolment, course = access.get_outreach_to_write(reader, enrolment_id)
    page = selectors.page(reader, enrolment, course, standing(reader, enrolment))
    coming = page.run.coming
    form = AttemptForm(
        sent(request),
        rung=coming.position if coming else None,
        rung_kind=page.run.coming_kind,
        rung_due_on=coming.due_on if coming else None,
        recipient=page.recipient,
        may_return=page.state == State.DIAGNOSED,
        today=reader.today,
        back=_back(enrolment_id),
    )
    if form.is_bound and form.is_valid():
        result, result_on = form.result_chosen
        with said_beside(form):
            row = services.record_attempt(
                by=reader.user_id,
                accompaniment=course,
                kind=form.kind_chosen,
                sent_on=form.cleaned_data["sent_on"],
                rung=form.rung_chosen,
                became=Became(tracking_number=form.cleaned_data["tracking_number"], result=result, result_on=result_on),
                note=form.cleaned_data["note"],
                made=_paper(request, enrolment, page, form),
                returns_to_contacting=bool(form.cleaned_data.get("returns")),
                sending_key=form.cleaned_data["sending_key"],
                today=reader.today,
            )
            drop_draft(
                user_id=reader.user_id,
                kind=DRAFT_KIND,
                subject_id=enrolment.pk,
                tab=request.POST.get("draft_tab", ""),
            )
            messages.success(request, _said(row))
            return redirect(_back(enrolment_id))
    return render(request, "accompaniments/outreach_new.html", {"card": page.card, "page": page, "form": form})


@form_view
def outreach_follow(request: ReadingRequest, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> HttpResponse:
    """Note what became of an attempt."""
    enrolment, row = access.get_attempt(request.reader, enrolment_id, attempt_id)
    attempt = attempt_read(row, standing(request.reader, enrolment))
    names = ("tracking_number", "presented_on", "received_on", "returned_on", "result", "result_on", "note")
    stored = {name: getattr(row, name) for name in names}
    files = request.FILES if request.method == "POST" else None
    form = FollowForm(sent(request), files, attempt=attempt, stored=stored, back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        upload = said.get("receipt")
        with said_beside(form, file="receipt"):
            services.follow_attempt(
                by=request.reader.user_id,
                attempt=row,
                became=Became(
                    tracking_number=said.get("tracking_number", ""),
                    presented_on=said.get("presented_on"),
                    received_on=said.get("received_on"),
                    returned_on=said.get("returned_on"),
                    result=AttemptResult(said["result"]),
                    result_on=said["result_on"],
                ),
                note=said["note"],
                proof=Made(upload.read(), upload.name) if upload else None,
                today=request.reader.today,
            )
            messages.success(request, "Suite enregistrée.")
            return redirect(_back(enrolment_id))
    context = {"card": card(request.reader, enrolment), "attempt": attempt, "form": form}
    return render(request, "accompaniments/outreach_follow.html", context)


@form_view
def outreach_withdraw(request: ReadingRequest, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> HttpResponse:
    """Withdraw an attempt recorded in error."""
    enrolment, row = access.get_attempt(request.reader, enrolment_id, attempt_id)
    form = AttemptWithdrawalForm(sent(request), back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.withdraw_attempt(by=request.reader.user_id, attempt=row, reason=form.cleaned_data["reason"])
            messages.success(request, "Relance retirée.")
            return redirect(_back(enrolment_id))
    attempt = attempt_read(row, standing(request.reader, enrolment))
    context = {"card": card(request.reader, enrolment), "attempt": attempt, "form": form}
    return render(request, "accompaniments/outreach_withdraw.html", context)


@form_view
def outreach_passage(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Make a notice of passage to take along: nothing is recorded before the visit is made."""
    enrolment, _course = access.get_outreach_to_write(request.reader, enrolment_id)
    form = PassageForm(sent(request), today=request.reader.today, back=_back(enrolment_id))
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["day"]
        notice = letter(
            request.reader,
            enrolment,
            kind=AttemptKind.SITE_VISIT,
            on=day,
            proposed_on=day,
            proposed_time=form.cleaned_data["time"],
        )
        name = outreach_name(AttemptKind.SITE_VISIT, enrolment.file_number, day)
        answer = HttpResponse(outreach_pdf(AttemptKind.SITE_VISIT, notice), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    context = {"card": card(request.reader, enrolment), "form": form}
    return render(request, "accompaniments/outreach_passage.html", context)


@require_GET
def outreach_letter(request: ReadingRequest, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> HttpResponseBase:
    """Give the letter again, as it left."""
    return download(access.open_letter(request.reader, enrolment_id, attempt_id))


@require_GET
def outreach_receipt(request: ReadingRequest, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> HttpResponseBase:
    """Give the post's paper kept with a letter."""
    return download(access.open_receipt(request.reader, enrolment_id, attempt_id))


def download(stored: StoredFile) -> StreamingHttpResponse:
    """Hand out a kept file, always as a download."""
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.name}"'
    return answer


def _paper(
    request: ReadingRequest, enrolment: Enrolment, page: selectors.OutreachPage, form: AttemptForm
) -> Made | None:
    """Make the letter or the notice of this attempt, when one is asked."""
    if not form.makes_paper:
        return None
    said, kind = form.cleaned_data, form.kind_chosen
    is_visit = kind == AttemptKind.SITE_VISIT
    made = letter(
        request.reader,
        enrolment,
        kind=kind,
        on=said["sent_on"],
        tracking_number=tracking_number(said["tracking_number"]),
        proposed_on=said["sent_on"] if is_visit else said["proposed_on"],
        proposed_time=None if is_visit else said["proposed_time"],
        place="" if is_visit else said["place"],
        follow=_follow(page, form),
    )
    return Made(
        content=outreach_pdf(kind, made),
        name=outreach_name(kind, page.file_number, said["sent_on"]),
        gives_notice=made.carries_notice,
    )


def _follow(page: selectors.OutreachPage, form: AttemptForm) -> str:
    """Say what comes after this rung, when the ladder has one more."""
    if form.rung_chosen is None:
        return ""
    after = next((rung for rung in page.run.ladder if rung.position > form.rung_chosen), None)
    return FOLLOWS[AttemptKind(after.kind)] if after else ""


def _said(row: ContactAttempt) -> str:
    if row.result in AttemptResult.SUCCESS:
        return "Relance enregistrée : la personne a répondu. Consignez maintenant la rencontre ou le contact."
    if row.letter_id:
        return "Relance enregistrée. Le PDF est prêt à imprimer."
    return "Relance enregistrée."


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("accompaniments:outreach", args=[enrolment_id])

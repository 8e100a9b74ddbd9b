"""A difficulty that both sides treat: reported, read, answered, closed, opened again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accompaniments.access import difficulties as access
from accompaniments.enums import Side
from accompaniments.forms.difficulties import AnswerForm, ReportForm, SettleForm
from accompaniments.selectors.difficulties import answer_page, close_page, difficulty_page, reopen_page, report_page
from accompaniments.services import difficulties as services
from foundation.refusals import said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])
SENT_TO = {Side.TEAM: "Difficulté transmise au bailleur.", Side.LANDLORD: "Difficulté transmise à l’association."}
ANSWERED_TO = {Side.TEAM: "Réponse envoyée au bailleur.", Side.LANDLORD: "Réponse envoyée à l’association."}


@form_view
def difficulty_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Report something of a household that is accompanied or watched."""
    reader = request.reader
    held = access.get_enrolment_to_report(reader, enrolment_id)
    page = report_page(reader, held)
    form = ReportForm(sent(request), page=page, back=_back(enrolment_id))
    if form.is_bound and not page.why_not and form.is_valid():
        with said_beside(form):
            row = services.report_difficulty(
                by=reader.user_id,
                enrolment=held.enrolment,
                side=held.side,
                landlord_id=held.landlord_id or form.chosen_landlord(),
                kind=form.chosen_kind(),
                text=form.cleaned_data["text"],
                sending_key=form.cleaned_data["sending_key"],
                today=reader.today,
            )
            messages.success(request, SENT_TO[held.side])
            return redirect("accompaniments:difficulty", enrolment_id, row.pk)
    return render(request, "accompaniments/difficulty_new.html", {"card": page.card, "page": page, "form": form})


@require_GET
def difficulty(request: ReadingRequest, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> HttpResponse:
    """Show a difficulty with what was said of it, and the acts of who reads."""
    page = difficulty_page(request.reader, access.get_difficulty(request.reader, enrolment_id, difficulty_id))
    return render(request, "accompaniments/difficulty.html", {"card": page.card, "page": page})


@form_view
def difficulty_answer(request: ReadingRequest, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> HttpResponse:
    """Answer a difficulty."""
    reader = request.reader
    held = access.get_difficulty_to_answer(reader, enrolment_id, difficulty_id)
    page = answer_page(reader, held)
    form = AnswerForm(sent(request), answers=page.answers, today=reader.today, back=page.line.url)
    if form.is_bound and not page.why_not and form.is_valid():
        with said_beside(form):
            services.answer_difficulty(
                by=reader.user_id,
                difficulty=held.row,
                side=held.side,
                answer=form.chosen_answer(),
                text=form.cleaned_data["text"],
                effective_on=form.cleaned_data.get("effective_on"),
                is_agreed=bool(form.cleaned_data.get("is_agreed")),
                today=reader.today,
            )
            messages.success(request, ANSWERED_TO[held.side])
            return redirect(page.line.url)
    context = {"card": page.card, "page": page, "form": form, "heading": "Répondre à une difficulté"}
    return render(request, "accompaniments/difficulty_act.html", context)


@form_view
def difficulty_close(request: ReadingRequest, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> HttpResponse:
    """Close a difficulty, with how it is settled."""
    reader = request.reader
    held = access.get_difficulty_to_settle(reader, enrolment_id, difficulty_id)
    page = close_page(reader, held)
    form = SettleForm(sent(request), label="Comment elle est réglée", submit="Clore la difficulté", back=page.line.url)
    if form.is_bound and not page.why_not and form.is_valid():
        with said_beside(form):
            services.close_difficulty(
                by=reader.user_id,
                difficulty=held.row,
                side=held.side,
                text=form.cleaned_data["text"],
                today=reader.today,
            )
            messages.success(request, "Difficulté close.")
            return redirect(page.line.url)
    context = {"card": page.card, "page": page, "form": form, "heading": "Clore une difficulté"}
    return render(request, "accompaniments/difficulty_act.html", context)


@form_view
def difficulty_reopen(request: ReadingRequest, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> HttpResponse:
    """Open a difficulty again: the other side is asked once more."""
    reader = request.reader
    held = access.get_difficulty_to_settle(reader, enrolment_id, difficulty_id)
    page = reopen_page(reader, held)
    form = SettleForm(sent(request), label="Ce qui n’est pas réglé", submit="Rouvrir la difficulté", back=page.line.url)
    if form.is_bound and not page.why_not and form.is_valid():
        with said_beside(form):
            services.reopen_difficulty(
                by=reader.user_id,
                difficulty=held.row,
                side=held.side,
                text=form.cleaned_data["text"],
                today=reader.today,
            )
            messages.success(request, SENT_TO[held.side])
            return redirect(page.line.url)
    context = {"card": page.card, "page": page, "form": form, "heading": "Rouvrir une difficulté"}
    return render(request, "accompaniments/difficulty_act.html", context)


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_support", args=[enrolment_id]) + "#difficulties"

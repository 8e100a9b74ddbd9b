"""A CAL dossier, reviewed by the unit's correspondent: remarks, pieces asked for, complete or not, read up to where."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foundation.refusals import said_beside
from foundation.requests import sent
from journeys.forms.allocation import AskPieceForm
from journeys.selectors import allocation as selectors
from journeys.views.cal_pages import done, form_page, text_page
from leases.access import (
    get_file_to_review,
    get_piece,
    get_remark,
    open_file_page,
)
from leases.services import files as file_services
from leases.services import pieces as piece_services
from leases.services import remarks as remark_services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 25


@form_view
def piece_ask(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Ask for a piece of the legal list."""
    row = get_file_to_review(request.reader, file_id)
    form = AskPieceForm(
        sent(request),
        choices=selectors.piece_choices(row, request.reader.today),
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        code, _, person_id = form.cleaned_data["piece"].partition(":")
        with said_beside(form, kind="piece", person="piece"):
            piece_services.ask_piece(
                by=request.reader.user_id,
                file=row,
                kind=code,
                person=selectors.person_of(row, person_id),
                today=request.reader.today,
            )
            messages.success(request, "Pièce demandée à l’association.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Demander une pièce")


@form_view
def remark_new(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Comment a field of the dossier."""
    row = get_file_to_review(request.reader, file_id)
    anchor = request.GET.get("rubrique", "")
    label = selectors.label_of(row, anchor)
    if label is None:
        raise Http404("Cette rubrique n’existe pas.")

    def act(text: str) -> None:
        remark_services.comment(by=request.reader.user_id, file=row, anchor=anchor, text=text)

    return text_page(
        request,
        row,
        act,
        heading="Faire une remarque",
        label=f"Votre remarque sur «\u00a0{label}\u00a0»",
        submit="Envoyer",
        done="Remarque envoyée.",
    )


@require_POST
def remark_settle(request: ReadingRequest, file_id: uuid.UUID, remark_id: uuid.UUID) -> HttpResponse:
    """Mark a remark settled."""
    row = get_file_to_review(request.reader, file_id)
    remark = get_remark(row, remark_id)
    undo = reverse("journeys:cal_remark_reopen", args=[row.pk, remark.pk])
    return done(
        request,
        row,
        lambda: remark_services.settle(by=request.reader.user_id, remark=remark),
        "Remarque réglée.",
        undo=undo,
    )


@require_POST
def remark_reopen(request: ReadingRequest, file_id: uuid.UUID, remark_id: uuid.UUID) -> HttpResponse:
    """Undo « réglée »."""
    row = get_file_to_review(request.reader, file_id)
    remark = get_remark(row, remark_id)
    return done(
        request, row, lambda: remark_services.reopen(by=request.reader.user_id, remark=remark), "Remarque rouverte."
    )


@require_POST
def piece_judge(request: ReadingRequest, file_id: uuid.UUID, piece_id: uuid.UUID) -> HttpResponse:
    """Say that a piece must be done again, or take it back."""
    row = get_file_to_review(request.reader, file_id)
    found, _ = get_piece(request.reader, row.pk, piece_id)
    again = request.POST.get("lisible") != "oui"
    return done(
        request,
        row,
        lambda: piece_services.mark_unreadable(by=request.reader.user_id, piece=found, is_unreadable=again),
        "Pièce à refaire." if again else "Pièce lisible.",
    )


@require_POST
def file_complete(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Mark a dossier complete."""
    row = get_file_to_review(request.reader, file_id)
    by, today = request.reader.user_id, request.reader.today
    return done(
        request, row, lambda: file_services.mark_complete(by=by, file=row, today=today), "Dossier marqué complet."
    )


@form_view
def file_send_back(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Take « complet » back."""
    row = get_file_to_review(request.reader, file_id)

    def act(text: str) -> None:
        file_services.send_back(by=request.reader.user_id, file=row, reason=text, today=request.reader.today)

    return text_page(
        request,
        row,
        act,
        heading="Rouvrir le dossier",
        label="Ce qui manque",
        submit="Renvoyer à compléter",
        done="Dossier rouvert.",
    )


@require_POST
def file_read(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Keep up to where she has read: what changes next is marked to her."""
    row = open_file_page(request.reader, file_id)
    return done(request, row, lambda: file_services.mark_read(user=request.user, file=row), "Lecture notée.")

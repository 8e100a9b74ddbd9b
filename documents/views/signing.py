"""Answers, mounted by the app above: sign in presence, on paper or from an account; refuse; be absent; take back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from documents.enums import DocumentState, SignatureMeans, SignatureState
from documents.forms.signing import AnswerForm, ReasonForm, SessionForm, SignForm
from documents.models import Document, Signatory
from documents.readings.papers import paper, signatory_line
from documents.services import signing
from documents.services.signing import Outcome, Upload
from documents.views.mount import Mount
from foundation.refusals import said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest

NOT_HERS = "Un organisme répond par la personne qui a sa délégation, depuis son propre compte ; le ménage, avec l’équipe qui l’accompagne."


def sign_page(
    request: ReadingRequest,
    *,
    document: Document,
    signatory: Signatory,
    mount: Mount,
    record: Callable[..., Outcome] = signing.record_signature,
) -> HttpResponse:
    """Read the document, then sign it. `record` is called as `record_signature` is: a journey starts there what must start."""
    line = signatory_line(signatory)
    _refuse_stranger(mount, signatory)
    if document.state != DocumentState.TO_SIGN:
        return redirect(mount.page)
    if line.signs_by_session:
        session = SessionForm(sent(request), digest=document.digest, organisation=line.name, back=mount.page)
        form: SessionForm | SignForm = session
        given: dict[str, Any] = {"means": SignatureMeans.SESSION, "signed_on": request.reader.today}
    else:
        files = request.FILES if request.method == "POST" else None
        form = SignForm(sent(request), files, digest=document.digest, today=request.reader.today, back=mount.page)
        given = {}
    if form.is_bound and form.is_valid():
        if isinstance(form, SignForm):
            upload = form.cleaned_data["scan"] if form.means_chosen == SignatureMeans.SCAN else None
            given = {
                "means": form.means_chosen,
                "signed_on": form.day,
                "place": form.cleaned_data["place"],
                "drawing": form.picture,
                "scan": Upload(upload.read(), upload.name) if upload else None,
            }
        with said_beside(form):
            outcome = record(
                signatory=signatory,
                read_digest=form.cleaned_data["digest"],
                by=request.reader.user_id,
                today=request.reader.today,
                **given,
            )
            return _done(request, mount, outcome, "Signature enregistrée.")
    return render(
        request,
        "documents/sign.html",
        {"card": mount.card, "paper": paper(document), "signatory": line, "form": form, "page_url": mount.page},
    )


def answer_page(
    request: ReadingRequest,
    *,
    document: Document,
    signatory: Signatory,
    mount: Mount,
    refuse: Callable[..., Outcome] = signing.record_refusal,
    absent: Callable[..., Outcome] = signing.record_absence,
) -> HttpResponse:
    """Record a refusal or an absence. They too may put the document in force: `refuse` and `absent` are as in `sign_page`."""
    _refuse_stranger(mount, signatory)
    if document.state != DocumentState.TO_SIGN:
        return redirect(mount.page)
    line = signatory_line(signatory)
    form = AnswerForm(sent(request), signatory=line, today=request.reader.today, back=mount.page)
    if form.is_bound and form.is_valid():
        record = refuse if form.cleaned_data["answer"] == SignatureState.REFUSED else absent
        with said_beside(form):
            outcome = record(
                signatory=signatory,
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["on"],
                by=request.reader.user_id,
                today=request.reader.today,
            )
            return _done(request, mount, outcome, "Réponse enregistrée.")
    context = {"card": mount.card, "form": form, "heading": "Refus ou absence", "lead": f"{line.name}, {line.title}."}
    return render(request, "documents/reason.html", context)


def take_back_page(request: ReadingRequest, *, signatory: Signatory, mount: Mount) -> HttpResponse:
    """Take back an answer recorded in error."""
    _refuse_stranger(mount, signatory)
    line = signatory_line(signatory)
    form = ReasonForm(sent(request), submit="Reprendre cette réponse", back=mount.page)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            signing.take_back_answer(signatory=signatory, reason=form.cleaned_data["reason"], by=request.reader.user_id)
            messages.success(request, "Réponse reprise. La personne peut répondre de nouveau.")
            return redirect(mount.page)
    lead = f"{line.name} : {line.state_label}. La preuve de cette réponse est supprimée, l’historique la garde."
    context = {"card": mount.card, "form": form, "heading": "Reprendre une réponse", "lead": lead}
    return render(request, "documents/reason.html", context)


def _refuse_stranger(mount: Mount, signatory: Signatory) -> None:
    if not mount.may.answer_for(signatory_line(signatory)):
        raise PermissionDenied(NOT_HERS)


def _done(request: ReadingRequest, mount: Mount, outcome: Outcome, said: str) -> HttpResponse:
    messages.success(request, f"{said} Le document est en vigueur." if outcome.is_now_in_force else said)
    return redirect(mount.page)

"""A document's own pages, mounted by the app above: read it, propose it, give it up, end it, its PDFs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render

from documents.forms.signing import ReasonForm
from documents.models import Document, Signatory
from documents.readings.papers import SignatoryLine
from documents.selectors.documents import document_page as read_page
from documents.services import drafting
from documents.services.copies import file_name, scan_name
from documents.views.mount import Mount
from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from partners.requests import ReadingRequest
from records.services.files import open_file


@dataclass(frozen=True)
class SignatoryRow:
    """A signatory and what this reader may do about her."""

    line: SignatoryLine
    sign_url: str = ""
    answer_url: str = ""
    take_back_url: str = ""
    scan_url: str = ""


def document_page(request: ReadingRequest, *, document: Document, mount: Mount) -> HttpResponse:
    """Show a document: where it is, who still has to answer, what it says, its chain."""
    page = read_page(document)
    may = mount.may
    rows = [
        SignatoryRow(
            line=one,
            sign_url=mount.to("sign", signatory_id=one.id)
            if page.is_to_sign and one.is_awaited and may.answer_for(one)
            else "",
            answer_url=mount.to("answer", signatory_id=one.id)
            if page.is_to_sign and one.is_awaited and may.answer_for(one)
            else "",
            take_back_url=mount.to("take_back", signatory_id=one.id)
            if page.is_to_sign and not one.is_awaited and may.answer_for(one)
            else "",
            scan_url=mount.to("scan", signatory_id=one.id) if one.has_scan else "",
        )
        for one in page.paper.signatories
    ]
    return render(
        request,
        "documents/document.html",
        {
            "card": mount.card,
            "page": page,
            "paper": page.paper,
            "rows": rows,
            "may": may,
            "acts": _acts(page, mount),
            "back": mount.back,
            "note": mount.note,
        },
    )


def propose_page(
    request: ReadingRequest, *, document: Document, mount: Mount, propose: Callable[..., Any] = drafting.propose
) -> HttpResponse:
    """Propose it to signature (POST)."""
    try:
        propose(document=document, by=request.reader.user_id, today=request.reader.today)
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, "Document proposé à la signature. Il ne change plus.")
    return redirect(mount.page)


def cancel_page(
    request: ReadingRequest, *, document: Document, mount: Mount, cancel: Callable[..., Any] = drafting.cancel
) -> HttpResponse:
    """Give it up, with a reason."""
    form = ReasonForm(sent(request), submit="Abandonner ce document", back=mount.page)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            cancel(
                document=document,
                reason=form.cleaned_data["reason"],
                by=request.reader.user_id,
                today=request.reader.today,
            )
            messages.success(request, "Document abandonné.")
            return redirect(mount.page)
    return _form(
        request,
        mount,
        form,
        "Abandonner ce document",
        "Les signatures déjà données ne valent plus. Le document reste au dossier.",
    )


def end_page(
    request: ReadingRequest, *, document: Document, mount: Mount, end: Callable[..., Any] = drafting.end
) -> HttpResponse:
    """End a document in force, with its last day."""
    form = ReasonForm(sent(request), submit="Mettre fin au document", back=mount.page, day=request.reader.today)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            end(
                document=document,
                ended_on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
                by=request.reader.user_id,
                today=request.reader.today,
            )
            messages.success(request, "Fin enregistrée.")
            return redirect(mount.page)
    return _form(request, mount, form, "Mettre fin à ce document", "Ses avenants s’achèvent avec lui.")


def pdf_page(request: ReadingRequest, *, document: Document, is_signed: bool = False) -> HttpResponseBase:  # noqa: ARG001 -- as every page
    """Hand out the PDF proposed, or the signed copy; 404 while there is none."""
    stored = document.signed_pdf if is_signed else document.pdf
    if stored is None:
        raise Http404("Ce PDF n’existe pas encore.")
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    name = file_name(read_page(document).paper, is_signed=is_signed)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def scan_page(request: ReadingRequest, *, document: Document, signatory: Signatory) -> HttpResponseBase:  # noqa: ARG001 -- as every page
    """Hand out the signed paper as it was received, under a name that tells nobody's; 404 while there is none."""
    stored = signatory.scan
    if stored is None:
        raise Http404("Cet exemplaire n’existe pas.")
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    name = scan_name(read_page(document).paper, position=signatory.position, received=stored.name)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _form(request: ReadingRequest, mount: Mount, form: ReasonForm, title: str, lead: str) -> HttpResponse:
    return render(request, "documents/reason.html", {"card": mount.card, "form": form, "heading": title, "lead": lead})


def _acts(page: Any, mount: Mount) -> dict[str, str]:
    """Give the addresses of what may be done now, by act; a template shows those that are there."""
    may = mount.may
    wanted = {
        "edit": may.write and page.is_draft,
        "propose": may.write and page.is_draft,
        "cancel": may.write and (page.is_draft or page.is_to_sign),
        "version": may.write and (page.is_to_sign or page.is_in_force),
        "renew": may.write and page.is_in_force and page.line.ends_on is not None,
        "end": may.manage and page.is_in_force,
        "pdf": page.has_pdf,
        "signed_pdf": page.has_signed_pdf,
    }
    return {act: mount.to(act) if is_wanted else "" for act, is_wanted in wanted.items()}

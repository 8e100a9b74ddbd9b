"""Documents of a file: prepared from it, read, proposed, signed; what one has to sign for one's organisation."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.models import Document
from documents.views import documents, signing
from foundation.refusals import said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_edit
from journeys import access
from journeys.forms.agreements import AgreementForm
from journeys.selectors import agreements as selectors
from journeys.selectors.agreement_content import AgreementTerms
from journeys.selectors.agreement_kinds import new_page
from journeys.selectors.signing import to_sign as read_to_sign
from journeys.services import agreements as services
from partners.requests import ReadingRequest
from records.services.drafts import drop_draft

fills = require_http_methods(["GET", "POST"])


@require_GET
def to_sign(request: ReadingRequest) -> HttpResponse:
    """List what waits for her signature."""
    return render(request, "journeys/to_sign.html", {"lines": read_to_sign(request.reader)})


@require_GET
def agreement_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Choose what to prepare."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    page = new_page(request.reader, enrolment)
    return render(request, "journeys/agreement_new.html", {"card": page.card, "page": page})


@fills
def agreement_draft(request: ReadingRequest, enrolment_id: uuid.UUID, document_slug: str) -> HttpResponse:
    """Prepare a document from the file."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    kind = selectors.kind_of_slug(document_slug)
    if kind is None:
        raise Http404
    page = selectors.draft_page(request.reader, enrolment, kind)
    by, today = request.reader.user_id, request.reader.today
    return _fill(
        request,
        page,
        lambda terms, _: services.prepare(enrolment=enrolment, kind=kind, terms=terms, by=by, today=today),
        "Document préparé. Relisez-le, puis proposez-le à la signature.",
    )


@require_GET
def document(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Read a document: where it is, who signed, what it says."""
    found = access.open_document(request.reader, enrolment_id, document_id)
    return documents.document_page(request, document=found.document, mount=selectors.mount(request.reader, found))


@fills
def document_edit(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Change a document in preparation."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    page = selectors.edit_page(request.reader, found.enrolment, found.document, selectors.EDIT)
    by, today = request.reader.user_id, request.reader.today
    return _fill(
        request,
        page,
        lambda terms, form: services.rewrite(
            enrolment=found.enrolment,
            document=found.document,
            version=form.cleaned_data["version"],
            terms=terms,
            by=by,
            today=today,
        ),
        "Document modifié.",
    )


@fills
def document_version(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Make the next version of a document."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    page = selectors.edit_page(request.reader, found.enrolment, found.document, selectors.VERSION)
    by, today = request.reader.user_id, request.reader.today
    return _fill(
        request,
        page,
        lambda terms, form: services.make_version(
            enrolment=found.enrolment,
            document=found.document,
            reason=form.cleaned_data["reason"],
            terms=terms,
            by=by,
            today=today,
        ),
        "Nouvelle version préparée.",
    )


@fills
def document_renew(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Prepare the renewal of a document in force."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    page = selectors.edit_page(request.reader, found.enrolment, found.document, selectors.RENEW)
    by, today = request.reader.user_id, request.reader.today
    return _fill(
        request,
        page,
        lambda terms, _: services.renew(
            enrolment=found.enrolment, document=found.document, terms=terms, by=by, today=today
        ),
        "Renouvellement préparé.",
    )


@fills
def document_amend(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Prepare an amendment to a document in force."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    page = selectors.amend_page(request.reader, found.enrolment, found.document)
    by, today = request.reader.user_id, request.reader.today
    return _fill(
        request,
        page,
        lambda terms, _: services.amend(
            enrolment=found.enrolment, document=found.document, terms=terms, by=by, today=today
        ),
        "Avenant préparé.",
    )


@require_POST
def document_propose(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Propose it to signature."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    mount = selectors.mount(request.reader, found)
    return documents.propose_page(request, document=found.document, mount=mount, propose=services.propose)


@fills
def document_cancel(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Give it up."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    return documents.cancel_page(request, document=found.document, mount=selectors.mount(request.reader, found))


@fills
def document_end(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """End it, and what it opened with it."""
    found = access.get_document_to_write(request.reader, enrolment_id, document_id)
    mount = selectors.mount(request.reader, found)
    return documents.end_page(request, document=found.document, mount=mount, end=services.finish)


@require_GET
def document_pdf(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponseBase:
    """Download the document proposed to signature."""
    found = access.download_document(request.reader, enrolment_id, document_id)
    return documents.pdf_page(request, document=found.document)


@require_GET
def document_signed_pdf(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponseBase:
    """Download the signed copy."""
    found = access.download_document(request.reader, enrolment_id, document_id)
    return documents.pdf_page(request, document=found.document, is_signed=True)


@require_GET
def document_scan(
    request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
) -> HttpResponseBase:
    """Download the signed paper that was received for a signatory."""
    found, signatory = access.download_scan(request.reader, enrolment_id, document_id, signatory_id)
    return documents.scan_page(request, document=found.document, signatory=signatory)


@fills
def document_sign(
    request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
) -> HttpResponse:
    """Read it, and sign it."""
    found, signatory = access.get_signatory(request.reader, enrolment_id, document_id, signatory_id)
    mount = selectors.mount(request.reader, found)
    return signing.sign_page(request, document=found.document, signatory=signatory, mount=mount, record=services.sign)


@fills
def document_answer(
    request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
) -> HttpResponse:
    """Record a refusal or an absence."""
    found, signatory = access.get_signatory(request.reader, enrolment_id, document_id, signatory_id)
    mount = selectors.mount(request.reader, found)
    return signing.answer_page(
        request,
        document=found.document,
        signatory=signatory,
        mount=mount,
        refuse=services.refuse,
        absent=services.be_absent,
    )


@fills
def document_take_back(
    request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
) -> HttpResponse:
    """Take back an answer recorded in error."""
    found, signatory = access.get_signatory(request.reader, enrolment_id, document_id, signatory_id)
    return signing.take_back_page(request, signatory=signatory, mount=selectors.mount(request.reader, found))


def _fill(
    request: ReadingRequest,
    page: selectors.DraftPage,
    act: Callable[[AgreementTerms, AgreementForm], Document],
    said: str,
) -> HttpResponse:
    """Show the form, or do its act and open the document; a refusal keeps all that was typed."""
    form = AgreementForm(sent(request), page=page)
    if form.is_bound and not page.why_not and form.is_valid():
        with said_beside(form):
            made = act(form.told(), form)
            tab = request.POST.get("draft_tab", "")
            drop_draft(user_id=request.reader.user_id, kind=form.draft_kind, subject_id=page.draft_subject, tab=tab)
            messages.success(request, said)
            return redirect("journeys:document", page.card.enrolment_id, made.pk)
    return render(request, "journeys/agreement_form.html", {"card": page.card, "page": page, "form": form})

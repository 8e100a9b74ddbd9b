"""Documents mounted on a file as a journey would, for tests: addresses, access, the reader's rights."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import include, path

from config.urls import urlpatterns as ours
from documents.models import Document, Signatory
from documents.selectors.documents import get_document, get_signatory, organisations_signed_for
from documents.views import documents, signing
from documents.views.mount import May, Mount
from households.access import get_enrolment
from households.readings import card
from partners.requests import ReadingRequest

Given = tuple[Document, Signatory | None, Mount]


def given(
    request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID | None
) -> Given:
    """Find the document in its file, and what this reader may do."""
    reader = request.reader
    enrolment = get_enrolment(reader, enrolment_id)
    document = get_document(document_id, subject_id=enrolment.pk)
    if document is None:
        raise Http404
    signatory = get_signatory(document, signatory_id) if signatory_id else None
    if signatory_id and signatory is None:
        raise Http404
    shown = card(reader, enrolment)
    may = May(
        write=shown.standing.may_write,
        manage=shown.standing.may_write,
        read_reasons=shown.standing.may_write,
        signs_for=organisations_signed_for(reader.user_id, reader.today),
    )
    kwargs = {"enrolment_id": enrolment.pk}
    return document, signatory, Mount(shown, document.pk, may, "mounted:document", "/", kwargs)


def of_document(page: Callable[..., HttpResponseBase], **more: Any) -> Callable[..., HttpResponseBase]:
    """Mount a page of a document."""

    def view(request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponseBase:
        document, _, mount = given(request, enrolment_id, document_id, None)
        return page(request, document=document, **more, **({} if page is documents.pdf_page else {"mount": mount}))

    return view


def of_signatory(
    page: Callable[..., HttpResponseBase], *, with_document: bool = True
) -> Callable[..., HttpResponseBase]:
    """Mount a page of a signatory."""

    def view(
        request: ReadingRequest, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
    ) -> HttpResponseBase:
        document, signatory, mount = given(request, enrolment_id, document_id, signatory_id)
        more: dict[str, Any] = {"document": document} if with_document else {}
        if page is not documents.scan_page:
            more["mount"] = mount
        return page(request, signatory=signatory, **more)

    return view


_ONE = "essai/<uuid:enrolment_id>/<uuid:document_id>/"
_WHO = f"{_ONE}<uuid:signatory_id>/"
later = of_document(documents.document_page)
mounted = [
    path(_ONE, of_document(documents.document_page), name="document"),
    path(f"{_ONE}proposer/", of_document(documents.propose_page), name="document_propose"),
    path(f"{_ONE}abandonner/", of_document(documents.cancel_page), name="document_cancel"),
    path(f"{_ONE}fin/", of_document(documents.end_page), name="document_end"),
    path(f"{_ONE}modifier/", later, name="document_edit"),
    path(f"{_ONE}version/", later, name="document_version"),
    path(f"{_ONE}renouveler/", later, name="document_renew"),
    path(f"{_ONE}pdf/", of_document(documents.pdf_page), name="document_pdf"),
    path(f"{_ONE}signe/", of_document(documents.pdf_page, is_signed=True), name="document_signed_pdf"),
    path(f"{_WHO}exemplaire/", of_signatory(documents.scan_page), name="document_scan"),
    path(f"{_WHO}signer/", of_signatory(signing.sign_page), name="document_sign"),
    path(f"{_WHO}reponse/", of_signatory(signing.answer_page), name="document_answer"),
    path(f"{_WHO}reprendre/", of_signatory(signing.take_back_page, with_document=False), name="document_take_back"),
]
urlpatterns = [*ours, path("", include((mounted, "mounted")))]

"""A document's PDF: what is proposed to signature, and once it is in force its signed copy. Both are made once.

Nothing here runs inside a transaction: rendering takes time.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.text import slugify

from documents.enums import DocumentState
from documents.models import Document
from documents.readings.papers import Paper, paper
from foundation.pdf import render_pdf
from records.jobs_registry import Work
from records.models import StoredFile
from records.services.events import record
from records.services.files import delete_file, open_file, store_file

JOB = "documents.signed_copy"
TEMPLATE = "documents/agreement.html"
STORED = "documents.document"
_BEEN_IN_FORCE = (DocumentState.IN_FORCE, DocumentState.SUPERSEDED, DocumentState.ENDED)


def render_paper(content: Paper, *, edited_on: dt.date, images: dict[str, bytes] | None = None) -> bytes:
    """Render a document, or a template's preview."""
    return render_pdf(TEMPLATE, {"paper": content, "edited_on": edited_on, "is_signed": images is not None}, images)


def file_name(content: Paper, *, is_signed: bool = False) -> str:
    """Name a PDF by its kind and file number: never a person's name."""
    kind = slugify(content.kind.label.replace("’", " "))
    return f"{kind}-{content.reference}-v{content.number}{'-signe' if is_signed else ''}.pdf"


def scan_name(content: Paper, *, position: int, received: str) -> str:
    """Name a signed paper that was received: as its document, with the signatory's order and the file's own ending."""
    ending = received.rpartition(".")[2].lower() if "." in received else "pdf"
    return f"{file_name(content).removesuffix('.pdf')}-exemplaire-{position + 1}.{ending}"


def keep_signed_copy(*, document_id: uuid.UUID, by: uuid.UUID, today: dt.date) -> StoredFile | None:
    """Make the signed copy of a document that is or was in force, each signature with its place, day and witness.

    Made once: asked again it gives the one that is kept. None for a document that was never in force.
    """
    document = Document.objects.select_related("template", "signed_pdf").get(pk=document_id)
    if document.signed_pdf or document.state not in _BEEN_IN_FORCE:
        return document.signed_pdf
    content = paper(document)
    images = {
        f"signature-{row.position}.png": b"".join(open_file(stored=row.drawing))
        for row in document.signatories.select_related("drawing")
        if row.drawing
    }
    data = render_paper(content, edited_on=document.in_force_on or today, images=images)
    file_of = file_of_subject(document)
    name = file_name(content, is_signed=True)
    stored = store_file(content=data, name=name, kind=STORED, subject_id=document.pk, by=by, file_of=file_of)
    kept = _attach(document_id, stored, by)
    if kept != stored:  # another worker made it meanwhile
        delete_file(stored=stored, by=by, file_of=file_of)
    return kept


@transaction.atomic
def _attach(document_id: uuid.UUID, stored: StoredFile, by: uuid.UUID) -> StoredFile | None:
    row = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    if row.signed_pdf_id:
        return row.signed_pdf
    row.signed_pdf = stored
    row.save(update_fields=["signed_pdf"])
    record("document.copied", row, by=by, subject_id=file_of_subject(row), details={"file": stored.pk})
    return stored


def run_signed_copy(work: Work) -> uuid.UUID | None:
    """Do the job: the signed copy of the document that it names."""
    today = dt.date.fromisoformat(str(work.params["today"]))
    keep_signed_copy(document_id=uuid.UUID(str(work.params["document"])), by=work.asked_by, today=today)
    return None


def file_of_subject(document: Document) -> uuid.UUID | None:
    """Give the enrolment that a document belongs to, for the journal."""
    return document.subject_id if document.subject_kind == "households.enrolment" else None

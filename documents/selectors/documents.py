"""Reads of documents: those of a file with their chain, one whole, those that someone must sign."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureState
from documents.models import Document, Signatory
from documents.readings.papers import Paper, SignatoryLine, paper, signatory_line, title_of, verdict
from documents.rules.content import Context
from partners.models import Delegation

ENROLMENT = "households.enrolment"


@dataclass(frozen=True)
class DocumentLine:
    """A document in a list. `awaited` are those whose answer is still to come."""

    id: uuid.UUID
    series: uuid.UUID
    subject_id: uuid.UUID
    kind: DocumentKind
    title: str
    number: int
    state: DocumentState
    drafted_on: dt.date
    sent_on: dt.date | None
    in_force_on: dt.date | None
    ends_on: dt.date | None
    ended_on: dt.date | None
    signatories: tuple[SignatoryLine, ...]
    awaited: tuple[SignatoryLine, ...]
    is_hopeless: bool

    @property
    def signed(self) -> int:
        """Count who signed."""
        return sum(one.state == SignatureState.SIGNED for one in self.signatories)

    @property
    def asked(self) -> int:
        """Count who is asked."""
        return sum(not one.is_useful_only for one in self.signatories)


@dataclass(frozen=True)
class DocumentPage:
    """A document's page: what it says, where it is, its chain."""

    line: DocumentLine
    paper: Paper
    version: int
    reason: str
    has_pdf: bool
    has_signed_pdf: bool
    chain: tuple[DocumentLine, ...]  # the others of its series, the latest first

    @property
    def is_draft(self) -> bool:
        """Tell whether it is still in preparation."""
        return self.line.state == DocumentState.DRAFT

    @property
    def is_to_sign(self) -> bool:
        """Tell whether answers may be recorded."""
        return self.line.state == DocumentState.TO_SIGN

    @property
    def is_in_force(self) -> bool:
        """Tell whether it is in force."""
        return self.line.state == DocumentState.IN_FORCE


def documents_of(
    subject_ids: Iterable[uuid.UUID], *, subject_kind: str = ENROLMENT
) -> dict[uuid.UUID, list[DocumentLine]]:
    """Give the documents of each subject, the latest first, in two queries."""
    found: dict[uuid.UUID, list[DocumentLine]] = defaultdict(list)
    for line in _lines(Document.objects.filter(subject_kind=subject_kind, subject_id__in=set(subject_ids))):
        found[line.subject_id].append(line)
    return dict(found)


def get_document(document_id: uuid.UUID, *, subject_id: uuid.UUID, subject_kind: str = ENROLMENT) -> Document | None:
    """Give a document of this subject, for `access` of the mounting app; None for another's."""
    rows = Document.objects.select_related("template", "pdf", "signed_pdf")
    found: Document | None = rows.filter(pk=document_id, subject_id=subject_id, subject_kind=subject_kind).first()
    return found


def get_signatory(document: Document, signatory_id: uuid.UUID) -> Signatory | None:
    """Give a signatory of this document; None for another's."""
    rows = document.signatories.select_related("organisation", "user", "witness", "drawing", "scan")
    found: Signatory | None = rows.filter(pk=signatory_id).first()
    return found


def document_page(document: Document) -> DocumentPage:
    """Give a document's page, in a constant number of queries."""
    lines = _lines(Document.objects.filter(series=document.series))
    own = next(line for line in lines if line.id == document.pk)
    return DocumentPage(
        line=own,
        paper=paper(document),
        version=document.version,
        reason=document.reason,
        has_pdf=document.pdf_id is not None,
        has_signed_pdf=document.signed_pdf_id is not None,
        chain=tuple(line for line in lines if line.id != own.id),
    )


def in_force_of(
    subject_id: uuid.UUID, kind: DocumentKind, day: dt.date, *, subject_kind: str = ENROLMENT
) -> list[DocumentLine]:
    """Give the documents of a kind in force for a subject on this day."""
    rows = Document.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind=kind, in_force_on__lte=day)
    return [line for line in _lines(rows) if line.ended_on is None or line.ended_on >= day]


def to_sign_by(user_id: uuid.UUID, today: dt.date) -> list[DocumentLine]:
    """Give the documents that wait for the signature of an organisation for which this person signs today."""
    organisations = Delegation.objects.open_on(today).filter(user_id=user_id).values("organisation_id")
    waiting = Signatory.objects.filter(
        capacity__in=Capacity.OF_ORGANISATION,
        state=SignatureState.TO_SIGN,
        organisation_id__in=organisations,
        document__state=DocumentState.TO_SIGN,
    )
    return _lines(Document.objects.filter(pk__in=waiting.values("document_id")))


def organisations_signed_for(user_id: uuid.UUID, today: dt.date) -> frozenset[uuid.UUID]:
    """Give the organisations for which this person may sign today."""
    rows = Delegation.objects.open_on(today).filter(user_id=user_id).values_list("organisation_id", flat=True)
    return frozenset(rows)


def _lines(rows: "QuerySet[Document]") -> list[DocumentLine]:
    documents = list(rows.order_by("-drafted_on", "-number", "kind"))
    signatories: dict[uuid.UUID, list[Signatory]] = defaultdict(list)
    for row in (
        Signatory.objects.filter(document_id__in=[one.pk for one in documents])
        .select_related("organisation", "user", "witness")
        .order_by("position")
    ):
        signatories[row.document_id].append(row)
    return [_line(row, signatories[row.pk]) for row in documents]


def _line(row: Document, rows: list[Signatory]) -> DocumentLine:
    context = Context.loads(row.context)
    kind = DocumentKind(row.kind)
    lines = tuple(signatory_line(one) for one in rows)
    answers = verdict(row, rows)
    is_open = row.state in (DocumentState.DRAFT, DocumentState.TO_SIGN)
    return DocumentLine(
        id=row.pk,
        series=row.series,
        subject_id=row.subject_id,
        kind=kind,
        title=title_of(kind, context),
        number=row.number,
        state=DocumentState(row.state),
        drafted_on=row.drafted_on,
        sent_on=row.sent_on,
        in_force_on=row.in_force_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        signatories=lines,
        awaited=tuple(lines[position] for position in answers.awaited) if is_open else (),
        is_hopeless=is_open and answers.is_hopeless,
    )

"""Writes of documents before and around their signature: draft, propose, new version, renewal, end."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureState
from documents.models import Document, Signatory, TemplateVersion
from documents.readings.papers import paper
from documents.rules.content import Context
from documents.selectors.templates import template_for
from documents.services.copies import STORED, file_name, file_of_subject, render_paper
from foundation.refusals import Refused
from partners.enums import Axis
from records.models import StoredFile
from records.services.events import record
from records.services.files import delete_file, store_file

ENROLMENT = "households.enrolment"


@dataclass(frozen=True)
class SignatoryTerms:
    """Someone asked to sign. A mandataire carries the `person_id` of the adult whom she represents."""

    capacity: Capacity
    printed_name: str
    printed_title: str = ""
    person_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    is_useful_only: bool = False


@transaction.atomic
def draft(
    *,
    kind: DocumentKind,
    axis: Axis,
    subject_kind: str,
    subject_id: uuid.UUID,
    context: Context,
    signatories: Sequence[SignatoryTerms],
    by: uuid.UUID,
    today: dt.date,
    series: uuid.UUID | None = None,
    previous: Document | None = None,
    reason: str = "",
    ends_on: dt.date | None = None,
) -> Document:
    """Prepare a document from the published texts of its kind; `series` joins a chain (an amendment to its convention).

    Raises Refused when no text is published, or when a version of the chain is in preparation already.
    """
    template = template_for(kind, axis)
    if template is None:
        raise Refused("Aucun modèle n’est publié pour ce document. Demandez à l’administrateur de le publier.")
    return _begin(
        template=template,
        kind=kind,
        subject=(subject_kind, subject_id),
        context=context,
        signatories=signatories,
        by=by,
        today=today,
        series=series or (previous.series if previous else uuid.uuid4()),
        previous=previous,
        reason=reason,
        ends_on=ends_on,
        verb="document.drafted",
    )


@transaction.atomic
def update_draft(
    *,
    document: Document,
    version: int,
    context: Context,
    signatories: Sequence[SignatoryTerms],
    by: uuid.UUID,
    ends_on: dt.date | None = None,
) -> Document:
    """Change a document in preparation. Once proposed it does not change any more: a new version is made.

    Raises Refused when it was proposed, or changed by someone else since `version` was read.
    """
    row = _locked(document)
    if row.state != DocumentState.DRAFT:
        raise Refused("Ce document est déjà proposé à la signature\u00a0: faites-en une nouvelle version.")
    if row.version != version:
        raise Refused("Ce document a été modifié entre-temps. Relisez-le avant d’enregistrer.")
    row.context = context.dumps()
    row.ends_on = ends_on
    row.version += 1
    row.save(update_fields=["context", "ends_on", "version"])
    row.signatories.all().delete()
    _ask(row, signatories)
    _record("document.edited", row, by=by)
    return row


def propose(*, document: Document, by: uuid.UUID, today: dt.date) -> Document:
    """Propose a document to signature: its PDF is made and kept, its digest is what people sign. To call outside a transaction.

    Raises Refused when a field is empty, when nobody signs, or when it is no longer in preparation.
    """
    row = Document.objects.select_related("template").get(pk=document.pk)
    _refuse_not_draft(row)
    content = paper(row)
    if content.holes:
        raise Refused(f"Il manque\u00a0: {', '.join(label.lower() for label in content.holes)}.")
    if not any(not one.is_useful_only for one in content.signatories):
        raise Refused("Ce document n’a pas de signataire.")
    data = render_paper(content, edited_on=today)
    file_of = file_of_subject(row)
    stored = store_file(content=data, name=file_name(content), kind=STORED, subject_id=row.pk, by=by, file_of=file_of)
    try:
        return _proposed(row, stored, hashlib.sha256(data).hexdigest(), by, today)
    except BaseException:
        delete_file(stored=stored, by=by, file_of=file_of)
        raise


@transaction.atomic
def _proposed(read: Document, stored: StoredFile, digest: str, by: uuid.UUID, today: dt.date) -> Document:
    row = _locked(read)
    _refuse_not_draft(row)
    if row.version != read.version:
        raise Refused("Ce document a été modifié entre-temps. Relisez-le avant de le proposer.")
    row.pdf, row.digest, row.sent_on, row.state = stored, digest, today, DocumentState.TO_SIGN
    row.version += 1
    row.save(update_fields=["pdf", "digest", "sent_on", "state", "version"])
    _record("document.proposed", row, by=by, digest=digest)
    return row


@transaction.atomic
def new_version(
    *,
    document: Document,
    reason: str,
    by: uuid.UUID,
    today: dt.date,
    axis: Axis,
    context: Context | None = None,
    signatories: Sequence[SignatoryTerms] | None = None,
    ends_on: dt.date | None = None,
) -> Document:
    """Make the next version of a document, copied from it. Of one still to sign, the signatures become void at once.

    One in force stays so until the new version is. Raises Refused for a document in preparation, ended, or already followed.
    """
    row = _locked(document)
    if row.state not in (DocumentState.TO_SIGN, DocumentState.IN_FORCE, DocumentState.CANCELLED):
        raise Refused("Ce document n’a pas de nouvelle version dans son état.")
    if not reason.strip():
        raise Refused("Dites pourquoi une nouvelle version est faite.", "reason")
    if row.state == DocumentState.TO_SIGN:
        _void(row)
        _set_state(row, DocumentState.SUPERSEDED)
        row.ended_on = today
        row.save(update_fields=["ended_on"])
        _record("document.voided", row, by=by)
    return _begin(
        template=template_for(DocumentKind(row.kind), axis) or row.template,
        kind=DocumentKind(row.kind),
        subject=(row.subject_kind, row.subject_id),
        context=context or Context.loads(row.context),
        signatories=signatories if signatories is not None else terms_of(row),
        by=by,
        today=today,
        series=row.series,
        previous=row,
        reason=reason,
        ends_on=ends_on or row.ends_on,
        verb="document.versioned",
    )


def renew(
    *, document: Document, ends_on: dt.date, by: uuid.UUID, today: dt.date, axis: Axis, context: Context | None = None
) -> Document:
    """Prepare the renewal of a document in force: the next of its chain, with a later end.

    Raises Refused when it is not in force, or when the new end is not later.
    """
    if document.state != DocumentState.IN_FORCE:
        raise Refused("Seul un document en vigueur se renouvelle.")
    if document.ends_on and ends_on <= document.ends_on:
        raise Refused("La nouvelle fin vient après celle du document en vigueur.", "ends_on")
    if ends_on <= today:
        raise Refused("La nouvelle fin est à venir.", "ends_on")
    return new_version(
        document=document, reason="Renouvellement", by=by, today=today, axis=axis, context=context, ends_on=ends_on
    )


@transaction.atomic
def cancel(*, document: Document, reason: str, by: uuid.UUID, today: dt.date) -> Document:
    """Give up a document in preparation or to sign; its signatures are void, what it replaces stays in force.

    Raises Refused without a reason, or for a document in force or over.
    """
    row = _locked(document)
    if row.state not in (DocumentState.DRAFT, DocumentState.TO_SIGN):
        raise Refused("Ce document ne s’abandonne plus.")
    if not reason.strip():
        raise Refused("Dites pourquoi ce document est abandonné.", "reason")
    _void(row)
    row.reason, row.ended_on = reason.strip(), today
    row.save(update_fields=["reason", "ended_on"])
    _set_state(row, DocumentState.CANCELLED)
    _record("document.cancelled", row, by=by)
    return row


@transaction.atomic
def end(*, document: Document, ended_on: dt.date, reason: str, by: uuid.UUID, today: dt.date) -> Document:
    """End a document in force (the day is its last), and the amendments of its chain with it.

    Raises Refused for a document that is not in force, or a day before it was or still to come.
    """
    row = _locked(document)
    if row.state != DocumentState.IN_FORCE or row.in_force_on is None:
        raise Refused("Ce document n’est pas en vigueur.")
    if not row.in_force_on <= ended_on <= today:
        raise Refused("La fin est un jour depuis l’entrée en vigueur, aujourd’hui au plus tard.", "ended_on")
    ended = [row]
    if row.kind != DocumentKind.AMENDMENT:
        ended += list(amendments_in_force(row.series))
    for one in ended:
        one.ended_on = max(ended_on, one.in_force_on or ended_on)
        if one == row and reason.strip():
            one.reason = reason.strip()
        one.save(update_fields=["ended_on", "reason"])
        _set_state(one, DocumentState.ENDED)
        _record("document.ended", one, by=by, ended_on=one.ended_on)
    return row


def amendments_in_force(series: uuid.UUID) -> Sequence[Document]:
    """Give a chain's amendments in force, to end them with what they amend."""
    return list(
        Document.objects.select_for_update(of=("self",)).filter(
            series=series, kind=DocumentKind.AMENDMENT, state=DocumentState.IN_FORCE
        )
    )


def terms_of(document: Document) -> list[SignatoryTerms]:
    """Give a document's signatories as one would ask them again."""
    return [
        SignatoryTerms(
            capacity=Capacity(row.capacity),
            printed_name=row.printed_name,
            printed_title=row.printed_title,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            is_useful_only=row.is_useful_only,
        )
        for row in document.signatories.order_by("position")
    ]


def _begin(
    *,
    template: TemplateVersion,
    kind: DocumentKind,
    subject: tuple[str, uuid.UUID],
    context: Context,
    signatories: Sequence[SignatoryTerms],
    by: uuid.UUID,
    today: dt.date,
    series: uuid.UUID,
    previous: Document | None,
    reason: str,
    ends_on: dt.date | None,
    verb: str,
) -> Document:
    chain = Document.objects.select_for_update(of=("self",)).filter(series=series, kind=kind)
    if chain.filter(state__in=(DocumentState.DRAFT, DocumentState.TO_SIGN)).exists():
        raise Refused("Une version de ce document est déjà en préparation ou à signer.")
    latest = chain.aggregate(n=Max("number"))["n"] or 0
    row = Document.objects.create(
        series=series,
        number=latest + 1,
        previous=previous,
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        template=template,
        context=context.dumps(),
        drafted_on=today,
        drafted_by=by,
        ends_on=ends_on,
        reason=reason.strip(),
    )
    _ask(row, signatories)
    _record(verb, row, by=by, number=row.number)
    return row


def _ask(row: Document, signatories: Sequence[SignatoryTerms]) -> None:
    for position, one in enumerate(signatories):
        if one.capacity in Capacity.OF_ORGANISATION and one.organisation_id is None:
            raise Refused("Un organisme signataire est à choisir.", "signatories")
        if not one.printed_name.strip():
            raise Refused("Un signataire a un nom.", "signatories")
        Signatory.objects.create(
            document=row,
            position=position,
            capacity=one.capacity,
            is_useful_only=one.is_useful_only,
            printed_name=one.printed_name.strip(),
            printed_title=one.printed_title.strip()[:160],
            person_id=one.person_id,
            organisation_id=one.organisation_id,
        )


def _void(row: Document) -> None:
    row.signatories.exclude(state=SignatureState.VOID).update(state=SignatureState.VOID)


def _set_state(row: Document, state: DocumentState) -> None:
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version"])


def _refuse_not_draft(row: Document) -> None:
    if row.state != DocumentState.DRAFT:
        raise Refused("Ce document n’est plus en préparation.")


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("template").get(pk=document.pk)


def _record(verb: str, row: Document, *, by: uuid.UUID, **details: object) -> None:
    record(
        verb, row, by=by, subject_id=file_of_subject(row), details={"kind": row.kind, "series": row.series, **details}
    )

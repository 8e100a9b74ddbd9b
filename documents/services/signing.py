"""Writes of signatures: each signatory signs, refuses or is absent; the last answer that was needed puts the document in force."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureMeans, SignatureState
from documents.models import Document, Signatory
from documents.readings.papers import verdict
from documents.rules.signatures import why_answer_is_refused, why_means_is_refused, why_signature_is_refused
from documents.services.copies import JOB, file_of_subject
from documents.services.drafting import amendments_in_force
from foundation.periods import eve
from foundation.refusals import Refused
from partners.models import Delegation
from records.models import StoredFile
from records.services import jobs
from records.services.events import record
from records.services.files import delete_file, store_file

MAX_DRAWING = 512 * 1024
STORED = "documents.signatory"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Upload:
    """A file received: its content and the name it came with."""

    content: bytes
    name: str


@dataclass(frozen=True)
class _Act:
    """Who records what, when: the arguments that every step of an answer needs."""

    day: dt.date
    by: uuid.UUID
    today: dt.date
    means: SignatureMeans | None = None
    read_digest: str = ""
    place: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an answer did: the document, and whether it is in force since this very answer."""

    document: Document
    signatory: Signatory
    is_now_in_force: bool


def record_signature(
    *,
    signatory: Signatory,
    means: SignatureMeans,
    signed_on: dt.date,
    read_digest: str,
    by: uuid.UUID,
    today: dt.date,
    place: str = "",
    drawing: bytes | None = None,
    scan: Upload | None = None,
    then: Callable[[Outcome], object] | None = None,
) -> Outcome:
    """Record that someone signed what she read (`read_digest` is the digest that her page showed).

    Drawn: in presence, `by` is the witness. Scan: the signed paper. Session: `by` signs for her organisation, whose
    delegation she has that day. `then` is done with the outcome in the signature's own transaction: what must start with it
    starts, or nothing is kept. Raises Refused with the reason; nothing is kept of a signature that is refused.
    """
    document = _read(signatory)
    act = _Act(signed_on, by, today, means, read_digest, place.strip())
    _refuse_signature(signatory, document, act)
    if means == SignatureMeans.DRAWN and not place.strip():
        raise Refused("Indiquez où la personne signe.", "place")
    kept: dict[str, StoredFile] = {}
    file_of = file_of_subject(document)
    if means == SignatureMeans.DRAWN:
        kept["drawing"] = _keep(signatory, _checked_drawing(drawing), "signature.png", by, file_of)
    if means == SignatureMeans.SCAN:
        if scan is None:
            raise Refused("Choisissez l’exemplaire signé.", "scan")
        try:
            kept["scan"] = _keep(signatory, scan.content, scan.name, by, file_of)
        except Refused as refused:
            raise Refused(refused.reason, "scan") from refused
    try:
        return _signed(signatory, act, kept, then)
    except BaseException:
        for stored in kept.values():
            delete_file(stored=stored, by=by, file_of=file_of)
        raise


@transaction.atomic
def record_refusal(*, signatory: Signatory, reason: str, on: dt.date, by: uuid.UUID, today: dt.date) -> Outcome:
    """Record that someone refuses to sign, with her reason (« ne souhaite pas la dire » is one).

    An organisation's refusal is said by its delegate alone. Raises Refused.
    """
    return _other_answer(signatory, SignatureState.REFUSED, reason, _Act(on, by, today))


@transaction.atomic
def record_absence(*, signatory: Signatory, reason: str, on: dt.date, by: uuid.UUID, today: dt.date) -> Outcome:
    """Record that an adult of the household, or a partner, could not be met to sign, and why. Raises Refused."""
    if signatory.capacity in Capacity.OF_ORGANISATION:
        raise Refused("Un organisme signe ou refuse\u00a0: il n’est pas absent.")
    return _other_answer(signatory, SignatureState.ABSENT, reason, _Act(on, by, today))


@transaction.atomic
def take_back_answer(*, signatory: Signatory, reason: str, by: uuid.UUID) -> Signatory:
    """Take back an answer recorded in error, as long as the document is not in force; its proof is deleted.

    An organisation's is taken back by its delegate alone. Raises Refused.
    """
    row, document = _locked(signatory)
    if document.state != DocumentState.TO_SIGN:
        raise Refused("Une réponse se reprend tant que le document est à signer.")
    if row.state not in (SignatureState.SIGNED, SignatureState.REFUSED, SignatureState.ABSENT):
        raise Refused("Cette personne n’a pas encore répondu.")
    if row.capacity in Capacity.OF_ORGANISATION and not is_delegate(by, row.organisation_id, timezone.localdate()):
        raise Refused("Seule la personne déléguée reprend la réponse de son organisme.")
    if not reason.strip():
        raise Refused("Dites pourquoi cette réponse est reprise.", "reason")
    file_of = file_of_subject(document)
    details = {"signatory": row.pk, "was": row.state, "on": row.state_on}
    proofs = [stored for stored in (row.drawing, row.scan) if stored]
    row.state, row.state_on, row.means, row.place = SignatureState.TO_SIGN, None, "", ""
    row.user = row.witness = row.drawing = row.scan = None
    row.signed_digest, row.reason = "", ""
    row.recorded_by, row.recorded_at = by, timezone.now()
    row.save()
    for stored in proofs:
        delete_file(stored=stored, by=by, file_of=file_of)
    record("document.answer_taken_back", document, by=by, subject_id=file_of, details=details)
    return row


def is_delegate(user_id: uuid.UUID, organisation_id: uuid.UUID | None, day: dt.date) -> bool:
    """Tell whether someone may sign for an organisation on this day."""
    return (
        organisation_id is not None
        and Delegation.objects.open_on(day)
        .filter(user_id=user_id, organisation_id=organisation_id, user__is_active=True)
        .exists()
    )


def _refuse_signature(row: Signatory, document: Document, act: _Act) -> None:
    means = act.means or SignatureMeans.SCAN
    if why := why_signature_is_refused(
        document=DocumentState(document.state),
        state=SignatureState(row.state),
        sent_on=document.sent_on,
        day=act.day,
        today=act.today,
        read_digest=act.read_digest,
        digest=document.digest,
    ):
        raise Refused(why)
    if why := why_means_is_refused(
        means,
        Capacity(row.capacity),
        is_delegate=is_delegate(act.by, row.organisation_id, act.day),
        day=act.day,
        today=act.today,
        has_witness=means == SignatureMeans.DRAWN,
    ):
        raise Refused(why)


@transaction.atomic
def _signed(
    signatory: Signatory, act: _Act, kept: dict[str, StoredFile], then: Callable[[Outcome], object] | None
) -> Outcome:
    row, document = _locked(signatory)
    _refuse_signature(row, document, act)
    row.means, row.place, row.signed_digest = act.means or "", act.place, document.digest
    row.drawing, row.scan = kept.get("drawing"), kept.get("scan")
    if act.means == SignatureMeans.DRAWN:
        row.witness_id = act.by
    if act.means == SignatureMeans.SESSION:
        row.user_id = act.by
        row.printed_title = _delegate_title(act.by, row, act.day)
    outcome = _answered(row, document, SignatureState.SIGNED, act)
    if then is not None:
        then(outcome)
    return outcome


def _other_answer(signatory: Signatory, state: SignatureState, reason: str, act: _Act) -> Outcome:
    row, document = _locked(signatory)
    if why := why_answer_is_refused(
        document=DocumentState(document.state),
        state=SignatureState(row.state),
        sent_on=document.sent_on,
        day=act.day,
        today=act.today,
    ):
        raise Refused(why)
    if row.capacity in Capacity.OF_ORGANISATION and not is_delegate(act.by, row.organisation_id, act.today):
        raise Refused("Seule la personne déléguée d’un organisme dit qu’il refuse.")
    if not reason.strip():
        raise Refused("Dites la raison, en quelques mots.", "reason")
    row.reason = reason.strip()
    return _answered(row, document, state, act)


def _answered(row: Signatory, document: Document, state: SignatureState, act: _Act) -> Outcome:
    row.state, row.state_on = state, act.day
    row.recorded_by, row.recorded_at = act.by, timezone.now()
    row.save()
    verbs = {SignatureState.SIGNED: "signed", SignatureState.REFUSED: "refused", SignatureState.ABSENT: "absent"}
    record(
        f"document.{verbs[state]}",
        document,
        by=act.by,
        subject_id=file_of_subject(document),
        details={"signatory": row.pk, "on": act.day, "digest": row.signed_digest, "means": row.means},
    )
    rows = list(document.signatories.order_by("position"))
    is_enough = verdict(document, rows).is_enough
    if is_enough:
        _put_in_force(document, rows, act.by, act.today)
    return Outcome(document, row, is_now_in_force=is_enough)


def _put_in_force(document: Document, rows: list[Signatory], by: uuid.UUID, today: dt.date) -> None:
    day = max(row.state_on for row in rows if row.state_on)
    file_of = file_of_subject(document)
    if document.kind != DocumentKind.AMENDMENT:
        replaced = Document.objects.select_for_update(of=("self",)).filter(
            series=document.series, state=DocumentState.IN_FORCE, kind=document.kind
        )
        for old in [*replaced, *amendments_in_force(document.series)]:
            old.state = DocumentState.SUPERSEDED
            old.ended_on = max(eve(day), old.in_force_on or day)
            old.version += 1
            old.save(update_fields=["state", "ended_on", "version"])
            record("document.superseded", old, by=by, subject_id=file_of, details={"by": document.pk, "on": day})
    document.state, document.in_force_on = DocumentState.IN_FORCE, day
    document.version += 1
    document.save(update_fields=["state", "in_force_on", "version"])
    record("document.in_force", document, by=by, subject_id=file_of, details={"on": day, "kind": document.kind})
    jobs.ask(kind=JOB, key=str(document.pk), by=by, params={"document": str(document.pk), "today": today.isoformat()})


def _delegate_title(user_id: uuid.UUID, row: Signatory, day: dt.date) -> str:
    delegation = Delegation.objects.open_on(day).filter(user_id=user_id, organisation_id=row.organisation_id).first()
    return str(delegation.title) if delegation else row.printed_title


def _checked_drawing(drawing: bytes | None) -> bytes:
    """Give a drawing that may be kept: a PNG, small, with something drawn on it."""
    if not drawing:
        raise Refused("La personne n’a rien dessiné\u00a0: faites-la signer dans le cadre.", "drawing")
    if not drawing.startswith(_PNG) or len(drawing) > MAX_DRAWING:
        raise Refused("Cette signature n’a pas pu être lue\u00a0: effacez, et faites signer de nouveau.", "drawing")
    return drawing


def _keep(row: Signatory, content: bytes, name: str, by: uuid.UUID, file_of: uuid.UUID | None) -> StoredFile:
    """Keep a proof, checked by its content as every file is."""
    try:
        return store_file(content=content, name=name, kind=STORED, subject_id=row.pk, by=by, file_of=file_of)
    except Refused as refused:
        raise Refused(refused.reason, "drawing") from refused


def _read(signatory: Signatory) -> Document:
    return Document.objects.get(pk=signatory.document_id)


def _locked(signatory: Signatory) -> tuple[Signatory, Document]:
    document = Document.objects.select_for_update(of=("self",)).get(pk=signatory.document_id)
    return Signatory.objects.select_related("drawing", "scan").get(pk=signatory.pk, document=document), document

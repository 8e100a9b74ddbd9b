"""The accord de partage: separate from the convention, dated, scoped, revocable; and the information notice (§3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from documents.enums import DocumentState
from documents.models import Document
from documents.services.drafting import end
from foundation.periods import eve
from foundation.refusals import Refused
from households.enums import MemberKind, NoticeMeans, SharingScope
from households.models import Enrolment, HouseholdMember, InformationNotice, Person, SharingAgreement
from households.services.holders import follow_agreement
from households.services.locks import lock
from records.models import StoredFile
from records.services.events import record
from records.services.files import delete_file, store_file

PROOF = "households.agreement"


@dataclass(frozen=True)
class Scan:
    """A signed paper received: its content and the name it came with."""

    content: bytes
    name: str


def record_answer(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    person: Person,
    scope: SharingScope,
    is_granted: bool,
    started_on: dt.date,
    note: str = "",
    scan: Scan | None = None,
) -> SharingAgreement:
    """Record an adult's answer, with its signed paper when there is one. Raises Refused as `record_agreement`, keeping nothing."""
    proof = _keep(scan, enrolment_id=enrolment.pk, by=by) if scan else None
    try:
        return record_agreement(
            by=by,
            enrolment=enrolment,
            person=person,
            scope=scope,
            is_granted=is_granted,
            started_on=started_on,
            note=note,
            proof=proof,
        )
    except BaseException:
        if proof is not None:
            delete_file(stored=proof, by=by, file_of=enrolment.pk)
        raise


def add_proof(*, by: uuid.UUID, agreement: SharingAgreement, scan: Scan) -> SharingAgreement:
    """Add the signed paper of an answer recorded without it; another one stays. Raises Refused on « scan »."""
    proof = _keep(scan, enrolment_id=agreement.enrolment_id, by=by)
    try:
        return _attach(by, agreement, proof)
    except BaseException:
        delete_file(stored=proof, by=by, file_of=agreement.enrolment_id)
        raise


@transaction.atomic
def _attach(by: uuid.UUID, agreement: SharingAgreement, proof: StoredFile) -> SharingAgreement:
    lock(agreement.enrolment_id)
    row: SharingAgreement = SharingAgreement.objects.get(pk=agreement.pk)
    if row.proof_id or row.document_id:
        raise Refused("Le document signé de cette réponse est déjà au dossier.", "scan")
    row.proof = proof
    row.save(update_fields=["proof"])
    record("agreement.proof_added", row, by=by, subject_id=row.enrolment_id, details={"file": str(proof.pk)})
    return row


def _keep(scan: Scan, *, enrolment_id: uuid.UUID, by: uuid.UUID) -> StoredFile:
    try:
        return store_file(
            content=scan.content, name=scan.name, kind=PROOF, subject_id=enrolment_id, by=by, file_of=enrolment_id
        )
    except Refused as refused:
        raise Refused(refused.reason, "scan") from refused


@transaction.atomic
def record_agreement(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    person: Person,
    scope: SharingScope,
    is_granted: bool,
    started_on: dt.date,
    note: str = "",
    proof: StoredFile | None = None,
    document_id: uuid.UUID | None = None,
) -> SharingAgreement:
    """Record an adult's answer: a refusal too, which blocks nothing. A former answer closes on the eve.

    When every adult granted ASSOCIATIONS, the second association holds the file from that day. Raises Refused.
    """
    locked = lock(enrolment.pk)
    adult = HouseholdMember.objects.open_on(started_on).filter(
        household_id=locked.household_id, person=person, kind__in=MemberKind.ADULTS
    )
    if not adult.exists():
        raise Refused("Seul un adulte qui fait partie du ménage ce jour-là donne cet accord.", "person")
    answers = SharingAgreement.objects.filter(enrolment=locked, person=person, scope=scope)
    former = answers.filter(ended_on__isnull=True).first()
    if former and former.started_on >= started_on:
        raise Refused(
            f"Une réponse du {former.started_on:%d/%m/%Y} est déjà enregistrée : choisissez un jour suivant, ou "
            "retirez-la.",
            "started_on",
        )
    if former:
        former.ended_on = eve(started_on)
        former.save(update_fields=["ended_on"])
        _end_document(former, by=by, ended_on=former.ended_on)
    agreement = SharingAgreement.objects.create(
        enrolment=locked,
        person=person,
        scope=scope,
        is_granted=is_granted,
        note=note.strip(),
        proof=proof,
        document_id=document_id,
        started_on=started_on,
    )
    verb = "agreement.granted" if is_granted else "agreement.refused"
    details = {"scope": str(scope), "started_on": started_on.isoformat()}
    record(verb, agreement, by=by, subject_id=locked.pk, details=details)
    _follow(by, locked, scope, started_on)
    return agreement


@transaction.atomic
def revoke(*, by: uuid.UUID, agreement: SharingAgreement, revoked_on: dt.date) -> SharingAgreement:
    """Record that a person withdraws her accord: from that very day it opens nothing; it stood until the eve.

    Withdrawn on the day it was given, it stood on no day: the answer becomes a refusal. Raises Refused.
    """
    locked = lock(agreement.enrolment_id)
    revoked = SharingAgreement.objects.get(pk=agreement.pk)
    if revoked.ended_on is not None or not revoked.is_granted:
        raise Refused("Cet accord n’est plus en vigueur.")
    if revoked_on < revoked.started_on:
        raise Refused("Le retrait ne peut pas précéder l’accord.", "revoked_on")
    if revoked_on == revoked.started_on:
        revoked.is_granted = False
        revoked.save(update_fields=["is_granted"])
    else:
        revoked.ended_on = eve(revoked_on)
        revoked.save(update_fields=["ended_on"])
    _end_document(revoked, by=by, ended_on=eve(revoked_on))
    details = {"scope": revoked.scope, "revoked_on": revoked_on.isoformat()}
    record("agreement.revoked", revoked, by=by, subject_id=locked.pk, details=details)
    _follow(by, locked, SharingScope(revoked.scope), revoked_on)
    return revoked


@transaction.atomic
def give_notice(
    *, by: uuid.UUID, enrolment: Enrolment, given_on: dt.date, means: NoticeMeans, given_by: uuid.UUID | None = None
) -> InformationNotice:
    """Record that the household was told what is kept, why, and its rights."""
    locked = lock(enrolment.pk)
    notice = InformationNotice.objects.create(enrolment=locked, given_on=given_on, means=means, given_by=given_by or by)
    details = {"given_on": given_on.isoformat(), "means": str(means)}
    record("notice.given", notice, by=by, subject_id=locked.pk, details=details)
    return notice


@transaction.atomic
def take_back_notice(*, by: uuid.UUID, enrolment: Enrolment, given_on: dt.date, given_by: uuid.UUID) -> None:
    """Take back the notice that a letter carried, the letter being withdrawn: the household has not had it."""
    lock(enrolment.pk)
    rows = InformationNotice.objects.filter(enrolment=enrolment, means=NoticeMeans.LETTER)
    for notice in rows.filter(given_on=given_on, given_by=given_by):
        record("notice.taken_back", notice, by=by, subject_id=enrolment.pk, details={"on": given_on.isoformat()})
        notice.delete()


def _end_document(agreement: SharingAgreement, *, by: uuid.UUID, ended_on: dt.date) -> None:
    """End, with an accord, the document that said it: what is withdrawn is in force nowhere."""
    if agreement.document_id is None:
        return
    document = Document.objects.filter(pk=agreement.document_id, state=DocumentState.IN_FORCE).first()
    if document is None or document.in_force_on is None:
        return
    last = max(ended_on, document.in_force_on)
    end(
        document=document,
        ended_on=last,
        reason="Accord retiré ou remplacé",
        by=by,
        today=max(last, timezone.localdate()),
    )


def _follow(by: uuid.UUID, enrolment: Enrolment, scope: SharingScope, day: dt.date) -> None:
    """Let the second association follow, from the day of the latest of the answers that stand."""
    if scope != SharingScope.ASSOCIATIONS:
        return
    standing = SharingAgreement.objects.filter(
        enrolment=enrolment, scope=scope, is_granted=True, ended_on__isnull=True
    ).values_list("started_on", flat=True)
    follow_agreement(by=by, enrolment=enrolment, day=max([day, *standing]))

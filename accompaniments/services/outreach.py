"""Writes of the outreach ladder: an attempt made, what became of it, its withdrawal (domain.md §2.3)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import AttemptKind, AttemptResult, FailureAnswer, State
from accompaniments.models import Accompaniment, ContactAttempt, ContactFailure
from accompaniments.rules.outreach import (
    tracking_number,
    why_attempt_is_refused,
    why_follow_up_is_refused,
    why_rung_is_refused,
    why_tracking_is_refused,
)
from accompaniments.rules.states import standing_changes
from accompaniments.selectors.outreach_runs import run_of
from accompaniments.services.states import annul_last_change, change_state
from foundation.refusals import Refused
from households.enums import NoticeMeans
from households.models import InformationNotice
from households.services.sharing import give_notice, take_back_notice
from records.models import StoredFile
from records.services.events import record
from records.services.files import delete_file, store_file

LETTER_KIND = "accompaniments.outreach_letter"
PROOF_KIND = "accompaniments.outreach_receipt"
FIRST = "Première relance"
WITHDRAWN = "La relance qui avait ouvert la prise de contact est retirée"


@dataclass(frozen=True)
class Made:
    """A letter or a notice of passage that Palier made for this attempt."""

    content: bytes
    name: str
    gives_notice: bool = False  # it carries the information notice


@dataclass(frozen=True)
class Became:
    """What became of an attempt."""

    tracking_number: str = ""
    presented_on: dt.date | None = None
    received_on: dt.date | None = None
    returned_on: dt.date | None = None
    result: AttemptResult = AttemptResult.PENDING
    result_on: dt.date | None = None


NOTHING_YET = Became()


def record_attempt(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    kind: AttemptKind,
    sent_on: dt.date,
    sending_key: uuid.UUID,
    today: dt.date,
    rung: int | None = None,
    became: Became = NOTHING_YET,
    note: str = "",
    made: Made | None = None,
    returns_to_contacting: bool = False,
) -> ContactAttempt:
    """Record an attempt, its letter kept with it. Sent twice with one key it is made once.

    The first one of a course under review opens « prise de contact »; after the diagnosis, only when asked. A letter that
    carries the information notice counts as its delivery, in the same act. Raises Refused.
    """
    if known := ContactAttempt.objects.filter(sending_key=sending_key).first():
        return _again(known, accompaniment, by)
    refusal = why_attempt_is_refused(
        State(accompaniment.state), sent_on, opened_on=accompaniment.opened_on, today=today
    )
    _refuse(refusal)
    letter = _kept(made, accompaniment, sending_key, by=by) if made else None
    try:
        return _recorded(
            by=by,
            accompaniment=accompaniment,
            row=ContactAttempt(
                accompaniment=accompaniment,
                kind=kind,
                rung=rung,
                sent_on=sent_on,
                note=note.strip(),
                letter=letter,
                worker_id=by,
                sending_key=sending_key,
                recorded_by=by,
            ),
            became=became,
            gives_notice=bool(made and made.gives_notice),
            returns_to_contacting=returns_to_contacting,
            today=today,
        )
    except BaseException:
        if letter is not None:
            delete_file(stored=letter, by=by, file_of=accompaniment.enrolment_id)
        raise


@transaction.atomic
def _recorded(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    row: ContactAttempt,
    became: Became,
    gives_notice: bool,
    returns_to_contacting: bool,
    today: dt.date,
) -> ContactAttempt:
    course = _locked(accompaniment)
    kind, state = AttemptKind(row.kind), State(course.state)
    _refuse(why_attempt_is_refused(state, row.sent_on, opened_on=course.opened_on, today=today))
    run = run_of(course)
    expected = run.coming.position if run.coming else None
    _refuse_on("kind", why_rung_is_refused(row.rung, kind, expected=expected, expected_kind=run.coming_kind))
    if row.rung is not None and run.done and row.sent_on < run.done[max(run.done)].sent_on:
        raise Refused("La relance précédente est plus récente\u00a0: vérifiez ce jour.", "sent_on")
    _write(row, became, today=today)
    row.save(force_insert=True)
    _event("attempt.made", row, course, by=by)
    if gives_notice and not InformationNotice.objects.filter(enrolment_id=course.enrolment_id).exists():
        give_notice(by=by, enrolment=course.enrolment, given_on=row.sent_on, means=NoticeMeans.LETTER)
    if state == State.REVIEWING or (state == State.DIAGNOSED and returns_to_contacting):
        change_state(
            by=by,
            accompaniment=accompaniment,
            to_state=State.CONTACTING,
            effective_on=max(row.sent_on, course.state_on),
            today=today,
            reason=FIRST,
        )
    _after_success(row, course, by=by, today=today)
    return row


def follow_attempt(
    *,
    by: uuid.UUID,
    attempt: ContactAttempt,
    became: Became,
    note: str,
    today: dt.date,
    proof: Made | None = None,
) -> ContactAttempt:
    """Note what became of an attempt: presented, received, returned, its result; `proof` is the post's own paper.

    An answer while the contact is said to have failed takes it up again, from that day. Raises Refused.
    """
    stored = _receipt(proof, attempt, by=by) if proof else None
    try:
        return _followed(by=by, attempt=attempt, became=became, note=note, proof=stored, today=today)
    except BaseException:
        if stored is not None:
            delete_file(stored=stored, by=by, file_of=attempt.accompaniment.enrolment_id)
        raise


@transaction.atomic
def _followed(
    *,
    by: uuid.UUID,
    attempt: ContactAttempt,
    became: Became,
    note: str,
    proof: StoredFile | None,
    today: dt.date,
) -> ContactAttempt:
    course = _locked(attempt.accompaniment)
    row = ContactAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if row.withdrawn_at is not None:
        raise Refused("Cette relance est retirée.")
    if course.state == State.CLOSED:
        raise Refused("Ce suivi est clos\u00a0: ses relances ne changent plus.")
    _write(row, became, today=today)
    row.note = note.strip()
    if proof is not None:
        row.proof = proof
    row.save()
    _event("attempt.followed", row, course, by=by)
    _after_success(row, course, by=by, today=today)
    return row


@transaction.atomic
def withdraw_attempt(*, by: uuid.UUID, attempt: ContactAttempt, reason: str) -> None:
    """Withdraw an attempt recorded in error: it stays, struck through. Withdrawn twice is withdrawn once.

    The information notice that its letter carried is to give again. When it alone had opened « prise de contact », that
    step is annulled by a correction. Raises Refused.
    """
    if not reason.strip():
        raise Refused("Dites pourquoi cette relance est retirée.", "reason")
    course = _locked(attempt.accompaniment)
    row = ContactAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if row.withdrawn_at is not None:
        return
    changes = standing_changes(list(course.changes.order_by("position")))
    if any(one.to_state == State.CONTACT_FAILED and row.recorded_at <= one.recorded_at for one in changes):
        raise Refused("Cette relance fait partie de la preuve d’un contact infructueux\u00a0: elle ne se retire plus.")
    if course.state == State.CLOSED:
        raise Refused("Ce suivi est clos\u00a0: ses relances ne changent plus.")
    if _may_have_carried_notice(row):
        take_back_notice(by=by, enrolment=course.enrolment, given_on=row.sent_on, given_by=row.recorded_by)
    row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    _event("attempt.withdrawn", row, course, by=by)
    lapse_failure(by=by, course=course, on=timezone.localdate(row.withdrawn_at))
    if course.attempts.filter(withdrawn_at__isnull=True).exists() or course.state != State.CONTACTING:
        return
    if changes[-1].reason == FIRST and changes[-1].to_state == State.CONTACTING:
        annul_last_change(by=by, accompaniment=attempt.accompaniment, reason=WITHDRAWN)


def _may_have_carried_notice(row: ContactAttempt) -> bool:
    """Tell whether this is the first of the letters made for its day: only that one carries the information notice."""
    if row.letter_id is None or row.kind not in AttemptKind.LETTERS:
        return False
    letters = ContactAttempt.objects.filter(
        accompaniment__enrolment_id=row.accompaniment.enrolment_id,
        kind__in=AttemptKind.LETTERS,
        letter__isnull=False,
        sent_on=row.sent_on,
        withdrawn_at__isnull=True,
    )
    return letters.order_by("recorded_at").first() == row


def lapse_failure(*, by: uuid.UUID, course: Accompaniment, on: dt.date) -> None:
    """Let what was asked of the manager lapse: the person answered, or what it stood on changed."""
    row = course.failures.filter(answer=FailureAnswer.PENDING).first()
    if row is None:
        return
    row.answer, row.answered_on, row.answered_by = FailureAnswer.LAPSED, on, by
    row.save(update_fields=["answer", "answered_on", "answered_by"])
    record("contact_failure.lapsed", row, by=by, subject_id=course.enrolment_id)


def locked_failure(failure: ContactFailure) -> tuple[ContactFailure, Accompaniment]:
    """Read a failure and its course again under a lock."""
    course = _locked(failure.accompaniment)
    return ContactFailure.objects.select_for_update(of=("self",)).get(pk=failure.pk), course


def _after_success(row: ContactAttempt, course: Accompaniment, *, by: uuid.UUID, today: dt.date) -> None:
    if row.result not in AttemptResult.SUCCESS or row.result_on is None:
        return
    lapse_failure(by=by, course=course, on=today)
    if course.state == State.CONTACT_FAILED:
        change_state(
            by=by,
            accompaniment=course,
            to_state=State.CONTACTING,
            effective_on=max(row.result_on, course.state_on),
            today=today,
            reason=AttemptResult(row.result).label,
        )


def _write(row: ContactAttempt, became: Became, *, today: dt.date) -> None:
    kind = AttemptKind(row.kind)
    number = tracking_number(became.tracking_number)
    _refuse_on("tracking_number", why_tracking_is_refused(kind, number))
    _refuse(
        why_follow_up_is_refused(
            kind,
            sent_on=row.sent_on,
            presented_on=became.presented_on,
            received_on=became.received_on,
            returned_on=became.returned_on,
            result=became.result,
            result_on=became.result_on,
            today=today,
        )
    )
    row.tracking_number = number
    row.presented_on, row.received_on, row.returned_on = became.presented_on, became.received_on, became.returned_on
    row.result, row.result_on = became.result, became.result_on


def _again(known: ContactAttempt, accompaniment: Accompaniment, by: uuid.UUID) -> ContactAttempt:
    if (known.accompaniment_id, known.recorded_by) != (accompaniment.pk, by):
        raise Refused("Ce formulaire a déjà servi. Rechargez la page, puis recommencez.")
    return known


def _kept(made: Made, accompaniment: Accompaniment, key: uuid.UUID, *, by: uuid.UUID) -> StoredFile:
    return store_file(
        content=made.content,
        name=made.name,
        kind=LETTER_KIND,
        subject_id=key,
        by=by,
        file_of=accompaniment.enrolment_id,
    )


def _receipt(proof: Made, attempt: ContactAttempt, *, by: uuid.UUID) -> StoredFile:
    return store_file(
        content=proof.content,
        name=proof.name,
        kind=PROOF_KIND,
        subject_id=attempt.pk,
        by=by,
        file_of=attempt.accompaniment.enrolment_id,
    )


def _locked(accompaniment: Accompaniment) -> Accompaniment:
    row: Accompaniment = (
        Accompaniment.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .get(pk=accompaniment.pk)
    )
    return row


def _refuse(refusal: tuple[str, str] | None) -> None:
    if refusal:
        field, reason = refusal
        raise Refused(reason, field)


def _refuse_on(field: str, reason: str | None) -> None:
    if reason:
        raise Refused(reason, field)


def _event(verb: str, row: ContactAttempt, course: Accompaniment, *, by: uuid.UUID) -> None:
    details = {"kind": row.kind, "rung": row.rung, "sent_on": row.sent_on.isoformat(), "result": row.result}
    record(verb, row, by=by, subject_id=course.enrolment_id, details=details)

"""« Contact infructueux »: asked by the team once the ladder is exhausted, confirmed by the manager, taken up again (§2.2 V3x)."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from accompaniments.enums import FailureAnswer, State
from accompaniments.models import Accompaniment, ContactFailure
from accompaniments.rules.outreach import why_confirmation_is_refused, why_failure_is_refused
from accompaniments.selectors.outreach_runs import run_of
from accompaniments.services.outreach import locked_failure
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from records.models import StoredFile
from records.services.events import record
from records.services.files import delete_file, store_file

FILE_KIND = "accompaniments.contact_failure"
ANSWERED = "Cette demande a déjà reçu sa réponse, ou n’a plus d’objet."
CHANGED = "Une relance vient d’être ajoutée ou retirée\u00a0: relisez la liste, puis confirmez à nouveau."
HEARD = "Une rencontre ou une réponse a été consignée depuis\u00a0: notez-la d’abord comme résultat de la relance."


@transaction.atomic
def ask_failure(*, by: uuid.UUID, accompaniment: Accompaniment, note: str, today: dt.date) -> ContactFailure:
    """Say that nobody could be reached, for the manager to confirm. Raises Refused while the ladder is not exhausted."""
    course = _locked(accompaniment)
    _refuse_unless_over(course, today)
    if course.failures.filter(answer=FailureAnswer.PENDING).exists():
        raise Refused("La responsable a déjà reçu cette demande.")
    row = ContactFailure.objects.create(accompaniment=course, asked_on=today, asked_by=by, note=note.strip())
    record("contact_failure.asked", row, by=by, subject_id=course.enrolment_id, details={"on": today.isoformat()})
    return row


def confirm_failure(
    *,
    by: uuid.UUID,
    failure: ContactFailure,
    is_lead: bool,
    proof: bytes,
    proof_name: str,
    attempts: Collection[uuid.UUID],
    today: dt.date,
) -> ContactFailure:
    """Confirm it: the course becomes « contact infructueux », and the proof made from these attempts is kept. Raises Refused."""
    enrolment_id = failure.accompaniment.enrolment_id
    if failure.answer != FailureAnswer.PENDING:
        raise Refused(ANSWERED)
    stored = store_file(
        content=proof, name=proof_name, kind=FILE_KIND, subject_id=failure.pk, by=by, file_of=enrolment_id
    )
    try:
        return _confirmed(failure, stored, by=by, is_lead=is_lead, attempts=attempts, today=today)
    except BaseException:
        delete_file(stored=stored, by=by, file_of=enrolment_id)
        raise


@transaction.atomic
def _confirmed(
    failure: ContactFailure,
    stored: StoredFile,
    *,
    by: uuid.UUID,
    is_lead: bool,
    attempts: Collection[uuid.UUID],
    today: dt.date,
) -> ContactFailure:
    row, course = locked_failure(failure)
    if row.answer != FailureAnswer.PENDING:
        raise Refused(ANSWERED)
    if reason := why_confirmation_is_refused(is_own=row.asked_by == by, is_lead=is_lead):
        raise Refused(reason)
    _refuse_unless_over(course, today)
    if _standing_since_first(course, attempts) != set(attempts):
        raise Refused(CHANGED)
    row.answer, row.answered_on, row.answered_by, row.proof = FailureAnswer.CONFIRMED, today, by, stored
    row.save(update_fields=["answer", "answered_on", "answered_by", "proof"])
    record("contact_failure.confirmed", row, by=by, subject_id=course.enrolment_id, details={"on": today.isoformat()})
    change_state(
        by=by,
        accompaniment=course,
        to_state=State.CONTACT_FAILED,
        effective_on=max(today, course.state_on),
        today=today,
    )
    return row


@transaction.atomic
def decline_failure(*, by: uuid.UUID, failure: ContactFailure, reason: str, today: dt.date) -> ContactFailure:
    """Give it back to the team with what is still to try. Raises Refused."""
    row, course = locked_failure(failure)
    if row.answer != FailureAnswer.PENDING:
        raise Refused(ANSWERED)
    if not reason.strip():
        raise Refused("Dites ce qu’il reste à tenter.", "reason")
    row.answer, row.answered_on, row.answered_by, row.reason = FailureAnswer.DECLINED, today, by, reason.strip()
    row.save(update_fields=["answer", "answered_on", "answered_by", "reason"])
    record("contact_failure.declined", row, by=by, subject_id=course.enrolment_id, details={"on": today.isoformat()})
    return row


@transaction.atomic
def restart_contact(
    *, by: uuid.UUID, accompaniment: Accompaniment, effective_on: dt.date, reason: str, today: dt.date
) -> None:
    """Take a failed contact up again: the person came, called, or wrote. Raises Refused."""
    course = _locked(accompaniment)
    if course.state != State.CONTACT_FAILED:
        raise Refused("Le contact de ce ménage n’est pas dit infructueux.")
    change_state(
        by=by,
        accompaniment=accompaniment,
        to_state=State.CONTACTING,
        effective_on=effective_on,
        today=today,
        reason=reason.strip(),
    )


def _refuse_unless_over(course: Accompaniment, today: dt.date) -> None:
    run = run_of(course)
    if run.heard_on:
        raise Refused(HEARD)
    reason = why_failure_is_refused(State(course.state), has_ladder=bool(run.ladder), over_on=run.over_on, today=today)
    if reason:
        raise Refused(reason)


def _standing_since_first(course: Accompaniment, attempts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Give the attempts that stand from the first of these on: another association's, made before, are not in the proof."""
    rows = course.attempts.filter(withdrawn_at__isnull=True)
    first = rows.filter(pk__in=attempts).order_by("sent_on").values_list("sent_on", flat=True).first()
    return set(rows.filter(sent_on__gte=first).values_list("pk", flat=True)) if first else set()


def _locked(accompaniment: Accompaniment) -> Accompaniment:
    row: Accompaniment = (
        Accompaniment.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .get(pk=accompaniment.pk)
    )
    return row

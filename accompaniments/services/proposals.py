"""The proposal and its answer, each a dated act that moves the course (domain.md §2.0.1)."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import ProposalAnswer, State
from accompaniments.models import Accompaniment, Proposal
from accompaniments.rules.proposals import (
    leads_to,
    why_answer_is_refused,
    why_corrected_answer_is_refused,
    why_correction_waits,
    why_proposal_is_refused,
)
from accompaniments.services.states import annul_last_change, change_state
from foundation.refusals import Refused
from households.models import Enrolment
from records.services.events import one_act, record

AGAIN = "Une autre proposition est faite au ménage."
BACK = {
    ProposalAnswer.REFUSED: "Le ménage refuse la proposition.",
    ProposalAnswer.NO_ANSWER: "La proposition est restée sans réponse.",
}


@transaction.atomic
def propose(
    *, by: uuid.UUID, enrolment: Enrolment, proposed_on: dt.date, today: dt.date, offered: str = "", reason: str = ""
) -> Proposal:
    """Record what is proposed to the household: its answer is then awaited. Sent twice for one day it is made once.

    Raises Refused before the diagnosis, while an answer is awaited, or when the programme's criteria hold it back.
    """
    course = _course(enrolment)
    state = State(course.state) if course else None
    if course is not None and state == State.PROPOSED:
        same: Proposal | None = Proposal.objects.filter(
            accompaniment=course, proposed_on=proposed_on, answer=ProposalAnswer.PENDING, recorded_by=by
        ).first()
        if same is not None:
            return same
    if (refusal := why_proposal_is_refused(state)) or course is None:
        raise Refused(refusal or "Ce suivi est terminé.")
    with one_act():
        try:
            change_state(
                by=by,
                accompaniment=course,
                to_state=State.PROPOSED,
                effective_on=proposed_on,
                today=today,
                reason=reason.strip() or (AGAIN if state == State.READY else ""),
            )
        except Refused as refused:
            raise Refused(refused.reason, "proposed_on" if refused.field == "effective_on" else "") from refused
        row: Proposal = Proposal.objects.create(
            accompaniment=course, proposed_on=proposed_on, offered=offered.strip(), recorded_by=by
        )
        record("proposal.made", row, by=by, subject_id=enrolment.pk, details={"on": proposed_on.isoformat()})
    return row


@transaction.atomic
def answer_proposal(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    answer: ProposalAnswer,
    answered_on: dt.date,
    today: dt.date,
    note: str = "",
) -> Proposal:
    """Record the household's answer: accepted, it is ready; refused or silent, one is back at the diagnosis.

    A household taken over while its answer was awaited gets its proposal with its answer. Raises Refused.
    """
    course = _course(enrolment)
    state = State(course.state) if course else None
    row = None
    if course is not None:
        row = (
            Proposal.objects.select_for_update(of=("self",))
            .filter(accompaniment=course, answer=ProposalAnswer.PENDING)
            .first()
        )
    proposed_on = row.proposed_on if row else course.state_on if course else None
    refusal = why_answer_is_refused(state, answer, proposed_on=proposed_on, answered_on=answered_on, today=today)
    if refusal:
        raise Refused(*refusal)
    if course is None:  # never: the rule above refused it
        raise Refused("Ce suivi est terminé.")
    if row is None:
        row = Proposal(accompaniment=course, proposed_on=course.state_on, recorded_by=by)
    with one_act():
        try:
            change_state(
                by=by,
                accompaniment=course,
                to_state=leads_to(answer),
                effective_on=answered_on,
                today=today,
                reason=note.strip() or BACK.get(answer, ""),
            )
        except Refused as refused:
            raise Refused(refused.reason, "answered_on" if refused.field == "effective_on" else "") from refused
        row.answer, row.answered_on, row.note = answer, answered_on, note.strip()
        row.save()
        details = {"answer": answer.value, "on": answered_on.isoformat()}
        record("proposal.answered", row, by=by, subject_id=enrolment.pk, details=details)
    return row


@transaction.atomic
def correct_answer(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    answer: ProposalAnswer,
    answered_on: dt.date | None,
    reason: str,
    today: dt.date,
    note: str = "",
) -> Proposal:
    """Correct the answer last recorded: the wrong row stays with the reason, a new row and a new step take its place.

    The course goes back by a correction row to what it was before, then where the right answer leads (§2.0.1, 6).
    PENDING says that nothing was answered yet. Sent twice it is made once. Raises Refused once the course moved on.
    """
    course = _course(enrolment)
    row: Proposal | None = (
        Proposal.objects.standing()
        .select_for_update(of=("self",))
        .filter(accompaniment=course)
        .order_by("-recorded_at")
    ).first()
    said = (answer, None if answer == ProposalAnswer.PENDING else answered_on, note.strip())
    if row is not None and (ProposalAnswer(row.answer), row.answered_on, row.note) == said:
        if Proposal.objects.filter(annulled_by=row).exists():
            return row
        raise Refused("C’est déjà ce qui est enregistré\u00a0: il n’y a rien à corriger.", "answer")
    changes = list(course.changes.order_by("position")) if course else []
    waits = why_correction_waits(changes, ProposalAnswer(row.answer) if row else None)
    if waits or course is None or row is None:
        raise Refused(waits or "Ce suivi est terminé.")
    refusal = why_corrected_answer_is_refused(
        answer, proposed_on=row.proposed_on, answered_on=answered_on, reason=reason, today=today
    )
    if refusal:
        raise Refused(*refusal)
    with one_act():
        annul_last_change(by=by, accompaniment=course, reason=reason.strip())
        right = Proposal.objects.create(
            accompaniment=course,
            proposed_on=row.proposed_on,
            offered=row.offered,
            answer=answer,
            answered_on=said[1],
            note=said[2],
            recorded_by=by,
        )
        row.annulled_by, row.annulment_reason = right, reason.strip()
        row.save(update_fields=["annulled_by", "annulment_reason"])
        if said[1] is not None:
            change_state(
                by=by,
                accompaniment=course,
                to_state=leads_to(answer),
                effective_on=said[1],
                today=today,
                reason=said[2] or BACK.get(answer, ""),
            )
        details = {"answer": answer.value, "corrects": str(row.pk)}
        record("proposal.corrected", right, by=by, subject_id=enrolment.pk, details=details)
    return right


def _course(enrolment: Enrolment) -> Accompaniment | None:
    row: Accompaniment | None = (
        Accompaniment.objects.open().select_for_update(of=("self",)).filter(enrolment=enrolment).first()
    )
    return row

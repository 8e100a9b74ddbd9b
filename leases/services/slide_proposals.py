"""The proposal of a slide: the association proposes, the landlord decides, the household answers (domain.md §2.1 S11)."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from leases.enums import SLIDE_TRANSITIONS, SlideState
from leases.models import Lease, SlideProposal
from leases.rules.exams import exam_period, number_on
from leases.rules.slides import what_decision_lacks, what_proposal_lacks, why_answer_is_refused
from leases.selectors.exams import exam_terms
from leases.services.exams import DURABLE, ExamRefused
from leases.services.slides import refuse_slid
from records.services.events import record


@transaction.atomic
def propose(*, by: uuid.UUID, sublease: Lease, reasons: str, proposed_on: dt.date, today: dt.date) -> SlideProposal:
    """Propose to the landlord that the lease slides. Raises Refused, ExamRefused."""
    lease: Lease = Lease.objects.select_for_update(of=("self",)).get(pk=sublease.pk)
    if not lease.expects_slide:
        raise Refused(DURABLE)
    refuse_slid(lease)
    if lacks := what_proposal_lacks(
        reasons=reasons, proposed_on=proposed_on, signed_on=lease.signed_on, ended_on=lease.ended_on, today=today
    ):
        raise ExamRefused(lacks)
    if lease.slide_proposals.filter(state__in=SlideState.OPEN).exists():
        raise Refused("Une proposition est déjà en cours pour cette sous-location.")
    row: SlideProposal = lease.slide_proposals.create(
        state=SlideState.PROPOSED,
        state_on=proposed_on,
        proposed_on=proposed_on,
        proposed_by=by,
        reasons=reasons.strip(),
    )
    _keep(row, by=by, reason="")
    return row


@transaction.atomic
def decide(
    *,
    by: uuid.UUID,
    proposal: SlideProposal,
    state: SlideState,
    decided_on: dt.date,
    planned_on: dt.date | None,
    reason: str,
    today: dt.date,
) -> SlideProposal:
    """Record the landlord's decision: agreed with its day, extended by a period, or refused. Raises Refused, ExamRefused.

    A refusal is told to the préfet: the notice of the period is then due with its reason (L.442-8-3 CCH).
    """
    row = _locked(proposal)
    _refuse_jump(row, state)
    if lacks := what_decision_lacks(
        state.value,
        decided_on=decided_on,
        proposed_on=row.proposed_on,
        planned_on=planned_on,
        reason=reason,
        today=today,
    ):
        raise ExamRefused(lacks)
    row.decided_on, row.decided_by, row.decision_reason = decided_on, by, reason.strip()
    row.answered_on, row.answer_note = None, ""
    row.planned_on = planned_on if state == SlideState.AGREED else row.planned_on
    if state == SlideState.EXTENDED:
        terms = exam_terms(today)
        number = number_on(row.sublease.signed_on, decided_on, terms)
        row.extended_until = exam_period(row.sublease.signed_on, number + 1, terms).ended_on
    _move(row, state, by=by, on=decided_on, reason=reason)
    return row


@transaction.atomic
def answer(
    *, by: uuid.UUID, proposal: SlideProposal, accepts: bool, answered_on: dt.date, note: str, today: dt.date
) -> SlideProposal:
    """Record the household's answer to the landlord's agreement. Raises Refused, ExamRefused."""
    row = _locked(proposal)
    state = SlideState.ACCEPTED if accepts else SlideState.DECLINED
    _refuse_jump(row, state)
    if reasons := why_answer_is_refused(
        answered_on=answered_on, decided_on=row.decided_on or row.proposed_on, today=today
    ):
        raise ExamRefused(reasons)
    row.answered_on, row.answer_note = answered_on, note.strip()
    _move(row, state, by=by, on=answered_on, reason=note)
    return row


@transaction.atomic
def withdraw(*, by: uuid.UUID, proposal: SlideProposal, reason: str, today: dt.date) -> SlideProposal:
    """Withdraw a proposal: the association takes it back, its line stays. Raises Refused."""
    row = _locked(proposal)
    _refuse_jump(row, SlideState.WITHDRAWN)
    if not reason.strip():
        raise Refused("Dites pourquoi.", "reason")
    _move(row, SlideState.WITHDRAWN, by=by, on=today, reason=reason)
    return row


def _locked(proposal: SlideProposal) -> SlideProposal:
    row: SlideProposal = (
        SlideProposal.objects.select_for_update(of=("self",)).select_related("sublease").get(pk=proposal.pk)
    )
    refuse_slid(row.sublease)
    if row.sublease.ended_on is not None and row.state in SlideState.OPEN and row.sublease.ended_on < row.state_on:
        raise Refused("La sous-location est terminée.")
    return row


def _refuse_jump(row: SlideProposal, state: SlideState) -> None:
    present = SlideState(row.state)
    if state not in SLIDE_TRANSITIONS[present]:
        raise Refused(f"Cette proposition est déjà close, ou n’en est pas là\u00a0: {present.label}.")


def _move(row: SlideProposal, state: SlideState, *, by: uuid.UUID, on: dt.date, reason: str) -> None:
    row.state, row.state_on = state, on
    row.save()
    _keep(row, by=by, reason=reason)


def _keep(row: SlideProposal, *, by: uuid.UUID, reason: str) -> None:
    """Leave the dated row of the present state, and its event."""
    row.changes.create(
        position=row.changes.count() + 1,
        to_state=row.state,
        effective_on=row.state_on,
        reason=reason.strip(),
        recorded_by=by,
    )
    details = {"to": SlideState(row.state).value, "on": row.state_on.isoformat()}
    record("slide_proposal.moved", row, by=by, subject_id=row.sublease.enrolment_id, details=details)

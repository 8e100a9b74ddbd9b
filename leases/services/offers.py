"""Offers and their answers, imported by journeys alone (R.441-10 CCH, domain.md §3.5)."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from leases.enums import Answer, DecisionKind, FileState
from leases.models import Decision, Offer
from leases.rules.offers import answer_due_on, has_lapsed
from leases.selectors.decisions import counts_as_positive
from leases.services.states import lock_file, move
from records.selectors.parameters import parameter_on
from records.services.events import record

STATE_OF_ANSWER = {
    Answer.ACCEPTED: FileState.ACCEPTED,
    Answer.REFUSED: FileState.REFUSED,
    Answer.SILENCE: FileState.NO_ANSWER,
}


@transaction.atomic
def send_offer(*, by: uuid.UUID, decision: Decision, notified_on: dt.date, today: dt.date) -> Offer:
    """Record that the landlord notified its offer; its clock is that of the parameter in force, kept as told.

    Raises Refused when the decision is not positive, when its piece is missing, or for a day outside decision–today.
    """
    file = lock_file(decision.file_id)
    decision = Decision.objects.get(pk=decision.pk)
    if not counts_as_positive(decision):
        raise Refused("Une offre suit une décision positive, au premier rang.")
    if decision.kind == DecisionKind.ALLOCATED_CONDITIONAL and decision.piece_received_on is None:
        raise Refused("La pièce attendue n’est pas arrivée\u00a0: enregistrez-la d’abord.")
    if not decision.decided_on <= notified_on <= today:
        raise Refused("La notification se place entre la décision et aujourd’hui.", "notified_on")
    if file.state != FileState.DECIDED:
        raise Refused("Une offre a déjà été notifiée pour ce dossier.")
    days = parameter_on("offer.days", notified_on).whole
    offer = Offer.objects.create(
        decision=decision,
        notified_on=notified_on,
        days=days,
        due_on=answer_due_on(notified_on, days),
        recorded_by=by,
    )
    decision.notified_on = notified_on
    decision.save(update_fields=["notified_on"])
    move(file, FileState.OFFER_SENT, by=by, effective_on=max(notified_on, file.state_on))
    details = {"on": notified_on.isoformat(), "due_on": offer.due_on.isoformat()}
    record("offer.sent", offer, by=by, subject_id=file.enrolment_id, details=details)
    return offer


@transaction.atomic
def record_answer(
    *, by: uuid.UUID, offer: Offer, answer: Answer, answered_on: dt.date, reason: str, today: dt.date
) -> Offer:
    """Record the household's answer; silence only once the clock is over, and by a person, never by itself.

    Raises Refused for a second answer, a day before the notification or ahead, or a silence that is not one yet.
    """
    row: Offer = Offer.objects.select_for_update(of=("self",)).select_related("decision").get(pk=offer.pk)
    file = lock_file(row.decision.file_id)
    if row.answer:
        raise Refused("La réponse à cette offre est déjà enregistrée.")
    if not row.notified_on <= answered_on <= today:
        raise Refused("La réponse se place entre la notification et aujourd’hui.", "answered_on")
    if answer == Answer.SILENCE and not has_lapsed(row.notified_on, row.days, today):
        raise Refused("Le délai de réponse court encore\u00a0: le silence ne vaut pas encore refus.", "answer")
    row.answer, row.answered_on, row.reason = answer, answered_on, reason
    row.save(update_fields=["answer", "answered_on", "reason"])
    move(file, STATE_OF_ANSWER[answer], by=by, effective_on=max(answered_on, file.state_on))
    details = {"answer": answer.value, "on": answered_on.isoformat()}
    record("offer.answered", row, by=by, subject_id=file.enrolment_id, details=details)
    return row

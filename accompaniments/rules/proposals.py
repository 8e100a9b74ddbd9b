"""The proposal made to a household, and its answer: when each may be recorded (domain.md §2.1 S4, §2.2 V7)."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from accompaniments.enums import ProposalAnswer, State
from accompaniments.rules.states import Change, standing_changes, why_day_is_refused
from foundation.words import plain_date

FROM = (State.DIAGNOSED, State.READY)  # a household that had agreed may be proposed something else
ANSWERS = (ProposalAnswer.ACCEPTED, ProposalAnswer.REFUSED, ProposalAnswer.NO_ANSWER)

CORRECTED = (*ANSWERS, ProposalAnswer.PENDING)  # it may be that nothing was answered at all


class Step(Change, Protocol):
    """What the correction asks of a change of state: where it came from too."""

    @property
    def from_state(self) -> str:
        """The state left."""


def why_proposal_is_refused(state: State | None) -> str | None:
    """Say why nothing may be proposed at this state, or None: the diagnosis is done, no answer is awaited (§2.0.1)."""
    if state in FROM:
        return None
    if state == State.PROPOSED:
        return "Une proposition attend déjà la réponse du ménage\u00a0: enregistrez d’abord cette réponse."
    if state in {State.SUPPORTED, State.WATCHED}:
        return "Ce ménage est déjà accompagné."
    if state is None or state == State.CLOSED:
        return "Ce suivi est terminé."
    return "L’accompagnement se propose une fois le diagnostic validé."


def why_answer_is_refused(
    state: State | None, answer: ProposalAnswer, *, proposed_on: dt.date | None, answered_on: dt.date, today: dt.date
) -> tuple[str, str] | None:
    """Say why an answer may not be recorded, with its field, or None: one is awaited, and it does not precede the proposal."""
    if state != State.PROPOSED:
        return "Aucune proposition n’attend de réponse.", ""
    if answer not in ANSWERS:
        return "Choisissez la réponse du ménage.", "answer"
    if reason := why_day_is_refused(answered_on, today):
        return reason, "answered_on"
    if proposed_on and answered_on < proposed_on:
        return (
            f"La proposition date du {plain_date(proposed_on)}\u00a0: indiquez ce jour ou un jour qui le suit.",
            "answered_on",
        )
    return None


def why_correction_waits(changes: Sequence[Step], answer: ProposalAnswer | None) -> str | None:
    """Say why a recorded answer may not be corrected, or None: it is the last thing that moved the course (§2.0.1, 6)."""
    if answer is None or answer == ProposalAnswer.PENDING:
        return "Aucune réponse n’est enregistrée\u00a0: il n’y a rien à corriger."
    standing = standing_changes(changes)
    last = standing[-1] if standing else None
    if last is None or (last.from_state, last.to_state) != (State.PROPOSED, leads_to(answer)):
        return (
            "Le dossier a changé d’étape depuis cette réponse\u00a0: elle ne se corrige plus. "
            "Ce qui suit s’enregistre comme un fait nouveau."
        )
    return None


def why_corrected_answer_is_refused(
    answer: ProposalAnswer, *, proposed_on: dt.date, answered_on: dt.date | None, reason: str, today: dt.date
) -> tuple[str, str] | None:
    """Say why the right answer may not be recorded, with its field, or None. « Encore attendue » has no day."""
    if answer not in CORRECTED:
        return "Choisissez la réponse du ménage.", "answer"
    if not reason.strip():
        return "Dites ce qui était inexact\u00a0: la correction garde sa raison.", "reason"
    if answer == ProposalAnswer.PENDING:
        return None
    if answered_on is None:
        return "Indiquez le jour de la réponse.", "answered_on"
    return why_answer_is_refused(State.PROPOSED, answer, proposed_on=proposed_on, answered_on=answered_on, today=today)


def leads_to(answer: ProposalAnswer) -> State:
    """Give the state that an answer leads to: accepted, the household is ready; else one is back at the diagnosis."""
    return State.READY if answer == ProposalAnswer.ACCEPTED else State.DIAGNOSED

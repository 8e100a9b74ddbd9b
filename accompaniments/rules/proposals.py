"""The proposal made to a household, and its answer: when each may be recorded (domain.md §2.1 S4, §2.2 V7)."""

import datetime as dt

from accompaniments.enums import ProposalAnswer, State
from accompaniments.rules.states import why_day_is_refused
from foundation.words import plain_date

FROM = (State.DIAGNOSED, State.READY)  # a household that had agreed may be proposed something else
ANSWERS = (ProposalAnswer.ACCEPTED, ProposalAnswer.REFUSED, ProposalAnswer.NO_ANSWER)


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


def leads_to(answer: ProposalAnswer) -> State:
    """Give the state that an answer leads to: accepted, the household is ready; else one is back at the diagnosis."""
    return State.READY if answer == ProposalAnswer.ACCEPTED else State.DIAGNOSED

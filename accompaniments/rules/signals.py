"""What the landlord may signal, and what the lead worker may answer (domain.md §2.1 S12)."""

import datetime as dt

from accompaniments.enums import SignalAnswer, State
from foundation.words import plain_date


def why_signal_is_refused(state: State | None, *, watch_last_on: dt.date | None, today: dt.date) -> str | None:
    """Say why a signal reaches nobody any more, or None: the household is accompanied, or its watch runs."""
    if state is None or state == State.CLOSED:
        return "Ce suivi est terminé\u00a0: pour un nouveau besoin, faites une nouvelle demande d’intervention."
    if state in State.IN_PREPARATION:
        return "L’accompagnement n’a pas commencé\u00a0: joignez directement la personne qui suit ce ménage."
    if state == State.WATCHED and watch_last_on is not None and today > watch_last_on:
        return (
            f"La veille est terminée depuis le {plain_date(watch_last_on)}\u00a0: "
            "pour un nouveau besoin, faites une nouvelle demande d’intervention."
        )
    return None


def offered_answers(state: State) -> tuple[SignalAnswer, ...]:
    """Give the answers that fit a state: one reopens what is watched, one handles what is already accompanied."""
    if state == State.WATCHED:
        return (SignalAnswer.REOPENED, SignalAnswer.NOT_REOPENED)
    if state == State.SUPPORTED:
        return (SignalAnswer.HANDLED,)
    return ()


def why_answer_is_refused(
    state: State, answer: SignalAnswer, text: str, *, is_answered: bool
) -> tuple[str, str] | None:
    """Say why a signal may not be answered so, with its field, or None; « pas de réouverture » says why."""
    if is_answered:
        return "Ce signalement a déjà sa réponse.", ""
    if answer not in offered_answers(state):
        return "Cette réponse ne va pas avec l’étape du dossier.", "answer"
    if answer == SignalAnswer.NOT_REOPENED and not text.strip():
        return "Dites au bailleur pourquoi l’accompagnement n’est pas rouvert.", "text"
    return None

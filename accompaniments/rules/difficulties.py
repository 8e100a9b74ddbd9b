"""What may be reported of a household, what each side may answer, who closes (domain.md §2.1 S12)."""

import datetime as dt

from accompaniments.enums import DIFFICULTY_TRANSITIONS, DifficultyAnswer, DifficultyState, Side, State
from foundation.words import plain_date

NO_WORD = "Dites en une phrase ce que vous signalez."
NO_ANSWER = "Écrivez votre réponse\u00a0: l’autre partie l’attend."
NO_OUTCOME = "Dites comment la difficulté est réglée."
NO_REASON = "Dites ce qui n’est pas réglé."
TREATED_TOGETHER = frozenset({State.SUPPORTED, State.WATCHED})


def why_report_is_refused(state: State | None, *, watch_last_on: dt.date | None, today: dt.date) -> str | None:
    """Say why a report reaches nobody, or None: the household is accompanied, or its watch runs."""
    if state is None or state == State.CLOSED:
        return "Ce suivi est terminé\u00a0: pour un nouveau besoin, une nouvelle demande d’intervention est nécessaire."
    if state in State.IN_PREPARATION:
        return "L’accompagnement n’a pas commencé\u00a0: l’association et le bailleur se joignent directement."
    if state == State.WATCHED and watch_last_on is not None and today > watch_last_on:
        return (
            f"La veille est terminée depuis le {plain_date(watch_last_on)}\u00a0: "
            "pour un nouveau besoin, une nouvelle demande d’intervention est nécessaire."
        )
    return None


def offered_answers(state: State, side: Side) -> tuple[DifficultyAnswer, ...]:
    """Give the answers that fit: the team reopens what is watched or handles what it accompanies, the landlord answers."""
    if state not in TREATED_TOGETHER:
        return ()
    if side == Side.LANDLORD:
        return (DifficultyAnswer.ANSWERED,)
    if state == State.WATCHED:
        return (DifficultyAnswer.REOPENED, DifficultyAnswer.NOT_REOPENED)
    return (DifficultyAnswer.HANDLED,)


def why_answer_is_refused(
    state: State, answer: DifficultyAnswer, text: str, *, side: Side, present: DifficultyState, awaits: str
) -> tuple[str, str] | None:
    """Say why a difficulty may not be answered so, with its field, or None; « pas de réouverture » says why."""
    if present != DifficultyState.OPEN:
        return "Cette difficulté a déjà sa réponse.", ""
    if awaits != side:
        return f"Cette réponse est attendue de l’autre partie\u00a0: {Side(awaits).label}.", ""
    if answer not in offered_answers(state, side):
        return "Cette réponse ne va pas avec l’étape du dossier.", "answer"
    if answer == DifficultyAnswer.NOT_REOPENED and not text.strip():
        return "Dites au bailleur pourquoi l’accompagnement n’est pas rouvert.", "text"
    if answer == DifficultyAnswer.ANSWERED and not text.strip():
        return NO_ANSWER, "text"
    return None


def why_close_is_refused(
    present: DifficultyState, *, side: Side, reported_by: Side, awaits: str, is_followed: bool
) -> str | None:
    """Say why a side may not close a difficulty, or None: the team closes any, the landlord what he reported.

    While its own answer is awaited a side answers first, unless nothing is followed any more.
    """
    if DifficultyState.CLOSED not in DIFFICULTY_TRANSITIONS[present]:
        return "Cette difficulté est déjà close."
    if side not in {Side.TEAM, reported_by}:
        return "Cette difficulté a été signalée par l’association\u00a0: elle la clôt elle-même."
    if awaits == side and is_followed:
        return "Répondez d’abord\u00a0: l’autre partie attend votre réponse."
    return None


def why_reopening_is_refused(present: DifficultyState, *, side: Side, reported_by: Side) -> str | None:
    """Say why a side may not open a difficulty again, or None: as for closing, once it was answered or closed."""
    if DifficultyState.OPEN not in DIFFICULTY_TRANSITIONS[present]:
        return "Cette difficulté attend déjà une réponse."
    if side not in {Side.TEAM, reported_by}:
        return "Cette difficulté a été signalée par l’association\u00a0: signalez-en une autre."
    return None

"""When an accompaniment ends, what it leads to, and what its final evaluation must hold (domain.md §2.1 S12–S13, §4.6)."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from accompaniments.enums import ExitReason, State
from foundation.words import plain_date

AHEAD = relativedelta(months=3)  # an end is prepared, not planned years before

# The issue of an accompaniment that was reached: « non retenue » is none.
ENDS: tuple[ExitReason, ...] = tuple(reason for reason in ExitReason if reason != ExitReason.NOT_ELIGIBLE)

# The positive issues of A9: the situation is stabilised, so the watch begins. The others end the follow-up at once (S13).
STABILISED: frozenset[ExitReason] = frozenset(
    {
        ExitReason.STABILISED_DIRECT_TENANT,
        ExitReason.MAINTAINED_LEASE_KEPT,
        ExitReason.MAINTAINED_LEASE_RESTORED,
        ExitReason.SLID,
        ExitReason.TRANSFERRED,
        ExitReason.REORIENTED_ADAPTED,
    }
)


def leads_to_watch(exit_reason: ExitReason, watch_months: int) -> bool:
    """Tell whether a watch follows: the convention has one, and the accompaniment stopped stabilised (§2.1 S12, §8.7)."""
    return watch_months > 0 and exit_reason in STABILISED


def why_opening_is_refused(state: State, *, has_one_open: bool) -> str | None:
    """Say why a final evaluation may not be opened, or None: it is due only once « accompagné » was reached (§2.0.1)."""
    if state in State.IN_PREPARATION:
        return "L’accompagnement n’a pas commencé\u00a0: le suivi se termine avec un motif, sans évaluation finale."
    if state == State.WATCHED:
        return "L’accompagnement a déjà pris fin\u00a0: la veille se termine par sa note de fin."
    if state == State.CLOSED:
        return "Ce suivi est déjà terminé."
    if has_one_open:
        return "Une évaluation finale est déjà en cours d’écriture."
    return None


def why_writing_is_refused(*, is_validated: bool, is_abandoned: bool) -> str | None:
    """Say why a final evaluation may not be changed, or None."""
    if is_validated:
        return "Cette évaluation est validée\u00a0: elle ne change plus."
    if is_abandoned:
        return "Cette évaluation est abandonnée\u00a0: elle ne change plus."
    return None


def why_restoring_is_refused(at: State, *, is_abandoned: bool, has_one_open: bool) -> str | None:
    """Say why an abandoned final evaluation may not be taken up again, or None: as another would be opened."""
    if not is_abandoned:
        return "Cette évaluation n’est pas abandonnée."
    return why_opening_is_refused(at, has_one_open=has_one_open)


def why_abandoning_is_refused(asked_on: dt.date | None) -> str | None:
    """Say why a final evaluation being written may not be abandoned, or None: the landlord was told of the end."""
    if asked_on is not None:
        return (
            f"L’avis du bailleur a été demandé le {plain_date(asked_on)}\u00a0: cette évaluation ne s’abandonne plus."
        )
    return None


def why_stop_is_refused(ended_on: dt.date, *, started_on: dt.date, today: dt.date) -> str | None:
    """Say why an accompaniment may not have this last day, or None; it may be prepared up to three months ahead."""
    if ended_on < started_on:
        return (
            f"L’accompagnement a commencé le {plain_date(started_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
        )
    if ended_on > today + AHEAD:
        return f"Une fin se prépare trois mois à l’avance au plus\u00a0: indiquez un jour jusqu’au {plain_date(today + AHEAD)}."
    return None


def effective_day(ended_on: dt.date, *, is_watched: bool) -> dt.date:
    """Give the day of the next state: the watch begins the day after the stop, a follow-up ends on it (§4.1: stop included)."""
    return ended_on + dt.timedelta(days=1) if is_watched else ended_on


def validable_on(ended_on: dt.date, *, is_watched: bool) -> dt.date:
    """Give the first day on which the end may be validated: a state never begins in the future (§2.0.1, 5)."""
    return effective_day(ended_on, is_watched=is_watched)


def why_validation_is_refused(
    ended_on: dt.date, *, is_watched: bool, has_exit_grid: bool, is_validated: bool, today: dt.date
) -> str | None:
    """Say what is missing before the manager validates the end, or None (§2.1 S12: the evaluation before the watch)."""
    if is_validated:
        return "Cette évaluation est déjà validée."
    first = validable_on(ended_on, is_watched=is_watched)
    if today < first:
        why = "la veille commence le lendemain du dernier jour" if is_watched else "le dernier jour n’est pas passé"
        return f"L’accompagnement prend fin le {plain_date(ended_on)}\u00a0: validez à partir du {plain_date(first)}, {why}."
    if not has_exit_grid:
        return "La grille de sortie manque\u00a0: remplissez-la, quitte à répondre «\u00a0non évalué\u00a0»."
    return None


def why_information_is_refused(*, is_validated: bool, is_informed: bool, landlord_text: str) -> str | None:
    """Say why the landlord may not be informed of the end, or None: validated first, told once, with something to say."""
    if is_informed:
        return "Le bailleur a déjà été informé de cette fin."
    if not is_validated:
        return "Le bailleur est informé après la validation de l’évaluation finale."
    if not landlord_text.strip():
        return "Rien n’est écrit pour le bailleur."
    return None

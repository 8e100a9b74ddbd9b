"""What an objective of the contract may say, and when it may change (domain.md §3.9, §6)."""

import datetime as dt
from dataclasses import dataclass

from accompaniments.enums import ObjectiveState, Progress, State, Subject, WhoActs
from accompaniments.rules.states import why_day_is_refused
from foundation.timeline import Audience
from foundation.words import plain_date

SETTING = frozenset({State.DIAGNOSED, State.PROPOSED, State.READY, State.SUPPORTED})
LONGEST = dt.timedelta(days=5 * 366)  # a term further away is a slip of the year
NEVER_LANDLORD = frozenset({Subject.HEALTH, Subject.FAMILY, Subject.EMPLOYMENT, Subject.ADHERENCE})


@dataclass(frozen=True)
class ObjectiveWords:
    """What an objective says."""

    domain: Subject
    title: str
    who: WhoActs = WhoActs.TOGETHER
    due_on: dt.date | None = None
    criterion: str = ""
    audience: Audience = Audience.TEAM


def why_setting_is_refused(state: State) -> str | None:
    """Say why no objective may be set now, or None: they are drafted with the proposal and live as long as the support."""
    if state not in SETTING:
        return "Les objectifs se fixent une fois le diagnostic fait, et jusqu’à la fin de l’accompagnement."
    return None


def word_refusals(words: ObjectiveWords, *, set_on: dt.date) -> dict[str, str]:
    """Say, by field, what may not be said.

    domain.md §3.9: a landlord reads the objectives that concern the lease, and never health, family, employment or adhesion,
    not even through the accord.
    """
    reasons: dict[str, str] = {}
    if not words.title.strip():
        reasons["title"] = "Écrivez l’objectif."
    if words.due_on is not None and words.due_on < set_on:
        reasons["due_on"] = (
            f"L’objectif est fixé le {plain_date(set_on)}\u00a0: son échéance vient ce jour-là ou après."
        )
    elif words.due_on is not None and words.due_on > set_on + LONGEST:
        reasons["due_on"] = "Cette échéance est trop lointaine. Vérifiez l’année."
    if words.audience == Audience.LANDLORD and words.domain not in Subject.LANDLORD_READS:
        reasons["audience"] = (
            "Le bailleur ne lit que les objectifs qui touchent au bail\u00a0: budget, projet logement, entretien, relation au "
            "bailleur, voisinage."
        )
    elif words.audience == Audience.COORDINATION and words.domain in NEVER_LANDLORD:
        reasons["audience"] = (
            "Ce domaine ne sort pas des associations. Choisissez «\u00a0équipe\u00a0» ou «\u00a0associations\u00a0»."
        )
    return reasons


def why_change_is_refused(effective_on: dt.date, *, since: dt.date, today: dt.date) -> str | None:
    """Say why an objective's state may not change on this day, or None: not before it last changed, nor tomorrow."""
    if reason := why_day_is_refused(effective_on, today):
        return reason
    if effective_on < since:
        return f"Le dernier changement date du {plain_date(since)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def is_to_confirm(state: ObjectiveState, last: Progress | None) -> bool:
    """Tell whether a visit said an open objective met: a tap proposes, it never closes."""
    return state == ObjectiveState.OPEN and last == Progress.ACHIEVED

"""When a stage review may be opened, sent to the landlord, validated, and when the next one comes (domain.md §6)."""

import datetime as dt

from accompaniments.enums import ReviewState, State
from accompaniments.rules.states import why_day_is_refused
from foundation.words import plain_date
from households.enums import NamingService

# The landlord's services that may be asked for their part, in the order in which they are proposed.
ASKED = (NamingService.SOCIAL, NamingService.CORRESPONDENT, NamingService.RENTAL, NamingService.LITIGATION)
FURTHEST = dt.timedelta(days=550)  # a next review later than that is a slip of the year


def why_opening_is_refused(state: State, *, has_one_open: bool) -> str | None:
    """Say why no stage review may be opened, or None: they are those of the support itself, one at a time."""
    if state != State.SUPPORTED:
        return "Un bilan d’étape se fait pendant l’accompagnement."
    if has_one_open:
        return "Un bilan est déjà en cours d’écriture\u00a0: terminez-le d’abord."
    return None


def next_period_from(began_on: dt.date, last_to: dt.date | None) -> dt.date:
    """Give the first day of the period: the day after the last review's, or the support's first."""
    return began_on if last_to is None else last_to + dt.timedelta(days=1)


def period_refusals(
    period_from: dt.date, period_to: dt.date, held_on: dt.date, *, earliest: dt.date, today: dt.date
) -> dict[str, str]:
    """Say, by field, why a review may not cover these days; periods follow one another and never overlap."""
    reasons: dict[str, str] = {}
    if period_from < earliest:
        reasons["period_from"] = f"La période commence au plus tôt le {plain_date(earliest)}."
    if period_to < period_from:
        reasons["period_to"] = "La fin de la période ne peut pas précéder son début."
    elif reason := why_day_is_refused(period_to, today):
        reasons["period_to"] = reason
    if reason := why_day_is_refused(held_on, today):
        reasons["held_on"] = reason
    elif held_on < period_from:
        reasons["held_on"] = "Le bilan se tient pendant la période ou après elle."
    return reasons


def why_next_is_refused(next_on: dt.date, *, held_on: dt.date) -> str | None:
    """Say why the next review may not be on this day, or None."""
    if next_on <= held_on:
        return f"Le prochain bilan vient après celui du {plain_date(held_on)}."
    if next_on > held_on + FURTHEST:
        return "Cette date est trop lointaine. Vérifiez l’année."
    return None


def why_writing_is_refused(state: ReviewState) -> str | None:
    """Say why the association may not write in a review, or None."""
    if state == ReviewState.WITH_LANDLORD:
        return "La part du bailleur est demandée\u00a0: reprenez l’écriture avant de modifier ce qu’il lit."
    if state in ReviewState.OVER:
        return f"Ce bilan est {state.label}\u00a0: il ne change plus."
    return None


def why_abandoning_is_refused(state: ReviewState, asked_on: dt.date | None) -> str | None:
    """Say why a review may not be abandoned, or None: what the landlord was asked about has left the association."""
    if asked_on is not None and state not in ReviewState.OVER:
        return f"La part du bailleur a été demandée le {plain_date(asked_on)}\u00a0: ce bilan ne s’abandonne plus."
    return why_writing_is_refused(state)


def why_restoring_is_refused(state: ReviewState, at: State, *, has_one_open: bool, is_covered: bool) -> str | None:
    """Say why an abandoned review may not be taken up again, or None: as another would be opened for its period."""
    if state != ReviewState.ABANDONED:
        return "Ce bilan n’est pas abandonné."
    if is_covered:
        return "Un autre bilan couvre cette période depuis\u00a0: ouvrez-en un pour la suivante."
    return why_opening_is_refused(at, has_one_open=has_one_open)


def why_asking_is_refused(state: ReviewState, *, has_text: bool) -> str | None:
    """Say why the landlord's part may not be asked for, or None."""
    if state != ReviewState.DRAFT:
        return "La part du bailleur est déjà demandée, ou le bilan est validé."
    if not has_text:
        return "Écrivez d’abord ce qui est partagé avec le bailleur\u00a0: c’est ce qu’il lira."
    return None


def why_landlord_part_is_refused(state: ReviewState) -> str | None:
    """Say why the landlord may not write his part, or None."""
    if state != ReviewState.WITH_LANDLORD:
        return "Ce bilan n’attend pas votre part."
    return None


def why_validation_is_refused(state: ReviewState, *, has_text: bool, may_ask: bool) -> str | None:
    """Say why a review may not be validated, or None.

    The landlord's part is asked for wherever the household is named to him; his silence does not hold the review back.
    """
    if state in ReviewState.OVER:
        return f"Ce bilan est déjà {state.label}."
    if not has_text:
        return "Écrivez d’abord ce qui est partagé avec le bailleur."
    if state == ReviewState.DRAFT and may_ask:
        return "Demandez d’abord sa part au bailleur\u00a0: ce ménage lui est nommé."
    return None

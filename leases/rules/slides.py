"""The proposal of a slide: what its decision needs, and which one stands (domain.md §2.1 S11, §3.6)."""

import datetime as dt
from collections.abc import Mapping

AGREED, EXTENDED, REFUSED = "AGREED", "EXTENDED", "REFUSED"
FARTHEST = dt.timedelta(days=366)  # a slide planned more than a year ahead is a date typed wrong


def already_slid(lease_on: dt.date) -> str:
    """Say that a slide is recorded, whose lease begins on this day: what led to it changes no more, but by annulling it."""
    return (
        f"Le glissement est déjà enregistré\u00a0: le bail du ménage commence le {lease_on:%d/%m/%Y}. S’il l’a été par erreur, ce bail "
        "s’annule d’abord, dans «\u00a0Titres d’occupation\u00a0»."
    )


def why_slide_day_is_refused(*, started_on: dt.date, planned_on: dt.date) -> str:
    """Say why a slide cannot begin on this day, or nothing: the landlord agreed to one (CCH, art. L. 442-8-3)."""
    if started_on == planned_on:
        return ""
    return (
        f"Le bailleur a donné son accord pour un bail à partir du {planned_on:%d/%m/%Y} (CCH, art. L. 442-8-3). Pour un autre jour, il "
        "revient d’abord sur sa décision."
    )


def what_proposal_lacks(
    *, reasons: str, proposed_on: dt.date, signed_on: dt.date, ended_on: dt.date | None, today: dt.date
) -> Mapping[str, str]:
    """Give, by field, what a proposal still needs."""
    lacks: dict[str, str] = {}
    if not reasons.strip():
        lacks["reasons"] = "Dites pourquoi le bail peut glisser."
    if proposed_on > today:
        lacks["proposed_on"] = "Ce jour n’est pas encore venu."
    elif proposed_on < signed_on:
        lacks["proposed_on"] = "Ce jour précède la signature de la sous-location."
    elif ended_on is not None and proposed_on > ended_on:
        lacks["proposed_on"] = "La sous-location était terminée ce jour-là."
    return lacks


def what_decision_lacks(
    state: str,
    *,
    decided_on: dt.date,
    proposed_on: dt.date,
    planned_on: dt.date | None,
    reason: str,
    today: dt.date,
) -> Mapping[str, str]:
    """Give, by field, what the landlord's decision still needs: a day when it agrees, a reason when it does not."""
    lacks: dict[str, str] = {}
    if decided_on > today:
        lacks["decided_on"] = "Ce jour n’est pas encore venu."
    elif decided_on < proposed_on:
        lacks["decided_on"] = "Ce jour précède la proposition."
    if state == AGREED:
        if planned_on is None:
            lacks["planned_on"] = "Indiquez le premier jour du bail du ménage."
        elif not decided_on <= planned_on <= decided_on + FARTHEST:
            lacks["planned_on"] = "Ce jour vient après la décision, dans l’année qui suit."
    elif not reason.strip():
        lacks["reason"] = "Une prolongation ou un refus dit sa raison."
    return lacks


def why_answer_is_refused(*, answered_on: dt.date, decided_on: dt.date, today: dt.date) -> Mapping[str, str]:
    """Say why the household's answer cannot be of this day."""
    if answered_on > today:
        return {"answered_on": "Ce jour n’est pas encore venu."}
    if answered_on < decided_on:
        return {"answered_on": "Ce jour précède la décision du bailleur."}
    return {}

"""Which audience a service beside a household may have, and which days (domain.md §3.9)."""

import datetime as dt

from foundation.timeline import Audience
from foundation.words import plain_date


def why_audience_is_refused(audience: Audience, *, is_sensitive: bool) -> str | None:
    """Say why, or None: the mere name of a service of health, violence or justice tells what a landlord never reads."""
    if is_sensitive and audience in {Audience.LANDLORD, Audience.COORDINATION}:
        return (
            "Le nom de ce service en dit déjà trop (santé, violences ou justice)\u00a0: il ne sort pas des associations. "
            "Choisissez «\u00a0équipe\u00a0» ou «\u00a0associations\u00a0»."
        )
    return None


def why_answer_day_is_refused(answered_on: dt.date, *, oriented_on: dt.date, today: dt.date) -> str | None:
    """Say why a service's answer may not carry this day, or None."""
    if answered_on > today:
        return f"Le {plain_date(answered_on)} n’est pas encore passé."
    if answered_on < oriented_on:
        return f"L’orientation date du {plain_date(oriented_on)}\u00a0: la réponse vient ce jour-là ou après."
    return None

"""The course as people tell it, by axis: the words of its steps and what comes next (domain.md §2.1, §2.2, §2.0.1)."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from accompaniments.enums import ExitReason, State
from partners.enums import Axis

_ACCESS = {
    State.REFERRED: "Orientation reçue",
    State.REVIEWING: "Étude",
    State.CONTACTING: "Prise de contact",
    State.CONTACT_FAILED: "Contact infructueux",
    State.DIAGNOSED: "Diagnostic partagé",
    State.PROPOSED: "Projet logement présenté",
    State.READY: "Prêt, dossier CAL",
    State.SUPPORTED: "Accompagnement",
    State.WATCHED: "Veille sociale",
    State.CLOSED: "Fin du suivi",
}
_MAINTENANCE = {
    **_ACCESS,
    State.REFERRED: "Demande d’intervention reçue",
    State.DIAGNOSED: "Évaluation sociale",
    State.PROPOSED: "Accompagnement proposé",
    State.READY: "Accord du ménage",
}
TITLES: dict[Axis, dict[State, str]] = {Axis.ACCESS: _ACCESS, Axis.MAINTENANCE: _MAINTENANCE}

# In one line of a list, in words that agree with nobody: « Mme X, proposition faite ».
_SHORT_ACCESS = {
    State.REFERRED: "Orientation reçue",
    State.REVIEWING: "Étude",
    State.CONTACTING: "Prise de contact",
    State.CONTACT_FAILED: "Contact infructueux",
    State.DIAGNOSED: "Diagnostic fait",
    State.PROPOSED: "Projet présenté",
    State.READY: "Candidature prête",
    State.SUPPORTED: "Accompagnement",
    State.WATCHED: "En veille",
    State.CLOSED: "Dossier clos",
}
SHORT: dict[Axis, dict[State, str]] = {
    Axis.ACCESS: _SHORT_ACCESS,
    Axis.MAINTENANCE: {
        **_SHORT_ACCESS,
        State.REFERRED: "Demande reçue",
        State.DIAGNOSED: "Évaluation faite",
        State.PROPOSED: "Proposition faite",
        State.READY: "Accord donné",
    },
}

# The usual way, without its detours: what is shown as still to come.
WAY: dict[Axis, tuple[State, ...]] = {
    Axis.ACCESS: (
        State.REFERRED,
        State.REVIEWING,
        State.DIAGNOSED,
        State.PROPOSED,
        State.READY,
        State.SUPPORTED,
        State.WATCHED,
    ),
    Axis.MAINTENANCE: (
        State.REFERRED,
        State.REVIEWING,
        State.CONTACTING,
        State.DIAGNOSED,
        State.PROPOSED,
        State.READY,
        State.SUPPORTED,
        State.WATCHED,
    ),
}
STAIRS: dict[State, int] = {
    State.REFERRED: 1,
    State.REVIEWING: 2,
    State.CONTACTING: 3,
    State.CONTACT_FAILED: 3,
    State.DIAGNOSED: 4,
    State.PROPOSED: 5,
    State.READY: 6,
    State.SUPPORTED: 7,
    State.WATCHED: 7,
    State.CLOSED: 0,
}
EARLY_ENDS = (
    ExitReason.REFUSED_SUPPORT,
    ExitReason.LOST_CONTACT,
    ExitReason.REORIENTED_ADAPTED,
    ExitReason.LEFT_VOLUNTARILY,
    ExitReason.EVICTED,
    ExitReason.DECEASED,
    ExitReason.MOVED_TO_OTHER_SCHEME,
    ExitReason.MOVED_TO_OTHER_PROGRAMME,
    ExitReason.NOT_ELIGIBLE,
)
ASLEEP = (State.CONTACT_FAILED, State.WATCHED, State.CLOSED)
NOT_ENGAGED = "Accompagnement non engagé"
FAILED_CONTACT = "Contact infructueux"


def next_states(axis: Axis, state: State, *, watch_months: int) -> tuple[State, ...]:
    """Give the steps of the usual way that come after a state; no watch where the convention has none (§8.7)."""
    if state in {State.CLOSED, State.WATCHED}:
        return ()
    order = list(State)
    way = WAY[axis] if watch_months else WAY[axis][:-1]
    return tuple(coming for coming in way if order.index(coming) > order.index(state))


def watch_ends_on(watched_since: dt.date, watch_months: int) -> dt.date:
    """Give the last day of a watch: it runs from end + 1 day through end + 24 months (domain.md §2.1 S12)."""
    return watched_since - dt.timedelta(days=1) + relativedelta(months=watch_months)


def landlord_label(state: State, exit_reason: str, *, was_supported: bool, label: str) -> str:
    """Give a step as the landlord reads it: support that did not begin, failed contact apart, says no more (§3.9)."""
    if state != State.CLOSED or was_supported:
        return label
    return FAILED_CONTACT if exit_reason == ExitReason.LOST_CONTACT else NOT_ENGAGED


def why_early_end_is_refused(state: State | None) -> str | None:
    """Say why a follow-up may not end with a reason alone, or None (domain.md §2.0.1).

    Once the accompaniment proper was reached a final evaluation is due; a watch ends by its note (§2.1 S13).
    """
    if state is None or state == State.CLOSED:
        return "Ce suivi est déjà terminé."
    if state in State.IN_PREPARATION:
        return None
    if state == State.WATCHED:
        return "Ce ménage est en veille\u00a0: elle se termine par sa note de fin, depuis «\u00a0Accompagnement\u00a0»."
    return (
        "Ce ménage est accompagné\u00a0: son suivi prend fin avec une évaluation finale, "
        "à ouvrir depuis «\u00a0Accompagnement\u00a0»."
    )

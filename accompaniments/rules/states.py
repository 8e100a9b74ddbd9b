"""Which state may follow which, from when, and how much a worker carries (domain.md §2.0.1, §4.5)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from accompaniments.enums import TAKE_OVER_ENTRIES, TRANSITIONS, State
from foundation.words import plain_date
from partners.enums import Axis

EARLIEST = dt.date(2000, 1, 1)  # before the first of these programmes: a date typed wrong
OVER = Decimal(1)  # a load above it is an alert


class Change(Protocol):
    """What these rules ask of a dated change of state."""

    @property
    def to_state(self) -> str:
        """The state entered."""

    @property
    def effective_on(self) -> dt.date:
        """The day it counts from."""

    @property
    def is_correction(self) -> bool:
        """Whether it annuls the change before it."""


C = TypeVar("C", bound=Change)


def why_transition_is_refused(
    axis: Axis,
    from_state: State,
    to_state: State,
    *,
    effective_on: dt.date,
    last_on: dt.date,
    today: dt.date,
) -> str | None:
    """Say why a state may not follow another on this day, or None (domain.md §2.0.1; §2.0.1 invariants 5 and 6).

    `last_on` is the effective day of the change before: time does not run backwards, nor ahead of today.
    """
    if from_state == State.CLOSED:
        return "Un accompagnement clos ne se rouvre pas\u00a0: un nouveau besoin ouvre un nouvel accompagnement."
    if to_state not in TRANSITIONS[axis][from_state]:
        return f"On ne passe pas de «\u00a0{from_state.label}\u00a0» à «\u00a0{to_state.label}\u00a0»."
    if reason := why_day_is_refused(effective_on, today):
        return reason
    if effective_on < last_on:
        return f"L’étape précédente date du {plain_date(last_on)}\u00a0: indiquez ce jour ou un jour qui le suit."  # §2.0.1, 5
    return None


def why_day_is_refused(day: dt.date, today: dt.date) -> str | None:
    """Say why a fact may not carry this day, or None: it is not of the future, nor of another age."""
    if day > today:
        return f"Le {plain_date(day)} n’est pas encore passé\u00a0: indiquez aujourd’hui ou un jour passé."
    if day < EARLIEST:
        return f"Indiquez un jour à partir du {plain_date(EARLIEST)}."
    return None


def why_take_over_is_refused(
    known: Sequence[tuple[State, dt.date]], *, started_on: dt.date, today: dt.date
) -> str | None:
    """Say why a reprise may not enter with these known dates, or None (domain.md §2.0.1, Reprise).

    `known` are states with their effective days, the present one last. What lies between is not known, so the states need
    not be neighbours; but they follow the order of the course and of the calendar, and none precedes the file.
    """
    if not known or known[-1][0] not in TAKE_OVER_ENTRIES:
        return "Un ménage repris entre à une étape ouverte de son parcours."
    order = list(State)
    before = started_on
    rank = -1
    for state, day in known:
        if reason := why_day_is_refused(day, today):
            return reason
        if day < before:
            return (
                f"«\u00a0{state.label}\u00a0» ne peut pas dater du {plain_date(day)}\u00a0: "
                f"ce qui précède date du {plain_date(before)}."
            )
        if order.index(state) <= rank:
            return f"«\u00a0{state.label}\u00a0» vient plus tôt dans le parcours."
        before, rank = day, order.index(state)
    return None


def standing_changes(changes: Iterable[C]) -> list[C]:
    """Give the changes that stand, in order: a correction annuls the last one that stood, and is no change itself."""
    standing: list[C] = []
    for change in changes:
        if not change.is_correction:
            standing.append(change)
        elif standing:
            standing.pop()
    return standing


def state_at(changes: Iterable[C], day: dt.date) -> C | None:
    """Give the change whose state was in force at the close of this day, with what is known now (domain.md §4.1)."""
    found = None
    for change in standing_changes(changes):
        if change.effective_on <= day:
            found = change
    return found


def why_correction_is_refused(changes: Sequence[Change]) -> str | None:
    """Say why the last change may not be annulled, or None. An entry and an end are not annulled."""
    standing = standing_changes(changes)
    if len(standing) < 2:  # noqa: PLR2004 -- the entry, and one change to annul
        return "Il n’y a pas d’étape à annuler\u00a0: le dossier est à l’étape de son entrée."
    if standing[-1].to_state == State.CLOSED:
        return "Un accompagnement clos ne se rouvre pas\u00a0: un nouveau besoin ouvre un nouvel accompagnement."
    return None


@dataclass(frozen=True)
class Carried:
    """The households of one programme that a worker carries; its version's ratio and weights."""

    preparation: int
    supported: int
    watched: int
    ratio: int | None
    preparation_weight: Decimal = Decimal(1)
    watch_weight: Decimal = Decimal(0)

    @property
    def active(self) -> Decimal:
        """Give the households as the load counts them: preparation 1 and watch 0 unless the convention says otherwise."""
        return self.preparation * self.preparation_weight + self.supported + self.watched * self.watch_weight


def caseload(carried: Iterable[Carried], full_time_share: Decimal) -> Decimal | None:
    """Give Σ (active households ÷ ratio) ÷ full-time share (domain.md §4.5); None when it means nothing.

    A programme whose convention has no ratio weighs nothing; a worker without working time has no load.
    """
    if full_time_share <= 0:
        return None
    total = sum((part.active / part.ratio for part in carried if part.ratio), Decimal(0))
    return total / full_time_share


def shown_load(load: Decimal | None) -> str:
    """Give « 0,60 », rounded half-up as it is shown."""
    return "n.d." if load is None else f"{load.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}".replace(".", ",")

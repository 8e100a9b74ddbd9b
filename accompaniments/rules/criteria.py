"""The criteria of a programme, for one household: what blocks, what warns, what is still to check (domain.md §2.2, §8.9)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accompaniments.enums import State
from accompaniments.rules.states import why_day_is_refused
from foundation.words import counted, plain_date

HELD_BACK = (State.DIAGNOSED, State.PROPOSED)


class Verdict(StrEnum):
    """What a criterion says of a household."""

    TO_CHECK = "TO_CHECK"
    MET = "MET"
    WARNING = "WARNING"  # not met, and it only warns
    BLOCKING = "BLOCKING"  # not met, and it blocks
    DEROGATED = "DEROGATED"  # not met, set aside by a manager with her reason

    @property
    def label(self) -> str:
        """Give the word that the screen shows."""
        return {
            "TO_CHECK": "à vérifier",
            "MET": "rempli",
            "WARNING": "non rempli, à signaler",
            "BLOCKING": "non rempli, bloquant",
            "DEROGATED": "non rempli, dérogation accordée",
        }[self.value]


@dataclass(frozen=True)
class Criterion:
    """A criterion and its check, if there is one: `is_met` is None while nobody checked it."""

    label: str
    is_blocking: bool
    is_met: bool | None
    is_derogated: bool = False
    is_derogable: bool = True

    @property
    def verdict(self) -> Verdict:
        """Give what it says. A derogation stands for a criterion that is not met, and for that alone."""
        if self.is_met is None:
            return Verdict.TO_CHECK
        if self.is_met:
            return Verdict.MET
        if self.is_derogated:
            return Verdict.DEROGATED
        return Verdict.BLOCKING if self.is_blocking else Verdict.WARNING

    @property
    def holds_back(self) -> bool:
        """Tell whether the course waits for it: blocking, and either unchecked or not met without derogation."""
        return self.is_blocking and self.verdict in {Verdict.TO_CHECK, Verdict.BLOCKING}


def is_held_back(from_state: State, to_state: State) -> bool:
    """Tell whether a change asks for the criteria: going forward to the diagnosis or the proposal, never coming back."""
    order = list(State)
    return to_state in HELD_BACK and order.index(from_state) < order.index(to_state)


def why_course_waits(criteria: Iterable[Criterion]) -> str | None:
    """Say which criteria hold the course back, or None (domain.md §2.1 S2: criteria of the programme ticked)."""
    waiting = [each for each in criteria if each.holds_back]
    unmet = [each.label for each in waiting if each.verdict == Verdict.BLOCKING and each.is_derogable]
    unchecked = [each.label for each in waiting if each.verdict == Verdict.TO_CHECK]
    said = []
    final = [each.label for each in waiting if each.verdict == Verdict.BLOCKING and not each.is_derogable]
    if unmet:
        met = (
            "un critère bloquant n’est pas rempli" if len(unmet) == 1 else "des critères bloquants ne sont pas remplis"
        )
        said.append(f"{met} ({_listed(unmet)})\u00a0; la responsable peut y déroger")
    if final:
        met = "un critère sans dérogation possible n’est pas rempli"
        if len(final) > 1:
            met = "des critères sans dérogation possible ne sont pas remplis"
        said.append(f"{met} ({_listed(final)})")
    if unchecked:
        left = counted(len(unchecked), "critère bloquant reste", "critères bloquants restent")
        said.append(f"{left} à vérifier ({_listed(unchecked)})")
    joined = "\u00a0; ".join(said)
    return f"Avant d’aller plus loin\u00a0: {joined}." if said else None


def why_check_is_refused(checked_on: dt.date, *, opened_on: dt.date, today: dt.date) -> str | None:
    """Say why criteria may not be checked on this day, or None: past, and not before the household came."""
    if reason := why_day_is_refused(checked_on, today):
        return reason
    if checked_on < opened_on:
        return f"Le suivi est ouvert depuis le {plain_date(opened_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(label[:1].lower() + label[1:] for label in labels)

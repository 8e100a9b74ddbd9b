"""The courses of a bench: what becomes of the 36 households of a block, and on which days."""

import datetime as dt
from random import Random

from accompaniments.enums import State

# Twenty are followed today, as a worker's convention says; sixteen are over.
FATES: tuple[str, ...] = (
    "REFERRED", "CONTACTING", "DIAGNOSED", "DIAGNOSED", "PROPOSED", "READY", "READY", "READY",
    *["SUPPORTED"] * 9, "REOPENED", "WATCHED", "WATCHED",
    *["ENDED"] * 10, "WATCHED_ENDED", "WATCHED_ENDED",
    *["EARLY"] * 4,
)  # fmt: skip
_PREPARATION = (
    State.REFERRED, State.REVIEWING, State.CONTACTING, State.DIAGNOSED, State.PROPOSED, State.READY,
)  # fmt: skip
Steps = list[tuple[State, dt.date]]


def course(fate: str, random: Random, today: dt.date) -> Steps:
    """Give the states entered and their days, the first one first."""

    def ago(least: int, most: int) -> dt.date:
        return today - dt.timedelta(days=random.randint(least, most))

    if fate in State.IN_PREPARATION:
        reached = _PREPARATION[: _PREPARATION.index(State(fate)) + 1]
        return _spread(reached, ago(2, 45), random)
    if fate == "EARLY":
        ended = ago(5, 1000)
        return [*_spread(_PREPARATION[:4], ended - dt.timedelta(days=8), random), (State.CLOSED, ended)]
    if fate == "SUPPORTED":
        return _supported(ago(9, 400), random)
    if fate == "WATCHED":
        return [*_supported(ago(250, 700), random), (State.WATCHED, ago(10, 200))]
    if fate == "REOPENED":
        return [
            *_supported(ago(500, 700), random), (State.WATCHED, ago(200, 300)), (State.SUPPORTED, ago(10, 150)),
        ]  # fmt: skip
    ended = ago(1, 900)
    watched = ended - dt.timedelta(days=random.randint(40, 90))
    start = watched - dt.timedelta(days=random.randint(60, 250))
    middle = [(State.WATCHED, watched)] if fate == "WATCHED_ENDED" else []
    return [*_supported(start, random), *middle, (State.CLOSED, ended)]


def _supported(day: dt.date, random: Random) -> Steps:
    return [*_spread(_PREPARATION, day - dt.timedelta(days=random.randint(21, 60)), random), (State.SUPPORTED, day)]


def _spread(states: tuple[State, ...], last: dt.date, random: Random) -> Steps:
    """Space the steps of a preparation, the last one on its day."""
    day, found = last, []
    for state in reversed(states):
        found.append((state, day))
        day -= dt.timedelta(days=random.randint(4, 20))
    return found[::-1]

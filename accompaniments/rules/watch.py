"""The clock of a watch: through end + 24 months, interrupted by a reopening, resumed for the rest (domain.md §2.1 S12, §8.7)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from accompaniments.enums import ExitReason, State
from accompaniments.rules.course import watch_ends_on
from accompaniments.rules.states import Change, why_day_is_refused
from foundation.words import counted, duration, plain_date

HORIZONS = (6, 12, 24)  # months after the end: A11, « maintained at »
SOON = relativedelta(months=3)
EARLY = relativedelta(months=1)  # a point may be made that long before its day
TO_CLOSE = dt.timedelta(days=30)  # S13: closed within 30 days of the end

# What ends a watch before its day; its own end has the reason of the accompaniment.
EARLY_WATCH_ENDS: tuple[ExitReason, ...] = (
    ExitReason.MOVED_TO_OTHER_PROGRAMME,
    ExitReason.MOVED_TO_OTHER_SCHEME,
    ExitReason.LOST_CONTACT,
    ExitReason.LEFT_VOLUNTARILY,
    ExitReason.REFUSED_SUPPORT,
    ExitReason.EVICTED,
    ExitReason.DECEASED,
)


@dataclass(frozen=True)
class Interruption:
    """Days during which a reopened accompaniment stopped the clock; no last day while it still runs."""

    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class Clock:
    """A watch on its clock."""

    began_on: dt.date  # of its first day, the day after the first end
    since: dt.date  # of its present run
    last_on: dt.date | None  # none while it is interrupted
    rest: int  # days left at its last interruption, or from its present run's first day
    interruptions: tuple[Interruption, ...]

    @property
    def is_interrupted(self) -> bool:
        """Tell whether a reopened accompaniment stops it now."""
        return self.last_on is None

    @property
    def rest_words(self) -> str:
        """Say what was left when a reopening interrupted it: « 1 an et 6 mois »."""
        since = self.interruptions[-1].started_on if self.interruptions else self.since
        return duration(since, since + dt.timedelta(days=self.rest - 1))

    @property
    def stopped_on(self) -> dt.date:
        """Give the last day of the accompaniment that it follows: the eve of its present run."""
        return self.since - dt.timedelta(days=1)


def clock(standing: Iterable[Change], watch_months: int) -> Clock | None:
    """Give the clock of a watch from the changes that stand, or None when there is none.

    The first run lasts `watch_months` from the eve of its first day (month ends as `watch_ends_on`). A reopening on R leaves
    the days from R through the last one, and the next run lasts as many days.
    """
    began: dt.date | None = None
    since: dt.date | None = None
    last: dt.date | None = None
    rest = 0
    stops: list[Interruption] = []
    for change in standing:
        day = change.effective_on
        if change.to_state == State.WATCHED:
            if began is None:
                began, last = day, watch_ends_on(day, watch_months)
                rest = (last - day).days + 1
            else:
                last = day + dt.timedelta(days=rest - 1)
                stops[-1] = Interruption(stops[-1].started_on, day - dt.timedelta(days=1))
            since = day
        elif change.to_state == State.SUPPORTED and last is not None:
            rest = (last - day).days + 1
            stops.append(Interruption(day, None))
            last = None
    if began is None or since is None or watch_months <= 0:
        return None
    return Clock(began, since, last, rest, tuple(stops))


def next_run_words(watch: Clock | None, watch_months: int) -> str:
    """Say how long a watch to come runs: its months, or what was left of it when a reopening interrupted it (§8.7)."""
    if watch is None or not watch.interruptions:
        return f"pendant {counted(watch_months, 'mois', 'mois')}" if watch_months else ""
    return f"pour le temps qui en restait\u00a0: {watch.rest_words}"


def horizon_on(stopped_on: dt.date, months: int) -> dt.date:
    """Give the day of a point, so many months after the end (A11)."""
    return stopped_on + relativedelta(months=months)


def open_horizons(stopped_on: dt.date, made: Iterable[int], *, on: dt.date) -> tuple[int, ...]:
    """Give the points that may be made on a day: due within a month or past, and not made yet."""
    done = set(made)
    return tuple(months for months in HORIZONS if months not in done and on >= horizon_on(stopped_on, months) - EARLY)


def why_check_in_is_refused(
    state: State, made_on: dt.date, *, since: dt.date | None, today: dt.date
) -> tuple[str, str] | None:
    """Say why a check-in may not be noted, with its field, or None: the household is watched on that day."""
    if state != State.WATCHED or since is None:
        return "Un point de veille se note pendant la veille.", ""
    if reason := why_day_is_refused(made_on, today):
        return reason, "made_on"
    if made_on < since:
        return (
            f"La veille court depuis le {plain_date(since)}\u00a0: indiquez ce jour ou un jour qui le suit.",
            "made_on",
        )
    return None


def why_horizon_is_refused(horizon: int, offered: Sequence[int]) -> str | None:
    """Say why a point may not be made at this horizon, or None."""
    if horizon not in HORIZONS:
        return "Choisissez 6, 12 ou 24 mois."
    if horizon not in offered:
        return f"Le point à {horizon} mois est déjà fait, ou il est encore trop tôt pour le faire."
    return None


def why_reopening_is_refused(
    state: State, effective_on: dt.date, *, last_on: dt.date | None, is_agreed: bool
) -> tuple[str, str] | None:
    """Say why a watched accompaniment may not be reopened on this day, with its field, or None (§2.1 S12, §8.7)."""
    if state != State.WATCHED:
        return "Seul un accompagnement en veille se rouvre.", ""
    if last_on is not None and effective_on > last_on:
        return (
            f"La veille est terminée depuis le {plain_date(last_on)}\u00a0: un nouveau besoin ouvre un nouvel accompagnement.",
            "effective_on",
        )
    if not is_agreed:
        return "Un accompagnement ne se rouvre qu’avec l’accord de la personne.", "is_agreed"
    return None


def why_watch_end_is_refused(
    state: State, ended_on: dt.date, exit_reason: ExitReason | None, *, last_on: dt.date | None
) -> tuple[str, str] | None:
    """Say why a watch may not end so, with its field, or None: at its last day by itself, before with a reason (S13)."""
    if state != State.WATCHED:
        return "Ce ménage n’est pas en veille.", ""
    if last_on is not None and ended_on > last_on:
        return (
            f"Le dernier jour de la veille est le {plain_date(last_on)}\u00a0: indiquez-le, ou un jour qui le précède.",
            "ended_on",
        )
    is_early = last_on is not None and ended_on < last_on
    if is_early and exit_reason is None:
        return (
            f"La veille court jusqu’au {plain_date(last_on or ended_on)}\u00a0: dites pourquoi elle s’arrête avant.",
            "exit_reason",
        )
    if exit_reason is not None and exit_reason not in EARLY_WATCH_ENDS:
        return "Ce motif ne met pas fin à une veille.", "exit_reason"
    return None

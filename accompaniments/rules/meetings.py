"""Rules on meetings: what may be logged, when, and what only warns (domain.md §2.3b, §4.3 A1–A4)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniments.enums import Outcome
from foundation.words import PARIS, clock, counted, long_date, minutes, plain_date

MIN_MINUTES, MAX_MINUTES = 1, 240
ASSUMED_MINUTES = 60  # how long a meeting keeps its people busy when its length is not known
OLDEST_YEARS, FURTHEST_YEARS = 10, 2  # beyond these, a year mistyped is likelier than a meeting (PROP)
MAX_PARTS = 30


@dataclass(frozen=True)
class Busy:
    """A meeting that already takes someone's time."""

    starts_at: dt.datetime
    minutes: int | None
    is_hers: bool  # the same worker's
    is_theirs: bool  # the same household's


def local_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """Give the instant of a day and an hour read on a clock in France. An hour that strikes twice is the first one."""
    return dt.datetime.combine(day, time.replace(tzinfo=None, fold=0), tzinfo=PARIS)


def why_hour_is_refused(day: dt.date, time: dt.time) -> str | None:
    """Refuse an hour that no clock shows: the night when summer time begins."""
    moment = local_moment(day, time)
    if moment.astimezone(dt.UTC).astimezone(PARIS).replace(tzinfo=None) == moment.replace(tzinfo=None):
        return None
    return f"Cette nuit-là on passe à l’heure d’été\u00a0: {clock(time)} n’existe pas. Indiquez une autre heure."


def why_day_is_refused(day: dt.date, today: dt.date) -> str | None:
    """Refuse a day so far away that its year was mistyped."""
    if day.year < today.year - OLDEST_YEARS:
        return f"Le {plain_date(day)} remonte à plus de {OLDEST_YEARS} ans. Vérifiez l’année."
    if day.year > today.year + FURTHEST_YEARS:
        return f"Le {plain_date(day)} est dans plus de {FURTHEST_YEARS} ans. Vérifiez l’année."
    return None


def why_outcome_is_refused(outcome: Outcome, starts_at: dt.datetime, now: dt.datetime) -> str | None:
    """Refuse what time contradicts: a meeting to come has not been held or missed, one gone by is no longer planned.

    A meeting to come may be cancelled.
    """
    when = f"{long_date(starts_at)} à {clock(starts_at)}"
    if outcome in {Outcome.HELD, Outcome.NOT_PRESENT} and starts_at > now:
        word = "«\u00a0tenue\u00a0»" if outcome == Outcome.HELD else "«\u00a0personne absente\u00a0»"
        return (
            f"Cette rencontre est à venir ({when})\u00a0: elle ne peut pas encore être {word}. "
            "Corrigez le jour ou l’heure, ou planifiez-la."
        )
    if outcome == Outcome.PLANNED and starts_at <= now:
        return f"Une rencontre se prévoit à l’avance, et {when} est passé. Indiquez un moment à venir, ou consignez-la."
    return None


def why_minutes_are_refused(outcome: Outcome, length: int | None) -> str | None:
    """Ask a meeting held how long it was, and refuse a length beyond four hours."""
    if length is None:
        return "Indiquez la durée de la rencontre." if outcome == Outcome.HELD else None
    if length < MIN_MINUTES:
        return "Indiquez au moins une minute."
    if length > MAX_MINUTES:
        said = f"{counted(length, 'minute')} font {minutes(length)}" if length < 10_000 else "C’est trop long"  # noqa: PLR2004
        return f"{said}. Indiquez au plus {MAX_MINUTES} minutes."
    return None


def why_cancelled_by_is_refused(outcome: Outcome, cancelled_by: str) -> str | None:
    """Ask who cancelled: a no-show and a cancellation count apart (domain.md §4.3 A1, A3)."""
    return "Dites qui a annulé la rencontre." if outcome == Outcome.CANCELLED and not cancelled_by else None


def why_presence_is_refused(outcome: Outcome, present: int, offered: int) -> str | None:
    """Ask who of the household was there when the meeting was held; a household without a known person asks nothing."""
    if outcome == Outcome.HELD and offered and not present:
        return "Cochez au moins une personne\u00a0: une rencontre tenue l’est avec quelqu’un du ménage."
    return None


def refusals(
    *,
    outcome: Outcome,
    cancelled_by: str,
    starts_at: dt.datetime,
    length: int | None,
    present: int,
    offered: int,
    now: dt.datetime,
) -> dict[str, str]:
    """Give every reason to refuse a meeting, by the field it is said beside; nothing when all is well."""
    now = now.astimezone(PARIS)
    local = starts_at.astimezone(PARIS)
    late_field = "time" if local.date() == now.date() else "day"
    why_day = why_day_is_refused(local.date(), now.date())
    why_when = None if why_day else why_outcome_is_refused(outcome, starts_at, now)
    said = {
        "minutes": why_minutes_are_refused(outcome, length),
        "cancelled_by": why_cancelled_by_is_refused(outcome, cancelled_by),
        "present": why_presence_is_refused(outcome, present, offered),
        late_field: why_when,
    }
    if why_day:
        said["day"] = why_day
    return {field: reason for field, reason in said.items() if reason}


def overlap(one: dt.datetime, one_minutes: int | None, other: dt.datetime, other_minutes: int | None) -> bool:
    """Tell whether two meetings share a moment. One that starts when the other ends does not."""
    one, other = one.astimezone(dt.UTC), other.astimezone(dt.UTC)  # wall clocks lie on the nights when time changes
    one_end = one + dt.timedelta(minutes=one_minutes or ASSUMED_MINUTES)
    other_end = other + dt.timedelta(minutes=other_minutes or ASSUMED_MINUTES)
    return one < other_end and other < one_end


def two_at_one_hour_warning(starts_at: dt.datetime, length: int | None, others: Iterable[Busy]) -> str | None:
    """Warn when the worker or the household is already in a meeting then; she may confirm (two homes, one tense day)."""
    met = sorted(
        (busy for busy in others if overlap(starts_at, length, busy.starts_at, busy.minutes)),
        key=lambda busy: (busy.starts_at, not busy.is_hers),
    )
    if not met:
        return None
    first = met[0]
    whose = (
        "vous avez déjà une rencontre avec ce ménage"
        if first.is_hers and first.is_theirs
        else "vous avez déjà une autre rencontre"
        if first.is_hers
        else "ce ménage a déjà une rencontre"
    )
    lasts = f" ({minutes(first.minutes)})" if first.minutes else ""
    return f"Deux rencontres à la même heure\u00a0: {whose} le {long_date(first.starts_at)} à {clock(first.starts_at)}{lasts}."


def is_before_start(day: dt.date, started_on: dt.date) -> bool:
    """Tell whether a meeting precedes the enrolment: logging it offers to move the effective date (domain.md §2.3b)."""
    return day < started_on


def is_after_closure(day: dt.date, ended_on: dt.date | None) -> bool:
    """Tell whether a meeting is a « contact après clôture », kept apart from activity (domain.md §2.3b). The end day is inside."""
    return ended_on is not None and day > ended_on


def before_start_reason(day: dt.date, started_on: dt.date) -> str:
    """Say what a meeting before the enrolment asks."""
    return (
        f"Le suivi commence le {plain_date(started_on)}, et cette rencontre a lieu le {plain_date(day)}. "
        "Corrigez le jour, ou cochez la case pour déplacer le début du suivi."
    )

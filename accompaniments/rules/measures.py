"""Funded measures: the months that one consumes, where it stands, what may be recorded of it (domain.md §4.4, §8.2)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from accompaniments.enums import State
from accompaniments.rules.states import why_day_is_refused
from foundation.periods import Period, eve
from foundation.words import plain_date

AHEAD = relativedelta(months=12)  # further, a day typed wrong


class MeasureState(StrEnum):
    """Where a measure stands, derived from its days (domain.md §2.0, machine D)."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"

    @property
    def label(self) -> str:
        """Give the word that the screen shows."""
        return {"PLANNED": "prévue", "OPEN": "en cours", "SUSPENDED": "suspendue", "CLOSED": "terminée"}[self.value]


def measure_state(measure: Period, suspensions: Sequence[Period], day: dt.date) -> MeasureState:
    """Give where a measure stands on a day, both ends included."""
    if day < measure.started_on:
        return MeasureState.PLANNED
    if not measure.holds(day):
        return MeasureState.CLOSED
    return MeasureState.SUSPENDED if any(one.holds(day) for one in suspensions) else MeasureState.OPEN


def months_consumed(measure: Period, day: dt.date, suspensions: Sequence[Period] = ()) -> int:
    """Give how many months a measure consumed on a day, by the anniversary rule (domain.md §4.4).

    A month counts once it has begun, from the day of the start; one whose days so far are all suspended is left out.
    """
    return sum(1 for _ in _counted(measure, day, suspensions))


def free_from(measure: Period, suspensions: Sequence[Period] = ()) -> dt.date | None:
    """Give the first day that another line may pay: after the measure's end and after the last month that it counts.

    None while it has no end. A suspension without end is not counted on: it may be over any day.
    """
    if measure.ended_on is None:
        return None
    known = [one for one in suspensions if one.ended_on is not None]
    return max((measure.ended_on + dt.timedelta(days=1), *_counted(measure, measure.ended_on, known)))


def _counted(measure: Period, day: dt.date, suspensions: Sequence[Period]) -> Iterator[dt.date]:
    """Give, for each month that counts, the day on which the next one begins (the anniversary, clipped to its month)."""
    last = day if measure.ended_on is None else min(day, measure.ended_on)
    first, months = measure.started_on, 0
    while first <= last:
        months += 1
        following = measure.started_on + relativedelta(months=months)
        if not _is_whole(Period(first, min(eve(following), last)), suspensions):
            yield following
        first = following


def _is_whole(month: Period, suspensions: Sequence[Period]) -> bool:
    """Tell whether every day of a month is suspended; two suspensions that follow each other are one."""
    day = month.started_on
    for one in sorted(suspensions, key=lambda pause: pause.started_on):
        if one.holds(day):
            if one.ended_on is None or month.ended_on is None or one.ended_on >= month.ended_on:
                return True
            day = one.ended_on + dt.timedelta(days=1)
    return False


def why_opening_is_refused(
    wished: Period, line: Period, *, state: State, opened_on: dt.date, today: dt.date
) -> tuple[str, str] | None:
    """Say why a measure may not be opened on these days of a line, with its field, or None."""
    if state in {State.WATCHED, State.CLOSED}:
        return (
            "Une mesure finance un accompagnement en cours\u00a0: rouvrez-le d’abord, avec l’accord de la personne.",
            "",
        )
    if wished.started_on < opened_on:
        return (
            f"Le suivi est ouvert depuis le {plain_date(opened_on)}\u00a0: indiquez ce jour ou un jour qui le suit.",
            "started_on",
        )
    if wished.started_on > today + AHEAD:
        return (
            f"Une mesure se prévoit au plus un an à l’avance\u00a0: jusqu’au {plain_date(today + AHEAD)}.",
            "started_on",
        )
    if wished.ended_on is not None and wished.ended_on < wished.started_on:
        return "La fin ne peut pas précéder le début.", "ended_on"
    for field, day in (("started_on", wished.started_on), ("ended_on", wished.ended_on)):
        if day is not None and not line.holds(day):
            return f"Cette ligne ne finance rien le {plain_date(day)}.", field
    return None


def why_they_meet(wished: Period, other: Period, suspensions: Sequence[Period]) -> str | None:
    """Say why two measures of a household may not stand together, or None: no day, no month is paid twice (§4.4)."""
    if wished.overlaps(other):
        return "Une mesure finance déjà ces jours\u00a0: un ménage n’en a qu’une à la fois. Mettez-lui fin d’abord."
    other_free, mine_free = free_from(other, suspensions), free_from(wished)
    if other.started_on < wished.started_on and other_free is not None and wished.started_on < other_free:
        return (
            "Le dernier mois commencé de la mesure d’avant est déjà compté\u00a0: "
            f"la nouvelle commence au plus tôt le {plain_date(other_free)}."
        )
    if wished.started_on < other.started_on and mine_free is not None and other.started_on < mine_free:
        return (
            f"Son dernier mois irait jusqu’au {plain_date(eve(mine_free))}, "
            f"et une autre mesure commence le {plain_date(other.started_on)}\u00a0: aucun mois n’est compté deux fois."
        )
    return None


def why_suspension_is_refused(
    day: dt.date, measure: Period, suspensions: Sequence[Period], *, today: dt.date
) -> str | None:
    """Say why a measure may not be suspended from this day, or None."""
    if reason := why_day_is_refused(day, today):
        return reason
    if not measure.holds(day):
        return "La mesure ne court pas ce jour-là."
    if any(one.ended_on is None or one.ended_on >= day for one in suspensions):
        return "La mesure est déjà suspendue ce jour-là, ou l’a été après."
    return None


def why_resumption_is_refused(
    day: dt.date, measure: Period, suspensions: Sequence[Period], *, today: dt.date
) -> tuple[str, str] | None:
    """Say why a suspended measure may not be resumed from this day, with its field, or None."""
    pause = next((one for one in suspensions if one.ended_on is None), None)
    if pause is None:
        return "Cette mesure n’est pas suspendue.", ""
    if reason := why_day_is_refused(day, today):
        return reason, "day"
    if day <= pause.started_on:
        return (
            f"Elle est suspendue depuis le {plain_date(pause.started_on)}\u00a0: indiquez un jour qui le suit.",
            "day",
        )
    if not measure.holds(day):
        return "La mesure ne court plus ce jour-là.", "day"
    return None


def why_end_is_refused(
    day: dt.date, measure: Period, suspensions: Sequence[Period], *, today: dt.date
) -> tuple[str, str] | None:
    """Say why a measure may not end on this day, with its field, or None."""
    if measure.ended_on is not None and measure.ended_on <= today:
        return f"Cette mesure est terminée depuis le {plain_date(measure.ended_on)}.", ""
    if reason := why_day_is_refused(day, today):
        return reason, "day"
    if day < measure.started_on:
        return f"La mesure commence le {plain_date(measure.started_on)}.", "day"
    if any(one.started_on > day or (one.ended_on is not None and one.ended_on > day) for one in suspensions):
        return "La mesure a été suspendue après ce jour\u00a0: sa fin vient après.", "day"
    return None

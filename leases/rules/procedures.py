"""The stages of an eviction procedure, the account, and the commitment to hold it (domain.md §3.7; its delays are clocks)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from foundation.words import plain_date
from households.rules import why_day_is_refused
from leases.enums import ProcedureStage

MAY_COME = (ProcedureStage.HEARING,)  # a summons tells the day of the hearing
TERMINATED = ProcedureStage.JUDGMENT_TERMINATION
SET_ASIDE = (ProcedureStage.PAID_OFF, ProcedureStage.ABANDONED)
HIGHEST = Decimal(200_000)


@dataclass(frozen=True)
class Reached:
    """A stage on its day; `is_withdrawn` when it was recorded in error."""

    stage: ProcedureStage
    on: dt.date
    is_withdrawn: bool = False


def why_stage_is_refused(stage: ProcedureStage, reached_on: dt.date, today: dt.date) -> str | None:
    """Say why a stage may not carry this day, or None. Only a hearing may be to come."""
    return why_day_is_refused(reached_on, today, may_be_planned=stage in MAY_COME)


def why_balance_is_refused(amount: Decimal, stated_on: dt.date, today: dt.date) -> tuple[str, str] | None:
    """Say why a statement of account is refused, with its field, or None. A negative amount is in credit."""
    if reason := why_day_is_refused(stated_on, today):
        return reason, "stated_on"
    if abs(amount) > HIGHEST:
        return "Ce montant est trop élevé. Vérifiez-le.", "amount"
    return None


def why_hold_is_refused(
    started_on: dt.date, ended_on: dt.date | None, *, last_started_on: dt.date | None, today: dt.date
) -> tuple[str, str] | None:
    """Say why a commitment to hold the procedure is refused, with its field, or None.

    It has an end or lasts until it is ended; a new one follows the one before, which closes on the eve.
    """
    if reason := why_day_is_refused(started_on, today, may_be_planned=True):
        return reason, "started_on"
    if ended_on is not None and ended_on < started_on:
        return "La fin ne peut pas précéder le début.", "ended_on"
    if ended_on is not None and (reason := why_day_is_refused(ended_on, today, may_be_planned=True)):
        return reason, "ended_on"
    if last_started_on is not None and started_on <= last_started_on:
        return (
            f"Un engagement commence déjà le {plain_date(last_started_on)}\u00a0: indiquez un jour qui le suit.",
            "started_on",
        )
    return None


def why_hold_end_is_refused(ended_on: dt.date, *, started_on: dt.date, today: dt.date) -> str | None:
    """Say why a commitment may not end on this day, or None."""
    if ended_on < started_on:
        return "La fin ne peut pas précéder le début."
    return why_day_is_refused(ended_on, today, may_be_planned=True)


def present_stage(reached: Iterable[Reached], day: dt.date) -> Reached | None:
    """Give the stage in force on a day: the last one reached by then, in the order given for one same day.

    What is withdrawn or to come does not count. A procedure may start again: the order of the law is not imposed.
    """
    found: Reached | None = None
    for each in reached:
        if each.is_withdrawn or each.on > day:
            continue
        if found is None or each.on >= found.on:
            found = each
    return found

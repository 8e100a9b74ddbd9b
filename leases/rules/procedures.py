"""The stages of an eviction procedure, the account, and the commitment to hold it (domain.md §3.7; its delays are clocks)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from foundation.words import plain_date
from households.rules import why_day_is_refused
from leases.enums import LeaseKind, ProcedureStage

MAY_COME = (ProcedureStage.HEARING,)  # a summons tells the day of the hearing
TERMINATED = ProcedureStage.JUDGMENT_TERMINATION
# Acts and facts beside the stages: told of a procedure that is further on, they do not send it back.
NOTICES = (ProcedureStage.ARREARS, ProcedureStage.CAF_REPORTED, ProcedureStage.CCAPEX_REFERRED)
SET_ASIDE = (ProcedureStage.PAID_OFF, ProcedureStage.ABANDONED)
# Beside a stage, which comes back when they end.
BESIDE = (ProcedureStage.PCS_ACTIVE, ProcedureStage.OVERINDEBTEDNESS, ProcedureStage.COURT_DELAYS)
MAY_END = (*BESIDE, ProcedureStage.JUDGMENT_TERMS)
_RANK = {stage: rank for rank, stage in enumerate(ProcedureStage)}
_NO_LEASE = (LeaseKind.NO_TITLE, LeaseKind.PCS)
_LAST_DAY = "Indiquez le dernier jour des délais\u00a0: la décision du juge de l’exécution le donne."
HIGHEST = Decimal(200_000)


@dataclass(frozen=True)
class Reached:
    """A stage on its day; `is_withdrawn` when it was recorded in error."""

    stage: ProcedureStage
    on: dt.date
    is_withdrawn: bool = False
    until: dt.date | None = None  # the last day of the judge's terms, or of what suspends the procedure
    told_on: dt.date | None = None  # the day on which the préfet was told of a summons


@dataclass(frozen=True)
class Title:
    """A title of the household, from a day until its last, included."""

    kind: LeaseKind
    started_on: dt.date
    ended_on: dt.date | None = None

    def is_open(self, day: dt.date) -> bool:
        """Tell whether the household lives by it on a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)


@dataclass(frozen=True)
class Position:
    """Where a procedure is on a day: the stage that the law reached, and what stands beside it or sets it aside."""

    stage: Reached | None = None
    beside: Reached | None = None
    followed_by: Title | None = None  # signed once the judge had ended the lease: his decision puts nobody out any more

    @property
    def shown(self) -> Reached | None:
        """Give what one says first of it."""
        return self.beside or self.stage

    @property
    def is_set_aside(self) -> bool:
        """Tell whether the debt is paid, the procedure abandoned, or another title signed since the judgment."""
        return self.followed_by is not None or (self.beside is not None and self.beside.stage in SET_ASIDE)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more may come of it: set aside, or the household put out."""
        return self.is_set_aside or self.is_evicted

    @property
    def is_evicted(self) -> bool:
        """Tell whether the household was put out."""
        return self.stage is not None and self.stage.stage == ProcedureStage.EVICTED

    @property
    def is_terminated(self) -> bool:
        """Tell whether the judge has ended the lease, at the stage where it is."""
        return self.stage is not None and is_past_termination(self.stage.stage)


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


def why_until_is_refused(
    stage: ProcedureStage,
    until: dt.date | None,
    *,
    reached_on: dt.date,
    longest_on: dt.date | None,
    source: str,
    shortest_on: dt.date | None = None,
) -> str | None:
    """Say why a stage may not last until this day, or None. The law gives the judge a last day at most, one at least."""
    if until is None:
        return _LAST_DAY if stage == ProcedureStage.COURT_DELAYS else None
    if stage not in MAY_END:
        return "Seuls des délais, un protocole et une suspension ont une fin."
    if until < reached_on:
        return "La fin ne peut pas précéder le début."
    is_granted = stage in {ProcedureStage.JUDGMENT_TERMS, ProcedureStage.COURT_DELAYS}
    return _why_grant_is_refused(until, longest_on, shortest_on, source) if is_granted else None


def _why_grant_is_refused(
    until: dt.date, longest_on: dt.date | None, shortest_on: dt.date | None, source: str
) -> str | None:
    if longest_on is not None and until > longest_on:
        return f"Le juge ne peut pas accorder de délais au-delà du {plain_date(longest_on)} ({source})."
    if shortest_on is not None and until < shortest_on:
        return f"Le juge de l’exécution accorde des délais jusqu’au {plain_date(shortest_on)} au moins ({source})."
    return None


def why_telling_is_refused(
    stage: ProcedureStage, told_on: dt.date, *, reached_on: dt.date, today: dt.date
) -> str | None:
    """Say why the préfet cannot have been told of a summons on this day, or None (loi n° 89-462, art. 24, III)."""
    if stage != ProcedureStage.SUMMONS:
        return "Le préfet est prévenu d’une assignation."
    if told_on < reached_on:
        return f"L’assignation date du {plain_date(reached_on)}\u00a0: le préfet en est prévenu ce jour-là au plus tôt."
    return why_day_is_refused(told_on, today)


def is_past_termination(stage: ProcedureStage) -> bool:
    """Tell whether a stage of the law comes once the judge has ended the lease."""
    return stage.value in ProcedureStage.ORDERED and _RANK[stage] >= _RANK[TERMINATED]


def is_before(stage: ProcedureStage | None, other: ProcedureStage) -> bool:
    """Tell whether a stage comes before another in the order of the law; no stage comes before all."""
    return stage is None or _RANK[stage] < _RANK[other]


def in_order(reached: Iterable[Reached]) -> list[Reached]:
    """Put stages in the order of their days; on one same day, of the law: never of who recorded them when."""
    return sorted(reached, key=lambda one: (one.on, _RANK[one.stage]))


def position_on(reached: Iterable[Reached], day: dt.date) -> Position:
    """Give where a procedure is on a day, whatever the order in which its facts were recorded.

    The stage is the last that the law reached. An unpaid rent told to the CCAPEX, or to the benefits office, never takes it
    back; nor does a hearing before another judge once one has ended the lease. Beside it a protocole or the over-indebtedness suspends it as long as they last:
    ended, the procedure is back at its stage. A debt paid off, or an abandonment, sets it aside until it starts again.
    """
    stage: Reached | None = None
    beside: Reached | None = None
    for each in in_order(reached):
        if each.is_withdrawn or each.on > day:
            continue
        if each.stage in SET_ASIDE or (each.stage in BESIDE and (each.until is None or each.until >= day)):
            beside = each
        elif each.stage not in BESIDE:
            starts_again = beside is not None and beside.stage in SET_ASIDE
            if stage is None or starts_again or not _stays(stage.stage, each.stage):
                stage = each
            beside = None if starts_again or each.stage == ProcedureStage.EVICTED else beside
    if stage is not None and stage.stage == ProcedureStage.EVICTED and beside is not None and beside.stage in BESIDE:
        beside = None
    return Position(stage, beside)


def title_after_judgment(reached: Iterable[Reached], titles: Iterable[Title], day: dt.date) -> Title | None:
    """Give the last lease, sublease or place signed once the judge has ended the lease; a protocole only suspends."""
    known = list(reached)
    here = position_on(known, day)
    if not here.is_terminated or here.stage is None:
        return None
    ended_on = max((one.on for one in known if _has_ended(one, day)), default=here.stage.on)
    if here.is_evicted:
        ended_on = here.stage.on + dt.timedelta(days=1)
    new = [one for one in titles if one.kind not in _NO_LEASE and ended_on <= one.started_on <= day]
    return max(new, key=lambda one: one.started_on, default=None)


def reached_under(reached: Iterable[Reached], title: Title | None) -> tuple[Reached, ...]:
    """Give the stages of the procedure about a title: what the law reaches from its first day on."""
    return tuple(one for one in reached if title is None or one.on >= title.started_on)


def position_under(reached: Iterable[Reached], title: Title | None, day: dt.date) -> Position:
    """Give where a procedure is on a day. A title signed since the judgment closes its round, like what sets it aside."""
    known = tuple(reached)
    here = position_on(known, day)
    if title is None:
        return here
    since = position_on(reached_under(known, title), day)
    return since if since.stage is not None else replace(here, beside=None, followed_by=title)


def _has_ended(one: Reached, day: dt.date) -> bool:
    return one.stage == TERMINATED and not one.is_withdrawn and one.on <= day


def termination_of(reached: Iterable[Reached], day: dt.date) -> dt.date | None:
    """Give the day on which the judge ended the lease, of the procedure that runs on a day; None when none did, or it is over."""
    known = [one for one in reached if not one.is_withdrawn and one.on <= day]
    here = position_on(known, day)
    if not here.is_terminated or here.is_over or here.stage is None:
        return None
    return max((one.on for one in known if one.stage == TERMINATED), default=here.stage.on)


def _stays(stage: ProcedureStage, other: ProcedureStage) -> bool:
    if other in NOTICES:
        return is_before(other, stage)
    return is_past_termination(stage) and is_before(other, ProcedureStage.JUDGMENT_TERMS)


def present_stage(reached: Iterable[Reached], day: dt.date) -> Reached | None:
    """Give what is said first of a procedure on a day: what suspends it or sets it aside, else the stage of the law."""
    return position_on(reached, day).shown

"""The clocks of an eviction procedure: what each date is, who it binds, which text it is from (domain.md §3.7)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foundation.words import plain_date
from leases.enums import ProcedureStage
from leases.rules.law import Delay, Law, first_day_outside, truce_over
from leases.rules.procedures import SET_ASIDE, Reached, in_order, position_on

CODES = (
    "procedure.payment_order",
    "procedure.ccapex_before_summons",
    "procedure.prefect_before_hearing",
    "procedure.judgment_terms",
    "procedure.vacate_order",
    "procedure.court_delays",
    "procedure.police_silence",
    "procedure.truce",
    "procedure.truce_warning_days",
    "procedure.alert_days",
    "ccapex.signal",
    "arrears.benefit_rents",
    "arrears.benefit_debt",
    "arrears.benefit_months",
    "pcs.longest",
    "pcs.extension",
    "pcs.lease",
)
LEASE, HEARING, FIGURE = "LEASE", "HEARING", "FIGURE"  # what a date waits for


class Who(StrEnum):
    """Whose step it is."""

    HOUSEHOLD = "HOUSEHOLD"
    ASSOCIATION = "ASSOCIATION"
    LANDLORD = "LANDLORD"
    JUSTICE = "JUSTICE"
    PREFECT = "PREFECT"

    @property
    def label(self) -> str:
        """Give the word that the screen shows."""
        return {
            "HOUSEHOLD": "Le ménage",
            "ASSOCIATION": "L’association",
            "LANDLORD": "Le bailleur",
            "JUSTICE": "La justice",
            "PREFECT": "Le préfet",
        }[self.value]


class ClockKind(StrEnum):
    """What a clock counts."""

    PAYMENT = "PAYMENT"
    SUMMONS = "SUMMONS"
    PREFECT_NOTICE = "PREFECT_NOTICE"
    HEARING = "HEARING"
    TERMS = "TERMS"
    VACATE = "VACATE"
    COURT_DELAYS = "COURT_DELAYS"
    POLICE = "POLICE"
    TRUCE = "TRUCE"
    PROTOCOL = "PROTOCOL"
    NEW_LEASE = "NEW_LEASE"


@dataclass(frozen=True)
class Clock:
    """A date of the procedure. `on` is its last day, included; None when what it counts from is not known (`misses`)."""

    kind: ClockKind
    title: str
    means: str
    who: Who
    started_on: dt.date | None
    on: dt.date | None
    source: str = ""
    is_to_confirm: bool = False
    misses: str = ""
    is_awaited: bool = False  # somebody is to act by this day, else it only lets time pass
    done_on: dt.date | None = None  # the day on which it was done, where that is recorded

    def has_run(self, today: dt.date) -> bool:
        """Tell whether the last day is past, at the end of which the delay has run."""
        return self.on is not None and today > self.on


def of_this_round(reached: Iterable[Reached], day: dt.date) -> list[Reached]:
    """Give the stages of the procedure that is running on a day: what came before a debt paid off, or an abandonment, is over.

    A hearing to come is in it.
    """
    standing = [one for one in in_order(reached) if not one.is_withdrawn]
    over = [at for at, one in enumerate(standing) if one.stage in SET_ASIDE and one.on <= day]
    return standing[over[-1] + 1 :] if over else standing


def clocks(
    reached: Iterable[Reached], *, lease_signed_on: dt.date | None, law: Law, today: dt.date
) -> tuple[Clock, ...]:
    """Give the clocks of the running procedure in the order of the law, those that have run included.

    The delay of a payment order depends on the day its lease was signed (Cass., avis, 13 juin 2024): unknown, it is asked for.
    """
    round_ = of_this_round(reached, today)
    last = {one.stage: one for one in round_ if one.on <= today or one.stage == ProcedureStage.HEARING}
    found = [*_before_judgment(last, lease_signed_on, law, today), *_after_judgment(last, law)]
    decided = [last[stage].on for stage in _JUDGMENTS if stage in last]
    found = [clock for clock in found if not (decided and _is_moot(clock, max(decided)))]
    here = position_on(round_, today)
    if here.is_terminated:  # the judge has decided: what nobody can count any more is not asked for
        found = [clock for clock in found if clock.on is not None or clock.misses == FIGURE]
    truce = truce_over(today, law)
    if truce and truce.ended_on and here.is_terminated and not here.is_over:
        value = law.on("procedure.truce", today)
        found.append(
            Clock(
                ClockKind.TRUCE,
                "Dernier jour de la trêve hivernale",
                "Jusqu’à ce jour compris, personne ne peut être expulsé de son logement. La procédure, elle, continue.",
                Who.PREFECT,
                truce.started_on,
                truce.ended_on,
                value.source if value else "",
            )
        )
    return tuple(found)


def _before_judgment(
    last: Mapping[ProcedureStage, Reached], lease_signed_on: dt.date | None, law: Law, today: dt.date
) -> Iterator[Clock]:
    if one := last.get(ProcedureStage.CCAPEX_REFERRED):
        yield _before_summons(one, law)
    if one := last.get(ProcedureStage.PAYMENT_ORDER):
        yield _payment(one, lease_signed_on, law)
    if one := last.get(ProcedureStage.SUMMONS):
        yield _prefect(one, last.get(ProcedureStage.HEARING), law)
    one = last.get(ProcedureStage.HEARING)
    if one and one.on >= today:
        yield _hearing(one)


def _after_judgment(last: Mapping[ProcedureStage, Reached], law: Law) -> Iterator[Clock]:
    if one := last.get(ProcedureStage.JUDGMENT_TERMS):
        yield _terms(one, law)
    if one := last.get(ProcedureStage.VACATE_ORDER):
        yield _vacate(one, law)
    if (one := last.get(ProcedureStage.COURT_DELAYS)) and one.until:
        yield _court_delays(one, law)
    if one := last.get(ProcedureStage.POLICE_REQUESTED):
        yield _police(one, last.get(ProcedureStage.POLICE_GRANTED), law)


def _is_moot(clock: Clock, decided_on: dt.date) -> bool:
    """Tell whether a delay before the judge had not run when he decided: nobody waits for it any more."""
    if clock.on is None or clock.on < decided_on:
        return False
    if clock.kind == ClockKind.PAYMENT:
        return clock.started_on is not None and clock.started_on <= decided_on
    return clock.kind == ClockKind.SUMMONS


def earliest_eviction(reached: Iterable[Reached], law: Law, today: dt.date) -> dt.date | None:
    """Give the first day on which the household may be put out by force, from what is recorded; None when nothing allows it.

    It takes an order to leave and its delay, and the end of what the judge of enforcement granted; days of the winter truce are
    passed over.
    """
    known = [one for one in of_this_round(reached, today) if one.on <= today]
    last = {one.stage: one for one in known}
    order = last.get(ProcedureStage.VACATE_ORDER)
    if order is None:
        return None
    delay = law.delay("procedure.vacate_order", order.on)
    if delay is None:
        return None
    granted = [one.until for one in known if one.stage == ProcedureStage.COURT_DELAYS and one.until]
    held_until = max((delay.last_day(order.on), *granted))
    return first_day_outside(max(held_until + dt.timedelta(days=1), today), law)


def protocol_clocks(
    started_on: dt.date, last_day: dt.date, kept_on: dt.date | None, lease_due: tuple[dt.date, Delay] | None
) -> tuple[Clock, ...]:
    """Give the clocks of a protocole: its last day while it runs; once kept, the day by which its lease is signed."""
    if kept_on is not None:
        clock = Clock(
            ClockKind.NEW_LEASE,
            "Dernier jour pour signer le nouveau bail",
            "Le protocole a été respecté\u00a0: le bailleur signe un nouveau bail avec le ménage.",
            Who.LANDLORD,
            kept_on,
            None,
            is_awaited=True,
        )
        return (_timed(clock, lease_due[1]) if lease_due else replace(clock, misses=FIGURE),)
    return (
        Clock(
            ClockKind.PROTOCOL,
            "Dernier jour du protocole",
            "D’ici là, le bailleur dit si le protocole a été respecté, ou le prolonge avec le ménage par un avenant.",
            Who.LANDLORD,
            started_on,
            last_day,
            "protocole signé (CCH, art. L. 442-6-5 et L. 353-15-2)",
            is_awaited=True,
        ),
    )


def is_near(on: dt.date, today: dt.date, law: Law) -> bool:
    """Tell whether a date is announced: late, or so many days away at most (parameter « premier rappel »)."""
    value = law.on("procedure.alert_days", today)
    return value is not None and (on - today).days <= int(value.table["premier rappel"])


def is_pressing(on: dt.date, today: dt.date, law: Law) -> bool:
    """Tell whether a date is so near that it is reminded a second time."""
    value = law.on("procedure.alert_days", today)
    return value is not None and 0 <= (on - today).days <= int(value.table["second rappel"])


def is_truce_ending(today: dt.date, law: Law) -> dt.date | None:
    """Give the last day of the winter truce when it is near enough to be announced, or None."""
    truce, value = truce_over(today, law), law.on("procedure.truce_warning_days", today)
    if truce is None or truce.ended_on is None or value is None:
        return None
    return truce.ended_on if (truce.ended_on - today).days <= int(value.number) else None


def _before_summons(one: Reached, law: Law) -> Clock:
    clock = Clock(
        ClockKind.SUMMONS,
        "Pas d’assignation avant la fin de ce délai",
        "Un bailleur social saisit la commission de prévention des expulsions, puis attend avant d’assigner\u00a0: plus tôt, sa "
        "demande est irrecevable.",
        Who.LANDLORD,
        one.on,
        None,
    )
    return _timed(clock, law.delay("procedure.ccapex_before_summons", one.on))


def _payment(one: Reached, lease_signed_on: dt.date | None, law: Law) -> Clock:
    title = "Dernier jour pour payer ou s’accorder"
    means = "Payer la dette, ou obtenir un plan, avant la fin de ce jour évite que le bailleur demande la résiliation du bail."
    if lease_signed_on is None:
        return Clock(
            ClockKind.PAYMENT,
            title,
            "Le délai dépend du jour où le bail a été signé, qui n’est pas connu.",
            Who.HOUSEHOLD,
            one.on,
            None,
            misses=LEASE,
            is_awaited=True,
        )
    delay = law.delay("procedure.payment_order", lease_signed_on)
    said = f" Bail signé le {plain_date(lease_signed_on)}\u00a0: délai de {delay.words}." if delay else ""
    clock = Clock(ClockKind.PAYMENT, title, means + said, Who.HOUSEHOLD, one.on, None, is_awaited=True)
    return _timed(clock, delay)


def _prefect(one: Reached, hearing: Reached | None, law: Law) -> Clock:
    title = "Dernier jour pour prévenir le préfet de l’audience"
    means = "L’assignation est transmise au préfet, qui fait établir un diagnostic social et financier pour le juge."
    if hearing is None or hearing.on < one.on:
        return Clock(
            ClockKind.PREFECT_NOTICE,
            title,
            "Ce jour se compte depuis celui de l’audience, qui n’est pas connu.",
            Who.LANDLORD,
            one.on,
            None,
            misses=HEARING,
            done_on=one.told_on,
        )
    delay = law.delay("procedure.prefect_before_hearing", one.on)
    return Clock(
        ClockKind.PREFECT_NOTICE,
        title,
        f"{means} Délai\u00a0: {delay.words} avant l’audience." if delay else means,
        Who.LANDLORD,
        one.on,
        delay.latest_before(hearing.on) if delay else None,
        delay.source if delay else "",
        delay.is_to_confirm if delay else False,
        misses="" if delay else FIGURE,
        is_awaited=True,
        done_on=one.told_on,
    )


def _hearing(one: Reached) -> Clock:
    return Clock(
        ClockKind.HEARING,
        "Audience",
        "Venir, ou s’y faire représenter, permet de dire sa situation au juge et de demander du temps pour payer.",
        Who.HOUSEHOLD,
        None,
        one.on,
        "convocation devant le juge",
        is_awaited=True,
    )


def _terms(one: Reached, law: Law) -> Clock:
    means = "Le bail continue si le loyer courant et chaque échéance sont payés."
    if one.until:
        return Clock(
            ClockKind.TERMS,
            "Fin des délais de paiement",
            means,
            Who.HOUSEHOLD,
            one.on,
            one.until,
            "jugement",
            is_awaited=True,
        )
    delay = law.delay("procedure.judgment_terms", one.on)
    title = "Fin des délais de paiement, au plus tard"
    return _timed(Clock(ClockKind.TERMS, title, means, Who.HOUSEHOLD, one.on, None, is_awaited=True), delay)


def _vacate(one: Reached, law: Law) -> Clock:
    clock = Clock(
        ClockKind.VACATE,
        "Pas d’expulsion avant la fin de ce délai",
        "Le ménage peut demander des délais au juge de l’exécution, et un autre logement.",
        Who.JUSTICE,
        one.on,
        None,
    )
    return _timed(clock, law.delay("procedure.vacate_order", one.on))


def _court_delays(one: Reached, law: Law) -> Clock:
    value = law.on("procedure.court_delays", one.on)
    return Clock(
        ClockKind.COURT_DELAYS,
        "Fin des délais accordés par le juge de l’exécution",
        "Jusqu’à ce jour compris, personne ne peut expulser le ménage. Il cherche d’ici là un autre logement.",
        Who.HOUSEHOLD,
        one.on,
        one.until,
        f"décision du juge\u00a0; {value.source}" if value else "décision du juge",
        value.is_to_confirm if value else False,
        is_awaited=True,
    )


def _police(one: Reached, granted: Reached | None, law: Law) -> Clock:
    answered_on = granted.on if granted and granted.on >= one.on else None
    clock = Clock(
        ClockKind.POLICE,
        "Réponse du préfet au concours de la force publique",
        "Le préfet a accordé son concours."
        if answered_on
        else "Sans réponse ce jour-là, la demande est refusée. L’expulsion par la force ne peut pas avoir lieu sans lui.",
        Who.PREFECT,
        one.on,
        None,
        is_awaited=True,
        done_on=answered_on,
    )
    return _timed(clock, law.delay("procedure.police_silence", one.on))


def _timed(clock: Clock, delay: Delay | None) -> Clock:
    """Give a clock the last day of its delay, with its source."""
    if delay is None or clock.started_on is None:
        return replace(clock, misses=FIGURE)
    return replace(clock, on=delay.last_day(clock.started_on), source=delay.source, is_to_confirm=delay.is_to_confirm)


def next_stages(stage: ProcedureStage | None) -> Sequence[ProcedureStage]:
    """Give what may come after a stage, in the order of the law: what a landlord may do next, never what he must."""
    order = [ProcedureStage(value) for value in ProcedureStage.ORDERED if value not in _BESIDE]
    if stage in SET_ASIDE:
        return ()
    if stage == ProcedureStage.JUDGMENT_TERMS:
        return (ProcedureStage.JUDGMENT_TERMINATION,)
    at = -1 if stage is None else list(ProcedureStage).index(stage)
    return [one for one in order if list(ProcedureStage).index(one) > at][:2]


def earliest_next(stage: ProcedureStage, found: Iterable[Clock], eviction_from: dt.date | None) -> dt.date | None:
    """Give the first day on which a stage may come, from the clocks of the procedure; None when no delay holds it."""
    last = {clock.kind: clock.on for clock in found if clock.on is not None}
    if stage == ProcedureStage.HEARING:
        return last.get(ClockKind.HEARING)
    if stage == ProcedureStage.EVICTED:
        return eviction_from
    kinds = {
        ProcedureStage.SUMMONS: (ClockKind.SUMMONS, ClockKind.PAYMENT),
        ProcedureStage.POLICE_REQUESTED: (ClockKind.VACATE,),
    }
    waits = [last[kind] for kind in kinds.get(stage, ()) if kind in last]
    return max(waits) + dt.timedelta(days=1) if waits else None


_JUDGMENTS = (ProcedureStage.JUDGMENT_TERMS, ProcedureStage.JUDGMENT_TERMINATION)
_BESIDE = ("JUDGMENT_TERMS", "EVICTION_ATTEMPT", "CAF_REPORTED")  # what not every procedure goes through

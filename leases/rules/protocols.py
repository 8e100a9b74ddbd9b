"""The protocole de cohésion sociale: who may sign it, for how long, how it ends (CCH, art. L. 442-6-5 and L. 353-15-2)."""

import datetime as dt
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from foundation.words import euros, plain_date
from households.rules import why_day_is_refused
from leases.enums import ProtocolState
from leases.rules.law import Delay, Law

ONE_DAY = dt.timedelta(days=1)
HIGHEST = Decimal(200_000)
PROTOCOL_TRANSITIONS: dict[ProtocolState, tuple[ProtocolState, ...]] = {
    ProtocolState.RUNNING: (ProtocolState.BROKEN, ProtocolState.HONOURED, ProtocolState.ANNULLED),
    ProtocolState.HONOURED: (ProtocolState.LEASED, ProtocolState.BROKEN),
    ProtocolState.BROKEN: (),
    ProtocolState.LEASED: (),
    ProtocolState.ANNULLED: (),
}


def longest_end(started_on: dt.date, law: Law) -> tuple[dt.date, Delay] | None:
    """Give the last day that a protocole may have, that day included (two years), with its source."""
    delay = law.delay("pcs.longest", started_on)
    return (delay.last_day(started_on) - ONE_DAY, delay) if delay else None


def longest_extension(started_on: dt.date, ends_on: dt.date, law: Law) -> tuple[dt.date, Delay] | None:
    """Give the last day that its extensions together may reach (three years after its first end), with its source."""
    delay = law.delay("pcs.extension", started_on)
    return (delay.last_day(ends_on), delay) if delay else None


def lease_due_on(honoured_on: dt.date, law: Law) -> tuple[dt.date, Delay] | None:
    """Give the day by which the landlord signs a lease once the protocole was kept (three months), with its source."""
    delay = law.delay("pcs.lease", honoured_on)
    return (delay.last_day(honoured_on), delay) if delay else None


def why_protocol_is_refused(
    *,
    decided_on: dt.date,
    terminated_on: dt.date | None,
    started_on: dt.date,
    ends_on: dt.date,
    last_ended_on: dt.date | None,
    law: Law,
    today: dt.date,
) -> tuple[str, str] | None:
    """Say why a protocole is refused, with its field, or None. It comes after the judge has ended the lease."""
    if terminated_on is None:
        return (
            "Un protocole suit la résiliation du bail par le juge (CCH, art. L. 442-6-5)\u00a0: enregistrez d’abord ce "
            "stade de la procédure."
        ), ""
    for day, field, is_planned in ((decided_on, "decided_on", False), (started_on, "started_on", True)):
        if reason := why_day_is_refused(day, today, may_be_planned=is_planned):
            return reason, field
    if started_on < max(decided_on, terminated_on):
        return "Le protocole ne peut pas précéder la décision du juge.", "started_on"
    if last_ended_on is not None and started_on <= last_ended_on:
        return (
            f"Un autre protocole dure jusqu’au {plain_date(last_ended_on)}\u00a0: celui-ci commence après."
        ), "started_on"
    reason = _why_length_is_refused(started_on, ends_on, law)
    return (reason, "ends_on") if reason else None


def _why_length_is_refused(started_on: dt.date, ends_on: dt.date, law: Law) -> str | None:
    if ends_on < started_on:
        return "La fin ne peut pas précéder le début."
    longest = longest_end(started_on, law)
    if longest and ends_on > longest[0]:
        return f"Un protocole dure au plus {longest[1].words}, donc jusqu’au {plain_date(longest[0])} ({longest[1].source})."
    return None


def why_amounts_are_refused(indemnity: Decimal, debt: Decimal, instalment: Decimal) -> tuple[str, str] | None:
    """Say why amounts in euros are refused, with their field, or None. Without debt there is no plan (ELAN, 2018)."""
    for amount, field in ((indemnity, "indemnity"), (debt, "debt"), (instalment, "instalment")):
        if amount < 0 or amount > HIGHEST:
            return "Ce montant n’est pas possible. Vérifiez-le.", field
    if not indemnity:
        return "Indiquez l’indemnité d’occupation fixée par le juge.", "indemnity"
    if debt and not instalment:
        return "Indiquez l’échéance du plan joint au protocole.", "instalment"
    if instalment > debt:
        return "L’échéance ne peut pas dépasser la dette.", "instalment"
    return None


def left_at_end(debt: Decimal, instalment: Decimal, started_on: dt.date, last_day: dt.date) -> Decimal:
    """Give what the monthly instalments leave of the debt on a last day, in euros: zero when they pay it whole."""
    return max(debt - instalment * _months(started_on, last_day), Decimal(0))


def why_plan_is_refused(
    debt: Decimal, instalment: Decimal, *, started_on: dt.date, ends_on: dt.date, law: Law
) -> tuple[str, str] | None:
    """Say why a plan is refused, with its field, or None: even extended as far as the law allows, it would leave a debt."""
    longest = longest_extension(started_on, ends_on, law)
    if longest is None or not debt or not left_at_end(debt, instalment, started_on, longest[0]):
        return None
    months = _months(started_on, longest[0])
    return (
        f"Même prolongé jusqu’au {plain_date(longest[0])}, le plus loin possible ({longest[1].source}), ce protocole paie "
        f"{euros(instalment * months)} en {months}\u00a0échéances, pour une dette de {euros(debt)}. Vérifiez l’échéance et la dette."
    ), "instalment"


def _months(started_on: dt.date, last_day: dt.date) -> int:
    """Count the monthly payments of a protocole, a month begun included."""
    lasts = relativedelta(last_day + ONE_DAY, started_on)
    return lasts.years * 12 + lasts.months + (1 if lasts.days else 0)


def why_extension_is_refused(
    extended_to: dt.date, *, started_on: dt.date, ends_on: dt.date, last_end: dt.date, law: Law
) -> str | None:
    """Say why a protocole may not be extended until this day, or None. `ends_on` is its first end, `last_end` today's."""
    if extended_to <= last_end:
        return f"Le protocole dure déjà jusqu’au {plain_date(last_end)}\u00a0: indiquez un jour plus lointain."
    longest = longest_extension(started_on, ends_on, law)
    if longest and extended_to > longest[0]:
        return f"La prolongation dure au plus {longest[1].words}, donc jusqu’au {plain_date(longest[0])} ({longest[1].source})."
    return None


def why_protocol_end_is_refused(
    state: ProtocolState, to_state: ProtocolState, ended_on: dt.date, *, started_on: dt.date, today: dt.date
) -> tuple[str, str] | None:
    """Say why a protocole may not be said kept or broken on this day, with its field, or None."""
    if to_state not in PROTOCOL_TRANSITIONS[state]:
        return "Ce protocole est déjà terminé.", ""
    if reason := why_day_is_refused(ended_on, today):
        return reason, "ended_on"
    if ended_on < started_on:
        return "La fin ne peut pas précéder le début.", "ended_on"
    first_on = started_on + relativedelta(months=1)
    if to_state == ProtocolState.HONOURED and ended_on < first_on:
        return (
            f"Aucun mois entier n’a encore été payé\u00a0: ce protocole ne peut pas être dit respecté avant le {plain_date(first_on)}."
        ), "ended_on"
    return None

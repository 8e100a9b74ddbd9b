"""Home insurance of a title: covered, about to end, missing (loi 89-462, art. 7 g: proven at the entry, then each year)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from foundation.periods import Period
from leases.enums import LeaseKind

INSURED = (LeaseKind.DIRECT, LeaseKind.SUBLEASE, LeaseKind.PCS)  # the law asks it of a tenant; a host insures himself
LONGEST = relativedelta(years=2)


@dataclass(frozen=True)
class Cover:
    """What certificates say of a title on a day."""

    is_missing: bool
    since: dt.date | None = None  # the first day without a certificate, when it is missing
    ends_on: dt.date | None = None  # the last day of the cover that runs, when it is not


def cover_on(day: dt.date, started_on: dt.date, certificates: Iterable[Period]) -> Cover:
    """Give the cover of a title on a day, from its first day: periods that touch or overlap make one.

    Before its first day a title is looked at as on that day: an insurance is taken out for the entry.
    """
    at = max(day, started_on)
    reached = started_on - dt.timedelta(days=1)
    for one in sorted(certificates, key=lambda period: period.started_on):
        ends = one.ended_on or dt.date.max
        if one.started_on <= at and ends >= at:
            return Cover(is_missing=False, ends_on=_run_until(ends, certificates))
        if ends < at:
            reached = max(reached, ends)
    return Cover(is_missing=True, since=reached + dt.timedelta(days=1))


def _run_until(ends: dt.date, certificates: Iterable[Period]) -> dt.date:
    for one in sorted(certificates, key=lambda period: period.started_on):
        if one.started_on <= ends + dt.timedelta(days=1):
            ends = max(ends, one.ended_on or ends)
    return ends


def year_from(started_on: dt.date) -> dt.date:
    """Give the last day of a year of insurance, that day included."""
    return started_on + relativedelta(years=1, days=-1)


def why_certificate_is_refused(
    started_on: dt.date, ended_on: dt.date, *, lease: Period, today: dt.date
) -> tuple[str, str] | None:
    """Say why a certificate is refused, with its field, or None."""
    if ended_on < started_on:
        return "La fin ne peut pas précéder le début.", "ended_on"
    if ended_on > started_on + LONGEST:
        return "Une attestation vaut un an, rarement deux. Vérifiez l’année.", "ended_on"
    if started_on > today + relativedelta(months=6):
        return "Ce début est trop lointain. Vérifiez l’année.", "started_on"
    if ended_on < lease.started_on:
        return "Cette attestation finit avant le début du bail.", "ended_on"
    if lease.ended_on is not None and started_on > lease.ended_on:
        return "Ce bail était fini à cette date.", "started_on"
    return None

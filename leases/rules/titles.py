"""Days of titles of occupation: signature, effect, end, notice (domain.md §2.0.1, §3.6)."""

import datetime as dt
from collections.abc import Mapping

from dateutil.relativedelta import relativedelta

LATEST = dt.timedelta(days=366)  # a lease that starts more than a year from its signature is a date typed wrong
OLDEST = dt.date(1900, 1, 1)


def why_days_are_refused(
    *, signed_on: dt.date, started_on: dt.date, decided_on: dt.date | None, today: dt.date
) -> Mapping[str, str]:
    """Say, by field, why a title cannot have these days; `decided_on` is that of the commission, when it went before one."""
    if signed_on > today:
        return {"signed_on": "Un bail signé ne peut pas être daté d’un jour à venir."}
    if signed_on < OLDEST:
        return {"signed_on": "Ce jour est trop ancien\u00a0: vérifiez-le."}
    if abs(signed_on - started_on) > LATEST:
        return {"started_on": "La date d’effet est à plus d’un an de la signature\u00a0: vérifiez-la."}
    if decided_on is not None and signed_on < decided_on:
        return {
            "signed_on": f"Un bail se signe après la décision de la commission, prise le {decided_on:%d/%m/%Y} "
            "(CCH, art. L. 441-2)."
        }
    return {}


def why_head_is_refused(*, head_signed_on: dt.date, signed_on: dt.date, started_on: dt.date) -> str:
    """Say why a title cannot stand under an association's lease signed this day, or nothing.

    One sublets what one rents (domain.md §2.0.1, invariant 3): the lease above is signed before the title is both signed and
    in force.
    """
    if head_signed_on <= max(signed_on, started_on):
        return ""
    return (
        f"Le bail de l’association, signé le {head_signed_on:%d/%m/%Y}, viendrait après la sous-location\u00a0: l’association ne "
        "sous-loue que ce qu’elle loue déjà."
    )


def why_end_is_refused(
    *, started_on: dt.date, ended_on: dt.date, has_happened: bool, today: dt.date
) -> Mapping[str, str]:
    """Say, by field, why a title cannot end on this day; a notice may be given ahead, an eviction may not."""
    if ended_on < started_on:
        return {"ended_on": f"La fin ne peut pas précéder la date d’effet, le {started_on:%d/%m/%Y}."}
    if has_happened and ended_on > today:
        return {"ended_on": "Ce jour n’est pas encore venu."}
    if ended_on > today + LATEST:
        return {"ended_on": "Cette fin est à plus d’un an\u00a0: vérifiez-la."}
    return {}


def notice_until(received_on: dt.date, months: int) -> dt.date:
    """Give the last day of a notice of so many months, received on this day (loi n° 89-462, art. 15).

    The day of the month is kept, or the month's last: received on 31 August, three months end on 30 November.
    """
    return received_on + relativedelta(months=months)


def why_share_is_refused(label: str, taken: Mapping[str, bool]) -> str:
    """Say why this part cannot be let beside those that are: a whole home and one of its rooms are not let together.

    `taken` tells, by label, whether each other part of the dwelling is let on these days; an empty label is the whole.
    """
    others = {other for other, is_let in taken.items() if is_let and other != label}
    if not label and others:
        return "Une partie de ce logement est déjà louée\u00a0: il ne peut pas l’être en entier."
    if label and "" in others:
        return "Ce logement est déjà loué en entier\u00a0: une de ses parties ne peut pas l’être à part."
    return ""

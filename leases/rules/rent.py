"""The account of a sublease: what a month calls, what is owed on a day, what arrears are worth (domain.md §3.7, §4.2 M23).

A debt is positive, a credit negative, in euros. Nothing here is stored: a balance is always added up again from its entries.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from foundation.periods import Month, Period
from foundation.words import euros, plain_date
from leases.enums import RentEntryKind

CENT = Decimal("0.01")
NOTHING = Decimal(0)
HIGHEST = Decimal(50_000)
EARLIEST_MONTHS = 12  # before a lease's first day: a first rent is paid at its signature, never a year ahead
_SIGNS = {
    RentEntryKind.RENT: 1,
    RentEntryKind.CHARGES: 1,
    RentEntryKind.ADJUSTMENT: 1,
    RentEntryKind.PAYMENT: -1,
    RentEntryKind.BENEFIT: -1,
    RentEntryKind.BENEFIT_TO_HOUSEHOLD: 0,
}


@dataclass(frozen=True)
class Terms:
    """Rent and charges of a whole month, from a day until the terms that follow."""

    started_on: dt.date
    rent: Decimal
    charges: Decimal


@dataclass(frozen=True)
class Call:
    """What a month calls. A month that the lease does not cover whole is called by its days."""

    month: Month
    due_on: dt.date
    rent: Decimal
    charges: Decimal
    days: int

    @property
    def is_partial(self) -> bool:
        """Tell whether only some days of the month are called."""
        return self.days < self.month.last.day

    @property
    def total(self) -> Decimal:
        """Give rent and charges."""
        return self.rent + self.charges


@dataclass(frozen=True)
class Entry:
    """A line of an account as the rules see one."""

    kind: RentEntryKind
    on: dt.date
    amount: Decimal

    @property
    def effect(self) -> Decimal:
        """Give what the line adds to the debt."""
        return _SIGNS[self.kind] * self.amount


@dataclass(frozen=True)
class MonthLine:
    """A month of an account; `closing` is what is owed at the close of its last day."""

    month: Month
    opening: Decimal
    rent: Decimal
    charges: Decimal
    benefit: Decimal
    payments: Decimal
    adjustments: Decimal
    closing: Decimal

    @property
    def called(self) -> Decimal:
        """Give rent and charges."""
        return self.rent + self.charges

    @property
    def is_paid(self) -> bool:
        """Tell whether what the month called came in during it: the current rent is paid (domain.md §4.3 A14)."""
        return self.called > 0 and self.benefit + self.payments >= self.called + min(self.adjustments, NOTHING)


@dataclass(frozen=True)
class BenefitThresholds:
    """From what debt the benefit agency is told, as the law of the day says it: in rents, or in euros and in months."""

    rents: Decimal | None = None
    debt: Decimal | None = None
    months: int | None = None


def call_for(month: Month, lease: Period, terms: Sequence[Terms]) -> Call | None:
    """Give what a month calls, or None when the lease covers none of its days.

    By days over the days of that month, each day at the terms in force on it, rounded half-up once, at the end: a convention
    that Palier proposes, since no text fixes one for a first or a last month.
    """
    first = max(lease.started_on, month.first)
    last = min(lease.ended_on or month.last, month.last)
    if first > last:
        return None
    rent = charges = NOTHING
    ordered = sorted(terms, key=lambda one: one.started_on)
    for position, one in enumerate(ordered):
        following = ordered[position + 1].started_on if position + 1 < len(ordered) else None
        begins = first if position == 0 else max(first, one.started_on)
        ends = last if following is None else min(last, following - dt.timedelta(days=1))
        days = max(0, (ends - begins).days + 1)
        rent += one.rent * days
        charges += one.charges * days
    of_month = month.last.day
    return Call(
        month=month,
        due_on=first,
        rent=(rent / of_month).quantize(CENT, ROUND_HALF_UP),
        charges=(charges / of_month).quantize(CENT, ROUND_HALF_UP),
        days=(last - first).days + 1,
    )


def months_to_call(lease: Period, called: Collection[Month], today: dt.date) -> list[Month]:
    """Give the months begun, the oldest first, that a lease covers and that were not called."""
    last = Month.of(min(lease.ended_on or today, today))
    month, missing = Month.of(lease.started_on), []
    while month <= last:
        if month not in called:
            missing.append(month)
        month = month.plus(1)
    return missing


def balance(entries: Iterable[Entry], day: dt.date) -> Decimal:
    """Give what is owed at the close of a day; the order in which entries were recorded changes nothing."""
    return sum((one.effect for one in entries if one.on <= day), NOTHING)


def months_of(entries: Collection[Entry], last: Month) -> list[MonthLine]:
    """Give an account month by month, from its first entry to a month; empty without an entry."""
    if not entries:
        return []
    by_month: dict[Month, dict[RentEntryKind, Decimal]] = {}
    for one in entries:
        sums = by_month.setdefault(Month.of(one.on), {})
        sums[one.kind] = sums.get(one.kind, NOTHING) + one.amount
    lines, opening, month = [], NOTHING, min(by_month)
    while month <= max(last, min(by_month)):
        sums = by_month.get(month, {})
        closing = opening + sum((_SIGNS[kind] * amount for kind, amount in sums.items()), NOTHING)
        lines.append(
            MonthLine(
                month=month,
                opening=opening,
                rent=sums.get(RentEntryKind.RENT, NOTHING),
                charges=sums.get(RentEntryKind.CHARGES, NOTHING),
                benefit=sums.get(RentEntryKind.BENEFIT, NOTHING),
                payments=sums.get(RentEntryKind.PAYMENT, NOTHING),
                adjustments=sums.get(RentEntryKind.ADJUSTMENT, NOTHING),
                closing=closing,
            )
        )
        opening, month = closing, month.plus(1)
    return lines


def current_rent_resumed(months: Sequence[MonthLine], wanted: int, today: dt.date) -> bool:
    """Tell whether the last whole months, so many running, were paid in full (domain.md §4.3 A14)."""
    whole = [line for line in months if line.month.last < today][-wanted:]
    return len(whole) == wanted and all(line.is_paid for line in whole)


def months_of_arrears(debt: Decimal, rent: Decimal) -> Decimal:
    """Give how many monthly rents without charges a debt is worth, cut to a tenth: 1,99 is not yet two months.

    As the CCAPEX thresholds count since 2023 (domain.md §3.7). Nothing is owed, or no rent is due: no month.
    """
    if debt <= 0 or rent <= 0:
        return NOTHING
    return (debt / rent).quantize(Decimal("0.1"), ROUND_DOWN)


def reaches_months(debt: Decimal, rent: Decimal, months: Decimal) -> bool:
    """Tell whether a debt reaches so many monthly rents without charges."""
    return rent > 0 and debt > 0 and debt >= rent * months


def reached_on(entries: Iterable[Entry], amount: Decimal, day: dt.date) -> dt.date | None:
    """Give the first day of the debt's present stay at an amount or above it, or None when it is below on `day`."""
    by_day: dict[dt.date, Decimal] = {}
    for one in entries:
        if one.on <= day:
            by_day[one.on] = by_day.get(one.on, NOTHING) + one.effect
    owed, since = NOTHING, None
    for on in sorted(by_day):
        owed += by_day[on]
        since = (since or on) if owed >= amount else None
    return since


def why_agency_is_told(
    *,
    debt: Decimal,
    rent: Decimal,
    benefit: Decimal,
    is_third_party_paid: bool,
    unpaid_since: dt.date | None,
    thresholds: BenefitThresholds,
    today: dt.date,
) -> str | None:
    """Say why the agency that pays the housing benefit is to be told of a debt, or None.

    Until 2026: two rents without charges when the household receives the benefit, two net rents when the lessor does. From
    2027: a debt above an amount, or not cleared some months after the first default (domain.md §3.7, to confirm).
    """
    if debt <= 0:
        return None
    if thresholds.debt is not None:
        late = thresholds.months and unpaid_since and Month.of(unpaid_since).plus(thresholds.months) <= Month.of(today)
        if debt > thresholds.debt:
            return f"la dette dépasse {euros(thresholds.debt)}"
        return f"la dette n’est pas soldée {thresholds.months}\u00a0mois après le premier impayé" if late else None
    net = rent - benefit if is_third_party_paid else rent
    if thresholds.rents is None or net <= 0 or debt < net * thresholds.rents:
        return None
    said = "nets de l’aide au logement" if is_third_party_paid else "hors charges"
    return f"la dette atteint {thresholds.rents:f}\u00a0loyers {said}"


def why_entry_is_refused(
    kind: RentEntryKind, amount: Decimal, on: dt.date, *, lease: Period, today: dt.date
) -> tuple[str, str] | None:
    """Say why an entry is refused, with its field, or None. What came in has come in: no day ahead."""
    if amount == 0:
        return "Indiquez un montant.", "amount"
    if amount < 0 and kind != RentEntryKind.ADJUSTMENT:
        return "Indiquez un montant positif\u00a0: la nature de l’écriture dit s’il s’ajoute ou se retranche.", "amount"
    if abs(amount) > HIGHEST:
        return "Ce montant est trop élevé. Vérifiez-le.", "amount"
    if on > today:
        return "Ce jour n’est pas encore venu\u00a0: on enregistre ce qui est arrivé.", "dated_on"
    if Month.of(on) < Month.of(lease.started_on).plus(-EARLIEST_MONTHS):
        return "Ce jour précède de loin cette sous-location. Vérifiez l’année.", "dated_on"
    return None


def why_revision_is_refused(
    started_on: dt.date, *, rent: Decimal, charges: Decimal, lease: Period, last_called: Month | None
) -> tuple[str, str] | None:
    """Say why new terms are refused, with their field, or None: they follow the first day and every month called."""
    if rent <= 0:
        return "Indiquez le loyer d’un mois entier.", "rent"
    if rent > HIGHEST or charges > HIGHEST:
        return "Ce montant est trop élevé. Vérifiez-le.", "rent"
    if started_on <= lease.started_on:
        return "Un nouveau loyer commence après le premier jour de la sous-location.", "started_on"
    if lease.ended_on is not None and started_on > lease.ended_on:
        return "La sous-location est finie à cette date.", "started_on"
    if last_called is not None and started_on <= last_called.last:
        until = plain_date(last_called.last)
        return f"Le loyer est déjà appelé jusqu’au {until}\u00a0: choisissez un jour qui suit.", "started_on"
    return None

"""When an unpaid rent is to be told to the family-benefit office, or to the CCAPEX (domain.md §3.7). Amounts in euros.

Thresholds are the law's, dated; the debt is what a statement of account says of a day, never the debt to an association.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from foundation.periods import Month
from leases.rules.law import Law


@dataclass(frozen=True)
class Dues:
    """What a lease asks each month: rent without charges, and the housing benefit, paid to the landlord or not."""

    rent: Decimal | None = None
    charges: Decimal | None = None
    benefit: Decimal | None = None
    is_paid_to_landlord: bool = False


@dataclass(frozen=True)
class Stated:
    """What is owed by a statement of a day."""

    on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Threshold:
    """A threshold against the last statement: `amount` is what makes it, None when only the time counts or nothing is known."""

    amount: Decimal | None
    debt: Decimal | None
    is_reached: bool
    since: dt.date | None
    why: str  # REACHED_DEBT, REACHED_TIME, BELOW, NO_RENT, NO_BENEFIT, NO_STATEMENT
    source: str
    is_to_confirm: bool


REACHED_DEBT, REACHED_TIME, BELOW = "REACHED_DEBT", "REACHED_TIME", "BELOW"
NO_RENT, NO_BENEFIT, NO_STATEMENT = "NO_RENT", "NO_BENEFIT", "NO_STATEMENT"


def benefit_threshold(dues: Dues, statements: Sequence[Stated], law: Law, today: dt.date) -> Threshold | None:
    """Say whether the landlord is to tell the benefit office of an unpaid rent; None when no figure of the law is known.

    Until 2026: two rents without charges, or two rents net of the benefit when it is paid to the landlord. From 2027: a debt
    over an amount, or one that is not cleared so many months after the first default (décret 2026-84, to confirm).
    """
    over, months = law.on("arrears.benefit_debt", today), law.on("arrears.benefit_months", today)
    if over is not None and months is not None:
        to_confirm = over.is_to_confirm or months.is_to_confirm
        return _from_2027(statements, over.number, int(months.number), today, over.source, to_confirm=to_confirm)
    rents = law.on("arrears.benefit_rents", today)
    if rents is None:
        return None
    if dues.rent is None or (dues.is_paid_to_landlord and dues.benefit is None):
        why = NO_RENT if dues.rent is None else NO_BENEFIT
        return Threshold(None, None, False, None, why, rents.source, rents.is_to_confirm)
    net = dues.rent - (dues.benefit or Decimal(0)) if dues.is_paid_to_landlord else dues.rent
    return _of_amount(
        max(net, Decimal(0)) * rents.number, statements, today, rents.source, to_confirm=rents.is_to_confirm
    )


def ccapex_threshold(dues: Dues, statements: Sequence[Stated], law: Law, today: dt.date) -> Threshold | None:
    """Say whether a payment order is to be reported to the CCAPEX; None when no figure of the law is known.

    A debt of two rents without charges, or two months in a row without payment: statements a month apart that each grew by a
    month's rent and charges at least.
    """
    value = law.on("ccapex.signal", today)
    if value is None:
        return None
    table = value.table
    if dues.rent is None:
        return Threshold(None, None, False, None, NO_RENT, value.source, value.is_to_confirm)
    amount = dues.rent * table["loyers"]
    found = _of_amount(amount, statements, today, value.source, to_confirm=value.is_to_confirm)
    if found.is_reached or found.why == NO_STATEMENT:
        return found
    since = _unpaid_since(dues, statements, int(table["mois"]), today)
    if since is None:
        return found
    return Threshold(amount, found.debt, True, since, REACHED_TIME, value.source, value.is_to_confirm)


def _of_amount(
    amount: Decimal, statements: Sequence[Stated], today: dt.date, source: str, *, to_confirm: bool
) -> Threshold:
    """Compare the last statement; a debt equal to the amount reaches it. `since` is the first of the statements in a row."""
    known = _known(statements, today)
    if not known:
        return Threshold(amount, None, False, None, NO_STATEMENT, source, to_confirm)
    last, since = known[-1], None
    for one in reversed(known):
        if one.amount <= 0 or one.amount < amount:
            break
        since = one.on
    return Threshold(
        amount, last.amount, since is not None, since, BELOW if since is None else REACHED_DEBT, source, to_confirm
    )


def _from_2027(
    statements: Sequence[Stated], over: Decimal, months: int, today: dt.date, source: str, *, to_confirm: bool
) -> Threshold:
    known = _known(statements, today)
    if not known:
        return Threshold(over, None, False, None, NO_STATEMENT, source, to_confirm)
    last, since_over, first_default = known[-1], None, None
    for one in reversed(known):
        if one.amount <= 0:
            break
        first_default = one.on
    for one in reversed(known):
        if one.amount <= over:
            break
        since_over = one.on
    if since_over is not None:
        return Threshold(over, last.amount, True, since_over, REACHED_DEBT, source, to_confirm)
    if first_default is not None:
        late_on = first_default + relativedelta(months=months)
        if today >= late_on:
            return Threshold(over, last.amount, True, late_on, REACHED_TIME, source, to_confirm)
    return Threshold(over, last.amount, False, None, BELOW, source, to_confirm)


def _unpaid_since(dues: Dues, statements: Sequence[Stated], months: int, today: dt.date) -> dt.date | None:
    """Give the statement from which so many months in a row went unpaid, by the last statement of each month, or None."""
    if not dues.rent:
        return None
    asked = dues.rent + (dues.charges or Decimal(0))
    asked -= (dues.benefit or Decimal(0)) if dues.is_paid_to_landlord else Decimal(0)
    last_of = {Month.of(one.on): one for one in _known(statements, today)}
    if not last_of or asked <= 0:
        return None
    month = max(last_of)
    for _ in range(months):
        before = last_of.get(month.plus(-1))
        if before is None or last_of[month].amount - max(before.amount, Decimal(0)) < asked:
            return None
        month = month.plus(-1)
    return last_of[max(last_of)].on


def _known(statements: Sequence[Stated], today: dt.date) -> list[Stated]:
    return sorted((one for one in statements if one.on <= today), key=lambda one: one.on)

"""Repayment plans: how a debt is spread, and whether a plan is respected on a day (domain.md §4.3 A13, §6 « Plan d’apurement »).

Nothing of a plan's state is stored: it is derived from its instalments and from what was paid, on any day.
"""

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from dateutil.relativedelta import relativedelta

from foundation.words import counted, euros, plain_date
from leases.enums import InstalmentState, PlanState
from leases.rules.amounts import read_amount

CENT = Decimal("0.01")
NOTHING = Decimal(0)
MOST_INSTALMENTS = 60  # five years: beyond, a plan is no plan
HIGHEST = Decimal(200_000)
_LINE = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*[:;\t ]\s*(.+?)\s*$")


@dataclass(frozen=True)
class Instalment:
    """What is to be paid, and when."""

    due_on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Paid:
    """What was paid, and when."""

    on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class InstalmentFollowed:
    """An instalment on a day; payments fill the oldest first."""

    due_on: dt.date
    amount: Decimal
    paid: Decimal
    paid_on: dt.date | None
    state: InstalmentState


@dataclass(frozen=True)
class PlanFollowed:
    """A plan on a day."""

    state: PlanState
    instalments: tuple[InstalmentFollowed, ...]
    paid: Decimal
    left: Decimal
    kept: int  # instalments paid by their day and the tolerance
    fallen_due: int  # those whose day and tolerance are over, or that are paid

    @property
    def awaited(self) -> InstalmentFollowed | None:
        """Give the first instalment that is not paid."""
        unpaid = (InstalmentState.COMING, InstalmentState.DUE, InstalmentState.LATE)
        return next((one for one in self.instalments if one.state in unpaid), None)


def even_instalments(debt: Decimal, count: int, first_on: dt.date) -> list[Instalment]:
    """Spread a debt over so many months, to the cent; the last one takes what dividing leaves.

    Days are counted from the first, clipped to the end of short months: the 31st, then 28 February, then the 31st again.
    """
    each = (debt / count).quantize(CENT, ROUND_DOWN)
    amounts = [each] * (count - 1)
    amounts.append(debt - sum(amounts, NOTHING))
    return [Instalment(first_on + relativedelta(months=rank), amount) for rank, amount in enumerate(amounts)]


def typed_instalments(text: str) -> tuple[list[Instalment], str]:
    """Read instalments typed one a line, « 05/12/2026 50,00 »; give them, or the reason with its line."""
    found: list[Instalment] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _LINE.match(line)
        why = f"Ligne {number}\u00a0: écrivez une date et un montant, comme 05/12/2026 50,00."
        if read is None:
            return [], why
        day, month, year, amount = read.groups()
        read_as = read_amount(amount)
        if read_as is None:
            return [], f"Ligne {number}\u00a0: ce montant ne se comprend pas."
        try:
            found.append(Instalment(dt.date(int(year), int(month), int(day)), read_as))
        except ValueError:
            return [], f"Ligne {number}\u00a0: cette date n’existe pas."
        if len(found) > MOST_INSTALMENTS:
            return [], f"Un plan compte au plus {MOST_INSTALMENTS} échéances."
    return found, ""


def why_plan_is_refused(
    debt: Decimal, stated_on: dt.date, instalments: Sequence[Instalment], today: dt.date
) -> tuple[str, str] | None:
    """Say why a plan is refused, with its field, or None. Its instalments make its debt, to the cent."""
    if not NOTHING < debt <= HIGHEST:
        return "Indiquez la dette que ce plan répartit.", "debt"
    if stated_on > today:
        return "Le relevé qui dit cette dette ne peut pas être à venir.", "stated_on"
    return _why_amounts(debt, instalments) or _why_days(stated_on, instalments)


def _why_amounts(debt: Decimal, instalments: Sequence[Instalment]) -> tuple[str, str] | None:
    if not instalments:
        return "Indiquez les échéances.", "instalments"
    if len(instalments) > MOST_INSTALMENTS:
        return f"Un plan compte au plus {MOST_INSTALMENTS} échéances.", "instalments"
    if any(one.amount <= 0 for one in instalments):
        return "Chaque échéance a un montant positif.", "instalments"
    total = sum((one.amount for one in instalments), NOTHING)
    if total != debt:
        gap = abs(total - debt)
        said = f"il manque {euros(gap)}" if total < debt else f"c’est {euros(gap)} de trop"
        return f"Les échéances font {euros(total)} pour une dette de {euros(debt)}\u00a0: {said}.", "instalments"
    return None


def _why_days(stated_on: dt.date, instalments: Sequence[Instalment]) -> tuple[str, str] | None:
    if instalments[0].due_on < stated_on:
        return f"La première échéance précède le relevé du {plain_date(stated_on)}.", "first_on"
    days = [one.due_on for one in instalments]
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        return "Les échéances se suivent, chacune après celle d’avant.", "instalments"
    if days[-1] > days[0] + relativedelta(months=2 * MOST_INSTALMENTS):
        return "La dernière échéance est trop lointaine. Vérifiez l’année.", "instalments"
    return None


def followed(
    instalments: Sequence[Instalment],
    payments: Sequence[Paid],
    *,
    day: dt.date,
    tolerance_days: int,
    ended_on: dt.date | None = None,
) -> PlanFollowed:
    """Give where a plan is at the close of a day; the order in which payments were recorded changes nothing.

    An instalment is kept when it is paid by its day and the tolerance (A13: ten days). A plan is broken while one is late.
    """
    ordered = sorted((one for one in payments if one.on <= day), key=lambda one: one.on)
    lines = []
    needed = NOTHING
    for one in sorted(instalments, key=lambda line: line.due_on):
        before, needed = needed, needed + one.amount
        lines.append(_instalment(one, before, needed, ordered, day=day, tolerance_days=tolerance_days))
    paid = sum((one.amount for one in ordered), NOTHING)
    kept = sum(1 for line in lines if line.state == InstalmentState.PAID)
    over = (InstalmentState.PAID, InstalmentState.PAID_LATE, InstalmentState.LATE)
    return PlanFollowed(
        state=_state(lines, day=day, ended_on=ended_on),
        instalments=tuple(lines),
        paid=paid,
        left=max(NOTHING, needed - paid),
        kept=kept,
        fallen_due=sum(1 for line in lines if line.state in over),
    )


def _instalment(
    one: Instalment,
    before: Decimal,
    needed: Decimal,
    payments: Sequence[Paid],
    *,
    day: dt.date,
    tolerance_days: int,
) -> InstalmentFollowed:
    total, paid_on = NOTHING, None
    for payment in payments:
        total += payment.amount
        if paid_on is None and total >= needed:
            paid_on = payment.on
    last = one.due_on + dt.timedelta(days=tolerance_days)
    if paid_on is not None:
        state = InstalmentState.PAID if paid_on <= last else InstalmentState.PAID_LATE
    elif day < one.due_on:
        state = InstalmentState.COMING
    else:
        state = InstalmentState.DUE if day <= last else InstalmentState.LATE
    return InstalmentFollowed(
        due_on=one.due_on,
        amount=one.amount,
        paid=min(one.amount, max(NOTHING, total - before)),
        paid_on=paid_on,
        state=state,
    )


def _state(lines: Sequence[InstalmentFollowed], *, day: dt.date, ended_on: dt.date | None) -> PlanState:
    states = {line.state for line in lines}
    if states <= {InstalmentState.PAID, InstalmentState.PAID_LATE}:
        return PlanState.PAID
    if ended_on is not None and ended_on <= day:
        return PlanState.ENDED
    if InstalmentState.LATE in states:
        return PlanState.BROKEN
    if states == {InstalmentState.COMING}:
        return PlanState.COMING
    return PlanState.CAUGHT_UP if InstalmentState.PAID_LATE in states else PlanState.RESPECTED


def why_payment_is_refused(
    amount: Decimal, paid_on: dt.date, *, stated_on: dt.date, left: Decimal, today: dt.date
) -> tuple[str, str] | None:
    """Say why a payment to a plan is refused, with its field, or None."""
    if amount <= 0:
        return "Indiquez un montant positif.", "amount"
    if paid_on > today:
        return "Ce jour n’est pas encore venu\u00a0: on enregistre ce qui est payé.", "paid_on"
    if paid_on < stated_on:
        return f"Ce paiement précède le relevé du {plain_date(stated_on)}\u00a0: il en est déjà déduit.", "paid_on"
    if amount > left:
        return f"Il reste {euros(left)} à payer\u00a0: vérifiez le montant.", "amount"
    return None


def kept_words(plan: PlanFollowed) -> str:
    """Say « 3 échéances payées à temps sur 4 »."""
    return f"{counted(plan.kept, 'échéance payée', 'échéances payées')} à temps sur {plan.fallen_due}"

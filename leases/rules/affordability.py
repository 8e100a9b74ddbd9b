"""What a home costs a household: effort rate, residual income, the highest rent (domain.md §3.1, §3.2).

Amounts are euros a month. Percentages are shown rounded half-up to one digit, and kept whole until then.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
ADULT_AGE_OF_UNITS = 14  # years: INSEE's consumption units


@dataclass(frozen=True)
class Cost:
    """The monthly cost of a home before and after housing benefit (arrêté du 10 mars 2011, R.*441-3-1 CCH)."""

    rent: Decimal = ZERO
    annexes: Decimal = ZERO
    charges: Decimal = ZERO
    energy_works: Decimal = ZERO  # the tenant's contribution to energy-saving works
    utilities: Decimal = ZERO  # flat rate for heating and water when they are individual
    housing_benefit: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """Give the cost before housing benefit."""
        return self.rent + self.annexes + self.charges + self.energy_works + self.utilities

    @property
    def net(self) -> Decimal:
        """Give the cost after housing benefit, never below zero (a benefit above the cost is no income)."""
        return max(ZERO, self.gross - self.housing_benefit)


def effort_rate(cost: Decimal, resources: Decimal | None) -> Decimal | None:
    """Give cost ÷ resources in percent, or None when the resources are unknown or nil: never a false 0 %.

    Housing benefit is taken off the cost and never added to the resources.
    """
    if resources is None or resources <= ZERO:
        return None
    return cost / resources * 100


def shown_rate(rate: Decimal | None) -> Decimal | None:
    """Round a rate half-up to one digit, for showing only."""
    return None if rate is None else rate.quantize(Decimal("0.1"), ROUND_HALF_UP)


def band_of(rate: Decimal | None, amber_from: Decimal, red_from: Decimal) -> str:
    """Give the band of a rate (a value of `leases.enums.Band`): up to a limit is still below it."""
    if rate is None:
        return "UNKNOWN"
    if rate <= amber_from:
        return "GREEN"
    return "AMBER" if rate <= red_from else "RED"


def highest_cost(resources: Decimal, rate: Decimal, housing_benefit: Decimal = ZERO) -> Decimal:
    """Give the highest monthly cost, charges included, that keeps the effort rate at `rate` percent, in whole euros below."""
    return (resources * rate / 100 + housing_benefit).quantize(Decimal(1), ROUND_DOWN)


def age_on(birth_on: dt.date, day: dt.date) -> int:
    """Give an age in whole years; someone born on 29 February is a year older on 1 March of other years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def consumption_units(ages: Iterable[int | None]) -> Decimal:
    """Give INSEE's units: 1 for the first adult, 0.5 for each other person of 14 or more, 0.3 for each child under 14.

    An unknown age counts as an adult's: the result is then on the careful side.
    """
    older = younger = 0
    for age in ages:
        if age is None or age >= ADULT_AGE_OF_UNITS:
            older += 1
        else:
            younger += 1
    if older + younger == 0:
        return ZERO
    if older == 0:  # a household of minors: the eldest is counted as its first person
        older, younger = 1, younger - 1
    return Decimal(1) + Decimal("0.5") * (older - 1) + Decimal("0.3") * younger


def residual_income(
    *, resources: Decimal, housing_benefit: Decimal, housing_cost: Decimal, other_costs: Decimal
) -> Decimal:
    """Give what is left a month once the home and the fixed costs are paid; it may be negative, and is shown as such."""
    return resources + housing_benefit - housing_cost - other_costs


def residual_income_a_day(residual: Decimal, units: Decimal, days: int) -> Decimal | None:
    """Give the residual income a day and a consumption unit, rounded half-up to the cent; None without a unit.

    `days` is the parameter that says how many days a month counts (30, domain.md §3.2).
    """
    if units <= ZERO:
        return None
    return (residual / days / units).quantize(Decimal("0.01"), ROUND_HALF_UP)

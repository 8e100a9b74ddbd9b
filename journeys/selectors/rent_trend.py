"""Arrears next to visits: what is owed at the close of each month, and the meetings held in it. Drawn without script."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accompaniments.models import Meeting
from foundation.periods import Month
from foundation.words import capitalised, counted, euros, month_name, short_month
from households.models import Enrolment
from households.permissions import read_since, standing
from leases.rules.rent import MonthLine
from partners.reader import Reader

SHOWN = 12
_TOP, _FLOOR, _LEFT = 25, 185, 6
_NAMED = 7  # as many names as a telephone holds


@dataclass(frozen=True)
class TrendBar:
    """A month; lengths are texts, so that no locale changes them."""

    month: str
    short: str
    owed: Decimal
    meetings: int
    left: str
    width: str
    middle: str
    top: str
    height: str
    above: str
    rounded: str  # the amount in whole euros, over its bar
    is_minor: bool


@dataclass(frozen=True)
class Trend:
    """The drawing, in a height of 240 and in percents of the width, and its table."""

    title: str
    description: str
    bars: tuple[TrendBar, ...]


def trend(reader: Reader, enrolment: Enrolment, months: Sequence[MonthLine]) -> Trend | None:
    """Draw the last twelve months of an account with the meetings held; None before there are two."""
    shown = list(months)[-SHOWN:]
    if len(shown) < 2:  # noqa: PLR2004 -- one month is no trend
        return None
    held = _held(reader, enrolment, shown[0].month)
    return draw([(line.month, line.closing, held[line.month]) for line in shown])


def draw(points: Sequence[tuple[Month, Decimal, int]]) -> Trend:
    """Place the bars: a month in credit has none, its amount is said."""
    highest = max(Decimal(1), *(owed for _, owed, _ in points))
    slot = (100 - _LEFT) / len(points)
    width = min(9.0, slot * 0.68)
    bars = []
    for place, (month, owed, meetings) in enumerate(points):
        middle = _LEFT + slot * (place + 0.5)
        height = float(max(Decimal(0), owed) / highest) * (_FLOOR - _TOP)
        bars.append(
            TrendBar(
                month=capitalised(month_name(month.first)),
                short=short_month(month.first),
                owed=owed,
                meetings=meetings,
                left=f"{middle - width / 2:.2f}%",
                width=f"{width:.2f}%",
                middle=f"{middle:.2f}%",
                top=f"{_FLOOR - height:.1f}",
                height=f"{height:.1f}",
                above=f"{_FLOOR - height - 6:.1f}",
                rounded=euros(owed.quantize(Decimal(1), ROUND_HALF_UP)).rpartition(",")[0],
                is_minor=len(points) > _NAMED and (len(points) - 1 - place) % 2 == 1,
            )
        )
    first, last = bars[0], bars[-1]
    return Trend(
        title=f"Reste à payer à la fin du mois, et rencontres tenues, {first.month.lower()} à {last.month.lower()}",
        description=(
            f"De {euros(first.owed)} à {euros(last.owed)}, avec {counted(sum(bar.meetings for bar in bars), 'rencontre')}. "
            "Les valeurs sont dans le tableau."
        ),
        bars=tuple(bars),
    )


def _held(reader: Reader, enrolment: Enrolment, first: Month) -> "Counter[Month]":
    """Count the meetings held by month that this reader may know of, in one query."""
    since = read_since(standing(reader, enrolment), enrolment)
    rows = Meeting.objects.held().filter(enrolment=enrolment, is_after_closure=False, held_on__gte=first.first)
    found: Counter[Month] = Counter()
    for association_id, held_on in rows.values_list("association_id", "held_on"):
        if since is None or held_on >= since or association_id in reader.associations:
            found[Month.of(held_on)] += 1
    return found

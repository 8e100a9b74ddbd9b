"""How a month's figures are said in its files: French numbers, « n.d. » for what has no denominator."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from foundation.periods import Month
from foundation.words import MINUS, NBSP, counted, day_of, of_month, plain_date
from reporting.enums import MonthStatus
from reporting.rules.content import Durations, KindCount, MonthContent, Ratio, Sublets

NOT_KNOWN = "n.d."
MASKED = "masqué"
MASKING = (
    f"«{NBSP}{MASKED}{NBSP}»{NBSP}: moins de 5 ménages, ou un nombre qui permettrait de retrouver par soustraction celui d’une "
    "autre ligne."
)


def signed(number: int) -> str:
    """Say « +2 », « −1 » or « 0 »."""
    return "0" if not number else f"{'+' if number > 0 else MINUS}{abs(number)}"


def decimal(value: Decimal | None, places: int = 1) -> str:
    """Say « 55,5 », « 41 », or « n.d. »: trailing zeros are not said."""
    if value is None:
        return NOT_KNOWN
    said = f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return said.replace("-", MINUS).replace(".", ",")


def percent(ratio: Ratio) -> str:
    """Say « 60 % », or « n.d. » without a denominator."""
    if ratio.value is None:
        return NOT_KNOWN
    return f"{(ratio.value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)}{NBSP}%"


def share(ratio: Ratio) -> str:
    """Say « 3 sur 5 (60 %) », or « n.d. »."""
    said = percent(ratio)
    return said if said == NOT_KNOWN else f"{ratio.numerator} sur {ratio.denominator} ({said})"


def median(times: Durations) -> str:
    """Say « 63 jours », the median, or « n.d. »."""
    return NOT_KNOWN if times.median is None else f"{decimal(times.median)}{NBSP}{_plural(times.median, 'jour')}"


def times_detail(times: Durations) -> str:
    """Say what stands behind a median: the mean, how many are known, how many are not."""
    known = f"médiane{NBSP}; moyenne {decimal(times.mean)}, sur {times.n}" if times.n else "aucun délai connu"
    return f"{known}, {times.missing} sans date" if times.missing else known


def ages(sublets: Sublets) -> str:
    """Say how old the subleases are."""
    if sublets.oldest_months is None:
        return ""
    return f"la plus ancienne {sublets.oldest_months}{NBSP}mois, en moyenne {decimal(sublets.mean_months)}{NBSP}mois"


def kinds(counts: tuple[KindCount, ...]) -> str:
    """Say « attribution 2, ajournement 1 »."""
    return ", ".join(f"{kind.label} {kind.count}" for kind in counts if kind.count)


def month_of(content: MonthContent) -> Month:
    """Give the month that is told."""
    return Month.parse(content.month)


def heading(content: MonthContent) -> str:
    """Say « Rapport d’octobre 2026 »."""
    return f"Rapport {of_month(month_of(content).first)}"


def programme(content: MonthContent) -> str:
    """Say the programme and its landlords."""
    return (
        f"{content.programme_name}, {' et '.join(content.landlords)}" if content.landlords else content.programme_name
    )


def state(content: MonthContent) -> str:
    """Say « provisoire », « figé » or « version 2, figé »."""
    word = str(MonthStatus(content.status).label)
    return f"version {content.version}, {word}" if content.version > 1 else word


def long_state(content: MonthContent) -> str:
    """Say the state with its day: « provisoire, calculé le 1er novembre 2026 »."""
    return f"{state(content)}, calculé le {plain_date(content.computed_on)}"


def small_day(day: dt.date | None) -> str:
    """Say « 31/10 », or nothing."""
    return f"{day_of(day):%d/%m}" if day else ""


def full_day(day: dt.date | None) -> str:
    """Say « 28/09/2026 », or « n.d. »."""
    return f"{day_of(day):%d/%m/%Y}" if day else NOT_KNOWN


def households(number: int) -> str:
    """Say « 1 ménage », « 36 ménages »."""
    return counted(number, "ménage")


def _plural(value: Decimal, word: str) -> str:
    return word if abs(value) < 2 else f"{word}s"  # noqa: PLR2004 -- two is where plural starts

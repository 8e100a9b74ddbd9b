"""How a page says a month's figures: signs, shares, days, and the chart's bars. Pure; decimals only when shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from foundation.periods import Month
from foundation.words import MINUS, NBSP, counted, month_name, short_month
from reporting.enums import Figure
from reporting.rules.content import Durations, Point, Ratio

UNKNOWN = "n.d."

# What an address says of a figure, and the indicator that defines it.
SLUGS: dict[Figure, str] = {
    Figure.ACCOMPANIED: "accompagnes-depuis-le-debut",
    Figure.HOUSED: "reloges-depuis-le-debut",
    Figure.STOCK_START: "accompagnes-au-debut",
    Figure.CORRECTIONS: "corrections",
    Figure.ENTERED: "entres",
    Figure.TRANSFERRED_IN: "venus",
    Figure.LEFT: "sortis",
    Figure.TRANSFERRED_OUT: "partis",
    Figure.STOCK_END: "accompagnes-a-la-fin",
    Figure.DEMAND: "menages-prets",
    Figure.DEMAND_OTHER: "menages-prets-autre-choix",
    Figure.REQUESTS: "orientations",
    Figure.SUPPLY: "logements-disponibles",
    Figure.SUPPLY_AWAITING: "logements-en-attente",
    Figure.SUPPLY_NEW: "logements-annonces",
    Figure.PROPOSALS: "logements-proposes",
    Figure.PRESENTED: "dossiers-examines",
    Figure.POSITIVE: "avis-positifs",
    Figure.UNSETTLED: "rangs-a-fixer",
    Figure.REFERRAL_TO_CAL: "delai-orientation-commission",
    Figure.DECISION_TO_ENTRY: "delai-avis-entree",
    Figure.MOVE_INS: "entrees-dans-un-logement",
    Figure.SUBLETS: "sous-locations",
    Figure.WATCHED: "menages-en-veille",
    Figure.WATCH_ENDING: "veilles-qui-finissent",
    Figure.REOPENED: "accompagnements-rouverts",
    Figure.INTERVENTIONS: "demandes-d-intervention",
    Figure.STAGES: "demandes-par-stade",
    Figure.ATTEMPTS: "tentatives-de-contact",
    Figure.REACHED: "demandes-suivies-d-un-contact",
    Figure.UNREACHED: "demandes-sans-contact",
    Figure.AGREEMENTS: "conventions-en-vigueur",
    Figure.OFFERS: "accompagnements-proposes",
    Figure.ANSWERS: "reponses-aux-propositions",
    Figure.EXAMS_DUE: "examens-dus",
    Figure.EXAMS_DONE: "examens-tenus",
    Figure.EXAMS_LATE: "examens-en-retard",
    Figure.SLIDES: "glissements",
    Figure.SLIDES_YEAR: "glissements-de-l-annee",
    Figure.UNSIGNED: "documents-a-signer",
    Figure.UNINSURED: "sous-locations-sans-assurance",
    Figure.IN_ARREARS: "sous-locations-en-impaye",
}
FIGURES: dict[str, Figure] = {slug: figure for figure, slug in SLUGS.items()}
INDICATOR_OF: dict[Figure, str] = {
    Figure.ACCOMPANIED: "M0",
    Figure.HOUSED: "M0",
    Figure.DEMAND: "M1",
    Figure.DEMAND_OTHER: "M1",
    Figure.REQUESTS: "M2",
    Figure.SUPPLY: "M3",
    Figure.SUPPLY_AWAITING: "M3",
    Figure.SUPPLY_NEW: "M3",
    Figure.PROPOSALS: "M6",
    Figure.PRESENTED: "M7",
    Figure.POSITIVE: "M8",
    Figure.UNSETTLED: "M8",
    Figure.REFERRAL_TO_CAL: "M9",
    Figure.DECISION_TO_ENTRY: "M10",
    Figure.MOVE_INS: "M11",
    Figure.SUBLETS: "M13",
    Figure.WATCHED: "M16",
    Figure.WATCH_ENDING: "M16",
    Figure.REOPENED: "M16",
    Figure.INTERVENTIONS: "M17",
    Figure.STAGES: "M17",
    Figure.ATTEMPTS: "M18",
    Figure.REACHED: "M18",
    Figure.UNREACHED: "M19",
    Figure.AGREEMENTS: "M20",
    Figure.OFFERS: "M20",
    Figure.ANSWERS: "M20",
    Figure.EXAMS_DUE: "M14",
    Figure.EXAMS_DONE: "M14",
    Figure.EXAMS_LATE: "M14",
    Figure.SLIDES: "M15",
    Figure.SLIDES_YEAR: "M15",
    Figure.UNSIGNED: "M23",
    Figure.UNINSURED: "M23",
    Figure.IN_ARREARS: "M23",
}
DWELLINGS = (Figure.SUPPLY, Figure.SUPPLY_AWAITING, Figure.SUPPLY_NEW)


def indicator_of(figure: Figure) -> str:
    """Give the code of the indicator that defines a figure: M12 unless said."""
    return INDICATOR_OF.get(figure, "M12")


def number(value: int) -> str:
    """Say « 7 » or « −3 »."""
    return f"{MINUS}{-value}" if value < 0 else str(value)


def signed(value: int) -> str:
    """Say « +7 », « −3 » or « 0 »."""
    return f"+{value}" if value > 0 else number(value)


def decimal(value: Decimal | None, places: int = 1) -> str:
    """Say « 47,5 », « 41 » or « n.d. », rounded half-up."""
    if value is None:
        return UNKNOWN
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text and places == 1 else text
    return text.replace(".", ",").replace("-", MINUS)


def percent(ratio: Ratio) -> str:
    """Say « 58 % »; without a denominator « n.d. », never 0 %."""
    return UNKNOWN if ratio.value is None else f"{decimal(100 * ratio.value, 0)}{NBSP}%"


def share(ratio: Ratio) -> str:
    """Say « 7 sur 12 »."""
    return f"{ratio.numerator} sur {ratio.denominator}"


def days(durations: Durations) -> str:
    """Say the median, « 47,5 jours »."""
    if durations.median is None:
        return UNKNOWN
    return f"{decimal(durations.median)}{NBSP}jour{'s' if durations.median >= 2 else ''}"  # noqa: PLR2004 -- where plural starts


def days_detail(durations: Durations) -> str:
    """Say « moyenne 66,1, sur 11 ménages, 1 sans date »."""
    if not durations.n and not durations.missing:
        return ""
    known = f"moyenne {decimal(durations.mean)}, sur {counted(durations.n, 'ménage')}" if durations.n else "aucun connu"
    return f"{known}, {counted(durations.missing, 'sans date', 'sans date')}" if durations.missing else known


def points(now: Ratio, before: Ratio) -> str:
    """Say how far apart two shares are, « +3 points »; nothing when one is not known."""
    if now.value is None or before.value is None:
        return ""
    gap = int((100 * now.value).quantize(Decimal(1), ROUND_HALF_UP)) - int(
        (100 * before.value).quantize(Decimal(1), ROUND_HALF_UP)
    )
    return f"{signed(gap)}{NBSP}point{'s' if abs(gap) > 1 else ''}"


def days_apart(now: Durations, before: Durations) -> str:
    """Say how far apart two medians are; nothing when one is not known."""
    if now.median is None or before.median is None:
        return ""
    gap = now.median - before.median
    return f"+{decimal(gap)}" if gap > 0 else decimal(gap)


@dataclass(frozen=True)
class Bar:
    """A month of the chart; lengths are texts, so that no locale changes them."""

    month: str
    short: str
    value: int
    left: str
    width: str
    middle: str
    top: str
    height: str
    above: str
    is_minor: bool  # its name gives way on a telephone


@dataclass(frozen=True)
class GridLine:
    """A line of the chart's scale."""

    value: int
    top: str
    text: str


@dataclass(frozen=True)
class Chart:
    """The households accompanied at the close of each month: drawn in a height of 240, in percents of the width."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    grid: tuple[GridLine, ...]


_TOP, _FLOOR = 30, 205


def chart(points: Sequence[Point]) -> Chart | None:
    """Draw the stock of each month; None before there are two."""
    if len(points) < 2:  # noqa: PLR2004 -- one month is no curve
        return None
    highest = max(point.stock_end for point in points)
    step = _step(highest)
    scale = (_FLOOR - _TOP) / max(highest, step)
    slot = (100 - _LEFT) / len(points)
    width = min(9.0, slot * 0.68)
    bars = []
    for place, point in enumerate(points):
        day = Month.parse(point.month).first
        middle = _LEFT + slot * (place + 0.5)
        height = point.stock_end * scale
        bars.append(
            Bar(
                month=month_name(day),
                short=short_month(day),
                value=point.stock_end,
                left=f"{middle - width / 2:.2f}%",
                width=f"{width:.2f}%",
                middle=f"{middle:.2f}%",
                top=f"{_FLOOR - height:.1f}",
                height=f"{height:.1f}",
                above=f"{_FLOOR - height - 6:.1f}",
                is_minor=len(points) > _NAMED and (len(points) - 1 - place) % 2 == 1,
            )
        )
    first, last = bars[0], bars[-1]
    return Chart(
        title=f"Ménages accompagnés au dernier jour du mois, {first.month} à {last.month}",
        description=f"De {counted(first.value, 'ménage')} fin {first.month} à {last.value} fin {last.month}. Les valeurs sont dans le tableau.",
        bars=tuple(bars),
        grid=tuple(
            GridLine(value, f"{_FLOOR - value * scale:.1f}", f"{_FLOOR - value * scale - 4:.1f}")
            for value in range(step, highest + 1, step)
        ),
    )


_LEFT = 6
_NAMED = 7  # as many names as a telephone holds


def _step(highest: int) -> int:
    """Give a round step that draws three or four lines."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if highest <= 4 * step:
            return step
    return 10_000

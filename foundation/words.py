"""French words for dates, hours, durations, amounts and names. Pure functions: what pages, PDFs and mails say alike.

No-break spaces (U+00A0) stand inside hours, amounts and telephones; dates keep ordinary blanks, so that a long one may wrap.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import phonenumbers
from dateutil.relativedelta import relativedelta

NBSP = "\u00a0"
MINUS = "\u2212"
PARIS = ZoneInfo("Europe/Paris")

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_DAYS_BEFORE_MONTHS = 60  # « il y a 34 jours » tells more than « il y a un mois »


def day_of(value: dt.date) -> dt.date:
    """Give the day that a date or an instant falls on in Paris."""
    if isinstance(value, dt.datetime):
        return (value.astimezone(PARIS) if value.tzinfo else value).date()
    return value


def _ordinal(day: dt.date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def plain_date(value: dt.date) -> str:
    """Say « 24 novembre 2026 », as for a birth."""
    day = day_of(value)
    return f"{_ordinal(day)} {_MONTHS[day.month - 1]} {day.year}"


def long_date(value: dt.date) -> str:
    """Say « mardi 24 novembre 2026 »."""
    return f"{_DAYS[day_of(value).weekday()]} {plain_date(value)}"


def week_date(value: dt.date) -> str:
    """Say « mardi 24 novembre », when the year goes without saying."""
    day = day_of(value)
    return f"{_DAYS[day.weekday()]} {_ordinal(day)} {_MONTHS[day.month - 1]}"


def short_date(value: dt.date, today: dt.date | None = None) -> str:
    """Say « mar. 24 nov. », for tables; with `today`, a day of another year says its year."""
    day = day_of(value)
    said = f"{_DAYS[day.weekday()][:3]}. {_ordinal(day)} {_SHORT_MONTHS[day.month - 1]}"
    return said if today is None or day.year == today.year else f"{said} {day.year}"


def month_name(value: dt.date) -> str:
    """Say « novembre 2026 »."""
    day = day_of(value)
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(value: dt.date) -> str:
    """Say « nov. », under a chart's bar."""
    return _SHORT_MONTHS[day_of(value).month - 1]


def of_month(value: dt.date) -> str:
    """Say « de novembre 2026 », « d’octobre 2026 »: elided before avril, août and octobre."""
    name = month_name(value)
    return f"d’{name}" if name[0] in "ao" else f"de {name}"


def clock(value: dt.datetime | dt.time) -> str:
    """Say « 14 h 03 », « 9 h 30 » or « 14 h », in Paris."""
    time = value.astimezone(PARIS) if isinstance(value, dt.datetime) and value.tzinfo else value
    hour = f"{time.hour}{NBSP}h"
    return f"{hour}{NBSP}{time.minute:02d}" if time.minute else hour


def moment(value: dt.datetime, today: dt.date) -> str:
    """Say « aujourd’hui, 9 h 30 », « demain, 14 h » or « mar. 24 nov., 10 h »."""
    day = day_of(value)
    said = {0: "aujourd’hui", 1: "demain", -1: "hier"}.get((day - today).days) or short_date(day, today)
    return f"{said}, {clock(value)}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Say « 1 ménage » or « 3 ménages »: 0 and 1 are singular in French; the plural adds an s unless given."""
    word = singular if abs(number) < 2 else plural or f"{singular}s"  # noqa: PLR2004 -- two is where plural starts
    return f"{number}{NBSP}{word}"


def _length(one: dt.date, other: dt.date) -> str:
    """Say how far apart two days are, in the unit that one would say it in."""
    first, last = min(one, other), max(one, other)
    gap = relativedelta(last, first)
    if (last - first).days < _DAYS_BEFORE_MONTHS:
        return counted((last - first).days, "jour")
    return counted(gap.years, "an") if gap.years > 1 else f"{gap.years * 12 + gap.months}{NBSP}mois"


def ago(value: dt.date, today: dt.date) -> str:
    """Say « aujourd’hui », « hier », « il y a 12 jours », « il y a 3 mois »; « dans 5 jours » for a day to come."""
    day = day_of(value)
    days = (today - day).days
    if days == 0:
        return "aujourd’hui"
    if abs(days) == 1:
        return "hier" if days == 1 else "demain"
    length = _length(day, today)
    return f"il y a {length}" if days > 0 else f"dans {length}"


def duration(started_on: dt.date, ended_on: dt.date) -> str:
    """Say « 3 mois et 12 jours »: both days are included, so that the 1st to the 31st is « 1 mois »."""
    if ended_on < started_on:
        return counted(0, "jour")
    gap = relativedelta(day_of(ended_on) + dt.timedelta(days=1), day_of(started_on))
    months = f"{gap.months}{NBSP}mois" if gap.months else ""
    parts = (counted(gap.years, "an") if gap.years else "", months, counted(gap.days, "jour") if gap.days else "")
    return join_names(part for part in parts if part)


def age(born_on: dt.date, today: dt.date) -> str:
    """Say « 9 ans », and « 7 mois » before two years."""
    gap = relativedelta(today, born_on)
    if gap.years < 2:  # noqa: PLR2004 -- a baby's age is told in months
        return f"{max(0, gap.years * 12 + gap.months)}{NBSP}mois"
    return counted(gap.years, "an")


def late(due_on: dt.date, today: dt.date) -> str:
    """Say « 7 jours de retard », then « 3 mois de retard », then « 2 ans de retard »."""
    return f"{_length(day_of(due_on), today)} de{NBSP}retard"


def told(due_on: dt.date, today: dt.date) -> str:
    """Say « dans 7 jours », « demain », « aujourd’hui » of a date to come, « en retard de 3 jours » of one that is past."""
    day = day_of(due_on)
    return f"en retard de {_length(day, today)}" if day < today else ago(day, today)


def euros(amount: Decimal) -> str:
    """Say « 1 412,30 € », rounded half-up."""
    rounded = Decimal(amount).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return sign + f"{abs(rounded):,.2f}".replace(",", NBSP).replace(".", ",") + f"{NBSP}€"


def figure(value: Decimal | float) -> str:
    """Say « 50 000 », « 0,01 »."""
    number = Decimal(str(value))
    return (MINUS if number < 0 else "") + f"{abs(number):,}".replace(",", NBSP).replace(".", ",")


def minutes(number: int) -> str:
    """Say « 45 min », « 1 h » or « 1 h 30 »."""
    hours, rest = divmod(number, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hours}{NBSP}h"


def join_names(names: Iterable[str]) -> str:
    """Say « A, B et C »."""
    listed = list(names)
    return f"{', '.join(listed[:-1])} et {listed[-1]}" if len(listed) > 1 else "".join(listed)


def capitalised(text: str) -> str:
    """Put a capital first and touch nothing else."""
    return text[:1].upper() + text[1:]


def phone(number: str) -> str:
    """Say « 04 90 12 34 56 » for a French number, « +32 … » for another; what is no number is given back as it is."""
    try:
        read = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    is_french = phonenumbers.region_code_for_number(read) is not None and read.country_code == 33  # noqa: PLR2004
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_french else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(read, style)).replace(" ", NBSP)


_BROWSERS = (("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser(agent: str) -> str:
    """Say « Firefox sur Windows » of the long name that a browser gives itself."""
    name = next((said for mark, said in _BROWSERS if mark in agent), "Navigateur inconnu")
    system = next((said for mark, said in _SYSTEMS if mark in agent), "")
    return f"{name} sur {system}" if system else name

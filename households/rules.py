"""Rules on households: plain Python, dates and enums in, a verdict out."""

import datetime as dt
import hashlib
import hmac
import re
import unicodedata
import uuid
from collections.abc import Iterable
from decimal import Decimal

import phonenumbers
from dateutil.relativedelta import relativedelta

from foundation.periods import Month, Period

_NUR = re.compile(r"^(0\d{2}|02[AB]|97\d)\d{2}(0[1-9]|1[0-2])\d{11}$")
_FILE_NUMBER = re.compile(r"^(\d{4})-?(\d{4,5})$")
_OLDEST = 125  # years: nobody alive was born before
_EARLIEST = dt.date(1990, 1, 1)  # no programme is older
_NUR_LENGTH = 18
_NUR_STORED = 24
_ADULT_AGE = 18
_FIRST_ROOM = 4  # « 0001 »
LARGEST_AMOUNT = Decimal("99999.99")


def accord_is_given(adults: Iterable[uuid.UUID], granted: Iterable[uuid.UUID]) -> bool:
    """Tell whether the household's accord de partage stands: every adult of the moment gave it (domain.md §3.9).

    A household without a known adult has given nothing.
    """
    needed = set(adults)
    return bool(needed) and needed <= set(granted)


def normalise_nur(typed: str) -> str:
    """Give a housing request's number without its blanks, letters upper-case, as it is stored (domain.md §3.5)."""
    return re.sub(r"[\s.\-]", "", typed).upper()


def why_nur_looks_odd(number: str) -> str | None:
    """Say why a number departs from the national layout, or None. A warning only: old departmental formats exist (§3.5)."""
    if _NUR.match(number):
        return None
    if len(number) != _NUR_LENGTH:
        return f"Un numéro unique compte 18 caractères, celui-ci en compte {len(number)}. Vérifiez-le."
    return "Ce numéro ne suit pas la forme nationale (département, année, mois, ordre). Vérifiez-le."


def why_nur_is_refused(number: str) -> str | None:
    """Say why a number can be no NUR at all, or None: letters and digits only, 24 at most."""
    if not number:
        return "Indiquez le numéro."
    if len(number) > _NUR_STORED or not re.fullmatch(r"[0-9A-Z]+", number):
        return "Ce numéro contient autre chose que des chiffres et des lettres, ou il est trop long."
    return None


def nur_expires_on(filed_on: dt.date | None, renewed_on: dt.date | None, months: int | None) -> dt.date | None:
    """Give the day by which a housing request must be renewed: so many months after its last renewal (§3.5)."""
    last = renewed_on or filed_on
    if last is None or months is None:
        return None
    return last + relativedelta(months=months)


def normalise(text: str) -> str:
    """Give a name as search compares it: no accents, no case, hyphens and apostrophes as blanks (domain.md §3.9)."""
    spelt = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", spelt)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def whole_name(*names: str) -> str:
    """Give a whole name whatever the order it is typed in: its words sorted. What a keyed hash is made of."""
    return " ".join(sorted(normalise(" ".join(names)).split()))


def keyed_name(name: str, secret: str) -> str:
    """Give the keyed hash of a whole name: finds a protected household for its named readers, tells nothing else (§3.9)."""
    return hmac.new(secret.encode(), whole_name(name).encode(), hashlib.sha256).hexdigest()


def file_number(year: int, rank: int) -> str:
    """Write « 2026-0148 »."""
    return f"{year:04d}-{rank:0{_FIRST_ROOM}d}"


def read_file_number(typed: str) -> str | None:
    """Read a file number as people type it (« 2026 0148 », « n° 2026-148 »), or None when it is none."""
    digits = re.sub(r"(?i)^(dossier|n°|n)\s*", "", typed.strip())
    digits = re.sub(r"(?i)^n°\s*", "", digits)
    if match := re.fullmatch(r"(\d{4})\s*[-–/ ]\s*(\d{1,5})", digits):
        return file_number(int(match[1]), int(match[2]))
    if match := _FILE_NUMBER.fullmatch(digits):
        return f"{match[1]}-{match[2]}"
    return None


def stored_phone(typed: str) -> str | None:
    """Give a telephone in E.164 (« +33612345678 »), or None when it is no number. Without a prefix it is French."""
    try:
        read = phonenumbers.parse(typed, "FR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(read):
        return None
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def why_birth_is_refused(birth_on: dt.date, today: dt.date) -> str | None:
    """Say why a date can be nobody's birth, or None."""
    if birth_on > today:
        return "Cette date de naissance est dans le futur."
    if relativedelta(today, birth_on).years >= _OLDEST:
        return "Cette date de naissance remonte à plus de 125 ans. Vérifiez l’année."
    return None


def why_day_is_refused(day: dt.date, today: dt.date, *, may_be_planned: bool = False) -> str | None:
    """Say why a day can be no fact of a file: before any programme, or not come yet (unless it may be planned)."""
    if day < _EARLIEST:
        return "Cette date est trop ancienne. Vérifiez l’année."
    if not may_be_planned and day > today:
        return "Cette date n’est pas encore venue."
    if day > today + relativedelta(years=2):
        return "Cette date est trop lointaine. Vérifiez l’année."
    return None


def why_month_is_refused(month: Month, today: dt.date) -> str | None:
    """Say why resources and charges cannot be stated for this month: too old, or after the next one."""
    if month.first < _EARLIEST:
        return "Ce mois est trop ancien. Vérifiez l’année."
    if month > Month.of(today).plus(1):
        return "Ce mois n’est pas encore venu."
    return None


def why_amount_is_refused(amount: Decimal) -> str | None:
    """Say why an amount is no month's resource or charge, or None."""
    if not amount.is_finite() or amount < 0:
        return "Un montant est positif."
    if amount > LARGEST_AMOUNT:
        return "Ce montant est trop grand pour un mois. Vérifiez-le."
    return None


def overlapping(period: Period, others: Iterable[Period]) -> Period | None:
    """Give the first period that shares a day with this one: two places of life never do (domain.md §2.3b)."""
    return next((other for other in others if period.overlaps(other)), None)


def age_on(birth_on: dt.date, day: dt.date) -> int:
    """Give a person's age in whole years; born on 29 February, one is a year older on 1 March (1er mars, usage civil)."""
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)


def is_minor(birth_on: dt.date | None, day: dt.date) -> bool:
    """Tell whether someone is known to be a minor on this day (Code civil, art. 388)."""
    return birth_on is not None and age_on(birth_on, day) < _ADULT_AGE


def notice_due_on(entered_on: dt.date, months: int) -> dt.date:
    """Give the day by which the information notice is given: with the first letter or meeting, `months` at most.

    RGPD, art. 14 §3 a: at the latest one month after the data were obtained (domain.md §3.9); the figure is a parameter.
    """
    return entered_on + relativedelta(months=months)

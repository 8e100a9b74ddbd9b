"""Rules of the homes: plain Python, dates and figures in, words or an order out."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol, TypeVar

SILENCE_DAYS = 30  # beyond, « aucun depuis 34 jours » instead of « il y a … » (look.md)
FULL_LOAD = Decimal(1)  # domain.md §4.5: above, an alert
NEARLY_FULL = Decimal("0.85")
_NUMBERS = ("aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


class _Dated(Protocol):
    @property
    def due_on(self) -> dt.date: ...

    @property
    def is_unlimited(self) -> bool: ...


_Line = TypeVar("_Line", bound=_Dated)


def number_word(number: int) -> str:
    """Say a feminine number up to ten, and write it in figures beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def day_sentence(*, visits: int, others: int, late: int) -> str:
    """Say the day in one sentence: « Deux visites aujourd’hui. Deux choses sont en retard. » (look.md)."""
    said = [
        f"{number_word(count)} {word}{'s' if count > 1 else ''}"
        for count, word in ((visits, "visite"), (others, "autre rencontre" if visits else "rencontre"))
        if count
    ]
    if others > 1 and visits:
        said[-1] = f"{number_word(others)} autres rencontres"
    day = f"{' et '.join(said)} aujourd’hui." if said else "Aucune rencontre aujourd’hui."
    day = day[:1].upper() + day[1:]
    if not late:
        return f"{day} Rien n’est en retard."
    if late == 1:
        return f"{day} Une chose est en retard."
    counted = number_word(late)
    return f"{day} {counted[:1].upper() + counted[1:]} choses sont en retard."


def late_first(lines: Iterable[_Line]) -> list[_Line]:
    """Order what is due: what is latest first, then what comes, the nearest first; last, what waits without a delay."""
    return sorted(lines, key=lambda line: (line.is_unlimited, line.due_on))


def is_silent(since: dt.date, today: dt.date) -> bool:
    """Tell whether nobody has spoken with a household for too long; `since` is its last contact, else its entry."""
    return (today - since).days > SILENCE_DAYS


def load_words(value: Decimal | None) -> str:
    """Say a load in words: a manager reads « 1,10 : au-delà d’un temps plein »."""
    if value is None:
        return "sans temps de travail indiqué"
    figure = f"{value:.2f}".replace(".", ",")
    if value > FULL_LOAD:
        return f"{figure}\u00a0: au-delà de la charge prévue"
    if value >= NEARLY_FULL:
        return f"{figure}\u00a0: charge pleine"
    return f"{figure}\u00a0: de la place"

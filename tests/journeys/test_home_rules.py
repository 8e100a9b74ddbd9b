"""The sentence of the day, the order of what is due, silence, loads in words: plain Python."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from journeys.rules import day_sentence, is_silent, late_first, load_words, number_word
from tests.days import TODAY


@dataclass(frozen=True)
class Line:
    due_on: dt.date
    is_unlimited: bool = False


@pytest.mark.parametrize(
    ("visits", "others", "late", "said"),
    [
        (0, 0, 0, "Aucune rencontre aujourd’hui. Rien n’est en retard."),
        (2, 0, 2, "Deux visites aujourd’hui. Deux choses sont en retard."),
        (1, 0, 1, "Une visite aujourd’hui. Une chose est en retard."),
        (0, 1, 0, "Une rencontre aujourd’hui. Rien n’est en retard."),
        (1, 1, 0, "Une visite et une autre rencontre aujourd’hui. Rien n’est en retard."),
        (2, 3, 12, "Deux visites et trois autres rencontres aujourd’hui. 12 choses sont en retard."),
    ],
)
def test_day_sentence(visits, others, late, said):
    assert day_sentence(visits=visits, others=others, late=late) == said


def test_number_word_beyond_ten_is_in_figures():
    assert [number_word(number) for number in (0, 1, 10, 11)] == ["aucune", "une", "dix", "11"]


def test_late_first():
    days = [TODAY + dt.timedelta(days=shift) for shift in (3, -40, 0, -2)]
    waiting = Line(TODAY - dt.timedelta(days=90), is_unlimited=True)
    assert [line.due_on for line in late_first([waiting, *map(Line, days)])] == [*sorted(days), waiting.due_on]


@pytest.mark.parametrize(("days", "silent"), [(0, False), (30, False), (31, True), (400, True)])
def test_is_silent(days, silent):
    assert is_silent(TODAY - dt.timedelta(days=days), TODAY) is silent


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "sans temps de travail indiqué"),
        (Decimal("0.50"), "0,50\u00a0: de la place"),
        (Decimal("0.85"), "0,85\u00a0: charge pleine"),
        (Decimal(1), "1,00\u00a0: charge pleine"),
        (Decimal("1.1"), "1,10\u00a0: au-delà de la charge prévue"),
    ],
)
def test_load_words(value, said):
    assert load_words(value) == said

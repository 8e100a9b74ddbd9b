"""What was learnt of a published month: −1 here, +1 there, each with its cause, its day and its sentence."""

import datetime as dt

import pytest

from accompaniments.enums import State
from households.models import Enrolment
from partners.enums import Axis
from reporting.enums import Cause, Figure
from reporting.rules.content import NOT_ASSIGNED, PROTECTED_FILE
from tests.factories import households as h
from tests.reporting.figures.scene import (
    OCTOBER,
    calculated,
    changes,
    flows,
    lines,
    lives,
    moves,
    published,
    takes_back,
)

pytestmark = pytest.mark.django_db
S, W, C, R = State.SUPPORTED, State.WATCHED, State.CLOSED, State.READY
BEFORE = OCTOBER.plus(-1)
LONG_AGO, LATE, SINCE = dt.date(2026, 3, 2), dt.date(2026, 9, 20), dt.date(2026, 10, 6)
MADE = dt.date(2026, 10, 1)


def september(world):
    return published(world, BEFORE, MADE)


def october(world, previous):
    computed = calculated(world, previous=previous)
    told: dict[str, int] = {}
    for one in computed.content.corrections:
        told[one.unit] = told.get(one.unit, 0) + one.delta
    assert {one.unit: one.flows.corrections for one in computed.content.units if one.flows.corrections} == {
        unit: delta for unit, delta in told.items() if delta
    }
    assert len(lines(computed, Figure.CORRECTIONS)) == len(computed.content.corrections)
    assert computed.content.is_balanced
    assert not lines(computed, Figure.STOCK_START)
    return computed


def facts(computed):
    return [
        (one.unit, one.delta, one.cause, str(one.effective_on), str(one.recorded_on), one.words)
        for one in computed.content.corrections
    ]


def test_nothing_learnt_corrects_nothing(bare):
    lives(bare, (S, LONG_AGO), unit=bare.units["Orange"])
    computed = october(bare, september(bare))
    assert computed.content.corrections == ()
    assert flows(computed, "Orange") == (1, 0, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        (Axis.ACCESS, "Avis positif du 20 septembre 2026, enregistré le 6 octobre 2026."),
        (Axis.MAINTENANCE, "Convention en vigueur du 20 septembre 2026, enregistrée le 6 octobre 2026."),
    ],
)
def test_an_entry_known_late(bare, axis, words):
    bare.securisation.programme.axis = axis
    bare.securisation.programme.save()
    enrolment = lives(bare, (R, LONG_AGO), unit=bare.units["Orange"])
    previous = september(bare)
    changes(enrolment, S, LATE, SINCE)
    computed = october(bare, previous)
    assert facts(computed) == [("Orange", 1, Cause.ENTRY_LATE, "2026-09-20", "2026-10-06", words)]
    assert flows(computed, "Orange") == (0, 1, 0, 0, 0, 0, 1)
    assert computed.content.corrections[0].file_number == enrolment.file_number


def test_an_end_known_late(bare):
    enrolment = lives(bare, (S, LONG_AGO), unit=bare.units["Orange"])
    previous = september(bare)
    changes(enrolment, W, LATE, SINCE)
    assert facts(october(bare, previous)) == [
        (
            "Orange",
            -1,
            Cause.EXIT_LATE,
            "2026-09-19",
            "2026-10-06",
            "Fin du 19 septembre 2026, enregistrée le 6 octobre 2026.",
        )
    ]


def test_an_end_put_off_then_one_brought_forward(bare):
    put_off = lives(bare, (S, LONG_AGO), (W, LATE), unit=bare.units["Orange"])
    forward = lives(bare, (S, LONG_AGO), unit=bare.units["Apt"])
    changes(forward, W, dt.date(2026, 10, 3), dt.date(2026, 10, 1))
    previous = september(bare)
    previous.computed_at = previous.computed_at.replace(hour=20)
    previous.save()
    takes_back(put_off, SINCE)
    takes_back(forward, SINCE)
    changes(forward, W, LATE, SINCE)
    assert facts(october(bare, previous)) == [
        (
            "Apt",
            -1,
            Cause.EXIT_MOVED,
            "2026-09-19",
            "2026-10-06",
            "Fin du 2 octobre 2026 avancée au 19 septembre 2026, correction enregistrée le 6 octobre 2026.",
        ),
        (
            "Orange",
            1,
            Cause.EXIT_MOVED,
            "2026-09-19",
            "2026-10-06",
            "Fin du 19 septembre 2026 annulée, correction enregistrée le 6 octobre 2026.",
        ),
    ]


def test_an_entry_taken_back(bare):
    enrolment = lives(bare, (R, LONG_AGO), (S, LATE), unit=bare.units["Orange"])
    previous = september(bare)
    takes_back(enrolment, SINCE)
    assert facts(october(bare, previous)) == [
        (
            "Orange",
            -1,
            Cause.ENTRY_TAKEN_BACK,
            "2026-09-20",
            "2026-10-06",
            "Avis positif du 20 septembre 2026, annulé le 6 octobre 2026.",
        )
    ]


def test_a_protection_set_then_lifted_says_no_day_and_no_number(bare):
    enrolment = lives(bare, (S, LONG_AGO), unit=bare.units["Orange"])
    previous = september(bare)
    Enrolment.objects.filter(pk=enrolment.pk).update(is_protected=True)
    protection = h.AddressProtectionFactory.make(enrolment=enrolment)
    computed = october(bare, previous)
    words = "Adresse devenue protégée depuis le calcul du mois."
    assert facts(computed) == [
        ("Orange", -1, Cause.PROTECTED, "None", "None", words),
        (NOT_ASSIGNED, 1, Cause.PROTECTED, "None", "None", words),
    ]
    assert enrolment.file_number not in str(computed.content)

    previous.lines.filter(figure=Figure.STOCK_END).update(unit=None)
    Enrolment.objects.filter(pk=enrolment.pk).update(is_protected=False)
    protection.ended_on = protection.started_on
    protection.save()
    computed = october(bare, previous)
    assert {(one.unit, one.delta, one.cause, one.file_number) for one in computed.content.corrections} == {
        (NOT_ASSIGNED, -1, Cause.UNPROTECTED, PROTECTED_FILE),
        ("Orange", 1, Cause.UNPROTECTED, PROTECTED_FILE),
    }


def test_a_late_entry_of_a_protected_household_says_no_day(bare):
    enrolment = lives(bare, (R, LONG_AGO), is_protected=True)
    previous = september(bare)
    changes(enrolment, S, LATE, SINCE)
    assert facts(october(bare, previous)) == [(NOT_ASSIGNED, 1, Cause.ENTRY_LATE, "None", "None", "Dossier protégé.")]


def test_a_unit_corrected(bare):
    enrolment = lives(bare, (S, LONG_AGO), unit=bare.units["Orange"])
    previous = september(bare)
    moves(enrolment, bare.units["Apt"], LATE)
    found = facts(october(bare, previous))
    assert [one[:3] for one in found] == [("Apt", 1, Cause.UNIT_CHANGED), ("Orange", -1, Cause.UNIT_CHANGED)]

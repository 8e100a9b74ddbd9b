"""Rules on households: numbers, names, days, ages."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.periods import Month, Period
from households.rules import (
    accord_is_given,
    age_on,
    file_number,
    is_minor,
    keyed_name,
    normalise,
    normalise_nur,
    notice_due_on,
    nur_expires_on,
    overlapping,
    read_file_number,
    stored_phone,
    whole_name,
    why_amount_is_refused,
    why_birth_is_refused,
    why_day_is_refused,
    why_month_is_refused,
    why_nur_is_refused,
    why_nur_looks_odd,
)
from tests.days import TODAY

D = dt.date


@pytest.mark.parametrize(
    ("adults", "granted", "given"),
    [
        ([], [], False),
        ([1], [], False),
        ([1], [1], True),
        ([1, 2], [1], False),
        ([1, 2], [1, 2], True),
        ([1], [1, 3], True),
        ([], [1], False),
    ],
)
def test_an_accord_stands_when_every_adult_of_the_moment_gave_it(adults, granted, given):
    assert accord_is_given(adults, granted) is given


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("084 1026 012345 67890", "084102601234567890"),
        (" 02a-1026-01234567890 ", "02A102601234567890"),
        ("084.1026.0123\u00a04567890", "08410260123" + "4567890"),
        ("", ""),
    ],
)
def test_a_nur_is_stored_without_blanks(typed, stored):
    assert normalise_nur(typed) == stored


@pytest.mark.parametrize(
    "number", ["084261012345678901", "02A261012345678901", "02B260112345678901", "974261212345678901"]
)
def test_a_nur_of_the_national_layout_warns_of_nothing(number):
    assert why_nur_looks_odd(number) is None
    assert why_nur_is_refused(number) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("08410260123456789", "en compte 17"),
        ("0841026012345678901", "en compte 19"),
        ("184261012345678901", "ne suit pas"),
        ("084261312345678901", "ne suit pas"),
        ("084260012345678901", "ne suit pas"),
        ("ABCDEF", "en compte 6"),
    ],
)
def test_an_odd_nur_is_a_warning_never_a_refusal(number, said):
    assert said in why_nur_looks_odd(number)
    assert why_nur_is_refused(number) is None


@pytest.mark.parametrize("number", ["", "08410260123456789<", "é" * 5, "1" * 25, "12 34", "x\x00y"])
def test_what_is_no_number_at_all_is_refused(number):
    assert why_nur_is_refused(number)


@pytest.mark.parametrize(
    ("filed", "renewed", "months", "expires"),
    [
        (D(2026, 1, 31), None, 12, D(2027, 1, 31)),
        (D(2024, 2, 29), None, 12, D(2025, 2, 28)),
        (D(2024, 1, 1), D(2026, 3, 31), 12, D(2027, 3, 31)),
        (None, D(2026, 3, 31), 1, D(2026, 4, 30)),
        (None, None, 12, None),
        (D(2026, 1, 31), None, None, None),
    ],
)
def test_a_request_expires_months_after_its_last_renewal(filed, renewed, months, expires):
    assert nur_expires_on(filed, renewed, months) == expires


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Inès Carvalho", "ines carvalho"),
        ("  D’ANGELO-Muller ", "d angelo muller"),
        ("Œuvrard", "oeuvrard"),
        ("Łukasz", "łukasz"),
        ("Strauß", "strauss"),
        ("O'Brien_Jr.", "o brien jr"),
        ("Nguyễn", "nguyen"),
        ("محمد", "محمد"),
        ("--", ""),
        ("\x00", ""),
    ],
)
def test_names_are_compared_without_accents_case_nor_hyphens(name, normal):
    assert normalise(name) == normal


def test_a_whole_name_is_the_same_in_any_order():
    assert whole_name("Inès", "Carvalho") == whole_name("CARVALHO ines") == "carvalho ines"


def test_a_keyed_name_needs_the_secret():
    assert keyed_name("Inès Carvalho", "a") == keyed_name("carvalho INES", "a")
    assert keyed_name("Inès Carvalho", "a") != keyed_name("Inès Carvalho", "b")
    assert keyed_name("Inès Carvalho", "a") != keyed_name("Inès Carvalh", "a")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2026-0148", "2026-0148"),
        ("2026 148", "2026-0148"),
        ("20260148", "2026-0148"),
        ("n° 2026-0148", "2026-0148"),
        ("Dossier n° 2026/148", "2026-0148"),
        ("dossier 2026–0148", "2026-0148"),
        ("0148", None),
        ("Carvalho", None),
        ("2026-", None),
        ("", None),
    ],
)
def test_a_file_number_is_read_as_people_type_it(typed, number):
    assert read_file_number(typed) == number


def test_file_numbers_grow_beyond_four_digits():
    assert file_number(2026, 7) == "2026-0007"
    assert file_number(2026, 12345) == "2026-12345"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0033612345678", "+33612345678"),
        ("04.90.12.34.56", "+33490123456"),
        ("12", None),
        ("abc", None),
        ("0612345678901234", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_a_telephone_is_stored_with_its_country(typed, stored):
    assert stored_phone(typed) == stored


@pytest.mark.parametrize("birth", [TODAY, D(1901, 11, 22), D(2000, 2, 29)])
def test_a_possible_birth(birth):
    assert why_birth_is_refused(birth, TODAY) is None


@pytest.mark.parametrize("birth", [TODAY + dt.timedelta(days=1), D(1901, 11, 21), D(1, 1, 1), D(9999, 12, 31)])
def test_an_impossible_birth(birth):
    assert why_birth_is_refused(birth, TODAY)


@pytest.mark.parametrize("day", [TODAY, D(1990, 1, 1), D(2026, 1, 31)])
def test_a_possible_day(day):
    assert why_day_is_refused(day, TODAY) is None


@pytest.mark.parametrize("day", [TODAY + dt.timedelta(days=1), D(1989, 12, 31), D(1, 1, 1), D(9999, 12, 31)])
def test_an_impossible_day(day):
    assert why_day_is_refused(day, TODAY)


def test_a_planned_day_may_come_within_two_years():
    assert why_day_is_refused(D(2028, 11, 21), TODAY, may_be_planned=True) is None
    assert why_day_is_refused(D(2028, 11, 22), TODAY, may_be_planned=True)


@pytest.mark.parametrize(
    ("month", "is_refused"), [((2026, 12), False), ((2027, 1), True), ((1990, 1), False), ((1989, 12), True)]
)
def test_a_month_is_stated_up_to_the_next_one(month, is_refused):
    assert bool(why_month_is_refused(Month(*month), TODAY)) is is_refused


@pytest.mark.parametrize(
    ("amount", "is_refused"),
    [("0", False), ("99999.99", False), ("-0.01", True), ("100000", True), ("NaN", True), ("Infinity", True)],
)
def test_amounts_of_a_month(amount, is_refused):
    assert bool(why_amount_is_refused(Decimal(amount))) is is_refused


def test_periods_overlap_by_a_shared_day_alone():
    former = Period(D(2026, 1, 1), D(2026, 1, 31))
    assert overlapping(Period(D(2026, 1, 31)), [former]) == former
    assert overlapping(Period(D(2026, 2, 1)), [former]) is None
    assert overlapping(Period(D(2025, 12, 1), D(2025, 12, 31)), [former]) is None
    assert overlapping(Period(D(2025, 12, 1)), [former]) == former


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (D(2008, 2, 29), D(2026, 2, 28), 17),
        (D(2008, 2, 29), D(2026, 3, 1), 18),
        (D(2008, 11, 21), D(2026, 11, 20), 17),
        (D(2008, 11, 21), D(2026, 11, 21), 18),
    ],
)
def test_ages_turn_on_the_birthday(birth, day, age):
    assert age_on(birth, day) == age
    assert is_minor(birth, day) is (age < 18)


def test_an_unknown_birth_makes_nobody_a_minor():
    assert not is_minor(None, TODAY)


def test_the_notice_is_due_within_a_month():
    assert notice_due_on(D(2026, 1, 1), 1) == D(2026, 2, 1)
    assert notice_due_on(D(2026, 11, 30), 1) == D(2026, 12, 30)
    assert notice_due_on(D(2026, 1, 31), 1) == D(2026, 2, 28)

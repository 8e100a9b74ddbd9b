import datetime as dt
from decimal import Decimal

import pytest
from django.template import engines

from foundation import words
from foundation.timeline import Audience

NBSP = "\u00a0"
D = dt.date
TODAY = D(2026, 11, 23)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_dates_are_said_in_french():
    assert words.long_date(D(2026, 11, 24)) == "mardi 24 novembre 2026"
    assert words.long_date(D(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert words.long_date(D(2028, 2, 29)) == "mardi 29 février 2028"
    assert words.plain_date(D(1991, 3, 14)) == "14 mars 1991"
    assert words.week_date(D(2026, 11, 23)) == "lundi 23 novembre"
    assert words.short_date(D(2026, 11, 24)) == "mar. 24 nov."
    assert words.short_date(D(2026, 5, 1)) == "ven. 1er mai"
    assert words.month_name(D(2026, 8, 31)) == "août 2026"


def test_a_short_date_says_its_year_when_it_is_another():
    assert words.short_date(D(2025, 11, 24), TODAY) == "lun. 24 nov. 2025"
    assert words.short_date(D(2026, 1, 2), TODAY) == "ven. 2 janv."


@pytest.mark.parametrize(
    ("instant", "day", "hour"),
    [
        ("2026-11-23T22:30:00+00:00", "lundi 23 novembre", f"23{NBSP}h{NBSP}30"),  # 23:30 in Paris, the same day
        ("2026-11-23T23:30:00+00:00", "mardi 24 novembre", f"0{NBSP}h{NBSP}30"),
        ("2026-07-14T21:59:00+00:00", "mardi 14 juillet", f"23{NBSP}h{NBSP}59"),
        ("2026-07-14T22:00:00+00:00", "mercredi 15 juillet", f"0{NBSP}h"),
        ("2026-10-25T00:30:00+00:00", "dimanche 25 octobre", f"2{NBSP}h{NBSP}30"),  # summer time
        ("2026-10-25T01:30:00+00:00", "dimanche 25 octobre", f"2{NBSP}h{NBSP}30"),  # an hour later, winter time
        ("2026-03-29T00:59:00+00:00", "dimanche 29 mars", f"1{NBSP}h{NBSP}59"),
        ("2026-03-29T01:00:00+00:00", "dimanche 29 mars", f"3{NBSP}h"),
    ],
)
def test_an_instant_is_told_in_paris(instant, day, hour):
    assert (words.week_date(at(instant)), words.clock(at(instant))) == (day, hour)


def test_hours():
    assert words.clock(dt.time(9, 30)) == f"9{NBSP}h{NBSP}30"
    assert words.clock(dt.time(14, 3)) == f"14{NBSP}h{NBSP}03"
    assert words.clock(dt.time(14)) == f"14{NBSP}h"


def test_moments():
    assert words.moment(at("2026-11-23T08:30:00+00:00"), TODAY) == f"aujourd’hui, 9{NBSP}h{NBSP}30"
    assert words.moment(at("2026-11-23T23:30:00+00:00"), TODAY) == f"demain, 0{NBSP}h{NBSP}30"
    assert words.moment(at("2026-12-03T10:00:00+00:00"), TODAY) == f"jeu. 3 déc., 11{NBSP}h"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (D(2026, 11, 23), "aujourd’hui"),
        (D(2026, 11, 22), "hier"),
        (D(2026, 11, 24), "demain"),
        (D(2026, 11, 11), f"il y a 12{NBSP}jours"),
        (D(2026, 10, 20), f"il y a 34{NBSP}jours"),
        (D(2026, 9, 25), f"il y a 59{NBSP}jours"),
        (D(2026, 8, 23), f"il y a 3{NBSP}mois"),
        (D(2025, 7, 23), f"il y a 16{NBSP}mois"),
        (D(2023, 11, 23), f"il y a 3{NBSP}ans"),
        (D(2026, 11, 28), f"dans 5{NBSP}jours"),
    ],
)
def test_how_long_ago(day, said):
    assert words.ago(day, TODAY) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (D(2026, 1, 1), D(2026, 1, 31), f"1{NBSP}mois"),
        (D(2026, 1, 1), D(2026, 1, 1), f"1{NBSP}jour"),
        (D(2026, 8, 12), D(2026, 11, 23), f"3{NBSP}mois et 12{NBSP}jours"),
        (D(2024, 2, 29), D(2025, 2, 28), f"1{NBSP}an et 1{NBSP}jour"),
        (D(2024, 1, 1), D(2026, 3, 3), f"2{NBSP}ans, 2{NBSP}mois et 3{NBSP}jours"),
        (D(2026, 3, 3), D(2026, 3, 1), f"0{NBSP}jour"),
    ],
)
def test_durations_include_both_days(start, end, said):
    assert words.duration(start, end) == said


def test_ages():
    assert words.age(D(2017, 11, 24), TODAY) == f"8{NBSP}ans"
    assert words.age(D(2026, 4, 23), TODAY) == f"7{NBSP}mois"
    assert words.age(D(2024, 2, 29), D(2026, 2, 27)) == f"23{NBSP}mois"


def test_amounts():
    assert words.euros(Decimal("1412.3")) == f"1{NBSP}412,30{NBSP}€"
    assert words.euros(Decimal("0.005")) == f"0,01{NBSP}€"
    assert words.euros(Decimal("-3.5")) == f"\u22123,50{NBSP}€"
    assert words.euros(Decimal(1234567)) == f"1{NBSP}234{NBSP}567,00{NBSP}€"


def test_minutes():
    assert [words.minutes(n) for n in (45, 60, 65, 90)] == [
        f"45{NBSP}min",
        f"1{NBSP}h",
        f"1{NBSP}h{NBSP}05",
        f"1{NBSP}h{NBSP}30",
    ]


def test_names_are_joined():
    assert words.join_names([]) == ""
    assert words.join_names(["Mme Rey"]) == "Mme Rey"
    assert words.join_names(["Mme Rey", "M. Rey", "Lina"]) == "Mme Rey, M. Rey et Lina"


def test_telephones():
    assert words.phone("+33490123456") == f"04{NBSP}90{NBSP}12{NBSP}34{NBSP}56"
    assert words.phone("+3225501711").startswith("+32")
    assert words.phone("pas de téléphone") == "pas de téléphone"


def test_counts_and_lateness():
    assert [words.counted(n, "ménage") for n in (0, 1, 2)] == [
        f"0{NBSP}ménage",
        f"1{NBSP}ménage",
        f"2{NBSP}ménages",
    ]
    assert words.counted(2, "journal", "journaux") == f"2{NBSP}journaux"
    assert words.late(D(2026, 11, 22), TODAY) == f"1{NBSP}jour de{NBSP}retard"
    assert words.late(D(2026, 8, 1), TODAY) == f"3{NBSP}mois de{NBSP}retard"
    assert words.late(D(2024, 3, 14), TODAY) == f"2{NBSP}ans de{NBSP}retard"


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_filters_say_nothing_of_nothing():
    for name in ("long_date", "short_date", "month_name", "clock", "euros", "minutes", "phone", "ago:today"):
        assert render(f"{{{{ value|{name} }}}}", value=None, today=TODAY) == ""


def test_signs_are_a_drawing_and_a_word():
    assert "#aud-2" in (said := render("{% audience_sign audience %}", audience=Audience.ASSOCIATIONS))
    assert "associations" in said
    assert "#stair-3" in render("{% stairs 3 'Étude' %}")
    assert 'class="step off"' in render("{% stairs 0 'Clos' %}")
    assert "&lt;b&gt;" in render("{% icon 'home' label=label %}", label="<b>")

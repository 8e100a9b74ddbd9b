"""29 February, the two nights when the clock changes, and the first minutes of a month.

| fact | recorded | counts |
| --- | --- | --- |
| K1 accompagné depuis le 25/10/2026, habite A | 25/10 à 23 h 30, heure d’hiver depuis la nuit | octobre, A |
| K2 orienté par le SIAO | 25/10 à 2 h 30, une heure qui existe deux fois | octobre |
| — octobre est calculé le 1er novembre à 0 h 05 et figé : en temps universel c’est encore octobre | | A : 1 |
| K4 accompagné depuis le 31/10/2026, habite A | 1er novembre à 0 h 10 | correction de novembre, enregistrée le 1er |
| K3 accompagné depuis le 28/03/2027, habite B | 28/03 à 23 h 30, heure d’été depuis la nuit | mars 2027, B |
| K1 sort le 28/03/2027 | 28/03 à 23 h 45 | mars 2027, A |
| K6 accompagné depuis le 15/01/2028, habite B ; sort le 29/02/2028 | le jour même | février 2028, B |
| K5 accompagné depuis le 29/02/2028, habite A ; sort le 01/03/2028 | 29/02 à 23 h 30 ; 01/03 | février, mars 2028, A |
| K7 orienté le 20/02/2028, attribué à la séance du 01/03 : 10 jours, le 29 compris | 01/03 | mars, A |
| K7 entre le 31/03/2028 : 30 jours | 31/03 | mars, A |

Novembre 2026 : A 1 + 1 = 2. Mars 2027 (premier mois depuis novembre : il part de la veille) : A 2 − 1 = 1, B 0 + 1 = 1. Février 2028 : A
1 + 1 (K5) = 2 ; B 2 (K3, K6) − 1 = 1. Mars 2028 : A 2 + 1 (K7) − 1 (K5) = 2 ; B 1.
"""

import datetime as dt

import pytest

from accompaniments.enums import ReferralSource, State
from foundation.periods import Month
from leases.enums import Answer, DecisionKind
from reporting.enums import FrozenBecause
from reporting.services.months import freeze, make_provisional
from tests.reporting.scenario.calendar import content_of
from tests.reporting.scenario.stage import Act, Stage, build, play
from tests.reporting.scenario.test_scenario_months import flows, rows

SUPPORTED = State.SUPPORTED


def publish(month: str) -> Act:
    def act(s: Stage) -> None:
        programme = s.versions["access"].programme
        version = make_provisional(by=s.by, programme=programme, month=Month.parse(month), today=s.today)
        freeze(by=s.by, month=version.month, because=FrozenBecause.DAY_CAME, today=s.today)

    return act


FACTS: list[tuple[str, Act]] = [
    ("2026-10-25T23:30", lambda s: s.reprise("K1", "S", (SUPPORTED, "2026-10-25"), unit="A")),
    ("2026-10-25T02:30", lambda s: s.referral("K2", "S", ReferralSource.SIAO)),
    ("2026-11-01T00:05", publish("2026-10")),
    ("2026-11-01T00:10", lambda s: s.reprise("K4", "S", (SUPPORTED, "2026-10-31"), unit="A")),
    ("2026-12-01T00:05", publish("2026-11")),
    ("2027-03-28T23:30", lambda s: s.reprise("K3", "S", (SUPPORTED, "2027-03-28"), unit="B")),
    ("2027-03-28T23:45", lambda s: s.end("K1", "2027-03-28")),
    ("2027-04-01T00:05", publish("2027-03")),
    ("2028-01-15T10:00", lambda s: s.reprise("K6", "S", (SUPPORTED, "2028-01-15"), unit="B")),
    ("2028-02-20T10:00", lambda s: s.referral("K7", "S", ReferralSource.SIAO)),
    ("2028-02-21T10:00", lambda s: (s.assign("K7", "S"), s.becomes("K7", State.DIAGNOSED))),
    ("2028-02-21T11:00", lambda s: (s.becomes("K7", State.PROPOSED), s.becomes("K7", State.READY))),
    ("2028-02-21T12:00", lambda s: (s.project("K7", "T3", "A"), s.home("A9", "T3"), s.sitting("2028-03-01"))),
    ("2028-02-22T10:00", lambda s: (s.open("K7", "A9"), s.submit("K7", "A9"), s.schedule("K7", "A9", "2028-03-01"))),
    ("2028-02-29T22:30", lambda s: s.end("K6", "2028-02-29")),
    ("2028-02-29T23:30", lambda s: s.reprise("K5", "S", (SUPPORTED, "2028-02-29"), unit="A")),
    ("2028-03-01T00:05", publish("2028-02")),
    ("2028-03-01T10:00", lambda s: s.decide("K7", "A9", "2028-03-01", DecisionKind.ALLOCATED, present=True)),
    ("2028-03-01T23:30", lambda s: s.end("K5", "2028-03-01")),
    ("2028-03-02T10:00", lambda s: s.notify("K7", "A9")),
    ("2028-03-03T10:00", lambda s: s.answer("K7", "A9", Answer.ACCEPTED)),
    ("2028-03-31T23:30", lambda s: s.lease("K7", "A9")),
    ("2028-04-01T00:05", publish("2028-03")),
]
FLOWS = {
    "2026-10": {"Unité A": (0, 0, 1, 0, 0, 0, 1), "Unité B": (0, 0, 0, 0, 0, 0, 0)},
    "2026-11": {"Unité A": (1, 1, 0, 0, 0, 0, 2), "Unité B": (0, 0, 0, 0, 0, 0, 0)},
    "2027-03": {"Unité A": (2, 0, 0, 0, 1, 0, 1), "Unité B": (0, 0, 1, 0, 0, 0, 1)},
    "2028-02": {"Unité A": (1, 0, 1, 0, 0, 0, 2), "Unité B": (2, 0, 0, 0, 1, 0, 1)},
    "2028-03": {"Unité A": (2, 0, 1, 0, 1, 0, 2), "Unité B": (1, 0, 0, 0, 0, 0, 1)},
}


@pytest.mark.django_db
def test_leap_day_and_both_nights():
    stage = build("AB")
    play(stage, FACTS)
    for month, wanted in FLOWS.items():
        found = {name: flows(row.flows) for name, row in rows(content_of(stage, month)).items()}
        assert {name: found[name] for name in wanted} == wanted, month
        assert found["Non réparti"] == (0,) * 7
    october, november = content_of(stage, "2026-10"), content_of(stage, "2026-11")
    assert {row.code: row.count for row in october.requests if row.count} == {"SIAO": 1}
    assert october.computed_on == dt.date(2026, 11, 1)
    assert [(row.cause, row.effective_on, row.recorded_on) for row in november.corrections] == [
        ("ENTRY_LATE", dt.date(2026, 10, 31), dt.date(2026, 11, 1))
    ]
    march = rows(content_of(stage, "2028-03"))["Unité A"]
    assert (march.referral_to_cal.n, march.referral_to_cal.median) == (1, 10)
    assert (march.decision_to_entry.n, march.decision_to_entry.median) == (1, 30)
    assert march.move_ins.direct == 1

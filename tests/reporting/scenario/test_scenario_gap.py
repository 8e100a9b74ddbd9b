"""A lease signed in a month, of effect on the 1st of the next: the household never leaves its unit.

Domain.md §4.1: the unit of « the dwelling of the CAL file submitted and neither failed nor become a lease ». A lease whose first day is
yet to come is not in force: the file has not become it yet. G, décidé le 10 septembre (A), signe le 25 pour le 1er octobre.
"""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments.enums import State
from journeys.services import allocation
from leases.enums import Answer, DecisionKind
from leases.models import DwellingShare
from leases.services.leases import LeaseTerms
from tests.reporting.scenario.calendar import content_of
from tests.reporting.scenario.stage import Stage, build, play
from tests.reporting.scenario.test_scenario_days import publish
from tests.reporting.scenario.test_scenario_months import flows, known, rows


def sign_for_the_first(s: Stage) -> None:
    terms = LeaseTerms(signed_on=s.today, started_on=dt.date(2026, 10, 1), rent=Decimal(400))
    allocation.sign_lease(
        by=s.by,
        file=s.file("G", "A1"),
        share=DwellingShare.objects.get(dwelling=s.homes["A1"].dwelling),
        entry=allocation.Entry(terms),
        today=s.today,
    )


@pytest.mark.django_db
def test_a_lease_to_come_keeps_its_unit():
    stage = build("AB")
    play(
        stage,
        [
            ("2026-09-01T09:00", lambda s: s.reprise("G", "S", (State.READY, "2026-08-01"))),
            ("2026-09-01T10:00", lambda s: (s.project("G", "T3", "B"), s.home("A1", "T3"), s.sitting("2026-09-10"))),
            ("2026-09-02T09:00", lambda s: (s.open("G", "A1"), s.submit("G", "A1"))),
            ("2026-09-03T09:00", lambda s: s.schedule("G", "A1", "2026-09-10")),
            ("2026-09-10T19:00", lambda s: s.decide("G", "A1", "2026-09-10", DecisionKind.ALLOCATED, present=True)),
            ("2026-09-11T19:00", lambda s: s.notify("G", "A1")),
            ("2026-09-12T19:00", lambda s: s.answer("G", "A1", Answer.ACCEPTED)),
            ("2026-09-25T19:00", sign_for_the_first),
            ("2026-10-01T00:30", publish("2026-09")),
            ("2026-11-01T00:30", publish("2026-10")),
        ],
    )
    found = [
        known({name: flows(row.flows) for name, row in rows(content_of(stage, month)).items()}, (0,) * 7)
        for month in ("2026-09", "2026-10")
    ]
    september, october = (0, 0, 1, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0, 1)
    assert found == [
        {"Unité A": september, "Ensemble": september},
        {"Unité A": october, "Ensemble": october},
    ]

"""A month costs as many queries whatever the households; what it shows holds no name."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniments.enums import State
from leases.enums import DecisionKind, FileState
from reporting.enums import Figure
from tests.days import at
from tests.factories import accompaniments as a
from tests.factories import leases as lf
from tests.reporting.figures.scene import FIRST, LAST, OCTOBER, calculated, counted, lives, published

pytestmark = pytest.mark.django_db

COURSE = {  # of the other programme, in test_course.py
    Figure.WATCHED,
    Figure.WATCH_ENDING,
    Figure.REOPENED,
    Figure.INTERVENTIONS,
    Figure.STAGES,
    Figure.ATTEMPTS,
    Figure.REACHED,
    Figure.UNREACHED,
    Figure.AGREEMENTS,
    Figure.OFFERS,
    Figure.ANSWERS,
}
SLIDING = {  # in test_sliding.py
    Figure.EXAMS_DUE,
    Figure.EXAMS_DONE,
    Figure.EXAMS_LATE,
    Figure.SLIDES,
    Figure.SLIDES_YEAR,
    Figure.UNSIGNED,
    Figure.UNINSURED,
    Figure.IN_ARREARS,
}


def full_life(world, number: int) -> None:
    """Give one household something for every figure."""
    since = dt.date(2026, 3, 2)
    unit = list(world.units.values())[number % len(world.units)]
    enrolment = lives(
        world,
        (State.READY, since),
        (State.SUPPORTED, dt.date(2026, 10, 8)),
        is_protected=number % 7 == 3,
        last_name=f"Rarissime{number}",
    )
    a.ReferralFactory.make(enrolment=enrolment, received_on=FIRST, association=world.soligone)
    file = lf.SubmittedFileFactory.make(
        enrolment=enrolment,
        announcement__dwelling__unit=unit,
        announcement__announced_on=FIRST,
        opened_on=FIRST,
        submitted_at=at(FIRST),
        state=FileState.DECIDED,
        state_on=LAST,
    )
    lf.DecisionFactory.make(
        hearing=lf.HearingFactory.make(
            session__held_on=dt.date(2026, 10, 8),
            session__landlord=world.landlord,
            file=file,
            session__starts_at=at(dt.date(2026, 10, 8), 8 + number % 10, number),
        ),
        kind=DecisionKind.ALLOCATED,
    )
    lf.SubleaseFactory.make(
        enrolment=enrolment,
        share__dwelling__unit=unit,
        file=file,
        signed_on=LAST,
        started_on=LAST,
        head_lease=lf.HeadLeaseFactory.make(share__dwelling__unit=unit),
    )
    project = lf.HousingProjectFactory.make(enrolment=lives(world, (State.READY, since)), started_on=since)
    lf.WishedUnitFactory.make(project=project, unit=unit)


def test_the_queries_do_not_grow_with_households(bare):
    counts = []
    done = 0
    previous = published(bare, OCTOBER.plus(-1), FIRST)
    for households in (1, 3, 30):
        for number in range(done, households):
            full_life(bare, number)
        done = households
        with CaptureQueriesContext(connection) as queries:
            computed = calculated(bare, previous=previous)
        counts.append(len(queries))
        assert computed.content.total.flows.stock_end == households
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 36
    found = counted(computed)
    for figure in set(Figure) - {
        Figure.STOCK_START,
        Figure.CORRECTIONS,
        Figure.LEFT,
        Figure.TRANSFERRED_IN,
        Figure.TRANSFERRED_OUT,
        Figure.DEMAND_OTHER,
        Figure.SUPPLY_AWAITING,
        Figure.UNSETTLED,
        *COURSE,
        *SLIDING,
    }:
        assert found[figure] == 30, figure
    assert "Rarissime" not in str(computed.content)

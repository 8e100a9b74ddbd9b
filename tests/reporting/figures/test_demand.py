"""M0, M1, M2 at the close of October: a fact of the last evening counts, one of the day after changes nothing."""

import datetime as dt

import pytest

from accompaniments.enums import ReferralSource, State
from journeys.selectors.demand import demanding
from leases.enums import DecisionKind, FileEnd, FileState
from leases.models import Decision, WishedUnit
from leases.selectors.decisions import counts_as_positive, positive_by
from reporting.enums import Figure
from tests.days import TODAY
from tests.factories import accompaniments as a
from tests.factories import leases as lf
from tests.reporting.figures.scene import (
    AFTER,
    EVE,
    FIRST,
    LAST,
    OCTOBER,
    calculated,
    changes,
    lines,
    lives,
    row,
)

pytestmark = pytest.mark.django_db
S, W, C, R, P = State.SUPPORTED, State.WATCHED, State.CLOSED, State.READY, State.PROPOSED
LONG_AGO = dt.date(2026, 3, 2)


def wishes(world, enrolment, *units, sizes="T3", started_on=LONG_AGO, ended_on=None):
    project = lf.HousingProjectFactory.make(
        enrolment=enrolment, typologies=sizes, started_on=started_on, ended_on=ended_on
    )
    for position, name in enumerate(units, start=1):
        unit = world.units.get(name, world.other_unit)
        lf.WishedUnitFactory.make(project=project, unit=unit, position=position)
    return project


def decided(enrolment, on, *, kind=DecisionKind.ALLOCATED, rank=None, file=None, **values):
    file = lf.SubmittedFileFactory.make(enrolment=enrolment, opened_on=LONG_AGO, **(file or {}))
    return lf.DecisionFactory.make(hearing__file=file, hearing__session__held_on=on, kind=kind, rank=rank, **values)


def demand(computed):
    return {one.unit: one.demand for one in computed.content.units if one.demand}


@pytest.mark.parametrize(
    ("known", "is_demand"),
    [
        ([(R, LAST)], True),
        ([(R, AFTER)], False),
        ([(P, LONG_AGO)], False),
        ([(R, LONG_AGO), (S, LAST)], True),
        ([(R, LONG_AGO), (C, LAST)], False),
        ([(R, LONG_AGO), (C, AFTER)], True),
        ([(S, LONG_AGO), (W, LAST)], False),
        ([(S, LONG_AGO), (W, AFTER)], True),
    ],
)
def test_the_state_is_that_of_the_close(bare, known, is_demand):
    enrolment = lives(bare, *known)
    wishes(bare, enrolment, "Orange")
    assert demand(calculated(bare)) == ({"Orange": 1} if is_demand else {})
    assert (enrolment.pk in {one.enrolment_id for one in demanding(LAST, bare.landlord.pk)}) is is_demand


@pytest.mark.parametrize(
    ("started_on", "ended_on", "is_demand"),
    [(LAST, None, True), (AFTER, None, False), (LONG_AGO, LAST, True), (LONG_AGO, EVE, False)],
)
def test_the_project_is_open_at_the_close(bare, started_on, ended_on, is_demand):
    wishes(bare, lives(bare, (R, LONG_AGO)), "Orange", started_on=started_on, ended_on=ended_on)
    assert bool(demand(calculated(bare))) is is_demand


CLOSED = {"state": FileState.CLOSED, "state_on": LAST}


@pytest.mark.parametrize(
    ("values", "is_demand"),
    [
        ({"on": LAST}, False),
        ({"on": AFTER}, True),
        ({"on": LAST, "annulled_on": AFTER}, True),  # recorded in error: it never was
        ({"on": LAST, "kind": DecisionKind.ALLOCATED_CONDITIONAL}, False),
        ({"on": LAST, "kind": DecisionKind.NOT_ALLOCATED}, True),
        ({"on": LAST, "kind": DecisionKind.ADJOURNED}, True),
        ({"on": LAST, "kind": DecisionKind.ALLOCATED_RANKED, "rank": 1}, False),
        ({"on": EVE, "kind": DecisionKind.ALLOCATED_RANKED, "rank": 2}, True),
        ({"on": EVE, "kind": DecisionKind.ALLOCATED_RANKED, "rank": 2, "promoted_on": LAST}, False),
        ({"on": EVE, "kind": DecisionKind.ALLOCATED_RANKED, "rank": 2, "promoted_on": AFTER}, True),
        ({"on": EVE, "file": {**CLOSED, "end": FileEnd.OFFER_REFUSED}}, True),
        ({"on": EVE, "file": {**CLOSED, "end": FileEnd.OFFER_REFUSED, "state_on": AFTER}}, False),
        ({"on": EVE, "file": {**CLOSED, "end": FileEnd.LEASE_SIGNED}}, False),
        ({"on": dt.date(2026, 1, 5), "file": {**CLOSED, "end": FileEnd.LEASE_SIGNED, "state_on": EVE}}, False),
        # a home signed before this project began answers another one
        (
            {
                "on": dt.date(2026, 1, 5),
                "file": {**CLOSED, "end": FileEnd.LEASE_SIGNED, "state_on": dt.date(2026, 2, 1)},
            },
            True,
        ),
    ],
)
def test_a_positive_decision_stands_at_the_close_or_not(bare, values, is_demand):
    enrolment = lives(bare, (R, LONG_AGO))
    wishes(bare, enrolment, "Orange")
    decided(enrolment, **values)
    assert bool(demand(calculated(bare))) is is_demand
    assert (enrolment.pk in {one.enrolment_id for one in demanding(LAST, bare.landlord.pk)}) is is_demand


@pytest.mark.parametrize("kind", DecisionKind)
def test_sql_says_positive_as_the_rule_does(bare, kind):
    for rank in (1, 2) if kind == DecisionKind.ALLOCATED_RANKED else (None,):
        for promoted_on in (None, TODAY) if rank == 2 else (None,):
            for annulled_on in (None, TODAY):
                decided(bare.mine, EVE, kind=kind, rank=rank, promoted_on=promoted_on, annulled_on=annulled_on)
    found = set(Decision.objects.filter(positive_by(TODAY)))
    assert found == {one for one in Decision.objects.all() if counts_as_positive(one)}


def test_first_wishes_other_wishes_and_sizes(bare):
    wishes(bare, lives(bare, (R, LAST)), "Orange", "Apt", sizes="T3,T4")
    wishes(bare, lives(bare, (R, FIRST)), "Apt", "Orange", "ailleurs", sizes="T2")
    wishes(bare, lives(bare, (S, LONG_AGO)), sizes="T3")
    wishes(bare, lives(bare, (R, LONG_AGO), is_protected=True), "Orange", "Apt", sizes="T1")
    computed = calculated(bare)
    found = {
        (one.unit, cell.typology): (cell.demand, cell.demand_other)
        for one in computed.content.units
        for cell in one.cells
    }
    assert found == {
        ("Orange", "T3"): (1, 0),
        ("Orange", "T2"): (0, 1),
        ("Apt", "T2"): (1, 0),
        ("Apt", "T3"): (0, 1),
        ("Non réparti", "T3"): (1, 0),
        ("Non réparti", "T1"): (1, 0),
    }
    assert [one.days for one in lines(computed, Figure.DEMAND)].count(None) == 1  # taken over as accompanied
    readiness = row(computed, "Orange").readiness
    assert (readiness.n, readiness.median) == (1, 0)
    assert row(computed).readiness.missing == 1


def test_two_wishes_of_units_that_merged_are_one(bare):
    apt = bare.units["Apt"]
    wishes(bare, lives(bare, (R, LONG_AGO)), "Orange", "Apt")
    wishes(bare, lives(bare, (R, LONG_AGO)), "Bollène", "Apt", "Orange")
    apt.ended_on, apt.successor = dt.date(2026, 10, 15), bare.units["Orange"]
    apt.save()
    computed = calculated(bare)
    assert {(one.unit, one.demand, one.demand_other) for one in computed.content.units if one.cells} == {
        ("Orange", 1, 1),
        ("Bollène", 1, 0),
    }
    assert WishedUnit.objects.count() == 5


def test_since_the_start_a_household_counts_once(bare):
    twice = lives(bare, (S, LONG_AGO), (W, dt.date(2026, 6, 1)), (S, LAST))
    lives(bare, (S, AFTER))
    lives(bare, (R, LONG_AGO))
    gone = lives(bare, (S, dt.date(2024, 3, 1)), (C, dt.date(2024, 9, 1)))
    for enrolment, started_on, ended_on in (
        (twice, dt.date(2024, 5, 1), EVE),
        (twice, LAST, None),
        (gone, AFTER, None),
    ):
        lf.LeaseFactory.make(enrolment=enrolment, started_on=started_on, ended_on=ended_on)
    targets = calculated(bare).content.targets
    assert (targets.target, targets.accompanied, targets.housed) == (20, 2, 1)
    changes(lives(bare, (R, LONG_AGO)), S, LAST, LAST)
    assert calculated(bare).content.targets.accompanied == 3


def test_requests_are_counted_by_source_on_the_day_received(bare):
    for day, source in (
        (EVE, ReferralSource.SIAO),
        (FIRST, ReferralSource.SIAO),
        (LAST, ReferralSource.LANDLORD_SOCIAL),
        (AFTER, ReferralSource.SIAO),
    ):
        a.ReferralFactory.make(
            enrolment=lives(bare, (R, day)), received_on=day, source=source, association=bare.soligone
        )
    other = a.ReferralFactory.make(enrolment=bare.mine, received_on=FIRST)
    first = a.ReferralFactory.make(enrolment=lives(bare, (R, LAST)), received_on=LAST, source=ReferralSource.SIAO)
    a.ReferralFactory.make(enrolment=first.enrolment, received_on=LAST, passed_on_from=first)
    computed = calculated(bare)
    assert {one.code: one.count for one in computed.content.requests if one.count} == {
        "SIAO": 2,
        "LANDLORD_SOCIAL": 1,
    }
    assert other.pk not in {one.object_id for one in lines(computed, Figure.REQUESTS)}
    assert str(computed.content.month) == str(OCTOBER)

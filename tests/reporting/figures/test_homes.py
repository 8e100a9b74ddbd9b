"""M3, M6 to M11, M13 in October: each with its twin outside the month, and what became known after the close."""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from households.models import CurrentHousing
from leases.enums import Answer, DecisionKind, FileEnd, FileState
from reporting.enums import Figure
from reporting.rules.content import Decisions, HolderCell, MoveIns, Presented, Proposals, Ratio
from tests.factories import accompaniments as a
from tests.factories import leases as lf
from tests.reporting.figures.scene import AFTER, EVE, FIRST, LAST, calculated, lines, lives, row

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2026, 3, 2)
RANKED = DecisionKind.ALLOCATED_RANKED


def home(world, unit="Orange", announced_on=LONG_AGO, **values):
    values.setdefault("dwelling__landlord", world.landlord)
    return lf.AnnouncementFactory.make(dwelling__unit=world.units[unit], announced_on=announced_on, **values)


def opened(world, on=FIRST, enrolment=None, unit="Orange", **values):
    return lf.SubmittedFileFactory.make(
        enrolment=enrolment or lives(world, (State.READY, LONG_AGO)),
        announcement=home(world, unit),
        opened_on=on,
        **values,
    )


def decided(file, on, *, kind=DecisionKind.ALLOCATED, present=None, **values):
    return lf.DecisionFactory.make(
        hearing__file=file, hearing__session__held_on=on, hearing__worker_was_present=present, kind=kind, **values
    )


def test_supply_at_the_close(bare):
    holder = lf.ReservationHolderFactory.make(landlord=bare.landlord, name="Préfecture")
    home(bare)
    home(bare, ended_on=LAST)  # gone at the close
    home(bare, ended_on=AFTER)
    home(bare, announced_on=AFTER)
    home(bare, announced_on=FIRST, ended_on=dt.date(2026, 10, 9))  # new, and gone
    home(bare, announced_on=LAST, dwelling__typology="T2", reservation_holder=holder, agreed_on=LAST)
    home(bare, dwelling__typology="T2", reservation_holder=holder, agreed_on=AFTER)
    lf.AnnouncementFactory.make(dwelling__unit=bare.other_unit)  # another landlord's
    found = row(calculated(bare), "Orange")
    assert {cell.typology: (cell.supply, cell.awaiting) for cell in found.cells} == {"T2": (1, 1), "T3": (2, 0)}
    assert found.holders == (HolderCell("", "T3", 2, 0), HolderCell("Préfecture", "T2", 1, 1))
    assert (found.supply_new, found.gap, found.coverage) == (2, 3, Ratio(0, 0))
    assert found.coverage.value is None


def test_proposals_and_the_answer_known_at_the_close(bare):
    opened(bare, EVE)
    opened(bare, AFTER)
    opened(bare, FIRST, state=FileState.DRAFT, submitted_at=None)
    for answer, answered_on in (
        (Answer.ACCEPTED, LAST),
        (Answer.REFUSED, LAST),
        (Answer.SILENCE, LAST),
        (Answer.ACCEPTED, AFTER),
    ):
        file = opened(bare, LAST)
        lf.OfferFactory.make(decision=decided(file, LAST), answer=answer, answered_on=answered_on)
    opened(bare, LAST, state=FileState.CLOSED, end=FileEnd.WITHDRAWN, state_on=LAST)
    opened(bare, LAST, state=FileState.CLOSED, end=FileEnd.WITHDRAWN, state_on=AFTER)
    protected = lives(bare, (State.READY, LONG_AGO), is_protected=True)
    opened(bare, LAST, protected)
    computed = calculated(bare)
    assert row(computed, "Orange").proposals == Proposals(made=7, accepted=1, refused=2, ended=1, pending=3)
    assert row(computed, "Non réparti").proposals == Proposals(made=1, pending=1)


def test_examined_and_decided(bare):
    twice = opened(bare)
    decided(twice, FIRST, kind=DecisionKind.ADJOURNED, present=False)
    decided(twice, LAST, present=True)
    decided(opened(bare), EVE)
    decided(opened(bare), AFTER)
    decided(opened(bare), LAST, annulled_on=LAST)
    decided(opened(bare), LAST, kind=DecisionKind.INADMISSIBLE)
    decided(opened(bare), LAST, kind=DecisionKind.ALLOCATED_CONDITIONAL)
    found = row(calculated(bare), "Orange")
    assert found.presented == Presented(examined=4, adjourned=1, with_worker=1, without_worker=1, not_said=2)
    assert found.decisions.rate == Ratio(2, 3)
    assert {kind.code: kind.count for kind in found.decisions.kinds} == {
        "ALLOCATED": 1,
        "ALLOCATED_CONDITIONAL": 1,
        "INADMISSIBLE": 1,
        "ADJOURNED": 1,
    }


@pytest.mark.parametrize(
    ("rank", "on", "values", "file", "rate", "unsettled"),
    [
        (1, LAST, {}, {}, Ratio(1, 1), 0),
        (2, LAST, {}, {}, Ratio(0, 0), 1),
        (2, FIRST, {"promoted_on": LAST}, {}, Ratio(1, 1), 0),
        (2, FIRST, {"promoted_on": AFTER}, {}, Ratio(0, 0), 1),
        (2, EVE, {"promoted_on": FIRST}, {}, Ratio(1, 1), 0),
        (2, EVE, {"promoted_on": EVE}, {}, Ratio(0, 0), 0),
        (3, EVE, {}, {"end": FileEnd.RANK_NOT_REACHED, "state_on": LAST}, Ratio(0, 1), 0),
        (3, FIRST, {}, {"end": FileEnd.RANK_NOT_REACHED, "state_on": LAST}, Ratio(0, 1), 0),
        (3, FIRST, {}, {"end": FileEnd.RANK_NOT_REACHED, "state_on": AFTER}, Ratio(0, 0), 1),
        (3, EVE, {}, {"end": FileEnd.RANK_NOT_REACHED, "state_on": EVE}, Ratio(0, 0), 0),
        (2, EVE, {"promoted_on": EVE}, {"end": FileEnd.OFFER_REFUSED, "state_on": LAST}, Ratio(0, 0), 0),
        (2, EVE, {}, {}, Ratio(0, 0), 0),  # it still waits: the month that gave it said so
    ],
)
def test_a_rank_counts_in_the_month_that_settles_it(bare, rank, on, values, file, rate, unsettled):
    state = {"state": FileState.CLOSED, **file} if file else {"state": FileState.DECIDED}
    decided(opened(bare, **state), on, kind=RANKED, rank=rank, **values)
    computed = calculated(bare)
    found: Decisions = row(computed, "Orange").decisions
    assert (found.rate, found.unsettled) == (rate, unsettled)
    assert sum(kind.count for kind in found.kinds) == rate.denominator
    assert len(lines(computed, Figure.POSITIVE)) == rate.numerator


def test_from_the_referral_to_the_first_sitting(bare):
    waits = lives(bare, (State.READY, LONG_AGO))
    first = a.ReferralFactory.make(enrolment=waits, received_on=LONG_AGO)
    a.ReferralFactory.make(enrolment=waits, received_on=EVE, passed_on_from=first)
    file = opened(bare, enrolment=waits)
    decided(file, dt.date(2026, 9, 10), kind=DecisionKind.ADJOURNED)
    decided(file, LAST, kind=DecisionKind.NOT_ALLOCATED)
    decided(opened(bare, enrolment=waits, unit="Apt"), LAST)  # the same household once
    adjourned = lives(bare, (State.READY, LONG_AGO))
    a.ReferralFactory.make(enrolment=adjourned, received_on=LONG_AGO)
    decided(opened(bare, enrolment=adjourned), LAST, kind=DecisionKind.ADJOURNED)
    decided(opened(bare), LAST)  # without a referral
    reprise = lives(bare, (State.READY, LONG_AGO))
    Accompaniment.objects.filter(enrolment=reprise).update(is_taken_over=True)
    decided(opened(bare, enrolment=reprise), LAST)
    found = row(calculated(bare)).referral_to_cal
    days = (dt.date(2026, 9, 10) - LONG_AGO).days
    assert (found.n, found.missing, found.median) == (1, 1, Decimal(days))


def entered(world, on=LAST, enrolment=None, factory=lf.LeaseFactory, **values):
    enrolment = enrolment or lives(world, (State.SUPPORTED, LONG_AGO))
    return factory.make(enrolment=enrolment, started_on=on, signed_on=on, **values)


def test_entries_of_the_month(bare):
    share = lf.DwellingShareFactory.make(dwelling__unit=bare.units["Orange"])
    file = opened(bare)
    decided(file, FIRST)
    entered(bare, FIRST, file.enrolment, share=share, file=file)
    head = lf.HeadLeaseFactory.make(share__dwelling__unit=bare.units["Orange"], started_on=LAST)
    entered(bare, LAST, factory=lf.SubleaseFactory, head_lease=head)
    entered(bare, EVE)
    entered(bare, AFTER)
    reprise = lives(bare, (State.SUPPORTED, LONG_AGO))
    Accompaniment.objects.filter(enrolment=reprise).update(is_taken_over=True)
    entered(bare, LAST, reprise, share__dwelling__unit=bare.units["Apt"])
    computed = calculated(bare)
    assert row(computed, "Orange").move_ins == MoveIns(2, 1, 1)
    assert row(computed).move_ins == MoveIns(3, 2, 1)
    delay = row(computed).decision_to_entry
    assert (delay.n, delay.missing, delay.median) == (1, 1, Decimal(0))


@pytest.mark.parametrize(("ended_on", "is_entry"), [(EVE, False), (dt.date(2026, 8, 31), True)])
def test_a_change_of_title_in_the_same_home_is_no_entry(bare, ended_on, is_entry):
    enrolment = lives(bare, (State.SUPPORTED, LONG_AGO))
    head = lf.HeadLeaseFactory.make(share__dwelling__unit=bare.units["Orange"], started_on=LONG_AGO, ended_on=EVE)
    lf.SubleaseFactory.make(
        enrolment=enrolment, head_lease=head, started_on=LONG_AGO, signed_on=LONG_AGO, ended_on=ended_on
    )
    entered(bare, FIRST, enrolment, share=head.share)
    assert row(calculated(bare)).move_ins.total == is_entry


@pytest.mark.parametrize(("since", "is_entry"), [(LONG_AGO, False), (LAST, True)])
def test_a_lease_signed_where_one_lived_already_is_no_entry(bare, since, is_entry):
    enrolment = lives(bare, (State.SUPPORTED, LONG_AGO))
    share = lf.DwellingShareFactory.make(dwelling__unit=bare.units["Orange"])
    CurrentHousing.objects.filter(enrolment=enrolment).update(
        dwelling_id=share.dwelling_id, started_on=since, ended_on=dt.date(2026, 10, 30) if since < LAST else None
    )
    entered(bare, LAST, enrolment, share=share)
    assert row(calculated(bare)).move_ins.total == is_entry


def test_subleases_in_force_on_the_last_day(bare):
    for started_on, ended_on in (
        (dt.date(2025, 10, 1), None),
        (LAST, LAST),
        (LONG_AGO, dt.date(2026, 10, 30)),
        (AFTER, None),
    ):
        head = lf.HeadLeaseFactory.make(share__dwelling__unit=bare.units["Orange"], started_on=dt.date(2025, 1, 1))
        enrolment = lives(bare, (State.SUPPORTED, LONG_AGO))
        lf.SubleaseFactory.make(
            enrolment=enrolment, head_lease=head, started_on=started_on, signed_on=started_on, ended_on=ended_on
        )
    found = row(calculated(bare), "Orange").sublets
    assert (found.open, found.oldest_months, found.mean_months) == (2, 13, Decimal("6.5"))

"""The identity of a month, held on the database over random histories: late facts, moves, protected addresses, units that merge.

Beside the identity, an independent reckoning in plain Python says who is where at each close.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accompaniments.enums import State
from accompaniments.models import Accompaniment, StateChange
from foundation.periods import Month
from households.enums import HousingSituation
from households.models import CurrentHousing, Enrolment, EnrolmentHolder
from partners.models import ManagementUnit, Organisation, ProgrammeVersion
from records.services.events import CLOCK
from records.services.parameters import load_reference
from reporting.enums import Figure, FrozenBecause
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json
from reporting.services.months import freeze, make_provisional
from tests.days import at
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p

MONTHS = [Month(2026, number) for number in (7, 8, 9, 10)]
NOT = "Non réparti"
KINDS = ("enter", "enter", "enter", "close", "watch", "reopen", "annul", "move", "move", "protect", "merge", "pass_on")
ACT = st.tuples(
    st.sampled_from(KINDS),
    st.integers(0, 11),  # which household
    st.integers(1, 28),  # the day of the month on which it is recorded
    st.sampled_from([0, 0, 0, 1, 5, 20, 45]),  # how many days late
    st.integers(0, 3),  # which unit; 3 is none
)
HISTORY = st.lists(st.lists(ACT, min_size=1, max_size=7), min_size=len(MONTHS), max_size=len(MONTHS))


@dataclass
class House:
    """What plain Python remembers of a household."""

    enrolment: Enrolment
    course: Accompaniment
    stays: list[list[dt.date | None]]
    places: list[tuple[dt.date, int]]  # from a day on; the last one of a day counts
    state: State = State.SUPPORTED
    since: dt.date = dt.date.min
    before: tuple[State, dt.date] | None = None  # what an annulment leads back to
    is_protected: bool = False


@dataclass
class Town:
    """A landlord's three units, a programme, two associations, and who came."""

    units: list[ManagementUnit]
    version: ProgrammeVersion
    associations: list[Organisation]
    houses: list[House] = field(default_factory=list)
    merged: dict[int, tuple[dt.date, int]] = field(default_factory=dict)  # unit: its last day, who took over

    def act(self, kind: str, who: int, recorded: dt.date, late: int, unit: int) -> None:
        """Play an act when it has a sense."""
        day = recorded - dt.timedelta(days=late)
        if kind == "enter":
            self.enter(day, unit, self.associations[who % 2])
        elif kind == "merge":
            self.merge(day, unit)
        elif self.houses:
            house = self.houses[who % len(self.houses)]
            getattr(self, kind)(house, max(day, house.since), unit, recorded)

    def enter(self, day: dt.date, unit: int, association: Organisation) -> None:
        enrolment = h.EnrolmentFactory.make(version=self.version, started_on=day - dt.timedelta(days=60))
        h.EnrolmentHolderFactory.make(
            enrolment=enrolment, association=association, started_on=day - dt.timedelta(days=60)
        )
        course = a.AccompanimentFactory.make(enrolment=enrolment, state=State.SUPPORTED, state_on=day, opened_on=day)
        for position, state in enumerate((State.READY, State.SUPPORTED), start=1):
            a.StateChangeFactory.make(accompaniment=course, position=position, to_state=state, effective_on=day)
        house = House(enrolment, course, [[day, None]], [], since=day, before=(State.READY, day))
        self.houses.append(house)
        self._live(house, day - dt.timedelta(days=60), unit)

    def close(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        if house.state in {State.SUPPORTED, State.WATCHED}:
            if house.state == State.SUPPORTED:
                house.stays[-1][1] = day
            self._change(house, State.CLOSED, day)

    def watch(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        if house.state == State.SUPPORTED:
            start = house.stays[-1][0]
            house.stays[-1][1] = max(day - dt.timedelta(days=1), start)
            self._change(house, State.WATCHED, day)

    def reopen(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        if house.state == State.WATCHED:
            house.stays.append([day, None])
            self._change(house, State.SUPPORTED, day)

    def annul(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        if house.before is None or house.state == State.CLOSED:
            return
        wrong = StateChange.objects.filter(accompaniment=house.course, annulled_by=None, is_correction=False).latest(
            "position"
        )
        correction = a.StateChangeFactory.make(
            accompaniment=house.course,
            position=house.course.changes.count() + 1,
            from_state=house.state,
            to_state=house.before[0],
            effective_on=wrong.effective_on,
            is_correction=True,
        )
        wrong.annulled_by = correction
        wrong.save()
        if house.state == State.SUPPORTED:
            house.stays.pop()
        else:
            house.stays[-1][1] = None
        house.state, house.since = house.before
        house.before = None
        house.course.state, house.course.state_on = house.state, house.since
        house.course.save()

    def move(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        self._live(house, day, unit)

    def protect(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        house.is_protected = house.enrolment.is_protected = not house.is_protected
        house.enrolment.save()
        if house.is_protected:
            h.AddressProtectionFactory.make(enrolment=house.enrolment, started_on=recorded)
        else:
            house.enrolment.protections.filter(ended_on=None).update(ended_on=recorded)

    def pass_on(self, house: House, day: dt.date, unit: int, recorded: dt.date) -> None:
        holder = EnrolmentHolder.objects.get(enrolment=house.enrolment, ended_on=None)
        if day > holder.started_on:
            holder.ended_on = day - dt.timedelta(days=1)
            holder.save()
            other = next(row for row in self.associations if row.pk != holder.association_id)
            h.EnrolmentHolderFactory.make(enrolment=house.enrolment, association=other, started_on=day)

    def merge(self, day: dt.date, unit: int) -> None:
        left = [number for number in range(3) if number not in self.merged]
        if len(left) == 1 or unit not in left:
            return
        into = next(number for number in left if number != unit)
        last = day - dt.timedelta(days=1)
        self.merged[unit] = (last, into)
        row = self.units[unit]
        row.ended_on, row.successor = last, self.units[into]
        row.save()

    def _change(self, house: House, state: State, day: dt.date) -> None:
        a.StateChangeFactory.make(
            accompaniment=house.course,
            position=house.course.changes.count() + 1,
            from_state=house.state,
            to_state=state,
            effective_on=day,
        )
        house.before = (house.state, house.since)
        house.state, house.since = state, day
        house.course.state, house.course.state_on = state, day
        house.course.closed_on = day if state == State.CLOSED else None
        house.course.save()

    def _live(self, house: House, day: dt.date, unit: int) -> None:
        """It lives there from a day on: a place that began later, told in error, is taken back."""
        CurrentHousing.objects.filter(enrolment=house.enrolment, started_on__gte=day).delete()
        CurrentHousing.objects.filter(enrolment=house.enrolment, ended_on=None).update(
            ended_on=day - dt.timedelta(days=1)
        )
        CurrentHousing.objects.filter(enrolment=house.enrolment, ended_on__gte=day).update(
            ended_on=day - dt.timedelta(days=1)
        )
        where = {} if unit not in range(3) else {"unit": self.units[unit], "landlord": self.units[unit].agency.landlord}
        h.CurrentHousingFactory.make(
            enrolment=house.enrolment,
            started_on=day,
            situation=HousingSituation.TENANT if where else HousingSituation.SHELTER,
            **where,
        )
        house.places = [(since, number) for since, number in house.places if since < day]
        house.places.append((day, unit))

    # -- the reckoning ------------------------------------------------------------------------------------------

    def place(self, house: House, day: dt.date) -> str:
        """Say where a household is on a day, with what is known now."""
        if house.is_protected:
            return NOT
        unit = next((number for since, number in reversed(house.places) if since <= day), 3)
        while unit in self.merged and self.merged[unit][0] < day:
            unit = self.merged[unit][1]
        return NOT if unit not in range(3) else self.units[unit].name

    def stock(self, day: dt.date) -> Counter[str]:
        """Count who is accompanied at a close, by place."""
        return Counter(
            self.place(house, day)
            for house in self.houses
            for start, end in house.stays
            if start <= day and (end is None or end > day)
        )

    def moved(self, month: Month, which: int) -> Counter[str]:
        """Count the entries (0) or the exits (1) of a month, by place."""
        return Counter(
            self.place(house, stay[which])
            for house in self.houses
            for stay in house.stays
            if stay[which] is not None and month.first <= stay[which] <= month.last
        )


def town() -> Town:
    landlord = p.LandlordFactory.make()
    agency = p.AgencyFactory.make(landlord=landlord)
    associations = [p.AssociationFactory.make(), p.AssociationFactory.make()]
    return Town(
        units=[p.ManagementUnitFactory.make(agency=agency, name=f"Unité {name}") for name in "ABC"],
        version=p.ProgrammeVersionFactory.make(
            lead=landlord, landlords=[landlord], associations=associations, caseload_ratio=20
        ),
        associations=associations,
    )


def check(here: Town, month: Month, before: MonthContent | None, version) -> MonthContent:
    """Hold everything that a month promises."""
    content = from_json(MonthContent, version.content)
    assert content.is_balanced
    names = [row.unit for row in content.units]
    assert names[-1] == NOT
    assert len(set(names)) == len(names)
    for name in ("stock_start", "corrections", "entered", "transferred_in", "left", "transferred_out", "stock_end"):
        assert sum(getattr(row.flows, name) for row in content.units) == getattr(content.total.flows, name)
        assert sum(getattr(row.flows, name) for row in content.associations) == getattr(
            content.total.flows, name
        ) or name.startswith("transferred")
    assert content.total.flows.transferred_in == content.total.flows.transferred_out
    for row in content.associations:
        assert row.flows.is_balanced
    stock, eve = here.stock(month.last), here.stock(month.first - dt.timedelta(days=1))
    entered, left = here.moved(month, 0), here.moved(month, 1)
    frozen = {row.unit: row.flows.stock_end for row in before.units} if before else eve
    assert not set(stock) - set(names)
    for row in content.units:
        assert row.flows.stock_end == stock[row.unit]
        assert row.flows.entered == entered[row.unit]
        assert row.flows.left == left[row.unit]
        assert row.flows.stock_start == frozen.get(row.unit, 0)
        assert row.flows.stock_start + row.flows.corrections == eve[row.unit]
    assert {unit for unit, count in frozen.items() if count} <= set(names)
    explained: Counter[str] = Counter()
    for line in content.corrections:
        assert line.delta in {-1, 1}
        assert line.cause
        explained[line.unit] += line.delta
    lines: Counter[tuple[str, str]] = Counter()
    if version.previous:  # the first stock is the last one of the month before: its list too
        kept = version.previous.lines.filter(figure=Figure.STOCK_END).values_list("unit__name", flat=True)
        assert Counter(name or NOT for name in kept) == {unit: count for unit, count in frozen.items() if count}
    for line in version.lines.select_related("unit"):
        lines[line.figure, line.unit.name if line.unit else NOT] += 1
    for row in content.units:
        assert explained[row.unit] == row.flows.corrections
        for figure, count in (
            (Figure.ENTERED, row.flows.entered),
            (Figure.TRANSFERRED_IN, row.flows.transferred_in),
            (Figure.LEFT, row.flows.left),
            (Figure.TRANSFERRED_OUT, row.flows.transferred_out),
            (Figure.STOCK_END, row.flows.stock_end),
        ):
            assert lines[figure, row.unit] == count
    return content


@pytest.fixture
def reference(db: None) -> None:
    """Load the figures that a month stands on, once."""
    load_reference(by=CLOCK)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY)
def test_any_history_is_balanced_and_explained(reference, history):
    with transaction.atomic():
        here, before = town(), None
        for month, acts in zip(MONTHS, history, strict=True):
            for kind, who, number, late, unit in sorted(acts, key=lambda act: act[2]):
                recorded = month.first + dt.timedelta(days=number - 1)
                with time_machine.travel(at(recorded, 23, 30), tick=False):
                    here.act(kind, who, recorded, late, unit)
            today = month.plus(1).first
            with time_machine.travel(at(today, 0, 30), tick=False):
                version = make_provisional(
                    by=here.version.lead_id, programme=here.version.programme, month=month, today=today
                )
                freeze(by=here.version.lead_id, month=version.month, because=FrozenBecause.DAY_CAME, today=today)
                version.refresh_from_db()
                before = check(here, month, before, version)
        transaction.set_rollback(True)

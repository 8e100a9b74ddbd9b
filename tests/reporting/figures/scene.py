"""Small months for the tests of each indicator."""

import datetime as dt
from collections import Counter

from accompaniments.enums import State
from accompaniments.models import Accompaniment, StateChange
from foundation.periods import Month
from households.enums import HousingSituation
from households.models import CurrentHousing, Enrolment
from partners.models import ManagementUnit
from records.services.events import CLOCK
from reporting.enums import Figure, MonthStatus
from reporting.models import DashboardMonth, MonthVersion
from reporting.rules.content import UnitMonth
from reporting.selectors.figures import Computed, compute
from reporting.services.versions import add
from tests.days import at
from tests.factories.accompaniments import AccompanimentFactory, StateChangeFactory
from tests.factories.records import ParameterFactory
from tests.world import World, enrol

OCTOBER = Month(2026, 10)
EVE, FIRST, LAST, AFTER = dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2026, 10, 31), dt.date(2026, 11, 1)
KNOWN = at(dt.date(2026, 9, 1))
LONG_SINCE = dt.date(2020, 1, 1)


def parameters() -> None:
    """Load what a month stands on."""
    ParameterFactory.make(code="figures.masking_threshold", value=5, started_on=LONG_SINCE)
    ParameterFactory.make(code="month.freeze_day", value=10, started_on=LONG_SINCE)


def empty(world: World) -> None:
    """Take the pilot's households out of the programme of these tests, and its workers' courses with them."""
    Enrolment.objects.filter(version=world.securisation).update(version=world.sauvegarde)


def calculated(
    world: World, month: Month = OCTOBER, *, previous: MonthVersion | None = None, today: dt.date | None = None
) -> Computed:
    """Calculate a month of the bail de sécurisation."""
    return compute(
        world.securisation.programme,
        month,
        today=today or month.plus(1).first,
        previous=previous,
        version_number=1,
        status=MonthStatus.PROVISIONAL,
    )


def published(world: World, month: Month, on: dt.date) -> MonthVersion:
    """Keep a month as it is calculated now, as of a day."""
    row = DashboardMonth.objects.create(programme=world.securisation.programme, month_on=month.first, made_on=on)
    computed = calculated(world, month)
    return add(by=CLOCK, month=row, number=1, previous=None, computed=computed, now=at(on))


def row(computed: Computed, unit: str = "Ensemble") -> UnitMonth:
    """Give a unit's row."""
    return next(one for one in (*computed.content.units, computed.content.total) if one.unit == unit)


def flows(computed: Computed, unit: str = "Ensemble") -> tuple[int, ...]:
    """Give stock_start, corrections, entered, transferred_in, left, transferred_out, stock_end."""
    return tuple(vars(row(computed, unit).flows).values())


def lines(computed: Computed, figure: Figure) -> list:
    """Give the lines of a figure."""
    return [one for one in computed.lines if one.figure == figure]


def counted(computed: Computed) -> Counter[str]:
    """Count the lines by figure."""
    return Counter(one.figure for one in computed.lines)


def lives(
    world: World,
    *known: tuple[State, dt.date],
    unit: ManagementUnit | None = None,
    recorded_on: dt.date | None = None,
    **values: object,
) -> Enrolment:
    """Make a household of the programme with its course, at known states."""
    enrolment = enrol(world.securisation, world.soligone, world.lead, since=known[0][1], unit=unit, **values)
    StateChange.objects.filter(accompaniment__enrolment=enrolment).delete()
    Accompaniment.objects.filter(enrolment=enrolment).delete()
    state, state_on = known[-1]
    closed = {"closed_on": state_on} if state == State.CLOSED else {}
    course = AccompanimentFactory.make(
        enrolment=enrolment, state=state, state_on=state_on, opened_on=known[0][1], **closed
    )
    before = ""
    for position, (to_state, day) in enumerate(known, start=1):
        StateChangeFactory.make(
            accompaniment=course,
            position=position,
            from_state=before,
            to_state=to_state,
            effective_on=day,
            recorded_at=at(recorded_on) if recorded_on else KNOWN,
        )
        before = to_state
    return enrolment


def changes(enrolment: Enrolment, to_state: State, on: dt.date, recorded_on: dt.date) -> StateChange:
    """Record one more change of state."""
    course = Accompaniment.objects.get(enrolment=enrolment)
    last = course.changes.latest("position")
    course.state, course.state_on = to_state, on
    course.closed_on = on if to_state == State.CLOSED else None
    course.save()
    return StateChangeFactory.make(
        accompaniment=course,
        position=last.position + 1,
        from_state=last.to_state,
        to_state=to_state,
        effective_on=on,
        recorded_at=at(recorded_on),
    )


def takes_back(enrolment: Enrolment, recorded_on: dt.date) -> None:
    """Annul the last change that stands."""
    wrong = StateChange.objects.filter(
        accompaniment__enrolment=enrolment, annulled_by=None, is_correction=False
    ).latest("position")
    right = changes(enrolment, State(wrong.from_state), wrong.effective_on, recorded_on)
    right.is_correction = True
    right.save()
    wrong.annulled_by = right
    wrong.save()


def moves(enrolment: Enrolment, unit: ManagementUnit | None, on: dt.date) -> None:
    """Move a household to a unit's home, or to a shelter."""
    CurrentHousing.objects.filter(enrolment=enrolment, ended_on=None).update(ended_on=on - dt.timedelta(1))
    CurrentHousing.objects.create(
        enrolment=enrolment,
        situation=HousingSituation.TENANT if unit else HousingSituation.SHELTER,
        unit=unit,
        started_on=on,
    )

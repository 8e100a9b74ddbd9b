"""What the tests of the months' life share: their calendar, households that come and go, a month that is made."""

import datetime as dt

from django.utils import timezone

from accompaniments.enums import State
from accompaniments.models import Accompaniment, StateChange
from foundation.periods import Month
from households.models import Enrolment
from partners.models import Programme
from records.services.events import CLOCK
from records.services.parameters import load_reference
from reporting import tasks
from reporting.models import DashboardMonth, Delivery, MonthVersion
from reporting.selectors.life import current_version
from reporting.services.months import make_provisional
from tests.days import at
from tests.factories.accompaniments import StateChangeFactory
from tests.world import World, enrol

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (Month(2026, number) for number in (8, 9, 10, 11))
FLOWS = ("stock_start", "corrections", "entered", "left", "stock_end")


def ready(world: World) -> Programme:
    """Give the bail de sécurisation (three households since June), with the days of its months loaded; the other programme ends."""
    load_reference(by=CLOCK)
    world.sauvegarde.ended_on = dt.date(2025, 6, 30)
    world.sauvegarde.save()
    return world.securisation.programme


def comes(world: World, since: dt.date) -> Enrolment:
    """Accompany one more household of Soligone."""
    return enrol(world.securisation, world.soligone, world.lead, since=since)


def stops(enrolment: Enrolment, on: dt.date) -> StateChange:
    """Record, now, that a household's accompaniment stopped on a day."""
    change = StateChangeFactory.make(
        accompaniment=Accompaniment.objects.get(enrolment=enrolment),
        position=2,
        from_state=State.SUPPORTED,
        to_state=State.CLOSED,
        effective_on=on,
        recorded_at=timezone.now(),
    )
    Accompaniment.objects.filter(pk=change.accompaniment_id).update(state=State.CLOSED, state_on=on, closed_on=on)
    return change


def made(programme: Programme, month: Month, on: dt.date) -> DashboardMonth:
    """Make a month on a day."""
    return make_provisional(by=CLOCK, programme=programme, month=month, today=on).month


def month_of(programme: Programme, month: Month) -> DashboardMonth:
    """Give a month that was made."""
    return DashboardMonth.objects.get(programme=programme, month_on=month.first)


def flows(month: DashboardMonth) -> dict[str, int]:
    """Give the flows of the programme in a month's current version."""
    total = current_version(month).content["total"]["flows"]
    return {name: total[name] for name in FLOWS}


def work() -> None:
    """Do what workers were asked: reports, then mails."""
    for version_id in MonthVersion.objects.filter(frozen_at__isnull=False).values_list("pk", flat=True):
        tasks.complete(str(version_id))
    for version_id in set(Delivery.objects.values_list("version_id", flat=True)):
        tasks.send_deliveries(str(version_id))


def morning(day: dt.date) -> dt.datetime:
    """Give the hour at which the clock of tests passes."""
    return at(day, 8, 5)

"""The clock: what it makes, reminds, freezes and resumes, whenever it passes."""

import datetime as dt

import pytest
import time_machine

from foundation.words import PARIS
from reporting.enums import DeliveryKind, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, Delivery, MonthVersion
from reporting.rules.digest import digest_of
from reporting.selectors.life import current_version
from reporting.services.months import validate
from reporting.services.upkeep import keep_months
from tests.days import at
from tests.factories import partners as p
from tests.factories.records import ParameterFactory
from tests.reporting.life.scene import (
    AUGUST,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    flows,
    made,
    month_of,
    morning,
    ready,
    stops,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(world):
    return ready(world)


def keep(moment: dt.datetime) -> None:
    """Pass the clock at a moment."""
    with time_machine.travel(moment, tick=False):
        keep_months(now=moment)


def keep_from(first: dt.date, last: dt.date) -> None:
    """Pass the clock each morning from a day to another."""
    day = first
    while day <= last:
        keep(morning(day))
        day += dt.timedelta(days=1)


def months() -> list[tuple[str, str]]:
    """Give the months made and their states."""
    rows = DashboardMonth.objects.order_by("month_on").values_list("month_on", "status")
    return [(f"{month_on:%Y-%m}", status) for month_on, status in rows]


class TestMaking:
    def test_the_first_month_ever_is_the_last_one_that_is_over(self, programme):
        keep(at(dt.date(2026, 11, 1), 0, 10))
        assert months() == [("2026-10", "PROVISIONAL")]
        assert flows(month_of(programme, OCTOBER)) == {
            "stock_start": 3, "corrections": 0, "entered": 0, "left": 0, "stock_end": 3,
        }  # fmt: skip

    def test_a_month_is_over_at_midnight_in_paris(self, programme):
        made(programme, SEPTEMBER, dt.date(2026, 10, 1))
        keep(at(dt.date(2026, 10, 31), 23, 30))
        assert [name for name, _ in months()] == ["2026-09"]
        keep(dt.datetime(2026, 10, 31, 23, 10, tzinfo=dt.UTC))  # 0:10 in Paris, on the 1st
        assert [name for name, _ in months()] == ["2026-09", "2026-10"]

    def test_in_summer_time_too(self, programme):
        made(programme, OCTOBER.plus(-8), dt.date(2026, 3, 1))
        keep(dt.datetime(2026, 3, 31, 21, 50, tzinfo=dt.UTC))  # 23:50 in Paris
        assert [name for name, _ in months()] == ["2026-02"]
        keep(dt.datetime(2026, 3, 31, 22, 10, tzinfo=dt.UTC))  # 0:10 in Paris
        assert [name for name, _ in months()] == ["2026-02", "2026-03"]

    @pytest.mark.parametrize(
        "night", [dt.datetime(2026, 3, 28, 20, tzinfo=PARIS), dt.datetime(2026, 10, 24, 20, tzinfo=PARIS)]
    )
    def test_the_nights_when_the_hour_changes_make_nothing_twice(self, programme, night):
        for hour in range(16):  # each hour that passes, the double one twice
            keep((night.astimezone(dt.UTC) + dt.timedelta(hours=hour)).astimezone(PARIS))
        assert len(months()) == 1
        assert MonthVersion.objects.count() == 1

    def test_asked_again_and_again_it_is_made_once(self, programme):
        for _ in range(3):
            keep(morning(dt.date(2026, 11, 1)))
        version = MonthVersion.objects.get()
        assert (version.number, version.revision) == (1, 1)
        assert Delivery.objects.filter(kind=DeliveryKind.PROVISIONAL).count() == 2

    def test_a_missed_first_is_made_when_the_clock_is_back(self, programme, world):
        made(programme, SEPTEMBER, dt.date(2026, 10, 1))
        keep(morning(dt.date(2026, 11, 4)))
        assert months() == [("2026-09", "FROZEN"), ("2026-10", "PROVISIONAL")]
        october = month_of(programme, OCTOBER)
        assert october.made_on == dt.date(2026, 11, 4)
        told = Delivery.objects.filter(version__month=october).values_list("user", flat=True)
        assert set(told) == {world.manager.pk, world.other_manager.pk}

    def test_two_missed_months_are_made_in_order_the_first_already_frozen(self, programme):
        made(programme, AUGUST, dt.date(2026, 9, 1))
        keep(morning(dt.date(2026, 11, 4)))
        assert months() == [("2026-08", "FROZEN"), ("2026-09", "FROZEN"), ("2026-10", "PROVISIONAL")]
        august, september, october = (current_version(month_of(programme, one)) for one in (AUGUST, SEPTEMBER, OCTOBER))
        assert september.previous == august
        assert october.previous == september
        assert september.content["not_validated_by"] == ["Cap Habitat", "Soligone"]
        # Nobody is asked to validate what is frozen in the same breath.
        assert not september.deliveries.exists()
        assert october.deliveries.count() == 2

    def test_a_programme_that_is_over_has_no_month(self, programme, world):
        keep(morning(dt.date(2026, 11, 1)))
        assert set(DashboardMonth.objects.values_list("programme", flat=True)) == {programme.pk}

    def test_its_last_days_are_a_month(self, programme, world):
        world.securisation.ended_on = dt.date(2026, 10, 12)
        world.securisation.save()
        keep(morning(dt.date(2026, 11, 1)))
        keep(morning(dt.date(2026, 12, 1)))
        assert [name for name, _ in months()] == ["2026-10"]


class TestReminding:
    def test_those_who_have_not_validated_are_reminded_once(self, programme, world):
        keep_from(dt.date(2026, 11, 1), dt.date(2026, 11, 4))
        assert not Delivery.objects.filter(kind=DeliveryKind.REMINDER).exists()
        october = month_of(programme, OCTOBER)
        with time_machine.travel(morning(dt.date(2026, 11, 4))):
            validate(
                by=world.manager.pk, month=october, association=world.soligone, revision=1, today=dt.date(2026, 11, 4)
            )
        keep_from(dt.date(2026, 11, 5), dt.date(2026, 11, 9))
        reminded = Delivery.objects.filter(kind=DeliveryKind.REMINDER).values_list("user", flat=True)
        assert list(reminded) == [world.other_manager.pk]

    def test_a_month_made_after_the_day_is_not_reminded_of(self, programme):
        keep_from(dt.date(2026, 11, 7), dt.date(2026, 11, 9))
        assert set(Delivery.objects.values_list("kind", flat=True)) == {DeliveryKind.PROVISIONAL}


class TestFreezing:
    def test_the_tenth_freezes_as_it_stands_and_says_who_did_not_validate(self, programme, world):
        keep_from(dt.date(2026, 11, 1), dt.date(2026, 11, 8))
        october = month_of(programme, OCTOBER)
        with time_machine.travel(morning(dt.date(2026, 11, 8))):
            validate(
                by=world.manager.pk, month=october, association=world.soligone, revision=1, today=dt.date(2026, 11, 8)
            )
        keep(at(dt.date(2026, 11, 9), 23, 55))
        assert month_of(programme, OCTOBER).status == MonthStatus.PROVISIONAL
        keep(at(dt.date(2026, 11, 10), 0, 5))
        version = current_version(month_of(programme, OCTOBER))
        assert version.month.status == MonthStatus.FROZEN
        assert (version.content["status"], version.frozen_because) == ("FROZEN", FrozenBecause.DAY_CAME)
        assert version.content["not_validated_by"] == ["Cap Habitat"]
        assert version.digest == digest_of(version.content)

    def test_a_frozen_month_is_left_alone(self, programme):
        keep_from(dt.date(2026, 11, 1), dt.date(2026, 11, 10))
        before = MonthVersion.objects.values().get()
        keep_from(dt.date(2026, 11, 11), dt.date(2026, 11, 30))
        assert MonthVersion.objects.values().get() == before

    def test_the_day_is_a_parameter(self, programme):
        ParameterFactory(code="month.freeze_day", value=15, started_on=dt.date(2026, 11, 1))
        keep_from(dt.date(2026, 11, 1), dt.date(2026, 11, 14))
        assert month_of(programme, OCTOBER).status == MonthStatus.PROVISIONAL
        keep(morning(dt.date(2026, 11, 15)))
        assert month_of(programme, OCTOBER).status == MonthStatus.FROZEN

    def test_a_late_fact_moves_nothing_frozen_and_is_the_next_months_correction(self, programme, world):
        keep_from(dt.date(2026, 11, 1), dt.date(2026, 11, 10))
        frozen = MonthVersion.objects.values().get()
        with time_machine.travel(at(dt.date(2026, 11, 21))):
            stops(world.colleagues, dt.date(2026, 10, 20))
        keep(morning(dt.date(2026, 12, 1)))
        assert MonthVersion.objects.filter(month__month_on=OCTOBER.first).values().get() == frozen
        november = month_of(programme, NOVEMBER)
        assert flows(november) == {"stock_start": 3, "corrections": -1, "entered": 0, "left": 0, "stock_end": 2}
        corrections = current_version(november).content["corrections"]
        assert [(line["delta"], line["cause"]) for line in corrections] == [(-1, "EXIT_LATE")]

    def test_a_year_of_months_chains(self, programme):
        day = dt.date(2026, 1, 1)
        for _ in range(12):
            keep(morning(day))
            keep(morning(day.replace(day=10)))
            day = (day + dt.timedelta(days=32)).replace(day=1)
        assert [status for _, status in months()] == ["FROZEN"] * 12
        previous = None
        for version in MonthVersion.objects.order_by("month__month_on"):
            assert version.previous == previous
            if previous is not None:
                start = version.content["total"]["flows"]["stock_start"]
                assert start == previous.content["total"]["flows"]["stock_end"]
            previous = version


def test_an_association_that_joined_later_does_not_validate(programme, world):
    """Only those of the version in force on the month's last day."""
    joined = p.AssociationFactory.make(name="Association nouvelle")
    eve = dt.date(2026, 10, 31)
    world.securisation.ended_on = eve
    world.securisation.save()
    p.ProgrammeVersionFactory.make(
        programme=programme, number=2, lead=world.landlord, associations=[joined], started_on=dt.date(2026, 11, 1)
    )
    keep_from(dt.date(2026, 11, 1), dt.date(2026, 11, 10))
    assert MonthVersion.objects.get().content["not_validated_by"] == ["Cap Habitat", "Soligone"]

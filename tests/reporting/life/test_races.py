"""Two at once: two workers at the same month, two managers validating, two senders. SQLite lets one write at a time."""

import datetime as dt

import pytest

from foundation.refusals import Refused
from reporting.enums import FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion, Validation
from reporting.services.months import freeze, make_provisional, validate
from reporting.services.upkeep import keep_programme
from tests.days import TODAY
from tests.records.test_together import together
from tests.reporting.life.scene import OCTOBER, made, morning, ready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(world):
    return ready(world)


def outcome(work):
    """Give what a work gave, or its refusal."""
    try:
        return work()
    except Refused as refused:
        return refused


def test_workers_make_a_month_once(programme, world):
    given = together(
        lambda _rank: make_provisional(by=world.manager.pk, programme=programme, month=OCTOBER, today=TODAY).pk
    )
    assert set(given) == {MonthVersion.objects.get().pk}


def test_clocks_at_once_do_once(programme):
    together(lambda _rank: keep_programme(programme=programme, now=morning(dt.date(2026, 11, 12))))
    month = DashboardMonth.objects.get()
    assert month.status == MonthStatus.FROZEN
    assert month.versions.count() == 1


def test_the_same_validation_counts_once(programme, world):
    month = made(programme, OCTOBER, TODAY)

    def work(_rank: int) -> object:
        return outcome(
            lambda: validate(
                by=world.manager.pk,
                month=DashboardMonth.objects.get(pk=month.pk),
                association=world.soligone,
                revision=1,
                today=TODAY,
            )
        )

    given = together(work)
    assert len([one for one in given if isinstance(one, Validation)]) == 1
    assert len([one for one in given if isinstance(one, Refused)]) == 3
    assert Validation.objects.count() == 1


def test_the_two_last_validations_freeze_once(programme, world):
    month = made(programme, OCTOBER, TODAY)
    parts = [(world.manager, world.soligone), (world.other_manager, world.cap_habitat)]

    def work(rank: int) -> object:
        user, association = parts[rank]
        own = DashboardMonth.objects.select_related("programme").get(pk=month.pk)
        return outcome(lambda: validate(by=user.pk, month=own, association=association, revision=1, today=TODAY))

    given = together(work, count=2)
    assert all(isinstance(one, Validation) for one in given), given
    version = MonthVersion.objects.get()
    assert (version.frozen_because, version.content["not_validated_by"]) == (FrozenBecause.VALIDATED, [])


def test_a_validation_and_the_tenth_at_once(programme, world):
    month = made(programme, OCTOBER, TODAY)

    def work(rank: int) -> object:
        own = DashboardMonth.objects.select_related("programme").get(pk=month.pk)
        if rank:
            return freeze(by=world.manager.pk, month=own, because=FrozenBecause.DAY_CAME, today=TODAY)
        return outcome(
            lambda: validate(by=world.manager.pk, month=own, association=world.soligone, revision=1, today=TODAY)
        )

    given = together(work, count=2)
    version = MonthVersion.objects.get()
    missing = ["Cap Habitat"] if isinstance(given[0], Validation) else ["Cap Habitat", "Soligone"]
    assert version.content["not_validated_by"] == missing

"""The command of the demonstration: on an empty base alone, for any day, never in production."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from journeys.demo.clock import PastClock, playing
from journeys.demo.stories import SCRIPTED
from journeys.selectors.consistency import findings
from partners.models import User
from records.models import Event
from tests.days import TODAY, at
from tests.factories import households as h
from tests.journeys.seeding import seed


def test_it_refuses_a_base_with_data(db, frozen_day):
    h.EnrolmentFactory.make()
    with pytest.raises(CommandError, match="contient déjà"):
        seed()
    assert seed(if_empty=True) == ""
    assert not User.objects.filter(email__endswith="@soligone.example").exists()


def test_it_refuses_production(db, settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        seed()
    assert not User.objects.exists()


def test_accounts_alone(db):
    out = StringIO()
    call_command("seed_demo", accounts=True, stdout=out)
    assert "referente@soligone.example" in out.getvalue()
    assert not User.objects.exists()


@pytest.mark.parametrize("options", [{"households": 0}, {"months": 0}])
def test_absurd_options(db, options):
    with pytest.raises(CommandError):
        seed(**options)


@pytest.mark.parametrize("today", [dt.date(2028, 2, 29), dt.date(2027, 1, 1), dt.date(2026, 3, 29)])
def test_any_day_will_do(db, today):
    call_command("seed_demo", households=4, months=3, today=today, stdout=StringIO())
    assert findings(today) == []


def test_the_scripted_stories_are_all_different():
    assert len({story.shows for story in SCRIPTED}) == len(SCRIPTED)


def test_the_clock_is_put_back():
    real = timezone.now
    field = Event._meta.get_field("at")
    clock = PastClock(at(TODAY) - dt.timedelta(days=100))
    with playing(clock):
        assert timezone.localdate() == TODAY - dt.timedelta(days=100)
        assert field.get_default() == clock.now()
    assert timezone.now is real
    assert field.default is real
    assert abs(field.get_default() - real()) < dt.timedelta(seconds=5)

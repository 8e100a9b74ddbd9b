"""What the rules of meetings refuse, hour by hour: nights when time changes, 29 February, month ends, minutes."""

import datetime as dt
import itertools

import pytest

from accompaniments.enums import CancelledBy, Outcome
from accompaniments.rules.meetings import (
    ASSUMED_MINUTES,
    Busy,
    before_start_reason,
    is_after_closure,
    is_before_start,
    local_moment,
    overlap,
    refusals,
    two_at_one_hour_warning,
    why_cancelled_by_is_refused,
    why_day_is_refused,
    why_hour_is_refused,
    why_minutes_are_refused,
    why_outcome_is_refused,
    why_presence_is_refused,
)
from tests.days import NOW, PARIS, TODAY, at

SPRING = dt.date(2026, 3, 29)  # 2:00 becomes 3:00
AUTUMN = dt.date(2026, 10, 25)  # 3:00 becomes 2:00
MOMENTS = (
    at(TODAY),
    at(dt.date(2026, 11, 20), 23, 30),
    at(dt.date(2026, 11, 21), 0, 0),
    at(SPRING, 1, 59),
    at(SPRING, 3, 0),
    at(AUTUMN, 2, 30),
    at(AUTUMN, 3, 0),
    at(dt.date(2024, 2, 29), 14, 0),
    at(dt.date(2026, 2, 28), 23, 59),
    at(dt.date(2026, 3, 1), 0, 0),
    at(dt.date(2025, 12, 31), 23, 30),
    at(dt.date(2026, 1, 1), 0, 15),
    at(dt.date(2026, 4, 30), 18, 45),
)
STEPS = (dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=40))


@pytest.mark.parametrize(("moment", "step"), [*itertools.product(MOMENTS, STEPS)])
def test_a_meeting_to_come_is_neither_held_nor_missed(moment, step):
    now = (moment.astimezone(dt.UTC) - step).astimezone(PARIS)
    for outcome in (Outcome.HELD, Outcome.NOT_PRESENT):
        assert "à venir" in (why_outcome_is_refused(outcome, moment, now) or "")
    assert why_outcome_is_refused(Outcome.CANCELLED, moment, now) is None
    assert why_outcome_is_refused(Outcome.PLANNED, moment, now) is None


@pytest.mark.parametrize(("moment", "step"), [*itertools.product(MOMENTS, STEPS)])
def test_a_meeting_gone_by_is_no_longer_planned(moment, step):
    now = (moment.astimezone(dt.UTC) + step).astimezone(PARIS)
    assert "est passé" in (why_outcome_is_refused(Outcome.PLANNED, moment, now) or "")
    for outcome in (Outcome.HELD, Outcome.NOT_PRESENT, Outcome.CANCELLED):
        assert why_outcome_is_refused(outcome, moment, now) is None


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_meeting_of_this_very_moment_has_begun(moment):
    assert why_outcome_is_refused(Outcome.HELD, moment, moment) is None
    assert why_outcome_is_refused(Outcome.PLANNED, moment, moment) is not None


def test_the_refusal_says_the_rule_and_the_way_out():
    reason = why_outcome_is_refused(Outcome.HELD, at(dt.date(2026, 11, 24), 10), NOW)
    assert reason == (
        "Cette rencontre est à venir (mardi 24 novembre 2026 à 10\u00a0h)\u00a0: elle ne peut pas encore être "
        "«\u00a0tenue\u00a0». Corrigez le jour ou l’heure, ou planifiez-la."
    )


@pytest.mark.parametrize("minutes", [1, 2, 15, 30, 45, 59, 60, 61, 90, 119, 120, 239, 240])
def test_minutes_from_one_to_two_hundred_and_forty(minutes):
    assert why_minutes_are_refused(Outcome.HELD, minutes) is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (241, "241\u00a0minutes font 4\u00a0h\u00a001. Indiquez au plus 240 minutes."),
        (450, "450\u00a0minutes font 7\u00a0h\u00a030. Indiquez au plus 240 minutes."),
        (480, "480\u00a0minutes font 8\u00a0h. Indiquez au plus 240 minutes."),
        (1440, "1440\u00a0minutes font 24\u00a0h. Indiquez au plus 240 minutes."),
        (10_000, "C’est trop long. Indiquez au plus 240 minutes."),
        (2_147_483_647, "C’est trop long. Indiquez au plus 240 minutes."),
        (0, "Indiquez au moins une minute."),
        (-45, "Indiquez au moins une minute."),
        (None, "Indiquez la durée de la rencontre."),
    ],
)
def test_minutes_refused_say_why(minutes, said):
    assert why_minutes_are_refused(Outcome.HELD, minutes) == said


@pytest.mark.parametrize("outcome", [Outcome.NOT_PRESENT, Outcome.CANCELLED, Outcome.PLANNED])
def test_only_a_meeting_held_needs_a_length_and_people(outcome):
    assert why_minutes_are_refused(outcome, None) is None
    assert why_presence_is_refused(outcome, 0, 3) is None


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("by", ["", *CancelledBy.values])
def test_a_cancelled_meeting_says_by_whom(outcome, by):
    is_refused = why_cancelled_by_is_refused(outcome, by) is not None
    assert is_refused == (outcome == Outcome.CANCELLED and by == "")


@pytest.mark.parametrize(
    ("present", "offered", "is_refused"), [(0, 2, True), (1, 2, False), (2, 2, False), (0, 0, False)]
)
def test_a_meeting_held_is_held_with_someone(present, offered, is_refused):
    assert (why_presence_is_refused(Outcome.HELD, present, offered) is not None) == is_refused


@pytest.mark.parametrize("year", [1, 1000, 1900, 1999, 2015, 2029, 2099, 2199, 9999])
def test_an_absurd_year_is_refused(year):
    assert "Vérifiez l’année" in (why_day_is_refused(dt.date(year, 6, 1), TODAY) or "")


@pytest.mark.parametrize("year", range(2016, 2029))
def test_a_believable_year_is_kept(year):
    assert why_day_is_refused(dt.date(year, 1, 1), TODAY) is None
    assert why_day_is_refused(dt.date(year, 12, 31), TODAY) is None


@pytest.mark.parametrize("minute", range(60))
def test_no_clock_shows_the_hour_that_summer_time_takes(minute):
    assert "heure d’été" in (why_hour_is_refused(SPRING, dt.time(2, minute)) or "")


@pytest.mark.parametrize(
    ("day", "hour"), [*itertools.product((SPRING, AUTUMN, TODAY, dt.date(2024, 2, 29)), range(24))]
)
def test_every_other_hour_exists(day, hour):
    is_refused = why_hour_is_refused(day, dt.time(hour, 30)) is not None
    assert is_refused == (day == SPRING and hour == 2)


def test_the_hour_that_strikes_twice_is_the_first():
    moment = local_moment(AUTUMN, dt.time(2, 30, fold=1))
    assert moment.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "hour"), [*itertools.product((TODAY, SPRING, AUTUMN, dt.date(2025, 12, 31)), (0, 1, 5, 12, 23))]
)
def test_a_moment_keeps_its_day_and_hour(day, hour):
    moment = local_moment(day, dt.time(hour, 30))
    read = moment.astimezone(dt.UTC).astimezone(PARIS)
    assert (read.date(), read.hour, read.minute) == (day, hour, 30)


@pytest.mark.parametrize(
    ("gap", "length", "meets"),
    [
        (-60, 60, False),
        (-59, 60, True),
        (0, 60, True),
        (30, 15, True),
        (59, 60, True),
        (60, 60, False),
        (-240, 240, False),
        (-239, 240, True),
    ],
)
def test_two_meetings_overlap_or_follow(gap, length, meets):
    first = at(TODAY, 14)
    other = first + dt.timedelta(minutes=gap)
    assert overlap(first, 60, other, length) is meets
    assert overlap(other, length, first, 60) is meets


def test_a_length_not_known_is_an_hour():
    first = at(TODAY, 14)
    assert overlap(first, None, first + dt.timedelta(minutes=ASSUMED_MINUTES - 1), 15)
    assert not overlap(first, None, first + dt.timedelta(minutes=ASSUMED_MINUTES), 15)


def test_instants_are_compared_not_clocks():
    before = at(AUTUMN, 1, 45)  # lasts until 2:30, the first one
    second_half_past_two = dt.datetime(2026, 10, 25, 2, 45, tzinfo=PARIS, fold=1)
    assert not overlap(before, 45, second_half_past_two, 15)
    assert overlap(at(SPRING, 1, 30), 60, at(SPRING, 3, 15), 15)  # an hour after 1:30 it is 3:30


@pytest.mark.parametrize(
    ("is_hers", "is_theirs", "said"),
    [
        (True, False, "vous avez déjà une autre rencontre"),
        (False, True, "ce ménage a déjà une rencontre"),
        (True, True, "vous avez déjà une rencontre avec ce ménage"),
    ],
)
def test_two_at_one_hour_is_a_warning_that_names_nobody(is_hers, is_theirs, said):
    others = [Busy(at(TODAY, 9, 30), 45, is_hers, is_theirs)]
    warning = two_at_one_hour_warning(at(TODAY, 10), 30, others)
    assert (
        warning
        == f"Deux rencontres à la même heure\u00a0: {said} le samedi 21 novembre 2026 à 9\u00a0h\u00a030 (45\u00a0min)."
    )
    assert two_at_one_hour_warning(at(TODAY, 10, 15), 30, others) is None
    assert two_at_one_hour_warning(at(TODAY, 10), 30, []) is None


def refused(**changed):
    facts = {
        "outcome": Outcome.HELD,
        "cancelled_by": "",
        "starts_at": at(TODAY, 9),
        "length": 45,
        "present": 1,
        "offered": 2,
        "now": NOW,
    }
    return refusals(**(facts | changed))


def test_a_good_meeting_is_refused_nothing():
    assert refused() == {}
    assert refused(outcome=Outcome.CANCELLED, cancelled_by="WORKER", length=None, present=0) == {}
    assert refused(outcome=Outcome.PLANNED, starts_at=at(dt.date(2026, 12, 3)), length=None, present=0) == {}


def test_every_reason_comes_at_once_beside_its_field():
    reasons = refused(starts_at=at(dt.date(2026, 11, 22)), length=450, present=0)
    assert set(reasons) == {"minutes", "present", "day"}
    assert set(refused(outcome=Outcome.CANCELLED, length=None)) == {"cancelled_by"}


def test_a_later_hour_of_today_is_said_beside_the_hour():
    assert set(refused(starts_at=at(TODAY, 10, 1))) == {"time"}
    assert set(refused(starts_at=at(TODAY, 23, 30), now=at(TODAY, 23, 29))) == {"time"}
    assert set(refused(starts_at=at(dt.date(2026, 11, 22), 0, 5), now=at(TODAY, 23, 58))) == {"day"}
    assert refused(starts_at=at(TODAY, 23, 30), now=at(dt.date(2026, 11, 22), 0, 1)) == {}


@pytest.mark.parametrize("year", [1900, 2099])
def test_an_absurd_day_says_only_that(year):
    assert set(refused(starts_at=at(dt.date(year, 5, 1)))) == {"day"}


def test_before_the_file_and_after_it_the_end_day_being_inside():
    started_on, ended_on = dt.date(2026, 6, 1), dt.date(2026, 10, 31)
    assert is_before_start(dt.date(2026, 5, 31), started_on)
    assert not is_before_start(started_on, started_on)
    assert not is_after_closure(ended_on, ended_on)
    assert is_after_closure(dt.date(2026, 11, 1), ended_on)
    assert not is_after_closure(dt.date(2030, 1, 1), None)
    assert "31 mai 2026" in before_start_reason(dt.date(2026, 5, 31), started_on)

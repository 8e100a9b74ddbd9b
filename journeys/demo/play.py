"""Plays the stories: every act on its day, in the order of the calendar, through the services that pages call."""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from django.db import transaction

from foundation.words import PARIS
from journeys.demo.calendar import Diary
from journeys.demo.cast import Cast
from journeys.demo.clock import PastClock, playing
from journeys.demo.people import Town

Act = Callable[[], None]


@dataclass
class Stage:
    """What every story shares."""

    cast: Cast
    town: Town
    diary: Diary
    clock: PastClock
    today: dt.date
    seed: int
    _acts: list[tuple[dt.datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def ago(self, days: int) -> dt.date:
        """Give the day that was so many days before today."""
        return self.today - dt.timedelta(days=days)

    def at(self, day: dt.date, hour: int, minute: int, act: Act) -> None:
        """Put an act on the calendar; what falls after the end of today is not played."""
        moment = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
        if day <= self.today:
            heapq.heappush(self._acts, (moment, next(self._order), act))

    def at_moment(self, moment: dt.datetime, act: Act) -> None:
        """Put an act at an hour."""
        local = moment.astimezone(PARIS)
        self.at(local.date(), local.hour, local.minute, act)

    def play(self, told: Callable[[int, int], None]) -> int:
        """Play everything, one transaction a day; `told` hears how far it is. An act may add later ones."""
        done = 0
        with playing(self.clock):
            while self._acts:
                day = self._acts[0][0].date()
                with transaction.atomic():
                    while self._acts and self._acts[0][0].date() == day:
                        moment, _, act = heapq.heappop(self._acts)
                        self.clock.moment = max(self.clock.moment, moment)
                        act()
                        done += 1
                told(done, done + len(self._acts))
        return done


def random_of(stage: Stage, name: str) -> Random:
    """Give a story's own dice: one story changed does not change the others."""
    return Random(f"{stage.seed}-{name}")  # noqa: S311 -- invented people, no secret

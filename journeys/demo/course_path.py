"""A household's course on the calendar: its acts one after the other, on worked days, by those who have the right to."""

import datetime as dt
import uuid
from collections.abc import Callable
from random import Random

from accompaniments.models import Accompaniment
from foundation.words import PARIS
from journeys.demo.case import Case
from journeys.demo.play import Stage, random_of
from partners.models import Organisation, User
from partners.reader import Reader
from partners.requests import load_reader

_CORRESPONDENTS = {
    "Orange": "orange",
    "Apt": "apt",
    "Bollène": "bollene",
    "Carpentras": "carpentras",
    "Cavaillon": "cavaillon",
    "Avignon": "avignon",
    "Vedène": "vedene",
}


class Path:
    """The acts of one course, each after the one before it; never before the file is open."""

    def __init__(self, case: Case) -> None:
        self.case = case
        first = case.stage.diary.working_day(case.stage.ago(case.story.recorded))
        self._last = dt.datetime.combine(first, dt.time(16), tzinfo=PARIS)

    @property
    def stage(self) -> Stage:
        """Give the stage."""
        return self.case.stage

    @property
    def today(self) -> dt.date:
        """Give the story's day."""
        return self.stage.clock.today

    @property
    def by(self) -> uuid.UUID:
        """Give who writes in the file on the story's day."""
        found: uuid.UUID = self.case.writer().pk
        return found

    @property
    def landlord(self) -> Organisation:
        """Give the landlord."""
        return self.stage.cast.organisations["mistral"]

    @property
    def course(self) -> Accompaniment:
        """Give the course as the database holds it now."""
        found: Accompaniment = (
            Accompaniment.objects.select_related("enrolment__version__programme", "enrolment__household")
            .filter(enrolment=self.case.enrolment)
            .latest("opened_on")
        )
        return found

    def dice(self, what: str) -> Random:
        """Give dice of its own."""
        return random_of(self.stage, f"{self.case.name}-{what}")

    def user(self, key: str) -> User:
        """Give an account by its key."""
        return self.stage.cast.people[key]

    def reader(self, user_id: uuid.UUID) -> Reader:
        """Give someone as she reads on the story's day."""
        return load_reader(User.objects.get(pk=user_id))

    def correspondent(self) -> User:
        """Give the correspondent of the unit that the household lives in."""
        return self.user(_CORRESPONDENTS.get(self.case.story.unit, "orange"))

    def day(self, days_ago: int) -> dt.date:
        """Give a worked day, so many days ago or just before."""
        day = self.stage.ago(days_ago)
        while not self.stage.diary.is_working_day(day):
            day -= dt.timedelta(days=1)
        return day

    def on(self, days_ago: int, hour: int, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        moment = dt.datetime.combine(self.day(days_ago), dt.time(hour, 5 + self.case.rank % 45), tzinfo=PARIS)
        if moment <= self._last:
            moment = self._last + dt.timedelta(minutes=3)
        self._last = moment
        self.stage.at_moment(moment, lambda: _play(act))


def _play(act: Callable[[], object]) -> None:
    act()

"""When people meet: working days, office hours, one meeting an hour and a worker."""

import datetime as dt
import uuid
from random import Random

import holidays

from foundation.words import PARIS

SLOTS = ((9, 0), (9, 30), (10, 30), (11, 0), (14, 0), (15, 0), (15, 30), (16, 30))
SATURDAY = 5


class Diary:
    """What hour is free, for every worker and household."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self._closed = set(holidays.country_holidays("FR", years=range(first.year, last.year + 2)))
        self._taken: set[tuple[uuid.UUID | str, dt.date, int]] = set()

    def is_working_day(self, day: dt.date) -> bool:
        """Tell whether the associations work on this day."""
        return day.weekday() < SATURDAY and day not in self._closed

    def working_day(self, day: dt.date) -> dt.date:
        """Give this day, or the next one that is worked."""
        while not self.is_working_day(day):
            day += dt.timedelta(days=1)
        return day

    def book(self, worker: uuid.UUID, household: str, day: dt.date, random: Random) -> dt.datetime:
        """Take a free hour of a day (or of the next one that has one) for a worker and a household."""
        while True:
            day = self.working_day(day)
            for hour, minute in random.sample(SLOTS, len(SLOTS)):
                if self._is_free(worker, household, day, hour):
                    self._taken |= {(worker, day, hour), (household, day, hour)}
                    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
            day += dt.timedelta(days=1)

    def book_today(self, worker: uuid.UUID, household: str, day: dt.date, hours: tuple[int, ...]) -> dt.datetime | None:
        """Take one of these hours of this very day, worked or not: a demonstration shows something any day."""
        for hour in hours:
            if self._is_free(worker, household, day, hour):
                self._taken |= {(worker, day, hour), (household, day, hour)}
                return dt.datetime(day.year, day.month, day.day, hour, 30, tzinfo=PARIS)
        return None

    def _is_free(self, worker: uuid.UUID, household: str, day: dt.date, hour: int) -> bool:
        around = (hour - 1, hour, hour + 1)
        return not any((who, day, near) in self._taken for who in (worker, household) for near in around)

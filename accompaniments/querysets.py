"""The words of queries on accompaniments and meetings."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accompaniments.enums import Outcome, State
from households.models import Enrolment

if TYPE_CHECKING:
    from partners.reader import Reader


class AccompanimentQuerySet(models.QuerySet[Any]):
    """Courses."""

    def visible_to(self, reader: "Reader") -> Self:
        """Keep the courses of the files that this reader may know of."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(reader))

    def open(self) -> Self:
        """Keep those that are not over."""
        return self.exclude(state=State.CLOSED)


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings."""

    def visible_to(self, reader: "Reader") -> Self:
        """Keep the meetings of the files that this reader may know of; what she reads of each is for `readings`."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(reader))

    def kept(self) -> Self:
        """Leave out the meetings withdrawn (saved in error)."""
        return self.filter(withdrawn_at__isnull=True)

    def held(self) -> Self:
        """Keep the meetings that took place."""
        return self.kept().filter(outcome=Outcome.HELD)

    def planned_from(self, day: dt.date) -> Self:
        """Keep the meetings planned on this day or later."""
        return self.kept().filter(outcome=Outcome.PLANNED, held_on__gte=day)

    def of(self, worker_id: uuid.UUID) -> Self:
        """Keep one worker's meetings."""
        return self.filter(worker_id=worker_id)

"""The words of queries on accompaniments and meetings."""

import datetime as dt
import uuid
from typing import Any, Self

from django.db import models

from accompaniments.enums import DifficultyState, Outcome, Side, State
from foundation.periods import in_force
from foundation.timeline import Audience
from households.models import Enrolment, EnrolmentHolder
from households.permissions import Standing, read_since
from partners.reader import Reader


class AccompanimentQuerySet(models.QuerySet[Any]):
    """Courses."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the courses of the files that this reader may know of."""
        return self.filter(Enrolment.objects.seen_by(reader, "enrolment_id"))

    def open(self) -> Self:
        """Keep those that are not over."""
        return self.exclude(state=State.CLOSED)


class ProposalQuerySet(models.QuerySet[Any]):
    """Proposals and their answers."""

    def standing(self) -> Self:
        """Leave out the answers recorded in error: the row that corrects each stands in its place."""
        return self.filter(annulled_by__isnull=True)


class WatchCheckInQuerySet(models.QuerySet[Any]):
    """Check-ins of a watch."""

    def standing(self) -> Self:
        """Leave out those recorded in error."""
        return self.filter(withdrawn_at__isnull=True)


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the meetings of the files that this reader may know of; what she reads of each is for `readings`."""
        return self.filter(Enrolment.objects.seen_by(reader, "enrolment_id"))

    def read_by(self, reader: Reader, standing: Standing) -> Self:
        """Keep the meetings of one file that this reader may know of (domain.md §3.9).

        The team knows all; the file's other holders those that were not withdrawn; everyone else (the landlord, and who is
        outside a protected file's list) those that were held. A later holder reads nothing that another association
        wrote before it had the file.
        """
        if standing.reads_whole:
            rows = self.all()
        elif standing.is_holder and standing.is_listed:
            rows = self.kept()
        else:
            rows = self.held().filter(is_after_closure=False)
        if standing.is_holder and standing.held_since:
            earlier = models.Q(held_on__lt=standing.held_since) & ~models.Q(association_id__in=reader.associations)
            rows = rows.exclude(earlier)
        return rows if standing.knows else self.none()

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


class DifficultyQuerySet(models.QuerySet[Any]):
    """Difficulties that a team and a landlord treat together."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep those of the files that this reader may know of: her landlord's, or since her association holds the file.

        Who reads a protected file is for `permissions`: a list leaves out the files on whose list she is not.
        """
        held = EnrolmentHolder.objects.filter(
            models.Q(started_on__lte=models.OuterRef("reported_on"))
            | models.Q(started_on__lte=models.OuterRef("enrolment__started_on")),
            in_force(reader.today),
            enrolment_id=models.OuterRef("enrolment_id"),
            association_id__in=reader.associations,
        )
        hers = models.Q(landlord_id__in=reader.landlords) | models.Q(models.Exists(held))
        return self.filter(Enrolment.objects.seen_by(reader, "enrolment_id"), hers)

    def read_by(self, reader: Reader, enrolment: Enrolment, hers: Standing) -> Self:
        """Keep those of one file that this reader reads: both sides read all of it, a landlord what is his."""
        if Audience.LANDLORD not in hers.audiences:
            return self.none()
        rows = self.filter(enrolment=enrolment)
        if not hers.is_holder:
            return rows.filter(landlord_id__in=reader.landlords)
        since = read_since(hers, enrolment)
        return rows.filter(reported_on__gte=since) if since else rows

    def to_follow_by(self, side: Side) -> Self:
        """Keep what waits for a side: its answer, or, once answered, that it closes or opens again what it reported."""
        return self.filter(models.Q(awaits=side) | models.Q(state=DifficultyState.ANSWERED, side=side))

    def standing_open(self) -> Self:
        """Leave out those that are closed."""
        return self.exclude(state=DifficultyState.CLOSED)

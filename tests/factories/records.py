"""Builders of events, jobs, files, drafts and parameters."""

import datetime as dt
import uuid

import factory

from records import seals
from records.enums import Chain, JobStatus
from records.models import Draft, Event, Job, Parameter, SealBatch, SealedEvent, StoredFile
from tests.days import NOW
from tests.factories.base import RowFactory

NEW = factory.LazyFunction(uuid.uuid4)


class EventFactory(RowFactory[Event]):
    """Something written."""

    class Meta:
        model = Event

    act = NEW
    chain = Chain.WRITE
    verb = "meeting.logged"
    actor = NEW
    kind = "accompaniments.meeting"
    object_id = NEW
    subject_id = NEW
    at = NOW

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Give it its true seal, unless told another."""
        event = model_class(*args, **kwargs)
        event.mac = event.mac or seals.mac_of(event)
        event.save(force_insert=True)
        return event


class SealBatchFactory(RowFactory[SealBatch]):
    """A batch; its seal is not a true one (make true ones with `records.services`)."""

    class Meta:
        model = SealBatch

    chain = Chain.WRITE
    number = factory.Sequence(lambda n: n + 1)
    sealed_at = NOW
    event_count = 1
    previous_mac = "0" * 64
    mac = factory.Sequence(lambda n: f"{n:064x}")


class SealedEventFactory(RowFactory[SealedEvent]):
    """An event's place in a batch."""

    class Meta:
        model = SealedEvent

    batch = factory.SubFactory(SealBatchFactory)
    event_id = NEW
    position = factory.Sequence(lambda n: n + 1)
    digest = factory.Sequence(lambda n: f"{n:064x}")


class JobFactory(RowFactory[Job]):
    """A job that waits."""

    class Meta:
        model = Job

    kind = "reporting.month"
    key = factory.Sequence(lambda n: f"clé-{n}")
    status = JobStatus.QUEUED
    asked_by = NEW
    asked_at = NOW


class StoredFileFactory(RowFactory[StoredFile]):
    """The row of a file; no blob is written."""

    class Meta:
        model = StoredFile

    name = "accord signé.pdf"
    content_type = "application/pdf"
    size = 1024
    digest = factory.Sequence(lambda n: f"{n:064x}")
    blob = factory.Sequence(lambda n: f"blob-{n}")
    kind = "households.sharingagreement"
    subject_id = NEW
    stored_by = NEW
    stored_at = NOW


class DraftFactory(RowFactory[Draft]):
    """What someone is typing."""

    class Meta:
        model = Draft

    user_id = NEW
    kind = "accompaniments.meeting"
    subject_id = NEW
    tab = factory.LazyFunction(lambda: str(uuid.uuid4()))
    version = 1
    text = "{}"
    saved_at = NOW
    expires_at = NOW + dt.timedelta(days=7)


class ParameterFactory(RowFactory[Parameter]):
    """A figure of the law."""

    class Meta:
        model = Parameter

    code = factory.Sequence(lambda n: f"parametre.{n}")
    label = "Taux d’effort, seuil d’attention"
    value = "0.33"
    source = "domain.md §8.8"
    started_on = dt.date(2026, 1, 1)

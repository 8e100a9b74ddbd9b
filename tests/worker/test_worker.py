"""A message left by one process is done by another, and the clock knows what to ask."""

import datetime as dt

from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from config.celery import app
from records.models import Draft, SealedEvent
from tests.factories.records import DraftFactory, EventFactory
from tests.worker.conftest import until


def test_the_journal_is_sealed_by_a_worker(worker, ask):
    event = EventFactory.make(at=timezone.now() - dt.timedelta(minutes=1))
    ask("records.tasks.seal_journal")
    until(lambda: SealedEvent.objects.filter(event_id=event.pk).exists(), worker)


def test_expired_drafts_are_swept_by_a_worker(worker, ask):
    now = timezone.now()
    DraftFactory.make(saved_at=now - dt.timedelta(days=90), expires_at=now - dt.timedelta(days=30))
    kept = DraftFactory.make(saved_at=now, expires_at=now + dt.timedelta(days=7))
    ask("records.tasks.sweep")
    until(lambda: list(Draft.objects.values_list("pk", flat=True)) == [kept.pk], worker)


def test_the_clock_asks_what_the_settings_say(start, settings):
    beat = start("beat", "--loglevel", "info", "--pidfile=")
    wanted = {(name, entry["task"]) for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    until(lambda: wanted <= set(PeriodicTask.objects.values_list("name", "task")), beat)


def test_every_task_that_the_clock_asks_exists(settings):
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)

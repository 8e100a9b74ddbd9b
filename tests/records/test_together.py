"""Two at once: two sealers, two asks, two saves of one tab, two workers. SQLite lets one write at a time by itself."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from records import jobs_registry
from records.enums import Chain
from records.models import Draft, Job, SealedEvent
from records.services import jobs
from records.services.drafts import StaleDraft, save_draft
from records.services.journal import seal, verify
from tests.days import NOW
from tests.factories.records import EventFactory, JobFactory

pytestmark = pytest.mark.django_db(transaction=True)
HER, FILE = uuid.uuid4(), uuid.uuid4()


def together(work: Callable[[int], object], count: int = 4) -> list[object]:
    """Do a work in several threads that start at once (one after the other on SQLite); give what each gave or raised."""
    given: list[object] = [None] * count
    gate = threading.Barrier(count)

    def do(rank: int) -> None:
        try:
            gate.wait(timeout=10)
            given[rank] = work(rank)
        except Exception as error:  # noqa: BLE001 -- told to the test
            given[rank] = error
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for rank in range(count):
            try:
                given[rank] = work(rank)
            except StaleDraft as error:
                given[rank] = error
        return given
    threads = [threading.Thread(target=do, args=(rank,)) for rank in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return given


def test_sealers_seal_each_event_once():
    EventFactory.create_batch(40)
    together(lambda _rank: seal(chain=Chain.WRITE, now=NOW, batch_size=7))
    seal(chain=Chain.WRITE, now=NOW)
    assert SealedEvent.objects.count() == 40
    assert verify() == []


def test_asks_make_one_job(monkeypatch):
    monkeypatch.setattr(jobs_registry, "_kinds", {})
    jobs_registry.register(jobs_registry.JobKind("test.make", "Essai", lambda _work: None))
    given = together(lambda _rank: jobs.ask(kind="test.make", key="1", by=HER).pk)
    assert len(set(given)) == 1 == Job.objects.count()


def test_workers_take_a_job_once():
    job = JobFactory()
    given = together(lambda _rank: jobs.start(job.pk))
    assert [taken for taken in given if taken is not None] == [job]


def test_saves_of_one_tab_keep_one_and_refuse_the_others():
    def save(rank: int) -> object:
        text = f'{{"note": ["{rank}"]}}'
        return save_draft(
            user_id=HER,
            kind="a.b",
            subject_id=FILE,
            tab="un",
            version=0,
            text=text,
            now=NOW + dt.timedelta(seconds=rank),
        )

    given = together(save)
    assert len([saved for saved in given if isinstance(saved, Draft)]) == 1
    assert len([refused for refused in given if isinstance(refused, StaleDraft)]) == 3
    assert Draft.objects.count() == 1

"""Jobs: a row first, made once, never lost."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from foundation.refusals import Refused
from records import jobs_registry
from records.enums import JobStatus
from records.jobs_registry import JobKind
from records.models import Job
from records.services import jobs
from records.tasks import run_job
from tests.days import NOW
from tests.factories.records import JobFactory

HER = uuid.uuid4()
RESULT = uuid.uuid4()


@pytest.fixture
def runs(monkeypatch):
    """Declare kinds of work for the time of a test."""
    monkeypatch.setattr(jobs_registry, "_kinds", {})
    seen: list[jobs_registry.Work] = []

    def make(work: jobs_registry.Work) -> uuid.UUID:
        seen.append(work)
        work.progress(done=1, total=4)
        return RESULT

    def refuse(work: jobs_registry.Work) -> None:
        raise jobs.JobRefused("Ce mois n’est pas fini.")

    def crash(work: jobs_registry.Work) -> None:
        raise RuntimeError("Mme Carvalho")

    jobs_registry.register(JobKind("test.make", "Tableau du mois", make, "records:job"))
    jobs_registry.register(JobKind("test.refuse", "Tableau du mois", refuse))
    jobs_registry.register(JobKind("test.crash", "Tableau du mois", crash))
    return seen


@pytest.mark.django_db
class TestLife:
    def test_asked_twice_is_made_once(self, runs):
        one = jobs.ask(kind="test.make", key="2026-10", by=HER)
        assert jobs.ask(kind="test.make", key="2026-10", by=HER) == one
        assert jobs.ask(kind="test.make", key="2026-09", by=HER) != one
        assert jobs.ask(kind="test.make", key="2026-10", by=uuid.uuid4()) != one

    def test_asked_again_once_over_is_made_again(self, runs):
        one = jobs.ask(kind="test.make", key="2026-10", by=HER)
        jobs.run(one.pk)
        assert jobs.ask(kind="test.make", key="2026-10", by=HER) != one

    def test_a_kind_that_nobody_declared_is_an_error(self, runs):
        with pytest.raises(KeyError):
            jobs.ask(kind="test.unknown", key="", by=HER)

    def test_it_runs_with_ids_and_dates_and_gives_its_result(self, runs):
        job = jobs.ask(kind="test.make", key="1", by=HER, params={"of": RESULT, "on": dt.date(2026, 2, 28)})
        run_job(str(job.pk))
        job.refresh_from_db()
        assert (job.status, job.result_id, job.attempts, job.done, job.total) == (JobStatus.DONE, RESULT, 1, 1, 4)
        assert runs[0].params == {"of": str(RESULT), "on": "2026-02-28"}

    def test_a_message_come_twice_does_it_once(self, runs):
        job = jobs.ask(kind="test.make", key="1", by=HER)
        jobs.run(job.pk)
        jobs.run(job.pk)
        assert len(runs) == 1

    def test_a_job_that_does_not_exist_is_left_alone(self, runs):
        jobs.run(uuid.uuid4())

    def test_a_refusal_is_read_as_it_is_said(self, runs):
        job = jobs.ask(kind="test.refuse", key="1", by=HER)
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.status, job.failure) == (JobStatus.FAILED, "Ce mois n’est pas fini.")

    def test_a_crash_says_nothing_of_what_it_met(self, runs, caplog):
        job = jobs.ask(kind="test.crash", key="1", by=HER)
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.status, job.failure) == (JobStatus.FAILED, jobs.FAILED)
        assert "Carvalho" not in caplog.text + str(job.__dict__)

    def test_the_wake_up_waits_for_the_commit(self, runs, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as waiting:
            jobs.ask(kind="test.make", key="1", by=HER)
        assert len(waiting) == 1

    def test_a_failed_one_is_tried_again_by_who_asked(self, runs):
        job = jobs.ask(kind="test.refuse", key="1", by=HER)
        jobs.run(job.pk)
        with pytest.raises(Job.DoesNotExist):
            jobs.retry(job_id=job.pk, by=uuid.uuid4())
        assert jobs.retry(job_id=job.pk, by=HER).status == JobStatus.QUEUED

    def test_a_retry_beside_the_same_work_is_refused(self, runs):
        job = jobs.ask(kind="test.refuse", key="1", by=HER)
        jobs.run(job.pk)
        jobs.ask(kind="test.refuse", key="1", by=HER)
        with pytest.raises(Refused, match="déjà en cours"):
            jobs.retry(job_id=job.pk, by=HER)


@pytest.mark.django_db
class TestSweep:
    def test_what_a_dead_worker_left_is_put_back(self):
        dead = JobFactory(status=JobStatus.RUNNING, attempts=1, beat_at=NOW - dt.timedelta(minutes=6))
        alive = JobFactory(status=JobStatus.RUNNING, attempts=1, beat_at=NOW - dt.timedelta(minutes=4))
        assert jobs.requeue_dead(now=NOW) == 1
        dead.refresh_from_db()
        alive.refresh_from_db()
        assert (dead.status, alive.status) == (JobStatus.QUEUED, JobStatus.RUNNING)

    def test_after_three_times_it_fails_with_its_reason(self):
        job = JobFactory(status=JobStatus.RUNNING, attempts=3, beat_at=NOW - dt.timedelta(hours=1))
        assert jobs.requeue_dead(now=NOW) == 0
        job.refresh_from_db()
        assert (job.status, job.failure) == (JobStatus.FAILED, jobs.DIED)

    def test_a_lost_message_is_sent_again(self, django_capture_on_commit_callbacks):
        JobFactory(asked_at=NOW - dt.timedelta(minutes=2))
        JobFactory(asked_at=NOW)
        with django_capture_on_commit_callbacks() as waiting:
            assert jobs.requeue_dead(now=NOW) == 0
        assert len(waiting) == 1


class TestPage:
    @pytest.fixture
    def job(self, world):
        return JobFactory(asked_by=world.lead.pk, status=JobStatus.RUNNING, done=9, total=36, beat_at=NOW)

    def test_who_asked_sees_how_far_it_is(self, world, client_of, job):
        page = client_of(world.lead).get(reverse("records:job", args=[job.pk])).content.decode()
        assert 'value="25"' in page
        fragment = (
            client_of(world.lead)
            .get(reverse("records:job", args=[job.pk]), headers={"HX-Request": "true"})
            .content.decode()
        )
        assert "<html" not in fragment
        assert "hx-get" in fragment

    def test_to_anyone_else_it_does_not_exist(self, world, client_of, job):
        for other in (world.manager, world.colleague, world.admin):
            client = client_of(other)
            assert client.get(reverse("records:job", args=[job.pk])).status_code == 404
            assert client.post(reverse("records:job_retry", args=[job.pk])).status_code == 404

    def test_a_failure_says_why_and_can_be_tried_again(self, world, client_of):
        job = JobFactory(asked_by=world.lead.pk, status=JobStatus.FAILED, failure="Ce mois n’est pas fini.")
        client = client_of(world.lead)
        page = client.get(reverse("records:job", args=[job.pk])).content.decode()
        assert "Ce mois n’est pas fini." in page
        assert "hx-get" not in page
        assert client.post(reverse("records:job_retry", args=[job.pk])).status_code == 302
        job.refresh_from_db()
        assert job.status == JobStatus.QUEUED

    def test_a_result_is_linked(self, world, client_of, runs):
        job = JobFactory(kind="test.make", asked_by=world.lead.pk, status=JobStatus.DONE, result_id=RESULT)
        page = client_of(world.lead).get(reverse("records:job", args=[job.pk])).content.decode()
        assert str(RESULT) in page

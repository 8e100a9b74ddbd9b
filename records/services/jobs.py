"""Jobs: a row first, then a message that only wakes a worker. Asked twice is made once."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from foundation.refusals import Refused
from records.enums import OPEN_JOB_STATUSES, JobStatus
from records.jobs_registry import Work, kind_of
from records.models import Job
from records.services.events import record

logger = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
DEAD_AFTER = dt.timedelta(minutes=5)  # without a sign: the worker died
FORGOTTEN_AFTER = dt.timedelta(minutes=1)  # queued so long: the message was lost
TASK = "records.tasks.run_job"
FAILED = "Ce travail n’a pas abouti. Relancez-le\u00a0; s’il échoue encore, prévenez votre administrateur."
DIED = "Ce travail s’est interrompu trois fois. Prévenez votre administrateur."


class JobRefused(Refused):
    """A runner cannot do what it was asked, for a reason that the asker reads."""


@transaction.atomic
def ask(*, kind: str, key: str, by: uuid.UUID, params: Mapping[str, Any] | None = None) -> Job:
    """Ask for a work; give the open job when the same person has asked for the same already.

    `key` says what makes two requests the same. Contents are shaped for who asks, so two people have two jobs.
    Raises KeyError for a kind that nobody declared.
    """
    kind_of(kind)
    full_key = f"{by}:{key}"
    plain = _plain(params)
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, key=full_key, asked_by=by, params=plain)
    except IntegrityError:
        return Job.objects.get(kind=kind, key=full_key, status__in=OPEN_JOB_STATUSES)
    record("job.asked", job, by=by, details={"kind": kind})
    _wake(job.pk)
    return job


def run(job_id: uuid.UUID) -> None:
    """Do a queued job: the worker's whole work. A job that is done, or in other hands, is left alone."""
    job = start(job_id)
    if job is None:
        return
    try:
        kind = kind_of(job.kind)
        result_id = kind.run(Work(job.pk, job.asked_by, job.params, partial(progress, job.pk)))
    except JobRefused as refusal:
        fail(job.pk, refusal.reason)
    except Exception as error:  # noqa: BLE001 -- whatever a runner meets, its asker must read that it failed
        logger.error("job.failed", job=str(job.pk), kind=job.kind, error=type(error).__name__)  # noqa: TRY400 -- a traceback may hold what people wrote
        fail(job.pk, FAILED)
    else:
        finish(job.pk, result_id)


@transaction.atomic
def start(job_id: uuid.UUID) -> Job | None:
    """Take a queued job; give None when another worker has it, or when it is over."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, status=JobStatus.QUEUED).update(
        status=JobStatus.RUNNING, started_at=now, beat_at=now, attempts=F("attempts") + 1, done=0, total=0, failure=""
    )
    return Job.objects.get(pk=job_id) if taken else None


@transaction.atomic
def progress(job_id: uuid.UUID, *, done: int, total: int) -> None:
    """Write how far a running job is, which also tells that its worker is alive."""
    Job.objects.filter(pk=job_id, status=JobStatus.RUNNING).update(
        done=min(done, total), total=total, beat_at=timezone.now()
    )


@transaction.atomic
def finish(job_id: uuid.UUID, result_id: uuid.UUID | None) -> None:
    """Close a running job with its result."""
    Job.objects.filter(pk=job_id, status=JobStatus.RUNNING).update(
        status=JobStatus.DONE, ended_at=timezone.now(), result_id=result_id
    )


@transaction.atomic
def fail(job_id: uuid.UUID, words: str) -> None:
    """Close a running job with the reason that its asker reads, in French."""
    Job.objects.filter(pk=job_id, status=JobStatus.RUNNING).update(
        status=JobStatus.FAILED, ended_at=timezone.now(), failure=words
    )


@transaction.atomic
def retry(*, job_id: uuid.UUID, by: uuid.UUID) -> Job:
    """Put a failed job back in the queue, for who asked for it.

    Raises Job.DoesNotExist for another person's, Refused when the same work is already under way.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job_id, asked_by=by)
    if job.status != JobStatus.FAILED:
        return job
    job.status, job.ended_at, job.failure, job.attempts = JobStatus.QUEUED, None, "", 0
    job.asked_at = timezone.now()
    try:
        with transaction.atomic():
            job.save(update_fields=["status", "ended_at", "failure", "attempts", "asked_at"])
    except IntegrityError as error:
        raise Refused("Ce travail est déjà en cours.") from error
    record("job.retried", job, by=by, details={"kind": job.kind})
    _wake(job.pk)
    return job


@transaction.atomic
def requeue_dead(*, now: dt.datetime) -> int:
    """Put back what dead workers left, up to three times, and wake workers for what no message told; give how many."""
    dead = Job.objects.filter(status=JobStatus.RUNNING, beat_at__lt=now - DEAD_AFTER)
    dead.filter(attempts__gte=MAX_ATTEMPTS).update(status=JobStatus.FAILED, ended_at=now, failure=DIED)
    requeued = list(dead.values_list("pk", flat=True))
    dead.update(status=JobStatus.QUEUED, beat_at=None, started_at=None)
    forgotten = Job.objects.filter(status=JobStatus.QUEUED, asked_at__lt=now - FORGOTTEN_AFTER)
    waking = set(requeued) | set(forgotten.filter(~Q(pk__in=requeued)).values_list("pk", flat=True))
    for job_id in waking:
        _wake(job_id)
    return len(requeued)


def _plain(params: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give ids and dates as JSON keeps them."""
    read: dict[str, Any] = json.loads(json.dumps(dict(params or {}), cls=DjangoJSONEncoder))
    return read


def _wake(job_id: uuid.UUID) -> None:
    """Wake a worker once the row is committed. A broker that is away costs nothing: the sweep wakes again."""
    transaction.on_commit(partial(_send, str(job_id)), robust=True)


def _send(job_id: str) -> None:
    current_app.send_task(TASK, args=[job_id], retry=False)

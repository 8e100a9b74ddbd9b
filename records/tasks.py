"""What workers and clocks do: ids in, one service call."""

import uuid

from celery import shared_task
from django.utils import timezone

from records.enums import Chain
from records.services import drafts, jobs, journal, statistics


@shared_task
def run_job(job_id: str) -> None:
    """Do a job that someone asked for."""
    jobs.run(uuid.UUID(job_id))


@shared_task
def seal_journal() -> None:
    """Seal what was written since the last time; every 30 seconds."""
    now = timezone.now()
    for chain in Chain:
        journal.seal(chain=chain, now=now)


@shared_task
def sweep() -> None:
    """Delete expired drafts, put back the jobs of dead workers; every minute."""
    now = timezone.now()
    drafts.sweep_expired(now)
    jobs.requeue_dead(now=now)


@shared_task
def purge_reads() -> None:
    """Delete the reads whose time is over; once a day."""
    journal.purge_reads(now=timezone.now())


@shared_task
def refresh_statistics() -> None:
    """Let the database count its tables again; once a day."""
    statistics.refresh()

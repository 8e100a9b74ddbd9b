"""What workers and the clock do for the months, on the reports' queue: ids in, one service call."""

import uuid

from celery import shared_task
from django.utils import timezone

from partners.models import Programme
from reporting.services import deliveries, files, upkeep


@shared_task
def keep_months() -> None:
    """Ask for the upkeep of each programme's months, as tasks of their own; every hour."""
    for programme_id in Programme.objects.values_list("pk", flat=True):
        keep_programme.delay(str(programme_id))


@shared_task
def keep_programme(programme_id: str) -> None:
    """Make, remind and freeze the months of a programme."""
    upkeep.keep_programme(programme=Programme.objects.get(pk=programme_id), now=timezone.now())


@shared_task
def complete(version_id: str) -> None:
    """Make the report of a frozen month and write whom to tell."""
    upkeep.complete(version_id=uuid.UUID(version_id), now=timezone.now())


@shared_task
def send_deliveries(version_id: str) -> None:
    """Send the mails of a month that are due."""
    deliveries.send_due(version_id=uuid.UUID(version_id), now=timezone.now())


@shared_task
def resume() -> None:
    """Ask again for what a dead worker left; every five minutes."""
    upkeep.resume(now=timezone.now())


@shared_task
def sweep_files() -> None:
    """Delete the files of a month whose week is over; once a day."""
    files.delete_old_files(now=timezone.now())

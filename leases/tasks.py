"""What leases ask of the worker and of the clock: one service call each."""

from celery import shared_task
from django.utils import timezone

from leases.services import reminders


@shared_task
def remind_of_dates() -> None:
    """Remind of the exams and of the notices that are near or past; every hour of the day, each once."""
    reminders.remind(now=timezone.now())

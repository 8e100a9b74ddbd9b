"""What accompaniments ask of the worker."""

import smtplib
import uuid

from celery import shared_task
from django.utils import timezone

from accompaniments.services.signals import mail_signal as send_signal


@shared_task(autoretry_for=(smtplib.SMTPException, OSError), retry_backoff=True, max_retries=8)
def mail_signal(*, signal_id: str) -> None:
    """Mail a file's lead worker that a landlord's signal waits."""
    send_signal(signal_id=uuid.UUID(signal_id), today=timezone.localdate())

"""What accompaniments ask of the worker."""

import smtplib
import uuid

from celery import shared_task
from django.utils import timezone

from accompaniments.services.difficulty_mails import mail_difficulty as send_difficulty


@shared_task(autoretry_for=(smtplib.SMTPException, OSError), retry_backoff=True, max_retries=8)
def mail_difficulty(*, difficulty_id: str) -> None:
    """Mail who is awaited on a difficulty, or who reported it that it is answered."""
    send_difficulty(difficulty_id=uuid.UUID(difficulty_id), today=timezone.localdate())

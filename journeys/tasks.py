"""What journeys ask of the worker."""

import smtplib
import uuid

from celery import shared_task

from journeys.services.allocation import mail_invitation


@shared_task(autoretry_for=(smtplib.SMTPException, OSError), retry_backoff=True, max_retries=8)
def mail_session_invitation(*, hearing_id: str, link: str) -> None:
    """Mail the lead worker her invitation to a sitting."""
    mail_invitation(hearing_id=uuid.UUID(hearing_id), link=link)

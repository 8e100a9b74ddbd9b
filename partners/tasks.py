"""What partners ask of the worker."""

import smtplib
import uuid

from celery import shared_task
from django.urls import reverse

from foundation.encryption import decrypt
from partners.services.invitations import mail


@shared_task(autoretry_for=(smtplib.SMTPException, OSError), retry_backoff=True, max_retries=8)
def mail_invitation(*, invitation_id: str, sealed: str, base_url: str) -> None:
    """Mail an invitation's link; the message that wakes the worker carries its token encrypted."""
    link = f"{base_url}{reverse('partners:invitation', args=[decrypt(sealed)])}"
    mail(invitation_id=uuid.UUID(invitation_id), link=link)

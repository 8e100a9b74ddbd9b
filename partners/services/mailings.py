"""The sending of a mail kept as a row: taken by one worker, sent, with what the server said written beside it."""

import smtplib
from collections.abc import Callable

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from partners.models import Mailing
from partners.querysets import CLOSED, MailingQuerySet

logger = structlog.get_logger(__name__)

BROKEN = "Ce message n’a pas pu être écrit. Prévenez votre administrateur."


def send(
    *,
    mailing: Mailing,
    waiting: MailingQuerySet,
    write: Callable[[], EmailMessage],
    keep: Callable[[], object],
) -> bool:
    """Take a mailing of those that wait (another worker may have it), send it, write what the server said; tell whether it left.

    `write` makes the message, `keep` records the event of its leaving, in the transaction that writes it.
    """
    rows = type(mailing)._default_manager
    one = rows.filter(pk=mailing.pk)
    same = rows.filter(pk__in=waiting.values("pk"), attempts=mailing.attempts)  # as it was read
    if not same.filter(pk=mailing.pk).update(attempts=F("attempts") + 1, tried_at=timezone.now(), failure=""):
        return False
    if not mailing.user.is_active:
        one.update(failure=CLOSED)
        return False
    kind = mailing._meta.label_lower
    try:
        write().send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("mailing.failed", kind=kind, mailing=str(mailing.pk), error=type(error).__name__)
        one.update(failure=failure_of(error))
        return False
    except Exception as error:  # noqa: BLE001 -- one message that cannot be written keeps none of the others
        logger.error("mailing.broken", kind=kind, mailing=str(mailing.pk), error=type(error).__name__)  # noqa: TRY400 -- a traceback may hold an address
        one.update(failure=BROKEN)
        return False
    with transaction.atomic():
        one.update(sent_at=timezone.now(), failure="")
        keep()
    return True


def failure_of(error: Exception) -> str:
    """Say in French why a mail did not leave; never the address nor what the server wrote."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _ in error.recipients.values()})
        return f"Adresse refusée par le serveur de messagerie (code {', '.join(codes)})."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Le serveur de messagerie refuse nos identifiants."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Envoi refusé par le serveur de messagerie (code {error.smtp_code})."
    return "Serveur de messagerie injoignable."

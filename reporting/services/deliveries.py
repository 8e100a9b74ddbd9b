"""The mails of a month: one row each, sent after commit, one by one. A link: no name, no household, no attachment."""

import datetime as dt
import smtplib
import uuid
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit

import structlog
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from foundation.periods import Month
from foundation.words import NBSP, of_month
from records.services.events import CLOCK, record
from reporting.enums import DeliveryKind
from reporting.models import Delivery, MonthVersion
from reporting.selectors.deliveries import due
from reporting.selectors.life import freeze_on

logger = structlog.get_logger(__name__)

TASK = "reporting.tasks.send_deliveries"
BROKEN = "Ce message n’a pas pu être écrit. Prévenez votre administrateur."
TEMPLATES = {
    DeliveryKind.PROVISIONAL: "emails/month_provisional.txt",
    DeliveryKind.REMINDER: "emails/month_reminder.txt",
    DeliveryKind.FROZEN: "emails/month_frozen.txt",
}


def plan(*, version: MonthVersion, kind: DeliveryKind, user_ids: Iterable[uuid.UUID]) -> None:
    """Write whom to tell, in the transaction of what is told; whoever was told already is left alone."""
    rows = [Delivery(version=version, kind=kind, user_id=user_id) for user_id in user_ids]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        wake(version_id=version.pk)


def plan_again(*, version: MonthVersion, kind: DeliveryKind, user_ids: Iterable[uuid.UUID]) -> None:
    """Tell again those who were told of another calculation; what left remains in the journal."""
    asked = list(user_ids)
    again = Delivery.objects.filter(version=version, kind=kind, user__in=asked)
    again.update(attempts=0, tried_at=None, sent_at=None, failure="")
    plan(version=version, kind=kind, user_ids=asked)


def wake(*, version_id: uuid.UUID) -> None:
    """Ask a worker to send, after commit; the sweep asks again what was lost."""
    transaction.on_commit(partial(_ask, str(version_id)), robust=True)


def send_due(*, version_id: uuid.UUID, now: dt.datetime) -> int:
    """Send the mails of a version that are due, one by one; give how many the server took."""
    waiting = due(now).filter(version=version_id).select_related("version__month__programme", "user")
    return sum(_send(delivery, now) for delivery in waiting.order_by("pk"))


def _send(delivery: Delivery, now: dt.datetime) -> bool:
    """Take a delivery (another worker may have it), send it, write what the server said."""
    same = Delivery.objects.filter(pk__in=due(now).values("pk"), attempts=delivery.attempts)  # as it was read
    if not same.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, tried_at=timezone.now(), failure=""):
        return False
    if not delivery.user.is_active:
        _fail(delivery, "Ce compte est fermé.")
        return False
    try:
        _message(delivery).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("month.delivery_failed", delivery=str(delivery.pk), error=type(error).__name__)
        _fail(delivery, failure_of(error))
        return False
    except Exception as error:  # noqa: BLE001 -- one message that cannot be written keeps none of the others
        logger.error("month.delivery_broken", delivery=str(delivery.pk), error=type(error).__name__)  # noqa: TRY400 -- a traceback may hold an address
        _fail(delivery, BROKEN)
        return False
    _delivered(by=CLOCK, delivery=delivery)
    return True


@transaction.atomic
def _delivered(*, by: uuid.UUID, delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=timezone.now(), failure="")
    details = {"delivery": delivery.pk, "kind": delivery.kind, "to": delivery.user_id}
    record("month.delivered", delivery.version, by=by, details=details)


def _fail(delivery: Delivery, words: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(failure=words)


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


def _message(delivery: Delivery) -> EmailMessage:
    version = delivery.version
    month, kind = version.month, DeliveryKind(delivery.kind)
    programme = month.programme
    address = reverse("reporting:month", kwargs={"programme": programme.slug, "month": str(Month.of(month.month_on))})
    said = f"{programme.name[:1].lower()}{programme.name[1:]}"
    words = {
        "of_month": of_month(month.month_on),
        "programme": programme.name,
        "link": f"{settings.PALIER_URL}{address}",
        "freeze_on": freeze_on(Month.of(month.month_on)) if kind != DeliveryKind.FROZEN else None,
        "number": version.number,
        "not_validated_by": version.content.get("not_validated_by", []),
    }
    return EmailMessage(
        subject=f"Palier{NBSP}: tableau de bord {of_month(month.month_on)}, {said}",
        body=render_to_string(TEMPLATES[kind], words),
        to=[delivery.user.email],
        # The same for each try: a server that took it twice shows it once.
        headers={"Message-ID": f"<{delivery.pk}.{kind.lower()}@{urlsplit(settings.PALIER_URL).hostname}>"},
    )


def _ask(version_id: str) -> None:
    current_app.send_task(TASK, args=[version_id], retry=False)

"""The mails of a month: one row each, sent after commit, one by one. A link: no name, no household, no attachment."""

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from foundation.periods import Month
from foundation.words import NBSP, of_month
from partners.services import mailings
from records.services.events import CLOCK, record
from reporting.enums import DeliveryKind
from reporting.models import Delivery, MonthVersion
from reporting.selectors.deliveries import due
from reporting.selectors.life import freeze_on

TASK = "reporting.tasks.send_deliveries"
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
    return mailings.send(
        mailing=delivery,
        waiting=due(now),
        write=partial(_message, delivery),
        keep=partial(_record_delivered, by=CLOCK, delivery=delivery),
    )


def _record_delivered(*, by: uuid.UUID, delivery: Delivery) -> None:
    details = {"delivery": delivery.pk, "kind": delivery.kind, "to": delivery.user_id}
    record("month.delivered", delivery.version, by=by, details=details)


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

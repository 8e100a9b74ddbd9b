"""Whose mails do not arrive: whatever part of the product writes to them."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Max

from partners.models import Mailing


@dataclass(frozen=True)
class Undelivered:
    """A mail that was given up: when it was last tried, what the server said."""

    tried_at: dt.datetime
    said: str


def undelivered(users: Collection[uuid.UUID]) -> dict[uuid.UUID, Undelivered]:
    """Give those of these people whose newest mail was given up after every try: nobody else would know that she read nothing.

    A mail that left since says that her address works again. Two queries a kind of mail, whatever their number.
    """
    sent: dict[uuid.UUID, dt.datetime] = {}
    lost: dict[uuid.UUID, Undelivered] = {}
    for kind in apps.get_models():
        if not issubclass(kind, Mailing):
            continue
        rows = kind._default_manager.filter(user_id__in=users)
        for user_id, sent_at in rows.filter(sent_at__isnull=False).values_list("user_id").annotate(Max("sent_at")):
            sent[user_id] = max(sent.get(user_id, sent_at), sent_at)
        for user_id, tried_at, said in rows.given_up().values_list("user_id", "tried_at", "failure"):
            if user_id not in lost or lost[user_id].tried_at < tried_at:
                lost[user_id] = Undelivered(tried_at, said)
    return {user_id: one for user_id, one in lost.items() if user_id not in sent or sent[user_id] < one.tried_at}

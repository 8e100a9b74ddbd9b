"""The words of queries on organisations, people and programmes."""

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from foundation.periods import in_force
from foundation.querysets import DatedQuerySet
from partners.reader import Reader


class UserManager(BaseUserManager[Any]):
    """People are made by an invitation (`partners.services.people`), never by a sign-up."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """Find someone by e-mail, whatever its case."""
        return self.get(email__iexact=username)


class EligibilityRuleQuerySet(models.QuerySet[Any]):
    """Criteria of programmes."""

    def for_entry(self, entered_on: dt.date) -> Self:
        """Keep the criteria of a file that entered on this day: a later change does not touch it."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=entered_on),
            Q(ended_on__isnull=True) | Q(ended_on__gte=entered_on),
        )


CLOSED = "Ce compte est fermé."
MAX_ATTEMPTS = 5
DEAD_AFTER = dt.timedelta(minutes=5)  # taken so long ago without an answer: the worker died
RETRY_AFTER = dt.timedelta(minutes=50)  # refused: each hour, five times


class MailingQuerySet(models.QuerySet[Any]):
    """Mails kept as rows."""

    def to_send(self, now: dt.datetime) -> Self:
        """Keep what is to send now: what nobody took, what a dead worker took, what was refused an hour ago, five times in all."""
        waited = (
            Q(tried_at__isnull=True)
            | Q(failure="", tried_at__lt=now - DEAD_AFTER)
            | (~Q(failure="") & Q(tried_at__lt=now - RETRY_AFTER))
        )
        return self.filter(waited, sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS)

    def given_up(self) -> Self:
        """Keep what was refused at each try: nobody sends it any more. An account that was closed is no refusal."""
        tried = self.filter(sent_at__isnull=True, attempts__gte=MAX_ATTEMPTS, user__is_active=True)
        return tried.exclude(failure="").exclude(failure=CLOSED)


class ServiceQuerySet(DatedQuerySet):
    """Services of the directory."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep what her association added, and what the associations of its programmes added; nobody else reads it."""
        if not reader.associations:
            return self.none()
        versions = apps.get_model("partners", "ProgrammeVersion")._default_manager
        hers = versions.filter(in_force(reader.today), associations__in=reader.associations)
        shared = versions.filter(pk__in=hers.values("pk"))  # a second query, so that the other associations are kept
        return self.filter(
            Q(kept_by__isnull=True) | Q(kept_by__in=reader.associations) | Q(kept_by__in=shared.values("associations"))
        )

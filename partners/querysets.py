"""The words of queries on organisations, people and programmes."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from foundation.periods import in_force


class UserManager(BaseUserManager[Any]):
    """People are made by an invitation (`partners.services.people`), never by a sign-up."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """Find someone by e-mail, whatever its case."""
        return self.get(email__iexact=username)

    def working_for(self, organisations: frozenset[uuid.UUID], day: dt.date) -> models.QuerySet[Any]:
        """Give the people with a membership in force on this day in one of these organisations."""
        return self.filter(in_force(day, "memberships__"), memberships__organisation_id__in=organisations).distinct()

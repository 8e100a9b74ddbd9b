"""The words of queries that rows of every app share."""

import datetime as dt
from typing import Any, Self

from django.db import models

from foundation.periods import in_force


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `started_on` and `ended_on`."""

    def open_on(self, day: dt.date) -> Self:
        """Keep the rows in force on this day."""
        return self.filter(in_force(day))

"""How a dated row gives way to the next: closed on the eve (architecture.md, « Names and dates »)."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from foundation.periods import eve


def close_before(rows: "models.QuerySet[Any]", successor_on: dt.date) -> None:
    """Close rows on the eve of a day; those that would cover no day at all are removed (the caller's event tells)."""
    going_on = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=successor_on))
    going_on.filter(started_on__gte=successor_on).delete()
    going_on.filter(started_on__lt=successor_on).update(ended_on=eve(successor_on))


def still_in_force(day: dt.date) -> Q:
    """Filter rows that are in force on this day or will be later."""
    return Q(ended_on__isnull=True) | Q(ended_on__gte=day)

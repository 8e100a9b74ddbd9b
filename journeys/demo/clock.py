"""A clock for the demonstration: while a past day is played, « now » is that day, for services and for models' defaults."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.apps import apps
from django.db import models
from django.utils import timezone

from foundation.words import PARIS


class PastClock:
    """What time it is in the story."""

    def __init__(self, start: dt.datetime) -> None:
        self.moment = start

    def now(self) -> dt.datetime:
        """Give the story's time, as `timezone.now` does."""
        return self.moment.astimezone(dt.UTC)

    @property
    def today(self) -> dt.date:
        """Give the story's day in Paris."""
        return self.moment.astimezone(PARIS).date()


def _dated_fields() -> list["models.Field[object, object]"]:
    """Find the fields that take the present moment by default."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if getattr(field, "default", None) is timezone.now
    ]


@contextmanager
def playing(clock: PastClock) -> Iterator[None]:
    """Let services and models live at the story's time, so that who wrote what when is told as on the day."""
    fields = _dated_fields()
    real = timezone.now
    _set_default(fields, clock.now)
    try:
        with patch.object(timezone, "now", clock.now):
            yield
    finally:
        _set_default(fields, real)


def _set_default(fields: list["models.Field[object, object]"], now: object) -> None:
    for field in fields:
        field.default = now
        field.__dict__.pop("_get_default", None)  # Django keeps the function it found first

"""The base of every model: a UUID, and a declaration of what each field holds."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models


class Privacy(StrEnum):
    """What a field holds, for retention, erasure and subject access. « Sensitive » text is encrypted at rest."""

    PLAIN = "plain"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


def declare(*, plain: str = "", personal: str = "", sensitive: str = "") -> Mapping[str, Privacy]:
    """Declare every field of a model (names separated by blanks), the primary key excepted.

    A test refuses a model with a field that is undeclared, declared twice or that does not exist.
    """
    declared: dict[str, Privacy] = {}
    for names, kind in ((plain, Privacy.PLAIN), (personal, Privacy.PERSONAL), (sensitive, Privacy.SENSITIVE)):
        for name in names.split():
            if name in declared:
                msg = f"{name} is declared twice"
                raise ValueError(msg)
            declared[name] = kind
    return declared


class Row(models.Model):
    """A row with a UUID: nothing in a URL or an event tells how many there are, nor who came before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    privacy: ClassVar[Mapping[str, Privacy]] = {}

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Name the kind and the number only: a `str()` must never put a person into a log or a title."""
        return f"{self._meta.verbose_name} {str(self.pk)[:8]}"


def dated_constraints(name: str) -> list[Any]:
    """Give the constraint that every dated row has: it does not end before it starts (the end day is included)."""
    return [
        models.CheckConstraint(
            condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
            name=f"{name}_ends_after_start",
            violation_error_message="La fin ne peut pas précéder le début.",
        )
    ]

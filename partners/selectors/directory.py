"""What the directory of services gives."""

import uuid
from typing import Any

from django.db.models import QuerySet

from partners.models import Service
from partners.reader import Reader


def services(reader: Reader) -> QuerySet[Any]:
    """Give the services of the directory that this reader may read, by name, with who keeps them."""
    rows: QuerySet[Any] = Service.objects.visible_to(reader).select_related("kept_by").order_by("name", "pk")
    return rows


def service_choices(reader: Reader) -> list[tuple[str, str]]:
    """Give the services in force as choices: « CCAS (Orange) »."""
    return [
        (str(row.pk), f"{row.name} ({row.towns})" if row.towns else row.name)
        for row in services(reader).open_on(reader.today)  # type: ignore[attr-defined]
    ]


def home_association(reader: Reader) -> uuid.UUID:
    """Give the association for which this reader writes in the directory: hers, the same one each time."""
    return min(reader.associations, key=str)

"""Who may know of a month."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.enums import Role
from partners.models import ProgrammeVersion
from partners.reader import Reader

READERS = (Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_MANAGER)


class MonthQuerySet(models.QuerySet[Any]):
    """Months of programmes."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the months of the programmes that her association carries out, or, frozen, that her landlord takes part in.

        A manager reads her months from their first calculation; the landlord's correspondents, adviser and manager once
        they are frozen; nobody else reads them (domain.md §4.1).
        """
        versions = ProgrammeVersion.objects.filter(programme_id=OuterRef("programme_id"))
        seen = Q(pk__in=[])
        if reader.managed_associations:
            seen |= Q(Exists(versions.filter(associations__in=reader.managed_associations)))
        if landlords := reader.organisations(*READERS):
            seen |= Q(Exists(versions.filter(landlords__in=landlords)), status="FROZEN")
        return self.filter(seen)

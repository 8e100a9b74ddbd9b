"""The words of queries on households; `visible_to` is the one door of every read."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from foundation.periods import in_force
from foundation.querysets import DatedQuerySet
from partners.enums import Role
from partners.reader import Reader

SERVICE_OF_ROLE = {
    Role.LANDLORD_SOCIAL_ADVISER: "SOCIAL",
    Role.LANDLORD_RENTAL: "RENTAL",
    Role.LANDLORD_LITIGATION: "LITIGATION",
    Role.CAL_SECRETARY: "CAL",
}


class EnrolmentQuerySet(DatedQuerySet):
    """Files, scoped by who reads."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the files that this reader may know of (domain.md §3.9); what she reads of them is for `readings`.

        An association sees what it holds today; a landlord's person what is named to her unit, her service or herself
        today. An administrator, as such, sees nothing. Written as `EXISTS`, so that a file is never twice in the answer.
        """
        today = in_force(reader.today)
        holders = self._rows("holders").filter(today, association_id__in=reader.associations)
        namings = self._rows("namings").filter(today, is_live=True).filter(self.named_to(reader))
        conditions = Q(pk__in=[])
        if reader.associations:
            conditions |= Q(Exists(holders))
        if reader.landlords:
            conditions |= Q(Exists(namings))
        return self.filter(conditions)

    def worked_by(self, reader: Reader) -> Self:
        """Keep the files where she is lead, co-worker or replacement today, for an association she is still in."""
        workers = self._rows("workers").filter(
            in_force(reader.today), user_id=reader.user_id, association_id__in=reader.associations
        )
        return self.filter(Exists(workers))

    def managed_by(self, reader: Reader) -> Self:
        """Keep the files that an association she manages holds today."""
        holders = self._rows("holders").filter(in_force(reader.today), association_id__in=reader.managed_associations)
        return self.filter(Exists(holders))

    def _rows(self, relation: str) -> Any:
        related = self.model._meta.get_field(relation).related_model
        return related._default_manager.filter(enrolment_id=OuterRef("pk"))

    @staticmethod
    def named_to(reader: Reader) -> Q:
        """Give the condition on a naming: it names the household to this reader's unit, service or self."""
        named = Q(service="PERSON", user_id=reader.user_id, landlord_id__in=reader.landlords)
        if reader.units:
            named |= Q(service="CORRESPONDENT", unit_id__in=reader.units, landlord_id__in=reader.landlords)
        for role, service in SERVICE_OF_ROLE.items():
            if organisations := reader.organisations(role):
                named |= Q(service=service, landlord_id__in=organisations)
        return named

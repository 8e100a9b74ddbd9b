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
        return self.filter(self.seen_by(reader))

    def seen_by(self, reader: Reader, path: str = "pk") -> Q:
        """Give the condition that a file may be known of, for files or for rows that hang on one through `path`.

        What hangs on files asks it of its own rows: `enrolment__in=visible_to(…)` would have SQLite list every file that
        the reader may know of, before looking at the first row.
        """
        conditions = Q(pk__in=[])
        today = in_force(reader.today)
        if reader.associations:
            holders = self._rows("holders", path)
            conditions |= Q(Exists(holders.filter(today, association_id__in=reader.associations)))
        if reader.landlords:
            namings = self._rows("namings", path)
            conditions |= Q(Exists(namings.filter(today, is_live=True).filter(self.named_to(reader))))
        return conditions

    def by_namings(self, reader: Reader) -> Self:
        """Narrow what a landlord's person may know of to the files named to her, found by her few namings.

        The same files as `visible_to` alone, which looks at each file; nothing changes for who is of an association.
        """
        if reader.associations:
            return self.all()
        rows = self._related("namings").filter(in_force(reader.today), self.named_to(reader), is_live=True)
        return self.filter(pk__in=rows.order_by().values("enrolment_id"))

    def worked_by(self, reader: Reader) -> Self:
        """Keep the files where she is lead, co-worker or replacement today, for an association she is still in.

        By her own rows, which are few whatever the files are.
        """
        workers = self._related("workers").filter(
            in_force(reader.today), user_id=reader.user_id, association_id__in=reader.associations
        )
        return self.filter(pk__in=workers.values("enrolment_id"))

    def managed_by(self, reader: Reader) -> Self:
        """Keep the files that an association she manages holds today."""
        holders = self._rows("holders").filter(in_force(reader.today), association_id__in=reader.managed_associations)
        return self.filter(Exists(holders))

    def _rows(self, relation: str, path: str = "pk") -> Any:
        return self._related(relation).filter(enrolment_id=OuterRef(path))

    def _related(self, relation: str) -> Any:
        return self.model._meta.get_field(relation).related_model._default_manager

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

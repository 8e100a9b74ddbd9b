"""What titles wait for: the état des lieux of one that ends, with the keys to take back."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.urls import reverse

from foundation.timeline import Due, DueKind
from foundation.words import plain_date
from leases.enums import InventoryKind, LeaseEnd
from leases.models import Inventory, Lease
from partners.reader import Reader

LEAVES = (LeaseEnd.HOUSEHOLD_NOTICE, LeaseEnd.LANDLORD_NOTICE, LeaseEnd.AGREEMENT, LeaseEnd.TERM, LeaseEnd.TRANSFER)
FORGOTTEN = dt.timedelta(90)  # an end recorded long after it came asks for nothing any more


def due(reader: Reader, enrolment_ids: Collection[uuid.UUID]) -> list[Due]:
    """Give the état des lieux to make on the last day of titles that a household leaves, in one query."""
    made = Inventory.objects.filter(lease_id=OuterRef("pk"), kind=InventoryKind.MOVE_OUT)
    rows = Lease.objects.filter(
        ~Exists(made),
        enrolment_id__in=enrolment_ids,
        end_reason__in=LEAVES,
        ended_on__gte=reader.today - FORGOTTEN,
    )
    return [
        Due(
            due_on=row.ended_on,
            title="État des lieux de sortie",
            why=f"Le titre se termine le {plain_date(row.ended_on)} (loi n°\u00a089-462, art. 3-2)\u00a0: pièces, clés à rendre.",
            enrolment_id=row.enrolment_id,
            url=reverse("journeys:inventory_new", args=[row.enrolment_id, row.pk]),
            act="Faire l’état des lieux",
            kind=DueKind.HOUSING,
        )
        for row in rows
        if row.ended_on is not None and row.enrolment_id is not None
    ]

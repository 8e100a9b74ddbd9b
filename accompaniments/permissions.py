"""Who reads a row that one association wrote with its audience, and as whom a reader writes (domain.md §3.9)."""

import datetime as dt
import uuid

from accompaniments.enums import Side
from foundation.periods import in_force
from foundation.timeline import Audience
from households.enums import HolderRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker
from households.permissions import Standing
from partners.reader import Reader


def writing_association(reader: Reader, enrolment: Enrolment) -> uuid.UUID:
    """Give the association for which this reader writes in a file that `access` let her write in.

    Hers as a worker of the case; else the one that she manages among its holders, the lead first.
    """
    worked = (
        EnrolmentWorker.objects.filter(
            in_force(reader.today),
            enrolment=enrolment,
            user_id=reader.user_id,
            association_id__in=reader.associations,
        )
        .order_by("role")
        .values_list("association_id", flat=True)
        .first()
    )
    if worked is not None:
        return uuid.UUID(str(worked))
    held = EnrolmentHolder.objects.filter(
        in_force(reader.today), enrolment=enrolment, association_id__in=reader.managed_associations
    ).values_list("association_id", "role")
    association_id: uuid.UUID = min(held, key=lambda row: (row[1] != HolderRole.LEAD, str(row[0])))[0]
    return association_id


def is_hers_to_know(reader: Reader, hers: Standing, *, audience: str, association_id: uuid.UUID, on: dt.date) -> bool:
    """Tell whether the reader may know that something was written (domain.md §3.9).

    A holder knows that it exists, what its own association wrote, or what another wrote since it holds the file; the
    landlord knows what is addressed to a circle that he is in; outside a protected file's list, nobody.
    """
    if not hers.is_listed or not hers.knows:
        return False
    if not hers.is_holder:
        return reads(hers, audience)
    return association_id in reader.associations or hers.held_since is None or on >= hers.held_since


def reads(hers: Standing, audience: str) -> bool:
    """Tell whether the reader reads text of this audience."""
    return Audience(audience) in hers.audiences


def side_of(hers: Standing) -> Side | None:
    """Give the side for which a reader treats a file's difficulties: its team, or the landlord's people it is named to."""
    if hers.may_write:
        return Side.TEAM
    return Side.LANDLORD if hers.is_named and hers.is_listed and not hers.is_holder else None

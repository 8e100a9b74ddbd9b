"""As whom a reader writes in a file: the association is written beside what she logs, and stays when she leaves it."""

import uuid

from foundation.periods import in_force
from households.enums import HolderRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker
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
    return min(held, key=lambda row: (row[1] != HolderRole.LEAD, str(row[0])))[0]

"""The end of a social worker's role: only a journey may call it, once it has moved the files she leads."""

import datetime as dt
import uuid

from django.db import transaction

from partners.models import Membership
from partners.services.people import close_membership


@transaction.atomic
def end_membership(*, by: uuid.UUID, membership: Membership, ended_on: dt.date, today: dt.date) -> Membership:
    """End a role, its last day included. Raises Refused. Who calls it has moved her files in the same transaction."""
    return close_membership(by=by, membership=membership, ended_on=ended_on, today=today)

"""A household separates: who leaves gets a household, a file and an accompaniment of her own. One act, or nothing."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accompaniments.enums import State
from accompaniments.services.states import enter_taken_over
from foundation.refusals import Refused
from households.enums import HolderRole
from households.models import Enrolment, EnrolmentHolder
from households.services import splits
from households.services.splits import Leaver
from households.services.workers import name_lead
from partners.models import User
from records.services.events import one_act

REASON = "Séparation du ménage"


@transaction.atomic
def separate(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    leavers: Sequence[Leaver],
    split_on: dt.date,
    state: State,
    lead_id: uuid.UUID | None,
    today: dt.date,
) -> Enrolment:
    """Split a household and open the new file's accompaniment by reprise, at `state` since that day (domain.md §8.14).

    Nothing of the old file passes to the new one but the people and their association: access is not inherited. Without a
    lead, the new file waits for its manager. Raises Refused.
    """
    if split_on > today:
        raise Refused(
            "Une séparation s’enregistre une fois qu’elle a eu lieu\u00a0: indiquez un jour passé.", "split_on"
        )
    with one_act():
        made = splits.split(by=by, enrolment=enrolment, leavers=leavers, split_on=split_on)
        enter_taken_over(by=by, enrolment=made, known=[(state, split_on)], reason=REASON, today=today)
        if lead_id is not None:
            holder = EnrolmentHolder.objects.select_related("association").get(enrolment=made, role=HolderRole.LEAD)
            name_lead(
                by=by,
                enrolment=made,
                user=User.objects.get(pk=lead_id),
                association=holder.association,
                started_on=split_on,
                reason=REASON,
            )
    return made

"""Presenting a housing project is the proposal of the access axis: one act on both sides (domain.md §2.1 S4)."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accompaniments.enums import State
from accompaniments.services.course import open_accompaniment
from accompaniments.services.proposals import propose
from foundation.refusals import Refused
from households.models import Enrolment
from leases.models import HousingProject
from leases.services.projects import Wishes, present_project
from partners.enums import Axis
from partners.models import ManagementUnit
from records.services.events import one_act


@transaction.atomic
def present(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    started_on: dt.date,
    wishes: Wishes,
    units: Sequence[ManagementUnit],
    today: dt.date,
) -> HousingProject:
    """Present a housing project; on the way to a home, a household whose diagnosis is done is then proposed it.

    From the proposal on it is a change of wish, which leaves the course where it is. Raises Refused.
    """
    with one_act():
        project = present_project(
            by=by, enrolment=enrolment, started_on=started_on, wishes=wishes, units=units, today=today
        )
        course = open_accompaniment(enrolment)
        if enrolment.version.programme.axis == Axis.ACCESS and course.state == State.DIAGNOSED:
            try:
                propose(by=by, enrolment=enrolment, proposed_on=started_on, today=today)
            except Refused as refused:
                raise Refused(refused.reason, "started_on" if refused.field == "proposed_on" else "") from refused
    return project

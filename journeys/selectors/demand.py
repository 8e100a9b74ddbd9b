"""M1: the housing projects that count as demand at the close of a day. One rule for the live sheet and for the month."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accompaniments.enums import State
from accompaniments.selectors.periods import entered_on, state_on
from foundation.periods import in_force
from leases.models import Decision, HousingProject
from leases.selectors.decisions import standing_by, used_before


def open_demand(day: dt.date) -> QuerySet[Any]:
    """Give the projects in force of households ready or accompanied, without a standing positive decision, on a day.

    Each with `ready_on`, the last day on which its household became ready. What was recorded since counts from its effective
    day; what happened after the day changes nothing (domain.md §4.2, M1).
    """
    answered = Decision.objects.filter(standing_by(day), file__enrolment_id=OuterRef("enrolment_id")).exclude(
        used_before(OuterRef("started_on"))
    )
    projects: QuerySet[Any] = (
        HousingProject.objects.filter(in_force(day))
        .annotate(state=state_on(day), ready_on=entered_on(State.READY, day))
        .filter(~Exists(answered), state__in=(State.READY, State.SUPPORTED))
    )
    return projects


def demanding(day: dt.date, landlord_id: uuid.UUID) -> list[HousingProject]:
    """Give the projects that count as a landlord's demand: households of a programme in which it takes part."""
    return list(
        open_demand(day)
        .filter(enrolment__version__landlords=landlord_id)
        .select_related("enrolment")
        .order_by("started_on", "pk")
    )

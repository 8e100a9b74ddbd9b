"""M0, M1, M2: who was accompanied and housed since the start, who looks for a home, who was referred."""

import uuid
from collections import defaultdict

from django.db.models import TextField
from django.db.models.functions import Cast

from accompaniments.enums import State
from accompaniments.models import Referral
from accompaniments.selectors.periods import standing
from foundation.periods import in_force
from journeys.selectors.demand import open_demand
from leases.enums import LeaseKind
from leases.models import Lease, WishedUnit
from reporting.enums import Figure
from reporting.selectors.figures.scope import Line, Scope


def since_the_start(scope: Scope) -> list[Line]:
    """Give one line a household accompanied, and one a household housed, up to the month's close (M0); two queries."""
    supported = (
        standing()
        .filter(
            to_state=State.SUPPORTED,
            effective_on__lte=scope.last,
            accompaniment__enrolment__version__programme=scope.programme,
        )
        .order_by("effective_on", "accompaniment__enrolment_id")
        .values_list(_key("accompaniment__enrolment__household_id"), "accompaniment__enrolment_id", "effective_on")
    )
    housed = (
        Lease.objects.filter(
            kind__in=(LeaseKind.DIRECT, LeaseKind.SUBLEASE),
            is_taken_over=False,  # it was housed before
            started_on__lte=scope.last,
            enrolment__version__programme=scope.programme,
        )
        .order_by("started_on", "pk")
        .values_list(_key("enrolment__household_id"), "enrolment_id", "started_on")
    )
    lines = []
    for figure, rows in ((Figure.ACCOMPANIED, supported), (Figure.HOUSED, housed)):
        seen = set()
        for household_id, enrolment_id, day in rows:
            if household_id not in seen:
                seen.add(household_id)
                lines.append(Line(figure, None, enrolment_id, on=day))
    return lines


def _key(name: str) -> Cast:
    """Give an id as text: to be compared, not kept, it need not be made an object."""
    return Cast(name, TextField())


def demand_lines(scope: Scope) -> list[Line]:
    """Give the households that look for a home at the close, by first wish, and by other wish beside (M1); two queries.

    `tag` is the first wished size, `days` the time since the household is ready. A protected one is in « non réparti », and
    nowhere else.
    """
    projects = (
        open_demand(scope.last)
        .filter(enrolment__version__programme=scope.programme)
        .order_by("started_on", "pk")
        .values_list("pk", "enrolment_id", "enrolment__is_protected", "typologies", "ready_on")
    )
    wishes: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    rows = WishedUnit.objects.filter(
        in_force(scope.last, "project__"), project__enrolment__version__programme=scope.programme
    )
    for project_id, unit_id in rows.order_by("position").values_list("project_id", "unit_id"):
        wishes[project_id].append(unit_id)
    lines = []
    for project_id, enrolment_id, is_protected, typologies, ready_on in projects:
        places = [scope.territory.at(unit_id, scope.last, is_protected=is_protected) for unit_id in wishes[project_id]]
        first, others = places[0] if places else None, dict.fromkeys(place for place in places[1:] if place)
        facts = {
            "object_id": project_id,
            "tag": typologies.split(",")[0],
            "on": ready_on,
            "days": (scope.last - ready_on).days if ready_on else None,
        }
        lines.append(Line(Figure.DEMAND, first, enrolment_id, **facts))
        lines += [Line(Figure.DEMAND_OTHER, other, enrolment_id, **facts) for other in others if other != first]
    return lines


def request_lines(scope: Scope) -> list[Line]:
    """Give the referrals received in the month (M2), in one query; one passed on is the same request."""
    rows = (
        Referral.objects.filter(
            received_on__range=(scope.first, scope.last),
            passed_on_from__isnull=True,
            enrolment__version__programme=scope.programme,
        )
        .order_by("received_on", "pk")
        .values_list("enrolment_id", "pk", "source", "received_on", "association_id")
    )
    return [
        Line(Figure.REQUESTS, None, enrolment_id, object_id=pk, tag=source, on=day, association_id=association_id)
        for enrolment_id, pk, source, day, association_id in rows
    ]

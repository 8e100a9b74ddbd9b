"""M10, M11 and M13: entries into a home, how long after the decision, and the subleases under way."""

import datetime as dt

from django.db.models import DateField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, Least

from accompaniments.models import Accompaniment
from foundation.periods import eve, in_force
from households.models import CurrentHousing
from leases.enums import LeaseKind
from leases.models import Decision, Lease
from leases.selectors.decisions import positive_by
from reporting.enums import Figure
from reporting.selectors.figures.scope import Line, Scope

HOUSEHOLD = (LeaseKind.DIRECT, LeaseKind.SUBLEASE)


def entry_lines(scope: Scope) -> list[Line]:
    """Give the entries into a home of the month (M11), and the days since the positive decision (M10), in one query.

    A change of title in the same home (a lease that follows another title of the same household there, or that a household
    signs where it lived already) is no entry, nor is a title taken over. M10 leaves reprises out; without a decision its time is not known.
    """
    before = (
        Lease.objects.filter(
            enrolment__isnull=False,
            enrolment__household_id=OuterRef("enrolment__household_id"),
            share__dwelling_id=OuterRef("share__dwelling_id"),
            started_on__lt=OuterRef("started_on"),
        )
        .annotate(last_on=Coalesce("ended_on", dt.date.max))
        .order_by("-last_on")
        .values("last_on")
    )
    lived_there = CurrentHousing.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=OuterRef("eve_on")),
        enrolment_id=OuterRef("enrolment_id"),
        dwelling_id=OuterRef("share__dwelling_id"),
        started_on__lt=Least(OuterRef("signed_on"), OuterRef("started_on")),
    )
    decision = (
        Decision.objects.filter(positive_by(scope.last), file_id=OuterRef("file_id"))
        .order_by("decided_on", "pk")
        .values(day=Coalesce("promoted_on", "decided_on"))
    )
    course = Accompaniment.objects.filter(
        enrolment_id=OuterRef("enrolment_id"), opened_on__lte=OuterRef("started_on")
    ).order_by("-opened_on", "pk")
    rows = (
        Lease.objects.filter(
            kind__in=HOUSEHOLD,
            is_taken_over=False,
            started_on__range=(scope.first, scope.last),
            enrolment__version__programme=scope.programme,
        )
        .annotate(eve_on=Cast(F("started_on") - dt.timedelta(days=1), DateField()))
        .filter(~Exists(lived_there))
        .annotate(
            before_until=Subquery(before[:1]),
            positive_on=Subquery(decision[:1]),
            is_reprise=Subquery(course.values("is_taken_over")[:1]),
            unit=F("share__dwelling__unit_id"),
        )
        .order_by("started_on", "pk")
        .values_list(
            "enrolment_id",
            "enrolment__is_protected",
            "pk",
            "kind",
            "unit",
            "started_on",
            "before_until",
            "positive_on",
            "is_reprise",
        )
    )
    lines = []
    for enrolment_id, protected, pk, kind, unit_id, day, before_until, positive_on, is_reprise in rows:
        if before_until is not None and before_until >= eve(day):
            continue
        place = scope.territory.at(unit_id, day, is_protected=protected)
        lines.append(Line(Figure.MOVE_INS, place, enrolment_id, object_id=pk, tag=kind, on=day))
        if not is_reprise:
            days = (day - positive_on).days if positive_on else None
            lines.append(Line(Figure.DECISION_TO_ENTRY, place, enrolment_id, object_id=pk, tag=kind, on=day, days=days))
    return lines


def sublet_lines(scope: Scope) -> list[Line]:
    """Give the subleases in force on the month's last day (M13), in one query."""
    rows = (
        Lease.objects.filter(
            in_force(scope.last), kind=LeaseKind.SUBLEASE, enrolment__version__programme=scope.programme
        )
        .order_by("started_on", "pk")
        .values_list("enrolment_id", "enrolment__is_protected", "pk", "share__dwelling__unit_id", "started_on")
    )
    return [
        Line(
            Figure.SUBLETS,
            scope.territory.at(unit_id, scope.last, is_protected=protected),
            enrolment_id,
            object_id=pk,
            tag=LeaseKind.SUBLEASE,
            on=started_on,
            days=(scope.last - started_on).days,
        )
        for enrolment_id, protected, pk, unit_id, started_on in rows
    ]

"""M14, M15 and M23: exams of sliding subleases, slides, and what is to be looked at once the month is closed."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from documents.enums import DocumentState
from documents.models import Document
from documents.selectors.documents import ENROLMENT
from foundation.periods import eve, in_force
from households.models import Enrolment
from leases.enums import LeaseEnd, LeaseKind
from leases.models import Lease
from leases.querysets import unit_on
from leases.selectors.exams import SubleaseClock, clocks
from leases.selectors.insurance import missing_on
from leases.selectors.rent import arrears_on
from reporting.enums import Figure
from reporting.selectors.figures.places import Unit
from reporting.selectors.figures.scope import Line, Scope

OVER = (DocumentState.CANCELLED, DocumentState.SUPERSEDED)


@dataclass(frozen=True)
class _Sublet:
    """A sublease with where it counts."""

    enrolment_id: uuid.UUID
    is_protected: bool
    unit_id: Unit

    def line(self, scope: Scope, figure: Figure, pk: uuid.UUID, on: dt.date, *, days: int | None = None) -> Line:
        """Write a line of this sublease."""
        place = scope.territory.at(self.unit_id, scope.last, is_protected=self.is_protected)
        return Line(figure, place, self.enrolment_id, object_id=pk, on=on, days=days)


def sliding_lines(scope: Scope) -> list[Line]:
    """Give the exams due, held and late (M14), the slides of the month and of the year (M15), the alerts (M23).

    A constant number of queries. Each is counted at the close of the month, by the facts of their days.
    """
    rows = list(
        Lease.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=eve(scope.first)),
            kind=LeaseKind.SUBLEASE,
            annulled_at__isnull=True,
            started_on__lte=scope.last,
            enrolment__version__programme=scope.programme,
        )
        .select_related("enrolment", "share__dwelling")
        .order_by("started_on", "pk")
    )
    known = {row.pk: _sublet(row) for row in rows}
    running = [row.pk for row in rows if row.ended_on is None or row.ended_on >= scope.last]
    return [
        *_exams(scope, known, clocks(rows, scope.last).values(), set(running)),
        *_slides(scope),
        *_unsigned(scope),
        *_alerts(scope, known, running),
    ]


def _exams(
    scope: Scope, known: Mapping[uuid.UUID, _Sublet], found: Iterable[SubleaseClock], running: set[uuid.UUID]
) -> list[Line]:
    """Give the exams; a sublease is late once, for the last exam that was due, until it is held or another is due."""
    lines = []
    for clock in found:
        sublet = known[clock.sublease_id]
        for one in clock.periods:
            if scope.holds(one.period.exam_due_on):
                lines.append(sublet.line(scope, Figure.EXAMS_DUE, clock.sublease_id, one.period.exam_due_on))
            if one.held_on is not None and scope.holds(one.held_on):
                lines.append(sublet.line(scope, Figure.EXAMS_DONE, clock.sublease_id, one.held_on))
        late = clock.overdue_exam(scope.last)
        if late is not None and clock.sublease_id in running:
            lines.append(sublet.line(scope, Figure.EXAMS_LATE, clock.sublease_id, late.period.exam_due_on))
    return lines


def _slides(scope: Scope) -> list[Line]:
    """Give the slides since 1 January, those of the month among them: the day after the sublease's last."""
    rows = Lease.objects.filter(
        kind=LeaseKind.SUBLEASE,
        annulled_at__isnull=True,
        end_reason=LeaseEnd.SLIDE,
        ended_on__range=(eve(scope.last.replace(month=1, day=1)), eve(scope.last)),
        enrolment__version__programme=scope.programme,
    ).select_related("enrolment", "share__dwelling")
    lines = []
    for row in rows.order_by("ended_on", "pk"):
        day = row.ended_on + dt.timedelta(days=1)
        sublet, days = _sublet(row), (day - row.started_on).days
        lines.append(sublet.line(scope, Figure.SLIDES_YEAR, row.pk, day, days=days))
        if scope.holds(day):
            lines.append(sublet.line(scope, Figure.SLIDES, row.pk, day, days=days))
    return lines


def _alerts(scope: Scope, known: Mapping[uuid.UUID, _Sublet], running: list[uuid.UUID]) -> list[Line]:
    """Give the subleases that no insurance covers, and those whose arrears reach the months of the law."""
    if not running:
        return []
    return [
        *(
            known[one.lease_id].line(scope, Figure.UNINSURED, one.lease_id, one.since)
            for one in missing_on(scope.last, running)
        ),
        *(
            known[one.lease_id].line(scope, Figure.IN_ARREARS, one.lease_id, one.since)
            for one in arrears_on(scope.last, running)
        ),
    ]


def _unsigned(scope: Scope) -> list[Line]:
    """Give the documents sent to sign that are not in force at the close, one query."""
    files = Enrolment.objects.filter(version__programme=scope.programme).filter(in_force(scope.last))
    rows = (
        Document.objects.filter(
            Q(in_force_on__isnull=True) | Q(in_force_on__gt=scope.last),
            Q(ended_on__isnull=True) | Q(ended_on__gt=scope.last),
            subject_kind=ENROLMENT,
            subject_id__in=files.values("pk"),
            sent_on__lte=scope.last,
        )
        .exclude(state__in=OVER)
        .annotate(
            unit=unit_on(scope.last, among=scope.territory.ids, enrolment="subject_id"),
            protected=Subquery(files.filter(pk=OuterRef("subject_id")).values("is_protected")[:1]),
        )
        .order_by("sent_on", "pk")
        .values_list("subject_id", "protected", "pk", "sent_on", "unit")
    )
    return [
        Line(
            Figure.UNSIGNED,
            scope.territory.at(unit, scope.last, is_protected=protected),
            enrolment_id,
            object_id=pk,
            on=day,
        )
        for enrolment_id, protected, pk, day, unit in rows
    ]


def _sublet(row: Lease) -> _Sublet:
    assert row.enrolment is not None  # noqa: S101 -- a sublease has its household: for the type checker
    return _Sublet(row.enrolment.pk, row.enrolment.is_protected, row.share.dwelling.unit_id)

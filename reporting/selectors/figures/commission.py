"""M7 to M9: what the commission examined, what it decided, and how long households waited for it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Min, OuterRef, Q, Subquery

from accompaniments.models import Accompaniment, Referral
from leases.enums import DecisionKind, FileState
from leases.models import Decision
from leases.rules.commission import is_positive
from reporting.enums import Figure
from reporting.selectors.figures.places import Unit
from reporting.selectors.figures.scope import Line, Scope

RANK_LOST = "RANK_NOT_REACHED"
KINDS = {
    DecisionKind.ALLOCATED.value: "attribution",
    DecisionKind.ALLOCATED_CONDITIONAL.value: "attribution sous condition suspensive",
    DecisionKind.ALLOCATED_RANKED.value: "attribution en rang, premier ou promu",
    RANK_LOST: "rang non atteint",
    DecisionKind.NOT_ALLOCATED.value: "non-attribution",
    DecisionKind.INADMISSIBLE.value: "rejet pour irrecevabilité",
    DecisionKind.ADJOURNED.value: "ajournement",
}


@dataclass(frozen=True)
class Sitting:
    """What the commissions of the month give: the lines, who was there, and the kinds that M8 counts, by unit."""

    lines: list[Line]
    presences: dict[uuid.UUID, bool | None]
    counted: list[tuple[Unit, str]]


@dataclass(frozen=True)
class _Passage:
    """A decision, with what is known of its dossier."""

    enrolment_id: uuid.UUID
    is_protected: bool
    pk: uuid.UUID
    unit_id: uuid.UUID
    kind: str
    rank: int | None
    decided_on: dt.date
    promoted_on: dt.date | None
    file_state: str
    file_state_on: dt.date
    was_present: bool | None
    association_id: uuid.UUID

    @property
    def waits_for_rank(self) -> bool:
        """Tell whether its rank was not the first when it was given."""
        return self.kind == DecisionKind.ALLOCATED_RANKED and self.rank != 1

    def settled_on(self) -> dt.date | None:
        """Give the day on which a rank passed first, or fell with its dossier."""
        if self.promoted_on is not None:
            return self.promoted_on
        return self.file_state_on if self.file_state == FileState.CLOSED else None


def sitting(scope: Scope) -> Sitting:
    """Give the decisions of the month, and the ranks of earlier ones that it settled (M7, M8), in one query.

    A dossier adjourned then heard again in the month was examined twice. A rank beyond the first that still waits at the
    month's close is apart in the month that gave it; it counts in the month that settles it, positive when
    promoted, else not. An annulled decision was recorded in error: it never was.
    """
    in_month = (scope.first, scope.last)
    ranked = Q(kind=DecisionKind.ALLOCATED_RANKED, rank__gt=1) & (
        Q(promoted_on__range=in_month)
        | Q(promoted_on__isnull=True, file__state=FileState.CLOSED, file__state_on__range=in_month)
    )
    rows = (
        Decision.objects.filter(annulled_on__isnull=True, file__enrolment__version__programme=scope.programme)
        .filter(Q(decided_on__range=in_month) | ranked)
        .order_by("decided_on", "pk")
        .values_list(
            "file__enrolment_id",
            "file__enrolment__is_protected",
            "pk",
            "announcement__dwelling__unit_id",
            "kind",
            "rank",
            "decided_on",
            "promoted_on",
            "file__state",
            "file__state_on",
            "hearing__worker_was_present",
            "file__association_id",
        )
    )
    found = Sitting([], {}, [])
    for row in rows:
        _add(found, scope, _Passage(*row))
    return found


def waiting_lines(scope: Scope) -> list[Line]:
    """Give the days from the referral to the first sitting, for households with a dossier decided in the month (M9).

    One query. A reprise is left out: nobody knows how long it waited. A household counts once, in the unit of its first dossier
    decided; without a referral its time is not known.
    """
    of_file = {"enrolment_id": OuterRef("file__enrolment_id")}
    course = Accompaniment.objects.filter(opened_on__lte=OuterRef("decided_on"), **of_file).order_by("-opened_on", "pk")
    referral = Referral.objects.filter(
        received_on__lte=OuterRef("decided_on"), passed_on_from__isnull=True, **of_file
    ).order_by("-received_on", "pk")
    earliest = (
        Decision.objects.filter(
            annulled_on__isnull=True,
            file__enrolment_id=OuterRef("file__enrolment_id"),
            decided_on__gte=OuterRef("received_on"),
        )
        .values("file__enrolment_id")
        .annotate(first_on=Min("decided_on"))
        .values("first_on")
    )
    rows = (
        Decision.objects.filter(
            annulled_on__isnull=True,
            decided_on__range=(scope.first, scope.last),
            file__enrolment__version__programme=scope.programme,
        )
        .exclude(kind=DecisionKind.ADJOURNED)
        .annotate(
            is_taken_over=Subquery(course.values("is_taken_over")[:1]),
            received_on=Subquery(referral.values("received_on")[:1]),
        )
        .annotate(first_on=Subquery(earliest[:1]))
        .order_by("decided_on", "pk")
        .values_list(
            "file__enrolment_id",
            "file__enrolment__is_protected",
            "pk",
            "announcement__dwelling__unit_id",
            "decided_on",
            "is_taken_over",
            "received_on",
            "first_on",
        )
    )
    lines: dict[uuid.UUID, Line] = {}
    for enrolment_id, protected, pk, unit_id, day, taken_over, received_on, first_on in rows:
        if taken_over or enrolment_id in lines:
            continue
        lines[enrolment_id] = Line(
            Figure.REFERRAL_TO_CAL,
            scope.territory.at(unit_id, day, is_protected=protected),
            enrolment_id,
            object_id=pk,
            on=first_on or day,
            days=(first_on - received_on).days if received_on and first_on else None,
        )
    return list(lines.values())


def _add(found: Sitting, scope: Scope, row: _Passage) -> None:
    """Add a decision to what it counts in."""
    day = row.decided_on
    if scope.holds(day):
        place = scope.territory.at(row.unit_id, day, is_protected=row.is_protected)
        found.lines.append(
            Line(
                Figure.PRESENTED,
                place,
                row.enrolment_id,
                tag=row.kind,
                on=day,
                object_id=row.pk,
                association_id=row.association_id,
            )
        )
        found.presences[row.pk] = row.was_present
    kind = row.kind
    if row.waits_for_rank:
        settled = row.settled_on()
        if settled is None or settled > scope.last:
            place = scope.territory.at(row.unit_id, day, is_protected=row.is_protected)
            found.lines.append(
                Line(
                    Figure.UNSETTLED,
                    place,
                    row.enrolment_id,
                    tag=kind,
                    on=day,
                    object_id=row.pk,
                    association_id=row.association_id,
                )
            )
            return
        day, kind = settled, kind if row.promoted_on else RANK_LOST
    place = scope.territory.at(row.unit_id, day, is_protected=row.is_protected)
    found.counted.append((place, kind))
    if is_positive(row.kind, row.rank, is_promoted=row.promoted_on is not None):
        found.lines.append(
            Line(
                Figure.POSITIVE,
                place,
                row.enrolment_id,
                tag=kind,
                on=day,
                object_id=row.pk,
                association_id=row.association_id,
            )
        )

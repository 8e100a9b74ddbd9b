"""M16: who is watched at the close, whose watch ends soon, whose accompaniment was reopened."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import Case, F, OuterRef, UUIDField, When

from accompaniments.enums import State
from accompaniments.rules.watch import SOON, clock
from accompaniments.selectors.periods import standing
from leases.querysets import unit_on
from reporting.enums import Figure
from reporting.selectors.figures.places import Unit
from reporting.selectors.figures.scope import Line, Scope

OF = "accompaniment__enrolment_id"


@dataclass(frozen=True)
class _Change:
    """A change of state that stands, with where the household was when the month counts it."""

    accompaniment_id: uuid.UUID
    enrolment_id: uuid.UUID
    is_protected: bool
    watch_months: int
    to_state: str
    effective_on: dt.date
    unit_id: Unit
    is_correction: bool = False


def watch_lines(scope: Scope) -> list[Line]:
    """Give the watches of the close, those that end within three months, and the reopenings of the month, in one query.

    `on` is the watch's last day, by its clock: a reopening stopped it, and the next run has the days that were left. A watch
    whose day has passed and that nobody closed is among those that end.
    """
    units = scope.territory.ids
    ever = standing().filter(
        to_state=State.WATCHED,
        effective_on__lte=scope.last,
        accompaniment__enrolment__version__programme=scope.programme,
    )
    where = Case(
        When(to_state=State.WATCHED, then=unit_on(scope.last, among=units, enrolment=OF)),
        When(
            to_state=State.SUPPORTED,
            effective_on__gte=scope.first,
            then=unit_on(OuterRef("effective_on"), among=units, enrolment=OF),
        ),
        output_field=UUIDField(),
    )
    rows = (
        standing()
        .filter(accompaniment_id__in=ever.values("accompaniment_id"), effective_on__lte=scope.last)
        .annotate(where=where, months=F("accompaniment__enrolment__version__watch_months"))
        .order_by("accompaniment__enrolment__file_number", "accompaniment_id", "position")
        .values_list(
            "accompaniment_id",
            OF,
            "accompaniment__enrolment__is_protected",
            "months",
            "to_state",
            "effective_on",
            "where",
        )
    )
    lines: list[Line] = []
    for _, changes in groupby((_Change(*row) for row in rows), key=lambda one: one.accompaniment_id):
        lines += _of_one(scope, list(changes))
    return lines


def _of_one(scope: Scope, changes: Sequence[_Change]) -> list[Line]:
    """Give what one course counts in."""
    lines = [
        _line(scope, Figure.REOPENED, change, change.effective_on)
        for before, change in pairwise(changes)
        if before.to_state == State.WATCHED and change.to_state == State.SUPPORTED and scope.holds(change.effective_on)
    ]
    present = changes[-1]
    if present.to_state != State.WATCHED:
        return lines
    run = clock(changes, present.watch_months)
    last_on = run.last_on if run else None
    lines.append(_line(scope, Figure.WATCHED, present, scope.last, on=last_on))
    if last_on is not None and last_on <= scope.last + SOON:
        lines.append(_line(scope, Figure.WATCH_ENDING, present, scope.last, on=last_on))
    return lines


def _line(scope: Scope, figure: Figure, change: _Change, day: dt.date, *, on: dt.date | None = None) -> Line:
    return Line(
        figure,
        scope.territory.at(change.unit_id, day, is_protected=change.is_protected),
        change.enrolment_id,
        object_id=change.accompaniment_id,
        on=on or day,
    )

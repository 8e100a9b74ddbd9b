"""M3 and M6: dwellings announced, and those proposed to households."""

import datetime as dt
import uuid
from collections import Counter

from django.db.models import OuterRef, Q, Subquery

from leases.enums import Answer, FileEnd, FileState
from leases.models import AllocationFile, Announcement, Offer
from reporting.enums import Figure
from reporting.rules.content import HolderCell
from reporting.selectors.figures.places import Unit
from reporting.selectors.figures.scope import Line, Scope

ENDED, PENDING = "ENDED", "PENDING"


def supply_lines(scope: Scope) -> tuple[list[Line], dict[uuid.UUID, str]]:
    """Give the dwellings available at the close, those that wait for their holder's agreement, those announced in the month.

    One query (M3). Beside, the reservation holder of each announcement that has one. `tag` is the dwelling's size.
    """
    rows = (
        Announcement.objects.filter(dwelling__unit_id__in=scope.territory.ids, announced_on__lte=scope.last)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=scope.last) | Q(announced_on__gte=scope.first))
        .order_by("announced_on", "pk")
        .values_list(
            "pk",
            "dwelling__unit_id",
            "dwelling__typology",
            "announced_on",
            "ended_on",
            "reservation_holder__name",
            "agreed_on",
        )
    )
    lines, holders = [], {}
    for pk, unit_id, size, announced_on, ended_on, holder, agreed_on in rows:
        if holder:
            holders[pk] = holder
        if announced_on >= scope.first:
            place = scope.territory.at(unit_id, announced_on)
            lines.append(Line(Figure.SUPPLY_NEW, place, object_id=pk, tag=size, on=announced_on))
        if ended_on is None or ended_on > scope.last:
            is_agreed = not holder or (agreed_on is not None and agreed_on <= scope.last)
            figure = Figure.SUPPLY if is_agreed else Figure.SUPPLY_AWAITING
            place = scope.territory.at(unit_id, scope.last)
            lines.append(Line(figure, place, object_id=pk, tag=size, on=announced_on))
    return lines, holders


def holder_cells(lines: list[Line], holders: dict[uuid.UUID, str]) -> dict[Unit, Counter[tuple[str, str, Figure]]]:
    """Count the dwellings of each unit by reservation holder, size, and agreement."""
    counts: dict[Unit, Counter[tuple[str, str, Figure]]] = {}
    for one in lines:
        if one.figure in {Figure.SUPPLY, Figure.SUPPLY_AWAITING} and one.object_id:
            key = (holders.get(one.object_id, ""), one.tag, Figure(one.figure))
            counts.setdefault(one.unit_id, Counter())[key] += 1
    return counts


def as_cells(counts: Counter[tuple[str, str, Figure]]) -> tuple[HolderCell, ...]:
    """Lay these counts out: what is not reserved first, then each holder by name, its sizes in order."""
    keys = sorted({(holder, size) for holder, size, _ in counts})
    return tuple(
        HolderCell(holder, size, counts[holder, size, Figure.SUPPLY], counts[holder, size, Figure.SUPPLY_AWAITING])
        for holder, size in keys
    )


def proposal_lines(scope: Scope) -> list[Line]:
    """Give the dossiers opened in the month (M6), in one query; `tag` is the answer known at its close.

    ACCEPTED, REFUSED or SILENCE as the household answered; ENDED when the dossier ended otherwise; else PENDING.
    """
    answers = Offer.objects.filter(decision__file_id=OuterRef("pk"), answered_on__lte=scope.last)
    rows = (
        AllocationFile.objects.filter(
            opened_on__range=(scope.first, scope.last), enrolment__version__programme=scope.programme
        )
        .annotate(answer=Subquery(answers.order_by("-answered_on", "-notified_on").values("answer")[:1]))
        .order_by("opened_on", "pk")
        .values_list(
            "enrolment_id",
            "enrolment__is_protected",
            "pk",
            "announcement__dwelling__unit_id",
            "opened_on",
            "answer",
            "state",
            "state_on",
            "end",
            "association_id",
        )
    )
    lines = []
    for enrolment_id, protected, pk, unit_id, day, answer, state, state_on, end, association_id in rows:
        place = scope.territory.at(unit_id, day, is_protected=protected)
        tag = answer or _without_answer(scope, state, state_on, end)
        lines.append(
            Line(Figure.PROPOSALS, place, enrolment_id, object_id=pk, tag=tag, on=day, association_id=association_id)
        )
    return lines


def _without_answer(scope: Scope, state: str, state_on: dt.date, end: str) -> str:
    if state != FileState.CLOSED or state_on > scope.last:
        return PENDING
    return str(Answer.ACCEPTED.value) if end == FileEnd.LEASE_SIGNED else ENDED

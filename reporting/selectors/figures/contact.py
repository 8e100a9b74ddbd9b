"""M17, M18, M19: who asked for an intervention and when in the procedure, what was tried, how soon somebody answered."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery

from accompaniments.enums import AttemptKind, AttemptResult, ReferralSource
from accompaniments.models import ContactAttempt, Meeting, Referral
from leases.enums import ProcedureStage
from leases.models import ProcedureStep
from partners.enums import Axis
from reporting.enums import Figure
from reporting.rules.contact import RANKS, Attempt, first_contact
from reporting.rules.content import Interventions, KindCount, Outreach, Ratio
from reporting.rules.durations import durations
from reporting.selectors.figures.scope import Line, Scope

NOT_SAID = "NOT_SAID"
STAGES = {**{str(one.value): str(one.label) for one in ProcedureStage}, NOT_SAID: "non indiqué"}


@dataclass(frozen=True)
class Reaching:
    """The lines of M17 to M19; their figures are none where the programme has nothing to say of them."""

    lines: list[Line]
    interventions: Interventions | None
    outreach: Outreach | None


@dataclass(frozen=True)
class _Request:
    """A request received in the month."""

    enrolment_id: uuid.UUID
    pk: uuid.UUID
    source: str
    received_on: dt.date
    association_id: uuid.UUID
    stage: str
    met_on: dt.date | None


def reaching(scope: Scope) -> Reaching:
    """Give the requests and the attempts of the month, in two queries. None has a unit: they are told of the whole.

    A programme of access has no interventions; its attempts are told when there are some.
    """
    attempts, made = _attempts(scope)
    keeps = scope.programme.axis == Axis.MAINTENANCE
    if not keeps and not attempts:
        return Reaching([], None, None)
    requests = _requests(scope)
    asked = _asked(requests) if keeps else []
    reached, waiting = _reached(scope, requests, made)
    return Reaching(
        [*asked, *attempts, *reached, *waiting],
        _interventions(asked) if keeps else None,
        Outreach(
            attempts=_kinds(((str(kind.value), str(kind.label)) for kind in AttemptKind), attempts),
            reached=Ratio(len(reached), len(requests)),
            ranks=_kinds(RANKS.items(), reached),
            delay=durations([*(one.days for one in reached), *(None for _ in waiting)]),
        ),
    )


def _attempts(scope: Scope) -> tuple[list[Line], dict[uuid.UUID, list[Attempt]]]:
    """Give the attempts of the month that stand, in order, and by file what they gave."""
    rows = (
        ContactAttempt.objects.filter(
            sent_on__range=(scope.first, scope.last),
            withdrawn_at__isnull=True,
            accompaniment__enrolment__version__programme=scope.programme,
        )
        .order_by("sent_on", "recorded_at", "pk")
        .values_list("accompaniment__enrolment_id", "pk", "kind", "sent_on", "result", "result_on")
    )
    lines: list[Line] = []
    made: dict[uuid.UUID, list[Attempt]] = defaultdict(list)
    for enrolment_id, pk, kind, sent_on, result, result_on in rows:
        lines.append(Line(Figure.ATTEMPTS, None, enrolment_id, object_id=pk, tag=kind, on=sent_on))
        made[enrolment_id].append(Attempt(sent_on, result_on if result in AttemptResult.SUCCESS else None))
    return lines, made


def _requests(scope: Scope) -> list[_Request]:
    """Give the requests received in the month, each with the procedure's stage on its day and the first meeting held since.

    One passed on to another association is the same request.
    """
    of_file = {"enrolment_id": OuterRef("enrolment_id")}
    reached = ProcedureStep.objects.filter(
        withdrawn_at__isnull=True, reached_on__lte=OuterRef("received_on"), **of_file
    ).order_by("-reached_on", "-recorded_at")
    met = (
        Meeting.objects.held()
        .filter(held_on__range=(OuterRef("received_on"), scope.last), is_after_closure=False, **of_file)
        .order_by("held_on")
    )
    rows = (
        Referral.objects.filter(
            received_on__range=(scope.first, scope.last),
            passed_on_from__isnull=True,
            enrolment__version__programme=scope.programme,
        )
        .annotate(stage=Subquery(reached.values("stage")[:1]), met_on=Subquery(met.values("held_on")[:1]))
        .order_by(F("received_on"), "pk")
        .values_list("enrolment_id", "pk", "source", "received_on", "association_id", "stage", "met_on")
    )
    return [_Request(*row[:5], row[5] or NOT_SAID, row[6]) for row in rows]


def _asked(requests: Iterable[_Request]) -> list[Line]:
    """Give M17: one line a request by service, and one by stage."""
    return [
        Line(
            figure,
            None,
            one.enrolment_id,
            object_id=one.pk,
            tag=tag,
            on=one.received_on,
            association_id=one.association_id,
        )
        for one in requests
        for figure, tag in ((Figure.INTERVENTIONS, one.source), (Figure.STAGES, one.stage))
    ]


def _interventions(asked: Sequence[Line]) -> Interventions:
    services = [one for one in asked if one.figure == Figure.INTERVENTIONS]
    stages = [one for one in asked if one.figure == Figure.STAGES]
    counts = _kinds(STAGES.items(), stages)
    return Interventions(
        total=len(services),
        services=_kinds(((str(one.value), str(one.label)) for one in ReferralSource), services),
        stages=tuple(one for one in counts if one.count),
    )


def _reached(
    scope: Scope, requests: Iterable[_Request], made: dict[uuid.UUID, list[Attempt]]
) -> tuple[list[Line], list[Line]]:
    """Give the requests that a contact followed by the close, with its rank and after how many days, and those that wait."""
    reached, waiting = [], []
    for one in requests:
        facts: dict[str, Any] = {"object_id": one.pk, "association_id": one.association_id}
        contact = first_contact(
            made.get(one.enrolment_id, ()), met_on=one.met_on, asked_on=one.received_on, last=scope.last
        )
        if contact is None:
            waiting.append(Line(Figure.UNREACHED, None, one.enrolment_id, on=one.received_on, **facts))
            continue
        days = (contact.on - one.received_on).days
        reached.append(
            Line(Figure.REACHED, None, one.enrolment_id, tag=contact.rank, on=contact.on, days=days, **facts)
        )
    return reached, waiting


def _kinds(labels: Iterable[tuple[str, str]], lines: Iterable[Line]) -> tuple[KindCount, ...]:
    counts = Counter(one.tag for one in lines)
    return tuple(KindCount(code, label, counts[code]) for code, label in labels)

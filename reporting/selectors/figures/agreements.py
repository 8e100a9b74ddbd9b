"""M20: the tripartite conventions in force since a day of the month, the support proposed, what households answered."""

from django.db.models import OuterRef, Q, Subquery

from accompaniments.enums import ProposalAnswer
from accompaniments.models import Proposal
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.selectors.documents import ENROLMENT
from households.models import Enrolment
from leases.querysets import unit_on
from partners.enums import Axis
from reporting.enums import Figure
from reporting.selectors.figures.scope import Line, Scope

OF = "accompaniment__enrolment_id"


def agreement_lines(scope: Scope) -> list[Line] | None:
    """Give M20, in two queries; None for a programme of access where no convention began in the month.

    There it is the housing project that is proposed, and the lease that is signed.
    """
    found = _in_force(scope)
    if not found and scope.programme.axis != Axis.MAINTENANCE:
        return None
    return [*found, *_proposed(scope)]


def _in_force(scope: Scope) -> list[Line]:
    """Give the conventions in force since a day of the month; versions of one convention count once, on the first's day."""
    files = Enrolment.objects.filter(version__programme=scope.programme)
    first = (
        Document.objects.filter(series=OuterRef("series"), kind=OuterRef("kind"), in_force_on__isnull=False)
        .exclude(state=DocumentState.CANCELLED)
        .order_by("in_force_on", "number")
    )
    rows = (
        Document.objects.filter(
            kind=DocumentKind.TRIPARTITE_AGREEMENT,
            subject_kind=ENROLMENT,
            subject_id__in=files.values("pk"),
            in_force_on__range=(scope.first, scope.last),
            pk=Subquery(first.values("pk")[:1]),
        )
        .annotate(
            unit=unit_on(OuterRef("in_force_on"), among=scope.territory.ids, enrolment="subject_id"),
            protected=Subquery(files.filter(pk=OuterRef("subject_id")).values("is_protected")[:1]),
        )
        .order_by("in_force_on", "pk")
        .values_list("subject_id", "protected", "pk", "in_force_on", "unit")
    )
    return [
        Line(
            Figure.AGREEMENTS,
            scope.territory.at(unit, day, is_protected=protected),
            enrolment_id,
            object_id=pk,
            on=day,
        )
        for enrolment_id, protected, pk, day, unit in rows
        if day is not None  # for the types: its filter keeps none
    ]


def _proposed(scope: Scope) -> list[Line]:
    """Give what was proposed in the month, with the answer known at its close, and the answers of the month."""
    in_month = (scope.first, scope.last)
    units = scope.territory.ids
    rows = (
        Proposal.objects.standing()
        .filter(accompaniment__enrolment__version__programme=scope.programme)
        .filter(Q(proposed_on__range=in_month) | Q(answered_on__range=in_month))
        .annotate(
            there=unit_on(OuterRef("proposed_on"), among=units, enrolment=OF),
            then=unit_on(OuterRef("answered_on"), among=units, enrolment=OF),
        )
        .order_by("proposed_on", "pk")
        .values_list(
            OF, "accompaniment__enrolment__is_protected", "pk", "proposed_on", "there", "answer", "answered_on", "then"
        )
    )
    lines = []
    for enrolment_id, protected, pk, proposed_on, there, answer, answered_on, then in rows:
        is_answered = answered_on is not None and answered_on <= scope.last
        known = answer if is_answered else ProposalAnswer.PENDING.value
        facts = ((Figure.OFFERS, proposed_on, there, known), (Figure.ANSWERS, answered_on, then, answer))
        lines += [
            Line(
                figure,
                scope.territory.at(unit, day, is_protected=protected),
                enrolment_id,
                object_id=pk,
                tag=tag,
                on=day,
            )
            for figure, day, unit, tag in facts
            if day is not None and scope.holds(day)
        ]
    return lines

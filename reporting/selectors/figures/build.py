"""A month's figures put together: a constant number of queries, whatever the households."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accompaniments.enums import ReferralSource
from foundation.periods import Month
from foundation.words import plain_date
from partners.models import Organisation, Programme, ProgrammeVersion
from records.selectors.parameters import ParameterValue, parameters_on
from records.selectors.parameters import said as said_figure
from reporting.enums import Figure, MonthStatus
from reporting.models import MonthVersion, WorkerMonth
from reporting.rules.content import (
    NOT_ASSIGNED,
    PROTECTED_FILE,
    TOTAL,
    AssociationMonth,
    Correction,
    Definition,
    Flows,
    KindCount,
    MonthContent,
    Movement,
    ParameterUsed,
    Point,
    Targets,
)
from reporting.rules.identity import flows_by_place, summed
from reporting.rules.indicators import INDICATORS
from reporting.rules.parts import HOMES, tells_homes
from reporting.selectors.figures.agreements import agreement_lines
from reporting.selectors.figures.commission import sitting, waiting_lines
from reporting.selectors.figures.contact import Reaching, reaching
from reporting.selectors.figures.corrections import Moved, corrections
from reporting.selectors.figures.demand import demand_lines, request_lines, since_the_start
from reporting.selectors.figures.homes import entry_lines, sublet_lines
from reporting.selectors.figures.loads import Loads, loads
from reporting.selectors.figures.people import audience
from reporting.selectors.figures.places import Unit, territory
from reporting.selectors.figures.scope import Line, Scope
from reporting.selectors.figures.sliding import sliding_lines
from reporting.selectors.figures.stays import (
    Accompanied,
    counted_associations,
    counted_units,
    frozen_stock,
    stay_lines,
    stays,
)
from reporting.selectors.figures.supply import holder_cells, proposal_lines, supply_lines
from reporting.selectors.figures.tally import Tally
from reporting.selectors.figures.watch import watch_lines
from reporting.selectors.life import agreed_version

THRESHOLD, FREEZE_DAY = "figures.masking_threshold", "month.freeze_day"
EARLIER_MONTHS = 11


@dataclass(frozen=True)
class Computed:
    """A month as it is calculated: what it shows, the lines behind, the loads; nothing is saved yet."""

    content: MonthContent
    lines: list[Line]
    loads: list[WorkerMonth]


def compute(
    programme: Programme,
    month: Month,
    *,
    today: dt.date,
    previous: MonthVersion | None,
    version_number: int,
    status: MonthStatus,
    reason: str = "",
    not_validated_by: Sequence[str] = (),
) -> Computed:
    """Calculate a month with what is known now, each fact at its effective day (domain.md §4.1, §4.2).

    `previous` is the version of the month before whose last stock is this one's first. Raises UnknownParameterError.
    """
    agreed = agreed_version(programme, month)
    landlords = list(agreed.landlords.order_by("name")) if agreed else []
    scope = Scope(programme, month, territory(landlord.pk for landlord in landlords))
    parameters = parameters_on([THRESHOLD, FREEZE_DAY], month.plus(1).first)

    rows, stock = stays(scope), frozen_stock(previous)
    moved = corrections(scope, rows, stock, previous)
    since = since_the_start(scope)
    requests = request_lines(scope)
    supply, holders = supply_lines(scope)
    commission = sitting(scope)
    contacts, agreements = reaching(scope), agreement_lines(scope)
    counted = [
        *demand_lines(scope),
        *supply,
        *proposal_lines(scope),
        *commission.lines,
        *waiting_lines(scope),
        *entry_lines(scope),
        *sublet_lines(scope),
        *watch_lines(scope),
        *sliding_lines(scope),
        *(agreements or ()),
    ]
    tally = Tally(
        scope,
        counted,
        holders=holder_cells(supply, holders),
        presences=commission.presences,
        counted=commission.counted,
        has_agreements=agreements is not None,
    )
    flows = flows_by_place([row.by_unit for row in rows], frozen=counted_units(stock), eve=scope.eve, last=scope.last)
    shown = scope.territory.rows(month, {*flows, *tally.units()})
    units = (
        *(tally.row(unit, scope.territory.name(unit), flows.get(unit, Flows())) for unit in shown),
        tally.row(None, NOT_ASSIGNED, flows.get(None, Flows())),
    )
    by_association = flows_by_place(
        [row.by_association for row in rows], frozen=counted_associations(stock), eve=scope.eve, last=scope.last
    )
    associations, carried = _associations(scope, agreed, by_association)
    content = MonthContent(
        month=str(month),
        programme=programme.slug,
        programme_name=programme.name,
        axis=programme.axis,
        landlords=tuple(landlord.name for landlord in landlords),
        status=status,
        version=version_number,
        computed_on=today,
        units=units,
        total=tally.total(TOTAL, units, summed(row.flows for row in units)),
        targets=Targets(
            agreed.target_households if agreed else None,
            accompanied=sum(one.figure == Figure.ACCOMPANIED for one in since),
            housed=sum(one.figure == Figure.HOUSED for one in since),
        ),
        requests=_requests(requests),
        associations=associations,
        audience=audience(
            scope, [row.enrolment_id for row in rows if row.was_there(scope.last)], parameters[THRESHOLD].whole
        ),
        corrections=_corrections(scope, moved),
        movements=_movements(scope, rows),
        history=(*_history(programme, month), Point(str(month), sum(row.flows.stock_end for row in units))),
        definitions=_definitions(
            contacts, has_homes=tells_homes(programme.axis, units), has_agreements=agreements is not None
        ),
        parameters=_parameters(agreed, parameters),
        interventions=contacts.interventions,
        outreach=contacts.outreach,
        not_validated_by=tuple(not_validated_by),
        reason=reason,
    )
    lines = [
        *since,
        *stay_lines(rows, scope, is_first=previous is None),
        *(one.line for one in moved),
        *requests,
        *contacts.lines,
        *counted,
    ]
    return Computed(content, lines, carried.workers)


def _definitions(contacts: Reaching, *, has_homes: bool, has_agreements: bool) -> tuple[Definition, ...]:
    """Give the definitions of what the month tells: a programme is not explained what it never counts."""
    told = {
        **dict.fromkeys(HOMES, has_homes),
        **dict.fromkeys(("M14", "M15"), has_homes),
        "M17": contacts.interventions is not None,
        "M18": contacts.outreach is not None,
        "M19": contacts.outreach is not None,
        "M20": has_agreements,
    }
    return tuple(indicator.as_definition() for indicator in INDICATORS if told.get(indicator.code, True))


def _associations(
    scope: Scope, agreed: ProgrammeVersion | None, flows: Mapping[Unit, Flows]
) -> tuple[tuple[AssociationMonth, ...], Loads]:
    """Give each association's part, by name: those of the programme, and those that still hold a household in it."""
    known = {row.pk: row.name for row in agreed.associations.all()} if agreed else {}
    others = [pk for pk in flows if pk is not None and pk not in known]
    known |= dict(Organisation.objects.filter(pk__in=others).values_list("pk", "name"))
    carried = loads(scope.programme, known, scope.last)
    parts = [
        AssociationMonth(name, str(pk), flows.get(pk, Flows()), carried.associations.get(pk))
        for pk, name in sorted(known.items(), key=lambda item: (item[1].casefold(), str(item[0])))
    ]
    if None in flows:
        parts.append(AssociationMonth("Sans association", None, flows[None], None))
    return tuple(parts), carried


def _requests(lines: Sequence[Line]) -> tuple[KindCount, ...]:
    counts = [(source, sum(one.tag == source for one in lines)) for source in ReferralSource]
    return tuple(KindCount(source.value, str(source.label), count) for source, count in counts)


def _corrections(scope: Scope, moved: Sequence[Moved]) -> tuple[Correction, ...]:
    """Say each correction by file number, by unit; a protected household has none."""
    said = [
        Correction(
            unit=scope.territory.name(one.line.unit_id) or NOT_ASSIGNED,
            delta=one.line.delta,
            file_number=one.file_number,
            cause=one.line.cause or "",
            words=one.words,
            effective_on=one.line.on,
            recorded_on=one.line.recorded_on,
        )
        for one in moved
    ]
    return tuple(sorted(said, key=lambda one: (one.unit == NOT_ASSIGNED, one.unit.casefold(), one.file_number)))


def _movements(scope: Scope, rows: Sequence[Accompanied]) -> tuple[Movement, ...]:
    """Say each entry, exit and transfer by file number; a protected household has neither number nor day."""
    said = []
    for row in rows:
        number = PROTECTED_FILE if row.is_protected else row.file_number
        here, there = (scope.territory.name(unit) or NOT_ASSIGNED for unit in (row.first_unit, row.last_unit))
        if row.started_on >= scope.first:
            said.append(Movement(Figure.ENTERED, here, "", number, None if row.is_protected else row.started_on))
        if row.ended_on is not None and row.ended_on <= scope.last:
            said.append(Movement(Figure.LEFT, there, "", number, None if row.is_protected else row.ended_on))
        if row.first_unit != row.last_unit:
            said.append(Movement(Figure.TRANSFERRED_IN, there, here, number, None))
    order = [Figure.ENTERED, Figure.LEFT, Figure.TRANSFERRED_IN]
    return tuple(
        sorted(
            said,
            key=lambda one: (
                order.index(Figure(one.kind)),
                one.unit == NOT_ASSIGNED,
                one.unit.casefold(),
                one.on or dt.date.min,
                one.file_number,
            ),
        )
    )


def _history(programme: Programme, month: Month) -> tuple[Point, ...]:
    """Give the last stock of the months made before, the oldest first; one query."""
    rows = (
        MonthVersion.objects.filter(
            month__programme=programme,
            month__month_on__range=(month.plus(-EARLIER_MONTHS).first, month.plus(-1).first),
        )
        .order_by("month__month_on", "number")
        .values_list("month__month_on", "content__total__flows__stock_end")
    )
    return tuple(Point(str(Month.of(day)), stock) for day, stock in dict(rows).items())


def _parameters(agreed: ProgrammeVersion | None, parameters: Mapping[str, ParameterValue]) -> tuple[ParameterUsed, ...]:
    """Give what the month used of the convention and of references, with its source."""
    used = []
    if agreed:
        source = (
            agreed.source or f"convention, version {agreed.number} applicable depuis le {plain_date(agreed.started_on)}"
        )
        values = (
            ("Objectif de ménages accompagnés", agreed.target_households),
            ("Ménages par temps plein", agreed.caseload_ratio),
            ("Poids d’un ménage en préparation", agreed.preparation_weight.normalize()),
            ("Poids d’un ménage en veille", agreed.watch_weight.normalize()),
        )
        used = [
            ParameterUsed(label, "n.d." if value is None else said_figure(Decimal(value)), source)
            for label, value in values
        ]
    for code in (THRESHOLD, FREEZE_DAY):
        one = parameters[code]
        used.append(ParameterUsed(one.label, f"{one.lines[0][1]} {one.unit}".strip(), one.source))
    return tuple(used)

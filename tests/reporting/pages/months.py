"""Months to read, made from the month written by hand: rows behind each figure, on the files of `tests.world`."""

import datetime as dt
import uuid
from dataclasses import replace
from itertools import cycle
from typing import Any

from foundation.words import PARIS
from households.models import Enrolment
from partners.models import Programme
from reporting.enums import Figure, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, FigureLine, MonthVersion, Validation, WorkerMonth
from reporting.rules.content import Flows, MonthContent, Point, UnitMonth
from reporting.rules.digest import digest_of
from reporting.rules.tree import to_json
from tests.factories import leases as lf
from tests.reporting.sample import LONG_NAME, sample_content
from tests.world import World

COMPUTED = dt.datetime(2026, 11, 1, 3, 0, tzinfo=PARIS)
FROZEN = dt.datetime(2026, 11, 10, 4, 0, tzinfo=PARIS)


def content_for(world: World, programme: Programme, **values: Any) -> MonthContent:
    """Give the month written by hand with the world's units and associations."""
    sample = sample_content()
    names = {LONG_NAME: None}
    units = tuple(
        replace(unit, unit_id=str(world.units[unit.unit].pk) if unit.unit in world.units else None)
        for unit in sample.units
        if unit.unit not in names
    )
    associations = tuple(
        replace(part, association_id=str(pk))
        for part, pk in zip(sample.associations, (world.cap_habitat.pk, world.soligone.pk), strict=True)
    )
    return replace(
        sample,
        programme=programme.slug,
        programme_name=programme.name,
        axis=programme.axis,
        units=units,
        associations=associations,
        **values,
    )


def make_month(
    world: World,
    *,
    programme: Programme | None = None,
    month_on: dt.date = dt.date(2026, 10, 1),
    is_frozen: bool = False,
    number: int = 1,
    previous: MonthVersion | None = None,
    with_lines: bool = True,
    validated: tuple[str, ...] = (),
    **values: Any,
) -> MonthVersion:
    """Make a month as the services do, from the month written by hand."""
    programme = programme or world.securisation.programme
    status = MonthStatus.FROZEN if is_frozen else MonthStatus.PROVISIONAL
    row, _ = DashboardMonth.objects.update_or_create(
        programme=programme, month_on=month_on, defaults={"status": status, "made_on": COMPUTED.date()}
    )
    content = content_for(world, programme, status=status, version=number, month=f"{month_on:%Y-%m}", **values)
    kept = to_json(content)
    version = MonthVersion.objects.create(
        month=row,
        number=number,
        previous=previous,
        content=kept,
        digest=digest_of(kept),
        computed_at=COMPUTED,
        computed_by=uuid.uuid4(),
        frozen_at=FROZEN if is_frozen else None,
        frozen_because=FrozenBecause.VALIDATED if is_frozen else "",
        reason=content.reason,
    )
    if with_lines:
        FigureLine.objects.bulk_create(lines_of(world, version, content))
    for name in validated:
        association = getattr(world, name)
        Validation.objects.create(
            version=version, revision=1, association=association, validated_by=world.manager.pk, validated_at=COMPUTED
        )
    for user, association, share in (
        (world.lead, world.soligone, "1.00"),
        (world.other_worker, world.cap_habitat, "0.80"),
    ):
        WorkerMonth.objects.create(
            version=version,
            association=association,
            user=user,
            full_time_share=share,
            preparation=1,
            supported=11,
            watched=2,
            load="1.1000",
        )
    return version


def before_october(world: World, **values: Any) -> MonthVersion:
    """Make September 2026, frozen, on whose last stock October starts."""
    sample = sample_content()
    units = tuple(
        UnitMonth(unit.unit, None, Flows(stock_start=unit.flows.stock_start, stock_end=unit.flows.stock_start))
        for unit in sample.units
        if unit.unit != LONG_NAME
    )
    content = content_for(world, world.securisation.programme)
    months = tuple(replace(now, flows=was.flows) for now, was in zip(content.units, units, strict=True))
    made = make_month(
        world, month_on=dt.date(2026, 9, 1), is_frozen=True, with_lines=False, history=(Point("2026-09", 34),), **values
    )
    kept = to_json(
        replace(
            content,
            units=months,
            total=replace(content.total, flows=Flows(stock_start=34, stock_end=34)),
            month="2026-09",
            status=MonthStatus.FROZEN,
            corrections=(),
            movements=(),
        )
    )
    made.content = kept
    made.save(update_fields=["content"])
    FigureLine.objects.bulk_create(
        line for line in lines_of(world, made, replace(content, units=months)) if line.figure == Figure.STOCK_END
    )
    return made


def lines_of(world: World, version: MonthVersion, content: MonthContent) -> list[FigureLine]:
    """Make as many lines behind each figure as it counts, over files of both associations and a protected one."""
    files = cycle(
        [
            (world.mine, world.soligone.pk),
            (world.colleagues, world.soligone.pk),
            (world.others, world.cap_habitat.pk),
            (world.protected, world.soligone.pk),
        ]
    )
    announcement = lf.AnnouncementFactory.make(dwelling__unit=world.units["Orange"])
    lines: list[FigureLine] = []

    def add(figure: Figure, unit: UnitMonth, count: int, **values: Any) -> None:
        for _ in range(abs(count)):
            enrolment, association_id = next(files)
            lines.append(_line(version, figure, unit, enrolment, association_id, **values))

    for unit in content.units:
        flows = unit.flows
        if version.previous_id is None:
            add(Figure.STOCK_START, unit, flows.stock_start, on=dt.date(2026, 3, 1))
        add(Figure.CORRECTIONS, unit, flows.corrections, delta=1 if flows.corrections > 0 else -1, cause="ENTRY_LATE")
        add(Figure.ENTERED, unit, flows.entered, on=dt.date(2026, 10, 7))
        add(Figure.TRANSFERRED_IN, unit, flows.transferred_in, on=dt.date(2026, 10, 8))
        add(Figure.LEFT, unit, flows.left, on=dt.date(2026, 10, 9), delta=-1)
        add(Figure.TRANSFERRED_OUT, unit, flows.transferred_out, on=dt.date(2026, 10, 8), delta=-1)
        add(Figure.STOCK_END, unit, flows.stock_end, on=dt.date(2026, 3, 1))
        for cell in unit.cells:
            add(Figure.DEMAND, unit, cell.demand, tag=cell.typology)
            add(Figure.DEMAND_OTHER, unit, cell.demand_other, tag=cell.typology)
            for figure, count in ((Figure.SUPPLY, cell.supply), (Figure.SUPPLY_AWAITING, cell.awaiting)):
                lines.extend(
                    FigureLine(
                        version=version,
                        figure=figure,
                        unit_id=_id(unit),
                        object_id=announcement.pk,
                        tag=cell.typology,
                        on=dt.date(2026, 10, 3),
                    )
                    for _ in range(count)
                )
        add(Figure.PROPOSALS, unit, unit.proposals.made, on=dt.date(2026, 10, 5))
        add(Figure.PRESENTED, unit, unit.presented.examined, on=dt.date(2026, 10, 6), tag="ADJOURNED")
        add(Figure.POSITIVE, unit, unit.decisions.rate.numerator, on=dt.date(2026, 10, 6), tag="ALLOCATED")
        add(Figure.UNSETTLED, unit, unit.decisions.unsettled, on=dt.date(2026, 10, 6))
        add(Figure.REFERRAL_TO_CAL, unit, unit.referral_to_cal.n, days=41, on=dt.date(2026, 10, 6))
        add(Figure.REFERRAL_TO_CAL, unit, unit.referral_to_cal.missing)
        add(Figure.DECISION_TO_ENTRY, unit, unit.decision_to_entry.n, days=24, on=dt.date(2026, 10, 6))
        add(Figure.DECISION_TO_ENTRY, unit, unit.decision_to_entry.missing)
        add(Figure.MOVE_INS, unit, unit.move_ins.total, on=dt.date(2026, 10, 6), tag="DIRECT")
        add(Figure.SUBLETS, unit, unit.sublets.open, on=dt.date(2026, 5, 6))
    add(Figure.ACCOMPANIED, content.total, content.targets.accompanied)
    add(Figure.HOUSED, content.total, content.targets.housed)
    for kind in content.requests:
        add(Figure.REQUESTS, content.total, kind.count, tag=kind.code, on=dt.date(2026, 10, 2))
    return lines


def _line(
    version: MonthVersion,
    figure: Figure,
    unit: UnitMonth,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    **values: Any,
) -> FigureLine:
    """Make a line; a protected household is « non réparti » from the start, as the figures make it."""
    return FigureLine(
        version=version,
        figure=figure,
        unit_id=_id(unit),
        association_id=association_id,
        enrolment=enrolment,
        **values,
    )


def _id(unit: UnitMonth) -> uuid.UUID | None:
    return uuid.UUID(unit.unit_id) if unit.unit_id else None

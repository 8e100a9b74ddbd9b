"""From lines to figures: what each unit's row says is counted on the very lines that its lists show."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accompaniments.enums import ProposalAnswer
from leases.enums import LeaseKind, Typology
from reporting.enums import Figure
from reporting.rules.content import (
    Agreements,
    Alerts,
    Cell,
    Decisions,
    Flows,
    KindCount,
    MoveIns,
    Presented,
    Proposals,
    Ratio,
    Sliding,
    UnitMonth,
    Watch,
)
from reporting.rules.durations import durations, sublets
from reporting.selectors.figures.commission import KINDS
from reporting.selectors.figures.places import Unit
from reporting.selectors.figures.scope import Line, Scope
from reporting.selectors.figures.supply import ENDED, PENDING, as_cells

Holders = Counter[tuple[str, str, Figure]]


@dataclass(frozen=True)
class _Place:
    """What one row is counted on."""

    lines: Mapping[str, list[Line]]
    kinds: Counter[str]
    holders: Holders


class Tally:
    """The lines of a month but its flows, ready to be counted by unit."""

    def __init__(
        self,
        scope: Scope,
        lines: Iterable[Line],
        *,
        holders: Mapping[Unit, Holders],
        presences: Mapping[uuid.UUID, bool | None],
        counted: Sequence[tuple[Unit, str]],
        has_agreements: bool,
    ) -> None:
        self.scope = scope
        self.has_agreements = has_agreements
        self.holders = holders
        self.presences = presences
        self.lines: dict[Unit, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
        self.kinds: dict[Unit, Counter[str]] = defaultdict(Counter)
        for one in lines:
            self.lines[one.unit_id][one.figure].append(one)
        for unit, kind in counted:
            self.kinds[unit][kind] += 1

    def units(self) -> set[Unit]:
        """Give every unit that a line names."""
        return {*self.lines, *self.kinds, *self.holders}

    def row(self, unit: Unit, name: str, flows: Flows) -> UnitMonth:
        """Give one unit's month."""
        place = _Place(self.lines[unit], self.kinds[unit], self.holders.get(unit, Counter()))
        return self._month(place, name, flows, unit_id=str(unit) if unit else None)

    def total(self, name: str, rows: Sequence[UnitMonth], flows: Flows) -> UnitMonth:
        """Give the whole: the same lines together; the coverage is the units', for a home elsewhere covers no wish."""
        merged: dict[str, list[Line]] = defaultdict(list)
        for by_figure in self.lines.values():
            for figure, several in by_figure.items():
                merged[figure] += several
        coverage = Ratio(sum(row.coverage.numerator for row in rows), sum(row.coverage.denominator for row in rows))
        kinds = sum(self.kinds.values(), Counter[str]())
        holders = sum(self.holders.values(), Holders())
        return replace(self._month(_Place(merged, kinds, holders), name, flows), coverage=coverage)

    def _month(self, place: _Place, name: str, flows: Flows, unit_id: str | None = None) -> UnitMonth:
        lines, kinds = place.lines, place.kinds
        cells = _cells(lines)

        def found(figure: Figure) -> list[Line]:
            return lines.get(figure, [])

        return UnitMonth(
            unit=name,
            unit_id=unit_id,
            flows=flows,
            cells=cells,
            holders=as_cells(place.holders),
            supply_new=len(found(Figure.SUPPLY_NEW)),
            readiness=durations(one.days for one in found(Figure.DEMAND)),
            coverage=_coverage(cells),
            proposals=_proposals(found(Figure.PROPOSALS)),
            presented=self._presented(found(Figure.PRESENTED)),
            decisions=Decisions(
                rate=Ratio(
                    len(found(Figure.POSITIVE)), sum(count for kind, count in kinds.items() if kind != "ADJOURNED")
                ),
                kinds=tuple(KindCount(code, label, kinds[code]) for code, label in KINDS.items() if kinds[code]),
                unsettled=len(found(Figure.UNSETTLED)),
            ),
            referral_to_cal=durations(one.days for one in found(Figure.REFERRAL_TO_CAL)),
            decision_to_entry=durations(one.days for one in found(Figure.DECISION_TO_ENTRY)),
            move_ins=_move_ins(found(Figure.MOVE_INS)),
            sublets=sublets((one.on for one in found(Figure.SUBLETS) if one.on), self.scope.last),
            watch=Watch(
                watched=len(found(Figure.WATCHED)),
                ending=len(found(Figure.WATCH_ENDING)),
                reopened=len(found(Figure.REOPENED)),
            ),
            agreements=_agreements(lines) if self.has_agreements else None,
            sliding=_sliding(lines),
            alerts=_alerts(lines),
        )

    def _presented(self, lines: Sequence[Line]) -> Presented:
        there = Counter(self.presences.get(one.object_id) for one in lines if one.object_id)
        return Presented(
            examined=len(lines),
            adjourned=sum(one.tag == "ADJOURNED" for one in lines),
            with_worker=there[True],
            without_worker=there[False],
            not_said=there[None],
        )


def _coverage(cells: Iterable[Cell]) -> Ratio:
    several = list(cells)
    return Ratio(sum(cell.covered for cell in several), sum(cell.demand for cell in several))


def _proposals(lines: Sequence[Line]) -> Proposals:
    tags = Counter(one.tag for one in lines)
    return Proposals(
        made=len(lines),
        accepted=tags["ACCEPTED"],
        refused=tags["REFUSED"] + tags["SILENCE"],
        ended=tags[ENDED],
        pending=tags[PENDING],
    )


def _agreements(lines: Mapping[str, list[Line]]) -> Agreements:
    answers = Counter(one.tag for one in lines.get(Figure.ANSWERS, []))
    return Agreements(
        in_force=len(lines.get(Figure.AGREEMENTS, [])),
        offered=len(lines.get(Figure.OFFERS, [])),
        accepted=answers[ProposalAnswer.ACCEPTED],
        refused=answers[ProposalAnswer.REFUSED],
        unanswered=answers[ProposalAnswer.NO_ANSWER],
    )


def _sliding(lines: Mapping[str, list[Line]]) -> Sliding:
    slides = lines.get(Figure.SLIDES, [])
    return Sliding(
        due=len(lines.get(Figure.EXAMS_DUE, [])),
        done=len(lines.get(Figure.EXAMS_DONE, [])),
        late=len(lines.get(Figure.EXAMS_LATE, [])),
        slides=len(slides),
        slides_year=len(lines.get(Figure.SLIDES_YEAR, [])),
        delay=durations(one.days for one in slides),
    )


def _alerts(lines: Mapping[str, list[Line]]) -> Alerts:
    return Alerts(
        late_exams=len(lines.get(Figure.EXAMS_LATE, [])),
        watch_ends=len(lines.get(Figure.WATCH_ENDING, [])),
        unsigned=len(lines.get(Figure.UNSIGNED, [])),
        uninsured=len(lines.get(Figure.UNINSURED, [])),
        in_arrears=len(lines.get(Figure.IN_ARREARS, [])),
    )


def _move_ins(lines: Sequence[Line]) -> MoveIns:
    tags = Counter(one.tag for one in lines)
    return MoveIns(total=len(lines), direct=tags[LeaseKind.DIRECT], sublet=tags[LeaseKind.SUBLEASE])


def _cells(lines: Mapping[str, list[Line]]) -> tuple[Cell, ...]:
    """Give M1, M3 and M4 by size, for the sizes that someone wants or that are there."""
    counts = {
        figure: Counter(one.tag for one in lines.get(figure, []))
        for figure in (Figure.DEMAND, Figure.DEMAND_OTHER, Figure.SUPPLY, Figure.SUPPLY_AWAITING)
    }
    sizes = [size for size in Typology.values if any(counter[size] for counter in counts.values())]
    return tuple(Cell(size, *(counter[size] for counter in counts.values())) for size in sizes)

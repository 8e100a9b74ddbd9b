"""Where procedures are and what they mean on a day, for many files at once: one page, « À faire », a service's list.

Nothing here asks who reads: callers give the files and the landlords that their reader may read.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Q, QuerySet

from foundation.periods import in_force
from foundation.words import plain_date
from leases.enums import LeaseEnd, LeaseKind, ProcedureStage, ProtocolState
from leases.models import AccountBalance, Lease, ProcedureHold, ProcedureStep, SocialCohesionProtocol, StatedLease
from leases.rules.arrears import Dues, Stated, Threshold, benefit_threshold, ccapex_threshold
from leases.rules.clocks import Clock, clocks, earliest_eviction, protocol_clocks
from leases.rules.law import Law, truce_over
from leases.rules.meaning import Meaning, Situation, meaning_of
from leases.rules.procedures import (
    Position,
    Reached,
    Title,
    position_on,
    position_under,
    reached_under,
    title_after_judgment,
)
from leases.rules.protocols import lease_due_on
from leases.selectors.law import procedure_law


@dataclass(frozen=True)
class KnownLease:
    """What is known of the lease that a procedure is about; `is_kept` when it is a title of the chain."""

    signed_on: dt.date | None = None
    dues: Dues = field(default_factory=Dues)
    is_kept: bool = False
    is_open: bool = False
    title_id: uuid.UUID | None = None
    titles: tuple[Title, ...] = ()  # the household's own by then, its occupation without one included
    evicted_on: dt.date | None = None  # a title said to have ended by an eviction


@dataclass(frozen=True)
class Procedure:
    """Everything that a procedure tells on a day, computed from its dated facts."""

    day: dt.date
    reached: tuple[Reached, ...]
    position: Position
    clocks: tuple[Clock, ...]
    meaning: Meaning
    eviction_from: dt.date | None
    truce_until: dt.date | None
    lease: KnownLease
    benefit: Threshold | None
    ccapex: Threshold | None
    last_statement: Stated | None

    @property
    def warning(self) -> str:
        """Say what one must know before acting, once the judge has ended the lease; empty when there is nothing."""
        if not self.position.is_terminated or self.position.is_over:
            return ""
        if self.position.beside is not None:
            return f"Bail résilié, {self.position.beside.stage.label}"
        if self.eviction_from is None:
            return "Bail résilié par le juge"
        if self.is_eviction_open:
            return "Bail résilié, délai pour quitter les lieux passé"
        return f"Bail résilié, aucune expulsion avant le {plain_date(self.eviction_from)}"

    @property
    def is_eviction_open(self) -> bool:
        """Tell whether neither a delay nor the winter truce holds an eviction today."""
        return self.eviction_from is not None and self.eviction_from <= self.day


@dataclass(frozen=True)
class StageOn:
    """The stage of a file on a day, and what stood beside it or set it aside."""

    stage: ProcedureStage | None = None
    beside: ProcedureStage | None = None

    @property
    def shown(self) -> ProcedureStage | None:
        """Give what one says first of it."""
        return self.beside or self.stage


def stage_on(enrolment_ids: Collection[uuid.UUID], day: dt.date) -> dict[uuid.UUID, StageOn]:
    """Give where the procedures of these files were on a day, in one query: at the request, the entry, the exit (§4.3 A15).

    A file without any stage by then has none; facts recorded late count at their day.
    """
    return stages_on(dict.fromkeys(enrolment_ids, day))


def stages_on(days: Mapping[uuid.UUID, dt.date]) -> dict[uuid.UUID, StageOn]:
    """Give where each procedure was on its own day, in one query."""
    reached = _reached(ProcedureStep.objects.filter(enrolment_id__in=days))
    found = {}
    for pk, day in days.items():
        here = position_on(reached.get(pk, ()), day)
        found[pk] = StageOn(
            here.stage.stage if here.stage else None,
            here.beside.stage if here.beside else None,
        )
    return found


def reached_of(enrolment_id: uuid.UUID) -> tuple[Reached, ...]:
    """Give the stages of a file's procedure."""
    return _reached(ProcedureStep.objects.filter(enrolment_id=enrolment_id)).get(enrolment_id, ())


def procedures_of(
    enrolment_ids: Collection[uuid.UUID], day: dt.date, *, landlords: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, Procedure]:
    """Give the procedures of these files on a day, of these landlords (all when None), in a constant number of queries."""
    scope = Q(enrolment_id__in=enrolment_ids)
    if landlords is not None:
        scope &= Q(landlord_id__in=landlords)
    law = procedure_law()
    reached = _reached(ProcedureStep.objects.filter(scope))
    statements: dict[uuid.UUID, dict[dt.date, Decimal]] = defaultdict(dict)
    for balance in AccountBalance.objects.filter(scope).order_by("stated_on", "recorded_at"):
        statements[balance.enrolment_id][balance.stated_on] = balance.amount
    holds = {
        hold.enrolment_id: hold for hold in ProcedureHold.objects.filter(scope, in_force(day)).order_by("started_on")
    }
    protocols = {
        row.enrolment_id: row
        for row in SocialCohesionProtocol.objects.filter(
            scope, state__in=(ProtocolState.RUNNING, ProtocolState.HONOURED), started_on__lte=day
        ).order_by("started_on")
    }
    leases = _leases(enrolment_ids, scope, day, landlords)
    return {
        pk: _procedure(
            _Facts(
                reached=reached.get(pk, ()),
                statements=tuple(Stated(on, amount) for on, amount in statements[pk].items()),
                hold=holds.get(pk),
                protocol=protocols.get(pk),
                lease=leases.get(pk, KnownLease()),
            ),
            law,
            day,
        )
        for pk in enrolment_ids
    }


@dataclass(frozen=True)
class _Facts:
    """The rows of one procedure."""

    reached: tuple[Reached, ...]
    statements: tuple[Stated, ...]
    hold: ProcedureHold | None
    protocol: SocialCohesionProtocol | None
    lease: KnownLease


def _procedure(facts: _Facts, law: Law, day: dt.date) -> Procedure:
    hold, protocol, lease = facts.hold, facts.protocol, facts.lease
    known = facts.reached
    if lease.evicted_on is not None:
        known = (*known, Reached(ProcedureStage.EVICTED, lease.evicted_on))
    title = title_after_judgment(known, lease.titles, day)
    here = position_under(known, title, day)
    reached = reached_under(known, title)
    found = clocks(reached, lease_signed_on=lease.signed_on, law=law, today=day)
    due = lease_due_on(protocol.ended_on, law) if protocol and protocol.ended_on else None
    if protocol is not None:
        found = (*found, *protocol_clocks(protocol.started_on, protocol.last_day, protocol.ended_on, due))
    truce = truce_over(day, law)
    by_protocol = next((one for one in lease.titles if one.kind == LeaseKind.PCS and one.is_open(day)), None)
    is_stayed = here.beside is not None and here.beside.stage != ProcedureStage.COURT_DELAYS
    eviction_from = None if is_stayed or by_protocol else earliest_eviction(reached, law, day)
    hearings = [
        one.on for one in reached if one.stage == ProcedureStage.HEARING and one.on >= day and not one.is_withdrawn
    ]
    meaning = meaning_of(
        Situation(
            position=here,
            today=day,
            clocks=found,
            hearing_on=min(hearings, default=None),
            eviction_from=eviction_from,
            truce_until=truce.ended_on if truce else None,
            is_held=hold is not None,
            held_until=hold.ended_on if hold else None,
            protocol_until=protocol.last_day if protocol else None,
            protocol_since=by_protocol.started_on if by_protocol else None,
            new_lease_by=due[0] if due else None,
        )
    )
    return Procedure(
        day=day,
        reached=reached,
        position=here,
        clocks=found,
        meaning=meaning,
        eviction_from=eviction_from,
        truce_until=truce.ended_on if truce else None,
        lease=lease,
        benefit=benefit_threshold(lease.dues, facts.statements, law, day),
        ccapex=ccapex_threshold(lease.dues, facts.statements, law, day),
        last_statement=max((one for one in facts.statements if one.on <= day), key=lambda one: one.on, default=None),
    )


def _reached(rows: QuerySet[ProcedureStep]) -> dict[uuid.UUID, tuple[Reached, ...]]:
    found: dict[uuid.UUID, list[Reached]] = defaultdict(list)
    for row in rows.filter(withdrawn_at__isnull=True).order_by("reached_on", "recorded_at"):
        found[row.enrolment_id].append(
            Reached(ProcedureStage(row.stage), row.reached_on, until=row.until_on, told_on=row.prefect_told_on)
        )
    return {pk: tuple(reached) for pk, reached in found.items()}


def _leases(
    enrolment_ids: Collection[uuid.UUID], scope: Q, day: dt.date, landlords: Collection[uuid.UUID] | None
) -> dict[uuid.UUID, KnownLease]:
    """Give the lease of each file: the household's last own lease of the chain by then, completed by what is said of it."""
    said: dict[uuid.UUID, StatedLease] = {}
    for row in StatedLease.objects.filter(scope).order_by("recorded_at"):
        said[row.enrolment_id] = row
    kept: dict[uuid.UUID, Lease] = {}
    hers: dict[uuid.UUID, list[Title]] = defaultdict(list)
    evicted: dict[uuid.UUID, dt.date] = {}
    titles = Lease.objects.filter(enrolment_id__in=enrolment_ids, started_on__lte=day)
    if landlords is not None:
        titles = titles.filter(share__dwelling__landlord_id__in=landlords)
    for title in titles.order_by("started_on"):
        if title.enrolment_id is None:
            continue
        hers[title.enrolment_id].append(Title(LeaseKind(title.kind), title.started_on, title.ended_on))
        if title.end_reason == LeaseEnd.EVICTED and title.ended_on is not None:
            evicted[title.enrolment_id] = title.ended_on
        if title.kind == LeaseKind.DIRECT:
            kept[title.enrolment_id] = title
    found = {}
    for pk in {*said, *hers}:
        lease, told = kept.get(pk), said.get(pk)
        known = KnownLease(titles=tuple(hers[pk]), evicted_on=evicted.get(pk))
        if lease is not None:
            benefit = told.benefit if told else None
            dues = Dues(lease.rent, lease.charges, benefit, lease.is_third_party_paid)
            is_open = lease.ended_on is None or lease.ended_on >= day
            known = replace(
                known, signed_on=lease.signed_on, dues=dues, is_kept=True, is_open=is_open, title_id=lease.pk
            )
        elif told is not None:
            dues = Dues(told.rent, told.charges, told.benefit, told.is_paid_to_landlord)
            known = replace(known, signed_on=told.signed_on, dues=dues)
        found[pk] = known
    return found

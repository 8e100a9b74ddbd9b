"""What houses a household: its project, its CAL dossiers, their sittings and decisions, the lease."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accompaniments.enums import State
from households.enums import HousingSituation, NamingCause, NamingService
from households.models import EnrolmentNaming
from leases.enums import Answer, DecisionKind, FileEnd, FileState, InventoryKind, LeaseEnd, LeaseKind, Typology
from leases.models import (
    AllocationFile,
    Announcement,
    Decision,
    Dwelling,
    DwellingShare,
    FileChange,
    Hearing,
    HousingProject,
    Inventory,
    Lease,
    Offer,
    Piece,
    Session,
    SessionDwelling,
    WishedUnit,
)
from partners.enums import Axis
from records.enums import Chain
from scripts.bench.lives import Ground, Life, moment
from scripts.bench.subleases import live_in

SIZES = (Typology.T2, Typology.T3, Typology.T3, Typology.T4)
KINDS = (DecisionKind.ALLOCATED, DecisionKind.ALLOCATED, DecisionKind.ALLOCATED_CONDITIONAL)
PIECES = ("identity", "tax_notice", "family")
FREE_EVERY = 9  # a dwelling that waits for somebody, every so many households


@dataclass
class Home:
    """An announced dwelling."""

    announcement: Announcement
    dwelling: Dwelling
    share: DwellingShare


def house(life: Life, rank: int) -> None:
    """Write the project and the dossiers of a household on its way to a home."""
    ground, random = life.ground, life.ground.random
    if rank % FREE_EVERY == 0:
        _announce(ground, ground.today - dt.timedelta(days=random.randint(1, 60)), held=rank % (2 * FREE_EVERY) == 0)
    proposed = life.entered(State.PROPOSED) or life.entered(State.READY)
    if life.axis != Axis.ACCESS or proposed is None:
        return
    supported = life.entered(State.SUPPORTED)
    signed_on = None
    if supported is not None:
        if random.random() < 0.3:  # noqa: PLR2004 -- three in ten were refused another home first
            _dossier(life, ground.sitting_near(supported - dt.timedelta(days=30)), won=False)
        signed_on = _dossier(life, ground.sitting_near(supported), won=True)
    elif life.fate == "READY" and rank % 3:
        coming = [row for row in ground.sittings if row.held_on > ground.today]
        _dossier(life, coming[rank % len(coming)], won=True)
    project = HousingProject(
        enrolment=life.enrolment, typologies="T3,T4" if random.random() < 0.3 else random.choice(SIZES),  # noqa: PLR2004 -- some take two
        highest_cost=Decimal(617), started_on=proposed, ended_on=signed_on,
    )  # fmt: skip
    life.add(project)
    for position, unit in enumerate(random.sample(ground.cast.units, 2), start=1):
        life.add(WishedUnit(project=project, unit=unit, position=position))


def _announce(ground: Ground, day: dt.date, *, ended_on: dt.date | None = None, held: bool = False) -> Home:
    ground.dwellings += 1
    unit = ground.unit()
    dwelling = Dwelling(
        landlord=ground.cast.landlord, unit=unit, reference=f"MH-{ground.dwellings:05d}", residence="Les Amandiers",
        address="12 rue des Amandiers", postcode="84100", city=unit.name, typology=ground.random.choice(SIZES),
        surface=Decimal(62), floor=1, funding_category="PLAI", heating="COLLECTIVE",
    )  # fmt: skip
    share = DwellingShare(dwelling=dwelling, started_on=day)
    announcement = Announcement(
        dwelling=dwelling, announced_on=day, available_on=day + dt.timedelta(days=20), rent=Decimal(412),
        charges=Decimal(88), announced_by=ground.cast.secretary.pk, ended_on=ended_on,
        reservation_holder=ground.cast.holder if held else None,
    )  # fmt: skip
    for row in (dwelling, share, announcement):
        ground.rows.add(row)
    return Home(announcement, dwelling, share)


def _dossier(life: Life, sitting: Session, *, won: bool) -> dt.date | None:
    """Write a dossier as far as it has come today; give the day when its lease was signed."""
    today, add, by = life.ground.today, life.add, life.worker.pk
    held = sitting.held_on
    signed = held + dt.timedelta(days=20)
    ways = [
        (FileState.DRAFT, held - dt.timedelta(days=30)), (FileState.SUBMITTED, held - dt.timedelta(days=25)),
        (FileState.COMPLETE, held - dt.timedelta(days=18)), (FileState.SCHEDULED, held - dt.timedelta(days=14)),
        (FileState.DECIDED, held),
    ]  # fmt: skip
    if won:
        ways += [
            (FileState.OFFER_SENT, held + dt.timedelta(days=3)), (FileState.ACCEPTED, held + dt.timedelta(days=8)),
        ]  # fmt: skip
    ways.append((FileState.CLOSED, signed if won else held + dt.timedelta(days=2)))
    done = [(state, day) for state, day in ways if day <= today]
    if not done:
        return None
    states = dict(done)
    closed = states.get(FileState.CLOSED)
    end = (FileEnd.LEASE_SIGNED if won else FileEnd.NOT_ALLOCATED) if closed else ""
    home = _announce(life.ground, held - dt.timedelta(days=45), ended_on=closed)
    submitted = states.get(FileState.SUBMITTED)
    row = AllocationFile(
        enrolment=life.enrolment, association=life.association, announcement=home.announcement, state=done[-1][0],
        state_on=done[-1][1], end=end, reference_income=Decimal(9800), reference_year=held.year - 2, opened_by=by,
        opened_on=done[0][1], submitted_at=moment(submitted, 10) if submitted else None, version=len(done),
        arguments="La famille est prête à habiter.", support_proposed="Une visite tous les quinze jours.",
    )  # fmt: skip
    add(row)
    before = ""
    for position, (state, day) in enumerate(done, start=1):
        add(
            FileChange(
                file=row, position=position, from_state=before, to_state=state, effective_on=day, recorded_by=by,
                recorded_at=moment(day, 11),
            )
        )  # fmt: skip
        before = state
        life.event(Chain.WRITE, "allocation_file.changed", "leases.allocationfile", row.pk, day)
    for kind in PIECES:
        add(Piece(file=row, kind=kind, person=life.people[0], received_on=done[0][1], issued_on=done[0][1]))
    if submitted:
        _name(life, row, home, submitted, closed)
    if FileState.SCHEDULED in states:
        _hear(life, row, home, sitting, states, won=won)
    return _lease(life, row, home, signed) if won and closed else None


def _name(life: Life, row: AllocationFile, home: Home, since: dt.date, until: dt.date | None) -> None:
    services = (
        (NamingService.CORRESPONDENT, home.dwelling.unit),
        (NamingService.SOCIAL, None),
        (NamingService.CAL, None),
    )
    for service, unit in services:
        life.add(
            EnrolmentNaming(
                enrolment=life.enrolment, landlord=life.ground.cast.landlord, service=service, unit=unit,
                cause=NamingCause.DOSSIER_SUBMITTED, source_id=row.pk, started_on=since, ended_on=until,
            )
        )  # fmt: skip


def _hear(
    life: Life, row: AllocationFile, home: Home, sitting: Session, states: dict[FileState, dt.date], *, won: bool
) -> None:
    add, by, random = life.add, life.ground.cast.secretary.pk, life.ground.random
    held = sitting.held_on
    decided = FileState.DECIDED in states
    add(SessionDwelling(session=sitting, announcement=home.announcement, outside_candidates=2))
    hearing = Hearing(
        session=sitting, file=row, invited_at=moment(states[FileState.SCHEDULED], 12),
        worker_was_present=random.random() < 0.8 if decided else None,  # noqa: PLR2004 -- most go
    )  # fmt: skip
    add(hearing)
    if not decided:
        return
    kind = random.choice(KINDS) if won else DecisionKind.NOT_ALLOCATED
    decision = Decision(
        hearing=hearing, file=row, announcement=home.announcement, kind=kind, decided_on=held, recorded_by=by,
        recorded_at=moment(held, 13), reason="" if won else "Ressources",
        missing_piece="Attestation" if kind == DecisionKind.ALLOCATED_CONDITIONAL else "",
        notified_on=states.get(FileState.OFFER_SENT),
    )  # fmt: skip
    add(decision)
    if (sent := states.get(FileState.OFFER_SENT)) is not None:
        accepted = states.get(FileState.ACCEPTED)
        add(
            Offer(
                decision=decision, notified_on=sent, days=10, due_on=sent + dt.timedelta(days=10), recorded_by=by,
                answer=Answer.ACCEPTED if accepted else "", answered_on=accepted,
            )
        )  # fmt: skip


def _lease(life: Life, row: AllocationFile, home: Home, signed: dt.date) -> dt.date:
    """Write the lease, direct or by a sublease that slides when the household's course is over."""
    add, by = life.add, life.worker.pk
    started = signed + dt.timedelta(days=5)
    terms = {"share": home.share, "signed_on": signed, "rent": Decimal(412), "charges": Decimal(88), "recorded_by": by}
    is_sublet = bool(life.association.subletting_approved_on) and life.ground.random.random() < 0.5  # noqa: PLR2004 -- half
    if is_sublet:
        slid = life.over if life.over and life.over > started else None
        until = slid - dt.timedelta(days=1) if slid else None
        reason = LeaseEnd.SLIDE if slid else ""
        head = Lease(
            kind=LeaseKind.HEAD, tenant_association=life.association, file=row, started_on=started, ended_on=until,
            end_reason=reason, expects_slide=True, **terms,
        )  # fmt: skip
        lease = Lease(
            kind=LeaseKind.SUBLEASE, enrolment=life.enrolment, head_lease=head, file=row, started_on=started,
            ended_on=until, end_reason=reason, expects_slide=True, **terms,
        )  # fmt: skip
        add(head)
        add(lease)
        live_in(life, lease)
        life.homes.append((started, home.dwelling, HousingSituation.SUBTENANT))
        if slid:
            own = Lease(
                kind=LeaseKind.DIRECT, enrolment=life.enrolment, started_on=slid, **(terms | {"signed_on": slid})
            )
            add(own)
            _name_to_its_unit(life, home, own)
            life.homes.append((slid, home.dwelling, HousingSituation.TENANT))
    else:
        lease = Lease(kind=LeaseKind.DIRECT, enrolment=life.enrolment, file=row, started_on=started, **terms)
        add(lease)
        life.homes.append((started, home.dwelling, HousingSituation.TENANT))
    if started <= life.ground.today:
        add(
            Inventory(
                lease=lease, kind=InventoryKind.MOVE_IN, made_on=started, keys_handed=2, worker_was_present=True,
                recorded_by=by,
            )
        )  # fmt: skip
    _name_to_its_unit(life, home, lease)
    return signed


def _name_to_its_unit(life: Life, home: Home, lease: Lease) -> None:
    """Name the household by a title of its own, as long as both last."""
    ends = [day for day in (lease.ended_on, life.over) if day and day >= lease.signed_on]
    for service, unit in ((NamingService.CORRESPONDENT, home.dwelling.unit), (NamingService.SOCIAL, None)):
        life.add(
            EnrolmentNaming(
                enrolment=life.enrolment, landlord=life.ground.cast.landlord, service=service, unit=unit,
                cause=NamingCause.LEASE_SIGNED, source_id=lease.pk, started_on=lease.signed_on, ended_on=min(ends, default=None),
            )
        )  # fmt: skip

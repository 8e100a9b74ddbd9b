"""The sittings of a commission: the list, one sitting's agenda by dwelling, what an offer and an entry need."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from foundation.words import clock, plain_date, week_date
from households.models import Enrolment
from households.readings import card
from journeys.selectors.allocation import JOINED
from leases.enums import EntryStep, FileEnd
from leases.models import (
    AllocationFile,
    Decision,
    DwellingShare,
    EntryItem,
    Hearing,
    Inventory,
    Lease,
    Offer,
    Session,
    SessionDwelling,
)
from leases.readings.files import FileLine, FilePage, file_lines
from leases.rules.commission import why_few_candidates_matter
from leases.selectors.contents import dwelling_words
from leases.selectors.decisions import counts_as_positive
from partners.enums import Role
from partners.reader import Reader
from partners.selectors import names_of
from records.selectors.parameters import parameter_on


@dataclass(frozen=True)
class SessionLine:
    """A sitting in one line."""

    id: uuid.UUID
    starts_at: dt.datetime
    held_on: dt.date
    place: str
    count: int
    is_past: bool
    is_cancelled: bool


@dataclass(frozen=True)
class HearingLine:
    """A dossier on the agenda: what the commission's sheet says of it."""

    id: uuid.UUID
    file: FileLine
    invitee: str
    invited_at: dt.datetime | None
    was_present: bool | None
    decision: str
    decision_id: uuid.UUID | None
    waits_for_ranks: str  # « rangs 1 et 2 », when Palier knows that the earlier ranks refused: « à passer devant »


@dataclass(frozen=True)
class AgendaDwelling:
    """A dwelling examined at a sitting, with its dossiers and its other candidates."""

    announcement_id: uuid.UUID
    label: str
    outside: int | None
    exception: str
    examined: int
    warning: str
    hearings: tuple[HearingLine, ...]


@dataclass(frozen=True)
class SessionPage:
    """A sitting's agenda."""

    line: SessionLine
    landlord: str
    may_run: bool
    may_move: bool  # until a decision is recorded
    dwellings: tuple[AgendaDwelling, ...]


def sessions(reader: Reader) -> QuerySet[Session]:
    """Give the sittings that this reader may know of, the coming ones first."""
    rows: QuerySet[Session] = Session.objects.visible_to(reader).order_by("-starts_at", "pk")
    return rows


def session_lines(reader: Reader, rows: list[Session]) -> list[SessionLine]:
    """Give a page of sittings, in two queries."""
    counts: dict[uuid.UUID, int] = defaultdict(int)
    for session_id in Hearing.objects.filter(session__in=rows, removed_on__isnull=True).values_list(
        "session_id", flat=True
    ):
        counts[session_id] += 1
    return [_session_line(reader, row, counts[row.pk]) for row in rows]


def session_page(reader: Reader, session: Session) -> SessionPage:
    """Give a sitting's agenda by dwelling, in a constant number of queries."""
    hearings = list(
        Hearing.objects.filter(session=session, removed_on__isnull=True)
        .select_related("decision", *(f"file__{name}" for name in JOINED))
        .order_by("file__submitted_at", "pk")
    )
    lines = {line.id: line for line in file_lines(reader, [hearing.file for hearing in hearings])}
    names = names_of({hearing.invitee_id for hearing in hearings if hearing.invitee_id})
    ready = _ranks_ready({hearing.file.announcement_id for hearing in hearings})
    by_announcement: dict[uuid.UUID, list[Hearing]] = defaultdict(list)
    for hearing in hearings:
        by_announcement[hearing.file.announcement_id].append(hearing)
    least = parameter_on("allocation.least_candidates", session.held_on).whole
    dwellings = []
    for row in (
        SessionDwelling.objects.filter(session=session)
        .select_related("announcement__dwelling")
        .order_by("announcement__dwelling__city", "pk")
    ):
        agenda = [_hearing(hearing, lines, names, ready) for hearing in by_announcement[row.announcement_id]]
        if not agenda:
            continue
        examined = len(agenda) + (row.outside_candidates or 0)
        told = row.outside_candidates is not None
        dwellings.append(
            AgendaDwelling(
                announcement_id=row.announcement_id,
                label=f"{dwelling_words(row.announcement)}, {row.announcement.dwelling.reference}",
                outside=row.outside_candidates,
                exception=row.exception,
                examined=examined,
                warning=(why_few_candidates_matter(examined, least, row.exception) or "") if told else "",
                hearings=tuple(agenda),
            )
        )
    may_run = session.landlord_id in reader.organisations(Role.CAL_SECRETARY)
    return SessionPage(
        line=_session_line(reader, session, len(hearings)),
        landlord=session.landlord.name,
        may_run=may_run,
        may_move=may_run and session.cancelled_at is None and not any(hasattr(row, "decision") for row in hearings),
        dwellings=tuple(dwellings),
    )


def session_choices(file: AllocationFile, today: dt.date) -> list[tuple[str, str]]:
    """Give the coming sittings of the dwelling's landlord."""
    rows = Session.objects.filter(
        landlord_id=file.announcement.dwelling.landlord_id, held_on__gte=today, cancelled_at__isnull=True
    ).order_by("starts_at")
    return [(str(row.pk), f"{week_date(row.held_on)}, {clock(row.starts_at)}, {row.place}") for row in rows]


def last_decision(file: AllocationFile) -> Decision | None:
    """Give the decision in force of a dossier, or None."""
    return Decision.objects.filter(file=file, annulled_on__isnull=True).order_by("-decided_on", "-recorded_at").first()


def open_offer(file: AllocationFile) -> Offer | None:
    """Give the offer that awaits its answer, or None."""
    return Offer.objects.filter(decision__file=file, answer="").first()


def share_of(file: AllocationFile) -> DwellingShare | None:
    """Give the whole of the dossier's dwelling."""
    return DwellingShare.objects.filter(dwelling=file.announcement.dwelling, label="", ended_on__isnull=True).first()


def entry_items(file: AllocationFile) -> dict[str, Any]:
    """Give the checklist's lines by step."""
    return {item.step: item for item in EntryItem.objects.filter(file=file)}


@dataclass(frozen=True)
class LeaseView:
    """A lease of the chain, as the dossier's page shows it."""

    id: uuid.UUID
    label: str
    signed_on: dt.date
    started_on: dt.date
    ended_on: dt.date | None
    rent: Any
    charges: Any
    inventories: tuple[str, ...]


@dataclass(frozen=True)
class EntryLine:
    """A line of the preparation, as it stands."""

    label: str
    done_on: dt.date | None
    is_not_needed: bool


def leases_of(file: AllocationFile) -> list[LeaseView]:
    """Give the leases signed for a dossier, the head lease before the sublease."""
    rows = list(Lease.objects.filter(file=file).order_by("kind", "started_on"))
    inventories: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in Inventory.objects.filter(lease__in=rows).order_by("made_on"):
        inventories[row.lease_id].append(
            f"État des lieux, {row.get_kind_display()}, {row.made_on:%d/%m/%Y}, {row.keys_handed} clés"
        )
    return [
        LeaseView(
            id=row.pk,
            label=row.get_kind_display(),
            signed_on=row.signed_on,
            started_on=row.started_on,
            ended_on=row.ended_on,
            rent=row.rent,
            charges=row.charges,
            inventories=tuple(inventories[row.pk]),
        )
        for row in rows
    ]


def entry_lines(file: AllocationFile) -> list[EntryLine]:
    """Give the preparation of an entry, a line a step."""
    items = entry_items(file)
    return [
        EntryLine(
            step.label,
            items[step.value].done_on if step.value in items else None,
            step.value in items and items[step.value].is_not_needed,
        )
        for step in EntryStep
    ]


def after_decision(file: AllocationFile, page: FilePage) -> dict[str, Any]:
    """Give what a dossier's page shows once the commission said yes: the preparation of the entry, the leases."""
    if page.content is None or file.state in {"DRAFT", "SUBMITTED", "COMPLETE", "SCHEDULED"}:
        return {"entry": [], "leases": []}
    positive = file.state != "CLOSED" or file.end == FileEnd.LEASE_SIGNED
    return {"entry": entry_lines(file) if positive else [], "leases": leases_of(file)}


def obstacle_words(reader: Reader, lease_id: uuid.UUID | None) -> str:
    """Name who a dwelling is already let to, for who may know it; nothing for everybody else (it reads « occupé »)."""
    lease = Lease.objects.filter(pk=lease_id).first() if lease_id else None
    if lease is None:
        return ""
    tenant_id = lease.enrolment_id or (
        Lease.objects.filter(head_lease=lease, ended_on__isnull=True).values_list("enrolment_id", flat=True).first()
    )
    household = (
        Enrolment.objects.visible_to(reader)
        .filter(pk__in=[tenant_id] if tenant_id else [])
        .select_related("version__programme", "household")
        .first()
    )
    if household is None:
        return ""
    known = card(reader, household)
    if not known.is_readable:
        return ""
    return f"{known.title}, dossier {known.file_number}, depuis le {plain_date(lease.started_on)}"


def _session_line(reader: Reader, row: Session, count: int) -> SessionLine:
    return SessionLine(
        id=row.pk,
        starts_at=row.starts_at,
        held_on=row.held_on,
        place=row.place,
        count=count,
        is_past=row.held_on < reader.today,
        is_cancelled=row.cancelled_at is not None,
    )


def _hearing(
    hearing: Hearing,
    lines: dict[uuid.UUID, FileLine],
    names: dict[uuid.UUID, str],
    ready: dict[uuid.UUID, str],
) -> HearingLine:
    decision: Decision | None = getattr(hearing, "decision", None)
    label = ""
    if decision is not None:
        label = decision.get_kind_display() + (f", rang {decision.rank}" if decision.rank else "")
        if decision.annulled_on:
            label = f"{label}, annulée"
    return HearingLine(
        id=hearing.pk,
        file=lines[hearing.file_id],
        invitee=names.get(hearing.invitee_id, "") if hearing.invitee_id else "",
        invited_at=hearing.invited_at,
        was_present=hearing.worker_was_present,
        decision=label,
        decision_id=decision.pk if decision else None,
        waits_for_ranks=ready.get(decision.pk, "") if decision else "",
    )


def _ranks_ready(announcements: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the ranked decisions whose turn Palier knows has come: every earlier rank known here led nowhere.

    It proposes; the secretary's dated act promotes (domain.md §3.5: candidates outside Palier are unknown to it).
    """
    by_dwelling: dict[uuid.UUID, list[Decision]] = defaultdict(list)
    for row in (
        Decision.objects.filter(announcement_id__in=announcements, rank__isnull=False, annulled_on__isnull=True)
        .select_related("file")
        .order_by("rank")
    ):
        by_dwelling[row.announcement_id].append(row)
    ready: dict[uuid.UUID, str] = {}
    for rows in by_dwelling.values():
        known = {row.rank: row for row in rows}
        for row in rows:
            if counts_as_positive(row) or row.file.state != "DECIDED" or row.rank is None:
                continue
            earlier = [known.get(rank) for rank in range(1, row.rank)]
            if all(before is not None and before.file.state == "CLOSED" for before in earlier):
                ready[row.pk] = "rang 1 sans suite" if row.rank == 2 else f"rangs 1 à {row.rank - 1} sans suite"  # noqa: PLR2004 -- the second rank
    return ready

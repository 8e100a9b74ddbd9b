"""What a reader reads of a CAL dossier: the live content for its team, the snapshot for the landlord, or its bare number."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foundation.words import plain_date
from households.readings import cards
from leases.enums import Answer, DecisionKind, FileEnd, FileState, LeaseWish
from leases.models import AllocationFile, Decision, FileReading, FileSnapshot, Hearing, Offer, Remark
from leases.permissions import FileStanding, file_standings
from leases.readings.content import FieldChange, FileContent, diff, from_json
from leases.readings.pieces import with_own_acts
from partners.reader import Reader
from partners.selectors import names_of


@dataclass(frozen=True)
class RemarkView:
    """A remark with its answer, anchored."""

    id: uuid.UUID
    anchor: str
    text: str
    by: str
    at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    is_open: bool


@dataclass(frozen=True)
class DecisionView:
    """A decision and its offer, in words."""

    id: uuid.UUID
    label: str
    kind: str
    rank: int | None
    decided_on: dt.date
    reason: str
    missing_piece: str
    piece_due_on: dt.date | None
    piece_received_on: dt.date | None
    promoted_on: dt.date | None
    is_annulled: bool
    offer_id: uuid.UUID | None
    notified_on: dt.date | None
    answer_due_on: dt.date | None
    answer: str
    answered_on: dt.date | None
    answer_reason: str


@dataclass(frozen=True)
class FileLine:
    """A dossier in one line of a list, for one reader."""

    id: uuid.UUID
    enrolment_id: uuid.UUID
    title: str  # the household's names as submitted, or « Dossier protégé n° 2026-0148 »
    file_number: str
    dwelling: str
    unit: str
    state: str
    state_label: str
    state_on: dt.date
    submitted_on: dt.date | None
    end_label: str
    session_at: dt.datetime | None
    session_id: uuid.UUID | None
    open_remarks: int
    standing: FileStanding


@dataclass(frozen=True)
class FilePage:
    """A dossier's page: what this reader reads and nothing else; `content` is None for a protected one outside its list."""

    line: FileLine
    content: FileContent | None
    lease_wish: str
    snapshot_number: int
    read_at: dt.datetime | None  # when this reader marked it read, of which the changes are counted
    changes: tuple[FieldChange, ...]
    remarks: tuple[RemarkView, ...]
    decisions: tuple[DecisionView, ...]
    also_proposed_to: int  # how many other running dossiers propose this dwelling
    other_files: int  # how many other dossiers run for this household (its team alone is told)

    def changed(self, anchor: str) -> FieldChange | None:
        """Give the change of a field since this reader's last reading, or None."""
        return next((change for change in self.changes if change.anchor == anchor), None)

    def remarks_on(self, anchor: str) -> tuple[RemarkView, ...]:
        """Give the remarks anchored to a field."""
        return tuple(remark for remark in self.remarks if remark.anchor == anchor)


def file_lines(reader: Reader, files: Iterable[AllocationFile]) -> list[FileLine]:
    """Give dossiers (from `visible_to`) in the order given, in a constant number of queries.

    Who reads no content reads the number alone; the landlord reads the name as it was submitted.
    """
    rows = list(files)
    hers = file_standings(reader, rows)
    ids = [row.pk for row in rows]
    snapshots = _last_snapshots([row.pk for row in rows if hers[row.pk].reads_content])
    sittings = {
        hearing.file_id: hearing.session
        for hearing in Hearing.objects.filter(file_id__in=ids, removed_on__isnull=True)
        .select_related("session")
        .order_by("session__starts_at")
    }
    remarks: dict[uuid.UUID, int] = defaultdict(int)
    for file_id in Remark.objects.filter(file_id__in=ids, closed_at__isnull=True).values_list("file_id", flat=True):
        remarks[file_id] += 1
    titles = _titles(reader, rows, hers, snapshots)
    return [_line(row, hers[row.pk], titles[row.pk], sittings.get(row.pk), remarks[row.pk]) for row in rows]


def file_page(reader: Reader, file: AllocationFile, live: FileContent | None) -> FilePage:
    """Give a dossier's page. `live` is today's content, which its team alone reads; the landlord reads the snapshots."""
    line = file_lines(reader, [file])[0]
    standing = line.standing
    snapshots = list(FileSnapshot.objects.filter(file=file).order_by("number")) if standing.reads_content else []
    reading = FileReading.objects.filter(file=file, user_id=reader.user_id).first()
    last = from_json(snapshots[-1].content) if snapshots else None
    content = live if standing.is_team and live is not None else last
    if content is not None and content is last and file.state in FileState.BEFORE_COMMISSION:
        content = with_own_acts(content, file)
    changes: tuple[FieldChange, ...] = ()
    if not standing.is_team and reading is not None and last is not None:
        known = next((row for row in snapshots if row.number == reading.snapshot_number), None)
        changes = diff(from_json(known.content), last) if known is not None else ()
    running = AllocationFile.objects.open().exclude(pk=file.pk)
    return FilePage(
        line=line,
        content=content if standing.reads_content else None,
        lease_wish=LeaseWish(file.lease_wish).label if standing.reads_content else "",
        snapshot_number=len(snapshots),
        read_at=reading.read_at if reading else None,
        changes=changes,
        remarks=_remarks(file) if standing.reads_content else (),
        decisions=_decisions(file, standing),
        also_proposed_to=running.filter(announcement_id=file.announcement_id).count(),
        other_files=running.filter(enrolment_id=file.enrolment_id).count() if standing.is_team else 0,
    )


def _titles(
    reader: Reader,
    rows: list[AllocationFile],
    hers: Mapping[uuid.UUID, FileStanding],
    snapshots: Mapping[uuid.UUID, FileContent],
) -> dict[uuid.UUID, str]:
    """Name each dossier as its reader may: as it was submitted, as the household is named in a draft, or by its number."""
    drafts = [row for row in rows if hers[row.pk].is_team and row.pk not in snapshots]
    named = cards(reader, [row.enrolment for row in drafts]) if drafts else {}
    titles: dict[uuid.UUID, str] = {row.pk: named[row.enrolment_id].title for row in drafts}
    for row in rows:
        if row.pk in snapshots:
            titles[row.pk] = snapshots[row.pk].household
        elif row.pk not in titles:
            words = "Dossier protégé" if row.enrolment.is_protected else "Dossier"
            titles[row.pk] = f"{words} n°\u00a0{row.enrolment.file_number}"
    return titles


def _line(row: AllocationFile, standing: FileStanding, title: str, sitting: object, open_remarks: int) -> FileLine:
    dwelling = row.announcement.dwelling
    return FileLine(
        id=row.pk,
        enrolment_id=row.enrolment_id,
        title=title,
        file_number=row.enrolment.file_number,
        dwelling=f"{dwelling.typology}, {dwelling.residence or dwelling.city}",
        unit=dwelling.unit.name,
        state=row.state,
        state_label=FileState(row.state).label,
        state_on=row.state_on,
        submitted_on=row.submitted_at.date() if row.submitted_at else None,
        end_label=FileEnd(row.end).label if row.end else "",
        session_at=getattr(sitting, "starts_at", None),
        session_id=getattr(sitting, "pk", None),
        open_remarks=open_remarks if standing.reads_content else 0,
        standing=standing,
    )


def _last_snapshots(ids: list[uuid.UUID]) -> dict[uuid.UUID, FileContent]:
    last: dict[uuid.UUID, FileSnapshot] = {}
    for row in FileSnapshot.objects.filter(file_id__in=ids).order_by("number"):
        last[row.file_id] = row
    return {file_id: from_json(row.content) for file_id, row in last.items()}


def _remarks(file: AllocationFile) -> tuple[RemarkView, ...]:
    rows = list(Remark.objects.filter(file=file).order_by("made_at"))
    names = names_of({row.made_by for row in rows} | {row.answered_by for row in rows if row.answered_by})
    return tuple(
        RemarkView(
            id=row.pk,
            anchor=row.anchor,
            text=row.text,
            by=names.get(row.made_by, ""),
            at=row.made_at,
            answer=row.answer,
            answered_by=names.get(row.answered_by, "") if row.answered_by else "",
            answered_at=row.answered_at,
            is_open=row.closed_at is None,
        )
        for row in rows
    )


def _decisions(file: AllocationFile, standing: FileStanding) -> tuple[DecisionView, ...]:
    """Give the decisions; their reasons and answers only to who reads the dossier."""
    offers: dict[uuid.UUID, Offer] = {}
    for offer in Offer.objects.filter(decision__file=file).order_by("notified_on"):
        offers[offer.decision_id] = offer
    return tuple(
        _decision(row, offers.get(row.pk), reads=standing.reads_content)
        for row in Decision.objects.filter(file=file).order_by("decided_on", "recorded_at")
    )


def _decision(row: Decision, offer: Offer | None, *, reads: bool) -> DecisionView:
    kind = DecisionKind(row.kind)
    label = f"{kind.label}, rang {row.rank}" if row.rank else kind.label
    if row.promoted_on:
        label = f"{label}, passé devant le {plain_date(row.promoted_on)}"
    return DecisionView(
        id=row.pk,
        label=label,
        kind=row.kind,
        rank=row.rank,
        decided_on=row.decided_on,
        reason=row.reason if reads else "",
        missing_piece=row.missing_piece if reads else "",
        piece_due_on=row.piece_due_on,
        piece_received_on=row.piece_received_on,
        promoted_on=row.promoted_on,
        is_annulled=row.annulled_on is not None,
        offer_id=offer.pk if offer else None,
        notified_on=offer.notified_on if offer else None,
        answer_due_on=offer.due_on if offer else None,
        answer=Answer(offer.answer).label if offer and offer.answer else "",
        answered_on=offer.answered_on if offer else None,
        answer_reason=offer.reason if offer and reads else "",
    )

"""An exam, a notice to the préfet, a proposal of slide as their readers read them: the team, and the landlord concerned.

All three parties sit at the exam and sign its minutes: what it says is for the three of them (domain.md §3.6). Who recorded
it is named to its own side.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from documents.enums import DocumentState
from foundation.words import day_of
from leases.enums import (
    ConvocationMeans,
    ExamLevel,
    ExamOutcome,
    ExamSubject,
    LandlordPosition,
    NoticeMeans,
    SlideState,
)
from leases.models import PrefectNotice, SlideExam, SlideProposal
from partners.selectors import names_of


@dataclass(frozen=True)
class CriterionRead:
    """A criterion: its name, where it stands, the sentence."""

    subject: ExamSubject
    label: str
    level: ExamLevel
    said: str
    sentence: str


@dataclass(frozen=True)
class ToldRead:
    """A convocation given, or to give."""

    whom: str  # « le ménage », « le bailleur »
    on: dt.date | None
    means: str


@dataclass(frozen=True)
class ExamRead:
    """An exam."""

    exam_id: uuid.UUID
    number: int
    starts_at: dt.datetime
    day: dt.date
    place: str
    state: str
    is_planned: bool
    is_held: bool
    convened_on: dt.date
    told: tuple[ToldRead, ...]
    held_on: dt.date | None
    present: str
    criteria: tuple[CriterionRead, ...]
    words: str
    note: str
    next_on: dt.date | None
    position: LandlordPosition | None
    position_label: str
    position_reason: str
    position_on: dt.date | None
    position_by: str
    minutes_id: uuid.UUID | None
    minutes_state: str
    version: int

    @property
    def is_frozen(self) -> bool:
        """Tell whether its minutes were proposed to signature: it does not change any more."""
        return self.minutes_state not in {"", DocumentState.DRAFT.value, DocumentState.CANCELLED.value}


@dataclass(frozen=True)
class NoticeRead:
    """A notice to the préfet."""

    notice_id: uuid.UUID
    number: int
    is_lease_offered: bool
    reason: str
    prepared_on: dt.date
    prepared_by: str
    sent_on: dt.date | None
    means: str
    tracking_number: str
    has_letter: bool
    has_proof: bool
    is_withdrawn: bool


@dataclass(frozen=True)
class ProposalRead:
    """A proposal of slide."""

    proposal_id: uuid.UUID
    state: SlideState
    label: str
    state_on: dt.date
    proposed_on: dt.date
    reasons: str
    decided_on: dt.date | None
    decision_reason: str
    planned_on: dt.date | None
    extended_until: dt.date | None
    answered_on: dt.date | None
    answer_note: str
    is_open: bool


def exam_read(row: SlideExam) -> ExamRead:
    """Read an exam with its criteria, in two queries."""
    found = {one.subject: one for one in row.criteria.all()}
    criteria = tuple(
        CriterionRead(subject, str(subject.label), ExamLevel(one.level), str(ExamLevel(one.level).label), one.sentence)
        for subject in ExamSubject
        if (one := found.get(subject)) is not None
    )
    by = names_of({row.position_by}).get(row.position_by, "") if row.position_by and not row.position_was_said else ""
    return ExamRead(
        exam_id=row.pk,
        number=row.number,
        starts_at=row.starts_at,
        day=day_of(row.starts_at),
        place=row.place,
        state=str(ExamOutcome(row.outcome).label),
        is_planned=row.outcome == ExamOutcome.PLANNED,
        is_held=row.outcome == ExamOutcome.HELD,
        convened_on=row.convened_on,
        told=(
            ToldRead("le ménage", row.household_told_on, _means(row.household_means)),
            ToldRead("le bailleur", row.landlord_told_on, _means(row.landlord_means)),
        ),
        held_on=row.held_on,
        present=row.present,
        criteria=criteria,
        words=row.words,
        note=row.note,
        next_on=row.next_on,
        position=LandlordPosition(row.position) if row.position else None,
        position_label=str(LandlordPosition(row.position).label) if row.position else "",
        position_reason=row.position_reason,
        position_on=row.position_on,
        position_by=by,
        minutes_id=row.minutes_id,
        minutes_state=row.minutes.state if row.minutes else "",
        version=row.version,
    )


def notice_read(row: PrefectNotice) -> NoticeRead:
    """Read a notice."""
    return NoticeRead(
        notice_id=row.pk,
        number=row.number,
        is_lease_offered=row.is_lease_offered,
        reason=row.reason,
        prepared_on=row.prepared_on,
        prepared_by=names_of({row.prepared_by}).get(row.prepared_by, ""),
        sent_on=row.sent_on,
        means=str(NoticeMeans(row.means).label) if row.means else "",
        tracking_number=row.tracking_number,
        has_letter=row.letter_id is not None,
        has_proof=row.proof_id is not None,
        is_withdrawn=row.withdrawn_at is not None,
    )


def proposal_read(row: SlideProposal) -> ProposalRead:
    """Read a proposal."""
    state = SlideState(row.state)
    return ProposalRead(
        proposal_id=row.pk,
        state=state,
        label=str(state.label),
        state_on=row.state_on,
        proposed_on=row.proposed_on,
        reasons=row.reasons,
        decided_on=row.decided_on,
        decision_reason=row.decision_reason,
        planned_on=row.planned_on,
        extended_until=row.extended_until,
        answered_on=row.answered_on,
        answer_note=row.answer_note,
        is_open=state in SlideState.OPEN,
    )


def _means(value: str) -> str:
    return str(ConvocationMeans(value).label) if value else ""

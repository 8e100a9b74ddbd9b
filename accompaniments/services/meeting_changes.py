"""Meetings moved, corrected, withdrawn, restored: nothing is overwritten without its revision."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import Outcome
from accompaniments.models import Meeting
from accompaniments.readings.meetings import MeetingContent
from accompaniments.rules.meetings import before_start_reason, is_before_start
from accompaniments.services.meeting_rows import (
    MeetingRefused,
    NextMeeting,
    fresh,
    locked,
    planned_content,
    revise,
    tidy,
    why_overlaps,
    why_refused,
    write,
)
from accompaniments.services.meetings import LOGGED_FROM_PLAN, NEXT
from households.services.enrolments import move_start
from records.services.drafts import drop_draft
from records.services.events import record

CORRECTION_DRAFT_KIND = "accompaniments.correction"
MOVED = "Rencontre déplacée"
UNDONE = "Annulée aussitôt après l’enregistrement"
RESTORED = "Rétablie"


@transaction.atomic
def move_meeting(
    *,
    by: uuid.UUID,
    meeting: Meeting,
    seen_version: int,
    to: NextMeeting,
    is_overlap_confirmed: bool = False,
    now: dt.datetime | None = None,
) -> Meeting:
    """Move a planned meeting to another moment or place; its history keeps the former ones.

    Raises MeetingRefused, or StaleMeeting when someone changed it since.
    """
    now = now or timezone.now()
    enrolment = meeting.enrolment
    row = fresh(meeting, seen_version)
    if row.outcome != Outcome.PLANNED or row.withdrawn_at:
        raise MeetingRefused(
            {"": "Seule une rencontre prévue se déplace. Celle-ci est déjà consignée\u00a0: corrigez-la."}
        )
    before, content = MeetingContent.of(row), planned_content(to)
    reasons = why_refused(enrolment, content, now)
    if not is_overlap_confirmed and not reasons:
        reasons |= why_overlaps(row.worker_id, enrolment, content, None, apart_from=row.pk)
    if reasons:
        raise MeetingRefused(reasons)
    if content == before:
        return row
    write(row, content, enrolment, is_new=False)
    revise(row, before, content, by=by, reason=MOVED, now=now)
    details = {"from": before.held_on.isoformat(), "to": content.held_on.isoformat()}
    record("meeting.moved", row, by=by, subject_id=enrolment.pk, details=details)
    return row


@transaction.atomic
def correct_meeting(
    *,
    by: uuid.UUID,
    meeting: Meeting,
    seen_version: int,
    content: MeetingContent,
    reason: str,
    is_overlap_confirmed: bool = False,
    moves_start: bool = False,
    draft_tab: str = "",
    now: dt.datetime | None = None,
) -> Meeting:
    """Correct a logged meeting, with a reason; its history keeps what it said before.

    Raises MeetingRefused, or StaleMeeting when someone corrected it since the version that this page saw.
    """
    now = now or timezone.now()
    enrolment = meeting.enrolment
    row = fresh(meeting, seen_version)
    if row.outcome == Outcome.PLANNED:
        raise MeetingRefused({"": "Cette rencontre n’est pas encore consignée\u00a0: déplacez-la, ou consignez-la."})
    if row.withdrawn_at:
        raise MeetingRefused({"": "Cette rencontre est retirée. Rétablissez-la avant de la corriger."})
    before, content = MeetingContent.of(row), tidy(content)
    reasons = why_refused(enrolment, content, now, already={*before.present})
    if not reason.strip():
        reasons["reason"] = "Dites en quelques mots pourquoi vous corrigez\u00a0: l’équipe le lira dans l’historique."
    if is_before_start(content.held_on, enrolment.started_on) and not moves_start:
        reasons["move_start"] = before_start_reason(content.held_on, enrolment.started_on)
    if (
        not is_overlap_confirmed
        and not reasons
        and (content.starts_at, content.minutes) != (before.starts_at, before.minutes)
    ):
        reasons |= why_overlaps(row.worker_id, enrolment, content, None, apart_from=row.pk)
    if content == before and not reasons:
        reasons[""] = "Vous n’avez rien changé à cette rencontre."
    if reasons:
        raise MeetingRefused(reasons)
    if is_before_start(content.held_on, enrolment.started_on):
        move_start(by=by, enrolment=enrolment, started_on=content.held_on)
    write(row, content, enrolment, is_new=False)
    revise(row, before, content, by=by, reason=reason, now=now)
    record("meeting.corrected", row, by=by, subject_id=enrolment.pk, details={"version": row.version})
    drop_draft(user_id=by, kind=CORRECTION_DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


@transaction.atomic
def withdraw_meeting(*, by: uuid.UUID, meeting: Meeting, reason: str, now: dt.datetime | None = None) -> Meeting:
    """Withdraw a meeting saved or planned in error: it stays, struck through, with the reason. Withdrawn twice is once.

    Raises MeetingRefused without a reason.
    """
    if not reason.strip():
        raise MeetingRefused({"reason": "Dites en quelques mots pourquoi cette rencontre est retirée."})
    now = now or timezone.now()
    row = locked(meeting.enrolment, meeting.pk)
    if row.withdrawn_at is None:
        before = MeetingContent.of(row)
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        revise(row, before, replace(before, is_withdrawn=True), by=by, reason=reason, now=now)
        record("meeting.withdrawn", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def restore_meeting(*, by: uuid.UUID, meeting: Meeting, now: dt.datetime | None = None) -> Meeting:
    """Undo a withdrawal. A meeting that stands is left as it is."""
    now = now or timezone.now()
    row = locked(meeting.enrolment, meeting.pk)
    if row.withdrawn_at is not None:
        before = MeetingContent.of(row)
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        revise(row, before, replace(before, is_withdrawn=False), by=by, reason=RESTORED, now=now)
        record("meeting.restored", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def undo_logging(*, by: uuid.UUID, meeting: Meeting, now: dt.datetime | None = None) -> Meeting:
    """Undo what was just saved, with the next one: a planned meeting is planned again, another is withdrawn.

    Raises MeetingRefused when someone else logged it, or when it was corrected since.
    """
    now = now or timezone.now()
    row = locked(meeting.enrolment, meeting.pk)
    last = row.revisions.order_by("-number").first()
    is_from_plan = last is not None and last.number == row.version - 1 and last.reason == LOGGED_FROM_PLAN
    if row.logged_by != by or not (row.version == 1 or is_from_plan):
        raise MeetingRefused({"": "Cette rencontre a changé depuis\u00a0: corrigez-la, ou retirez-la, depuis sa page."})
    following = Meeting.objects.filter(
        sending_key=uuid.uuid5(row.sending_key, NEXT), outcome=Outcome.PLANNED, version=1
    )
    for agreed in following:
        agreed.enrolment = meeting.enrolment
        withdraw_meeting(by=by, meeting=agreed, reason=UNDONE, now=now)
    row.sending_key = uuid.uuid4()  # the form left open behind may be sent again: it is then another meeting
    row.save(update_fields=["sending_key"])
    if not is_from_plan or last is None:
        return withdraw_meeting(by=by, meeting=meeting, reason=UNDONE, now=now)
    logged, planned = MeetingContent.of(row), MeetingContent.from_json(last.before)
    write(row, planned, meeting.enrolment, is_new=False)
    revise(row, logged, planned, by=by, reason=UNDONE, now=now)
    record("meeting.logging_undone", row, by=by, subject_id=row.enrolment_id)
    return row

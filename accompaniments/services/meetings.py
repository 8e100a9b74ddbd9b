"""Meetings planned, and meetings logged with the next one: sent twice, made once."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from accompaniments.enums import Outcome
from accompaniments.models import Meeting
from accompaniments.readings.meetings import MeetingContent
from accompaniments.rules.meetings import before_start_reason, is_before_start
from accompaniments.services.meeting_rows import (
    MeetingRefused,
    NextMeeting,
    StaleMeeting,
    locked,
    plan_row,
    planned_content,
    revise,
    sent,
    tidy,
    why_next_is_refused,
    why_overlaps,
    why_refused,
    write,
)
from households.models import Enrolment
from households.services.enrolments import move_start
from records.services.drafts import drop_draft
from records.services.events import record

__all__ = ["MeetingRefused", "NextMeeting", "StaleMeeting", "log_meeting", "plan_meeting"]

DRAFT_KIND = "accompaniments.meeting"
LOGGED_FROM_PLAN = "Rencontre prévue, consignée"
NEXT = "next"


def log_meeting(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    content: MeetingContent,
    sending_key: uuid.UUID,
    planned_id: uuid.UUID | None = None,
    next_meeting: NextMeeting | None = None,
    is_overlap_confirmed: bool = False,
    moves_start: bool = False,
    draft_tab: str = "",
    now: dt.datetime | None = None,
) -> Meeting:
    """Log a meeting held, missed or cancelled, with the next one, in one transaction. Sent twice, it is made once.

    `planned_id` is the meeting that was planned: that row is logged, no other is made. A meeting before the file moves its
    effective day when `moves_start` says so; one after its end is kept apart. Raises MeetingRefused.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            return _log(
                by=by,
                enrolment=enrolment,
                association_id=association_id,
                content=content,
                sending_key=sending_key,
                planned_id=planned_id,
                next_meeting=next_meeting,
                is_overlap_confirmed=is_overlap_confirmed,
                moves_start=moves_start,
                draft_tab=draft_tab,
                now=now,
            )
    except IntegrityError:  # the other of two sends came first
        if (first := sent(sending_key, enrolment, by)) is None:
            raise
        return first


def _log(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    content: MeetingContent,
    sending_key: uuid.UUID,
    planned_id: uuid.UUID | None,
    next_meeting: NextMeeting | None,
    is_overlap_confirmed: bool,
    moves_start: bool,
    draft_tab: str,
    now: dt.datetime,
) -> Meeting:
    if (first := sent(sending_key, enrolment, by)) is not None:
        return first
    planned = locked(enrolment, planned_id) if planned_id else None
    if planned is not None and (planned.outcome != Outcome.PLANNED or planned.withdrawn_at):
        raise MeetingRefused({"": "Cette rencontre prévue est déjà consignée, ou retirée. Ouvrez-la pour la corriger."})
    content = tidy(content)
    reasons = why_refused(enrolment, content, now)
    if next_meeting is not None:
        reasons |= why_next_is_refused(next_meeting, now)
    if is_before_start(content.held_on, enrolment.started_on) and not moves_start:
        reasons["move_start"] = before_start_reason(content.held_on, enrolment.started_on)
    if not is_overlap_confirmed and not reasons:
        reasons |= why_overlaps(by, enrolment, content, next_meeting, apart_from=planned_id)
    if reasons:
        raise MeetingRefused(reasons)
    if is_before_start(content.held_on, enrolment.started_on):
        move_start(by=by, enrolment=enrolment, started_on=content.held_on)
    meeting = planned or Meeting(enrolment=enrolment)
    before = MeetingContent.of(planned) if planned else None
    meeting.sending_key, meeting.association_id, meeting.worker_id = sending_key, association_id, by
    meeting.logged_by, meeting.logged_at = by, now
    write(meeting, content, enrolment, is_new=planned is None)
    details: dict[str, object] = {
        "outcome": content.outcome.value,
        "mode": content.mode.value,
        "held_on": content.held_on.isoformat(),
    }
    if before is not None:
        revise(meeting, before, content, by=by, reason=LOGGED_FROM_PLAN, now=now)
        details["planned_on"] = before.held_on.isoformat()
    if next_meeting is not None:
        following = plan_row(
            by=by,
            enrolment=enrolment,
            association_id=association_id,
            meeting=next_meeting,
            sending_key=uuid.uuid5(sending_key, NEXT),
            now=now,
        )
        details["next"] = str(following.pk)
    record("meeting.logged", meeting, by=by, subject_id=enrolment.pk, details=details)
    drop_draft(user_id=by, kind=DRAFT_KIND, subject_id=enrolment.pk, tab=draft_tab)
    return meeting


@transaction.atomic
def plan_meeting(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    meeting: NextMeeting,
    sending_key: uuid.UUID,
    is_overlap_confirmed: bool = False,
    now: dt.datetime | None = None,
) -> Meeting:
    """Plan a meeting to come. Sent twice, it is made once. Raises MeetingRefused."""
    now = now or timezone.now()
    if (first := sent(sending_key, enrolment, by)) is not None:
        return first
    content = planned_content(meeting)
    reasons = why_refused(enrolment, content, now)
    if not is_overlap_confirmed and not reasons:
        reasons |= why_overlaps(by, enrolment, content, None)
    if reasons:
        raise MeetingRefused(reasons)
    planned = plan_row(
        by=by, enrolment=enrolment, association_id=association_id, meeting=meeting, sending_key=sending_key, now=now
    )
    details = {"mode": planned.mode, "planned_on": planned.held_on.isoformat()}
    record("meeting.planned", planned, by=by, subject_id=enrolment.pk, details=details)
    return planned

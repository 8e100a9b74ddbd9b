"""What the acts on meetings share: the same checks, the same rows, the same revision. Not for views."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from accompaniments.enums import Mode, Outcome
from accompaniments.models import (
    Meeting,
    MeetingPart,
    MeetingPresence,
    MeetingRevision,
    MeetingSubject,
    Objective,
    ObjectiveProgress,
)
from accompaniments.readings.meetings import MeetingContent
from accompaniments.rules.meetings import Busy, is_after_closure, refusals, two_at_one_hour_warning
from accompaniments.selectors.meeting_forms import closed_on
from foundation.refusals import Refused
from foundation.words import PARIS
from households.models import Enrolment, HouseholdMember

AROUND = dt.timedelta(hours=5)  # longer than any meeting: what may overlap lies within


class MeetingRefused(Refused):
    """One rule or several said no: `reasons` gives each by its field; the first is `reason`."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        field, reason = next(iter(reasons.items()))
        super().__init__(reason, field)
        self.reasons = dict(reasons)


class StaleMeeting(Refused):
    """Someone corrected the meeting since this page was opened: nothing is overwritten, and both texts are kept."""

    def __init__(
        self, *, before: MeetingContent, stored: MeetingContent, version: int, by: uuid.UUID, at: dt.datetime
    ) -> None:
        super().__init__("Cette rencontre a été corrigée par quelqu’un d’autre depuis que vous avez ouvert cette page.")
        self.before, self.stored, self.version, self.by, self.at = before, stored, version, by, at


@dataclass(frozen=True)
class NextMeeting:
    """The meeting agreed at the end of one."""

    starts_at: dt.datetime
    mode: Mode
    place: str = ""
    purpose: str = ""


def sent(sending_key: uuid.UUID, enrolment: Enrolment, by: uuid.UUID) -> Meeting | None:
    """Give what this sending already made. A key seen on another file, or from another hand, is refused."""
    first = Meeting.objects.filter(sending_key=sending_key).first()
    if first is not None and (first.enrolment_id, first.logged_by) != (enrolment.pk, by):
        raise MeetingRefused({"": "Ce formulaire a déjà servi. Rechargez la page, puis recommencez."})
    return first


def locked(enrolment: Enrolment, meeting_id: uuid.UUID) -> Meeting:
    """Give a meeting of this file as the database holds it now, locked until the transaction ends."""
    row: Meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .prefetch_related("presences", "subjects", "parts", "progress")
        .get(pk=meeting_id, enrolment=enrolment)
    )
    return row


def fresh(meeting: Meeting, seen_version: int) -> Meeting:
    """Give the locked meeting, if it is still the one that the page saw.

    Raises StaleMeeting with what it was then and what it is now.
    """
    row = locked(meeting.enrolment, meeting.pk)
    if row.version == seen_version:
        return row
    stored = MeetingContent.of(row)
    since = row.revisions.filter(number__gte=max(0, seen_version)).order_by("number")
    first, last = since.first(), row.revisions.order_by("-number").first()
    raise StaleMeeting(
        before=MeetingContent.from_json(first.before) if first else stored,
        stored=stored,
        version=row.version,
        by=last.revised_by if last else row.logged_by,
        at=last.revised_at if last else row.logged_at,
    )


def tidy(content: MeetingContent) -> MeetingContent:
    """Leave out what its outcome makes meaningless, and parts without a word."""
    parts = tuple(replace(part, text=part.text.strip()) for part in content.parts if part.text.strip())
    is_cancelled = content.outcome == Outcome.CANCELLED
    content = replace(
        content,
        parts=parts,
        present=tuple(sorted(set(content.present))),
        place=content.place.strip(),
        purpose=content.purpose.strip(),
        starts_at=content.starts_at.astimezone(PARIS),
        cancelled_by=content.cancelled_by if is_cancelled else "",
    )
    if content.outcome == Outcome.HELD:
        return content
    return replace(content, minutes=None, present=(), subjects=(), progress=())


def why_refused(
    enrolment: Enrolment, content: MeetingContent, now: dt.datetime, already: Iterable[uuid.UUID] = ()
) -> dict[str, str]:
    """Give what the rules refuse; people are those of the household, at any time, or already named by the meeting.

    Objectives are the file's own.
    """
    people = set(
        HouseholdMember.objects.filter(household_id=enrolment.household_id).values_list("person_id", flat=True)
    )
    reasons = refusals(
        outcome=content.outcome,
        cancelled_by=content.cancelled_by,
        starts_at=content.starts_at,
        length=content.minutes,
        present=len(content.present),
        offered=len(people),
        now=now,
    )
    if not set(content.present) <= people | set(already):
        reasons["present"] = "Choisissez parmi les personnes du ménage."
    if content.progress:
        asked = {objective for objective, _ in content.progress}
        if Objective.objects.filter(accompaniment__enrolment=enrolment, pk__in=asked).count() != len(asked):
            reasons["progress"] = "Choisissez parmi les objectifs de ce ménage."
    return reasons


def why_next_is_refused(following: NextMeeting, now: dt.datetime) -> dict[str, str]:
    """Give what the rules refuse of the meeting agreed at the end of one."""
    reasons = refusals(
        outcome=Outcome.PLANNED,
        cancelled_by="",
        starts_at=following.starts_at,
        length=None,
        present=0,
        offered=0,
        now=now,
    )
    return {f"next_{field}": reason for field, reason in reasons.items()}


def why_overlaps(
    worker_id: uuid.UUID,
    enrolment: Enrolment,
    content: MeetingContent,
    following: NextMeeting | None,
    apart_from: uuid.UUID | None = None,
) -> dict[str, str]:
    """Warn, in one query, of meetings of the same worker or household at these moments. A cancelled one takes no time."""
    asked = [] if content.outcome == Outcome.CANCELLED else [(content.starts_at, content.minutes)]
    if following is not None:
        asked.append((following.starts_at, None))
    near = Q(pk__in=())
    for moment, _ in asked:
        near |= Q(starts_at__gt=moment - AROUND, starts_at__lt=moment + AROUND)
    rows = (
        Meeting.objects.kept()
        .filter(near, Q(worker_id=worker_id) | Q(enrolment=enrolment))
        .exclude(outcome=Outcome.CANCELLED)
        .exclude(pk=apart_from)
        .values_list("starts_at", "minutes", "worker_id", "enrolment_id")
    )
    taken = [
        Busy(moment, length, is_hers=worker == worker_id, is_theirs=file == enrolment.pk)
        for moment, length, worker, file in rows
    ]
    warnings = [two_at_one_hour_warning(moment, length, taken) for moment, length in asked]
    first = next(filter(None, warnings), None)
    return {"confirm_overlap": first} if first else {}


def planned_content(meeting: NextMeeting) -> MeetingContent:
    """Give what a planned meeting says."""
    return MeetingContent(
        mode=meeting.mode,
        outcome=Outcome.PLANNED,
        starts_at=meeting.starts_at.astimezone(PARIS),
        place=meeting.place.strip(),
        purpose=meeting.purpose.strip(),
    )


def plan_row(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    meeting: NextMeeting,
    sending_key: uuid.UUID,
    now: dt.datetime,
) -> Meeting:
    """Write a planned meeting."""
    return Meeting.objects.create(
        enrolment=enrolment,
        association_id=association_id,
        worker_id=by,
        mode=meeting.mode,
        outcome=Outcome.PLANNED,
        starts_at=meeting.starts_at,
        held_on=meeting.starts_at.astimezone(PARIS).date(),
        place=meeting.place.strip(),
        purpose=meeting.purpose.strip(),
        sending_key=sending_key,
        logged_by=by,
        logged_at=now,
    )


def write(meeting: Meeting, content: MeetingContent, enrolment: Enrolment, *, is_new: bool) -> None:
    """Write a meeting's content and its rows, in a constant number of queries."""
    meeting.mode, meeting.outcome, meeting.cancelled_by = content.mode, content.outcome, content.cancelled_by
    meeting.starts_at, meeting.held_on, meeting.minutes = content.starts_at, content.held_on, content.minutes
    meeting.place, meeting.purpose = content.place, content.purpose
    meeting.is_after_closure = is_after_closure(content.held_on, closed_on(enrolment))
    meeting.save(force_insert=is_new)
    if not is_new:
        for related in (meeting.presences, meeting.subjects, meeting.parts, meeting.progress):
            related.all().delete()
    MeetingPresence.objects.bulk_create(MeetingPresence(meeting=meeting, person_id=pk) for pk in content.present)
    MeetingSubject.objects.bulk_create(MeetingSubject(meeting=meeting, subject=subject) for subject in content.subjects)
    MeetingPart.objects.bulk_create(
        MeetingPart(meeting=meeting, position=position, audience=part.audience.value, text=part.text)
        for position, part in enumerate(content.parts, 1)
    )
    ObjectiveProgress.objects.bulk_create(
        ObjectiveProgress(
            objective_id=objective,
            meeting=meeting,
            progress=said,
            noted_on=content.held_on,
            recorded_by=meeting.logged_by,
            recorded_at=meeting.logged_at,
        )
        for objective, said in content.progress
    )


def revise(
    meeting: Meeting, before: MeetingContent, after: MeetingContent, *, by: uuid.UUID, reason: str, now: dt.datetime
) -> None:
    """Keep what a meeting said before and says now, and give it its next version."""
    MeetingRevision.objects.create(
        meeting=meeting,
        number=meeting.version,
        reason=reason.strip(),
        before=before.as_json(),
        after=after.as_json(),
        revised_by=by,
        revised_at=now,
    )
    meeting.version += 1
    meeting.save(update_fields=["version"])

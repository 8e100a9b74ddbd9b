"""How a view gets a meeting: through its file, never by its own id alone."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.models import Meeting
from households.access import get_enrolment
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED, REFUSED_WHOLE, REFUSED_WRITE, Standing, standing
from partners.reader import Reader
from records.services.events import record_read

NOT_FOUND = "Cette rencontre n’existe pas, ou elle ne vous est pas ouverte."


def get_meeting(reader: Reader, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> tuple[Meeting, Standing]:
    """Give a meeting that this reader may know of, and what she is to its file.

    Raises Http404 otherwise: a landlord is not told that an absence exists.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    return _meeting(reader, enrolment, hers, meeting_id), hers


def open_meeting(reader: Reader, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> tuple[Meeting, Standing]:
    """Give a meeting for its page, and write in the journal that this reader opened it."""
    meeting, hers = get_meeting(reader, enrolment_id, meeting_id)
    record_read("meeting.opened", meeting, by=reader.user_id, subject_id=enrolment_id)
    return meeting, hers


def open_meeting_history(reader: Reader, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> tuple[Meeting, Standing]:
    """Give a meeting for the page of its corrections, which is the team's.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    meeting, hers = get_meeting(reader, enrolment_id, meeting_id)
    _refuse_unless_team(hers, REFUSED_WHOLE)
    record_read("meeting.opened", meeting, by=reader.user_id, subject_id=enrolment_id)
    return meeting, hers


def get_meeting_to_edit(reader: Reader, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> Meeting:
    """Give a meeting to correct, move, withdraw or restore.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    meeting, hers = get_meeting(reader, enrolment_id, meeting_id)
    _refuse_unless_team(hers, REFUSED_WRITE)
    return meeting


def get_planned(reader: Reader, enrolment: Enrolment, typed: str | None) -> Meeting | None:
    """Give the planned meeting that an address names (`?prevue=`), None when it names none.

    The file came from `get_enrolment_to_edit`. Raises Http404 for another file's meeting, or what is no number.
    """
    if not typed:
        return None
    try:
        meeting_id = uuid.UUID(typed)
    except ValueError:
        raise Http404(NOT_FOUND) from None
    return _meeting(reader, enrolment, standing(reader, enrolment), meeting_id)


def _meeting(reader: Reader, enrolment: Enrolment, hers: Standing, meeting_id: uuid.UUID) -> Meeting:
    meeting: Meeting | None = (
        Meeting.objects.filter(enrolment=enrolment)
        .read_by(reader, hers)
        .select_related("worker")
        .prefetch_related("presences__person", "subjects", "parts", "progress__objective")
        .filter(pk=meeting_id)
        .first()
    )
    if meeting is None:
        raise Http404(NOT_FOUND)
    meeting.enrolment = enrolment
    return meeting


def _refuse_unless_team(hers: Standing, reason: str) -> None:
    if hers.is_team and not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    if not hers.may_write:
        raise PermissionDenied(reason)

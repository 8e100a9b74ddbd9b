"""How a view gets its file: 404 for what may not be known, 403 with its reason for what may not be done."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.models import Enrolment
from households.permissions import (
    REFUSED_ASSIGN,
    REFUSED_PROTECT,
    REFUSED_PROTECTED,
    REFUSED_WHOLE,
    REFUSED_WRITE,
    Standing,
    standing,
)
from partners.reader import Reader
from records.services.events import record_read

NOT_FOUND = "Ce dossier n’existe pas, ou il ne vous est pas ouvert."


def get_enrolment(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file that this reader may know of.

    Raises Http404 otherwise: what one may not see does not exist.
    """
    enrolment: Enrolment | None = (
        Enrolment.objects.visible_to(reader)
        .select_related("version__programme", "household")
        .filter(pk=enrolment_id)
        .first()
    )
    if enrolment is None:
        raise Http404(NOT_FOUND)
    return enrolment


def open_enrolment(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for a full page, and write in the journal that this reader opened it (one a reader, file and hour)."""
    enrolment = get_enrolment(reader, enrolment_id)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def open_enrolment_people(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for a page that tells who the household is.

    Raises Http404, or PermissionDenied outside a protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    if not standing(reader, enrolment).reads_people:
        raise PermissionDenied(REFUSED_PROTECTED)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def open_enrolment_whole(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for its team's pages (resources, housing, channels, sharing).

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    _refuse_unless_whole(standing(reader, enrolment), REFUSED_WHOLE)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def get_enrolment_to_edit(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file to write in.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    _refuse_unless_whole(standing(reader, enrolment), REFUSED_WRITE)
    return enrolment


def get_enrolment_to_assign(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file whose workers this reader may name.

    Raises Http404, or PermissionDenied for who manages none of its associations.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    if not standing(reader, enrolment).may_assign:
        raise PermissionDenied(REFUSED_ASSIGN)
    return enrolment


def get_enrolment_to_protect(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file whose address this reader may protect, or stop protecting.

    Raises Http404, or PermissionDenied for who is neither its lead worker nor her manager.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    if not standing(reader, enrolment).may_protect:
        raise PermissionDenied(REFUSED_PROTECT)
    return enrolment


def _refuse_unless_whole(hers: Standing, reason: str) -> None:
    if hers.is_team and not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    if not hers.reads_whole:
        raise PermissionDenied(reason)

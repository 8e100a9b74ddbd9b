"""How a view gets the outreach ladder of a file: to its team; its answer to the manager of the lead's association (§2.2 V3x)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.enums import FailureAnswer
from accompaniments.models import Accompaniment, ContactAttempt, ContactFailure
from households.access import get_enrolment, get_enrolment_to_edit, open_enrolment_whole
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED, read_since, standing
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

NOT_FOUND = "Cette relance n’existe pas, ou elle ne vous est pas ouverte."
NO_COURSE = "Ce dossier n’a pas d’accompagnement."
REFUSED_DECIDE = "Seule la responsable de l’association chef de file confirme qu’un contact est infructueux."


def last_course(enrolment: Enrolment) -> Accompaniment | None:
    """Give the open course of a file, else its last one."""
    rows = Accompaniment.objects.filter(enrolment=enrolment).select_related("enrolment__version__programme")
    found: Accompaniment | None = rows.open().first() or rows.order_by("-opened_on", "-closed_on").first()
    return found


def open_outreach(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment]:
    """Give a file and its course for the ladder's page, to its team. Raises Http404, PermissionDenied."""
    enrolment = open_enrolment_whole(reader, enrolment_id)
    return enrolment, _course(enrolment)


def get_outreach_to_write(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment]:
    """Give a file and its course to try to reach the household. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _course(enrolment)


def get_attempt(reader: Reader, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> tuple[Enrolment, ContactAttempt]:
    """Give a file and an attempt to follow or withdraw; what another association tried before hers stays its own.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    rows = ContactAttempt.objects.filter(accompaniment__enrolment=enrolment, pk=attempt_id)
    if since := read_since(standing(reader, enrolment), enrolment):
        rows = rows.filter(sent_on__gte=since)
    row: ContactAttempt | None = rows.select_related(
        "accompaniment__enrolment__version__programme", "letter", "proof"
    ).first()
    if row is None:
        raise Http404(NOT_FOUND)
    return enrolment, row


def open_letter(reader: Reader, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> StoredFile:
    """Give the paper kept with an attempt, and write in the journal that this reader opened it. Raises as `get_attempt`."""
    enrolment, row = get_attempt(reader, enrolment_id, attempt_id)
    return _opened(reader, enrolment, row, row.letter)


def open_receipt(reader: Reader, enrolment_id: uuid.UUID, attempt_id: uuid.UUID) -> StoredFile:
    """Give the post's paper kept with an attempt, and write it in the journal. Raises as `get_attempt`."""
    enrolment, row = get_attempt(reader, enrolment_id, attempt_id)
    return _opened(reader, enrolment, row, row.proof)


def open_proof(reader: Reader, enrolment_id: uuid.UUID) -> StoredFile:
    """Give the proof of what was tried, to the team. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    since = read_since(standing(reader, enrolment), enrolment)
    rows = ContactFailure.objects.filter(accompaniment__enrolment=enrolment, answer=FailureAnswer.CONFIRMED)
    if since:
        rows = rows.filter(asked_on__gte=since)
    row = rows.select_related("proof").order_by("-answered_on", "-recorded_at").first()
    if row is None or row.proof is None:
        raise Http404(NOT_FOUND)
    record_read("contact_failure.opened", row, by=reader.user_id, subject_id=enrolment.pk)
    return row.proof


def get_failure_to_decide(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ContactFailure]:
    """Give a file and what its team asked, to the manager of the lead's association.

    Raises Http404, also when nothing is asked, or PermissionDenied.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    if not hers.is_lead_manager:
        raise PermissionDenied(REFUSED_DECIDE if hers.is_listed else REFUSED_PROTECTED)
    row = (
        ContactFailure.objects.filter(accompaniment__enrolment=enrolment, answer=FailureAnswer.PENDING)
        .select_related("accompaniment__enrolment__version__programme")
        .first()
    )
    if row is None:
        raise Http404(NOT_FOUND)
    return enrolment, row


def _course(enrolment: Enrolment) -> Accompaniment:
    course = last_course(enrolment)
    if course is None:
        raise Http404(NO_COURSE)
    return course


def _opened(reader: Reader, enrolment: Enrolment, row: ContactAttempt, stored: StoredFile | None) -> StoredFile:
    if stored is None:
        raise Http404(NOT_FOUND)
    record_read("attempt.opened", row, by=reader.user_id, subject_id=enrolment.pk)
    return stored

"""How a view gets a diagnosis: through its file; the landlord's social adviser a shared one that is addressed to her (§3.9)."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.enums import DiagnosisKind, DiagnosisState
from accompaniments.models import Accompaniment, Diagnosis
from accompaniments.rules.diagnosis import KINDS
from foundation.periods import in_force
from households.access import get_enrolment
from households.enums import NamingCause, NamingService
from households.models import Enrolment, EnrolmentNaming
from households.permissions import REFUSED_PROTECTED, REFUSED_WRITE, Standing, read_since, standing
from partners.enums import Axis, Role
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

NOT_FOUND = "Ce diagnostic n’existe pas, ou il ne vous est pas ouvert."
REFUSED_MANAGE = "Seule la responsable de l’association chef de file valide un diagnostic, le renvoie ou le transmet."
REFUSED_OPEN = (
    "Le diagnostic s’ouvre dans l’association qui suit ce ménage\u00a0; un diagnostic partagé, aussi par la conseillère "
    "sociale du bailleur à qui ce ménage est nommé."
)


@dataclass(frozen=True)
class DiagnosisHeld:
    """A diagnosis as `access` gives it: what the reader is to its file, and whether she writes for the landlord."""

    enrolment: Enrolment
    row: Diagnosis
    hers: Standing
    is_adviser: bool  # the landlord's social adviser to whom it is addressed
    is_whole: bool  # she reads its page; else she reads what was returned, and nothing else

    @property
    def returned_file(self) -> StoredFile | None:
        """Give what left for the landlord, in full once it did; None before it left."""
        return self.row.full_returned_file or self.row.returned_file

    @property
    def may_write(self) -> bool:
        """Tell whether she writes in it."""
        return self.hers.may_write or self.is_adviser


def advised_landlords(reader: Reader, enrolment: Enrolment, hers: Standing) -> frozenset[uuid.UUID]:
    """Give the landlords as whose social adviser she opens this file's shared diagnosis (domain.md §2.1 S3); often none."""
    is_shared = KINDS[Axis(enrolment.version.programme.axis)] == DiagnosisKind.SHARED
    if not is_shared or hers.may_write or not (hers.is_adviser and hers.is_listed):
        return frozenset()
    return reader.organisations(Role.LANDLORD_SOCIAL_ADVISER)


def get_course_to_diagnose(
    reader: Reader, enrolment_id: uuid.UUID
) -> tuple[Enrolment, Accompaniment, frozenset[uuid.UUID]]:
    """Give a file, its open course, and the landlords for whom she opens the diagnosis as their social adviser.

    Raises Http404, or PermissionDenied for who is neither of the team nor such an adviser.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    landlords = advised_landlords(reader, enrolment, hers)
    if not hers.may_write and not landlords:
        raise PermissionDenied(REFUSED_PROTECTED if not hers.is_listed else REFUSED_OPEN)
    course: Accompaniment | None = Accompaniment.objects.open().filter(enrolment=enrolment).first()
    if course is None:
        raise Http404(NOT_FOUND)
    return enrolment, course, landlords


def get_diagnosis(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis that this reader may know of.

    Raises Http404 for the others, the landlord's people before it is returned among them; PermissionDenied outside a
    protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    row: Diagnosis | None = (
        Diagnosis.objects.filter(accompaniment__enrolment=enrolment, pk=diagnosis_id)
        .select_related("accompaniment", "returned_file", "full_returned_file")
        .first()
    )
    if row is None:
        raise Http404(NOT_FOUND)
    held = held_by(reader, enrolment, row, hers)
    if held is None:
        raise Http404(NOT_FOUND)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    return held


def held_by(reader: Reader, enrolment: Enrolment, row: Diagnosis, hers: Standing) -> DiagnosisHeld | None:
    """Give a diagnosis as this reader holds it, None when she may not know of it."""
    if hers.is_holder:
        since = read_since(hers, enrolment)
        if since and row.opened_on < since:
            return None
        return DiagnosisHeld(enrolment, row, hers, is_adviser=False, is_whole=True)
    if _is_addressed(reader, row, hers):
        return DiagnosisHeld(enrolment, row, hers, is_adviser=True, is_whole=True)
    if hers.is_named and row.state == DiagnosisState.RETURNED:
        is_whole = hers.is_adviser and hers.has_accord  # « coordination » opens to her, and closes with the accord
        return DiagnosisHeld(enrolment, row, hers, is_adviser=False, is_whole=is_whole)
    return None


def open_diagnosis_page(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis for its page or a download, and write in the journal that this reader opened it."""
    held = get_diagnosis(reader, enrolment_id, diagnosis_id)
    record_read("diagnosis.opened_page", held.row, by=reader.user_id, subject_id=enrolment_id)
    return held


def open_diagnosis_report(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis for its internal report: to who reads its page. Raises Http404, PermissionDenied."""
    held = open_diagnosis_page(reader, enrolment_id, diagnosis_id)
    if not held.is_whole:
        raise Http404(NOT_FOUND)
    return held


def open_diagnosis_return(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis for the document that was returned to the landlord.

    Raises Http404 before it is returned, PermissionDenied outside a protected file's list.
    """
    held = open_diagnosis_page(reader, enrolment_id, diagnosis_id)
    if held.returned_file is None:
        raise Http404(NOT_FOUND)
    return held


def get_diagnosis_to_write(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis to write in or to sign: to the team, and to the adviser to whom it is addressed.

    Raises Http404, or PermissionDenied with the reason.
    """
    held = get_diagnosis(reader, enrolment_id, diagnosis_id)
    if not held.may_write:
        raise PermissionDenied(REFUSED_WRITE)
    return held


def get_diagnosis_to_abandon(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis to abandon: to the team that opened it, not to the adviser. Raises Http404, PermissionDenied."""
    held = get_diagnosis(reader, enrolment_id, diagnosis_id)
    if not held.hers.may_write:
        raise PermissionDenied(REFUSED_WRITE)
    return held


def get_diagnosis_to_manage(reader: Reader, enrolment_id: uuid.UUID, diagnosis_id: uuid.UUID) -> DiagnosisHeld:
    """Give a diagnosis to validate, send back or return: to the manager of the lead's association.

    Raises Http404, or PermissionDenied with the reason.
    """
    held = get_diagnosis(reader, enrolment_id, diagnosis_id)
    if not held.hers.is_lead_manager:
        raise PermissionDenied(REFUSED_MANAGE)
    return held


def _is_addressed(reader: Reader, row: Diagnosis, hers: Standing) -> bool:
    if row.kind != DiagnosisKind.SHARED or not hers.is_adviser:
        return False
    return EnrolmentNaming.objects.filter(
        in_force(reader.today),
        source_id=row.pk,
        cause=NamingCause.DIAGNOSIS_ADDRESSED,
        service=NamingService.SOCIAL,
        landlord_id__in=reader.organisations(Role.LANDLORD_SOCIAL_ADVISER),
        is_live=True,
    ).exists()

"""How a view gets its file: 404 for what may not be known, 403 with its reason for what may not be done."""

import uuid
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from households.models import (
    AddressProtection,
    Channel,
    CurrentHousing,
    Enrolment,
    EnrolmentWorker,
    Guardian,
    HouseholdMember,
    HousingRequest,
    ProtectedReader,
    SharingAgreement,
    VisitPrecaution,
)
from households.permissions import (
    REFUSED_ASSIGN,
    REFUSED_PROTECT,
    REFUSED_PROTECTED,
    REFUSED_WHOLE,
    REFUSED_WRITE,
    Standing,
    read_since,
    standing,
)
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

R = TypeVar("R", bound=Model)

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


def get_member_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, member_id: uuid.UUID
) -> tuple[Enrolment, HouseholdMember]:
    """Give a file and a membership of its household. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    rows = HouseholdMember.objects.filter(household_id=enrolment.household_id).select_related("person")
    return enrolment, _row(reader, enrolment, rows, member_id)


def get_housing_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, housing_id: uuid.UUID
) -> tuple[Enrolment, CurrentHousing]:
    """Give a file and one of its places of life. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _row(reader, enrolment, CurrentHousing.objects.filter(enrolment=enrolment), housing_id)


def get_channel_to_edit(reader: Reader, enrolment_id: uuid.UUID, channel_id: uuid.UUID) -> tuple[Enrolment, Channel]:
    """Give a file and one of its channels. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _row(reader, enrolment, Channel.objects.filter(enrolment=enrolment), channel_id)


def get_precaution_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, precaution_id: uuid.UUID
) -> tuple[Enrolment, VisitPrecaution]:
    """Give a file and one of its precautions. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _row(reader, enrolment, VisitPrecaution.objects.filter(enrolment=enrolment), precaution_id)


def get_guardian_to_edit(reader: Reader, enrolment_id: uuid.UUID, guardian_id: uuid.UUID) -> tuple[Enrolment, Guardian]:
    """Give a file and one of its mandataires. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _row(reader, enrolment, Guardian.objects.filter(enrolment=enrolment), guardian_id)


def get_request_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, request_id: uuid.UUID
) -> tuple[Enrolment, HousingRequest]:
    """Give a file and one of its housing requests. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _row(reader, enrolment, HousingRequest.objects.filter(enrolment=enrolment), request_id)


def get_agreement_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, agreement_id: uuid.UUID
) -> tuple[Enrolment, SharingAgreement]:
    """Give a file and one of its accords. Raises as `get_enrolment_to_edit`."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    return enrolment, _row(reader, enrolment, SharingAgreement.objects.filter(enrolment=enrolment), agreement_id)


def open_agreement_proof(reader: Reader, enrolment_id: uuid.UUID, agreement_id: uuid.UUID) -> StoredFile:
    """Give the signed paper of an accord, and write in the journal that this reader had it.

    Raises as `get_enrolment_to_edit`, and Http404 while there is none.
    """
    enrolment, agreement = get_agreement_to_edit(reader, enrolment_id, agreement_id)
    if agreement.proof is None:
        raise Http404(NOT_FOUND)
    record_read("agreement.proof_downloaded", agreement, by=reader.user_id, subject_id=enrolment.pk)
    stored: StoredFile = agreement.proof
    return stored


def get_protection_to_edit(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, AddressProtection | None]:
    """Give a file and its protection in force, if any. Raises as `get_enrolment_to_protect`."""
    enrolment = get_enrolment_to_protect(reader, enrolment_id)
    return enrolment, AddressProtection.objects.filter(enrolment=enrolment, ended_on__isnull=True).first()


def get_protection_in_force(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, AddressProtection]:
    """Give a protected file and its protection. Raises as `get_enrolment_to_protect`, Http404 when it has none."""
    enrolment, protection = get_protection_to_edit(reader, enrolment_id)
    if protection is None:
        raise Http404(NOT_FOUND)
    return enrolment, protection


def get_listed_reader(
    reader: Reader, enrolment_id: uuid.UUID, listed_id: uuid.UUID
) -> tuple[Enrolment, ProtectedReader]:
    """Give a file and someone of its protection's list. Raises as `get_protection_in_force`."""
    enrolment, protection = get_protection_in_force(reader, enrolment_id)
    rows = ProtectedReader.objects.filter(protection=protection, ended_on__isnull=True).select_related(
        "protection", "user"
    )
    return enrolment, _row(reader, enrolment, rows, listed_id)


def get_worker_to_end(
    reader: Reader, enrolment_id: uuid.UUID, worker_id: uuid.UUID
) -> tuple[Enrolment, EnrolmentWorker]:
    """Give a file and someone of its team whom this reader manages.

    Raises as `get_enrolment_to_assign`, and PermissionDenied for the other association's people.
    """
    enrolment = get_enrolment_to_assign(reader, enrolment_id)
    worker = _row(reader, enrolment, EnrolmentWorker.objects.filter(enrolment=enrolment), worker_id)
    if worker.association_id not in reader.managed_associations:
        raise PermissionDenied("Cette personne relève de l’autre association de ce dossier.")
    return enrolment, worker


def _row(reader: Reader, enrolment: Enrolment, rows: "QuerySet[R]", pk: uuid.UUID) -> R:
    """Give a row of a file, unless it was over before this reader's association held the file."""
    since = read_since(standing(reader, enrolment), enrolment)
    if since is not None and any(field.name == "ended_on" for field in rows.model._meta.get_fields()):
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since))
    row: Any = rows.filter(pk=pk).first()
    if row is None:
        raise Http404(NOT_FOUND)
    found: R = row
    return found


def _refuse_unless_whole(hers: Standing, reason: str) -> None:
    if hers.is_team and not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    if not hers.reads_whole:
        raise PermissionDenied(reason)

"""How a view gets a procedure: to its readers, to who records, to the landlord's service that commits (domain.md §3.9)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.access import get_enrolment
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED as REFUSED_LIST
from households.permissions import standing
from leases.models import ProcedureHold, ProcedureStep, SocialCohesionProtocol
from leases.permissions import (
    REFUSED_COMMIT,
    REFUSED_PROCEDURE,
    REFUSED_RECORD,
    REFUSED_WITHDRAW,
    ProcedureStanding,
    procedure_standing,
)
from partners.models import Membership
from partners.reader import Reader
from records.services.events import record_read

NO_STEP = "Cette ligne n’existe pas, ou elle ne vous est pas ouverte."


def open_procedure(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ProcedureStanding]:
    """Give a file for the page of its procedure, and write in the journal that this reader opened it.

    Raises Http404, or PermissionDenied for who knows the file without reading its procedure.
    """
    enrolment, known = _procedure(reader, enrolment_id)
    record_read("procedure.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment, known


def get_procedure_to_record(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ProcedureStanding]:
    """Give a file whose stages and balances this reader records. Raises Http404, PermissionDenied."""
    enrolment, known = _procedure(reader, enrolment_id)
    if not known.may_record:
        raise PermissionDenied(REFUSED_RECORD)
    return enrolment, known


def get_procedure_to_commit(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ProcedureStanding]:
    """Give a file whose procedure this reader's landlord may commit to hold. Raises Http404, PermissionDenied."""
    enrolment, known = _procedure(reader, enrolment_id)
    if not known.may_commit:
        raise PermissionDenied(REFUSED_COMMIT)
    return enrolment, known


def get_step_to_withdraw(reader: Reader, enrolment_id: uuid.UUID, step_id: uuid.UUID) -> ProcedureStep:
    """Give a stage to withdraw: the landlord's services theirs, the team its own. Raises Http404, PermissionDenied."""
    enrolment, known = _procedure(reader, enrolment_id)
    step: ProcedureStep | None = (
        ProcedureStep.objects.select_related("enrolment").filter(pk=step_id, enrolment=enrolment).first()
    )
    if step is None or not (known.is_team or step.landlord_id in known.told_by):
        raise Http404(NO_STEP)
    is_landlords = Membership.objects.filter(user_id=step.recorded_by, organisation_id=step.landlord_id).exists()
    if not (step.landlord_id in known.asked_by if is_landlords else known.is_team):
        raise PermissionDenied(REFUSED_WITHDRAW)
    return step


def get_protocol_to_record(reader: Reader, enrolment_id: uuid.UUID, protocol_id: uuid.UUID) -> SocialCohesionProtocol:
    """Give a protocole that this reader extends or ends: her landlord's, or her file's. Raises Http404, PermissionDenied."""
    enrolment, known = _procedure(reader, enrolment_id)
    protocol: SocialCohesionProtocol | None = (
        SocialCohesionProtocol.objects.select_related("enrolment").filter(pk=protocol_id, enrolment=enrolment).first()
    )
    if protocol is None or not (known.is_team or protocol.landlord_id in known.told_by):
        raise Http404(NO_STEP)
    if not (known.is_team or protocol.landlord_id in known.asked_by):
        raise PermissionDenied(REFUSED_RECORD)
    return protocol


def get_hold_to_end(reader: Reader, enrolment_id: uuid.UUID, hold_id: uuid.UUID) -> ProcedureHold:
    """Give a commitment that this reader's landlord may end. Raises Http404, PermissionDenied."""
    enrolment, known = _procedure(reader, enrolment_id)
    hold: ProcedureHold | None = (
        ProcedureHold.objects.select_related("enrolment").filter(pk=hold_id, enrolment=enrolment).first()
    )
    if hold is None or not (known.is_team or hold.landlord_id in known.told_by):
        raise Http404(NO_STEP)
    if hold.landlord_id not in known.asked_by:
        raise PermissionDenied(REFUSED_COMMIT)
    return hold


def _procedure(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, ProcedureStanding]:
    enrolment = get_enrolment(reader, enrolment_id)
    known = procedure_standing(reader, enrolment)
    if not known.reads:
        is_listed = standing(reader, enrolment).is_listed
        raise PermissionDenied(REFUSED_PROCEDURE if is_listed else REFUSED_LIST)
    return enrolment, known

"""How the pages of the services around a household get their row: the team writes it."""

import uuid

from django.http import Http404

from accompaniments.models import Orientation, PresentService
from households.access import get_enrolment_to_edit
from households.models import Enrolment
from partners.reader import Reader

NOT_FOUND = "Il n’y a rien à cette adresse."


def get_present_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, present_id: uuid.UUID
) -> tuple[Enrolment, PresentService]:
    """Give a service beside a household, as her association noted it. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    row = (
        PresentService.objects.select_related("service")
        .filter(pk=present_id, enrolment=enrolment, known_by__in=reader.associations)
        .first()
    )
    if row is None:
        raise Http404(NOT_FOUND)
    return enrolment, row


def get_orientation_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, orientation_id: uuid.UUID
) -> tuple[Enrolment, Orientation]:
    """Give an orientation that her association made. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    row = (
        Orientation.objects.select_related("service")
        .filter(pk=orientation_id, enrolment=enrolment, association__in=reader.associations)
        .first()
    )
    if row is None:
        raise Http404(NOT_FOUND)
    return enrolment, row

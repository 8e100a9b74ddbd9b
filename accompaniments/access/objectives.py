"""How a view gets an objective: through its file; its team sets and changes them."""

import uuid

from django.http import Http404

from accompaniments.models import Accompaniment, Objective
from households.access import get_enrolment_to_edit
from households.models import Enrolment
from households.permissions import read_since, standing
from partners.reader import Reader

NOT_FOUND = "Il n’y a rien à cette adresse."


def get_course_to_set(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment]:
    """Give a file and its open course, to set an objective.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    course: Accompaniment | None = Accompaniment.objects.open().filter(enrolment=enrolment).first()
    if course is None:
        raise Http404(NOT_FOUND)
    return enrolment, course


def get_objective_to_edit(
    reader: Reader, enrolment_id: uuid.UUID, objective_id: uuid.UUID
) -> tuple[Enrolment, Objective]:
    """Give an objective to change. Raises Http404, or PermissionDenied for who is not of the team."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    row: Objective | None = (
        Objective.objects.filter(accompaniment__enrolment=enrolment, pk=objective_id)
        .select_related("accompaniment")
        .first()
    )
    since = read_since(standing(reader, enrolment), enrolment)
    if row is None or (since and row.set_on < since):
        raise Http404(NOT_FOUND)
    return enrolment, row

"""How a view gets a passage of the grid: through its file, to its team alone."""

import uuid

from django.http import Http404

from accompaniments.models import Accompaniment, GridAssessment
from households.access import get_enrolment_to_edit
from households.models import Enrolment
from households.permissions import read_since, standing
from partners.reader import Reader

NOT_FOUND = "Cette grille n’existe pas, ou elle ne vous est pas ouverte."
NO_COURSE = "Ce dossier n’a pas d’accompagnement en cours."


def get_course_to_assess(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment]:
    """Give a file and its open course.

    Raises Http404, also for a file without an open course, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    course: Accompaniment | None = Accompaniment.objects.open().filter(enrolment=enrolment).first()
    if course is None:
        raise Http404(NO_COURSE)
    return enrolment, course


def get_grid_to_correct(
    reader: Reader, enrolment_id: uuid.UUID, assessment_id: uuid.UUID
) -> tuple[Enrolment, GridAssessment]:
    """Give a file and a passage to correct; what another association scored before hers stays its own.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    since = read_since(standing(reader, enrolment), enrolment)
    rows = GridAssessment.objects.filter(accompaniment__enrolment=enrolment, pk=assessment_id)
    if since:
        rows = rows.filter(assessed_on__gte=since)
    row: GridAssessment | None = rows.select_related("accompaniment").prefetch_related("scores").first()
    if row is None:
        raise Http404(NOT_FOUND)
    return enrolment, row

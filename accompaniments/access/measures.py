"""How a view gets a funded measure: the manager of an association that holds the file."""

import uuid

from django.http import Http404

from accompaniments.models import FundedMeasure
from households.access import get_enrolment_to_assign
from households.models import Enrolment
from partners.reader import Reader


def get_measure_to_manage(
    reader: Reader, enrolment_id: uuid.UUID, measure_id: uuid.UUID
) -> tuple[Enrolment, FundedMeasure]:
    """Give a measure of a file. Raises Http404, or PermissionDenied for who manages none of its associations."""
    enrolment = get_enrolment_to_assign(reader, enrolment_id)
    row = FundedMeasure.objects.filter(
        pk=measure_id, accompaniment__enrolment=enrolment, withdrawn_at__isnull=True
    ).first()
    if row is None:
        raise Http404("Cette mesure n’existe pas, ou elle a été retirée.")
    return enrolment, row

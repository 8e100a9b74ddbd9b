"""How a view gets a course to close: the manager of an association that holds the file."""

import uuid

from accompaniments.models import Accompaniment
from households.access import get_enrolment_to_assign
from households.models import Enrolment
from partners.reader import Reader


def get_course_to_close(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment | None]:
    """Give a file and its last course; one that is over says so on the page itself.

    Raises Http404, or PermissionDenied for who manages none of its associations.
    """
    enrolment = get_enrolment_to_assign(reader, enrolment_id)
    rows = Accompaniment.objects.filter(enrolment=enrolment).select_related("enrolment__version__programme")
    return enrolment, rows.order_by("-opened_on", "closed_on", "pk").first()

"""What the pages of the accompaniment need to exist: one of each thing, made by the file's own association."""

import uuid
from typing import Any

from accompaniments.models import Orientation, PresentService
from households.models import Enrolment
from partners.enums import ServiceKind
from partners.models import Organisation, Service, User
from tests.architecture.procedure_scene import of_procedure
from tests.architecture.work_scene import of_work
from tests.days import TODAY


def directory_service(association: Organisation, name: str = "CCAS d’Orange") -> Service:
    """Give a service of the directory."""
    row: Service = Service.objects.get_or_create(
        name=name, towns="Orange", defaults={"kind": ServiceKind.SOCIAL, "kept_by": association, "started_on": TODAY}
    )[0]
    return row


def of_course(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give the ids of what hangs on a file's accompaniment."""
    association = enrolment.holders.get().association
    service = directory_service(association)
    by = {"enrolment": enrolment, "service": service, "recorded_by": worker.pk}
    present = PresentService.objects.create(**by, known_by=association, started_on=TODAY)
    orientation = Orientation.objects.create(**by, association=association, oriented_on=TODAY)
    return {
        "present_id": present.pk,
        "orientation_id": orientation.pk,
        **of_work(enrolment, worker),
        **of_procedure(enrolment, worker),
    }


def of_directory() -> dict[str, uuid.UUID]:
    """Give a service that every association reads."""
    row = Service.objects.create(name="Maison France services", kind=ServiceKind.RIGHTS, started_on=TODAY)
    return {"service_id": row.pk}

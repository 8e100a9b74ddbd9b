"""What the pages of the accompaniment need to exist: one of each thing, made by the file's own association."""

import uuid
from typing import Any

from accompaniments.enums import AttemptKind, DifficultyKind, ExitReason, FailureAnswer, Side
from accompaniments.models import (
    Accompaniment,
    ContactAttempt,
    ContactFailure,
    Difficulty,
    DifficultyStep,
    FinalEvaluation,
    FundedMeasure,
    Orientation,
    PresentService,
    WatchCheckIn,
)
from households.enums import NamingService
from households.models import Enrolment
from partners.enums import FundingSource, ServiceKind
from partners.models import FundingLine, Organisation, Service, User
from records.services.files import store_file
from tests.architecture.procedure_scene import of_procedure
from tests.architecture.work_scene import of_work
from tests.days import TODAY
from tests.pdfs import one_page


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
    course = Accompaniment.objects.get(enrolment=enrolment)
    paper = store_file(content=one_page(), name="courrier.pdf", kind="essai", subject_id=enrolment.pk, by=worker.pk)
    attempt = ContactAttempt.objects.create(
        accompaniment=course,
        kind=AttemptKind.LETTER_REGISTERED,
        sent_on=TODAY,
        letter=paper,
        proof=paper,
        worker=worker,
        sending_key=uuid.uuid4(),
        recorded_by=worker.pk,
    )
    ContactFailure.objects.create(accompaniment=course, asked_on=TODAY, asked_by=worker.pk)
    ContactFailure.objects.create(
        accompaniment=course,
        asked_on=TODAY,
        asked_by=worker.pk,
        answer=FailureAnswer.CONFIRMED,
        answered_on=TODAY,
        answered_by=worker.pk,
        proof=paper,
    )
    line = FundingLine.objects.get_or_create(
        version=enrolment.version,
        label="FNAVDL",
        defaults={"funded_by": FundingSource.FNAVDL, "quantity": 6, "started_on": course.opened_on},
    )[0]
    measure = FundedMeasure.objects.create(
        accompaniment=course, line=line, started_on=course.opened_on, recorded_by=worker.pk
    )
    return {
        "attempt_id": attempt.pk,
        "measure_id": measure.pk,
        "present_id": present.pk,
        "orientation_id": orientation.pk,
        **of_work(enrolment, worker),
        **of_procedure(enrolment, worker),
    }


def of_directory() -> dict[str, uuid.UUID]:
    """Give a service that every association reads."""
    row = Service.objects.create(name="Maison France services", kind=ServiceKind.RIGHTS, started_on=TODAY)
    return {"service_id": row.pk}


def of_end(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give an end under way, and what the landlord signals."""
    difficulty = Difficulty.objects.create(
        enrolment=enrolment,
        landlord=enrolment.version.landlords.get(),
        kind=DifficultyKind.ARREARS,
        side=Side.LANDLORD,
        reported_on=TODAY,
        made_by=worker,
        text="Un loyer manque.",
        state_on=TODAY,
        awaits=Side.TEAM,
        sending_key=uuid.uuid4(),
    )
    DifficultyStep.objects.create(
        difficulty=difficulty,
        position=1,
        to_state="OPEN",
        side=Side.LANDLORD,
        text="Un loyer manque.",
        made_on=TODAY,
        recorded_by=worker.pk,
    )
    return {
        "evaluation_id": evaluation(
            enrolment, worker, opinion_asked_on=TODAY, opinion_asked_of=NamingService.SOCIAL
        ).pk,
        "difficulty_id": difficulty.pk,
        "check_in_id": WatchCheckIn.objects.create(
            accompaniment=Accompaniment.objects.get(enrolment=enrolment), made_on=TODAY, recorded_by=worker.pk
        ).pk,
    }


def evaluation(enrolment: Enrolment, worker: User, **values: Any) -> FinalEvaluation:
    """Give the final evaluation of a file."""
    return FinalEvaluation.objects.create(
        accompaniment=Accompaniment.objects.get(enrolment=enrolment),
        ended_on=TODAY,
        exit_reason=ExitReason.STABILISED_DIRECT_TENANT,
        opened_by=worker.pk,
        **values,
    )

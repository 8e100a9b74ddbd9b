"""How a view gets a final evaluation: through its file; what left for the landlord, to those it is named to (§3.9)."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.access.reviews import services_of
from accompaniments.models import Accompaniment, FinalEvaluation, WatchCheckIn
from households.access import get_enrolment, get_enrolment_to_edit
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED, REFUSED_WRITE, Standing, read_since, standing
from partners.reader import Reader
from records.services.events import record_read

NOT_FOUND = "Cette évaluation n’existe pas, ou elle ne vous est pas ouverte."
NO_CHECK_IN = "Ce point de veille n’existe pas, ou il ne vous est pas ouvert."
REFUSED_OPINION = "Cet avis est celui du bailleur\u00a0: le service à qui il est demandé l’écrit depuis son compte."
REFUSED_MANAGE = "Seule la responsable de l’association chef de file valide la fin et en informe le bailleur."


@dataclass(frozen=True)
class EvaluationHeld:
    """An evaluation as `access` gives it."""

    enrolment: Enrolment
    row: FinalEvaluation
    hers: Standing


def get_course_to_end(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, Accompaniment | None]:
    """Give a file to its team, and its last course; a file whose course is over says so on the page itself.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    rows = Accompaniment.objects.filter(enrolment=enrolment).select_related("enrolment__version__programme")
    return enrolment, rows.order_by("-opened_on", "closed_on", "pk").first()


def get_check_in_to_correct(
    reader: Reader, enrolment_id: uuid.UUID, check_in_id: uuid.UUID
) -> tuple[Enrolment, WatchCheckIn]:
    """Give a check-in of a watch to its team, a later holder none that came before it.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    rows = WatchCheckIn.objects.filter(accompaniment__enrolment=enrolment, pk=check_in_id)
    if since := read_since(standing(reader, enrolment), enrolment):
        rows = rows.filter(made_on__gte=since)
    row: WatchCheckIn | None = rows.select_related("accompaniment").first()
    if row is None:
        raise Http404(NO_CHECK_IN)
    return enrolment, row


def get_evaluation(reader: Reader, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> EvaluationHeld:
    """Give an evaluation to the associations that hold the file, a later one nothing that came before it.

    Raises Http404 for the others, the landlord's people among them; PermissionDenied outside a protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    row = _row(enrolment, evaluation_id)
    if row is None or not is_held(row, enrolment, hers):
        raise Http404(NOT_FOUND)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    return EvaluationHeld(enrolment, row, hers)


def is_held(row: FinalEvaluation, enrolment: Enrolment, hers: Standing) -> bool:
    """Tell whether this reader may know of an evaluation before it is told to the landlord."""
    since = read_since(hers, enrolment)
    return hers.is_holder and not (since and row.ended_on < since)


def open_evaluation_page(reader: Reader, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> EvaluationHeld:
    """Give an evaluation for its page, and write in the journal that this reader opened it."""
    held = get_evaluation(reader, enrolment_id, evaluation_id)
    record_read("evaluation.opened_page", held.row, by=reader.user_id, subject_id=enrolment_id)
    return held


def get_evaluation_to_write(reader: Reader, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> EvaluationHeld:
    """Give an evaluation to write in: to the team. Raises as `get_evaluation`, PermissionDenied for other holders."""
    held = get_evaluation(reader, enrolment_id, evaluation_id)
    if not held.hers.may_write:
        raise PermissionDenied(REFUSED_WRITE)
    return held


def get_evaluation_to_manage(reader: Reader, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> EvaluationHeld:
    """Give an evaluation to validate or to tell: to the manager of the lead's association. Raises as `get_evaluation`."""
    held = get_evaluation(reader, enrolment_id, evaluation_id)
    if not held.hers.is_lead_manager:
        raise PermissionDenied(REFUSED_MANAGE)
    return held


def get_evaluation_of_landlord(reader: Reader, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> EvaluationHeld:
    """Give an end to the landlord's service whose opinion is asked, until it is validated.

    Raises Http404; PermissionDenied for the file's holders, whose it is not, and outside a protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    row = _row(enrolment, evaluation_id)
    if row is None or (hers.is_holder and not is_held(row, enrolment, hers)):
        raise Http404(NOT_FOUND)
    if hers.is_holder:
        raise PermissionDenied(REFUSED_OPINION if hers.is_listed else REFUSED_PROTECTED)
    if not is_asked(row, services_of(reader, enrolment)):
        raise Http404(NOT_FOUND)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    return EvaluationHeld(enrolment, row, hers)


def is_asked(row: FinalEvaluation, services: set[str]) -> bool:
    """Tell whether one of these services of the landlord is asked for its opinion, and may still write it."""
    return row.is_open and bool(row.opinion_asked_of) and row.opinion_asked_of in services


def open_information(reader: Reader, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> EvaluationHeld:
    """Give an evaluation for what was told to the landlord: to the file's holders, and to whom the household is named.

    Raises Http404 before it left, PermissionDenied outside a protected file's list. Leaves its reading in the journal.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    row = _row(enrolment, evaluation_id)
    if row is None or row.informed_file is None or not (hers.is_named or is_held(row, enrolment, hers)):
        raise Http404(NOT_FOUND)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    record_read("evaluation.information_opened", row, by=reader.user_id, subject_id=enrolment_id)
    return EvaluationHeld(enrolment, row, hers)


def _row(enrolment: Enrolment, evaluation_id: uuid.UUID) -> FinalEvaluation | None:
    row: FinalEvaluation | None = (
        FinalEvaluation.objects.filter(accompaniment__enrolment=enrolment, pk=evaluation_id)
        .select_related("accompaniment__enrolment__version__programme", "informed_file")
        .first()
    )
    return row

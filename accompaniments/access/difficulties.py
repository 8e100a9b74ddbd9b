"""How a view gets a difficulty: both sides report, the one that is awaited answers, the team or who reported settles."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.enums import Side
from accompaniments.models import Difficulty
from accompaniments.permissions import side_of
from foundation.periods import in_force
from households.access import get_enrolment
from households.models import Enrolment, EnrolmentNaming
from households.permissions import REFUSED_PROTECTED, REFUSED_WRITE, Standing, standing
from households.querysets import EnrolmentQuerySet
from partners.reader import Reader

NOT_FOUND = "Cette difficulté n’existe pas, ou elle ne vous est pas ouverte."
REFUSED_OTHER_SIDE = "Cette réponse est attendue de l’autre partie."
REFUSED_SETTLE = "Une difficulté signalée par l’association est close ou rouverte par elle."


@dataclass(frozen=True)
class ReportHeld:
    """A file of which someone reports, for which side, and the landlord when it is hers."""

    enrolment: Enrolment
    hers: Standing
    side: Side
    landlord_id: uuid.UUID | None  # none: the team says to whom


@dataclass(frozen=True)
class DifficultyHeld:
    """A difficulty as `access` gives it."""

    enrolment: Enrolment
    row: Difficulty
    hers: Standing
    side: Side | None  # none: of an association that holds the file, outside its team


@dataclass(frozen=True)
class TreatedHeld(DifficultyHeld):
    """A difficulty that this reader treats, for a side."""

    side: Side


def get_enrolment_to_report(reader: Reader, enrolment_id: uuid.UUID) -> ReportHeld:
    """Give a file to its team, or to a landlord's person to whom it is named today.

    Raises Http404, or PermissionDenied for who is not of the team, and outside a protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    side = _side(hers)
    return ReportHeld(enrolment, hers, side, _landlord(reader, enrolment) if side == Side.LANDLORD else None)


def get_difficulty(reader: Reader, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> DifficultyHeld:
    """Give a difficulty to who reads it: its landlord's people, the associations since they hold the file.

    Raises Http404, or PermissionDenied outside a protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    row = (
        Difficulty.objects.read_by(reader, enrolment, hers).select_related("landlord").filter(pk=difficulty_id).first()
    )
    if row is None:
        raise Http404(NOT_FOUND)
    return DifficultyHeld(enrolment, row, hers, side_of(hers))


def get_difficulty_to_answer(reader: Reader, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> TreatedHeld:
    """Give a difficulty to answer. Raises Http404, or PermissionDenied for who is not of the side that is awaited."""
    held = _treated(reader, enrolment_id, difficulty_id)
    if held.row.awaits and held.row.awaits != held.side:
        raise PermissionDenied(REFUSED_OTHER_SIDE)
    return held


def get_difficulty_to_settle(reader: Reader, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> TreatedHeld:
    """Give a difficulty to close or open again. Raises Http404, or PermissionDenied for who neither reported it nor follows."""
    held = _treated(reader, enrolment_id, difficulty_id)
    if held.side not in {Side.TEAM, held.row.side}:
        raise PermissionDenied(REFUSED_SETTLE)
    return held


def _treated(reader: Reader, enrolment_id: uuid.UUID, difficulty_id: uuid.UUID) -> TreatedHeld:
    held = get_difficulty(reader, enrolment_id, difficulty_id)
    return TreatedHeld(held.enrolment, held.row, held.hers, _side(held.hers))


def _side(hers: Standing) -> Side:
    side = side_of(hers)
    if side is None:
        raise PermissionDenied(REFUSED_WRITE if hers.is_listed else REFUSED_PROTECTED)
    return side


def _landlord(reader: Reader, enrolment: Enrolment) -> uuid.UUID:
    """Give the landlord for which the household is named to this reader."""
    known = EnrolmentNaming.objects.filter(
        in_force(reader.today), EnrolmentQuerySet.named_to(reader), enrolment=enrolment, is_live=True
    ).values_list("landlord_id", flat=True)
    landlord_id: uuid.UUID = min(set(known), key=str)
    return landlord_id

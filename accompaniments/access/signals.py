"""How a view gets what the landlord signals: he makes it on a household named to him, its team answers."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.models import LandlordSignal
from foundation.periods import in_force
from households.access import get_enrolment, get_enrolment_to_edit
from households.models import Enrolment, EnrolmentNaming
from households.permissions import REFUSED_PROTECTED, Standing, read_since, standing
from households.querysets import EnrolmentQuerySet
from partners.reader import Reader

NOT_FOUND = "Ce signalement n’existe pas, ou il ne vous est pas ouvert."
REFUSED_SIGNAL = "Un signalement vient du bailleur à qui ce ménage est nommé."


@dataclass(frozen=True)
class SignalHeld:
    """A signal as `access` gives it."""

    enrolment: Enrolment
    row: LandlordSignal
    hers: Standing


def get_enrolment_to_signal(reader: Reader, enrolment_id: uuid.UUID) -> tuple[Enrolment, uuid.UUID]:
    """Give a file to a landlord's person to whom it is named today, and for which landlord she signals.

    Raises Http404, or PermissionDenied for the associations, and outside a protected file's list.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    if not hers.is_named:
        raise PermissionDenied(REFUSED_SIGNAL)
    if not hers.is_listed:
        raise PermissionDenied(REFUSED_PROTECTED)
    return enrolment, _landlord(reader, enrolment)


def get_signal_to_answer(reader: Reader, enrolment_id: uuid.UUID, signal_id: uuid.UUID) -> SignalHeld:
    """Give a signal to the file's team; one that came before its association held the file is not hers.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    hers = standing(reader, enrolment)
    rows = LandlordSignal.objects.filter(enrolment=enrolment, pk=signal_id)
    if since := read_since(hers, enrolment):
        rows = rows.filter(signalled_on__gte=since)
    row: LandlordSignal | None = rows.first()
    if row is None:
        raise Http404(NOT_FOUND)
    return SignalHeld(enrolment, row, hers)


def _landlord(reader: Reader, enrolment: Enrolment) -> uuid.UUID:
    """Give the landlord for which the household is named to this reader."""
    known = EnrolmentNaming.objects.filter(
        in_force(reader.today), EnrolmentQuerySet.named_to(reader), enrolment=enrolment, is_live=True
    ).values_list("landlord_id", flat=True)
    landlord_id: uuid.UUID = min(set(known), key=str)
    return landlord_id

"""How a view gets a dwelling for its parts: the landlord's people who follow it, and the team of a household housed there."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from households.models import Enrolment
from leases.access import NO_DWELLING, REFUSED_SUPPLY, may_announce
from leases.models import Dwelling, DwellingShare, Lease
from leases.permissions import title_standing
from partners.reader import Reader

NO_PART = "Cette partie de logement n’existe pas."


@dataclass(frozen=True)
class FoundDwelling:
    """A dwelling whose parts this reader reads, and what she is to it."""

    dwelling: Dwelling
    may_write: bool
    enrolment_id: uuid.UUID | None  # the household's file through which a team came; none for the landlord's people


def get_dwelling_of_parts(reader: Reader, dwelling_id: uuid.UUID) -> FoundDwelling:
    """Give a dwelling to read the parts of.

    An association reads those of the dwelling where a household of hers is housed, in its team: it does not read a stock.
    Raises Http404.
    """
    row: Dwelling | None = Dwelling.objects.select_related("unit__agency").filter(pk=dwelling_id).first()
    if row is None:
        raise Http404(NO_DWELLING)
    if Dwelling.objects.visible_to(reader).filter(pk=row.pk).exists():
        return FoundDwelling(row, may_announce(reader, row), None)
    enrolment_id = _housed_by_hers(reader, row)
    if enrolment_id is None:
        raise Http404(NO_DWELLING)
    return FoundDwelling(row, may_write=True, enrolment_id=enrolment_id)


def get_dwelling_to_divide(reader: Reader, dwelling_id: uuid.UUID) -> FoundDwelling:
    """Give a dwelling to make parts of. Raises as `get_dwelling_of_parts`, or PermissionDenied for who announces nothing."""
    found = get_dwelling_of_parts(reader, dwelling_id)
    if not found.may_write:
        raise PermissionDenied(REFUSED_SUPPLY)
    return found


def get_part_to_close(
    reader: Reader, dwelling_id: uuid.UUID, share_id: uuid.UUID
) -> tuple[FoundDwelling, DwellingShare]:
    """Give a part of a dwelling to close or open again. Raises as `get_dwelling_to_divide`."""
    found = get_dwelling_to_divide(reader, dwelling_id)
    share: DwellingShare | None = DwellingShare.objects.filter(pk=share_id, dwelling=found.dwelling).first()
    if share is None:
        raise Http404(NO_PART)
    return found, share


def _housed_by_hers(reader: Reader, dwelling: Dwelling) -> uuid.UUID | None:
    if not reader.associations:
        return None
    rows = (
        Lease.objects.filter(Enrolment.objects.seen_by(reader, "enrolment_id"), share__dwelling=dwelling)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=reader.today))
        .select_related("enrolment__version", "enrolment__household")
        .order_by("started_on", "pk")
    )
    return next((row.enrolment_id for row in rows if title_standing(reader, row.enrolment).is_team), None)

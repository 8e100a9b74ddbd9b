"""For which associations a reader may let a household in."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from partners.enums import Role
from partners.reader import Reader

REFUSED_REFER = (
    "Seules les personnes d’une association du programme, et la conseillère sociale de son bailleur, "
    "enregistrent une orientation."
)
REFUSED_MANAGE = "Seule la responsable d’une association fait cela\u00a0: demandez-lui."


@dataclass(frozen=True)
class Referring:
    """For whom a reader records referrals: her associations, or the landlords whose social adviser she is (domain.md §2.1 S1)."""

    associations: frozenset[uuid.UUID]
    landlords: frozenset[uuid.UUID] = frozenset()


def get_referring(reader: Reader) -> Referring:
    """Give for whom this reader records referrals: an association's people for it, else a landlord's social adviser.

    Raises PermissionDenied for everybody else.
    """
    if reader.associations:
        return Referring(reader.associations)
    if landlords := reader.organisations(Role.LANDLORD_SOCIAL_ADVISER):
        return Referring(frozenset(), landlords)
    raise PermissionDenied(REFUSED_REFER)


def get_associations_to_manage(reader: Reader) -> frozenset[uuid.UUID]:
    """Give the associations whose referrals and reprises this reader decides.

    Raises PermissionDenied for who manages none.
    """
    if not reader.managed_associations:
        raise PermissionDenied(REFUSED_MANAGE)
    return reader.managed_associations

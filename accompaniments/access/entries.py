"""For which associations a reader may let a household in."""

import uuid

from django.core.exceptions import PermissionDenied

from partners.reader import Reader

REFUSED_REFER = "Seules les personnes d’une association du programme enregistrent une orientation."
REFUSED_MANAGE = "Seule la responsable d’une association fait cela\u00a0: demandez-lui."


def get_associations_to_refer(reader: Reader) -> frozenset[uuid.UUID]:
    """Give the associations for which this reader records referrals.

    Raises PermissionDenied for who works for none.
    """
    if not reader.associations:
        raise PermissionDenied(REFUSED_REFER)
    return reader.associations


def get_associations_to_manage(reader: Reader) -> frozenset[uuid.UUID]:
    """Give the associations whose referrals and reprises this reader decides.

    Raises PermissionDenied for who manages none.
    """
    if not reader.managed_associations:
        raise PermissionDenied(REFUSED_MANAGE)
    return reader.managed_associations

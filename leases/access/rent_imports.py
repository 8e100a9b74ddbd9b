"""How a view gets a statement of payments: to the managers of the association that sent it."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from leases.models import RentImport
from partners.models import Organisation
from partners.reader import Reader
from records.services.events import record_read

NO_IMPORT = "Ce relevé n’existe pas, ou il ne vous est pas ouvert."
REFUSED_IMPORT = "Les comptes de toutes les sous-locations sont tenus par la responsable de l’association."


def get_accounts(reader: Reader) -> frozenset[uuid.UUID]:
    """Give the associations whose accounts this reader keeps whole. Raises PermissionDenied for who manages none."""
    if not reader.managed_associations:
        raise PermissionDenied(REFUSED_IMPORT)
    return reader.managed_associations


def get_association(reader: Reader) -> Organisation:
    """Give the association for which she sends a statement: the one she manages. Raises PermissionDenied."""
    association: Organisation = Organisation.objects.filter(pk__in=get_accounts(reader)).order_by("name")[0]
    return association


def get_import(reader: Reader, import_id: uuid.UUID) -> RentImport:
    """Give a statement of her association. Raises Http404, PermissionDenied."""
    row: RentImport | None = (
        RentImport.objects.filter(association_id__in=get_accounts(reader), pk=import_id)
        .select_related("association")
        .first()
    )
    if row is None:
        raise Http404(NO_IMPORT)
    return row


def open_import(reader: Reader, import_id: uuid.UUID) -> RentImport:
    """Give a statement for its page, and write in the journal that this reader opened it. Raises as `get_import`."""
    row = get_import(reader, import_id)
    record_read("rent_import.opened", row, by=reader.user_id, subject_id=row.association_id)
    return row

"""How a view gets a household's title, its états des lieux, their photographs: 404, or 403 with its reason."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.access import get_enrolment
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED, standing
from leases.models import Inventory, InventoryPhoto, Lease
from leases.permissions import REFUSED_TITLE_WRITE, REFUSED_TITLES, TitleStanding, title_standing
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

NO_TITLE = "Ce titre n’existe pas, ou il ne vous est pas ouvert."
NO_INVENTORY = "Cet état des lieux n’existe pas, ou il ne vous est pas ouvert."


@dataclass(frozen=True)
class FoundTitle:
    """A title that this reader reads, its household's file, and what she is to it."""

    lease: Lease
    enrolment: Enrolment
    hers: TitleStanding


def get_title(reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> FoundTitle:
    """Give a standing title of a file, or its association's lease above.

    Raises Http404, or PermissionDenied for who knows the file without reading its titles.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = title_standing(reader, enrolment)
    if not (hers.is_team or hers.told_by):
        raise PermissionDenied(REFUSED_TITLES if standing(reader, enrolment).is_listed else REFUSED_PROTECTED)
    lease: Lease | None = (
        Lease.objects.filter(enrolment=enrolment, pk=lease_id)
        .select_related(
            "enrolment__version",
            "share__dwelling__landlord",
            "share__dwelling__unit__agency",
            "head_lease__tenant_association",
            "follows__head_lease",
            "follows__share__dwelling",
        )
        .first()
    )
    if lease is None or not (hers.reads(lease) or hers.may_slide(lease)):
        raise Http404(NO_TITLE)
    return FoundTitle(lease, enrolment, hers)


def get_title_to_write(reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> FoundTitle:
    """Give a title to follow, end or correct. Raises as `get_title`."""
    found = get_title(reader, enrolment_id, lease_id)
    if not found.hers.may_write(found.lease):
        raise PermissionDenied(REFUSED_TITLE_WRITE)
    return found


def get_title_to_slide(reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> FoundTitle:
    """Give a sublease whose slide this reader records. Raises as `get_title`."""
    found = get_title(reader, enrolment_id, lease_id)
    if not found.hers.may_slide(found.lease):
        raise PermissionDenied(REFUSED_TITLE_WRITE)
    return found


def get_inventory(
    reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID
) -> tuple[FoundTitle, Inventory]:
    """Give an état des lieux to read. Raises as `get_title`."""
    found = get_title(reader, enrolment_id, lease_id)
    row: Inventory | None = Inventory.objects.filter(pk=inventory_id, lease=found.lease).first()
    if row is None or not found.hers.reads(found.lease):
        raise Http404(NO_INVENTORY)
    row.lease = found.lease
    return found, row


def open_inventory(
    reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID
) -> tuple[FoundTitle, Inventory]:
    """Give an état des lieux for its page, and write in the journal that this reader opened it. Raises as `get_title`."""
    found, row = get_inventory(reader, enrolment_id, lease_id, inventory_id)
    record_read("inventory.opened", row, by=reader.user_id, subject_id=enrolment_id)
    return found, row


def get_inventory_to_write(
    reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID
) -> tuple[FoundTitle, Inventory]:
    """Give an état des lieux to complete. Raises as `get_title`."""
    found, row = get_inventory(reader, enrolment_id, lease_id, inventory_id)
    if not found.hers.may_write(found.lease):
        raise PermissionDenied(REFUSED_TITLE_WRITE)
    return found, row


def get_photo(
    reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID, photo_id: uuid.UUID
) -> StoredFile:
    """Give a photograph's file; each reading is logged. Raises as `get_title`."""
    _, row = get_inventory(reader, enrolment_id, lease_id, inventory_id)
    photo = _photo(row, photo_id)
    record_read("inventory_photo.opened", photo, by=reader.user_id, subject_id=enrolment_id)
    return photo.stored


def get_photo_to_remove(
    reader: Reader, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID, photo_id: uuid.UUID
) -> InventoryPhoto:
    """Give a photograph to take away. Raises as `get_title`."""
    _, row = get_inventory_to_write(reader, enrolment_id, lease_id, inventory_id)
    return _photo(row, photo_id)


def _photo(inventory: Inventory, photo_id: uuid.UUID) -> InventoryPhoto:
    photo: InventoryPhoto | None = (
        InventoryPhoto.objects.select_related("stored").filter(pk=photo_id, inventory=inventory).first()
    )
    if photo is None:
        raise Http404(NO_INVENTORY)
    photo.inventory = inventory
    return photo

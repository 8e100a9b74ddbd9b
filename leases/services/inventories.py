"""États des lieux: what was seen, room by room, the keys, the photographs taken on the spot."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max

from foundation.refusals import Refused
from leases.enums import InventoryKind
from leases.models import Inventory, InventoryPhoto, InventoryRoom, Lease
from records.models import StoredFile
from records.services.events import record
from records.services.files import clean_name, delete_file, store_file

MOST_PHOTOS = 60
KIND = "leases.inventory_photo"


@dataclass(frozen=True)
class Room:
    """What was seen in one room."""

    name: str
    note: str


@dataclass(frozen=True)
class Photo:
    """A photograph as it was sent."""

    name: str
    content: BinaryIO


@transaction.atomic
def make_inventory(
    *,
    by: uuid.UUID,
    lease: Lease,
    kind: InventoryKind,
    made_on: dt.date,
    worker_was_present: bool,
    keys_handed: int,
    note: str,
    today: dt.date,
    keys_returned: int = 0,
    rooms: Iterable[Room] = (),
) -> Inventory:
    """Record an état des lieux and the keys. Raises Refused for a day ahead, before the signature, a room said twice."""
    if made_on > today:
        raise Refused("Un état des lieux fait ne peut pas être daté d’un jour à venir.", "made_on")
    if made_on < lease.signed_on:
        raise Refused("Cet état des lieux précède la signature du bail.", "made_on")
    seen = [Room(" ".join(room.name.split()), room.note.strip()) for room in rooms]
    names = [room.name.casefold() for room in seen]
    if len(set(names)) < len(names):
        raise Refused(
            "Une pièce est citée deux fois\u00a0: donnez à chacune son nom («\u00a0chambre 2\u00a0»).", "rooms"
        )
    inventory = Inventory.objects.create(
        lease=lease,
        kind=kind,
        made_on=made_on,
        worker_was_present=worker_was_present,
        keys_handed=keys_handed,
        keys_returned=keys_returned,
        note=note,
        recorded_by=by,
    )
    InventoryRoom.objects.bulk_create(
        InventoryRoom(inventory=inventory, position=position, name=room.name, note=room.note)
        for position, room in enumerate(seen, start=1)
    )
    details = {"kind": kind.value, "on": made_on.isoformat(), "keys": keys_handed, "returned": keys_returned}
    record("inventory.made", inventory, by=by, subject_id=lease.enrolment_id, details=details)
    return inventory


def add_photos(*, by: uuid.UUID, inventory: Inventory, photos: Iterable[Photo], room: str) -> list[str]:
    """Keep photographs, each checked by its content, a HEIC as a JPEG; no transaction spans their reading.

    Give, in a sentence each, why some were not kept: the others are.
    """
    refused = []
    for photo in photos:
        try:
            _keep_photo(by=by, inventory=inventory, photo=photo, room=room)
        except Refused as error:
            refused.append(f"{clean_name(photo.name)}\u00a0: {error.reason}")
    return refused


def _keep_photo(*, by: uuid.UUID, inventory: Inventory, photo: Photo, room: str) -> None:
    file_of = inventory.lease.enrolment_id
    stored = store_file(
        content=photo.content, name=photo.name, kind=KIND, subject_id=inventory.pk, by=by, file_of=file_of
    )
    try:
        add_photo(by=by, inventory=inventory, stored=stored, room=room)
    except Refused:
        delete_file(stored=stored, by=by, file_of=file_of)
        raise


@transaction.atomic
def add_photo(*, by: uuid.UUID, inventory: Inventory, stored: StoredFile, room: str) -> InventoryPhoto:
    """Add a photograph already stored (`records.services.files`). Raises Refused beyond sixty, and for a PDF."""
    if not stored.content_type.startswith("image/"):
        raise Refused("Une photographie est une image (JPEG, PNG ou HEIC).", "photos")
    Inventory.objects.select_for_update(of=("self",)).get(pk=inventory.pk)
    rows = InventoryPhoto.objects.filter(inventory=inventory)
    if rows.count() >= MOST_PHOTOS:
        raise Refused(f"Un état des lieux garde {MOST_PHOTOS}\u00a0photographies au plus.", "photos")
    last = rows.aggregate(last=Max("position"))["last"] or 0
    photo: InventoryPhoto = InventoryPhoto.objects.create(
        inventory=inventory, stored=stored, position=last + 1, room=" ".join(room.split())
    )
    record("inventory.photo_added", photo, by=by, subject_id=inventory.lease.enrolment_id)
    return photo


@transaction.atomic
def remove_photo(*, by: uuid.UUID, photo: InventoryPhoto) -> None:
    """Take a photograph away, and its file."""
    file_of, stored = photo.inventory.lease.enrolment_id, photo.stored
    record("inventory.photo_removed", photo, by=by, subject_id=file_of)
    photo.delete()
    delete_file(stored=stored, by=by, file_of=file_of)

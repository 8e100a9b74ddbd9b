"""An état des lieux as its page shows it: rooms, keys, photographs, beside the one of the way in."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from foundation.words import capitalised
from leases.enums import InventoryKind, LeaseKind, Typology
from leases.models import Inventory, InventoryPhoto, InventoryRoom, Lease
from leases.selectors.titles import home_of, keys_said

ROOMS = ("Entrée", "Séjour", "Cuisine", "Salle d’eau", "Toilettes")  # then the bedrooms, then the outside
OUTSIDE = "Extérieur, cave, annexes"


@dataclass(frozen=True)
class PhotoRead:
    """A photograph, by its address."""

    photo_id: uuid.UUID
    room: str
    url: str
    remove_url: str


@dataclass(frozen=True)
class RoomRead:
    """One room, as it was on the way in and on the way out; `is_changed` when both are told and differ."""

    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Tell whether the two differ."""
        return bool(self.before and self.after) and self.before != self.after


@dataclass(frozen=True)
class InventoryRead:
    """The page."""

    label: str
    title: str
    home: str
    on: dt.date
    keys: str
    with_worker: bool
    note: str
    rooms: tuple[RoomRead, ...]
    compared_with: str  # « entrée, 3 mars 2026 », or nothing
    compared_on: dt.date | None
    keys_missing: int
    photos: tuple[PhotoRead, ...]
    photos_before: tuple[PhotoRead, ...]
    photo_url: str


def inventory(row: Inventory, *, may_write: bool) -> InventoryRead:
    """Give an état des lieux; one of the way out stands beside that of the way in, in a constant number of queries."""
    lease, former = row.lease, way_in(row.lease) if row.kind == InventoryKind.MOVE_OUT else None
    notes = dict(InventoryRoom.objects.filter(inventory=row).values_list("name", "note"))
    before = dict(InventoryRoom.objects.filter(inventory=former).values_list("name", "note")) if former else {}
    names = [*before, *(name for name in notes if name not in before)]
    args = [lease.enrolment_id, lease.pk, row.pk]
    handed = former.keys_handed if former else 0
    return InventoryRead(
        label=f"État des lieux, {InventoryKind(row.kind).label}",
        title=capitalised(str(LeaseKind(lease.kind).label)),
        home=home_of(lease),
        on=row.made_on,
        keys=keys_said(row.keys_handed, row.keys_returned),
        with_worker=row.worker_was_present,
        note=row.note,
        rooms=tuple(RoomRead(name, before.get(name, ""), notes.get(name, "")) for name in names),
        compared_with=str(InventoryKind(former.kind).label) if former else "",
        compared_on=former.made_on if former else None,
        keys_missing=max(handed - row.keys_returned, 0) if former else 0,
        photos=_photos(row, may_write=may_write),
        photos_before=_photos(former, may_write=False, lease=lease) if former else (),
        photo_url=reverse("journeys:inventory_photo_add", args=args) if may_write else "",
    )


def way_in(lease: Lease) -> Inventory | None:
    """Give the latest état des lieux of the way in, of this title or of the one that it follows in the same home."""
    ids = [lease.pk]
    former = lease.follows
    while former is not None and former.share_id == lease.share_id:
        ids.append(former.pk)
        former = former.follows
    row: Inventory | None = (
        Inventory.objects.filter(lease_id__in=ids).exclude(kind=InventoryKind.MOVE_OUT).order_by("-made_on").first()
    )
    return row


def rooms_of(lease: Lease) -> list[tuple[str, str]]:
    """Give the rooms to visit: those of the way in with what was seen, else those of a home of this size."""
    former = way_in(lease)
    if former is not None:
        known = list(InventoryRoom.objects.filter(inventory=former).values_list("name", "note"))
        if known:
            return known
    size = Typology.values.index(lease.share.dwelling.typology)
    bedrooms = ["Chambre"] if size == 1 else [f"Chambre {number}" for number in range(1, size + 1)]
    return [(name, "") for name in (*ROOMS, *bedrooms, OUTSIDE)]


def room_names(row: Inventory) -> list[str]:
    """Give the rooms of an état des lieux, in its order."""
    return list(InventoryRoom.objects.filter(inventory=row).values_list("name", flat=True))


def kind_next(lease: Lease) -> InventoryKind:
    """Propose the one that is likely: of the way out once a title ends, in place when it follows another there."""
    if lease.ended_on is not None:
        return InventoryKind.MOVE_OUT
    return InventoryKind.IN_SITU if is_in_place(lease) else InventoryKind.MOVE_IN


def is_in_place(lease: Lease) -> bool:
    """Tell whether a title follows another in the same home: nobody enters it."""
    return lease.follows is not None and lease.follows.share_id == lease.share_id


def _photos(row: Inventory, *, may_write: bool, lease: Lease | None = None) -> tuple[PhotoRead, ...]:
    enrolment_id = (lease or row.lease).enrolment_id
    rows = InventoryPhoto.objects.filter(inventory=row).order_by("position")
    return tuple(
        PhotoRead(
            photo_id=photo.pk,
            room=photo.room,
            url=reverse("journeys:inventory_photo", args=[enrolment_id, row.lease_id, row.pk, photo.pk]),
            remove_url=reverse("journeys:inventory_photo_remove", args=[enrolment_id, row.lease_id, row.pk, photo.pk])
            if may_write
            else "",
        )
        for photo in rows
    )

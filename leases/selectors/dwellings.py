"""Reads of dwellings and announcements for who announces them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from leases.enums import FundingCategory
from leases.models import Announcement, Dwelling, Lease, ReservationHolder
from leases.selectors.contents import dwelling_words
from leases.selectors.field_staff import StaffLine, place_of, staff_near
from partners.enums import Role
from partners.models import ManagementUnit
from partners.reader import Reader


@dataclass(frozen=True)
class DwellingLine:
    """A dwelling in one line. Who lives there is not said here: « occupé » is all (domain.md §3.9)."""

    id: uuid.UUID
    reference: str
    label: str
    unit: str
    address: str
    funding: str
    is_let: bool
    parts: int  # let apart, in a colocation
    announcement_id: uuid.UUID | None
    available_on: dt.date | None
    cost: Decimal | None
    holder: str
    agreed_on: dt.date | None
    staff: tuple[StaffLine, ...]  # of the landlord, near this dwelling


def dwellings(reader: Reader) -> QuerySet[Dwelling]:
    """Give the dwellings that this reader may know of, in the order of a list."""
    rows: QuerySet[Dwelling] = Dwelling.objects.visible_to(reader).order_by("city", "residence", "reference", "pk")
    return rows


def dwelling_lines(reader: Reader, rows: Iterable[Dwelling]) -> list[DwellingLine]:
    """Give a page of dwellings, in a constant number of queries."""
    ids = [row.pk for row in rows]
    let = set(
        Lease.objects.open_on(reader.today)
        .filter(share__dwelling_id__in=ids)
        .values_list("share__dwelling_id", flat=True)
    )
    open_ones = Announcement.objects.available_on(reader.today).select_related("reservation_holder", "dwelling")
    parts = Q(shares__ended_on__isnull=True) & ~Q(shares__label="")
    found = (
        Dwelling.objects.filter(pk__in=ids)
        .select_related("unit")
        .annotate(parts_count=Count("shares", filter=parts, distinct=True))
        .prefetch_related(Prefetch("announcements", queryset=open_ones, to_attr="open_announcements"))
    )
    by_id: dict[uuid.UUID, Any] = {row.pk: row for row in found}
    near = staff_near([place_of(row) for row in by_id.values()], reader.today)
    return [_line(by_id[pk], is_let=pk in let, staff=near[place_of(by_id[pk])]) for pk in ids]


def units_to_announce(reader: Reader) -> QuerySet[ManagementUnit]:
    """Give the units where this reader may add dwellings: hers, or all of her landlord's for the rental service."""
    rental = reader.organisations(Role.LANDLORD_RENTAL)
    rows: QuerySet[ManagementUnit] = (
        ManagementUnit.objects.open_on(reader.today)
        .filter(Q(pk__in=reader.units) | Q(agency__landlord_id__in=rental))
        .select_related("agency__landlord")
        .order_by("agency__name", "name")
    )
    return rows


def holders_of(landlord_id: uuid.UUID) -> QuerySet[ReservationHolder]:
    """Give the reservation holders of a landlord."""
    return ReservationHolder.objects.filter(landlord_id=landlord_id)


def _line(row: Any, *, is_let: bool, staff: tuple[StaffLine, ...]) -> DwellingLine:
    announcement: Announcement | None = next(iter(row.open_announcements), None)
    return DwellingLine(
        id=row.pk,
        reference=row.reference,
        label=dwelling_words(announcement) if announcement else f"{row.typology}, {row.residence or row.city}",
        unit=row.unit.name,
        address=f"{row.address}, {row.postcode} {row.city}",
        funding=FundingCategory(row.funding_category).label,
        is_let=is_let,
        parts=row.parts_count,
        announcement_id=announcement.pk if announcement else None,
        available_on=announcement.available_on if announcement else None,
        cost=announcement.rent + announcement.annexes + announcement.charges if announcement else None,
        holder=announcement.reservation_holder.name if announcement and announcement.reservation_holder else "",
        agreed_on=announcement.agreed_on if announcement else None,
        staff=staff,
    )

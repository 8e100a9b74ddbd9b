"""How a view gets a landlord's field staff: read by his people, kept by his manager and his units' correspondents."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from leases.models import FieldSector, FieldStaff
from partners.enums import Role
from partners.models import ManagementUnit
from partners.reader import Reader

NO_STAFF = "Cette personne n’est pas dans l’annuaire de votre organisme."
REFUSED_READ = "L’annuaire de proximité est celui des services du bailleur."
REFUSED_KEEP = (
    "L’annuaire de proximité est tenu par le responsable du bailleur et, pour leurs unités, par ses correspondants."
)


def get_landlords(reader: Reader) -> frozenset[uuid.UUID]:
    """Give the landlords whose field staff this reader reads. Raises PermissionDenied for everybody else."""
    if not reader.landlords:
        raise PermissionDenied(REFUSED_READ)
    return reader.landlords


def get_units_to_staff(reader: Reader) -> QuerySet[ManagementUnit]:
    """Give the units in force whose field staff this reader keeps.

    Raises PermissionDenied for who is neither a landlord's manager nor a correspondent.
    """
    managed = reader.organisations(Role.LANDLORD_MANAGER)
    if not managed and not reader.has(Role.LANDLORD_CORRESPONDENT):
        raise PermissionDenied(REFUSED_KEEP if reader.landlords else REFUSED_READ)
    rows: QuerySet[ManagementUnit] = ManagementUnit.objects.open_on(reader.today)
    rows = rows.filter(Q(pk__in=reader.units) | Q(agency__landlord_id__in=managed))
    return rows.select_related("agency__landlord").order_by("agency__name", "name", "pk")


def kept_staff(reader: Reader) -> QuerySet[FieldStaff]:
    """Give whom this reader keeps: all of her landlord's for a manager, those of her units for a correspondent."""
    of_units = FieldSector.objects.filter(staff=OuterRef("pk"), unit_id__in=reader.units)
    managed = Q(landlord_id__in=reader.organisations(Role.LANDLORD_MANAGER))
    return FieldStaff.objects.filter(managed | Q(Exists(of_units)), landlord_id__in=reader.landlords)


def get_staff_to_keep(reader: Reader, staff_id: uuid.UUID) -> FieldStaff:
    """Give someone to correct or end.

    Raises Http404 for another landlord's, PermissionDenied for a landlord's person who does not keep it.
    """
    row: FieldStaff | None = FieldStaff.objects.filter(pk=staff_id, landlord_id__in=reader.landlords).first()
    if row is None:
        raise Http404(NO_STAFF)
    if not kept_staff(reader).filter(pk=row.pk).exists():
        raise PermissionDenied(REFUSED_KEEP)
    return row


def get_sector_to_keep(reader: Reader, sector_id: uuid.UUID) -> FieldSector:
    """Give a sector to end. Raises Http404, or PermissionDenied for a unit that is not hers to keep."""
    row: FieldSector | None = (
        FieldSector.objects.select_related("staff", "unit")
        .filter(pk=sector_id, staff__landlord_id__in=reader.landlords)
        .first()
    )
    if row is None:
        raise Http404(NO_STAFF)
    if row.unit_id not in reader.units and row.staff.landlord_id not in reader.organisations(Role.LANDLORD_MANAGER):
        raise PermissionDenied(REFUSED_KEEP)
    return row

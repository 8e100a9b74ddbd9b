"""The field staff of two landlords: one in Orange, one of the other landlord's unit."""

from typing import Any

from config.vocabulary import Whose
from leases.enums import FieldRole
from leases.models import FieldSector, FieldStaff
from partners.models import ManagementUnit
from tests.days import TODAY
from tests.world import World

ADDRESSES = (
    *("field_staff_edit", "field_staff_end", "field_staff_restore"),
    *("field_sector_new", "field_sector_end", "field_sector_restore"),
)


def of_field_staff(world: World) -> dict[str, dict[Whose, dict[str, Any]]]:
    """Give by address who may be corrected and which sector may be ended, for each landlord."""
    things = {
        Whose.MINE: _ids(world, world.units["Orange"]),
        Whose.OTHER_LANDLORDS: _ids(world, world.other_unit),
    }
    return {f"leases:{name}": things for name in ADDRESSES}


def _ids(world: World, unit: ManagementUnit) -> dict[str, Any]:
    by = {"started_on": TODAY, "recorded_by": world.landlord_manager.pk}
    staff = FieldStaff.objects.create(
        landlord=unit.agency.landlord, name="Driss Amar", role=FieldRole.CARETAKER, telephone="+33490000000", **by
    )
    return {"staff_id": staff.pk, "sector_id": FieldSector.objects.create(staff=staff, unit=unit, **by).pk}

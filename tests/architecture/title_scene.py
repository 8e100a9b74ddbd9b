"""A title of each file's household with its état des lieux and a photograph, in a home of its landlord."""

from typing import Any

from config.vocabulary import Whose
from households.models import Enrolment
from leases.enums import InventoryKind, LeaseKind
from leases.models import InventoryPhoto
from partners.models import ManagementUnit, Organisation, User
from records.services.files import store_made_file
from tests.days import TODAY, before
from tests.factories import leases as le
from tests.world import World


def of_title(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give the ids of what hangs on a file's own lease, over before the sublease that it has now."""
    unit = ManagementUnit.objects.filter(agency__landlord=enrolment.version.landlords.get()).earliest("name")
    lease = le.LeaseFactory.make(
        enrolment=enrolment,
        share__dwelling__unit=unit,
        signed_on=before(400),
        started_on=before(400),
        ended_on=before(200),
    )
    inventory = le.InventoryFactory.make(
        lease=lease, kind=InventoryKind.MOVE_IN, made_on=before(400), recorded_by=worker.pk
    )
    stored = store_made_file(
        content=TODAY.isoformat().encode(),
        content_type="image/jpeg",
        name="photo.jpg",
        kind="leases.inventory_photo",
        subject_id=inventory.pk,
        by=worker.pk,
    )
    photo = InventoryPhoto.objects.create(inventory=inventory, stored=stored, position=1)
    return {"lease_id": lease.pk, "inventory_id": inventory.pk, "photo_id": photo.pk}


def of_parts(enrolment: Enrolment, unit: ManagementUnit) -> dict[str, dict[str, Any]]:
    """Give by address the dwelling where a household has a title until today, and a part of it."""
    lease = le.LeaseFactory.make(
        enrolment=enrolment, share__dwelling__unit=unit, started_on=before(20), signed_on=before(20), ended_on=TODAY
    )
    dwelling = lease.share.dwelling
    things = {"dwelling_id": dwelling.pk, "share_id": le.DwellingShareFactory.make(dwelling=dwelling, label="cave").pk}
    names = ("dwelling_parts", "dwelling_part_new", "dwelling_part_close", "dwelling_part_reopen")
    return {f"leases:{name}": things for name in names}


def of_heads(world: World) -> dict[str, dict[Whose, dict[str, Any]]]:
    """Give by address a lease of each association under which nobody lives."""
    things = {Whose.MINE: _head(world, world.soligone), Whose.OTHERS: _head(world, world.cap_habitat)}
    return {f"journeys:{name}": things for name in ("head_end", "head_end_undo", "head_sublet")}


def _head(world: World, association: Organisation) -> dict[str, Any]:
    lease = le.LeaseFactory.make(
        kind=LeaseKind.HEAD,
        enrolment=None,
        tenant_association=association,
        share__dwelling__unit=world.units["Orange"],
        started_on=before(100),
        signed_on=before(100),
    )
    return {"lease_id": lease.pk}

"""A landlord's field staff: added, corrected, ended, and where each works."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from foundation.refusals import Refused
from leases.enums import FieldRole
from leases.models import Dwelling, FieldSector, FieldStaff
from leases.rules.field_staff import plain
from partners.models import ManagementUnit
from records.services.events import record

UNREACHED = "Indiquez un téléphone, un courriel ou comment la joindre."
BACKWARDS = "La fin ne peut pas précéder le début."


@dataclass(frozen=True)
class StaffFacts:
    """What the landlord says of someone."""

    name: str
    role: FieldRole
    telephone: str = ""
    email: str = ""
    how: str = ""


@dataclass(frozen=True)
class SectorFacts:
    """Where someone works: a unit; a residence or a dwelling of it when said."""

    unit: ManagementUnit
    residence: str = ""
    reference: str = ""  # of a dwelling


@transaction.atomic
def add_staff(*, by: uuid.UUID, facts: StaffFacts, sector: SectorFacts, today: dt.date) -> FieldStaff:
    """Add someone with her first sector, from today on. Raises Refused."""
    landlord_id = sector.unit.agency.landlord_id
    _refuse_unreached(facts)
    row: FieldStaff = FieldStaff.objects.create(
        landlord_id=landlord_id, started_on=today, recorded_by=by, **_kept(facts)
    )
    record("field_staff.added", row, by=by, subject_id=landlord_id, details={"role": facts.role.value})
    add_sector(by=by, staff=row, sector=sector, today=today)
    return row


@transaction.atomic
def correct_staff(*, by: uuid.UUID, staff: FieldStaff, facts: StaffFacts) -> FieldStaff:
    """Correct what is said of someone. Raises Refused."""
    _refuse_unreached(facts)
    row: FieldStaff = FieldStaff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    for name, value in _kept(facts).items():
        setattr(row, name, value)
    row.save()
    record("field_staff.corrected", row, by=by, subject_id=row.landlord_id, details={"role": facts.role.value})
    return row


@transaction.atomic
def end_staff(*, by: uuid.UUID, staff: FieldStaff, ended_on: dt.date) -> None:
    """Say someone's last day, that day included; she is shown no more after it. Raises Refused."""
    if ended_on < staff.started_on:
        raise Refused(BACKWARDS, "ended_on")
    FieldStaff.objects.filter(pk=staff.pk).update(ended_on=ended_on)
    record("field_staff.ended", staff, by=by, subject_id=staff.landlord_id, details={"on": ended_on.isoformat()})


@transaction.atomic
def restore_staff(*, by: uuid.UUID, staff: FieldStaff) -> None:
    """Take back an end."""
    FieldStaff.objects.filter(pk=staff.pk).update(ended_on=None)
    record("field_staff.restored", staff, by=by, subject_id=staff.landlord_id)


@transaction.atomic
def add_sector(*, by: uuid.UUID, staff: FieldStaff, sector: SectorFacts, today: dt.date) -> FieldSector:
    """Say where someone works besides, from today on; said twice it is once. Raises Refused."""
    if sector.unit.agency.landlord_id != staff.landlord_id:
        raise Refused("Cette unité n’est pas de ce bailleur.", "unit")
    dwelling = _dwelling(sector)
    residence = "" if dwelling else " ".join(sector.residence.split())
    for known in FieldSector.objects.open_on(today).filter(staff=staff, unit=sector.unit, dwelling=dwelling):
        if plain(known.residence) == plain(residence):
            return known  # type: ignore[no-any-return]
    row: FieldSector = FieldSector.objects.create(
        staff=staff, unit=sector.unit, residence=residence, dwelling=dwelling, started_on=today, recorded_by=by
    )
    details = {"unit": str(sector.unit.pk), "on": today.isoformat()}
    record("field_sector.added", row, by=by, subject_id=staff.landlord_id, details=details)
    return row


@transaction.atomic
def end_sector(*, by: uuid.UUID, sector: FieldSector, ended_on: dt.date) -> None:
    """Say the last day on which someone works somewhere, that day included. Raises Refused."""
    if ended_on < sector.started_on:
        raise Refused(BACKWARDS, "ended_on")
    FieldSector.objects.filter(pk=sector.pk).update(ended_on=ended_on)
    details = {"on": ended_on.isoformat()}
    record("field_sector.ended", sector, by=by, subject_id=sector.staff.landlord_id, details=details)


def _dwelling(sector: SectorFacts) -> Dwelling | None:
    if not sector.reference.strip():
        return None
    row: Dwelling | None = Dwelling.objects.filter(unit=sector.unit, reference__iexact=sector.reference.strip()).first()
    if row is None:
        raise Refused("Aucun logement de cette unité n’a cette référence.", "reference")
    return row


def _kept(facts: StaffFacts) -> dict[str, str]:
    return {name: value.strip() if type(value) is str else value for name, value in asdict(facts).items()}


def _refuse_unreached(facts: StaffFacts) -> None:
    if not (facts.telephone.strip() or facts.email.strip() or facts.how.strip()):
        raise Refused(UNREACHED, "telephone")

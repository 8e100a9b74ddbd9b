"""A landlord's field staff: added, corrected, ended, and where each works."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from foundation.refusals import Refused
from leases.enums import FieldRole
from leases.models import Dwelling, FieldSector, FieldStaff
from leases.rules.field_staff import plain
from partners.models import ManagementUnit, Organisation
from records.services.events import record

UNREACHED = "Indiquez un téléphone, un courriel ou comment la joindre."
BACKWARDS = "La fin ne peut pas précéder le début."
KNOWN = (
    "{name} est déjà dans l’annuaire\u00a0: ajoutez un secteur à sa ligne, ou demandez-le à qui la tient. S’il s’agit de "
    "quelqu’un d’autre du même nom, ajoutez de quoi les distinguer."
)


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
    """Add someone with her first sector, from today on. Raises Refused, and for who is in the directory already."""
    landlord_id = sector.unit.agency.landlord_id
    _refuse_unreached(facts)
    _refuse_known(landlord_id, facts.name, today)
    row: FieldStaff = FieldStaff.objects.create(
        landlord_id=landlord_id, started_on=today, recorded_by=by, **_kept(facts)
    )
    record("field_staff.added", row, by=by, subject_id=landlord_id, details={"role": facts.role.value})
    add_sector(by=by, staff=row, sector=sector, today=today)
    return row


@transaction.atomic
def correct_staff(*, by: uuid.UUID, staff: FieldStaff, facts: StaffFacts, today: dt.date) -> FieldStaff:
    """Correct what is said of someone. Raises Refused, and for the name of somebody else of the directory."""
    _refuse_unreached(facts)
    if plain(facts.name) != plain(staff.name):
        _refuse_known(staff.landlord_id, facts.name, today)
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
def restore_staff(*, by: uuid.UUID, staff: FieldStaff, today: dt.date) -> None:
    """Take back an end. Raises Refused when the same person was added again since."""
    if staff.ended_on is not None and staff.ended_on < today:
        _refuse_known(staff.landlord_id, staff.name, today)
    FieldStaff.objects.filter(pk=staff.pk).update(ended_on=None)
    record("field_staff.restored", staff, by=by, subject_id=staff.landlord_id)


@transaction.atomic
def add_sector(*, by: uuid.UUID, staff: FieldStaff, sector: SectorFacts, today: dt.date) -> FieldSector:
    """Say where someone works besides, from today on; said twice it is once. Raises Refused."""
    if sector.unit.agency.landlord_id != staff.landlord_id:
        raise Refused("Cette unité n’est pas de ce bailleur.", "unit")
    dwelling = _dwelling(sector)
    residence = "" if dwelling else " ".join(sector.residence.split())
    row = FieldSector(
        staff=staff, unit=sector.unit, residence=residence, dwelling=dwelling, started_on=today, recorded_by=by
    )
    if (known := _same(row, today)) is not None:
        return known
    row.save()
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


@transaction.atomic
def restore_sector(*, by: uuid.UUID, sector: FieldSector, today: dt.date) -> None:
    """Take back the end of a sector; one that was said again since stays as it is."""
    if _same(sector, today) is not None:
        return
    FieldSector.objects.filter(pk=sector.pk).update(ended_on=None)
    record("field_sector.restored", sector, by=by, subject_id=sector.staff.landlord_id)


def _same(sector: FieldSector, today: dt.date) -> FieldSector | None:
    """Give another sector in force that says the same place of the same person."""
    rows = FieldSector.objects.open_on(today).filter(staff=sector.staff, unit=sector.unit, dwelling=sector.dwelling)
    named = plain(sector.residence)
    return next((row for row in rows.exclude(pk=sector.pk) if plain(row.residence) == named), None)


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


def _refuse_known(landlord_id: uuid.UUID, name: str, today: dt.date) -> None:
    """Refuse someone whose name is in the directory of a day, however it is typed; two sendings at once wait in turn."""
    Organisation.objects.select_for_update().get(pk=landlord_id)
    names = FieldStaff.objects.open_on(today).filter(landlord_id=landlord_id).values_list("name", flat=True)
    if plain(name) in {plain(known) for known in names}:
        raise Refused(KNOWN.format(name=name.strip()), "name")

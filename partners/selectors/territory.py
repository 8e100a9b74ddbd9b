"""Organisations and their territory, for the other parts' forms and pages."""

import datetime as dt
import uuid
from dataclasses import dataclass

from partners.enums import OrganisationKind
from partners.models import ManagementUnit, Organisation, UnitCorrespondent
from partners.rules import departement_of
from partners.selectors.people import PersonCard, person_cards


@dataclass(frozen=True)
class Named:
    """Something that a form offers: its id and its public name."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class AgencyUnits:
    """An agency and its management units in force."""

    agency: Named
    units: tuple[Named, ...]


def organisations(kind: OrganisationKind | None = None, day: dt.date | None = None) -> list[Named]:
    """Give the organisations of a kind (all without one), those in force on a day when it is given, by name."""
    rows = Organisation.objects.all()
    if kind is not None:
        rows = rows.filter(kind=kind)
    if day is not None:
        rows = rows.open_on(day)
    return [Named(pk, name) for pk, name in rows.order_by("name").values_list("pk", "name")]


@dataclass(frozen=True)
class Prefecture:
    """Where a préfet receives his post; without lines when no address is recorded for this département."""

    departement: str
    name: str = ""
    lines: tuple[str, ...] = ()


def prefecture_of(postcode: str, day: dt.date) -> Prefecture:
    """Give the préfecture of the département of a postcode on a day: the one whose own postcode is of it."""
    departement = departement_of(postcode)
    rows = Organisation.objects.open_on(day).filter(kind=OrganisationKind.PREFECTURE).order_by("name")
    found = next((row for row in rows if departement and departement_of(row.postcode) == departement), None)
    return Prefecture(departement, found.name, found.address_lines) if found else Prefecture(departement)


def units_of(landlord_id: uuid.UUID, day: dt.date) -> list[AgencyUnits]:
    """Give a landlord's management units in force on this day, by agency."""
    rows = (
        ManagementUnit.objects.open_on(day)
        .filter(agency__landlord_id=landlord_id)
        .order_by("agency__name", "agency_id", "name")
        .values_list("agency_id", "agency__name", "pk", "name")
    )
    agencies: dict[Named, list[Named]] = {}
    for agency_id, agency, pk, name in rows:
        agencies.setdefault(Named(agency_id, agency), []).append(Named(pk, name))
    return [AgencyUnits(agency, tuple(units)) for agency, units in agencies.items()]


def correspondent_of(unit_id: uuid.UUID, day: dt.date) -> PersonCard | None:
    """Give the one contact person of a unit on this day, if there is one."""
    row = UnitCorrespondent.objects.open_on(day).filter(unit_id=unit_id).first()
    return person_cards([row.user_id], day).get(row.user_id) if row else None

"""Who works in a bench: the pilot's organisations, eight units, as many workers as twenty households each need."""

import datetime as dt
from dataclasses import dataclass

from leases.enums import ReservationKind
from leases.models import ReservationHolder
from partners.enums import Axis, Role
from partners.models import ManagementUnit, Membership, Organisation, ProgrammeVersion, UnitCorrespondent, User
from partners.services.reference import load_pilot
from partners.services.territory import create_agency, create_unit
from records.services.events import CLOCK
from records.services.parameters import load_reference

EIGHTH = "Valréas"


@dataclass
class Cast:
    """The organisations and people that households hang on."""

    landlord: Organisation
    associations: list[Organisation]
    units: list[ManagementUnit]
    versions: dict[Axis, ProgrammeVersion]
    workers: list[tuple[User, Organisation]]
    secretary: User
    holder: ReservationHolder


def engage(workers: int, today: dt.date) -> Cast:
    """Load the reference data and make everybody: one manager an association, one correspondent a unit."""
    load_reference(by=CLOCK)
    load_pilot(by=CLOCK)
    landlord = Organisation.objects.get(name="Mistral Habitat")
    associations = list(Organisation.objects.filter(name__in=("Soligone", "Cap Habitat")).order_by("name"))
    since = today.replace(day=1) - dt.timedelta(days=1500)
    agency = create_agency(by=CLOCK, landlord=landlord, name=EIGHTH, started_on=landlord.started_on)
    create_unit(by=CLOCK, agency=agency, name=EIGHTH, started_on=landlord.started_on)
    units = list(ManagementUnit.objects.order_by("name"))
    users: list[User] = []
    roles: list[Membership] = []

    def hire(key: str, organisation: Organisation, role: Role) -> User:
        user = User(email=f"{key}@banc.example", first_name="Camille", last_name=f"Essai {key}", password="!")  # noqa: S106 -- nobody signs in with it
        users.append(user)
        roles.append(Membership(user=user, organisation=organisation, role=role, started_on=since))
        return user

    found = []
    for rank in range(workers):
        association = associations[rank % len(associations)]
        found.append((hire(f"travail{rank}", association, Role.SOCIAL_WORKER), association))
    for rank, association in enumerate(associations):
        hire(f"responsable{rank}", association, Role.ASSOCIATION_MANAGER)
    hire("bailleur", landlord, Role.LANDLORD_MANAGER)
    hire("cesf", landlord, Role.LANDLORD_SOCIAL_ADVISER)
    secretary = hire("secretaire", landlord, Role.CAL_SECRETARY)
    named = [
        UnitCorrespondent(
            unit=unit, user=hire(f"correspondant{rank}", landlord, Role.LANDLORD_CORRESPONDENT), started_on=since
        )
        for rank, unit in enumerate(units)
    ]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(roles)
    UnitCorrespondent.objects.bulk_create(named)
    versions = {
        Axis(version.programme.axis): version for version in ProgrammeVersion.objects.select_related("programme")
    }
    holder = ReservationHolder.objects.create(
        landlord=landlord, name="Préfecture de Vaucluse", kind=ReservationKind.PREFECTURE
    )
    return Cast(landlord, associations, units, versions, found, secretary, holder)

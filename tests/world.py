"""The pilot, for every test that asks who may read what: the lead worker, the colleague, the stranger, the landlord.

| who | sees |
| --- | --- |
| `lead` | `mine` (lead), knows that `colleagues` and `protected` exist |
| `colleague` | `colleagues`, `protected` (lead), knows that `mine` exists |
| `manager` | Soligone's three files |
| `other_worker`, `other_manager` | `others` |
| `correspondent_orange`, `adviser`, `litigation` | `mine`, which is named to them |
| `correspondent_apt` | `protected`, named to her, she is not on its list |
| `rental`, `cal_secretary`, `landlord_manager`, `admin`, `other_landlord_correspondent` | no file |
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass

import time_machine

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from households.enums import Civility, HousingSituation, MemberKind, NamingCause, NamingService, ResourceKind
from households.models import AddressProtection, Enrolment, Person
from partners.enums import Axis, CadenceKind, CadenceUnit, Qualification, Role
from partners.models import Agency, ManagementUnit, Organisation, ProgrammeVersion, User
from partners.reader import Reader
from partners.requests import load_reader
from tests.days import TODAY, at
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p
from tests.factories import records as r

SINCE = h.SINCE


@dataclass
class World:
    """Everything a test may name."""

    landlord: Organisation
    other_landlord: Organisation
    soligone: Organisation
    cap_habitat: Organisation
    agencies: dict[str, Agency]
    units: dict[str, ManagementUnit]
    other_unit: ManagementUnit
    securisation: ProgrammeVersion
    sauvegarde: ProgrammeVersion
    lead: User
    colleague: User
    manager: User
    other_worker: User
    other_manager: User
    correspondent_orange: User
    correspondent_apt: User
    adviser: User
    rental: User
    litigation: User
    cal_secretary: User
    landlord_manager: User
    other_landlord_correspondent: User
    admin: User
    mine: Enrolment
    colleagues: Enrolment
    others: Enrolment
    protected: Enrolment
    protection: AddressProtection

    @property
    def people(self) -> dict[str, User]:
        """Give every user by the name of her attribute."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}

    @property
    def enrolments(self) -> dict[str, Enrolment]:
        """Give every file by the name of its attribute."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Enrolment)}


def reader_of(user: User, today: dt.date = TODAY) -> Reader:
    """Load who reads, as a request of this day would."""
    with time_machine.travel(at(today), tick=False):
        return load_reader(user)


def member(organisation: Organisation, role: Role, first_name: str, last_name: str, **values: object) -> User:
    """Make a person with one role."""
    user = p.UserFactory.make(first_name=first_name, last_name=last_name, **values)
    p.MembershipFactory.make(user=user, organisation=organisation, role=role)
    return user


def correspondent(unit: ManagementUnit, first_name: str, last_name: str) -> User:
    """Make the contact person of a unit."""
    user = member(unit.agency.landlord, Role.LANDLORD_CORRESPONDENT, first_name, last_name)
    p.UnitCorrespondentFactory.make(unit=unit, user=user)
    return user


def course_of(enrolment: Enrolment, state: State = State.SUPPORTED, since: dt.date = SINCE) -> Accompaniment:
    """Open a course of a file, taken over at this state."""
    accompaniment = a.AccompanimentFactory.make(
        enrolment=enrolment, state=state, state_on=since, opened_on=since, is_taken_over=True
    )
    a.StateChangeFactory.make(
        accompaniment=accompaniment, position=1, to_state=state, effective_on=since, is_taken_over=True
    )
    return accompaniment


def enrol(
    version: ProgrammeVersion,
    association: Organisation,
    lead: User | None,
    *,
    last_name: str = "Martin",
    first_name: str = "Nadia",
    state: State = State.SUPPORTED,
    since: dt.date = SINCE,
    file_number: str = "",
    is_protected: bool = False,
    unit: ManagementUnit | None = None,
) -> Enrolment:
    """Make a file that lives: an adult and a child, a holder, a lead worker, a dwelling, a telephone, a course.

    With `unit` the household is a tenant of that unit, else it lives in a shelter.
    """
    household = h.HouseholdFactory.make()
    numbered = {"file_number": file_number} if file_number else {}
    enrolment = h.EnrolmentFactory.make(
        household=household, version=version, started_on=since, is_protected=is_protected, **numbered
    )
    adult = h.PersonFactory.make(first_name=first_name, last_name=last_name, civility=Civility.MRS)
    child = h.PersonFactory.make(
        first_name="Lina", last_name=last_name, civility=Civility.UNKNOWN, birth_on=dt.date(2017, 9, 2)
    )
    h.HouseholdMemberFactory.make(household=household, person=adult, started_on=since)
    h.HouseholdMemberFactory.make(household=household, person=child, kind=MemberKind.CHILD, started_on=since)
    h.EnrolmentHolderFactory.make(enrolment=enrolment, association=association, started_on=since)
    if lead is not None:
        h.EnrolmentWorkerFactory.make(enrolment=enrolment, user=lead, association=association, started_on=since)
    home = (
        {"situation": HousingSituation.TENANT, "landlord": unit.agency.landlord, "unit": unit, "host": ""}
        if unit
        else {}
    )
    h.CurrentHousingFactory.make(enrolment=enrolment, started_on=since, **home)
    h.ChannelFactory.make(enrolment=enrolment, person=adult, started_on=since)
    h.ResourceFactory.make(enrolment=enrolment, person=adult, kind=ResourceKind.RSA)
    if not is_protected:
        for person in (adult, child):
            h.SearchEntryFactory.make(enrolment=enrolment, person=person, text=searchable(person))
    course_of(enrolment, state, since)
    return enrolment


def searchable(person: Person) -> str:
    """Give a name as search keeps it: without accents nor capitals."""
    text = unicodedata.normalize("NFKD", f"{person.last_name} {person.first_name}")
    return "".join(letter for letter in text if not unicodedata.combining(letter)).lower()


def adult_of(enrolment: Enrolment) -> Person:
    """Give the adult of a file made by `enrol`."""
    return enrolment.household.members.get(kind=MemberKind.ADULT).person


def build() -> World:
    """Make the pilot."""
    landlord = p.LandlordFactory.make(name="Mistral Habitat")
    other_landlord = p.LandlordFactory.make(name="Grand Delta Habitat")
    soligone = p.AssociationFactory.make(name="Soligone")
    cap_habitat = p.AssociationFactory.make(name="Cap Habitat")
    names = ["Apt", "Avignon-Vedène", "Bollène", "Carpentras", "Cavaillon", "Orange"]
    agencies = {name: p.AgencyFactory.make(landlord=landlord, name=name) for name in names}
    units = {
        name: p.ManagementUnitFactory.make(agency=agency, name=name)
        for name, agency in agencies.items()
        if name != "Avignon-Vedène"
    }
    for name in ("Avignon", "Vedène"):
        units[name] = p.ManagementUnitFactory.make(agency=agencies["Avignon-Vedène"], name=name)
    other_unit = p.ManagementUnitFactory.make(
        agency=p.AgencyFactory.make(landlord=other_landlord, name="Orange"), name="Orange centre"
    )
    securisation, sauvegarde = _programmes(landlord, [soligone, cap_habitat])

    lead = member(soligone, Role.SOCIAL_WORKER, "Claire", "Fabre", qualification=Qualification.SOCIAL_ECONOMY)
    colleague = member(soligone, Role.SOCIAL_WORKER, "Youssef", "Amrani")
    other_worker = member(cap_habitat, Role.SOCIAL_WORKER, "Inès", "Garcin")
    orange, apt = correspondent(units["Orange"], "Marc", "Delorme"), correspondent(units["Apt"], "Sylvie", "Roux")
    adviser = member(landlord, Role.LANDLORD_SOCIAL_ADVISER, "Anne", "Vial")
    litigation = member(landlord, Role.LANDLORD_LITIGATION, "Paul", "Granier")

    mine = enrol(sauvegarde, soligone, lead, last_name="Bensaïd", file_number="2026-0148", unit=units["Orange"])
    colleagues = enrol(securisation, soligone, colleague, last_name="Ferrand", file_number="2026-0149")
    others = enrol(securisation, cap_habitat, other_worker, last_name="Oliveira", file_number="2026-0150")
    protected = enrol(
        securisation, soligone, colleague, last_name="Secrétan", file_number="2026-0151", is_protected=True
    )
    protection = h.AddressProtectionFactory.make(enrolment=protected)

    h.EnrolmentNamingFactory.make(enrolment=mine, unit=units["Orange"], cause=NamingCause.OCCUPANT)
    for service in (NamingService.SOCIAL, NamingService.LITIGATION):
        h.ServiceNamingFactory.make(enrolment=mine, landlord=landlord, service=service, cause=NamingCause.REQUESTED)
    h.EnrolmentNamingFactory.make(enrolment=protected, unit=units["Apt"], cause=NamingCause.DOSSIER_SUBMITTED)

    r.ParameterFactory.make(code="notice.within_months", label="Notice d’information", unit="mois", value=1)
    return World(
        landlord=landlord,
        other_landlord=other_landlord,
        soligone=soligone,
        cap_habitat=cap_habitat,
        agencies=agencies,
        units=units,
        other_unit=other_unit,
        securisation=securisation,
        sauvegarde=sauvegarde,
        lead=lead,
        colleague=colleague,
        manager=member(soligone, Role.ASSOCIATION_MANAGER, "Martine", "Lopez"),
        other_worker=other_worker,
        other_manager=member(cap_habitat, Role.ASSOCIATION_MANAGER, "Denis", "Aubert"),
        correspondent_orange=orange,
        correspondent_apt=apt,
        adviser=adviser,
        rental=member(landlord, Role.LANDLORD_RENTAL, "Julie", "Blanc"),
        litigation=litigation,
        cal_secretary=member(landlord, Role.CAL_SECRETARY, "Nicole", "Perrin"),
        landlord_manager=member(landlord, Role.LANDLORD_MANAGER, "Bernard", "Teissier"),
        other_landlord_correspondent=correspondent(other_unit, "Léa", "Combe"),
        admin=member(landlord, Role.ADMINISTRATOR, "Sami", "Kaddour"),
        mine=mine,
        colleagues=colleagues,
        others=others,
        protected=protected,
        protection=protection,
    )


def _programmes(landlord: Organisation, associations: list[Organisation]) -> tuple[ProgrammeVersion, ProgrammeVersion]:
    """Make the two programmes of the pilot, with the cadence of meetings."""
    versions = []
    for slug, name, axis, target in (
        ("bail-de-securisation", "Bail de sécurisation", Axis.ACCESS, 20),
        ("mesure-de-sauvegarde", "Mesure de sauvegarde", Axis.MAINTENANCE, 16),
    ):
        version = p.ProgrammeVersionFactory.make(
            programme=p.ProgrammeFactory.make(slug=slug, name=name, axis=axis),
            lead=landlord,
            landlords=[landlord],
            associations=associations,
            target_households=target,
            caseload_ratio=20,
            watch_months=24,
        )
        for kind, every, unit in (
            (CadenceKind.VISIT, 15, CadenceUnit.DAYS),
            (CadenceKind.FIRST_ACTION, 7, CadenceUnit.DAYS),
            (CadenceKind.REVIEW, 3, CadenceUnit.MONTHS),
        ):
            p.CadenceFactory.make(version=version, kind=kind, every=every, unit=unit)
        versions.append(version)
    return versions[0], versions[1]

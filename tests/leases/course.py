"""A CAL dossier brought to a state by the services, for the tests of leases and journeys."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from households.models import Enrolment
from journeys.services import allocation
from leases.enums import AidState, DecisionKind, FundingCategory, Heating, LeaseWish, ReservationKind, Typology
from leases.models import AllocationFile, Announcement, Decision, Hearing, Session
from leases.selectors.contents import content_of
from leases.services.announcements import DwellingFacts, Terms, add_dwelling, add_reservation_holder, announce
from leases.services.decisions import DecisionFacts
from leases.services.files import FileFacts, edit_file, mark_complete
from leases.services.sessions import fix_session, schedule
from partners.models import ManagementUnit, User
from tests.days import TODAY, at, before
from tests.factories.records import ParameterFactory
from tests.world import World, enrol

SITTING = before(20)
FACTS = FileFacts(
    lease_wish=LeaseWish.DIRECT,
    is_couple=False,
    raised_category=False,
    reference_income=Decimal(9800),
    reference_year=2024,
    housing_benefit=Decimal(210),
    fsl=AidState.TO_FILE,
    loca_pass=AidState.FILED,
    arguments="La personne est prête à habiter.",
    support_proposed="Une visite tous les quinze jours.",
)


def parameters() -> None:
    """Load the figures that a dossier stands on."""
    table = {"1": 12870, "2": 18753, "3": 22551, "4": 25092, "5": 29358, "6": 33085, "further": 3690}
    values = {
        "surface.minimum": {"1": 9, "2": 16, "further": 9, "cap": 70},
        "ceilings.young_couple_ages": 55,
        "residual_income.days": 30,
        "ceilings.plai.other_regions": table,
        "ceilings.plus.other_regions": {key: value * 2 for key, value in table.items()},
        "ceilings.pls.other_regions": {key: value * 3 for key, value in table.items()},
        "offer.days": 10,
        "allocation.least_candidates": 3,
        "housing_request.renewal_months": 12,
    }
    for code, value in values.items():
        ParameterFactory.make(code=code, value=value, started_on=dt.date(2025, 1, 1))


def announced(unit: ManagementUnit, by: User, *, reference: str = "ORA-0001", agreed: bool = True) -> Announcement:
    """Announce a T3 of 62 m² at 412 € and 88 € of charges."""
    holder = add_reservation_holder(
        by=by.pk, landlord_id=unit.agency.landlord_id, name=f"Préfecture {reference}", kind=ReservationKind.PREFECTURE
    )
    dwelling = add_dwelling(
        by=by.pk,
        unit=unit,
        started_on=before(400),
        facts=DwellingFacts(
            reference=reference,
            residence="Les Amandiers",
            address="12 rue des Amandiers",
            postcode="84100",
            city="Orange",
            typology=Typology.T3,
            surface=Decimal(62),
            floor=1,
            has_lift=False,
            is_accessible=False,
            funding_category=FundingCategory.PLAI,
            heating=Heating.COLLECTIVE,
        ),
    )
    return announce(
        by=by.pk,
        dwelling=dwelling,
        announced_on=before(60),
        available_on=before(10),
        terms=Terms(rent=Decimal(412), charges=Decimal(88)),
        reservation_holder=holder,
        agreed_on=before(55) if agreed else None,
        today=TODAY,
    )


@dataclass
class Dossier:
    """A household that is ready, a dwelling, and its dossier."""

    enrolment: Enrolment
    announcement: Announcement
    file: AllocationFile
    world: World

    @property
    def course(self) -> Accompaniment:
        """Give the accompaniment as the database holds it."""
        return Accompaniment.objects.get(enrolment=self.enrolment)

    def again(self) -> AllocationFile:
        """Give the dossier as the database holds it."""
        self.file = AllocationFile.objects.get(pk=self.file.pk)
        return self.file


def drafted(
    world: World, announcement: Announcement | None = None, *, state: State = State.READY, last_name: str = "Lamartine"
) -> Dossier:
    """Open and fill in a dossier of a new household, for a dwelling of Orange."""
    enrolment = enrol(world.securisation, world.soligone, world.lead, last_name=last_name, state=state)
    announcement = announcement or announced(world.units["Orange"], world.correspondent_orange)
    file = allocation.prepare(
        by=world.lead.pk,
        enrolment=enrolment,
        association_id=world.soligone.pk,
        announcement=announcement,
        lease_wish=LeaseWish.DIRECT,
        today=before(50),
    )
    file = edit_file(by=world.lead.pk, file=file, version=file.version, facts=FACTS)
    return Dossier(enrolment, announcement, file, world)


def submitted(world: World, announcement: Announcement | None = None, **values: object) -> Dossier:
    """Submit it."""
    dossier = drafted(world, announcement, **values)  # type: ignore[arg-type]
    content = content_of(dossier.again(), world.lead, before(45), None)
    allocation.submit(by=world.lead.pk, file=dossier.file, content=content, today=before(45))
    dossier.again()
    return dossier


def sitting(world: World, day: dt.date = SITTING) -> Session:
    """Fix a sitting of the landlord, or give the one of that day."""
    found = Session.objects.filter(landlord=world.landlord, held_on=day).first()
    return found or fix_session(
        by=world.cal_secretary.pk, landlord_id=world.landlord.pk, starts_at=at(day, 9), place="Siège, salle 2"
    )


def scheduled(world: World, announcement: Announcement | None = None, **values: object) -> tuple[Dossier, Hearing]:
    """Mark it complete and put it on a sitting's agenda."""
    dossier = submitted(world, announcement, **values)
    mark_complete(by=world.correspondent_orange.pk, file=dossier.file, today=before(40))
    hearing = schedule(by=world.cal_secretary.pk, file=dossier.again(), session=sitting(world), today=before(30))
    dossier.again()
    return dossier, hearing


def decided(
    world: World, facts: DecisionFacts | None = None, announcement: Announcement | None = None, **values: object
) -> tuple[Dossier, Decision]:
    """Decide it on the sitting's day."""
    dossier, hearing = scheduled(world, announcement, **values)
    decision = allocation.decide(
        by=world.cal_secretary.pk, hearing=hearing, facts=facts or DecisionFacts(DecisionKind.ALLOCATED), today=TODAY
    )
    dossier.again()
    return dossier, decision

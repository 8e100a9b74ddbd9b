"""The small world of the scenario, and the verbs with which its facts are told; each act is a real service's."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import time_machine
from django.utils import timezone

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.models import Accompaniment
from accompaniments.services import assignment, endings, referrals, states, takeovers
from foundation.words import PARIS
from households.enums import HousingSituation
from households.models import Enrolment
from households.services import housing, protection
from households.services.enrolments import NewPerson
from households.services.housing import Place
from journeys.services import allocation
from leases.enums import Answer, DecisionKind, FundingCategory, Heating, LeaseWish, ReservationKind, Typology
from leases.models import (
    AllocationFile,
    Announcement,
    Decision,
    DwellingShare,
    Hearing,
    Offer,
    ReservationHolder,
    Session,
)
from leases.selectors.contents import content_of
from leases.services import announcements, projects, sessions
from leases.services.decisions import DecisionFacts
from leases.services.files import mark_complete
from leases.services.leases import LeaseTerms
from partners.enums import Axis, Role
from partners.models import Agency, ManagementUnit, Organisation, ProgrammeVersion, User
from partners.services.territory import create_unit, edit_unit
from records.services.events import CLOCK
from records.services.parameters import load_reference
from tests.factories import partners as p
from tests.world import correspondent, member

RENT = announcements.Terms(rent=Decimal(400), charges=Decimal(60))


@dataclass
class Stage:
    """Who there is, and what the facts have made so far."""

    landlord: Organisation
    agency: Agency
    first: Organisation  # association « Soligone »
    second: Organisation  # association « Cap Habitat »
    versions: dict[str, ProgrammeVersion]
    units: dict[str, ManagementUnit]
    workers: dict[str, User]
    managers: dict[str, User]
    landlord_manager: User
    correspondent: User
    prefecture: ReservationHolder
    households: dict[str, Enrolment] = field(default_factory=dict)
    homes: dict[str, Announcement] = field(default_factory=dict)
    sittings: dict[str, Session] = field(default_factory=dict)

    @property
    def by(self) -> uuid.UUID:
        """Give who writes: whom does not matter here."""
        return self.managers["S"].pk

    @property
    def today(self) -> dt.date:
        """Give the story's day in Paris."""
        return timezone.localdate()

    def association(self, key: str) -> Organisation:
        """Give Soligone (S) or Cap Habitat (H)."""
        return {"S": self.first, "H": self.second}[key]

    def number(self, name: str) -> str:
        """Give a household's file number."""
        return self.households[name].file_number

    # -- households ---------------------------------------------------------------------------------------------

    def reprise(
        self, name: str, association: str, *known: tuple[State, str], unit: str = "", axis: str = "access"
    ) -> None:
        """Take over a household at its present state; it lives in a unit's dwelling, or in a shelter."""
        days = [(state, dt.date.fromisoformat(day)) for state, day in known]
        made = takeovers.take_over(
            by=self.by,
            version=self.versions[axis],
            association=self.association(association),
            lead=self.workers[association],
            started_on=days[0][1],
            known=days,
            reason="Suivi tenu sur papier",
            people=[NewPerson("Camille", f"Ménage{name}", birth_on=dt.date(1990, 1, 1))],
            today=self.today,
            place=self.place(unit),
        )
        self.households[name] = made.enrolment

    def referral(
        self, name: str, association: str, source: ReferralSource, *, unit: str = "", axis: str = "access"
    ) -> None:
        """Record a referral received today."""
        made = referrals.record_referral(
            by=self.by,
            version=self.versions[axis],
            association=self.association(association),
            source=source,
            received_on=self.today,
            people=[NewPerson("Camille", f"Ménage{name}", birth_on=dt.date(1990, 1, 1))],
            today=self.today,
            place=self.place(unit),
        )
        self.households[name] = made.enrolment

    def place(self, unit: str) -> Place:
        """Give a home in a unit, or a shelter."""
        where = {"address": "1 rue des Exemples", "city": "Avignon", "postcode": "84000"}
        if not unit:
            return Place(HousingSituation.SHELTER, host="CHRS", **where)
        return Place(HousingSituation.TENANT, landlord=self.landlord, unit=self.units[unit], **where)

    def assign(self, name: str, association: str) -> None:
        """Name the lead today."""
        assignment.assign_lead(
            by=self.by,
            enrolment=self.households[name],
            user=self.workers[association],
            association=self.association(association),
            started_on=self.today,
            today=self.today,
        )

    def pass_on(self, name: str, association: str) -> None:
        """Pass a referral on."""
        referrals.refuse_and_pass_on(
            by=self.by,
            enrolment=self.households[name],
            association=self.association(association),
            reason="Équipe au complet",
            today=self.today,
        )

    def decline(self, name: str) -> None:
        """Retain a referral no further."""
        referrals.decline(by=self.by, enrolment=self.households[name], reason="Hors programme", today=self.today)

    def course(self, name: str) -> Accompaniment:
        """Give a household's open course."""
        return Accompaniment.objects.open().get(enrolment=self.households[name])

    def becomes(self, name: str, state: State, on: str = "") -> None:
        """Change its state, today or from an earlier day."""
        states.change_state(
            by=self.by,
            accompaniment=self.course(name),
            to_state=state,
            effective_on=dt.date.fromisoformat(on) if on else self.today,
            today=self.today,
        )

    def take_back(self, name: str) -> None:
        """Annul the last change, recorded in error."""
        states.annul_last_change(by=self.by, accompaniment=self.course(name), reason="Erreur de date")

    def end(self, name: str, on: str) -> None:
        """Close the course and the file."""
        endings.end_course(
            by=self.by,
            enrolment=self.households[name],
            ended_on=dt.date.fromisoformat(on),
            exit_reason=ExitReason.MAINTAINED_LEASE_KEPT,
            today=self.today,
        )

    def move(self, name: str, unit: str, on: str) -> None:
        """Tell where it lives from a day on."""
        housing.move_to(
            by=self.by, enrolment=self.households[name], place=self.place(unit), started_on=dt.date.fromisoformat(on)
        )

    def protect(self, name: str) -> None:
        """Protect its address from today."""
        protection.protect(by=self.by, enrolment=self.households[name], started_on=self.today, today=self.today)

    def project(self, name: str, size: str, *units: str) -> None:
        """Present the housing project today."""
        projects.present_project(
            by=self.by,
            enrolment=self.households[name],
            started_on=self.today,
            wishes=projects.Wishes(typologies=(Typology(size),)),
            units=[self.units[unit] for unit in units],
            today=self.today,
        )

    # -- dwellings and commission -------------------------------------------------------------------------------

    def home(self, reference: str, size: str, *, reserved: bool = False, agreed: bool = False) -> None:
        """Announce a dwelling of the unit that its reference begins with, today."""
        dwelling = announcements.add_dwelling(
            by=self.by,
            unit=self.units[reference[0]],
            started_on=dt.date(2025, 1, 1),
            facts=announcements.DwellingFacts(
                reference=reference,
                residence="Les Exemples",
                address="2 rue des Exemples",
                postcode="84000",
                city="Avignon",
                typology=Typology(size),
                surface=Decimal(60),
                floor=1,
                has_lift=False,
                is_accessible=False,
                funding_category=FundingCategory.PLAI,
                heating=Heating.COLLECTIVE,
            ),
        )
        self.homes[reference] = announcements.announce(
            by=self.by,
            dwelling=dwelling,
            announced_on=self.today,
            available_on=self.today,
            terms=RENT,
            reservation_holder=self.prefecture if reserved else None,
            agreed_on=self.today if agreed else None,
            today=self.today,
        )

    def agree(self, reference: str) -> None:
        """Record today the agreement of a dwelling's reservation holder."""
        row = Announcement.objects.get(pk=self.homes[reference].pk)
        announcements.correct_announcement(
            by=self.by,
            announcement=row,
            version=row.version,
            available_on=row.available_on,
            terms=RENT,
            reservation_holder=self.prefecture,
            agreed_on=self.today,
            today=self.today,
        )

    def withdraw_home(self, reference: str) -> None:
        """Withdraw a dwelling today."""
        announcements.end_announcement(
            by=self.by, announcement=self.homes[reference], ended_on=self.today, reason="travaux"
        )

    def sitting(self, day: str) -> None:
        """Fix a sitting of the commission."""
        at = dt.datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=PARIS)
        self.sittings[day] = sessions.fix_session(by=self.by, landlord_id=self.landlord.pk, starts_at=at, place="Siège")

    def file(self, name: str, home: str) -> AllocationFile:
        """Give the dossier of a household for a dwelling."""
        found: AllocationFile = (
            AllocationFile.objects.select_related("enrolment__version", "announcement__dwelling__unit__agency")
            .filter(enrolment=self.households[name], announcement=self.homes[home])
            .latest("opened_on")
        )
        return found

    def decision(self, name: str, home: str) -> Decision:
        """Give the decision that stands on a dossier."""
        return Decision.objects.select_related("file__enrolment").get(
            file=self.file(name, home), annulled_on__isnull=True, kind__startswith="ALLOCATED"
        )

    def open(self, name: str, home: str) -> None:
        """Open a dossier today."""
        holder = self.households[name].holders.get(ended_on__isnull=True)
        allocation.prepare(
            by=self.by,
            enrolment=self.households[name],
            association_id=holder.association_id,
            announcement=self.homes[home],
            lease_wish=LeaseWish.DIRECT,
            today=self.today,
        )

    def submit(self, name: str, home: str) -> None:
        """Submit it, and let the correspondent find it complete."""
        file = self.file(name, home)
        content = content_of(file, self.workers["S"], self.today, None)
        allocation.submit(by=self.by, file=file, content=content, today=self.today)
        mark_complete(by=self.by, file=self.file(name, home), today=self.today)

    def schedule(self, name: str, home: str, day: str) -> None:
        """Put it on a sitting's agenda."""
        sessions.schedule(by=self.by, file=self.file(name, home), session=self.sittings[day], today=self.today)

    def withdraw(self, name: str, home: str) -> None:
        """Withdraw a dossier before its decision."""
        allocation.withdraw(by=self.by, file=self.file(name, home), reason="Autre projet", today=self.today)

    def decide(
        self,
        name: str,
        home: str,
        day: str,
        kind: DecisionKind,
        *,
        rank: int | None = None,
        present: bool | None = None,
    ) -> None:
        """Record today what a sitting decided."""
        negative = kind in {DecisionKind.NOT_ALLOCATED, DecisionKind.ADJOURNED}
        conditional = kind == DecisionKind.ALLOCATED_CONDITIONAL
        hearing = Hearing.objects.select_related("session", "file").get(
            file=self.file(name, home), session=self.sittings[day], removed_on__isnull=True
        )
        allocation.decide(
            by=self.by,
            hearing=hearing,
            facts=DecisionFacts(
                kind,
                rank=rank,
                reason="Voir le procès-verbal" if negative else "",
                missing_piece="avis d’imposition" if conditional else "",
                piece_due_on=self.sittings[day].held_on + dt.timedelta(days=14) if conditional else None,
            ),
            was_present=present,
            today=self.today,
        )

    def promote(self, name: str, home: str) -> None:
        """Let a rank pass first today."""
        allocation.promote_rank(
            by=self.by, decision=self.decision(name, home), promoted_on=self.today, today=self.today
        )

    def fail(self, name: str, home: str, end: str) -> None:
        """Close a dossier that leads nowhere."""
        allocation.fail(
            by=self.by,
            file=self.file(name, home),
            end=end,
            ended_on=self.today,
            reason="Rang non atteint",
            today=self.today,
        )

    def receive_piece(self, name: str, home: str) -> None:
        """Receive the awaited piece today."""
        allocation.condition_met(
            by=self.by, decision=self.decision(name, home), received_on=self.today, today=self.today
        )

    def annul(self, name: str, home: str) -> None:
        """Annul a decision recorded in error."""
        allocation.annul_decision(
            by=self.by, decision=self.decision(name, home), reason="Erreur de dossier", today=self.today
        )

    def notify(self, name: str, home: str) -> None:
        """Notify the offer today."""
        allocation.notify_offer(
            by=self.by, decision=self.decision(name, home), notified_on=self.today, today=self.today
        )

    def answer(self, name: str, home: str, answer: Answer) -> None:
        """Record the household's answer today."""
        allocation.answer_offer(
            by=self.by,
            offer=Offer.objects.get(decision__file=self.file(name, home), answer=""),
            answer=answer,
            answered_on=self.today,
            reason="" if answer == Answer.ACCEPTED else "Trop loin du travail",
            today=self.today,
        )

    def lease(self, name: str, home: str, *, sublet_by: str = "") -> None:
        """Sign today a lease, or a head lease and its sublease, of effect today."""
        terms = LeaseTerms(signed_on=self.today, started_on=self.today, rent=Decimal(400))
        allocation.sign_lease(
            by=self.by,
            file=self.file(name, home),
            share=DwellingShare.objects.get(dwelling=self.homes[home].dwelling),
            entry=allocation.Entry(terms, self.association(sublet_by), terms) if sublet_by else allocation.Entry(terms),
            today=self.today,
        )

    def merge(self, old: str, new: str, from_day: str) -> None:
        """Let a new unit take over an old one from a day on."""
        day = dt.date.fromisoformat(from_day)
        self.units[new] = create_unit(by=self.by, agency=self.agency, name=f"Unité {new}", started_on=day)
        unit = self.units[old]
        edit_unit(
            by=self.by,
            unit=unit,
            name=unit.name,
            started_on=unit.started_on,
            ended_on=day - dt.timedelta(days=1),
            successor_id=self.units[new].pk,
        )


def build(names: str = "ABC") -> Stage:
    """Make a landlord with its units, two associations with one worker and one manager each, and two programmes."""
    load_reference(by=CLOCK)
    landlord = p.LandlordFactory.make(name="Durance Habitat")
    agency = p.AgencyFactory.make(landlord=landlord, name="Agence")
    units = {name: p.ManagementUnitFactory.make(agency=agency, name=f"Unité {name}") for name in names}
    first = p.AssociationFactory.make(name="Soligone")
    second = p.AssociationFactory.make(name="Cap Habitat", subletting_approved_on=dt.date(2020, 1, 1))
    versions = {
        key: p.ProgrammeVersionFactory.make(
            programme=p.ProgrammeFactory.make(slug=slug, name=name, axis=axis),
            lead=landlord,
            landlords=[landlord],
            associations=[first, second],
            target_households=target,
            caseload_ratio=ratio,
            watch_months=watch,
        )
        for key, slug, name, axis, target, ratio, watch in (
            ("access", "bail-securisation", "Bail de sécurisation", Axis.ACCESS, 20, 20, 24),
            ("maintenance", "mesure-sauvegarde", "Mesure de sauvegarde", Axis.MAINTENANCE, 16, 16, 0),
        )
    }
    workers = {}
    for key, association, name, share in (("S", first, "Fabre", "1.00"), ("H", second, "Garcin", "0.50")):
        workers[key] = p.UserFactory.make(first_name="Claire", last_name=name)
        p.MembershipFactory.make(user=workers[key], organisation=association, full_time_share=Decimal(share))
    return Stage(
        landlord=landlord,
        agency=agency,
        first=first,
        second=second,
        versions=versions,
        units=units,
        workers=workers,
        managers={
            "S": member(first, Role.ASSOCIATION_MANAGER, "Martine", "Lopez"),
            "H": member(second, Role.ASSOCIATION_MANAGER, "Denis", "Aubert"),
        },
        landlord_manager=member(landlord, Role.LANDLORD_MANAGER, "Bernard", "Teissier"),
        correspondent=correspondent(units[names[0]], "Marc", "Delorme"),
        prefecture=announcements.add_reservation_holder(
            by=uuid.uuid4(), landlord_id=landlord.pk, name="Préfecture", kind=ReservationKind.PREFECTURE
        ),
    )


Act = Callable[[Stage], object]


def play(stage: Stage, acts: list[tuple[str, Act]]) -> None:
    """Play acts, each at its hour in Paris, in order; « now » is then for services and models alike."""
    for moment, act in sorted(acts, key=lambda pair: pair[0]):
        at = dt.datetime.fromisoformat(moment).replace(tzinfo=PARIS)
        with time_machine.travel(at, tick=False):
            act(stage)

"""CAL dossiers of the demonstration: dwellings announced, dossiers in every state, sittings past and coming."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from PIL import Image, ImageDraw

from accompaniments.enums import State
from foundation.words import PARIS
from households.enums import MemberKind
from households.models import HouseholdMember
from journeys.demo.case import Case
from journeys.demo.play import Stage
from journeys.selectors.allocation import live_content
from journeys.services import allocation as acts
from leases.enums import (
    AidState,
    Answer,
    DecisionKind,
    EntryStep,
    FundingCategory,
    Heating,
    InventoryKind,
    LeaseWish,
    ReservationKind,
    Typology,
)
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
from leases.services import files as file_services
from leases.services import pieces as piece_services
from leases.services import remarks as remark_services
from leases.services import sessions as session_services
from leases.services.announcements import DwellingFacts, Terms, add_dwelling, add_reservation_holder, announce
from leases.services.decisions import DecisionFacts
from leases.services.entries import set_entry_item
from leases.services.leases import LeaseTerms, make_inventory
from leases.services.projects import Wishes, present_project
from partners.enums import Axis
from partners.models import Organisation
from partners.reader import Reader

WEEKEND = 5
OLD_ENOUGH = 130  # days: the household has been known long enough for the longest story
HOMES: tuple[tuple[str, str, str, str, str, Typology, str, int, str, str], ...] = (
    # unit, residence, street, postcode, city, type, surface, floor, rent, charges
    ("Orange", "Les Amandiers", "12 rue des Amandiers", "84100", "Orange", Typology.T3, "62", 1, "412", "88"),
    (
        "Orange",
        "Le Clos d’Aygues",
        "3 allée des Platanes",
        "84100",
        "Orange",
        Typology.T4,
        "78.5",
        2,
        "468.20",
        "96.40",
    ),
    ("Orange", "Le Grès", "8 avenue des Chênes", "84100", "Orange", Typology.T2, "46", 0, "318", "61"),
    ("Carpentras", "Les Cerisiers", "5 impasse du Moulin", "84200", "Carpentras", Typology.T3, "64", 1, "405", "79"),
    ("Cavaillon", "Le Colostre", "17 rue des Fontaines", "84300", "Cavaillon", Typology.T4, "80", 0, "489", "102"),
    ("Apt", "Les Ocres", "2 chemin de la Colline", "84400", "Apt", Typology.T3, "61", 3, "398", "90"),
    ("Orange", "Les Amandiers", "14 rue des Amandiers", "84100", "Orange", Typology.T2, "48", 2, "331", "64"),
    ("Bollène", "La Croix-Rouge", "9 rue du Lavoir", "84500", "Bollène", Typology.T3, "60", 1, "389", "82"),
)


@dataclass
class Commission:
    """What the dossiers share: homes and sittings, made on their days."""

    stage: Stage
    homes: list[Announcement] = field(default_factory=list)
    sittings: dict[int, Session] = field(default_factory=dict)

    @property
    def secretary(self) -> Reader:
        """Give who writes for the commission."""
        return _actor(self.stage, "secretaire")

    def day(self, days_ago: int) -> dt.date:
        """Give a working day so many days before today."""
        day = self.stage.ago(days_ago)
        return day - dt.timedelta(days=max(0, day.weekday() - WEEKEND + 1))


def _actor(stage: Stage, key: str) -> Reader:
    return Reader(user_id=stage.cast.people[key].pk, today=stage.clock.today)


@dataclass
class Dossier:
    """One dossier's story, act by act on its days."""

    commission: Commission
    case: Case
    home: int
    wish: LeaseWish = LeaseWish.DIRECT
    last: dt.datetime | None = None  # a weekend moves an act back to its Friday: never before the act it follows

    @property
    def stage(self) -> Stage:
        """Give the stage."""
        return self.commission.stage

    @property
    def file(self) -> AllocationFile:
        """Give the dossier as the database holds it."""
        found: AllocationFile = (
            AllocationFile.objects.select_related(
                "enrolment__version__programme",
                "enrolment__household",
                "association",
                "announcement__dwelling__unit__agency",
                "announcement__dwelling__landlord",
                "announcement__reservation_holder",
            )
            .filter(enrolment=self.case.enrolment, announcement=self.commission.homes[self.home])
            .latest("opened_on")
        )
        return found

    def on(self, days_ago: int, hour: int, act: Callable[[], object]) -> None:
        """Put an act on a working day, after the one before it in the story."""
        day = self.commission.day(days_ago)
        moment = dt.datetime.combine(day, dt.time(hour, 10 + self.case.rank % 40), tzinfo=PARIS)
        if self.last is not None and moment <= self.last:
            moment = self.last + dt.timedelta(minutes=4)
        self.last = moment
        self.stage.at_moment(moment, lambda: _run(act))

    def correspondent(self) -> Reader:
        """Give the correspondent of the dwelling's unit (Orange's and Apt's have an account; the secretary stands in)."""
        name = self.commission.homes[self.home].dwelling.unit.name
        return _actor(self.stage, {"Orange": "orange", "Apt": "apt"}.get(name, "secretaire"))


def _run(act: Callable[[], object]) -> None:
    act()


def tell_dossiers(stage: Stage, cases: list[Case]) -> None:
    """Put the dossiers' stories on the calendar, for the households that are far enough."""
    commission = Commission(stage)
    stage.at(commission.day(119), 8, 5, lambda: _announce(commission))
    for ago in (80, 50, 22):
        stage.at(commission.day(ago + 15), 9, 0, _sitting(commission, ago))
    stage.at(commission.day(12), 9, 0, _sitting(commission, -9))
    ready = [
        case
        for case in cases
        if case.story.closed is None
        and case.story.recorded > OLD_ENOUGH
        and case.story.state in {State.READY, State.SUPPORTED}
        and not case.story.marks & {"split", "protected"}
    ]
    # those who wait for a home first, then those accompanied, a move inside a sauvegarde last
    ready.sort(key=lambda case: (case.story.axis != Axis.ACCESS, case.story.state != State.READY))
    plots = (
        _submitted,
        _lease,
        _offer_running,
        _scheduled,
        _two_ranked_first,
        _two_ranked_second,
        _conditional_late,
        _draft,
        _refused_by_commission,
        _complete,
        _accepted,
    )
    for home, plot in zip(_HOMES_OF_PLOTS, plots, strict=True):
        if not ready:
            return
        rooms = int(HOMES[home][5][1])
        case = min(ready, key=lambda case: (abs(len(case.plans) + 1 - rooms), ready.index(case)))
        ready.remove(case)
        plot(Dossier(commission, case, home))


_HOMES_OF_PLOTS = (0, 2, 1, 3, 4, 4, 6, 5, 7, 1, 7)


def _announce(commission: Commission) -> None:
    stage = commission.stage
    landlord: Organisation = stage.cast.organisations["mistral"]
    by = stage.cast.people["orange"].pk
    holder: ReservationHolder = add_reservation_holder(
        by=by, landlord_id=landlord.pk, name="Préfecture de Vaucluse", kind=ReservationKind.PREFECTURE
    )
    for rank, (unit, residence, street, postcode, city, typology, surface, floor, rent, charges) in enumerate(HOMES):
        dwelling = add_dwelling(
            by=by,
            unit=stage.cast.units[unit],
            started_on=stage.clock.today,
            facts=DwellingFacts(
                reference=f"MH-{1001 + rank}",
                residence=residence,
                address=street,
                postcode=postcode,
                city=city,
                typology=typology,
                surface=Decimal(surface),
                floor=floor,
                has_lift=floor > 2,  # noqa: PLR2004 -- the tall ones have one
                is_accessible=floor == 0,
                funding_category=FundingCategory.PLAI if rank % 3 else FundingCategory.PLUS,
                heating=Heating.COLLECTIVE if rank % 2 else Heating.INDIVIDUAL,
            ),
        )
        commission.homes.append(
            announce(
                by=by,
                dwelling=dwelling,
                announced_on=stage.clock.today,
                available_on=stage.clock.today + dt.timedelta(days=20 + 5 * rank),
                terms=Terms(
                    rent=Decimal(rent), charges=Decimal(charges), utilities=Decimal(0) if rank % 2 else Decimal(62)
                ),
                reservation_holder=holder if rank % 2 == 0 else None,
                agreed_on=stage.clock.today if rank % 4 == 0 else None,
                today=stage.clock.today,
            )
        )


def _sitting(commission: Commission, days_ago: int) -> Callable[[], None]:
    def fix() -> None:
        day = commission.day(days_ago)
        commission.sittings[days_ago] = session_services.fix_session(
            by=commission.secretary.user_id,
            landlord_id=commission.stage.cast.organisations["mistral"].pk,
            starts_at=dt.datetime.combine(day, dt.time(9), tzinfo=commission.stage.clock.moment.tzinfo),
            place="Siège de Mistral Habitat, salle du conseil",
        )

    return fix


def _prepare(dossier: Dossier, days_ago: int) -> None:
    """Present the project, open the dossier, fill it in."""
    dossier.on(days_ago + 4, 10, lambda: _project(dossier))
    dossier.on(days_ago, 9, lambda: _open(dossier))


def _project(dossier: Dossier) -> None:
    case, stage = dossier.case, dossier.stage
    home = dossier.commission.homes[dossier.home]
    units = [home.dwelling.unit, *(unit for unit in stage.cast.units.values() if unit != home.dwelling.unit)][:2]
    present_project(
        by=case.writer().pk,
        enrolment=case.enrolment,
        started_on=stage.clock.today,
        wishes=Wishes(
            typologies=(Typology(home.dwelling.typology),),
            highest_cost=home.rent + home.charges + Decimal(40),
            highest_cost_rate=Decimal(33),
            highest_cost_resources=Decimal(1280),
            highest_cost_benefit=Decimal(180),
            lease_wish=dossier.wish,
        ),
        units=units,
        today=stage.clock.today,
    )


def _open(dossier: Dossier) -> None:
    case, stage = dossier.case, dossier.stage
    by = case.writer().pk
    file = acts.prepare(
        by=by,
        enrolment=case.enrolment,
        association_id=case.association.pk,
        announcement=dossier.commission.homes[dossier.home],
        lease_wish=dossier.wish,
        today=stage.clock.today,
    )
    file_services.edit_file(
        by=by,
        file=file,
        version=file.version,
        facts=file_services.FileFacts(
            lease_wish=dossier.wish,
            is_couple=case.story.shape in {"COUPLE", "FAMILY"},
            raised_category=False,
            reference_income=Decimal(9400 + 310 * case.rank),
            reference_year=stage.clock.today.year - 2,
            housing_benefit=Decimal(168 + 7 * (case.rank % 9)),
            fsl=AidState.FILED,
            loca_pass=AidState.TO_FILE,
            arguments=f"{case.said} souhaite se rapprocher de ses proches et de son emploi. Le loyer a été travaillé avec "
            "un budget mois par mois, et les démarches d’entrée sont engagées.",
            support_proposed="Une rencontre chaque quinzaine pendant six mois, au domicile et au bureau, puis un bilan.",
        ),
    )
    for member in HouseholdMember.objects.filter(household_id=case.enrolment.household_id, ended_on__isnull=True):
        kinds = ("birth",) if member.kind == MemberKind.CHILD else ("identity", "tax_notice")
        for kind in kinds:
            acts.add_piece(
                by=by,
                file=file,
                kind=kind,
                person=member.person,
                content=_picture(kind),
                name=f"{kind}.jpg",
                issued_on=stage.clock.today - dt.timedelta(days=60),
                today=stage.clock.today,
            )


def _picture(kind: str) -> io.BytesIO:
    """Draw a page that says that it is no real piece."""
    page = Image.new("RGB", (420, 594), "white")
    ImageDraw.Draw(page).text((40, 60), f"Document de demonstration\n{kind}", fill="black")
    content = io.BytesIO()
    page.save(content, "JPEG", quality=60)
    content.seek(0)
    return content


def _submit(dossier: Dossier) -> None:
    content = live_content(dossier.file, dossier.stage.clock.today)
    acts.submit(by=dossier.case.writer().pk, file=dossier.file, content=content, today=dossier.stage.clock.today)


def _mark_complete(dossier: Dossier) -> None:
    file_services.mark_complete(by=dossier.correspondent().user_id, file=dossier.file, today=dossier.stage.clock.today)


def _schedule(dossier: Dossier, sitting: int) -> None:
    commission = dossier.commission
    hearing = session_services.schedule(
        by=commission.secretary.user_id,
        file=dossier.file,
        session=commission.sittings[sitting],
        today=dossier.stage.clock.today,
    )
    session_services.invite_worker(
        by=commission.secretary.user_id, hearing=hearing, worker=dossier.case.writer(), at=dossier.stage.clock.now()
    )


def _to_sitting(dossier: Dossier, sitting: int, *, opened: int) -> None:
    """Bring a dossier to a sitting."""
    _prepare(dossier, opened)
    dossier.on(opened - 4, 11, lambda: _submit(dossier))
    dossier.on(opened - 7, 14, lambda: _mark_complete(dossier))
    dossier.on(opened - 9, 15, lambda: _schedule(dossier, sitting))


def _decide(dossier: Dossier, facts: DecisionFacts, outside: int = 2) -> None:
    commission = dossier.commission
    hearing = Hearing.objects.get(file=dossier.file, removed_on__isnull=True)
    session_services.record_candidates(
        by=commission.secretary.user_id,
        session=hearing.session,
        announcement=dossier.file.announcement,
        outside=outside,
        exception="",
    )
    acts.decide(
        by=commission.secretary.user_id,
        hearing=hearing,
        facts=facts,
        was_present=True,
        today=dossier.stage.clock.today,
    )


def _notify(dossier: Dossier) -> None:
    acts.notify_offer(
        by=dossier.commission.secretary.user_id,
        decision=Decision.objects.get(file=dossier.file),
        notified_on=dossier.stage.clock.today,
        today=dossier.stage.clock.today,
    )


def _answer(dossier: Dossier, answer: Answer, reason: str = "") -> None:
    acts.answer_offer(
        by=dossier.case.writer().pk,
        offer=Offer.objects.get(decision__file=dossier.file, answer=""),
        answer=answer,
        answered_on=dossier.stage.clock.today,
        reason=reason,
        today=dossier.stage.clock.today,
    )


def _draft(dossier: Dossier) -> None:
    _prepare(dossier, 6)


def _submitted(dossier: Dossier) -> None:
    _prepare(dossier, 20)
    dossier.on(16, 11, lambda: _submit(dossier))
    dossier.on(
        12,
        10,
        lambda: remark_services.comment(
            by=dossier.correspondent().user_id,
            file=dossier.file,
            anchor="support",
            text="Qui prendra le relais après les six premiers mois ?",
        ),
    )
    dossier.on(
        12,
        11,
        lambda: piece_services.ask_piece(
            by=dossier.correspondent().user_id,
            file=dossier.file,
            kind="present_home",
            person=None,
            today=dossier.stage.clock.today,
        ),
    )


def _complete(dossier: Dossier) -> None:
    _prepare(dossier, 18)
    dossier.on(14, 11, lambda: _submit(dossier))
    dossier.on(8, 14, lambda: _mark_complete(dossier))


def _scheduled(dossier: Dossier) -> None:
    _prepare(dossier, 20)
    dossier.on(16, 11, lambda: _submit(dossier))
    dossier.on(11, 14, lambda: _mark_complete(dossier))
    dossier.on(8, 15, lambda: _schedule(dossier, -9))


def _offer_running(dossier: Dossier) -> None:
    _to_sitting(dossier, 22, opened=34)
    dossier.on(22, 12, lambda: _decide(dossier, DecisionFacts(DecisionKind.ALLOCATED)))
    dossier.on(8, 10, lambda: _notify(dossier))


def _two_ranked_first(dossier: Dossier) -> None:
    _to_sitting(dossier, 50, opened=62)
    dossier.on(50, 12, lambda: _decide(dossier, DecisionFacts(DecisionKind.ALLOCATED_RANKED, rank=1)))
    dossier.on(45, 10, lambda: _notify(dossier))
    dossier.on(38, 10, lambda: _answer(dossier, Answer.REFUSED, "Le logement est trop loin de l’école des enfants."))


def _two_ranked_second(dossier: Dossier) -> None:
    _to_sitting(dossier, 50, opened=62)
    dossier.on(50, 13, lambda: _decide(dossier, DecisionFacts(DecisionKind.ALLOCATED_RANKED, rank=2)))


def _conditional_late(dossier: Dossier) -> None:
    _to_sitting(dossier, 22, opened=34)
    dossier.on(
        22,
        13,
        lambda: _decide(
            dossier,
            DecisionFacts(
                DecisionKind.ALLOCATED_CONDITIONAL,
                missing_piece="attestation de la caisse d’allocations familiales",
                piece_due_on=dossier.commission.day(5),
            ),
        ),
    )


def _refused_by_commission(dossier: Dossier) -> None:
    _to_sitting(dossier, 50, opened=62)
    dossier.on(
        50,
        14,
        lambda: _decide(
            dossier,
            DecisionFacts(DecisionKind.NOT_ALLOCATED, reason="Le logement est attribué à une demande plus ancienne."),
            outside=4,
        ),
    )


def _accepted(dossier: Dossier) -> None:
    _to_sitting(dossier, 22, opened=34)
    dossier.on(22, 15, lambda: _decide(dossier, DecisionFacts(DecisionKind.ALLOCATED)))
    dossier.on(18, 10, lambda: _notify(dossier))
    dossier.on(14, 10, lambda: _answer(dossier, Answer.ACCEPTED))
    dossier.on(
        9,
        10,
        lambda: set_entry_item(
            by=dossier.case.writer().pk,
            file=dossier.file,
            step=EntryStep.INSURANCE,
            done_on=dossier.stage.clock.today,
            is_not_needed=False,
            note="",
            today=dossier.stage.clock.today,
        ),
    )


def _lease(dossier: Dossier) -> None:
    _to_sitting(dossier, 80, opened=92)
    dossier.on(80, 12, lambda: _decide(dossier, DecisionFacts(DecisionKind.ALLOCATED)))
    dossier.on(76, 10, lambda: _notify(dossier))
    dossier.on(70, 10, lambda: _answer(dossier, Answer.ACCEPTED))
    dossier.on(60, 10, lambda: _sign(dossier))


def _sign(dossier: Dossier) -> None:
    stage, file = dossier.stage, dossier.file
    terms = LeaseTerms(
        signed_on=stage.clock.today,
        started_on=stage.clock.today,
        rent=file.announcement.rent,
        charges=file.announcement.charges,
    )
    lease = acts.sign_lease(
        by=dossier.commission.secretary.user_id,
        file=file,
        share=DwellingShare.objects.get(dwelling=file.announcement.dwelling),
        entry=acts.Entry(terms),
        today=stage.clock.today,
    )
    make_inventory(
        by=dossier.case.writer().pk,
        lease=lease,
        kind=InventoryKind.MOVE_IN,
        made_on=stage.clock.today,
        worker_was_present=True,
        keys_handed=2,
        note="",
        today=stage.clock.today,
    )

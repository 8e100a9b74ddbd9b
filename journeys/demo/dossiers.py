"""CAL dossiers of the demonstration: dwellings announced, dossiers in every state, sittings past and coming."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from PIL import Image, ImageDraw

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
    LeaseWish,
    Typology,
)
from leases.models import (
    AllocationFile,
    Announcement,
    Decision,
    Hearing,
    Offer,
    Session,
)
from leases.services import files as file_services
from leases.services import sessions as session_services
from leases.services.decisions import DecisionFacts
from leases.services.projects import Wishes, present_project
from partners.reader import Reader

WEEKEND = 5


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


def sitting(commission: Commission, days_ago: int) -> Callable[[], None]:
    """Fix a sitting of the commission, on its day."""

    def fix() -> None:
        day = commission.day(days_ago)
        commission.sittings[days_ago] = session_services.fix_session(
            by=commission.secretary.user_id,
            landlord_id=commission.stage.cast.organisations["mistral"].pk,
            starts_at=dt.datetime.combine(day, dt.time(9), tzinfo=commission.stage.clock.moment.tzinfo),
            place="Siège de Mistral Habitat, salle du conseil",
        )

    return fix


def prepare(dossier: Dossier, days_ago: int) -> None:
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


def submit(dossier: Dossier) -> None:
    """Submit a dossier with its content of the day."""
    content = live_content(dossier.file, dossier.stage.clock.today)
    acts.submit(by=dossier.case.writer().pk, file=dossier.file, content=content, today=dossier.stage.clock.today)


def mark_complete(dossier: Dossier) -> None:
    """Mark it complete, by the correspondent."""
    file_services.mark_complete(by=dossier.correspondent().user_id, file=dossier.file, today=dossier.stage.clock.today)


def put_on_agenda(dossier: Dossier, sitting: int) -> None:
    """Put it on a sitting's agenda and invite its worker."""
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


def to_sitting(dossier: Dossier, sitting: int, *, opened: int) -> None:
    """Bring a dossier to a sitting."""
    prepare(dossier, opened)
    dossier.on(opened - 4, 11, lambda: submit(dossier))
    dossier.on(opened - 7, 14, lambda: mark_complete(dossier))
    dossier.on(opened - 9, 15, lambda: put_on_agenda(dossier, sitting))


def decide(dossier: Dossier, facts: DecisionFacts, outside: int = 2) -> None:
    """Record the commission's decision, and how many candidates it examined."""
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


def notify(dossier: Dossier) -> None:
    """Notify the offer."""
    acts.notify_offer(
        by=dossier.commission.secretary.user_id,
        decision=Decision.objects.get(file=dossier.file),
        notified_on=dossier.stage.clock.today,
        today=dossier.stage.clock.today,
    )


def answer(dossier: Dossier, answer: Answer, reason: str = "") -> None:
    """Record the household's answer."""
    acts.answer_offer(
        by=dossier.case.writer().pk,
        offer=Offer.objects.get(decision__file=dossier.file, answer=""),
        answer=answer,
        answered_on=dossier.stage.clock.today,
        reason=reason,
        today=dossier.stage.clock.today,
    )

"""One household's life as rows: how it came, its course, its people, what was written; its dossiers are in `dossiers`."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from django.conf import settings

from accompaniments.enums import ClaimKind, ClaimStep, ContactKind, ExitReason, Mode, Outcome, ReferralSource, State
from accompaniments.models import (
    Accompaniment,
    Claim,
    ClaimFollowUp,
    Contact,
    Meeting,
    MeetingPart,
    MeetingPresence,
    MeetingSubject,
    Referral,
    StateChange,
)
from foundation.timeline import Audience
from households.enums import (
    ChannelKind,
    ChargeKind,
    HousingSituation,
    MemberKind,
    NamingCause,
    NamingService,
    NoticeMeans,
    ResourceKind,
)
from households.models import (
    AddressProtection,
    Channel,
    Charge,
    CurrentHousing,
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    EnrolmentWorker,
    Household,
    HouseholdMember,
    HousingRequest,
    InformationNotice,
    Person,
    Resource,
    SearchEntry,
    SearchKey,
)
from households.rules import keyed_name, normalise
from journeys.demo import names
from leases.models import Dwelling, Session
from partners.enums import Axis
from partners.models import ManagementUnit, Organisation, User
from records import seals
from records.enums import Chain
from records.models import Event
from scripts.bench.courses import FATES, course
from scripts.bench.people import Cast
from scripts.bench.rows import Rows

BLOCK = len(FATES)
PROTECTED = 9  # the rank, in a block, of the household whose address is protected
TAKEN_OVER = 13
EVERY = 21  # days between two meetings
NOTE = (
    "Point sur le budget du mois : le loyer est à jour, l’échéancier d’énergie est tenu. Les papiers de la demande "
    "d’aide au logement sont réunis ; il manque l’attestation du mois dernier, que la personne demandera cette semaine."
)


@dataclass
class Ground:
    """What every life shares."""

    cast: Cast
    sittings: list[Session]
    random: Random
    today: dt.date
    rows: Rows
    dwellings: int = 0

    def sitting_near(self, day: dt.date) -> Session:
        """Give the last sitting held by a day."""
        known = [row for row in self.sittings if row.held_on <= day]
        return known[-1] if known else self.sittings[0]

    def unit(self) -> ManagementUnit:
        """Give a unit at random, the first ones more often."""
        units = self.cast.units
        return units[min(self.random.randrange(len(units)), self.random.randrange(len(units)))]


@dataclass
class Life:
    """One household."""

    ground: Ground
    worker: User
    association: Organisation
    axis: Axis
    fate: str
    enrolment: Enrolment
    steps: list[tuple[State, dt.date]]
    people: list[Person] = field(default_factory=list)
    homes: list[tuple[dt.date, Dwelling | None, HousingSituation]] = field(default_factory=list)

    @property
    def began(self) -> dt.date:
        """Give the day of the referral."""
        return self.steps[0][1]

    @property
    def over(self) -> dt.date | None:
        """Give the last day, when it is over."""
        return self.steps[-1][1] if self.steps[-1][0] == State.CLOSED else None

    def entered(self, state: State) -> dt.date | None:
        """Give the first day of a state."""
        return next((day for step, day in self.steps if step == state), None)

    def add(self, row: object) -> object:
        """Keep a row to write."""
        return self.ground.rows.add(row)

    def event(self, chain: Chain, verb: str, kind: str, object_id: uuid.UUID, day: dt.date) -> None:
        """Write a line of the journal, sealed."""
        row = Event(
            act=uuid.uuid4(), chain=chain, verb=verb, actor=self.worker.pk, kind=kind, object_id=object_id,
            subject_id=self.enrolment.pk, at=moment(day, 9),
        )  # fmt: skip
        row.mac = seals.mac_of(row)
        self.add(row)


def moment(day: dt.date, hour: int) -> dt.datetime:
    """Give an hour of a working day, far from midnight in Paris and in Greenwich."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC)


def live(ground: Ground, rank: int) -> None:
    """Make the rows of the household of a rank."""
    from scripts.bench.dossiers import house  # noqa: PLC0415 -- it knows lives

    random, place = ground.random, rank % BLOCK
    worker, association = ground.cast.workers[rank // BLOCK]
    axis = Axis.MAINTENANCE if place % 4 == 3 else Axis.ACCESS  # noqa: PLR2004 -- one in four
    steps = course(FATES[place], random, ground.today)
    if axis == Axis.ACCESS:  # a positive decision is of a sitting
        steps = [
            (state, max(ground.sitting_near(day).held_on, steps[0][1]) if state == State.SUPPORTED and index < 7 else day)  # noqa: PLR2004 -- the first one
            for index, (state, day) in enumerate(steps)
        ]  # fmt: skip
    enrolment = Enrolment(
        file_number=f"{steps[0][1].year}-{rank + 1:05d}", household=Household(), version=ground.cast.versions[axis],
        started_on=steps[0][1], ended_on=steps[-1][1] if steps[-1][0] == State.CLOSED else None,
        is_protected=place == PROTECTED,
    )  # fmt: skip
    life = Life(ground, worker, association, axis, FATES[place], enrolment, steps)
    _people(life, rank)
    _course(life, is_taken_over=place == TAKEN_OVER)
    house(life, rank)
    _homes(life)
    _meetings(life)
    _errands(life)


def _people(life: Life, rank: int) -> None:
    random, add, enrolment, began = life.ground.random, life.add, life.enrolment, life.began
    add(enrolment.household)
    add(enrolment)
    family = f"{random.choice(names.FAMILIES)} {random.choice(names.FAMILIES)}"
    adults, children = random.choice(((1, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 3)))
    for index in range(adults + children):
        is_adult = index < adults
        first = random.choice(names.WOMEN + names.MEN if is_adult else names.GIRLS + names.BOYS)
        born = began - dt.timedelta(days=365 * (random.randint(19, 70) if is_adult else random.randint(0, 16)))
        person = Person(first_name=first, last_name=family, birth_on=born)
        kind = MemberKind.ADULT if is_adult else MemberKind.CHILD
        life.people.append(person)
        add(person)
        add(HouseholdMember(household=enrolment.household, person=person, kind=kind, started_on=began))
        if not enrolment.is_protected:
            add(SearchEntry(enrolment=enrolment, person=person, text=normalise(f"{first} {family}")))
        key = keyed_name(f"{first} {family}", settings.PALIER_SEARCH_KEY)
        add(SearchKey(enrolment=enrolment, person=person, key=key))
    if enrolment.is_protected:
        add(AddressProtection(enrolment=enrolment, reason="Menaces", started_on=began))
    add(EnrolmentWorker(enrolment=enrolment, user=life.worker, association=life.association, started_on=began))
    phone = f"+336{rank:08d}"
    add(Channel(enrolment=enrolment, person=life.people[0], kind=ChannelKind.PHONE, value=phone, started_on=began))
    add(InformationNotice(enrolment=enrolment, given_on=began, means=NoticeMeans.MEETING, given_by=life.worker.pk))
    if life.axis == Axis.ACCESS:
        number = f"084{rank:015d}"
        add(HousingRequest(enrolment=enrolment, number=number, applicant=life.people[0], filed_on=began))


def _course(life: Life, *, is_taken_over: bool) -> None:
    add, enrolment, by = life.add, life.enrolment, life.worker.pk
    steps = life.steps
    if is_taken_over:  # it entered on its way, at what it was then
        rank = next(index for index, (state, _) in enumerate(steps) if state == State.SUPPORTED)
        steps = life.steps = [(State.READY, steps[0][1]), *steps[rank:]]
    state, state_on = steps[-1]
    closed_on = life.over
    row = Accompaniment(
        enrolment=enrolment, state=state, state_on=state_on, opened_on=life.began, closed_on=closed_on,
        exit_reason=ExitReason.STABILISED_DIRECT_TENANT if closed_on else "", is_taken_over=is_taken_over,
        sending_key=uuid.uuid4(),
    )  # fmt: skip
    add(row)
    before = ""
    for position, (step, day) in enumerate(steps, start=1):
        change = StateChange(
            accompaniment=row, position=position, from_state=before, to_state=step, effective_on=day,
            recorded_at=moment(day, 15), recorded_by=by, is_taken_over=is_taken_over and position <= 2,  # noqa: PLR2004 -- what was known
        )  # fmt: skip
        add(change)
        life.event(Chain.WRITE, "accompaniment.state_changed", "accompaniments.accompaniment", row.pk, day)
        before = step
    litigation = life.axis == Axis.MAINTENANCE
    cause = "TAKEN_OVER" if is_taken_over else "REQUESTED" if litigation else "REFERRED"
    add(EnrolmentHolder(enrolment=enrolment, association=life.association, cause=cause, started_on=life.began))
    if is_taken_over:
        return
    referral = Referral(
        enrolment=enrolment, accompaniment=row, association=life.association, received_on=life.began, recorded_by=by,
        source=ReferralSource.LANDLORD_LITIGATION if litigation else ReferralSource.SIAO,
        note="Orientation après un an d’hébergement", recorded_at=moment(life.began, 15),
    )  # fmt: skip
    add(referral)
    if litigation:
        add(
            EnrolmentNaming(
                enrolment=enrolment, landlord=life.ground.cast.landlord, service=NamingService.LITIGATION,
                cause=NamingCause.REQUESTED, source_id=referral.pk, started_on=life.began, ended_on=closed_on,
            )
        )  # fmt: skip


def _homes(life: Life) -> None:
    """Write where the household lived: what it came from, then each home that a lease gave it."""
    came = HousingSituation.TENANT if life.axis == Axis.MAINTENANCE else HousingSituation.SHELTER
    homes: list[tuple[dt.date, Dwelling | None, HousingSituation]] = [(life.began, None, came), *life.homes]
    unit = life.ground.unit() if life.axis == Axis.MAINTENANCE else None
    for index, (since, dwelling, situation) in enumerate(homes):
        until = homes[index + 1][0] - dt.timedelta(days=1) if index + 1 < len(homes) else None
        of = dwelling.unit if dwelling else unit
        life.add(
            CurrentHousing(
                enrolment=life.enrolment, situation=situation, city="Orange", postcode="84100", unit=of,
                address="12 rue des Amandiers", landlord=life.ground.cast.landlord if of else None,
                dwelling_id=dwelling.pk if dwelling else None, started_on=since, ended_on=until,
            )
        )  # fmt: skip


def _meetings(life: Life) -> None:
    random, today = life.ground.random, life.ground.today
    day = (life.entered(State.CONTACTING) or life.began) + dt.timedelta(days=random.randint(1, EVERY))
    last = life.entered(State.CLOSED) or today - dt.timedelta(days=1)
    count = 0
    while day <= last and count < 24:  # noqa: PLR2004 -- a year and a half
        _meeting(life, day, Outcome.HELD if random.random() < 0.85 else Outcome.NOT_PRESENT, count)  # noqa: PLR2004 -- most come
        day += dt.timedelta(days=EVERY + random.randint(-6, 10))
        count += 1
    if life.over is None and random.random() < 0.7:  # noqa: PLR2004 -- most have the next one fixed
        _meeting(life, today + dt.timedelta(days=random.randint(0, 20)), Outcome.PLANNED, count)
    for _ in range(3):
        day = life.began + dt.timedelta(days=random.randint(0, max(1, (last - life.began).days)))
        life.add(
            Contact(
                enrolment=life.enrolment, association=life.association, worker=life.worker, text="Rappel du rendez-vous",
                kind=random.choice(ContactKind.values), happened_at=moment(day, 10), happened_on=day,
                sending_key=uuid.uuid4(), logged_by=life.worker.pk, logged_at=moment(day, 10),
            )
        )  # fmt: skip
        life.event(Chain.READ, "enrolment.opened", "households.enrolment", life.enrolment.pk, day)


def _meeting(life: Life, day: dt.date, outcome: Outcome, rank: int) -> None:
    random, hour = life.ground.random, 8 + rank % 7
    row = Meeting(
        enrolment=life.enrolment, association=life.association, worker=life.worker, outcome=outcome,
        mode=Mode.HOME if rank % 2 else Mode.OFFICE, starts_at=moment(day, hour), held_on=day,
        minutes=45 if outcome == Outcome.HELD else None, sending_key=uuid.uuid4(), logged_by=life.worker.pk,
        logged_at=moment(day, 15),
    )  # fmt: skip
    life.add(row)
    if outcome != Outcome.HELD:
        return
    life.add(MeetingPresence(meeting=row, person=life.people[0]))
    for subject in random.sample(("BUDGET", "RIGHTS", "HOUSING_PATH", "FAMILY", "TENANCY"), 2):
        life.add(MeetingSubject(meeting=row, subject=subject))
    for position, audience in enumerate((Audience.TEAM, Audience.LANDLORD)[: 1 + rank % 2], start=1):
        life.add(MeetingPart(meeting=row, position=position, audience=audience, text=NOTE))
    life.event(Chain.WRITE, "meeting.logged", "accompaniments.meeting", row.pk, day)


def _errands(life: Life) -> None:
    random, add, today, by = life.ground.random, life.add, life.ground.today, life.worker.pk
    last = life.over or today
    day = max(life.began, last - dt.timedelta(days=random.randint(1, 90)))
    step = ClaimStep.GRANTED if life.over else random.choice((ClaimStep.FILED, ClaimStep.GRANTED))
    claim = Claim(
        enrolment=life.enrolment, association=life.association, kind=random.choice(ClaimKind.values), step=step,
        step_on=day, sending_key=uuid.uuid4(), opened_by=by, opened_at=moment(day, 10),
        remind_on=day + dt.timedelta(days=30) if step == ClaimStep.FILED else None,
    )  # fmt: skip
    add(claim)
    for position, done in enumerate((ClaimStep.PREPARED, step), start=1):
        add(ClaimFollowUp(claim=claim, position=position, step=done, happened_on=day, recorded_by=by))
    for months in range(2):
        month_on = (last.replace(day=1) - dt.timedelta(days=28 * months)).replace(day=1)
        for kind, amount in ((ResourceKind.RSA, 620), (ResourceKind.FAMILY, 180)):
            add(Resource(enrolment=life.enrolment, person=life.people[0], month_on=month_on, kind=kind, amount=amount))
        for charge, cost in ((ChargeKind.RENT, "412.40"), (ChargeKind.ENERGY, "61")):
            add(Charge(enrolment=life.enrolment, month_on=month_on, kind=charge, amount=Decimal(cost)))

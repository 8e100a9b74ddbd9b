"""A story being played: the file it became, and who writes in it on the day."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from random import Random

from accompaniments.models import Accompaniment
from foundation.periods import in_force
from households.enums import MemberKind, WorkerRole
from households.models import Enrolment, EnrolmentWorker, HouseholdMember, Person
from journeys.demo import names
from journeys.demo.people import PersonPlan
from journeys.demo.play import Stage, random_of
from journeys.demo.story import ANCIENNE, COLLEGUE, REFERENTE, Story
from partners.models import Organisation, User

LEAVING = 190  # days ago: the last day of the worker who left


@dataclass
class Case:
    """One household, from its entry to today."""

    stage: Stage
    story: Story
    rank: int
    plans: tuple[PersonPlan, ...]
    random: Random
    accompaniment: Accompaniment | None = None
    telephone: str = ""
    meetings: list[uuid.UUID] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Give what tells this case from the others."""
        return f"case-{self.rank}"

    @property
    def enrolment(self) -> Enrolment:
        """Give its file, as the database holds it now."""
        if self.accompaniment is None:
            raise LookupError(f"{self.story.shows}: this household has not entered yet")
        found: Enrolment = Enrolment.objects.select_related("version__programme", "household").get(
            pk=self.accompaniment.enrolment_id
        )
        return found

    @property
    def association(self) -> Organisation:
        """Give the association of the story."""
        return self.stage.cast.organisations[self.story.association]

    @property
    def manager(self) -> uuid.UUID:
        """Give who manages it."""
        return self.stage.cast.manager_of(self.story.association)

    @property
    def said(self) -> str:
        """Say how the notes call the household."""
        adults = [plan for plan in self.plans if plan.kind != MemberKind.CHILD]
        return self.random.choice(adults).said

    def key(self, what: str) -> uuid.UUID:
        """Give a sending key of the story's own: the same seed sends the same."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"palier-demo/{self.stage.seed}/{self.name}/{what}")

    def lead_key(self, day: dt.date) -> str:
        """Give the account of who leads on a day: what a departed worker led went to two colleagues."""
        if self.story.lead == ANCIENNE and day > self.stage.ago(LEAVING):
            return REFERENTE if self.rank % 2 else COLLEGUE
        return self.story.lead or COLLEGUE

    def lead(self, day: dt.date) -> User:
        """Give who leads on a day."""
        return self.stage.cast.people[self.lead_key(day)]

    def writer(self) -> User:
        """Give who writes in the file on the story's day: a replacement before the lead."""
        rows = EnrolmentWorker.objects.filter(
            in_force(self.stage.clock.today),
            enrolment=self.enrolment,
            role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT),
        ).select_related("user")
        found = sorted(rows, key=lambda row: row.role != WorkerRole.REPLACEMENT)
        return found[0].user if found else self.lead(self.stage.clock.today)

    def members(self, *, adults_only: bool = False) -> list[Person]:
        """Give the persons of the household on the story's day."""
        rows = HouseholdMember.objects.filter(
            in_force(self.stage.clock.today), household_id=self.enrolment.household_id
        ).select_related("person")
        if adults_only:
            rows = rows.filter(kind__in=MemberKind.ADULTS)
        return [row.person for row in rows.order_by("kind", "pk") if row.person is not None]


def cast_case(stage: Stage, story: Story, rank: int) -> Case:
    """Draw the household of a story."""
    plans = stage.town.household(story.shape)
    if "long_names" in story.marks:
        first = plans[0]
        plans = (
            PersonPlan(names.LONG_FIRST, names.LONG_FAMILY, first.civility, birth_on=None, kind=first.kind),
            *plans[1:],
        )
    elif "missing" in story.marks:
        first = plans[0]
        plans = (PersonPlan(first.first_name, first.last_name, first.civility, kind=first.kind), *plans[1:])
    telephone = "" if "no_phone" in story.marks else stage.town.telephone()
    return Case(stage, story, rank, plans, random_of(stage, f"case-{rank}"), telephone=telephone)

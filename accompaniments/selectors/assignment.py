"""Who may follow a household: the workers of the manager's association that holds it, each with her present load."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from accompaniments.selectors.workload import workload
from foundation.periods import in_force
from foundation.words import plain_date
from households.enums import WorkerRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker
from households.readings import Card, card
from partners.enums import Role
from partners.models import Membership, Organisation, User
from partners.reader import Reader


@dataclass(frozen=True)
class Candidate:
    """A worker who may be chosen."""

    key: str
    user: User
    association: Organisation
    name: str
    words: str  # « 12 ménages, 0,60 de charge »


@dataclass(frozen=True)
class Assignment:
    """What the pages of assignment and of replacement show."""

    card: Card
    candidates: dict[str, Candidate]
    lead: str
    lead_since: dt.date | None
    is_first: bool  # the review opens with the lead
    opened_on: dt.date
    replacements: tuple[str, ...]


def assignment(reader: Reader, enrolment: Enrolment) -> Assignment:
    """Give who follows a file today and who may follow it, in a constant number of queries."""
    held = set(
        EnrolmentHolder.objects.filter(
            in_force(reader.today), enrolment=enrolment, association_id__in=reader.managed_associations
        ).values_list("association_id", flat=True)
    )
    course = Accompaniment.objects.open().filter(enrolment=enrolment).first()
    workers = list(
        EnrolmentWorker.objects.filter(enrolment=enrolment, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT))
        .select_related("user")
        .order_by("started_on")
    )
    lead = next((row for row in workers if row.role == WorkerRole.LEAD and row.ended_on is None), None)
    return Assignment(
        card=card(reader, enrolment),
        candidates={candidate.key: candidate for candidate in _candidates(reader, held)},
        lead=lead.user.full_name if lead else "",
        lead_since=lead.started_on if lead else None,
        is_first=course is not None and course.state == State.REFERRED,
        opened_on=course.state_on if course else enrolment.started_on,
        replacements=tuple(
            f"{row.user.full_name}, du {plain_date(row.started_on)} au {plain_date(row.ended_on)}"
            for row in workers
            if row.role == WorkerRole.REPLACEMENT and row.ended_on and row.ended_on >= reader.today
        ),
    )


def _candidates(reader: Reader, held: set[uuid.UUID]) -> list[Candidate]:
    loads = {(load.association_id, load.user_id): load for load in workload(held, reader.today)}
    rows = (
        Membership.objects.open_on(reader.today)
        .filter(organisation_id__in=held, role=Role.SOCIAL_WORKER, user__is_active=True)
        .select_related("user", "organisation")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    return [
        Candidate(
            key=f"{row.organisation_id}:{row.user_id}",
            user=row.user,
            association=row.organisation,
            name=row.user.full_name,
            words=loads[row.organisation_id, row.user_id].words,
        )
        for row in rows
    ]

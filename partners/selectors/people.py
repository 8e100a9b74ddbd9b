"""Who people are, for the other parts: names, how to reach them, who works where on a day."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from partners.enums import Qualification, Role
from partners.models import Membership, User
from records.services.events import CLOCK

AUTOMATIC = "Palier (automatique)"  # who acted, when nobody did


@dataclass(frozen=True)
class PersonCard:
    """A professional, as colleagues and partners may read her."""

    user_id: uuid.UUID
    name: str
    email: str
    telephone: str
    organisation: str  # of her roles in force, « Soligone, Cap Habitat » when several
    roles: tuple[str, ...]
    qualification: str


@dataclass(frozen=True)
class Worker:
    """Someone who may be chosen for a file, or who manages those who are."""

    user_id: uuid.UUID
    name: str
    telephone: str
    full_time_share: Decimal
    started_on: dt.date
    ended_on: dt.date | None


def names_of(user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give « Claire Fabre » for each actor, in one query; an unknown one has no entry."""
    wanted = set(user_ids)
    rows = User.objects.filter(pk__in=wanted - {CLOCK}).values_list("pk", "first_name", "last_name")
    names = {pk: f"{first_name} {last_name}" for pk, first_name, last_name in rows}
    if CLOCK in wanted:
        names[CLOCK] = AUTOMATIC
    return names


def person_cards(user_ids: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, PersonCard]:
    """Give who these people are on this day and how to reach them, in two queries."""
    wanted = set(user_ids)
    organisations: dict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    roles: dict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    memberships = Membership.objects.open_on(day).filter(user_id__in=wanted).order_by("organisation__name", "role")
    for user_id, organisation, role in memberships.values_list("user_id", "organisation__name", "role"):
        organisations[user_id][organisation] = None
        roles[user_id][str(Role(role).label)] = None
    return {
        user.pk: PersonCard(
            user_id=user.pk,
            name=user.full_name,
            email=user.email,
            telephone=user.telephone,
            organisation=", ".join(organisations[user.pk]),
            roles=tuple(roles[user.pk]),
            qualification=str(Qualification(user.qualification).label) if user.qualification else "",
        )
        for user in User.objects.filter(pk__in=wanted)
    }


def workers_of(association_id: uuid.UUID, day: dt.date) -> list[Worker]:
    """Give who may be named on a file: the social workers of an association on this day, by name."""
    return _with_role(Role.SOCIAL_WORKER, association_id, day)


def managers_of(association_id: uuid.UUID, day: dt.date) -> list[Worker]:
    """Give the managers of an association on this day, by name."""
    return _with_role(Role.ASSOCIATION_MANAGER, association_id, day)


def _with_role(role: Role, organisation_id: uuid.UUID, day: dt.date) -> list[Worker]:
    rows = (
        Membership.objects.open_on(day)
        .filter(role=role, organisation_id=organisation_id, user__is_active=True)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "user_id", "-started_on")
    )
    workers: dict[uuid.UUID, Worker] = {}
    for row in rows:
        workers.setdefault(
            row.user_id,
            Worker(
                user_id=row.user_id,
                name=row.user.full_name,
                telephone=row.user.telephone,
                full_time_share=row.full_time_share,
                started_on=row.started_on,
                ended_on=row.ended_on,
            ),
        )
    return list(workers.values())

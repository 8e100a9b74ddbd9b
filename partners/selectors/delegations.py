"""Who signs for an organisation, for the administrator's page."""

import datetime as dt
import uuid
from dataclasses import dataclass

from partners.models import Delegation, Membership, Organisation, User


@dataclass(frozen=True)
class DelegationLine:
    """Someone who signs, or signed, for an organisation."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    title: str
    started_on: dt.date
    ended_on: dt.date | None
    is_over: bool


def delegations_of(organisation: Organisation, today: dt.date) -> tuple[DelegationLine, ...]:
    """Give who signs for an organisation, those in force first."""
    rows = Delegation.objects.filter(organisation=organisation).select_related("user").order_by("-started_on", "pk")
    lines = [
        DelegationLine(
            id=row.pk,
            user_id=row.user_id,
            name=row.user.full_name,
            title=row.title,
            started_on=row.started_on,
            ended_on=row.ended_on,
            is_over=row.ended_on is not None and row.ended_on < today,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.is_over))


def delegates_to_choose(organisation: Organisation, today: dt.date) -> list[tuple[str, str]]:
    """Give who has a role in an organisation today, as a form's choices."""
    ids = Membership.objects.open_on(today).filter(organisation=organisation).values("user_id")
    rows = User.objects.filter(is_active=True, pk__in=ids).order_by("last_name", "first_name", "pk")
    return [(str(row.pk), row.full_name) for row in rows]


def user_of_id(user_id: uuid.UUID) -> User:
    """Give the person of a choice already checked."""
    found: User = User.objects.get(pk=user_id)
    return found

"""Invitations, for whom they invite and for the administrator."""

import datetime as dt
import uuid
from dataclasses import dataclass

from partners.enums import InvitationState, Role
from partners.models import Invitation
from partners.rules import invitation_state
from partners.selectors.people import names_of


@dataclass(frozen=True)
class Offer:
    """What the person invited reads."""

    email: str
    name: str
    organisation: str
    role: str
    state: InvitationState
    expires_at: dt.datetime


@dataclass(frozen=True)
class InvitationLine:
    """An invitation in the administrator's list."""

    id: uuid.UUID
    name: str
    email: str
    organisation: str
    role: str
    unit: str
    state: InvitationState
    invited_at: dt.datetime
    expires_at: dt.datetime
    invited_by: str

    @property
    def may_be_resent(self) -> bool:
        """Tell whether a new link can be sent."""
        return self.state in {InvitationState.OPEN, InvitationState.EXPIRED}


def offer(digest: str, *, now: dt.datetime) -> Offer | None:
    """Give the invitation of a link, whatever its state."""
    row = Invitation.objects.select_related("organisation").filter(token_digest=digest).first()
    if row is None:
        return None
    return Offer(
        email=row.email,
        name=f"{row.first_name} {row.last_name}",
        organisation=row.organisation.name,
        role=str(Role(row.role).label),
        state=invitation_state(row.accepted_at, row.revoked_at, row.expires_at, now),
        expires_at=row.expires_at,
    )


def invitation_lines(*, now: dt.datetime, limit: int = 200) -> list[InvitationLine]:
    """Give the latest invitations, in two queries."""
    rows = list(Invitation.objects.select_related("organisation", "unit").order_by("-invited_at", "pk")[:limit])
    names = names_of(row.invited_by for row in rows)
    return [
        InvitationLine(
            id=row.pk,
            name=f"{row.first_name} {row.last_name}",
            email=row.email,
            organisation=row.organisation.name,
            role=str(Role(row.role).label),
            unit=row.unit.name if row.unit else "",
            state=invitation_state(row.accepted_at, row.revoked_at, row.expires_at, now),
            invited_at=row.invited_at,
            expires_at=row.expires_at,
            invited_by=names.get(row.invited_by, ""),
        )
        for row in rows
    ]

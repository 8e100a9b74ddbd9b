"""Rules of this part: plain Python, dates and enums in, a verdict out."""

import datetime as dt

from partners.enums import InvitationState, OrganisationKind, Role


def session_is_expired(seen_at: float | None, now: float, idle_minutes: int) -> bool:
    """Tell whether a session was idle too long (domain.md §8.16: 30 minutes). One that was never seen begins now."""
    return seen_at is not None and now - seen_at >= idle_minutes * 60


def why_role_is_refused(role: Role, kind: OrganisationKind) -> str:
    """Tell why an organisation of this kind has no such role; empty when it has (domain.md §1.1)."""
    if role in Role.OF_ASSOCIATION and kind != OrganisationKind.ASSOCIATION:
        return "Ce rôle n’existe que dans une association."
    if role in Role.OF_LANDLORD and kind != OrganisationKind.LANDLORD:
        return "Ce rôle n’existe que chez un bailleur."
    return ""


def invitation_state(
    accepted_at: dt.datetime | None, revoked_at: dt.datetime | None, expires_at: dt.datetime, now: dt.datetime
) -> InvitationState:
    """Tell where an invitation is: the first of accepted, cancelled, expired that is true, else open."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if expires_at <= now else InvitationState.OPEN

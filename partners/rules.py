"""Rules of this part: plain Python, dates and enums in, a verdict out."""

import datetime as dt

from partners.enums import InvitationState, OrganisationKind, Role

POSTCODE = 5  # figures


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


def departement_of(postcode: str) -> str:
    """Give the département that a postcode is of: « 84 », « 2A », « 974 »; empty for what is no postcode.

    A few communes at a border have a postcode of the neighbouring département: the post office decides those.
    """
    if len(postcode) != POSTCODE or not postcode.isdigit():
        return ""
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        return "2A" if postcode[2] in "01" else "2B"
    return postcode[:2]


def invitation_state(
    accepted_at: dt.datetime | None, revoked_at: dt.datetime | None, expires_at: dt.datetime, now: dt.datetime
) -> InvitationState:
    """Tell where an invitation is: the first of accepted, cancelled, expired that is true, else open."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if expires_at <= now else InvitationState.OPEN

"""People and their roles. A social worker's end goes through `departures`, which a journey calls once her files are moved."""

import datetime as dt
import uuid
from decimal import Decimal

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from foundation.periods import Period, in_force
from foundation.refusals import Refused
from partners.enums import OrganisationKind, Qualification, Role
from partners.models import Membership, Organisation, User
from partners.rules import why_role_is_refused
from partners.services.territory import end_correspondences
from records.services.events import record

LAST_ADMINISTRATOR = "C’est la dernière personne qui administre Palier\u00a0: donnez d’abord ce rôle à une autre."


@transaction.atomic
def create_user(
    *,
    by: uuid.UUID,
    email: str,
    first_name: str,
    last_name: str,
    password: str | None,
    telephone: str = "",
    qualification: Qualification | str = "",
) -> User:
    """Make an account (an accepted invitation, the demonstration). Without a password nobody can sign in to it."""
    refuse_taken_email(email)
    user = User(
        email=email.strip().lower(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        telephone=telephone,
        qualification=qualification,
    )
    user.set_password(password)
    user.save()
    record("user.created", user, by=by, subject_id=user.pk)
    return user


@transaction.atomic
def edit_user(
    *,
    by: uuid.UUID,
    user: User,
    email: str,
    first_name: str,
    last_name: str,
    telephone: str,
    qualification: Qualification | str,
) -> User:
    """Correct who someone is and how to reach her. Raises Refused when the address is another's."""
    locked: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    refuse_taken_email(email, but=locked.pk)
    locked.email = email.strip().lower()
    locked.first_name, locked.last_name = first_name.strip(), last_name.strip()
    locked.telephone, locked.qualification = telephone, qualification
    locked.save(update_fields=["email", "first_name", "last_name", "telephone", "qualification"])
    record("user.edited", locked, by=by, subject_id=locked.pk)
    return locked


@transaction.atomic
def edit_self(*, user: User, first_name: str, last_name: str, telephone: str) -> User:
    """Correct one's own name and telephone; the address that signs in is the administrator's to change."""
    locked: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    locked.first_name, locked.last_name, locked.telephone = first_name.strip(), last_name.strip(), telephone
    locked.save(update_fields=["first_name", "last_name", "telephone"])
    record("user.edited", locked, by=locked.pk, subject_id=locked.pk)
    return locked


@transaction.atomic
def suspend_user(*, by: uuid.UUID, user: User, today: dt.date) -> None:
    """Close someone's access at once, her open sessions included; her roles and files stay as they are. Raises Refused."""
    locked: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if locked.pk == by:
        raise Refused("Vous ne pouvez pas fermer votre propre accès.")
    _refuse_last_administrator(locked, today)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    end_sessions(locked)
    record("user.suspended", locked, by=by, subject_id=locked.pk)


@transaction.atomic
def restore_user(*, by: uuid.UUID, user: User) -> None:
    """Open someone's access again."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    record("user.restored", user, by=by, subject_id=user.pk)


@transaction.atomic
def reset_second_factor(*, by: uuid.UUID, user: User) -> None:
    """Forget someone's TOTP and recovery codes (a lost telephone), and end her sessions: she activates it anew."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record("user.second_factor_reset", user, by=by, subject_id=user.pk)


def end_sessions(user: User) -> None:
    """End every session of someone."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def add_membership(
    *,
    by: uuid.UUID,
    user: User,
    organisation: Organisation,
    role: Role,
    started_on: dt.date,
    full_time_share: Decimal = Decimal(1),
) -> Membership:
    """Give someone a role in an organisation from a day on. Raises Refused."""
    locked: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if reason := why_role_is_refused(role, OrganisationKind(organisation.kind)):
        raise Refused(reason, "role")
    if not Period(organisation.started_on, organisation.ended_on).holds(started_on):
        raise Refused("Cet organisme n’est pas en activité ce jour-là.", "started_on")
    for row in Membership.objects.filter(user=locked, organisation=organisation, role=role):
        if Period(row.started_on, row.ended_on).overlaps(Period(started_on)):
            raise Refused("Cette personne a déjà ce rôle dans cet organisme, ce jour-là ou plus tard.", "started_on")
    membership: Membership = Membership.objects.create(
        user=locked,
        organisation=organisation,
        role=role,
        started_on=started_on,
        full_time_share=full_time_share if role == Role.SOCIAL_WORKER else Decimal(1),
    )
    details = {"user_id": str(locked.pk), "role": str(role), "started_on": started_on.isoformat()}
    record("membership.started", membership, by=by, subject_id=organisation.pk, details=details)
    return membership


@transaction.atomic
def end_membership(*, by: uuid.UUID, membership: Membership, ended_on: dt.date, today: dt.date) -> Membership:
    """End a role, its last day included; a correspondent's units end with it. Raises Refused.

    A social worker's role ends by the journey that first moves her files (`partners.services.departures`).
    """
    if membership.role == Role.SOCIAL_WORKER:
        raise Refused("Ses dossiers d’abord\u00a0: la fin d’un rôle de travailleur social passe par son départ.")
    return close_membership(by=by, membership=membership, ended_on=ended_on, today=today)


@transaction.atomic
def close_membership(*, by: uuid.UUID, membership: Membership, ended_on: dt.date, today: dt.date) -> Membership:
    """Write a role's end: for `end_membership` and `departures` alone."""
    locked: Membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    if locked.ended_on is not None and locked.ended_on < today:
        raise Refused("Ce rôle est déjà terminé.", "ended_on")
    if ended_on < locked.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    if locked.role == Role.ADMINISTRATOR:
        _refuse_last_administrator(locked.user, max(ended_on, today) + dt.timedelta(days=1), but=locked.pk)
    locked.ended_on = ended_on
    locked.save(update_fields=["ended_on"])
    if locked.role == Role.LANDLORD_CORRESPONDENT:
        end_correspondences(user=locked.user, landlord_id=locked.organisation_id, ended_on=ended_on)
    details = {"user_id": str(locked.user_id), "role": locked.role, "ended_on": ended_on.isoformat()}
    record("membership.ended", locked, by=by, subject_id=locked.organisation_id, details=details)
    return locked


@transaction.atomic
def reopen_membership(*, by: uuid.UUID, membership: Membership) -> Membership:
    """Take back an end recorded in error. Raises Refused when a later row of the same role exists."""
    locked: Membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    later = Membership.objects.filter(
        user_id=locked.user_id,
        organisation_id=locked.organisation_id,
        role=locked.role,
        started_on__gt=locked.started_on,
    )
    if later.exists():
        raise Refused("Ce rôle a repris plus tard\u00a0: son ancienne fin ne peut plus être annulée.")
    locked.ended_on = None
    locked.save(update_fields=["ended_on"])
    details = {"user_id": str(locked.user_id), "role": locked.role}
    record("membership.reopened", locked, by=by, subject_id=locked.organisation_id, details=details)
    return locked


def refuse_taken_email(email: str, but: uuid.UUID | None = None) -> None:
    """Refuse an address that already has an account (an administrator may know it; nobody else asks)."""
    if User.objects.filter(email__iexact=email.strip()).exclude(pk=but).exists():
        raise Refused("Cette adresse a déjà un compte.", "email")


def _refuse_last_administrator(user: User, day: dt.date, but: uuid.UUID | None = None) -> None:
    """Refuse what would leave nobody to administer on this day: without this row (`but`), or without this person."""
    rows = Membership.objects.filter(in_force(day), role=Role.ADMINISTRATOR, user__is_active=True)
    is_concerned = but is not None or rows.filter(user=user).exists()
    remaining = rows.exclude(user=user) if but is None else rows.exclude(pk=but)
    if is_concerned and not remaining.exists():
        raise Refused(LAST_ADMINISTRATOR)

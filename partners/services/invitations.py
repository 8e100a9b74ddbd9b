"""Invitations: a one-time link makes an account and its first role. The link itself is kept nowhere, only its digest."""

import datetime as dt
import hashlib
import secrets
import uuid
from decimal import Decimal

from celery import current_app
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from foundation.encryption import encrypt
from foundation.refusals import Refused
from partners.enums import InvitationState, OrganisationKind, Role
from partners.models import Invitation, ManagementUnit, Organisation, User
from partners.rules import invitation_state, why_role_is_refused
from partners.services.people import add_membership, create_user, refuse_taken_email
from partners.services.territory import name_correspondent
from records.services.events import one_act, record

MAIL_TASK = "partners.tasks.mail_invitation"  # tasks lie above services: known by name
VALID_FOR = dt.timedelta(days=7)


class InvitationGone(Exception):  # noqa: N818 -- an answer that a person reads
    """The link was used, cancelled, replaced or is too old. `state` says which."""

    def __init__(self, state: InvitationState) -> None:
        super().__init__(state.label)
        self.state = state


def digest_of(token: str) -> str:
    """Give what is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    by: uuid.UUID,
    email: str,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    role: Role,
    now: dt.datetime,
    base_url: str,
    unit: ManagementUnit | None = None,
    full_time_share: Decimal = Decimal(1),
) -> tuple[Invitation, str]:
    """Invite someone; the mail with the link leaves after commit. Gives the invitation and its token. Raises Refused."""
    refuse_taken_email(email)
    if reason := why_role_is_refused(role, OrganisationKind(organisation.kind)):
        raise Refused(reason, "role")
    if unit is not None and (role != Role.LANDLORD_CORRESPONDENT or unit.agency.landlord_id != organisation.pk):
        raise Refused("Une unité de gestion ne se confie qu’à un correspondant de son bailleur.", "unit")
    open_rows = Invitation.objects.filter(
        email__iexact=email.strip(), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    if open_rows.exists():
        raise Refused("Une invitation attend déjà à cette adresse\u00a0: vous pouvez la renvoyer.", "email")
    token = secrets.token_urlsafe(32)
    invitation: Invitation = Invitation.objects.create(
        email=email.strip().lower(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        organisation=organisation,
        role=role,
        full_time_share=full_time_share if role == Role.SOCIAL_WORKER else Decimal(1),
        unit=unit,
        token_digest=digest_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    record("invitation.sent", invitation, by=by, subject_id=organisation.pk, details={"role": str(role)})
    _post(invitation, token, base_url)
    return invitation, token


@transaction.atomic
def resend(*, by: uuid.UUID, invitation: Invitation, now: dt.datetime, base_url: str) -> tuple[Invitation, str]:
    """Send a new link, for seven more days; the former one is worth nothing any more. Raises Refused."""
    locked: Invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Refused("Cette invitation n’attend plus de réponse.")
    refuse_taken_email(locked.email)
    token = secrets.token_urlsafe(32)
    locked.token_digest, locked.expires_at = digest_of(token), now + VALID_FOR
    locked.save(update_fields=["token_digest", "expires_at"])
    record("invitation.resent", locked, by=by, subject_id=locked.organisation_id)
    _post(locked, token, base_url)
    return locked, token


@transaction.atomic
def revoke(*, by: uuid.UUID, invitation: Invitation, now: dt.datetime) -> None:
    """Cancel an invitation: its link is worth nothing any more. Raises Refused once accepted."""
    locked: Invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at:
        raise Refused("Cette invitation a été acceptée\u00a0: fermez plutôt l’accès de la personne.")
    locked.revoked_at = locked.revoked_at or now
    locked.save(update_fields=["revoked_at"])
    record("invitation.revoked", locked, by=by, subject_id=locked.organisation_id)


@transaction.atomic
def accept(*, token: str, password: str, telephone: str, now: dt.datetime, today: dt.date) -> User:
    """Make the account and its first role, from today on: the link has proved the address.

    Raises InvitationGone, or Refused for a password that is too weak.
    """
    invitation: Invitation | None = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "unit")
        .filter(token_digest=digest_of(token))
        .first()
    )
    if invitation is None:
        raise InvitationGone(InvitationState.REVOKED)
    state = invitation_state(invitation.accepted_at, invitation.revoked_at, invitation.expires_at, now)
    if state != InvitationState.OPEN:
        raise InvitationGone(state)
    try:
        validate_password(password, _future_user(invitation))
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "password") from error
    with one_act():
        user = create_user(
            by=invitation.invited_by,
            email=invitation.email,
            first_name=invitation.first_name,
            last_name=invitation.last_name,
            password=password,
            telephone=telephone,
        )
        add_membership(
            by=invitation.invited_by,
            user=user,
            organisation=invitation.organisation,
            role=Role(invitation.role),
            started_on=today,
            full_time_share=invitation.full_time_share,
        )
        if invitation.unit is not None:
            name_correspondent(by=invitation.invited_by, unit=invitation.unit, user_id=user.pk, started_on=today)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        record("invitation.accepted", invitation, by=user.pk, subject_id=invitation.organisation_id)
    return user


def mail(*, invitation_id: uuid.UUID, link: str) -> None:
    """Write to the person invited, unless the invitation was cancelled meanwhile."""
    invitation = Invitation.objects.select_related("organisation").filter(pk=invitation_id).first()
    if invitation is None or invitation.accepted_at or invitation.revoked_at:
        return
    words = {"organisation": invitation.organisation.name, "link": link, "expires_at": invitation.expires_at}
    send_mail(
        "Palier\u00a0: votre invitation", render_to_string("emails/invitation.txt", words), None, [invitation.email]
    )


def _future_user(invitation: Invitation) -> User:
    return User(email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name)


def _post(invitation: Invitation, token: str, base_url: str) -> None:
    """Wake the worker that mails the link, after commit; the message carries the token encrypted."""
    message = {"invitation_id": str(invitation.pk), "sealed": encrypt(token), "base_url": base_url}
    transaction.on_commit(lambda: current_app.send_task(MAIL_TASK, kwargs=message))

"""Who may sign for an organisation, with which title, from when to when (domain.md §6, Signatures)."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.periods import Period, in_force
from foundation.refusals import Refused
from partners.models import Delegation, Membership, Organisation, User
from records.services.events import record


@transaction.atomic
def give_delegation(
    *,
    by: uuid.UUID,
    organisation: Organisation,
    user: User,
    title: str,
    started_on: dt.date,
    ended_on: dt.date | None = None,
) -> Delegation:
    """Let someone of an organisation sign for it. Raises Refused."""
    locked: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not Membership.objects.filter(in_force(started_on), user=locked, organisation=organisation).exists():
        raise Refused("Cette personne n’a pas de rôle dans cet organisme ce jour-là.", "user")
    if not title.strip():
        raise Refused("Indiquez la qualité à imprimer.", "title")
    if ended_on is not None and ended_on < started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    for row in Delegation.objects.filter(user=locked, organisation=organisation):
        if Period(row.started_on, row.ended_on).overlaps(Period(started_on, ended_on)):
            raise Refused("Cette personne signe déjà pour cet organisme, ce jour-là ou plus tard.", "started_on")
    delegation: Delegation = Delegation.objects.create(
        organisation=organisation,
        user=locked,
        title=title.strip(),
        given_by=by,
        started_on=started_on,
        ended_on=ended_on,
    )
    details = {"user_id": str(locked.pk), "started_on": started_on.isoformat()}
    record("delegation.given", delegation, by=by, subject_id=organisation.pk, details=details)
    return delegation


@transaction.atomic
def end_delegation(*, by: uuid.UUID, delegation: Delegation, ended_on: dt.date) -> Delegation:
    """End a delegation, its last day included: what was signed stays signed. Raises Refused."""
    locked: Delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if ended_on < locked.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    locked.ended_on = ended_on
    locked.save(update_fields=["ended_on"])
    details = {"user_id": str(locked.user_id), "ended_on": ended_on.isoformat()}
    record("delegation.ended", locked, by=by, subject_id=locked.organisation_id, details=details)
    return locked


@transaction.atomic
def reopen_delegation(*, by: uuid.UUID, delegation: Delegation) -> Delegation:
    """Take back an end recorded in error. Raises Refused when a later one exists."""
    locked: Delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    later = Delegation.objects.filter(
        user_id=locked.user_id, organisation_id=locked.organisation_id, started_on__gt=locked.started_on
    )
    if later.exists():
        raise Refused("Une délégation plus récente existe\u00a0: cette ancienne fin ne peut plus être annulée.")
    locked.ended_on = None
    locked.save(update_fields=["ended_on"])
    record("delegation.reopened", locked, by=by, subject_id=locked.organisation_id)
    return locked

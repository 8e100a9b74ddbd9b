"""Who works a file: its lead, co-workers, a replacement for a time. Always dated, always with who named them."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.periods import in_force
from foundation.refusals import Refused
from households.enums import WorkerRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker
from households.services.locks import lock
from households.services.successions import close_before, still_in_force
from partners.enums import Role
from partners.models import Membership, Organisation, User
from records.services.events import record


@transaction.atomic
def name_lead(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    user: User,
    association: Organisation,
    started_on: dt.date,
    reason: str = "",
) -> EnrolmentWorker:
    """Name a file's lead worker: the former one is lead until the eve, and her replacement with her.

    Raises Refused, as when the new one does not work that day for an association that holds the file.
    """
    locked = lock(enrolment.pk)
    _refuse_stranger(locked, user, association, started_on)
    leads = EnrolmentWorker.objects.filter(enrolment=enrolment, role=WorkerRole.LEAD)
    former = leads.filter(ended_on__isnull=True).first()
    if former and former.user_id == user.pk and former.association_id == association.pk:
        raise Refused("Cette personne est déjà référente de ce dossier.", "user")
    later = leads.filter(started_on__gt=started_on).order_by("-started_on").first()
    if later is not None:
        raise Refused(
            f"Un référent est déjà nommé à partir du {later.started_on:%d/%m/%Y} : choisissez ce jour ou un jour suivant.",
            "started_on",
        )
    replacements = EnrolmentWorker.objects.filter(enrolment=enrolment, role=WorkerRole.REPLACEMENT)
    hers = EnrolmentWorker.objects.filter(enrolment=enrolment, user=user, role=WorkerRole.CO_WORKER)
    for rows in (leads, replacements, hers):
        close_before(rows, started_on)
    worker = EnrolmentWorker.objects.create(
        enrolment=enrolment,
        user=user,
        association=association,
        role=WorkerRole.LEAD,
        reason=reason.strip(),
        started_on=started_on,
    )
    details = {"user": str(user.pk), "started_on": started_on.isoformat()}
    if former:
        details["replaces"] = str(former.user_id)
    record("worker.lead_named", worker, by=by, subject_id=enrolment.pk, details=details)
    return worker


@transaction.atomic
def add_co_worker(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    user: User,
    association: Organisation,
    started_on: dt.date,
    ended_on: dt.date | None = None,
    reason: str = "",
) -> EnrolmentWorker:
    """Add someone to a file's team beside its lead. Raises Refused."""
    return _add(
        WorkerRole.CO_WORKER,
        by=by,
        enrolment=enrolment,
        user=user,
        association=association,
        started_on=started_on,
        ended_on=ended_on,
        reason=reason,
    )


@transaction.atomic
def add_replacement(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    user: User,
    association: Organisation,
    started_on: dt.date,
    ended_on: dt.date,
    reason: str = "",
) -> EnrolmentWorker:
    """Let someone stand in for the lead for a time, both days included: she does all that the lead does. Raises Refused."""
    return _add(
        WorkerRole.REPLACEMENT,
        by=by,
        enrolment=enrolment,
        user=user,
        association=association,
        started_on=started_on,
        ended_on=ended_on,
        reason=reason,
    )


@transaction.atomic
def end_worker(*, by: uuid.UUID, worker: EnrolmentWorker, ended_on: dt.date, reason: str = "") -> EnrolmentWorker:
    """End someone's part in a file; `ended_on` is her last day. Raises Refused."""
    lock(worker.enrolment_id)
    ended: EnrolmentWorker = EnrolmentWorker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if ended.ended_on is not None and ended.ended_on <= ended_on:
        raise Refused("Cette intervention est déjà terminée à cette date.", "ended_on")
    if ended_on < ended.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    ended.ended_on = ended_on
    ended.reason = reason.strip() or ended.reason
    ended.save(update_fields=["ended_on", "reason"])
    details = {"user": str(ended.user_id), "role": ended.role, "ended_on": ended_on.isoformat()}
    record("worker.ended", ended, by=by, subject_id=ended.enrolment_id, details=details)
    return ended


def _add(
    role: WorkerRole,
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    user: User,
    association: Organisation,
    started_on: dt.date,
    ended_on: dt.date | None,
    reason: str,
) -> EnrolmentWorker:
    locked = lock(enrolment.pk)
    if ended_on is not None and ended_on < started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    _refuse_stranger(locked, user, association, started_on)
    hers = EnrolmentWorker.objects.filter(still_in_force(started_on), enrolment=enrolment, user=user)
    if ended_on is not None:
        hers = hers.filter(started_on__lte=ended_on)
    if hers.exists():
        raise Refused("Cette personne intervient déjà dans ce dossier à ces dates.", "user")
    if role == WorkerRole.REPLACEMENT:
        others = EnrolmentWorker.objects.filter(still_in_force(started_on), enrolment=enrolment, role=role)
        if others.filter(started_on__lte=ended_on).exists():
            raise Refused("Un remplacement est déjà prévu à ces dates : terminez-le d’abord.", "started_on")
    worker = EnrolmentWorker.objects.create(
        enrolment=enrolment,
        user=user,
        association=association,
        role=role,
        reason=reason.strip(),
        started_on=started_on,
        ended_on=ended_on,
    )
    details = {"user": str(user.pk), "role": str(role), "started_on": started_on.isoformat()}
    if ended_on is not None:
        details["ended_on"] = ended_on.isoformat()
    record("worker.added", worker, by=by, subject_id=enrolment.pk, details=details)
    return worker


def _refuse_stranger(enrolment: Enrolment, user: User, association: Organisation, day: dt.date) -> None:
    """Refuse who does not work that day for an association that holds the file that day."""
    if day < enrolment.started_on:
        raise Refused(
            f"Ce dossier commence le {enrolment.started_on:%d/%m/%Y} : choisissez ce jour ou un jour suivant.",
            "started_on",
        )
    holds = EnrolmentHolder.objects.filter(in_force(day), enrolment=enrolment, association=association).exists()
    if not holds:
        raise Refused("Cette association n’a pas ce dossier en charge ce jour-là.", "user")
    works = Membership.objects.open_on(day).filter(
        user=user, organisation=association, role__in=Role.OF_ASSOCIATION, user__is_active=True
    )
    if not works.exists():
        raise Refused("Cette personne ne travaille pas ce jour-là pour une association de ce dossier.", "user")

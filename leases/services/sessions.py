"""Sittings of the commission: dates, agenda, invitation and presence of the worker, candidates examined."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from leases.enums import FileState
from leases.models import AllocationFile, Announcement, Hearing, Session, SessionDwelling
from leases.services.states import lock_file, move
from partners.models import User
from records.services.events import record

TAKEN = "Une séance est déjà fixée à cette heure."


@transaction.atomic
def fix_session(*, by: uuid.UUID, landlord_id: uuid.UUID, starts_at: dt.datetime, place: str) -> Session:
    """Fix a sitting. Raises Refused when one is already fixed at this hour."""
    try:
        with transaction.atomic():
            session = Session.objects.create(
                landlord_id=landlord_id, starts_at=starts_at, held_on=timezone.localdate(starts_at), place=place
            )
    except IntegrityError as error:
        raise Refused(TAKEN, "held_on") from error
    record("session.fixed", session, by=by, subject_id=landlord_id, details={"at": starts_at.isoformat()})
    return session


@transaction.atomic
def move_session(*, by: uuid.UUID, session: Session, starts_at: dt.datetime, place: str) -> Session:
    """Move a sitting that has not been held.

    Raises Refused once decisions are recorded, when it is cancelled, or when another is fixed at this hour.
    """
    row = _open_session(session.pk)
    if Hearing.objects.filter(session=row, decision__isnull=False).exists():
        raise Refused("Des décisions de cette séance sont déjà enregistrées\u00a0: sa date ne change plus.")
    row.starts_at, row.held_on, row.place = starts_at, timezone.localdate(starts_at), place
    try:
        with transaction.atomic():
            row.save(update_fields=["starts_at", "held_on", "place"])
    except IntegrityError as error:
        raise Refused(TAKEN, "held_on") from error
    record("session.moved", row, by=by, subject_id=row.landlord_id, details={"at": starts_at.isoformat()})
    return row


@transaction.atomic
def cancel_session(*, by: uuid.UUID, session: Session, today: dt.date) -> None:
    """Cancel a sitting: its dossiers become complete again. Raises Refused once decisions are recorded."""
    row = _open_session(session.pk)
    hearings = Hearing.objects.filter(session=row, removed_on__isnull=True)
    if hearings.filter(decision__isnull=False).exists():
        raise Refused("Des décisions de cette séance sont déjà enregistrées.")
    for hearing in hearings.select_related("file"):
        remove(by=by, hearing=hearing, today=today)
    row.cancelled_at = timezone.now()
    row.save(update_fields=["cancelled_at"])
    record("session.cancelled", row, by=by, subject_id=row.landlord_id)


@transaction.atomic
def schedule(*, by: uuid.UUID, file: AllocationFile, session: Session, today: dt.date) -> Hearing:
    """Put a complete dossier on a sitting's agenda. Raises Refused for another landlord's sitting or a past one."""
    row, sitting = lock_file(file.pk), _open_session(session.pk)
    if sitting.landlord_id != row.announcement.dwelling.landlord_id:
        raise Refused("Cette séance est d’un autre bailleur que le logement.", "session")
    if sitting.held_on < today:
        raise Refused("Cette séance est passée.", "session")
    if row.state != FileState.COMPLETE:
        raise Refused("Seul un dossier marqué complet s’inscrit à une séance.")
    hearing = Hearing.objects.create(session=sitting, file=row)
    SessionDwelling.objects.get_or_create(session=sitting, announcement=row.announcement)
    move(row, FileState.SCHEDULED, by=by, effective_on=today)
    record("hearing.scheduled", hearing, by=by, subject_id=row.enrolment_id, details={"session": str(sitting.pk)})
    return hearing


@transaction.atomic
def remove(*, by: uuid.UUID, hearing: Hearing, today: dt.date) -> None:
    """Take a dossier off the agenda: it is complete again. Raises Refused once its decision is recorded."""
    if hasattr(hearing, "decision"):
        raise Refused("La décision de ce dossier est déjà enregistrée.")
    row = lock_file(hearing.file_id)
    hearing.removed_on = today
    hearing.save(update_fields=["removed_on"])
    move(row, FileState.COMPLETE, by=by, effective_on=today)
    record("hearing.removed", hearing, by=by, subject_id=row.enrolment_id)


@transaction.atomic
def invite_worker(*, by: uuid.UUID, hearing: Hearing, worker: User, at: dt.datetime) -> None:
    """Keep that the lead worker was invited (date, hour, place are the sitting's); the mail goes after commit."""
    hearing.invited_at, hearing.invitee = at, worker
    hearing.save(update_fields=["invited_at", "invitee"])
    details = {"worker": str(worker.pk), "session": str(hearing.session_id)}
    record("hearing.worker_invited", hearing, by=by, subject_id=hearing.file.enrolment_id, details=details)


@transaction.atomic
def record_presence(*, by: uuid.UUID, hearing: Hearing, was_present: bool, today: dt.date) -> None:
    """Record whether the worker was there. Raises Refused before the sitting's day."""
    if hearing.session.held_on > today:
        raise Refused("La séance n’a pas encore eu lieu.", "worker_was_present")
    hearing.worker_was_present = was_present
    hearing.save(update_fields=["worker_was_present"])
    details = {"present": was_present}
    record("hearing.presence_recorded", hearing, by=by, subject_id=hearing.file.enrolment_id, details=details)


@transaction.atomic
def record_candidates(
    *, by: uuid.UUID, session: Session, announcement: Announcement, outside: int, exception: str
) -> SessionDwelling:
    """Record how many candidates outside Palier were examined for a dwelling, and why fewer than three in all."""
    row, _ = SessionDwelling.objects.get_or_create(session=session, announcement=announcement)
    row.outside_candidates, row.exception = outside, exception
    row.save(update_fields=["outside_candidates", "exception"])
    record("session.candidates_recorded", row, by=by, subject_id=session.landlord_id, details={"outside": outside})
    return row


def _open_session(session_id: uuid.UUID) -> Session:
    row: Session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    if row.cancelled_at is not None:
        raise Refused("Cette séance est annulée.")
    return row

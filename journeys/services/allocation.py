"""The acts of a CAL dossier that touch the household, the accompaniment and the dwelling at once, each in one transaction."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import BinaryIO

from celery import current_app
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from accompaniments.enums import State
from accompaniments.services.course import FAR_ENOUGH, annul_start, open_accompaniment, start_support
from foundation.periods import in_force
from foundation.refusals import Refused
from households.enums import HousingSituation, NamingCause, NamingService
from households.models import AddressProtection, Enrolment, EnrolmentNaming, Person, ProtectedReader
from households.services.housing import Place, move_to
from households.services.namings import end_naming, name_to
from households.services.protection import name_reader
from journeys.services.dossiers import UNANSWERED, conclude
from journeys.services.titles import leave_former
from leases.enums import Answer, FileEnd, FileState, LeaseKind, LeaseWish
from leases.models import AllocationFile, Announcement, Decision, DwellingShare, Hearing, Lease, Offer, Piece
from leases.readings.content import FileContent
from leases.selectors.decisions import counts_as_positive
from leases.services.decisions import DecisionFacts, annul, close_file, promote, receive_piece, record_decision
from leases.services.files import open_file, submit_file, withdraw_file
from leases.services.leases import LeaseTerms, open_title, sign_head, sign_sublease
from leases.services.offers import record_answer, send_offer
from leases.services.pieces import add_piece as keep_piece
from leases.services.sessions import invite_worker, record_presence
from partners.models import Organisation, User
from records.services.events import one_act
from records.services.files import delete_file, store_file

INVITATION_TASK = "journeys.tasks.mail_session_invitation"  # tasks lie above services: known by name
ENDS_OF_ANSWER = {Answer.REFUSED: FileEnd.OFFER_REFUSED, Answer.SILENCE: FileEnd.NO_ANSWER}


@transaction.atomic
def prepare(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    announcement: Announcement,
    lease_wish: LeaseWish,
    today: dt.date,
) -> AllocationFile:
    """Open a CAL dossier. Raises Refused before « prêt »: the household has not accepted its project yet."""
    state = State(open_accompaniment(enrolment).state)
    if state not in FAR_ENOUGH:
        raise Refused(f"Un dossier CAL s’ouvre une fois le ménage prêt\u00a0; il en est à «\u00a0{state.label}\u00a0».")
    return open_file(
        by=by,
        enrolment=enrolment,
        association_id=association_id,
        announcement=announcement,
        lease_wish=lease_wish,
        today=today,
    )


@transaction.atomic
def submit(
    *,
    by: uuid.UUID,
    file: AllocationFile,
    content: FileContent,
    today: dt.date,
    correspondent: User | None = None,
    secretary: User | None = None,
) -> AllocationFile:
    """Submit a dossier, and name the household to the unit's correspondent and to the secretariat, from today.

    A protected household is named as « dossier protégé », but to the two persons whom its lead worker chose, who go on
    its list. Raises Refused.
    """
    with one_act():
        row = submit_file(
            by=by, file=file, content=content, today=today, correspondent=correspondent, secretary=secretary
        )
        dwelling = row.announcement.dwelling
        for service, unit in ((NamingService.CORRESPONDENT, dwelling.unit), (NamingService.CAL, None)):
            name_to(
                by=by,
                enrolment=row.enrolment,
                landlord=dwelling.landlord,
                service=service,
                unit=unit,
                cause=NamingCause.DOSSIER_SUBMITTED,
                started_on=today,
                source_id=row.pk,
            )
        if row.enrolment.is_protected:
            _list(by=by, enrolment=row.enrolment, users=[correspondent, secretary], today=today)
        return row


def add_piece(
    *,
    by: uuid.UUID,
    file: AllocationFile,
    kind: str,
    person: Person | None,
    content: BinaryIO,
    name: str,
    issued_on: dt.date | None,
    today: dt.date,
) -> Piece:
    """Store an uploaded piece, checked by its content, then add it to the dossier; no transaction spans its reading.

    Raises Refused, and then keeps nothing.
    """
    with one_act():
        stored = store_file(
            content=content, name=name, kind="leases.piece", subject_id=file.pk, by=by, file_of=file.enrolment_id
        )
        try:
            return keep_piece(
                by=by, file=file, kind=kind, person=person, stored=stored, issued_on=issued_on, today=today
            )
        except Refused:
            delete_file(stored=stored, by=by, file_of=file.enrolment_id)
            raise


@transaction.atomic
def withdraw(*, by: uuid.UUID, file: AllocationFile, reason: str, today: dt.date) -> None:
    """Withdraw a dossier before its decision; the landlord to whom it was named no longer sees the household."""
    with one_act():
        withdraw_file(by=by, file=file, reason=reason, today=today)
        _unname(by=by, file=file, last_on=today)


@transaction.atomic
def invite(*, by: uuid.UUID, hearing: Hearing, worker: User, now: dt.datetime, link: str) -> None:
    """Invite the lead worker to a sitting; the mail goes after commit, with the day and a link, and no name."""
    invite_worker(by=by, hearing=hearing, worker=worker, at=now)
    message = {"hearing_id": str(hearing.pk), "link": link}
    transaction.on_commit(lambda: current_app.send_task(INVITATION_TASK, kwargs=message))


def mail_invitation(*, hearing_id: uuid.UUID, link: str) -> None:
    """Write to the worker invited, unless the dossier left the sitting meanwhile."""
    hearing = Hearing.objects.select_related("session", "invitee").filter(pk=hearing_id).first()
    if hearing is None or hearing.invitee is None or hearing.removed_on or hearing.session.cancelled_at:
        return
    words = {"starts_at": hearing.session.starts_at, "place": hearing.session.place, "link": link}
    text = render_to_string("emails/session_invitation.txt", words)
    send_mail("Palier\u00a0: invitation à une commission", text, None, [hearing.invitee.email])


@transaction.atomic
def decide(
    *, by: uuid.UUID, hearing: Hearing, facts: DecisionFacts, today: dt.date, was_present: bool | None = None
) -> Decision:
    """Record a decision with what it starts or ends: a first positive one starts the accompaniment on its day.

    After a negative one the landlord keeps the decision and the snapshot, and the household is no longer named.
    """
    with one_act():
        decision = record_decision(by=by, hearing=hearing, facts=facts, today=today)
        if was_present is not None:
            record_presence(by=by, hearing=hearing, was_present=was_present, today=today)
        if counts_as_positive(decision):
            start_support(by=by, enrolment=decision.file.enrolment, effective_on=decision.decided_on, today=today)
        decision.file.refresh_from_db()
        if decision.file.state == FileState.CLOSED:
            _unname(by=by, file=decision.file, last_on=today)
        return decision


@transaction.atomic
def promote_rank(*, by: uuid.UUID, decision: Decision, promoted_on: dt.date, today: dt.date) -> Decision:
    """Record that a rank passes first: it becomes positive on that day, and may start the accompaniment."""
    with one_act():
        row = promote(by=by, decision=decision, promoted_on=promoted_on, today=today)
        start_support(by=by, enrolment=row.file.enrolment, effective_on=promoted_on, today=today)
        return row


@transaction.atomic
def condition_met(*, by: uuid.UUID, decision: Decision, received_on: dt.date, today: dt.date) -> Decision:
    """Record that the awaited piece came in time: the landlord then signs (R.441-3 CCH)."""
    return receive_piece(by=by, decision=decision, received_on=received_on, today=today)


@transaction.atomic
def annul_decision(*, by: uuid.UUID, decision: Decision, reason: str, today: dt.date) -> Decision:
    """Annul a decision recorded in error; the accompaniment that it alone had started is taken back to « prêt ».

    Where another positive decision stands, the accompaniment starts on that one's day instead.
    """
    with one_act():
        was_positive = counts_as_positive(decision)
        row = annul(by=by, decision=decision, annulled_on=today, reason=reason)
        if not was_positive:
            return row
        enrolment = row.file.enrolment
        started = open_accompaniment(enrolment)
        first_on = row.promoted_on or row.decided_on
        if started.state != State.SUPPORTED or started.state_on != first_on:
            return row  # another decision, or a reprise, had started it
        annul_start(by=by, enrolment=enrolment, reason=reason)
        others = [
            other.promoted_on or other.decided_on
            for other in Decision.objects.filter(file__enrolment=enrolment).exclude(pk=row.pk)
            if counts_as_positive(other)
        ]
        if others:
            start_support(by=by, enrolment=enrolment, effective_on=min(others), today=today)
        return row


@transaction.atomic
def notify_offer(*, by: uuid.UUID, decision: Decision, notified_on: dt.date, today: dt.date) -> Offer:
    """Record that the landlord notified its offer: the clock of the answer runs."""
    return send_offer(by=by, decision=decision, notified_on=notified_on, today=today)


@transaction.atomic
def answer_offer(
    *, by: uuid.UUID, offer: Offer, answer: Answer, answered_on: dt.date, reason: str, today: dt.date
) -> Offer:
    """Record the household's answer; a refusal or a silence closes the dossier and leaves the accompaniment as it is."""
    with one_act():
        row = record_answer(by=by, offer=offer, answer=answer, answered_on=answered_on, reason=reason, today=today)
        if (end := ENDS_OF_ANSWER.get(answer)) is not None:
            fail(by=by, file=row.decision.file, end=end, ended_on=answered_on, reason=reason, today=today)
        return row


@transaction.atomic
def fail(*, by: uuid.UUID, file: AllocationFile, end: FileEnd, ended_on: dt.date, reason: str, today: dt.date) -> None:
    """Close a dossier that leads to no lease: the household is demand again, without touching its state.

    The landlord keeps the decision and the snapshot; the household is no longer named to it by this dossier.
    """
    with one_act():
        row = AllocationFile.objects.get(pk=file.pk)
        close_file(by=by, file=row, end=end, ended_on=max(ended_on, row.state_on), reason=reason)
        _unname(by=by, file=row, last_on=today)


@dataclass(frozen=True)
class Entry:
    """The lease or leases signed for a dossier; `association` is the tenant when the household sublets."""

    terms: LeaseTerms
    association: Organisation | None = None
    sublease: LeaseTerms | None = None
    expects_slide: bool = True


@transaction.atomic
def sign_lease(*, by: uuid.UUID, file: AllocationFile, share: DwellingShare, entry: Entry, today: dt.date) -> Lease:
    """Sign the household's lease, or the head lease and its sublease, and all that follows from it.

    The title before ends on the eve (a transfer is no slide), the announcement ends, the dossier closes, the household lives there from the lease's first day, its project ends, and
    it is named to the unit's correspondent as its occupant. Raises Refused or DoubleLetting.
    """
    with one_act():
        enrolment, dwelling = file.enrolment, file.announcement.dwelling
        if file.state != FileState.ACCEPTED:
            raise Refused(UNANSWERED)
        if share.dwelling_id != dwelling.pk:
            raise Refused("Ce bail n’est pas celui du logement du dossier.")
        former = leave_former(
            by=by,
            enrolment=enrolment,
            share=share,
            started_on=(entry.sublease or entry.terms).started_on,
            is_sublet=entry.sublease is not None,
        )
        if entry.association is not None and entry.sublease is not None:
            head = sign_head(
                by=by,
                share=share,
                association=entry.association,
                terms=entry.terms,
                expects_slide=entry.expects_slide,
                today=today,
                file=file,
            )
            lease = sign_sublease(
                by=by,
                head_lease=head,
                enrolment=enrolment,
                terms=entry.sublease,
                today=today,
                file=file,
                follows=former,
            )
        else:
            lease = open_title(
                by=by,
                kind=LeaseKind.DIRECT,
                share=share,
                enrolment=enrolment,
                terms=entry.terms,
                today=today,
                file=file,
                follows=former,
            )
        conclude(by=by, file=file, lease=lease)
        name_to(
            by=by,
            enrolment=enrolment,
            landlord=dwelling.landlord,
            service=NamingService.CORRESPONDENT,
            unit=dwelling.unit,
            cause=NamingCause.LEASE_SIGNED,
            started_on=lease.signed_on,
            source_id=lease.pk,
        )
        move_to(
            by=by,
            enrolment=enrolment,
            place=Place(
                situation=HousingSituation.SUBTENANT if entry.sublease else HousingSituation.TENANT,
                address=dwelling.address,
                city=dwelling.city,
                postcode=dwelling.postcode,
                landlord=dwelling.landlord,
                unit=dwelling.unit,
                dwelling_id=dwelling.pk,
            ),
            started_on=lease.started_on,
        )
        return lease


def _list(*, by: uuid.UUID, enrolment: Enrolment, users: list[User | None], today: dt.date) -> None:
    """Put the persons who treat a protected dossier on the household's list."""
    protection = AddressProtection.objects.filter(in_force(today), enrolment=enrolment).first()
    for user in users:
        if protection is None or user is None:
            continue
        if not ProtectedReader.objects.filter(in_force(today), protection=protection, user=user).exists():
            name_reader(by=by, protection=protection, user=user, today=today)


def _unname(*, by: uuid.UUID, file: AllocationFile, last_on: dt.date) -> None:
    """End the namings that this dossier had opened: yesterday is their last day, so that nothing is read from now on."""
    rows = EnrolmentNaming.objects.filter(
        enrolment_id=file.enrolment_id, cause=NamingCause.DOSSIER_SUBMITTED, source_id=file.pk, ended_on__isnull=True
    )
    for naming in rows:
        end_naming(by=by, naming=naming, ended_on=last_on - dt.timedelta(days=1))

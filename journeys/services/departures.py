"""A worker leaves: her files go to colleagues, her planned meetings follow, then her role ends. One act, or nothing."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from accompaniments.enums import Outcome
from accompaniments.models import Meeting
from accompaniments.services.assignment import assign_lead
from foundation.periods import in_force
from foundation.refusals import Refused
from foundation.words import PARIS
from households.enums import WorkerRole
from households.models import EnrolmentWorker
from households.services.successions import still_in_force
from households.services.workers import end_worker
from partners.enums import Role
from partners.models import Membership, User
from partners.services.departures import end_membership
from records.services.events import one_act, record

REASON = "Départ de la personne qui suivait ce ménage"


@transaction.atomic
def depart(
    *,
    by: uuid.UUID,
    membership: Membership,
    ended_on: dt.date,
    successors: Mapping[uuid.UUID, uuid.UUID],
    today: dt.date,
) -> int:
    """End a worker's role on `ended_on`, her last day; give how many files were handed over.

    `successors` names, for each file that she leads after that day, who leads it from the morrow. Raises Refused, beside
    the file's field (`successor_<id>`), when one is missing or cannot lead it: then nothing is done at all.
    """
    locked = Membership.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=membership.pk)
    if locked.role != Role.SOCIAL_WORKER:
        raise Refused("Seul le départ d’un travailleur social confie des ménages.")
    if locked.ended_on is not None and locked.ended_on < today:
        raise Refused("Ce rôle est déjà terminé.", "ended_on")
    if ended_on < locked.started_on:
        raise Refused("Ce jour précède son arrivée. Vérifiez la date.", "ended_on")
    follower = ended_on + dt.timedelta(days=1)
    with one_act():
        led = led_files(locked, ended_on)
        for worker in led:
            _hand_over(by=by, worker=worker, successors=successors, started_on=follower, today=today)
        _end_other_parts(by=by, membership=locked, ended_on=ended_on)
        end_membership(by=by, membership=locked, ended_on=ended_on, today=today)
        record(
            "worker.departed",
            locked,
            by=by,
            subject_id=locked.organisation_id,
            details={"user": str(locked.user_id), "ended_on": ended_on.isoformat(), "files": len(led)},
        )
    return len(led)


def led_files(membership: Membership, ended_on: dt.date) -> list[EnrolmentWorker]:
    """Give the rows by which someone still leads open files, for this association, after a day."""
    follower = ended_on + dt.timedelta(days=1)
    rows = (
        EnrolmentWorker.objects.filter(
            still_in_force(follower),
            user_id=membership.user_id,
            association_id=membership.organisation_id,
            role=WorkerRole.LEAD,
        )
        .filter(in_force(follower, "enrolment__"))
        .select_related("enrolment", "association")
        .order_by("enrolment__file_number")
    )
    return list(rows)


def _hand_over(
    *,
    by: uuid.UUID,
    worker: EnrolmentWorker,
    successors: Mapping[uuid.UUID, uuid.UUID],
    started_on: dt.date,
    today: dt.date,
) -> None:
    field = f"successor_{worker.enrolment_id}"
    successor = User.objects.filter(pk=successors.get(worker.enrolment_id)).first()
    if successor is None or successor.pk == worker.user_id:
        raise Refused("Choisissez qui suivra ce ménage.", field)
    try:
        assign_lead(
            by=by,
            enrolment=worker.enrolment,
            user=successor,
            association=worker.association,
            started_on=started_on,
            today=today,
            reason=REASON,
        )
    except Refused as refused:
        raise Refused(refused.reason, field) from refused
    _move_meetings(by=by, worker=worker, successor=successor, from_day=started_on)


def _move_meetings(*, by: uuid.UUID, worker: EnrolmentWorker, successor: User, from_day: dt.date) -> None:
    """Give the meetings that she had planned after her last day to who follows."""
    planned = Meeting.objects.kept().filter(
        enrolment_id=worker.enrolment_id,
        worker_id=worker.user_id,
        outcome=Outcome.PLANNED,
        starts_at__gte=dt.datetime.combine(from_day, dt.time(), tzinfo=PARIS),
    )
    for meeting in planned:
        meeting.worker_id = successor.pk
        meeting.save(update_fields=["worker"])
        details = {"from": str(worker.user_id), "to": str(successor.pk)}
        record("meeting.handed_over", meeting, by=by, subject_id=worker.enrolment_id, details=details)


def _end_other_parts(*, by: uuid.UUID, membership: Membership, ended_on: dt.date) -> None:
    """End what she did beside leading: co-worker, replacement. Files that are over end with her too, as facts of hers."""
    rows = EnrolmentWorker.objects.filter(
        still_in_force(ended_on + dt.timedelta(days=1)),
        user_id=membership.user_id,
        association_id=membership.organisation_id,
    )
    for row in rows:
        if row.started_on > ended_on:
            raise Refused(
                f"Elle est nommée sur un dossier à partir du {row.started_on:%d/%m/%Y}\u00a0: nommez d’abord quelqu’un "
                "d’autre.",
                "ended_on",
            )
        end_worker(by=by, worker=row, ended_on=ended_on, reason=REASON)

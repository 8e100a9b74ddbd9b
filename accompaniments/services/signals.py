"""What the landlord signals, and what the lead worker answers: reopened, not reopened and why, handled (§2.1 S12)."""

import datetime as dt
import uuid

from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accompaniments.enums import SignalAnswer, SignalKind, State
from accompaniments.models import Accompaniment, LandlordSignal
from accompaniments.rules.signals import why_answer_is_refused, why_signal_is_refused
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import clock
from accompaniments.services.watch import reopen
from foundation.periods import in_force
from foundation.refusals import Refused
from households.enums import HolderRole, WorkerRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker
from partners.enums import Role
from partners.models import Membership, User
from records.services.events import one_act, record

MAIL_TASK = "accompaniments.tasks.mail_signal"  # tasks lie above services: known by name


@transaction.atomic
def signal(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord_id: uuid.UUID,
    kind: SignalKind,
    text: str,
    sending_key: uuid.UUID,
    today: dt.date,
) -> LandlordSignal:
    """Keep what the landlord signals; its lead worker hears of it after commit. Sent twice it is made once. Raises Refused."""
    made = LandlordSignal.objects.filter(sending_key=sending_key).first()
    if made is not None:
        if made.enrolment_id != enrolment.pk or made.made_by_id != by:
            raise Refused("Ce formulaire a déjà servi\u00a0: rouvrez-le.")
        return made
    course = _course(enrolment)
    if reason := why_signal_is_refused(
        State(course.state) if course else None, watch_last_on=_watch_last_on(course), today=today
    ):
        raise Refused(reason)
    if not text.strip():
        raise Refused("Dites en une phrase ce que vous signalez.", "text")
    row = LandlordSignal.objects.create(
        enrolment=enrolment,
        landlord_id=landlord_id,
        kind=kind,
        signalled_on=today,
        made_by_id=by,
        text=text.strip(),
        sending_key=sending_key,
    )
    record("signal.made", row, by=by, subject_id=enrolment.pk, details={"on": today.isoformat()})
    transaction.on_commit(lambda: current_app.send_task(MAIL_TASK, kwargs={"signal_id": str(row.pk)}), robust=True)
    return row


@transaction.atomic
def answer_signal(
    *,
    by: uuid.UUID,
    signal: LandlordSignal,
    answer: SignalAnswer,
    text: str,
    today: dt.date,
    effective_on: dt.date | None = None,
    is_agreed: bool = False,
) -> LandlordSignal:
    """Answer a signal, once; « rouvert » reopens the accompaniment in the same act. Raises Refused."""
    row = LandlordSignal.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=signal.pk)
    course = _course(row.enrolment)
    if course is None:
        raise Refused("Ce suivi est terminé.")
    if refused := why_answer_is_refused(State(course.state), answer, text, is_answered=bool(row.answer)):
        raise Refused(*refused)
    with one_act():
        if answer == SignalAnswer.REOPENED:
            reopen(by=by, accompaniment=course, effective_on=effective_on or today, is_agreed=is_agreed, today=today)
        row.answer, row.answered_on, row.answered_by, row.answer_text = answer, today, by, text.strip()
        row.save(update_fields=["answer", "answered_on", "answered_by", "answer_text"])
        details = {"answer": answer.value, "on": today.isoformat()}
        record("signal.answered", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


def mail_signal(*, signal_id: uuid.UUID, today: dt.date) -> None:
    """Tell the lead worker and her replacement, else the managers, that a signal waits: a link, no name, no object."""
    row = LandlordSignal.objects.filter(pk=signal_id, answer="").first()
    if row is None:
        return
    link = settings.PALIER_URL + reverse("accompaniments:signal_answer", args=[row.enrolment_id, row.pk])
    body = render_to_string("emails/landlord_signal.txt", {"link": link})
    if told := _told(row.enrolment_id, today):
        send_mail("Palier\u00a0: un signalement vous attend", body, None, told)


def _told(enrolment_id: uuid.UUID, today: dt.date) -> list[str]:
    leads = EnrolmentWorker.objects.filter(
        in_force(today), enrolment=enrolment_id, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT)
    ).values("user")
    found = list(User.objects.filter(pk__in=leads, is_active=True).order_by("pk").values_list("email", flat=True))
    if found:
        return found
    holding = EnrolmentHolder.objects.filter(in_force(today), enrolment=enrolment_id, role=HolderRole.LEAD)
    managers = Membership.objects.filter(
        in_force(today), role=Role.ASSOCIATION_MANAGER, organisation__in=holding.values("association")
    )
    return list(
        User.objects.filter(pk__in=managers.values("user"), is_active=True)
        .order_by("pk")
        .values_list("email", flat=True)
    )


def _course(enrolment: Enrolment) -> Accompaniment | None:
    row: Accompaniment | None = (
        Accompaniment.objects.open()
        .select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .filter(enrolment=enrolment)
        .first()
    )
    return row


def _watch_last_on(course: Accompaniment | None) -> dt.date | None:
    if course is None or course.state != State.WATCHED:
        return None
    watch = clock(standing_changes(course.changes.order_by("position")), course.enrolment.version.watch_months)
    return watch.last_on if watch else None

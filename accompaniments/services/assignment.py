"""Who follows the household: the first lead opens the review; later ones take over, dated; a replacement is for a time."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from accompaniments.rules.referrals import why_assignment_is_refused
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from households.enums import WorkerRole
from households.models import Enrolment, EnrolmentWorker
from households.services.workers import add_replacement, name_lead
from partners.models import Organisation, User
from records.services.events import one_act

LONGEST_REPLACEMENT = dt.timedelta(days=366)


@transaction.atomic
def assign_lead(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    user: User,
    association: Organisation,
    started_on: dt.date,
    today: dt.date,
    reason: str = "",
) -> EnrolmentWorker:
    """Name the lead of a file. A household that was referred is then reviewed; a former lead stays until the eve.

    Replacing someone says why. Asked twice for the same day, it is done once. Raises Refused.
    """
    same = EnrolmentWorker.objects.filter(
        enrolment=enrolment, role=WorkerRole.LEAD, user=user, association=association, started_on=started_on
    )
    named: EnrolmentWorker | None = same.filter(ended_on__isnull=True).first()
    if named is not None:
        return named
    course = Accompaniment.objects.open().select_for_update(of=("self",)).filter(enrolment=enrolment).first()
    is_first = course is not None and course.state == State.REFERRED
    if refusal := why_assignment_is_refused(started_on, is_first=is_first, today=today):
        raise Refused(refusal, "started_on")
    has_lead = EnrolmentWorker.objects.filter(enrolment=enrolment, role=WorkerRole.LEAD, ended_on__isnull=True).exists()
    if has_lead and not reason.strip():
        raise Refused("Dites pourquoi le référent change.", "reason")
    with one_act():
        worker = name_lead(
            by=by, enrolment=enrolment, user=user, association=association, started_on=started_on, reason=reason
        )
        if course is not None and is_first:
            try:
                change_state(
                    by=by, accompaniment=course, to_state=State.REVIEWING, effective_on=started_on, today=today
                )
            except Refused as refused:
                raise Refused(refused.reason, "started_on") from refused
    return worker


@transaction.atomic
def replace_for_a_time(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    user: User,
    association: Organisation,
    started_on: dt.date,
    ended_on: dt.date,
    today: dt.date,
    reason: str = "",
) -> EnrolmentWorker:
    """Let someone stand in for the lead from a day to another, both included: she reads and writes as the lead does.

    Asked twice for the same days, it is done once. Raises Refused.
    """
    same = EnrolmentWorker.objects.filter(
        enrolment=enrolment, role=WorkerRole.REPLACEMENT, user=user, started_on=started_on, ended_on=ended_on
    )
    planned: EnrolmentWorker | None = same.first()
    if planned is not None:
        return planned
    lead = EnrolmentWorker.objects.filter(enrolment=enrolment, role=WorkerRole.LEAD, ended_on__isnull=True).first()
    if lead is None:
        raise Refused("Ce dossier n’a pas de référent à remplacer\u00a0: nommez-en un.")
    if lead.user_id == user.pk:
        raise Refused("Cette personne est la référente de ce dossier.", "user")
    if ended_on < today:
        raise Refused("Ce remplacement serait déjà terminé. Vérifiez les dates.", "ended_on")
    if ended_on > started_on + LONGEST_REPLACEMENT:
        raise Refused("Un remplacement dure un an au plus\u00a0: au-delà, nommez un autre référent.", "ended_on")
    return add_replacement(
        by=by,
        enrolment=enrolment,
        user=user,
        association=association,
        started_on=started_on,
        ended_on=ended_on,
        reason=reason,
    )

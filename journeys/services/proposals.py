"""Presenting a housing project is the proposal of the access axis: one act on both sides (domain.md §2.1 S4).

Correcting the answer looks at both sides too: what rests on an accord already given is undone first.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accompaniments.enums import ProposalAnswer, State
from accompaniments.models import Proposal
from accompaniments.services.course import open_accompaniment
from accompaniments.services.proposals import correct_answer, propose
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import FileState
from leases.models import AllocationFile, HousingProject
from leases.services.projects import Wishes, present_project
from partners.enums import Axis
from partners.models import ManagementUnit
from records.services.events import one_act


@transaction.atomic
def present(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    started_on: dt.date,
    wishes: Wishes,
    units: Sequence[ManagementUnit],
    today: dt.date,
) -> HousingProject:
    """Present a housing project; on the way to a home, a household whose diagnosis is done is then proposed it.

    From the proposal on it is a change of wish, which leaves the course where it is. Raises Refused.
    """
    with one_act():
        project = present_project(
            by=by, enrolment=enrolment, started_on=started_on, wishes=wishes, units=units, today=today
        )
        course = open_accompaniment(enrolment)
        if enrolment.version.programme.axis == Axis.ACCESS and course.state == State.DIAGNOSED:
            try:
                propose(by=by, enrolment=enrolment, proposed_on=started_on, today=today)
            except Refused as refused:
                raise Refused(refused.reason, "started_on" if refused.field == "proposed_on" else "") from refused
    return project


@transaction.atomic
def correct(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    answer: ProposalAnswer,
    answered_on: dt.date | None,
    reason: str,
    today: dt.date,
    note: str = "",
) -> Proposal:
    """Correct the answer last recorded. An accord that proves wrong first leaves what rests on it.

    Raises Refused while a CAL dossier is open or a convention is proposed to signature, and as `correct_answer` does.
    """
    if answer != ProposalAnswer.ACCEPTED and (why := _why_accord_is_relied_on(enrolment)):
        raise Refused(why, "answer")
    return correct_answer(
        by=by, enrolment=enrolment, answer=answer, answered_on=answered_on, reason=reason, today=today, note=note
    )


def _why_accord_is_relied_on(enrolment: Enrolment) -> str | None:
    """Say what the household's accord opened and that is still open, or None."""
    if AllocationFile.objects.filter(enrolment=enrolment, state__in=FileState.OPEN).exists():
        return "Un dossier CAL est ouvert sur cet accord\u00a0: retirez-le d’abord."
    proposed = Document.objects.filter(
        subject_id=enrolment.pk,
        kind=DocumentKind.TRIPARTITE_AGREEMENT,
        state__in=(DocumentState.TO_SIGN, DocumentState.IN_FORCE),
    )
    if proposed.exists():
        return "La convention tripartite est proposée à la signature, ou signée\u00a0: mettez-y fin d’abord."
    return None

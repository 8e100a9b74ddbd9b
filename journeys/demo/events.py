"""What happens to several households at once: a departure, a replacement, a separation, drafts left open."""

import datetime as dt
import json
import uuid
from functools import partial

from accompaniments.enums import State
from accompaniments.services.assignment import replace_for_a_time
from households.enums import Presence
from households.services.splits import Leaver
from journeys.demo.case import LEAVING, Case
from journeys.demo.play import Stage
from journeys.demo.story import ANCIENNE, COLLEGUE, REFERENTE
from journeys.services.departures import depart, led_files
from journeys.services.splits import separate
from partners.models import Membership
from partners.services.people import suspend_user
from records.services.drafts import save_draft
from records.services.events import CLOCK


def happen(stage: Stage, cases: list[Case]) -> None:
    """Put the common events on the calendar."""
    if any(case.story.lead == ANCIENNE for case in cases):
        stage.at(stage.ago(LEAVING + 9), 16, 40, lambda: _leave(stage, cases))
        stage.at(stage.ago(LEAVING - 1), 8, 10, lambda: _close_account(stage))
    for case in cases:
        if "replaced" in case.story.marks:
            stage.at(stage.diary.working_day(stage.ago(11)), 16, 10, partial(_replace, case))
        if "split" in case.story.marks:
            stage.at(stage.diary.working_day(stage.ago(58)), 16, 50, partial(_separate, case))
        if "draft" in case.story.marks:
            stage.at(stage.ago(1), 17, 47, partial(_draft, case))


def _leave(stage: Stage, cases: list[Case]) -> None:
    membership = Membership.objects.get(user=stage.cast.people[ANCIENNE])
    last_day = stage.ago(LEAVING)
    by_file = {case.enrolment.pk: case for case in cases if case.accompaniment is not None}
    successors: dict[uuid.UUID, uuid.UUID] = {}
    for row in led_files(membership, last_day):
        case = by_file[row.enrolment_id]
        successors[row.enrolment_id] = case.lead(last_day + dt.timedelta(days=1)).pk
    depart(
        by=stage.cast.manager_of("soligone"),
        membership=membership,
        ended_on=last_day,
        successors=successors,
        today=stage.clock.today,
    )


def _close_account(stage: Stage) -> None:
    suspend_user(by=CLOCK, user=stage.cast.people[ANCIENNE], today=stage.clock.today)


def _replace(case: Case) -> None:
    stage = case.stage
    standing_in = REFERENTE if case.story.lead == COLLEGUE else COLLEGUE
    replace_for_a_time(
        by=case.manager,
        enrolment=case.enrolment,
        user=stage.cast.people[standing_in],
        association=case.association,
        started_on=stage.clock.today,
        ended_on=stage.today + dt.timedelta(days=12),
        today=stage.clock.today,
        reason="Congé",
    )


def _separate(case: Case) -> None:
    """One of the adults leaves, a week ago, with the eldest child living in both homes."""
    people = case.members()
    adults = case.members(adults_only=True)
    leavers = [Leaver(adults[-1])]
    if children := [person for person in people if person not in adults]:
        leavers.append(Leaver(children[0], presence=Presence.SHARED_CUSTODY, stays_too=True))
    separate(
        by=case.writer().pk,
        enrolment=case.enrolment,
        leavers=leavers,
        split_on=case.stage.clock.today - dt.timedelta(days=7),
        state=State.DIAGNOSED,
        lead_id=case.stage.cast.people[COLLEGUE].pk,
        today=case.stage.clock.today,
    )


def _draft(case: Case) -> None:
    """Leave a meeting half written, as when a phone rings."""
    fields = {
        "mode": ["HOME"],
        "outcome": ["HELD"],
        "day": [case.stage.clock.today.isoformat()],
        "time": ["16:30"],
        "part_1_text": ["La liste des pièces pour le dossier est relue ensemble. Il manque encore"],
        "part_1_audience": ["COORDINATION"],
    }
    save_draft(
        user_id=case.writer().pk,
        kind="accompaniments.meeting",
        subject_id=case.enrolment.pk,
        tab="demonstration",
        version=0,
        text=json.dumps(fields, ensure_ascii=False),
        now=case.stage.clock.now(),
    )

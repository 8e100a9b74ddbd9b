"""Criteria checked, one set aside, one still open; and what the litigation service tells of the procedure."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from accompaniments.enums import State
from accompaniments.selectors.criteria import BEFORE_SUPPORT
from accompaniments.services.criteria import check_criteria, derogate
from journeys.demo.case import Case
from journeys.demo.play import random_of
from leases.enums import ProcedureStage
from leases.services import procedures
from partners.enums import Axis
from partners.models import EligibilityRule

LITIGATION = "contentieux"
STAGES = (
    (ProcedureStage.ARREARS, 420),
    (ProcedureStage.PAYMENT_ORDER, 330),
    (ProcedureStage.SUMMONS, 250),
    (ProcedureStage.JUDGMENT_TERMINATION, 130),
)
DEBTS = ((300, "1240.00"), (120, "2874.55"), (28, "2310.20"))
CONDITIONS = (
    "Le loyer courant est payé chaque mois, et l’association rend compte du plan d’apurement tous les trois mois."
)
WHY = "Ménage sans dette de loyer : personne isolée que le gardien signale. L’isolement menace le maintien dans les lieux."


def admit(case: Case) -> None:
    """Check the criteria of a household in preparation: most are met; a few wait, one is set aside by the manager."""
    if case.accompaniment is None:
        return
    case.accompaniment.refresh_from_db(fields=["state"])
    if State(case.accompaniment.state) not in BEFORE_SUPPORT:
        return
    enrolment, today = case.enrolment, case.stage.clock.today
    draw = random_of(case.stage, f"{case.name}-admission")
    rules = {row.code: row.pk for row in EligibilityRule.objects.filter(version_id=enrolment.version_id)}
    answers: dict[uuid.UUID, bool] = dict.fromkeys(rules.values(), True)
    is_set_aside = "arrears" in rules and case.story.state in {State.DIAGNOSED, State.PROPOSED}
    if "termination" in rules and draw.random() < 0.5:  # noqa: PLR2004 -- one in two
        answers[rules["termination"]] = False
    if is_set_aside:
        answers |= {rules["arrears"]: False, rules["procedure"]: False}
    elif case.story.state == State.REVIEWING and case.rank % 2 and "diagnosis_signed" not in case.story.marks:
        answers = dict(list(answers.items())[:2])
    check_criteria(by=case.writer().pk, enrolment=enrolment, answers=answers, checked_on=today, today=today)
    if is_set_aside:
        derogate(
            by=case.manager,
            enrolment=enrolment,
            rule_ids=[rules["arrears"], rules["procedure"]],
            reason=WHY,
            today=today,
        )


def tell_procedure(case: Case) -> None:
    """Let the litigation service tell the procedure that it asked the intervention for, up to the story's day."""
    stage = case.stage
    by, enrolment = stage.cast.people[LITIGATION].pk, case.enrolment
    landlord = enrolment.version.landlords.get()
    facts: dict[str, Any] = {"by": by, "enrolment": enrolment, "landlord": landlord, "today": stage.clock.today}
    for reached, days in STAGES:
        if stage.ago(days) <= stage.clock.today:
            procedures.record_step(stage=reached, reached_on=stage.ago(days), **facts)
    for days, amount in DEBTS:
        if stage.ago(days) <= stage.clock.today:
            procedures.record_balance(amount=Decimal(amount), stated_on=stage.ago(days), **facts)
    if case.story.state == State.SUPPORTED:
        started_on = stage.clock.today - dt.timedelta(days=1)
        procedures.record_hold(
            conditions=CONDITIONS, started_on=started_on, ended_on=started_on + dt.timedelta(days=180), **facts
        )


def has_procedure(case: Case) -> bool:
    """Tell whether the litigation service asked for this household."""
    story = case.story
    return story.axis == Axis.MAINTENANCE and (
        "litigation" in story.marks or str(story.source) == "LANDLORD_LITIGATION"
    )

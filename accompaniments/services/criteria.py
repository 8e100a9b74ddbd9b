"""The criteria of the programme, checked for one household; a manager sets a blocking one aside and says why (§8.9)."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from accompaniments.enums import State
from accompaniments.models import Accompaniment, EligibilityCheck
from accompaniments.rules.criteria import why_check_is_refused
from accompaniments.selectors.criteria import BEFORE_SUPPORT
from foundation.refusals import Refused
from households.models import Enrolment
from partners.models import EligibilityRule
from records.services.events import record


@transaction.atomic
def check_criteria(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    answers: Mapping[uuid.UUID, bool],
    checked_on: dt.date,
    today: dt.date,
) -> list[EligibilityCheck]:
    """Write which criteria are met; what is not answered stays as it was. An answer that changes drops its derogation.

    The same answer keeps who gave it first, and when. Raises Refused.
    """
    course = _course(enrolment)
    if reason := why_check_is_refused(checked_on, opened_on=course.opened_on, today=today):
        raise Refused(reason, "checked_on")
    known_rules = EligibilityRule.objects.for_entry(course.opened_on).filter(version_id=enrolment.version_id)
    rules = {rule.pk: rule for rule in known_rules}
    if unknown := answers.keys() - rules.keys():
        raise Refused(f"Ce critère n’est pas de ce programme ({len(unknown)}).")
    known = {check.rule_id: check for check in EligibilityCheck.objects.filter(accompaniment=course)}
    written = []
    for rule_id, is_met in answers.items():
        check = known.get(rule_id)
        if check is not None and check.is_met == is_met:
            continue
        if check is None:
            check = EligibilityCheck(accompaniment=course, rule=rules[rule_id])
        check.is_met, check.checked_on, check.checked_by = is_met, checked_on, by
        check.derogation, check.derogated_by, check.derogated_on = "", None, None
        check.save()
        written.append(check)
    if written:
        details = {"on": checked_on.isoformat(), "rules": [rules[row.rule_id].code for row in written]}
        record("criteria.checked", course, by=by, subject_id=enrolment.pk, details=details)
    return written


@transaction.atomic
def derogate(
    *, by: uuid.UUID, enrolment: Enrolment, rule_ids: Sequence[uuid.UUID], reason: str, today: dt.date
) -> list[EligibilityCheck]:
    """Set aside blocking criteria that are not met, today, with one reason. `access` made sure that a manager does it.

    Raises Refused for a criterion that is met, unchecked, that only warns, or that the programme never sets aside.
    """
    course = _course(enrolment)
    if not reason.strip():
        raise Refused("Dites pourquoi vous dérogez à ce critère.", "reason")
    if not rule_ids:
        raise Refused("Choisissez au moins un critère.", "rules")
    checks = list(
        EligibilityCheck.objects.filter(
            accompaniment=course, rule_id__in=rule_ids, is_met=False, rule__is_blocking=True, rule__is_derogable=True
        ).select_related("rule")
    )
    if len(checks) != len(set(rule_ids)):
        raise Refused("On ne déroge qu’à un critère bloquant qui l’admet, vérifié et non rempli.", "rules")
    for check in checks:
        check.derogation, check.derogated_by, check.derogated_on = reason.strip(), by, today
        check.save(update_fields=["derogation", "derogated_by", "derogated_on"])
    details = {"on": today.isoformat(), "rules": [check.rule.code for check in checks]}
    record("criteria.derogated", course, by=by, subject_id=enrolment.pk, details=details)
    return checks


def _course(enrolment: Enrolment) -> Accompaniment:
    row: Accompaniment | None = (
        Accompaniment.objects.open().select_for_update(of=("self",)).filter(enrolment=enrolment).first()
    )
    if row is None or State(row.state) not in BEFORE_SUPPORT:
        raise Refused("Les critères se vérifient de l’étude à l’accord du ménage, avant l’accompagnement.")
    return row

"""A démarche and its follow-up: filed, missing piece, answer with its amount, reminder."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accompaniments.enums import ClaimKind, ClaimStep
from accompaniments.models import Claim, ClaimFollowUp
from accompaniments.rules.contacts import why_follow_up_is_refused
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.models import Enrolment, HouseholdMember
from records.services.events import record


@dataclass(frozen=True)
class Step:
    """What one step of a démarche says."""

    step: ClaimStep
    happened_on: dt.date
    amount: Decimal | None = None
    missing_piece: str = ""
    remind_on: dt.date | None = None
    note: str = ""


@transaction.atomic
def open_claim(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    kind: ClaimKind,
    first: Step,
    sending_key: uuid.UUID,
    today: dt.date,
    label: str = "",
    person_id: uuid.UUID | None = None,
    audience: Audience = Audience.TEAM,
) -> Claim:
    """Open a démarche with its first step. Sent twice with one key it is made once.

    Raises Refused when the step is refused, the person is not of the household, or the key is another's.
    """
    _refuse(first, from_step=None, last_on=None, today=today)
    members = HouseholdMember.objects.filter(household_id=enrolment.household_id)
    if person_id is not None and not members.filter(person_id=person_id).exists():
        raise Refused("Choisissez une personne du ménage.", "person")
    claim, is_new = Claim.objects.get_or_create(
        sending_key=sending_key,
        defaults={
            "enrolment": enrolment,
            "association_id": association_id,
            "person_id": person_id,
            "kind": kind,
            "label": label,
            "audience": audience,
            "step": first.step,
            "step_on": first.happened_on,
            "remind_on": first.remind_on,
            "opened_by": by,
        },
    )
    if is_new:
        _write_step(by, claim, 1, first)
        details = {"kind": kind.value, "step": first.step.value, "on": first.happened_on.isoformat()}
        record("claim.opened", claim, by=by, subject_id=enrolment.pk, details=details)
    elif (claim.enrolment_id, claim.opened_by) != (enrolment.pk, by):
        raise Refused("Ce formulaire a déjà servi. Rechargez la page, puis recommencez.")
    return claim


@transaction.atomic
def follow_up(*, by: uuid.UUID, claim: Claim, position: int, step: Step, today: dt.date) -> ClaimFollowUp:
    """Add a step to a démarche, at the position that its writer saw free. The same step sent twice is made once.

    Raises Refused when the step is refused, or when someone else added one meanwhile.
    """
    row = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    last = row.follow_ups.latest("position")  # a démarche opens with its first step
    if position != last.position + 1:
        if position == last.position and last.recorded_by == by and _said(last) == step:
            return last
        raise Refused("Une suite a été enregistrée entre-temps. Relisez la démarche, puis complétez si besoin.")
    _refuse(step, from_step=ClaimStep(row.step), last_on=row.step_on, today=today)
    written = _write_step(by, row, position, step)
    row.step, row.step_on, row.remind_on = step.step, step.happened_on, step.remind_on
    row.save(update_fields=["step", "step_on", "remind_on"])
    details = {"step": step.step.value, "on": step.happened_on.isoformat()}
    record("claim.followed_up", row, by=by, subject_id=row.enrolment_id, details=details)
    return written


def _write_step(by: uuid.UUID, claim: Claim, position: int, step: Step) -> ClaimFollowUp:
    return ClaimFollowUp.objects.create(
        claim=claim,
        position=position,
        step=step.step,
        happened_on=step.happened_on,
        amount=step.amount,
        missing_piece=step.missing_piece,
        remind_on=step.remind_on,
        note=step.note,
        recorded_by=by,
    )


def _said(row: ClaimFollowUp) -> Step:
    return Step(ClaimStep(row.step), row.happened_on, row.amount, row.missing_piece, row.remind_on, row.note)


def _refuse(step: Step, *, from_step: ClaimStep | None, last_on: dt.date | None, today: dt.date) -> None:
    refusal = why_follow_up_is_refused(
        step.step,
        from_step=from_step,
        happened_on=step.happened_on,
        last_on=last_on,
        amount=step.amount,
        missing_piece=step.missing_piece,
        remind_on=step.remind_on,
        today=today,
    )
    if refusal:
        field, reason = refusal
        raise Refused(reason, field)

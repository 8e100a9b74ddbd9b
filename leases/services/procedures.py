"""Facts of an occupant's procedure: stages, statements of account, the landlord's commitment to hold it (domain.md §3.7)."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from foundation.periods import eve
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import ProcedureStage
from leases.models import AccountBalance, ProcedureHold, ProcedureStep, SocialCohesionProtocol, StatedLease
from leases.rules.procedures import (
    why_balance_is_refused,
    why_hold_end_is_refused,
    why_hold_is_refused,
    why_stage_is_refused,
    why_telling_is_refused,
    why_until_is_refused,
)
from leases.selectors.law import procedure_law
from leases.services.obstacles import refuse_eviction
from leases.services.protocols import annul_protocol_of
from partners.models import Organisation
from records.services.events import record


@dataclass(frozen=True)
class LeaseSaid:
    """What is said of a lease: the day it was signed, and what it asks each month in euros."""

    signed_on: dt.date | None = None
    rent: Decimal | None = None  # without charges
    charges: Decimal | None = None
    benefit: Decimal | None = None
    is_paid_to_landlord: bool = True


@transaction.atomic
def record_step(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    stage: ProcedureStage,
    reached_on: dt.date,
    today: dt.date,
    until_on: dt.date | None = None,
    note: str = "",
) -> ProcedureStep:
    """Record a stage on its day, until another when the judge or the over-indebtedness commission gives one.

    The same stage of the same day, said again, is the same fact. Raises Refused.
    """
    _lock(enrolment, landlord)
    if reason := why_stage_is_refused(stage, reached_on, today):
        raise Refused(reason, "reached_on")
    _refuse_until(stage, until_on, reached_on)
    if stage == ProcedureStage.EVICTED:
        refuse_eviction(enrolment.pk, reached_on, motive=note, field="reached_on")
    same: ProcedureStep | None = ProcedureStep.objects.filter(
        enrolment=enrolment, landlord=landlord, stage=stage, reached_on=reached_on, withdrawn_at__isnull=True
    ).first()
    if same is not None:
        return same
    row: ProcedureStep = ProcedureStep.objects.create(
        enrolment=enrolment,
        landlord=landlord,
        stage=stage,
        reached_on=reached_on,
        until_on=until_on,
        note=note.strip(),
        recorded_by=by,
    )
    details = {"stage": stage.value, "on": reached_on.isoformat()}
    record("procedure_step.recorded", row, by=by, subject_id=enrolment.pk, details=details)
    return row


@transaction.atomic
def withdraw_step(*, by: uuid.UUID, step: ProcedureStep) -> ProcedureStep:
    """Withdraw a stage recorded in error: its line stays, struck through. Withdrawn twice it is so once.

    A protocole that is running goes with its stage; raises Refused for one that was said kept or broken.
    """
    row: ProcedureStep = ProcedureStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.withdrawn_at is None:
        annul_protocol_of(by=by, step=row)
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record("procedure_step.withdrawn", row, by=by, subject_id=row.enrolment_id, details={"stage": row.stage})
    return row


@transaction.atomic
def restore_step(*, by: uuid.UUID, step: ProcedureStep) -> ProcedureStep:
    """Put back a stage that was withdrawn by mistake; said again meanwhile, it stays said once. Raises Refused."""
    row: ProcedureStep = ProcedureStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.withdrawn_at is None:
        return row
    if SocialCohesionProtocol.objects.filter(step=row).exists():
        raise Refused("Un protocole retiré s’enregistre de nouveau.")
    same = ProcedureStep.objects.filter(
        enrolment_id=row.enrolment_id,
        landlord_id=row.landlord_id,
        stage=row.stage,
        reached_on=row.reached_on,
        withdrawn_at__isnull=True,
    )
    if not same.exists():
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        record("procedure_step.restored", row, by=by, subject_id=row.enrolment_id, details={"stage": row.stage})
    return row


@transaction.atomic
def end_step(*, by: uuid.UUID, step: ProcedureStep, until_on: dt.date) -> ProcedureStep:
    """Say until which day the judge's terms, or a suspension, last, that day included. Raises Refused.

    Over, a suspension gives the procedure back to its stage. A protocole whose terms are known ends by its own act.
    """
    row: ProcedureStep = ProcedureStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.withdrawn_at is not None:
        raise Refused("Ce stade a été retiré.", "until_on")
    if SocialCohesionProtocol.objects.filter(step=row).exists():
        raise Refused("Ce protocole se termine par son propre acte\u00a0: respecté, ou rompu.", "until_on")
    _refuse_until(ProcedureStage(row.stage), until_on, row.reached_on)
    if row.until_on != until_on:
        row.until_on = until_on
        row.save(update_fields=["until_on"])
        details = {"stage": row.stage, "until": until_on.isoformat()}
        record("procedure_step.ended", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


@transaction.atomic
def tell_prefect(*, by: uuid.UUID, step: ProcedureStep, told_on: dt.date, today: dt.date) -> ProcedureStep:
    """Record the day on which the préfet was told of a summons; the day said last stands. Raises Refused."""
    row: ProcedureStep = ProcedureStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.withdrawn_at is not None:
        raise Refused("Ce stade a été retiré.", "told_on")
    if reason := why_telling_is_refused(ProcedureStage(row.stage), told_on, reached_on=row.reached_on, today=today):
        raise Refused(reason, "told_on")
    if row.prefect_told_on != told_on:
        row.prefect_told_on = told_on
        row.save(update_fields=["prefect_told_on"])
        details = {"on": told_on.isoformat()}
        record("procedure_step.prefect_told", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


@transaction.atomic
def state_lease(
    *, by: uuid.UUID, enrolment: Enrolment, landlord: Organisation, said: LeaseSaid, today: dt.date
) -> StatedLease:
    """Record what is said of a lease that Palier does not keep; the last said stands, said again it is the same fact.

    Raises Refused.
    """
    _lock(enrolment, landlord)
    if said.signed_on is not None and said.signed_on > today:
        raise Refused("Un bail signé ne peut pas être daté d’un jour à venir.", "signed_on")
    if said.signed_on is None and said.rent is None and said.benefit is None:
        raise Refused("Indiquez au moins la date de signature du bail, ou le loyer.", "signed_on")
    if said.benefit is not None and said.rent is not None and said.benefit > said.rent + (said.charges or 0):
        raise Refused("L’aide au logement ne peut pas dépasser le loyer et les charges.", "benefit")
    rows = StatedLease.objects.filter(enrolment=enrolment, landlord=landlord)
    last: StatedLease | None = rows.order_by("-recorded_at").first()
    if last is not None and said == LeaseSaid(
        last.signed_on, last.rent, last.charges, last.benefit, is_paid_to_landlord=last.is_paid_to_landlord
    ):
        return last
    row: StatedLease = StatedLease.objects.create(
        enrolment=enrolment, landlord=landlord, recorded_by=by, **asdict(said)
    )
    record("stated_lease.recorded", row, by=by, subject_id=enrolment.pk)
    return row


@transaction.atomic
def record_balance(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    amount: Decimal,
    stated_on: dt.date,
    today: dt.date,
) -> AccountBalance:
    """Record what the household owes its landlord by a statement of a day; the last one said of a day stands.

    Never the debt to the association. Said again it is the same fact. Raises Refused.
    """
    _lock(enrolment, landlord)
    if refusal := why_balance_is_refused(amount, stated_on, today):
        raise Refused(*refusal)
    last: AccountBalance | None = (
        AccountBalance.objects.filter(enrolment=enrolment, landlord=landlord, stated_on=stated_on)
        .order_by("-recorded_at")
        .first()
    )
    if last is not None and last.amount == amount:
        return last
    row: AccountBalance = AccountBalance.objects.create(
        enrolment=enrolment, landlord=landlord, amount=amount, stated_on=stated_on, recorded_by=by
    )
    record(
        "account_balance.recorded", row, by=by, subject_id=enrolment.pk, details={"stated_on": stated_on.isoformat()}
    )
    return row


@transaction.atomic
def record_hold(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    conditions: str,
    started_on: dt.date,
    today: dt.date,
    ended_on: dt.date | None = None,
) -> ProcedureHold:
    """Record the landlord's commitment to hold the procedure; the one before closes on the eve. Raises Refused."""
    _lock(enrolment, landlord)
    if not conditions.strip():
        raise Refused("Écrivez à quelles conditions la procédure est suspendue.", "conditions")
    rows = ProcedureHold.objects.filter(enrolment=enrolment, landlord=landlord)
    same: ProcedureHold | None = rows.filter(started_on=started_on, ended_on=ended_on, recorded_by=by).first()
    if same is not None and same.conditions == conditions.strip():
        return same
    last_on = rows.order_by("-started_on").values_list("started_on", flat=True).first()
    if refusal := why_hold_is_refused(started_on, ended_on, last_started_on=last_on, today=today):
        raise Refused(*refusal)
    before = eve(started_on)
    for former in rows:
        if former.ended_on is None or former.ended_on > before:
            former.ended_on = before
            former.save(update_fields=["ended_on"])
    row: ProcedureHold = ProcedureHold.objects.create(
        enrolment=enrolment,
        landlord=landlord,
        conditions=conditions.strip(),
        started_on=started_on,
        ended_on=ended_on,
        recorded_by=by,
    )
    details = {"from": started_on.isoformat(), "to": ended_on.isoformat() if ended_on else None}
    record("procedure_hold.recorded", row, by=by, subject_id=enrolment.pk, details=details)
    return row


@transaction.atomic
def end_hold(*, by: uuid.UUID, hold: ProcedureHold, ended_on: dt.date, today: dt.date) -> ProcedureHold:
    """Say on which day a commitment ends, that day included. Raises Refused."""
    row: ProcedureHold = ProcedureHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if reason := why_hold_end_is_refused(ended_on, started_on=row.started_on, today=today):
        raise Refused(reason, "ended_on")
    if row.ended_on != ended_on:
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])
        record("procedure_hold.ended", row, by=by, subject_id=row.enrolment_id, details={"on": ended_on.isoformat()})
    return row


def _refuse_until(stage: ProcedureStage, until_on: dt.date | None, reached_on: dt.date) -> None:
    """Refuse an end that the stage does not have, or outside what the law allows the judge."""
    longest, shortest, source = _limits(stage, reached_on)
    if reason := why_until_is_refused(
        stage, until_on, reached_on=reached_on, longest_on=longest, shortest_on=shortest, source=source
    ):
        raise Refused(reason, "until_on")


def _limits(stage: ProcedureStage, reached_on: dt.date) -> tuple[dt.date | None, dt.date | None, str]:
    """Give the last day that a judge may grant at most and at least, with its source; None where the law has no limit."""
    if stage == ProcedureStage.JUDGMENT_TERMS and (
        delay := procedure_law().delay("procedure.judgment_terms", reached_on)
    ):
        return delay.last_day(reached_on), None, delay.source
    if stage == ProcedureStage.COURT_DELAYS and (span := procedure_law().span("procedure.court_delays", reached_on)):
        least, most = span
        return most.last_day(reached_on), least.last_day(reached_on), most.source
    return None, None, ""


def _lock(enrolment: Enrolment, landlord: Organisation) -> None:
    """Let one fact at a time into a file, of a landlord of its programme."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not enrolment.version.landlords.filter(pk=landlord.pk).exists():
        raise Refused("Ce bailleur ne fait pas partie du programme de ce dossier.", "landlord")

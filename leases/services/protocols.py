"""The protocole de cohésion sociale: signed, extended, broken or kept, followed by a lease (domain.md §3.7)."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from foundation.periods import eve
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import LeaseKind, ProcedureStage, ProtocolState
from leases.models import Lease, ProcedureStep, RepaymentPlan, SocialCohesionProtocol
from leases.rules.procedures import Reached, termination_of
from leases.rules.protocols import (
    PROTOCOL_TRANSITIONS,
    why_amounts_are_refused,
    why_extension_is_refused,
    why_plan_is_refused,
    why_protocol_end_is_refused,
    why_protocol_is_refused,
)
from leases.selectors.law import procedure_law
from partners.models import Organisation
from records.services.events import record


@dataclass(frozen=True)
class ProtocolTerms:
    """What a protocole says. Monthly amounts in euros; the end day is included."""

    decided_on: dt.date
    started_on: dt.date
    ends_on: dt.date
    indemnity: Decimal
    debt: Decimal = Decimal(0)
    instalment: Decimal = Decimal(0)
    court: str = ""
    payer_approved_on: dt.date | None = None


@transaction.atomic
def sign_protocol(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    terms: ProtocolTerms,
    today: dt.date,
    title: Lease | None = None,
) -> SocialCohesionProtocol:
    """Record a protocole with its stage of the procedure, in one act. `title` is its row of the chain, where the home is known.

    Said again with the same terms it is the same fact. Raises Refused.
    """
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not enrolment.version.landlords.filter(pk=landlord.pk).exists():
        raise Refused("Ce bailleur ne fait pas partie du programme de ce dossier.", "landlord")
    rows = SocialCohesionProtocol.objects.filter(enrolment=enrolment, landlord=landlord).exclude(
        state=ProtocolState.ANNULLED
    )
    last: SocialCohesionProtocol | None = rows.order_by("-started_on").first()
    if last is not None and last.state == ProtocolState.RUNNING and _terms_of(last) == terms:
        return last
    if refusal := why_amounts_are_refused(terms.indemnity, terms.debt, terms.instalment):
        raise Refused(*refusal)
    if refusal := why_protocol_is_refused(
        decided_on=terms.decided_on,
        terminated_on=_terminated_on(enrolment, landlord, (terms.started_on, today)),
        started_on=terms.started_on,
        ends_on=terms.ends_on,
        last_ended_on=(last.ended_on or last.last_day) if last else None,
        law=procedure_law(),
        today=today,
    ):
        raise Refused(*refusal)
    if refusal := why_plan_is_refused(
        terms.debt, terms.instalment, started_on=terms.started_on, ends_on=terms.ends_on, law=procedure_law()
    ):
        raise Refused(*refusal)
    step = ProcedureStep.objects.create(
        enrolment=enrolment,
        landlord=landlord,
        stage=ProcedureStage.PCS_ACTIVE,
        reached_on=terms.started_on,
        recorded_by=by,
    )
    row: SocialCohesionProtocol = SocialCohesionProtocol.objects.create(
        enrolment=enrolment, landlord=landlord, step=step, title=title, recorded_by=by, **asdict(terms)
    )
    details = {"from": terms.started_on.isoformat(), "to": terms.ends_on.isoformat()}
    record("protocol.signed", row, by=by, subject_id=enrolment.pk, details=details)
    return row


def give_title_of(*, by: uuid.UUID, title: Lease) -> None:
    """Tie a title of a protocole to the running one of its household that has none in the chain yet, if any."""
    rows = SocialCohesionProtocol.objects.filter(enrolment=title.enrolment, state=ProtocolState.RUNNING)
    row = rows.filter(Q(title__isnull=True) | Q(title__annulled_at__isnull=False)).first()
    if title.kind == LeaseKind.PCS and row is not None:
        give_title(by=by, protocol=row, title=title)


def give_title(*, by: uuid.UUID, protocol: SocialCohesionProtocol, title: Lease) -> SocialCohesionProtocol:
    """Tie the row of the chain that a protocole gives as a title. Raises Refused for another household's, or another kind."""
    if title.kind != LeaseKind.PCS or title.enrolment_id != protocol.enrolment_id:
        raise Refused("Ce titre n’est pas celui du protocole.")
    protocol.title = title
    protocol.save(update_fields=["title"])
    record("protocol.titled", protocol, by=by, subject_id=protocol.enrolment_id)
    return protocol


@transaction.atomic
def tie_plan(*, by: uuid.UUID, protocol: SocialCohesionProtocol, plan: RepaymentPlan) -> SocialCohesionProtocol:
    """Tie the plan by which the debt of a running protocole is paid. Raises Refused for another household's, or creditor's."""
    row = _locked(protocol)
    if row.state != ProtocolState.RUNNING:
        raise Refused("Seul un protocole en cours reçoit un plan.")
    if plan.enrolment_id != row.enrolment_id or plan.organisation_id != row.landlord_id:
        raise Refused("Ce plan n’est pas celui de la dette du protocole.")
    if row.plan_id != plan.pk:
        row.plan = plan
        row.save(update_fields=["plan"])
        record("protocol.plan_tied", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def extend_protocol(*, by: uuid.UUID, protocol: SocialCohesionProtocol, extended_to: dt.date) -> SocialCohesionProtocol:
    """Extend a running protocole by an amendment, its new last day included. Raises Refused."""
    row = _locked(protocol)
    if row.state != ProtocolState.RUNNING:
        raise Refused("Seul un protocole en cours se prolonge.", "extended_to")
    if row.extended_to == extended_to:
        return row
    if reason := why_extension_is_refused(
        extended_to, started_on=row.started_on, ends_on=row.ends_on, last_end=row.last_day, law=procedure_law()
    ):
        raise Refused(reason, "extended_to")
    row.extended_to = extended_to
    row.save(update_fields=["extended_to"])
    record("protocol.extended", row, by=by, subject_id=row.enrolment_id, details={"to": extended_to.isoformat()})
    return row


@transaction.atomic
def end_protocol(
    *,
    by: uuid.UUID,
    protocol: SocialCohesionProtocol,
    state: ProtocolState,
    ended_on: dt.date,
    today: dt.date,
    reason: str = "",
) -> SocialCohesionProtocol:
    """Say that a protocole was kept, or broken, on a day. Raises Refused.

    Broken, the landlord has his judgment again: the procedure is back at its stage the day after. Kept, the protocole still
    protects the household until its lease is signed.
    """
    row = _locked(protocol)
    if row.state == state and row.ended_on == ended_on:
        return row
    if refusal := why_protocol_end_is_refused(
        ProtocolState(row.state), state, ended_on, started_on=row.started_on, today=today
    ):
        raise Refused(*refusal)
    if state == ProtocolState.BROKEN and not reason.strip():
        raise Refused("Écrivez ce qui n’a pas été respecté.", "reason")
    row.state, row.ended_on, row.reason = state, ended_on, reason.strip()
    row.save(update_fields=["state", "ended_on", "reason"])
    if state == ProtocolState.BROKEN:
        _close_step(row, ended_on)
    details = {"state": state.value, "on": ended_on.isoformat()}
    record("protocol.ended", row, by=by, subject_id=row.enrolment_id, details=details)
    return row


@transaction.atomic
def follow_with_lease(*, by: uuid.UUID, protocol: SocialCohesionProtocol, lease: Lease) -> SocialCohesionProtocol:
    """Close a protocole that was kept by the household's new lease: the procedure is over from the lease's first day.

    Raises Refused.
    """
    row = _locked(protocol)
    if row.state == ProtocolState.LEASED and row.new_lease_id == lease.pk:
        return row
    if row.state != ProtocolState.HONOURED:
        raise Refused("Enregistrez d’abord que le protocole a été respecté.")
    if lease.kind != LeaseKind.DIRECT or lease.enrolment_id != row.enrolment_id or lease.started_on <= row.started_on:
        raise Refused("Ce bail n’est pas celui qui suit le protocole.")
    row.state, row.new_lease = ProtocolState.LEASED, lease
    row.save(update_fields=["state", "new_lease"])
    _close_step(row, eve(lease.started_on))
    ProcedureStep.objects.create(
        enrolment_id=row.enrolment_id,
        landlord_id=row.landlord_id,
        stage=ProcedureStage.ABANDONED,
        reached_on=lease.started_on,
        recorded_by=by,
    )
    record("protocol.leased", row, by=by, subject_id=row.enrolment_id, details={"on": lease.started_on.isoformat()})
    return row


def annul_protocol_of(*, by: uuid.UUID, step: ProcedureStep) -> None:
    """Annul the protocole of a stage recorded in error, with it. Raises Refused for one that has ended."""
    row = SocialCohesionProtocol.objects.select_for_update(of=("self",)).filter(step=step).first()
    if row is None or row.state == ProtocolState.ANNULLED:
        return
    if ProtocolState.ANNULLED not in PROTOCOL_TRANSITIONS[ProtocolState(row.state)]:
        raise Refused("Ce protocole a déjà été dit respecté ou rompu\u00a0: son stade ne se retire plus.")
    row.state = ProtocolState.ANNULLED
    row.save(update_fields=["state"])
    record("protocol.annulled", row, by=by, subject_id=row.enrolment_id)


def _locked(protocol: SocialCohesionProtocol) -> SocialCohesionProtocol:
    row: SocialCohesionProtocol = (
        SocialCohesionProtocol.objects.select_for_update(of=("self",)).select_related("step").get(pk=protocol.pk)
    )
    return row


def _close_step(row: SocialCohesionProtocol, until_on: dt.date) -> None:
    row.step.until_on = max(until_on, row.step.reached_on)
    row.step.save(update_fields=["until_on"])


def _terms_of(row: SocialCohesionProtocol) -> ProtocolTerms:
    return ProtocolTerms(
        decided_on=row.decided_on,
        started_on=row.started_on,
        ends_on=row.ends_on,
        indemnity=row.indemnity,
        debt=row.debt,
        instalment=row.instalment,
        court=row.court,
        payer_approved_on=row.payer_approved_on,
    )


def _terminated_on(enrolment: Enrolment, landlord: Organisation, days: tuple[dt.date, ...]) -> dt.date | None:
    """Give the day on which the judge ended the lease, of the procedure that runs on the first of these days that has one."""
    reached = [
        Reached(ProcedureStage(row.stage), row.reached_on, until=row.until_on)
        for row in ProcedureStep.objects.filter(enrolment=enrolment, landlord=landlord, withdrawn_at__isnull=True)
    ]
    return next((found for day in days if (found := termination_of(reached, day)) is not None), None)

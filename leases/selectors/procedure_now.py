"""« Ce que cela veut dire maintenant », the clocks, the lease they count from and the protocole, on a procedure's page."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from foundation.words import capitalised, euros, plain_date
from households.models import Enrolment
from leases.enums import LeaseKind, PlanCreditor, ProcedureStage, ProtocolState
from leases.models import Lease, RepaymentPlan, SocialCohesionProtocol
from leases.permissions import ProcedureStanding
from leases.rules import arrears
from leases.rules.arrears import Threshold
from leases.rules.clocks import FIGURE, HEARING, LEASE, Clock, ClockKind, earliest_next, next_stages
from leases.rules.plans import PlanFollowed, kept_words
from leases.rules.protocols import left_at_end
from leases.selectors.plans import followed_on, plan_to_tie, plans_of
from leases.selectors.situations import KnownLease, Procedure, procedures_of
from partners.reader import Reader

_MISSES = {
    LEASE: "à calculer\u00a0: la date de signature du bail n’est pas connue",
    HEARING: "à calculer\u00a0: le jour de l’audience n’est pas connu",
    FIGURE: "à calculer\u00a0: le délai de la loi n’est pas enregistré dans les paramètres",
}
_NO_TITLE_YET = (
    "Ce protocole est le titre du ménage, et le dossier ne le dit pas encore\u00a0: enregistrez-le dans ses titres."
)


@dataclass(frozen=True)
class NextStep:
    """What somebody may do next."""

    who: str
    what: str
    by: dt.date | None


@dataclass(frozen=True)
class ClockRead:
    """A date of the procedure with what it means and where it is from."""

    title: str
    on: dt.date | None
    waits: str  # why no date is given
    means: str
    who: str
    started_on: dt.date | None
    source: str
    is_to_confirm: bool
    has_run: bool
    is_awaited: bool
    done_on: dt.date | None
    url: str  # the act that gives the date, when it is missing


@dataclass(frozen=True)
class StageToCome:
    """What the law may reach next, never what it must, and from which day."""

    label: str
    from_on: dt.date | None


@dataclass(frozen=True)
class ThresholdRead:
    """A threshold of the unpaid rent against the last statement."""

    title: str
    text: str
    is_reached: bool
    source: str
    is_to_confirm: bool


@dataclass(frozen=True)
class ProtocolRead:
    """A protocole de cohésion sociale."""

    state: str
    is_open: bool
    started_on: dt.date
    last_day: dt.date
    decided_on: dt.date
    court: str
    indemnity: Decimal
    debt: Decimal
    instalment: Decimal
    payer_approved_on: dt.date | None
    ended_on: dt.date | None
    reason: str
    lease_words: str
    extend_url: str
    end_url: str
    lease_url: str  # ties the new lease that the chain holds
    title_url: str  # where the new lease is recorded
    paper_url: str  # to prepare the paper that people sign
    left: Decimal | None  # of the debt on the last day, when the instalments do not pay it whole
    title_words: str  # it is a title that the chain does not hold yet: one to record
    chain_url: str
    plan_words: str  # where its repayment plan is
    plan_url: str
    tie_url: str  # ties the running plan with the landlord


@dataclass(frozen=True)
class ProcedureNow:
    """The page's first part, and what hangs on it."""

    sentence: str
    warnings: tuple[str, ...]  # an act that came before the law allowed it
    steps: tuple[NextStep, ...]
    clocks: tuple[ClockRead, ...]
    to_come: tuple[StageToCome, ...]
    thresholds: tuple[ThresholdRead, ...]
    lease_words: str
    lease_url: str
    lease_act: str
    title_words: str  # the lease is ended by the judge and the chain still says otherwise: a change to propose
    title_url: str
    protocols: tuple[ProtocolRead, ...]
    protocol_url: str


def procedure_now(reader: Reader, enrolment: Enrolment, known: ProcedureStanding) -> ProcedureNow:
    """Give where a procedure is today for this reader, in a constant number of queries."""
    landlords = None if known.is_team else known.told_by
    now = procedures_of([enrolment.pk], reader.today, landlords=landlords)[enrolment.pk]
    args = [enrolment.pk]
    may_state = known.may_record
    lease_url = reverse("journeys:procedure_lease", args=args) if may_state else ""
    step_url = reverse("journeys:procedure_step", args=args) if may_state else ""
    stage = now.position.stage.stage if now.position.stage else None
    protocols = tuple(_protocols(enrolment, known, landlords, reader.today))
    may_sign = may_state and now.position.is_terminated and not any(one.is_open for one in protocols)
    return ProcedureNow(
        sentence=now.meaning.sentence,
        warnings=now.meaning.warnings,
        steps=tuple(NextStep(step.who.label, step.what, step.by) for step in now.meaning.steps),
        clocks=tuple(_clock(clock, reader.today, lease_url, step_url) for clock in now.clocks),
        to_come=tuple(
            StageToCome(capitalised(str(one.label)), earliest_next(one, now.clocks, now.eviction_from))
            for one in next_stages(stage)
            if one != ProcedureStage.HEARING or all(clock.kind != ClockKind.HEARING for clock in now.clocks)
        )
        if stage and now.position.beside is None and not now.position.is_over
        else (),
        thresholds=tuple(_thresholds(now)),
        lease_words=_lease_words(now.lease),
        lease_url=lease_url,
        lease_act=_lease_act(now.lease),
        title_words=_title_words(now),
        title_url=reverse("journeys:title_change", args=[*args, now.lease.title_id])
        if known.is_team and now.lease.title_id
        else "",
        protocols=protocols,
        protocol_url=reverse("journeys:protocol_new", args=args) if may_sign and not now.position.is_over else "",
    )


def _clock(clock: Clock, today: dt.date, lease_url: str, step_url: str) -> ClockRead:
    return ClockRead(
        title=clock.title,
        on=clock.on,
        waits=_MISSES.get(clock.misses, ""),
        means=clock.means,
        who=clock.who.label,
        started_on=clock.started_on,
        source=clock.source,
        is_to_confirm=clock.is_to_confirm,
        has_run=clock.has_run(today),
        is_awaited=clock.is_awaited,
        done_on=clock.done_on,
        url={LEASE: lease_url, HEARING: step_url}.get(clock.misses, ""),
    )


def _lease_words(lease: KnownLease) -> str:
    if lease.signed_on is None:
        return "La date de signature du bail n’est pas connue\u00a0: le délai d’un commandement de payer en dépend."
    where = "d’après le bail enregistré dans le dossier" if lease.is_kept else "d’après ce qui a été indiqué ici"
    return f"Bail signé le {plain_date(lease.signed_on)}, {where}."


def _lease_act(lease: KnownLease) -> str:
    if lease.is_kept:
        return "Indiquer l’aide au logement"
    return "Indiquer la date du bail et le loyer" if lease.signed_on is None else "Corriger ce que l’on sait du bail"


def _title_words(now: Procedure) -> str:
    """Propose the change of title that the judgment makes, and never do it in silence."""
    if not (now.position.is_terminated and now.lease.is_kept and now.lease.is_open) or now.position.is_over:
        return ""
    return (
        "Le juge a résilié le bail, mais le dossier dit encore que le ménage est locataire. Vérifiez le jugement avec le "
        "ménage, puis enregistrez son occupation sans titre."
    )


def _thresholds(now: Procedure) -> list[ThresholdRead]:
    if now.position.is_over:
        return []
    known = (
        ("Signalement à la caisse d’allocations", now.benefit),
        ("Signalement du commandement à la CCAPEX", now.ccapex),
    )
    return [_threshold(title, one) for title, one in known if one is not None]


def _threshold(title: str, one: Threshold) -> ThresholdRead:
    amounts = ""
    if one.amount is not None and one.debt is not None:
        amounts = f"dette de {euros(one.debt)}, seuil de {euros(one.amount)}"
    since = f" depuis le {plain_date(one.since)}" if one.since else ""
    text = {
        arrears.REACHED_DEBT: f"Seuil atteint{since}\u00a0: {amounts}.",
        arrears.REACHED_TIME: f"Délai atteint{since}\u00a0: {amounts}.",
        arrears.BELOW: f"Pas atteint\u00a0: {amounts}.",
        arrears.NO_RENT: "À calculer\u00a0: le loyer sans les charges n’est pas connu.",
        arrears.NO_BENEFIT: "À calculer\u00a0: l’aide au logement versée au bailleur n’est pas connue.",
        arrears.NO_STATEMENT: "À calculer\u00a0: aucun relevé de compte n’est enregistré.",
    }[one.why]
    return ThresholdRead(title, text, one.is_reached, one.source, one.is_to_confirm)


def _protocols(
    enrolment: Enrolment, known: ProcedureStanding, landlords: frozenset[uuid.UUID] | None, day: dt.date
) -> list[ProtocolRead]:
    rows = SocialCohesionProtocol.objects.filter(enrolment=enrolment).exclude(state=ProtocolState.ANNULLED)
    if landlords is not None:
        rows = rows.filter(landlord_id__in=landlords)
    found = list(rows.select_related("new_lease", "title"))
    if not found:
        return []
    plans = {plan.pk: plan for plan in plans_of([enrolment.pk], creditor=PlanCreditor.LANDLORD)}
    follow = followed_on(list(plans.values()), day)
    new = (
        Lease.objects.filter(enrolment=enrolment, kind=LeaseKind.DIRECT, started_on__gt=found[0].started_on)
        .order_by("-started_on")
        .first()
    )
    return [_protocol(row, known, new, _plan(row, plans, follow)) for row in found]


@dataclass(frozen=True)
class _Plan:
    """The plan of a protocole, and whether one may be tied to it."""

    words: str = ""
    url: str = ""
    may_tie: bool = False


def _plan(
    row: SocialCohesionProtocol, plans: dict[uuid.UUID, RepaymentPlan], follow: dict[uuid.UUID, PlanFollowed]
) -> _Plan:
    if row.plan_id is not None and row.plan_id in plans:
        state = follow[row.plan_id]
        return _Plan(
            f"{state.state.label}\u00a0: {kept_words(state)}",
            reverse("journeys:plan", args=[row.enrolment_id, row.plan_id]),
        )
    return _Plan(may_tie=plan_to_tie(row, list(plans.values()), follow) is not None)


def _protocol(row: SocialCohesionProtocol, known: ProcedureStanding, new: Lease | None, plan: _Plan) -> ProtocolRead:
    args = [row.enrolment_id, row.pk]
    state = ProtocolState(row.state)
    may = known.is_team or row.landlord_id in known.asked_by
    is_running, is_kept = state == ProtocolState.RUNNING, state == ProtocolState.HONOURED
    lease = row.new_lease
    return ProtocolRead(
        state=capitalised(str(state.label)),
        is_open=is_running or is_kept,
        started_on=row.started_on,
        last_day=row.last_day,
        decided_on=row.decided_on,
        court=row.court,
        indemnity=row.indemnity,
        debt=row.debt,
        instalment=row.instalment,
        payer_approved_on=row.payer_approved_on,
        ended_on=row.ended_on,
        reason=row.reason,
        lease_words=f"Nouveau bail depuis le {plain_date(lease.started_on)}" if lease else "",
        extend_url=reverse("journeys:protocol_extend", args=args) if may and is_running else "",
        end_url=reverse("journeys:protocol_end", args=args) if may and (is_running or is_kept) else "",
        lease_url=reverse("journeys:protocol_lease", args=args) if may and is_kept and new else "",
        paper_url=reverse("journeys:agreement_draft", args=[row.enrolment_id, "protocole-de-cohesion-sociale"])
        if known.is_team and is_running
        else "",
        left=left_at_end(row.debt, row.instalment, row.started_on, row.last_day) or None if is_running else None,
        title_words=_NO_TITLE_YET if is_running and (row.title is None or row.title.annulled_at) else "",
        chain_url=reverse("journeys:file_lease", args=[row.enrolment_id]) if known.is_team else "",
        plan_words=plan.words,
        plan_url=plan.url,
        tie_url=reverse("journeys:protocol_plan", args=args) if may and is_running and plan.may_tie else "",
        title_url=reverse("journeys:file_lease", args=[row.enrolment_id])
        if known.is_team and is_kept and not new
        else "",
    )


def stage_words(stage: ProcedureStage | None) -> str:
    """Say a stage, or that none is recorded."""
    return capitalised(str(stage.label)) if stage else "Aucun stade"

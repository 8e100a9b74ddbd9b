"""Debts of rent and the plans that spread them, each reader's own: a landlord reads his, never the association's (§3.9)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from documents.enums import Capacity, DocumentState, SignatureState
from documents.models import Document, Signatory
from foundation.words import euros, plain_date
from households.models import Enrolment
from households.permissions import Standing
from leases.enums import PlanCreditor, PlanEnd, PlanState
from leases.models import AccountBalance, Lease, PlanInstalment, PlanPayment, RepaymentPlan, SocialCohesionProtocol
from leases.permissions import (
    ProcedureStanding,
    debt_standing,
    keeps_account,
    may_keep_plan,
    may_read_plan,
    procedure_standing,
)
from leases.rules.plans import Instalment, Paid, PlanFollowed, followed, kept_words
from leases.selectors.rent import balance_on, law_on, subleases
from partners.reader import Reader


@dataclass(frozen=True)
class PaymentRead:
    """A payment of a plan."""

    on: dt.date
    amount: Decimal
    is_struck: bool
    reason: str
    withdraw_url: str


@dataclass(frozen=True)
class PlanRead:
    """A plan on a day, shaped for its reader."""

    plan_id: uuid.UUID
    creditor: str
    to_whom: str
    debt: Decimal
    stated_on: dt.date
    resumed_on: dt.date | None
    note: str
    ended_on: dt.date | None
    end_reason: str
    follow: PlanFollowed
    tolerance_days: int
    url: str

    @property
    def state_label(self) -> str:
        """Give the words of its state."""
        return str(self.follow.state.label)

    @property
    def is_running(self) -> bool:
        """Tell whether instalments are still to be paid."""
        return self.follow.state in PlanState.RUNNING

    @property
    def kept_words(self) -> str:
        """Say how many instalments were paid in time."""
        return kept_words(self.follow)


@dataclass(frozen=True)
class PlanPage:
    """The page of a plan."""

    plan: PlanRead
    payments: tuple[PaymentRead, ...]
    pay_url: str
    replace_url: str
    end_url: str
    resumed_url: str
    document_title: str  # its paper to sign, of those who read it
    document_url: str
    draft_url: str


@dataclass(frozen=True)
class DebtRead:
    """A debt, its statement's day, the plans that spread it."""

    title: str
    amount: Decimal | None
    stated_on: dt.date | None
    plans: tuple[PlanRead, ...]
    new_url: str
    more_url: str
    more: str

    @property
    def words(self) -> str:
        """Say what is owed, without blame."""
        if self.amount is None:
            return "aucun relevé enregistré"
        if self.amount < 0:
            return f"{euros(-self.amount)} en crédit"
        return euros(self.amount) if self.amount else "rien n’est dû"


@dataclass(frozen=True)
class DebtSection:
    """« Dettes et plans »: the two debts side by side, never added."""

    debts: tuple[DebtRead, ...]


def followed_on(plans: Collection[RepaymentPlan], day: dt.date) -> dict[uuid.UUID, PlanFollowed]:
    """Give where plans are at the close of a day, in three queries."""
    ids = [plan.pk for plan in plans]
    instalments: dict[uuid.UUID, list[Instalment]] = defaultdict(list)
    for plan_id, due_on, amount in PlanInstalment.objects.filter(plan_id__in=ids).values_list(
        "plan_id", "due_on", "amount"
    ):
        instalments[plan_id].append(Instalment(due_on, amount))
    payments: dict[uuid.UUID, list[Paid]] = defaultdict(list)
    standing = PlanPayment.objects.filter(plan_id__in=ids, withdrawn_at__isnull=True, entry__withdrawn_at__isnull=True)
    for plan_id, paid_on, amount in standing.values_list("plan_id", "paid_on", "amount"):
        payments[plan_id].append(Paid(paid_on, amount))
    tolerance = tolerance_on(day)
    return {
        plan.pk: followed(
            instalments[plan.pk], payments[plan.pk], day=day, tolerance_days=tolerance, ended_on=plan.ended_on
        )
        for plan in plans
    }


def tolerance_on(day: dt.date) -> int:
    """Give the days that an instalment may be late without breaking its plan (domain.md §4.3 A13): none where none is set."""
    return int(law_on("plan.tolerance_days", day) or 0)


def plans_of(enrolment_ids: Collection[uuid.UUID], *, creditor: PlanCreditor | None = None) -> list[RepaymentPlan]:
    """Give the plans of files, the newest first; one recorded in error is nobody's."""
    rows = RepaymentPlan.objects.filter(enrolment_id__in=enrolment_ids).exclude(end_reason=PlanEnd.ERROR)
    if creditor is not None:
        rows = rows.filter(creditor=creditor)
    return list(rows.select_related("organisation"))


def plan_to_tie(
    protocol: SocialCohesionProtocol, plans: Collection[RepaymentPlan], follow: Mapping[uuid.UUID, PlanFollowed]
) -> RepaymentPlan | None:
    """Give the running plan with the landlord of a protocole, the newest, that may be tied to it."""
    running = (
        plan
        for plan in plans
        if plan.organisation_id == protocol.landlord_id and follow[plan.pk].state in PlanState.RUNNING
    )
    return max(running, key=lambda plan: (plan.stated_on, plan.recorded_at), default=None)


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> DebtSection | None:
    """Give the debts and their plans: both to the team, the landlord's own to his people who read the procedure."""
    if not (hers.reads_whole or hers.is_named):
        return None
    known = debt_standing(reader, enrolment)
    if not known.reads:
        return None
    plans = [row for row in plans_of([enrolment.pk]) if may_read_plan(row, known)]
    follows = followed_on(plans, reader.today)
    read = {row.pk: _plan(row, follows[row.pk], reader.today) for row in plans}
    reads_procedure = procedure_standing(reader, enrolment).reads
    debts = [_landlord_debt(enrolment, known, plans, read, reads_procedure=reads_procedure)]
    if known.is_team:
        leases = list(subleases().filter(enrolment=enrolment).order_by("-started_on"))
        balances = balance_on([lease.pk for lease in leases], reader.today)
        debts += [
            _association_debt(
                reader, lease, balances[lease.pk], tuple(read[row.pk] for row in plans if row.lease_id == lease.pk)
            )
            for lease in leases
            if lease.ended_on is None or balances[lease.pk] or any(row.lease_id == lease.pk for row in plans)
        ]
    kept = tuple(debt for debt in debts if debt.amount is not None or debt.plans or debt.new_url)
    return DebtSection(kept) if kept else None


def plan_page(reader: Reader, plan: RepaymentPlan, known: ProcedureStanding) -> PlanPage:
    """Give the page of a plan that this reader may read."""
    read = _plan(plan, followed_on([plan], reader.today)[plan.pk], reader.today)
    writes = may_keep_plan(reader, plan, known)
    args = [plan.enrolment_id, plan.pk]
    rows = PlanPayment.objects.filter(plan=plan).select_related("entry")
    paper = _paper_read(plan, known)
    return PlanPage(
        plan=read,
        payments=tuple(_payment(row, args, may_write=writes) for row in rows),
        pay_url=reverse("journeys:plan_pay", args=args) if writes and read.is_running else "",
        replace_url=reverse("journeys:plan_replace", args=args) if writes and read.is_running else "",
        end_url=reverse("journeys:plan_end", args=args) if writes and read.is_running else "",
        resumed_url=reverse("journeys:plan_resumed", args=args) if writes and not plan.lease_id else "",
        document_title=f"Plan à signer\u00a0: {paper.get_state_display()}" if paper else "",
        document_url=reverse("journeys:document", args=[plan.enrolment_id, paper.pk]) if paper else "",
        draft_url=reverse("journeys:plan_paper", args=args)
        if known.is_team and writes and read.is_running and not has_paper(plan)
        else "",
    )


def latest_paper(plan: RepaymentPlan) -> Document | None:
    """Give the latest version of a plan's document."""
    first = plan.document
    if first is None:
        return None
    found: Document | None = Document.objects.filter(series=first.series).order_by("-number").first()
    return found


def has_paper(plan: RepaymentPlan) -> bool:
    """Tell whether a plan's document is in preparation, to sign or in force."""
    paper = latest_paper(plan)
    return paper is not None and paper.state in DocumentState.OPEN


def plan_texts(plan: RepaymentPlan, day: dt.date) -> dict[str, str]:
    """Give what a plan's document says of it, as it is recorded (domain.md §6 « Plan d’apurement »)."""
    rows = list(PlanInstalment.objects.filter(plan=plan))
    whom = plan.organisation.name
    resumed = (
        f"Le loyer courant est de nouveau payé depuis le {plain_date(plan.resumed_on)}. " if plan.resumed_on else ""
    )
    return {
        "creancier": whom,
        "dette_plan": euros(plan.debt),
        "releve_le": plain_date(plan.stated_on),
        "premiere_echeance": plain_date(rows[0].due_on) if rows else "",
        "echeances": "\n".join(f"- {plain_date(row.due_on)}\u00a0: {euros(row.amount)}" for row in rows),
        "loyer_courant": f"{resumed}Chaque mois, le loyer et les charges se paient en entier, et l’échéance en plus.",
        "consequence": f"Une échéance payée dans les {tolerance_on(day)}\u00a0jours qui suivent sa date est à temps. Tant que "
        f"le plan est respecté, {whom} ne réclame pas la dette autrement. S’il ne l’est plus, {whom} peut y mettre fin "
        "et réclamer ce qui reste.",
        "convenu": plan.note,
    }


def _paper_read(plan: RepaymentPlan, known: ProcedureStanding) -> Document | None:
    """Give a plan's document to who reads it: the team; the landlord who signed it, once in force."""
    paper = latest_paper(plan)
    if paper is None or known.is_team:
        return paper
    signed = Signatory.objects.filter(
        document=paper, capacity=Capacity.LANDLORD, state=SignatureState.SIGNED, organisation_id__in=known.told_by
    )
    is_read = paper.state in (DocumentState.IN_FORCE, DocumentState.ENDED) and signed.exists()
    return paper if is_read else None


def _plan(row: RepaymentPlan, follow: PlanFollowed, day: dt.date) -> PlanRead:
    return PlanRead(
        plan_id=row.pk,
        creditor=row.creditor,
        to_whom=row.organisation.name,
        debt=row.debt,
        stated_on=row.stated_on,
        resumed_on=row.resumed_on,
        note=row.note,
        ended_on=row.ended_on,
        end_reason=row.get_end_reason_display() if row.end_reason else "",
        follow=follow,
        tolerance_days=tolerance_on(day),
        url=reverse("journeys:plan", args=[row.enrolment_id, row.pk]),
    )


def _payment(row: PlanPayment, args: list[uuid.UUID], *, may_write: bool) -> PaymentRead:
    entry = row.entry
    is_struck = row.withdrawn_at is not None or (entry is not None and entry.withdrawn_at is not None)
    reason = row.withdrawal_reason or (entry.withdrawal_reason if entry else "")
    return PaymentRead(
        on=row.paid_on,
        amount=row.amount,
        is_struck=is_struck,
        reason=reason,
        withdraw_url=reverse("journeys:plan_payment_withdraw", args=[*args, row.pk])
        if may_write and not is_struck
        else "",
    )


def _landlord_debt(
    enrolment: Enrolment,
    known: ProcedureStanding,
    plans: list[RepaymentPlan],
    read: dict[uuid.UUID, PlanRead],
    *,
    reads_procedure: bool,
) -> DebtRead:
    last = last_balance(enrolment, known)
    hers = tuple(read[row.pk] for row in plans if row.creditor == PlanCreditor.LANDLORD)
    may_add = known.may_record and not any(plan.is_running for plan in hers)
    is_known = last is not None or bool(hers)
    return DebtRead(
        title=f"Dette au bailleur, {last.landlord.name}" if last else "Dette au bailleur",
        amount=last.amount if last else None,
        stated_on=last.stated_on if last else None,
        plans=hers,
        new_url=reverse("journeys:plan_landlord_new", args=[enrolment.pk]) if may_add and is_known else "",
        more_url=reverse("journeys:file_procedure", args=[enrolment.pk]) if reads_procedure else "",
        more="Relevés et procédure",
    )


def _association_debt(reader: Reader, lease: Lease, owed: Decimal, plans: tuple[PlanRead, ...]) -> DebtRead:
    may_add = keeps_account(reader, lease) and not any(plan.is_running for plan in plans) and owed > 0
    head = lease.head_lease
    association = head.tenant_association.name if head and head.tenant_association else ""
    return DebtRead(
        title=f"Dette à l’association, {association}",
        amount=owed,
        stated_on=reader.today,
        plans=plans,
        new_url=reverse("journeys:plan_association_new", args=[lease.enrolment_id, lease.pk]) if may_add else "",
        more_url=reverse("journeys:rent_account", args=[lease.enrolment_id, lease.pk]),
        more="Compte de la sous-location",
    )


def running_plan(
    enrolment: Enrolment, creditor: PlanCreditor, lease: Lease | None, day: dt.date
) -> RepaymentPlan | None:
    """Give the plan that runs for a debt, if any."""
    rows = [row for row in plans_of([enrolment.pk], creditor=creditor) if row.lease_id == (lease.pk if lease else None)]
    follows = followed_on(rows, day)
    return next((row for row in rows if follows[row.pk].state in PlanState.RUNNING), None)


def last_balance(enrolment: Enrolment, known: ProcedureStanding) -> AccountBalance | None:
    """Give the landlord's last statement that this reader may read, to propose its debt."""
    scope = {} if known.is_team else {"landlord_id__in": known.told_by}
    found: AccountBalance | None = (
        AccountBalance.objects.filter(enrolment=enrolment, **scope)
        .select_related("landlord")
        .order_by("-stated_on", "-recorded_at")
        .first()
    )
    return found


def first_landlord_terms(enrolment: Enrolment, known: ProcedureStanding) -> dict[str, object]:
    """Give the landlord's last statement, to fill the form of a plan with."""
    last = last_balance(enrolment, known)
    return {"debt": last.amount, "stated_on": last.stated_on} if last and last.amount > 0 else {}


def first_association_terms(lease: Lease, day: dt.date) -> dict[str, object]:
    """Give what is owed on a sublease's account today, to fill the form of a plan with."""
    owed = balance_on([lease.pk], day)[lease.pk]
    return {"debt": owed, "stated_on": day} if owed > 0 else {"stated_on": day}


def first_new_terms(plan: RepaymentPlan, known: ProcedureStanding, day: dt.date) -> dict[str, object]:
    """Give what the plan that replaces this one would spread: the account's debt, a statement since, or what is left."""
    if plan.lease is not None:
        return first_association_terms(plan.lease, day)
    last = last_balance(plan.enrolment, known)
    if last is not None and last.amount > 0 and last.stated_on > plan.stated_on:
        return {"debt": last.amount, "stated_on": last.stated_on}
    return {"debt": followed_on([plan], day)[plan.pk].left}


def awaited_amount(plan: RepaymentPlan, day: dt.date) -> Decimal | None:
    """Give what is left of the instalment awaited."""
    awaited = followed_on([plan], day)[plan.pk].awaited
    return awaited.amount - awaited.paid if awaited else None

"""The accounts of subleases, added up from their entries on a day; for the team alone (domain.md §3.9, §4.2 M23)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, QuerySet, Sum, Value, When
from django.urls import reverse

from foundation.periods import Month, Period, in_force
from foundation.words import capitalised, euros, join_names, month_name, of_month
from households.models import Enrolment
from households.permissions import Standing
from leases.enums import LeaseKind, RentEntryKind
from leases.models import AgencyNotice, Lease, RentEntry
from leases.permissions import NOT_ACCOUNT_KEEPER, keeps_account
from leases.rules.rent import (
    NOTHING,
    BenefitThresholds,
    Entry,
    MonthLine,
    Terms,
    balance,
    current_rent_resumed,
    months_of,
    months_of_arrears,
    months_to_call,
    reached_on,
    reaches_months,
    why_agency_is_told,
)
from partners.reader import Reader
from partners.selectors import names_of
from records.selectors.parameters import UnknownParameterError, number

PAGE = 25


@dataclass(frozen=True)
class EntryRead:
    """A line of the account."""

    on: dt.date
    label: str
    effect: Decimal
    note: str
    by: str
    is_struck: bool
    reason: str
    is_memo: bool  # said for memory, it changes nothing
    amount: Decimal
    withdraw_url: str


@dataclass(frozen=True)
class Balance:
    """What is owed on a day, in words that blame nobody."""

    amount: Decimal
    on: dt.date

    @property
    def words(self) -> str:
        """Say « 320,00 € à payer », « 12,00 € d’avance » or « rien à payer »."""
        if self.amount > 0:
            return f"{euros(self.amount)} à payer"
        return f"{euros(-self.amount)} d’avance" if self.amount < 0 else "rien à payer"


@dataclass(frozen=True)
class Account:
    """The account of a sublease on a day."""

    lease_id: uuid.UUID
    enrolment_id: uuid.UUID
    place: str
    association: str
    started_on: dt.date
    ended_on: dt.date | None
    rent: Decimal
    charges: Decimal
    is_third_party_paid: bool
    balance: Balance
    months: tuple[MonthLine, ...]  # the oldest first
    to_call: tuple[Month, ...]
    arrears: Decimal  # in monthly rents without charges
    is_alert: bool
    is_resumed: bool
    agency: str  # why the benefit agency is to be told, empty when it is not
    told_on: dt.date | None  # the agency was told of these arrears

    @property
    def newest_first(self) -> tuple[MonthLine, ...]:
        """Give the months as a page shows them."""
        return self.months[::-1]

    @property
    def to_call_words(self) -> str:
        """Say « d’octobre 2026 et de novembre 2026 », the last three, then how many before."""
        said = [of_month(month.first) for month in self.to_call[-3:]]
        before = len(self.to_call) - len(said)
        return join_names([*said, f"{before} mois d’avant"] if before else said)


@dataclass(frozen=True)
class AccountPage:
    """The page of an account."""

    account: Account
    entries: tuple[EntryRead, ...]
    page: Page[Any]
    entry_url: str
    call_url: str
    revise_url: str
    statement_url: str
    agency_url: str
    why_not: str


@dataclass(frozen=True)
class AccountSection:
    """The account in the tab « Bail »."""

    accounts: tuple[tuple[Account, str], ...]


@dataclass(frozen=True)
class Arrears:
    """A sublease whose debt reaches the threshold, for the month and the alerts."""

    lease_id: uuid.UUID
    enrolment_id: uuid.UUID
    debt: Decimal
    months: Decimal
    since: dt.date


def subleases() -> QuerySet[Lease]:
    """Give the subleases, with what their pages name."""
    rows: QuerySet[Lease] = Lease.objects.filter(kind=LeaseKind.SUBLEASE).select_related(
        "share__dwelling", "head_lease__tenant_association"
    )
    return rows


def balance_on(lease_ids: Collection[uuid.UUID], day: dt.date) -> dict[uuid.UUID, Decimal]:
    """Give what is owed to the association on each sublease at the close of a day, in one query; 0 without an entry."""
    signed = Case(
        When(kind__in=("RENT", "CHARGES", "ADJUSTMENT"), then=F("amount")),
        When(kind__in=("PAYMENT", "BENEFIT"), then=-F("amount")),
        default=Value(NOTHING),
    )
    rows = (
        RentEntry.objects.filter(lease_id__in=lease_ids, dated_on__lte=day, withdrawn_at__isnull=True)
        .order_by()
        .values_list("lease_id")
        .annotate(owed=Sum(signed))
    )
    found = {pk: Decimal(owed or 0).quantize(Decimal("0.01")) for pk, owed in rows}
    return {pk: found.get(pk, NOTHING) for pk in lease_ids}


def arrears_on(day: dt.date, lease_ids: Collection[uuid.UUID] | None = None) -> list[Arrears]:
    """Give the subleases in force on a day whose debt reaches the months of the law of that day, in four queries."""
    rows = subleases().filter(in_force(day)).prefetch_related("revisions")
    if lease_ids is not None:
        rows = rows.filter(pk__in=lease_ids)
    leases = {row.pk: row for row in rows}
    if not leases or (wanted := law_on("arrears.months", day)) is None:
        return []
    entries = _entries(leases, day)
    found = []
    for pk, lease in leases.items():
        rent = terms_on(lease, day).rent
        debt = balance(entries[pk], day)
        if lease.enrolment_id and reaches_months(debt, rent, wanted):
            since = reached_on(entries[pk], rent * wanted, day)
            found.append(Arrears(pk, lease.enrolment_id, debt, months_of_arrears(debt, rent), since or day))
    return found


def terms_on(lease: Lease, day: dt.date) -> Terms:
    """Give the rent and charges in force on a day (its revisions are prefetched)."""
    terms = Terms(lease.started_on, lease.rent, lease.charges)
    for row in lease.revisions.all():
        if row.started_on <= day:
            terms = Terms(row.started_on, row.rent, row.charges)
    return terms


def first_terms(lease: Lease, day: dt.date) -> dict[str, Decimal]:
    """Give the present rent and charges, to fill a form with."""
    terms = terms_on(lease, day)
    return {"rent": terms.rent, "charges": terms.charges}


def accounts_of(leases: Iterable[Lease], day: dt.date) -> dict[uuid.UUID, Account]:
    """Give the accounts of subleases (from `subleases`), in a constant number of queries."""
    rows = {row.pk: row for row in leases}
    revised = {row.pk: row for row in subleases().filter(pk__in=rows).prefetch_related("revisions")}
    entries = _entries(rows, day)
    called = _called(rows)
    limits, told = _thresholds(day), told_last(rows)
    wanted, resumed = law_on("arrears.months", day), law_on("rent.resumed_months", day)
    found = {}
    for pk, lease in revised.items():
        lines, terms = entries[pk], terms_on(lease, day)
        debt = balance(lines, day)
        months = months_of(lines, Month.of(day))
        unpaid_since = reached_on(lines, Decimal("0.01"), day)
        is_told = pk in told and unpaid_since is not None and unpaid_since <= told[pk] <= day
        found[pk] = Account(
            lease_id=pk,
            enrolment_id=lease.enrolment_id or pk,
            place=place_of(lease),
            association=_association(lease),
            started_on=lease.started_on,
            ended_on=lease.ended_on,
            rent=terms.rent,
            charges=terms.charges,
            is_third_party_paid=lease.is_third_party_paid,
            balance=Balance(debt, day),
            months=tuple(months),
            to_call=tuple(missing_months(lease, called[pk], day)),
            arrears=months_of_arrears(debt, terms.rent),
            is_alert=wanted is not None and reaches_months(debt, terms.rent, wanted),
            is_resumed=resumed is not None and current_rent_resumed(months, int(resumed), day),
            agency=""
            if is_told
            else why_agency_is_told(
                debt=debt,
                rent=terms.rent,
                benefit=_last_benefit(lines),
                is_third_party_paid=lease.is_third_party_paid,
                unpaid_since=unpaid_since,
                thresholds=limits,
                today=day,
            )
            or "",
            told_on=told[pk] if is_told else None,
        )
    return found


def told_last(lease_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Give the last day on which the benefit agency was told of each sublease's arrears, in one query."""
    rows = AgencyNotice.objects.filter(lease_id__in=list(lease_ids), withdrawn_at__isnull=True)
    return dict(rows.order_by("told_on").values_list("lease_id", "told_on"))


def missing_months(lease: Lease, called: Collection[Month], day: dt.date) -> list[Month]:
    """Give the months begun that are not called; none of a sublease without rent."""
    if not lease.rent + lease.charges:
        return []
    return months_to_call(Period(lease.started_on, lease.ended_on), called, day)


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> AccountSection | None:
    """Give the accounts of a file's subleases in the tab « Bail »: to its team, and to nobody else."""
    if not hers.reads_whole:
        return None
    leases = list(subleases().filter(enrolment=enrolment).order_by("-started_on"))
    if not leases:
        return None
    accounts = accounts_of(leases, reader.today)
    return AccountSection(
        tuple((accounts[lease.pk], reverse("journeys:rent_account", args=[enrolment.pk, lease.pk])) for lease in leases)
    )


def account_page(reader: Reader, enrolment: Enrolment, lease: Lease, page_number: str) -> AccountPage:
    """Give the page of an account, its lines the newest first."""
    may_write = keeps_account(reader, lease)
    account = accounts_of([lease], reader.today)[lease.pk]
    page = Paginator(RentEntry.objects.filter(lease=lease), PAGE).get_page(page_number)
    shown: list[RentEntry] = list(page.object_list)
    page.object_list = []  # the page carries its numbers
    names = names_of({row.recorded_by for row in shown})
    args = [enrolment.pk, lease.pk]
    return AccountPage(
        account=account,
        entries=tuple(_entry(row, names, args, may_write=may_write) for row in shown),
        page=page,
        entry_url=reverse("journeys:rent_entry", args=args) if may_write else "",
        call_url=reverse("journeys:rent_call", args=args) if may_write and account.to_call else "",
        revise_url=reverse("journeys:rent_revise", args=args) if may_write else "",
        statement_url=reverse("journeys:rent_statement", args=args),
        agency_url=reverse("journeys:rent_agency", args=args)
        if may_write and (account.agency or account.is_alert or account.told_on)
        else "",
        why_not="" if may_write else NOT_ACCOUNT_KEEPER,
    )


def entry_words(row: RentEntry) -> str:
    """Say « Loyer de novembre 2026 », « Paiement du ménage »."""
    label = capitalised(str(RentEntryKind(row.kind).label))
    return f"{label} {of_month(row.month)}" if row.month else label


def place_of(lease: Lease) -> str:
    """Say where a sublease is."""
    dwelling = lease.share.dwelling
    part = f", {lease.share.label}" if lease.share.label else ""
    return f"{dwelling.address}, {dwelling.postcode} {dwelling.city}{part}"


def _association(lease: Lease) -> str:
    head = lease.head_lease
    return head.tenant_association.name if head and head.tenant_association else ""


def _entry(row: RentEntry, names: dict[uuid.UUID, str], args: list[uuid.UUID], *, may_write: bool) -> EntryRead:
    is_struck = row.withdrawn_at is not None
    return EntryRead(
        on=row.dated_on,
        label=entry_words(row),
        effect=Entry(RentEntryKind(row.kind), row.dated_on, row.amount).effect,
        note=row.note,
        by=names.get(row.recorded_by, ""),
        is_struck=is_struck,
        reason=row.withdrawal_reason,
        is_memo=row.kind == RentEntryKind.BENEFIT_TO_HOUSEHOLD,
        amount=row.amount,
        withdraw_url=reverse("journeys:rent_withdraw", args=[*args, row.pk]) if may_write and not is_struck else "",
    )


def _entries(lease_ids: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, list[Entry]]:
    found: dict[uuid.UUID, list[Entry]] = defaultdict(list)
    rows = RentEntry.objects.filter(lease_id__in=list(lease_ids), dated_on__lte=day, withdrawn_at__isnull=True)
    for lease_id, kind, on, amount in rows.order_by("dated_on").values_list("lease_id", "kind", "dated_on", "amount"):
        found[lease_id].append(Entry(RentEntryKind(kind), on, amount))
    return found


def _called(lease_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[Month]]:
    found: dict[uuid.UUID, set[Month]] = defaultdict(set)
    rows = RentEntry.objects.filter(lease_id__in=list(lease_ids), withdrawn_at__isnull=True, month__isnull=False)
    for lease_id, month in rows.values_list("lease_id", "month"):
        if month:
            found[lease_id].add(Month.of(month))
    return found


def called_months(lease_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[Month]]:
    """Give the months called of each sublease, in one query."""
    return _called(lease_ids)


def _last_benefit(lines: list[Entry]) -> Decimal:
    paid = [line for line in lines if line.kind in (RentEntryKind.BENEFIT, RentEntryKind.BENEFIT_TO_HOUSEHOLD)]
    return paid[-1].amount if paid else NOTHING


def _thresholds(day: dt.date) -> BenefitThresholds:
    months = law_on("arrears.benefit_months", day)
    return BenefitThresholds(
        rents=law_on("arrears.benefit_rents", day),
        debt=law_on("arrears.benefit_debt", day),
        months=int(months) if months is not None else None,
    )


def law_on(code: str, day: dt.date) -> Decimal | None:
    """Give a figure of the law of a day, or None where none is in force yet."""
    try:
        return number(code, day)
    except UnknownParameterError:
        return None


def month_words(month: Month) -> str:
    """Say « Novembre 2026 »."""
    return capitalised(month_name(month.first))

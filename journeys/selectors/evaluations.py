"""What the lease side knows of an accompaniment that ends: debts, effort rate, titles, at its start and at its end (§4.6)."""

import datetime as dt
import uuid
from collections import defaultdict
from decimal import Decimal

from accompaniments.access.evaluations import EvaluationHeld
from accompaniments.models import Accompaniment
from accompaniments.readings.evaluations import RentDebt
from accompaniments.selectors.evaluation_facts import FactLine, LeaseFacts, entered_on
from accompaniments.selectors.evaluations import EvaluationPage
from accompaniments.selectors.evaluations import evaluation_page as read_page
from foundation.words import capitalised, euros, of_month, plain_date
from households.enums import ChargeKind, ResourceKind
from households.models import Charge, Resource
from leases.enums import LeaseKind
from leases.models import AccountBalance, Lease
from leases.rules.affordability import Cost, effort_rate, shown_rate
from leases.selectors.rent import balance_on, terms_on
from partners.reader import Reader

UNKNOWN = "non renseignée"
NOT_COMPUTED = "ne se calcule pas (ressources ou loyer non renseignés)"
HOUSING_COSTS = (ChargeKind.RENT, ChargeKind.RENTAL_CHARGES)
_Months = dict[dt.date, Decimal]


def evaluation_page(reader: Reader, held: EvaluationHeld) -> EvaluationPage:
    """Give the page of an evaluation with what both sides know, shaped for this reader."""
    is_gathered = held.row.is_open and held.hers.reads_whole
    lease = lease_facts(held.row.accompaniment, held.row.ended_on) if is_gathered else None
    return read_page(reader, held, lease)


def lease_facts(course: Accompaniment, ended_on: dt.date) -> LeaseFacts:
    """Give the lease side's facts of a course whose last day is `ended_on`, in a constant number of queries. The team's."""
    start = entered_on(course)
    leases = list(
        Lease.objects.filter(enrolment=course.enrolment_id, started_on__lte=ended_on)
        .select_related("head_lease__tenant_association")
        .prefetch_related("revisions", "slides")
        .order_by("started_on", "signed_on")
    )
    return LeaseFacts(
        debts=_debts(course.enrolment_id, start, ended_on),
        effort=(*_effort(course.enrolment_id, leases, start, ended_on), *_owed_to_association(leases, ended_on)),
        titles=_titles(leases, ended_on),
    )


def _debts(enrolment_id: uuid.UUID, start: dt.date, ended_on: dt.date) -> tuple[RentDebt, ...]:
    """Give, landlord by landlord, the last statement by each day; none by then is said, never counted as nothing (A12)."""
    known: dict[tuple[uuid.UUID, str], _Months] = defaultdict(dict)
    rows = AccountBalance.objects.filter(enrolment=enrolment_id, stated_on__lte=ended_on).select_related("landlord")
    for row in rows.order_by("stated_on", "recorded_at"):
        known[row.landlord_id, row.landlord.name][row.stated_on] = row.amount
    return tuple(_debt(pk, name, stated, start) for (pk, name), stated in known.items())


def _debt(landlord_id: uuid.UUID, name: str, stated: _Months, start: dt.date) -> RentDebt:
    first = max((day for day in stated if day <= start), default=None)
    last = max(stated)
    change = ""
    if first is not None:
        moved = stated[last] - stated[first]
        change = (
            "sans changement" if not moved else f"{'en baisse' if moved < 0 else 'en hausse'} de {euros(abs(moved))}"
        )
    return RentDebt(
        landlord_id=str(landlord_id),
        landlord=name,
        start=_stated(stated, first),
        end=_stated(stated, last),
        change=change,
    )


def _stated(stated: _Months, day: dt.date | None) -> str:
    if day is None:
        return UNKNOWN
    amount = stated[day]
    said = f"{euros(-amount)} en faveur du ménage" if amount < 0 else euros(amount)
    return f"{said} au {plain_date(day)}"


def _effort(enrolment_id: uuid.UUID, leases: list[Lease], start: dt.date, ended_on: dt.date) -> tuple[FactLine, ...]:
    """Give the effort rate (§3.1): rent and charges less housing benefit, on the resources without it, of one month."""
    incomes: dict[bool, _Months] = {True: defaultdict(Decimal), False: defaultdict(Decimal)}
    rows = Resource.objects.filter(enrolment=enrolment_id, month_on__lte=ended_on)
    for kind, month, amount in rows.values_list("kind", "month_on", "amount"):
        incomes[kind == ResourceKind.HOUSING_BENEFIT][month] += amount
    spent: _Months = defaultdict(Decimal)
    charges = Charge.objects.filter(enrolment=enrolment_id, month_on__lte=ended_on, kind__in=HOUSING_COSTS)
    for month, amount in charges.values_list("month_on", "amount"):
        spent[month] += amount
    if not incomes[False] and not spent and not leases:
        return ()
    first, last = (_rate(incomes, spent, leases, day) for day in (start, ended_on))
    return (FactLine("Taux d’effort (loyer et charges, aide au logement déduite)", start=first, end=last),)


def _rate(incomes: dict[bool, _Months], spent: _Months, leases: list[Lease], day: dt.date) -> str:
    month = max((one for one in incomes[False] if one <= day), default=None)
    cost = _housing_cost(spent, leases, day, month)
    if month is None or cost is None:
        return NOT_COMPUTED
    net = Cost(rent=cost, housing_benefit=incomes[True].get(month, Decimal(0))).net
    rate = shown_rate(effort_rate(net, incomes[False][month]))
    return NOT_COMPUTED if rate is None else f"{str(rate).replace('.', ',')}\u00a0% (ressources {of_month(month)})"


def _housing_cost(spent: _Months, leases: list[Lease], day: dt.date, month: dt.date | None) -> Decimal | None:
    """Give the rent and charges of the title in force on a day, else those that the team wrote for that month."""
    for lease in reversed(leases):
        if lease.started_on <= day and (lease.ended_on is None or lease.ended_on >= day):
            terms = terms_on(lease, day)
            if terms.rent + terms.charges > 0:
                return terms.rent + terms.charges
    return spent.get(month) if month else None


def _owed_to_association(leases: list[Lease], ended_on: dt.date) -> tuple[FactLine, ...]:
    """Give what is owed on the sublease at the end: another debt than the landlord's, never added to it (A12)."""
    subleases = [lease for lease in leases if lease.kind == LeaseKind.SUBLEASE]
    if not subleases:
        return ()
    owed = sum(balance_on([lease.pk for lease in subleases], ended_on).values(), Decimal(0))
    said = f"{euros(-owed)} d’avance" if owed < 0 else euros(owed)
    return (FactLine("Dette de la sous-location envers l’association, à la fin", said),)


def _titles(leases: list[Lease], ended_on: dt.date) -> tuple[FactLine, ...]:
    """Give by what the household occupied its home, in order, each with its dates; never an address."""
    return tuple(
        FactLine(capitalised(str(LeaseKind(lease.kind).label)), _period(lease.started_on, lease.ended_on, ended_on))
        for lease in leases
    ) + tuple(
        FactLine("Bail glissé", f"le {plain_date(slide.slid_on)}")
        for lease in leases
        for slide in lease.slides.all()
        if slide.annulled_at is None and slide.slid_on <= ended_on
    )


def _period(started_on: dt.date, over_on: dt.date | None, ended_on: dt.date) -> str:
    if over_on and over_on <= ended_on:
        return f"du {plain_date(started_on)} au {plain_date(over_on)}"
    return f"depuis le {plain_date(started_on)}"

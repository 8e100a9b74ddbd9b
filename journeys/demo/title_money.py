"""Rents, plans, insurance, statements, what subletting costs: the accounts of the demonstration's subleases."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from dateutil.relativedelta import relativedelta

from foundation.periods import Month
from journeys.demo.case import Case
from journeys.demo.course_path import Path
from journeys.demo.play import Stage
from journeys.demo.story import CAP_HABITAT, SOLIGONE
from journeys.demo.title_acts import title_of
from leases.enums import CostKind, LeaseKind, RentEntryKind
from leases.models import Lease, RentImport, RepaymentPlan
from leases.rules.plans import even_instalments
from leases.services import costs, insurance, plans, rent, rent_imports
from leases.services.plans import PlanTerms
from partners.enums import Axis
from partners.models import User
from partners.requests import load_reader

BENEFIT = Decimal("265.00")
SETTLING = dt.timedelta(days=40)  # before the benefit agency pays
INSURERS = ("MAIF", "Macif", "Matmut", "GMF")
PAID_ON = 9  # the day of the month on which payments are recorded
BUDGET = {CostKind.UNPAID_RENT: 4000, CostKind.DAMAGE: 2500, CostKind.PROCEDURE: 1500, CostKind.MANAGEMENT: 6000}
COSTS: dict[
    str, tuple[tuple[CostKind, str, int, str], ...]
] = {  # a mark of the household, days ago (ahead when negative)
    "lease_late": ((CostKind.UNPAID_RENT, "944.00", 12, "Loyers de l’été non payés"),),
    "lease_missed": ((CostKind.DAMAGE, "380.00", 45, "Porte d’entrée remplacée"),),
    "lease_durable": (
        (CostKind.MANAGEMENT, "560.00", 60, "Visites de gestion du semestre"),
        (CostKind.DAMAGE, "450.00", -40, "Peinture du séjour"),
    ),
}


def pay(path: Path, *, unpaid: int) -> None:
    """Call the rent each month, and receive benefit and payment but for the last `unpaid` months."""
    story, today = path.case.story, path.stage.today
    month = Month.of(path.stage.ago(story.recorded - 8)).plus(1)
    last = Month.of(today)
    while month <= last:
        day = month.first + dt.timedelta(days=PAID_ON - 1)
        is_paid = month <= last.plus(-unpaid)
        path.on((today - day).days, 11, partial(_month, path, month, is_paid=is_paid))
        month = month.plus(1)


def _month(path: Path, month: Month, *, is_paid: bool) -> None:
    lease = _sublease(path)
    if lease is None:
        return
    called = rent.call_rent(by=path.case.manager, lease=lease, today=path.today, through=month)
    owed = sum((entry.amount for entry in called), Decimal(0))
    if not is_paid or owed <= BENEFIT:
        return
    if lease.started_on < path.today - SETTLING:
        _enter(path, lease, RentEntryKind.BENEFIT, BENEFIT)
        owed -= BENEFIT
    _enter(path, lease, RentEntryKind.PAYMENT, owed)


def _sublease(path: Path) -> Lease | None:
    """Give the sublease that runs on the story's day, if it has begun."""
    rows = Lease.objects.open_on(path.today).filter(enrolment=path.case.enrolment, kind=LeaseKind.SUBLEASE)
    found: Lease | None = rows.select_related("enrolment").first()
    return found


def _enter(path: Path, lease: Lease, kind: RentEntryKind, amount: Decimal) -> None:
    rent.record_entry(
        by=path.case.manager, lease=lease, kind=kind, amount=amount, dated_on=path.today, today=path.today
    )


def insure(path: Path, *, ends_in: int) -> None:
    """Have a certificate that ends in so many days."""
    path.on(20, 15, lambda: _insure(path, ends_in))


def _insure(path: Path, ends_in: int) -> None:
    ended_on = path.stage.today + dt.timedelta(days=ends_in)
    insurance.record_certificate(
        by=path.by,
        lease=title_of(path),
        insurer=INSURERS[path.case.rank % len(INSURERS)],
        started_on=ended_on - relativedelta(years=1, days=-1),
        ended_on=ended_on,
        today=path.today,
    )


def keep_plan(path: Path) -> None:
    """Agree on a plan with the association, and keep it."""
    path.on(130, 15, lambda: _owe(path, Decimal("360.00")))
    path.on(129, 16, lambda: _agree(path, Decimal("360.00"), 6, resumed=True))
    for days in (98, 68, 38, 8):
        path.on(days, 16, lambda: _pay_plan(path, Decimal("60.00")))


def break_plan(path: Path) -> None:
    """Agree on a plan with the association, then pay one instalment alone."""
    path.on(96, 15, lambda: _owe(path, Decimal("480.00")))
    path.on(95, 16, lambda: _agree(path, Decimal("480.00"), 8))
    path.on(60, 16, lambda: _pay_plan(path, Decimal("60.00")))


def _owe(path: Path, amount: Decimal) -> None:
    lease = title_of(path)
    rent.record_entry(
        by=path.case.manager,
        lease=lease,
        kind=RentEntryKind.ADJUSTMENT,
        amount=amount,
        dated_on=path.today,
        note="Régularisation des charges de l’année",
        today=path.today,
    )


def _agree(path: Path, debt: Decimal, count: int, *, resumed: bool = False) -> None:
    first_on = path.today + dt.timedelta(days=30)
    plans.agree_with_association(
        by=path.by,
        sublease=title_of(path),
        terms=PlanTerms(
            debt,
            path.today,
            even_instalments(debt, count, first_on),
            resumed_on=path.today if resumed else None,
        ),
        today=path.today,
    )


def _pay_plan(path: Path, amount: Decimal) -> None:
    plan = RepaymentPlan.objects.filter(enrolment=path.case.enrolment).latest("recorded_at")
    plans.pay_instalment(by=path.case.manager, plan=plan, amount=amount, paid_on=path.today, today=path.today)


def agree_with_landlord(path: Path, days_ago: int, *, debt: Decimal) -> None:
    """Agree on a plan with the landlord; the instalments due are paid."""
    path.on(days_ago, 15, lambda: _landlord(path, debt))
    for days in range(days_ago - 30, 0, -30):
        path.on(days, 15, lambda: _pay_plan(path, debt / 24))


def _landlord(path: Path, debt: Decimal) -> None:
    plans.agree_with_landlord(
        by=path.by,
        enrolment=path.case.enrolment,
        landlord=path.landlord,
        terms=PlanTerms(
            debt, path.today, even_instalments(debt, 24, path.today + dt.timedelta(days=30)), resumed_on=path.today
        ),
        today=path.today,
    )


def tell_associations(stage: Stage, cases: Sequence[Case]) -> None:
    """Put on the calendar the budgets, the costs, and two statements of payments: one undone, one to check."""
    if not cases:
        return
    stage.at(stage.ago(170), 9, 30, lambda: _budgets(stage))
    for case in cases:
        for mark in case.story.marks & COSTS.keys():
            for kind, amount, days, note in COSTS[mark]:
                stage.at(stage.ago(max(days, 5)), 17, 30, partial(_cost, case, kind, amount, days, note))
    paying = [
        case
        for case in cases
        if case.story.association == SOLIGONE and case.story.marks & {"lease_agreed", "lease_convened"}
    ]
    if paying:
        stage.at(stage.ago(4), 17, 40, partial(_import, stage, paying, "releve-novembre.csv", is_undone=True))
        stage.at(stage.ago(1), 17, 40, partial(_import, stage, paying, "releve-corrige.csv", is_undone=False))


def _budgets(stage: Stage) -> None:
    for association in (SOLIGONE, CAP_HABITAT):
        costs.set_budget(
            by=stage.cast.manager_of(association),
            version=stage.cast.versions[Axis.ACCESS],
            association=stage.cast.organisations[association],
            year=stage.today.year,
            amounts={kind: Decimal(amount) for kind, amount in BUDGET.items()},
        )


def _cost(case: Case, kind: CostKind, amount: str, days: int, note: str) -> None:
    stage = case.stage
    costs.record_cost(
        by=case.manager,
        version=case.enrolment.version,
        association=case.association,
        kind=kind,
        amount=Decimal(amount),
        dated_on=stage.ago(days),
        is_planned=days < 0,
        note=note,
        lease=title_of(Path(case)),
        today=stage.clock.today,
    )


def _import(stage: Stage, cases: Sequence[Case], name: str, *, is_undone: bool) -> None:
    """Send a statement; the first one is written then undone, the second waits to be checked, one line in error."""
    by, today = stage.cast.manager_of(SOLIGONE), stage.clock.today
    lines = ["Dossier;Date;Montant;Nature"]
    lines += [
        f"{case.enrolment.file_number};{today - dt.timedelta(days=rank + 1):%d/%m/%Y};{40 + 5 * rank},00;virement"
        for rank, case in enumerate(cases)
    ]
    if not is_undone:
        lines.append(f"MH-0000;{today:%d/%m/%Y};118,00;virement")
    batch: RentImport = rent_imports.read_statement(
        by=by,
        association=stage.cast.organisations[SOLIGONE],
        data="\n".join(lines).encode(),
        name=name,
        default_kind=RentEntryKind.PAYMENT,
    )
    if is_undone:
        reader = load_reader(User.objects.get(pk=by))
        rent_imports.start_writing(by=by, batch=batch, reader=reader)
        rent_imports.write_statement(by=by, batch=batch, reader=reader)
        rent_imports.undo_statement(by=by, batch=batch)

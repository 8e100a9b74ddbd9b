"""What a sublease leaves behind it: the calls and payments of its account, its exams and notices, its insurance."""

import datetime as dt
from decimal import Decimal

from foundation.periods import Month, Period
from leases.enums import ExamOutcome, LandlordPosition, NoticeMeans, RentEntryKind
from leases.models import InsuranceCertificate, Lease, PrefectNotice, RentEntry, SlideExam
from leases.rules.exams import ExamTerms, periods_until
from leases.rules.rent import Terms, call_for, months_to_call
from scripts.bench.lives import Life, moment

LAW = ExamTerms(period_months=6, notice_months=2, before_notice_days=15)  # what the reference loads
BENEFIT = Decimal(180)
BEHIND = 7  # one in so many pays half of its last months
UNHELD = 5  # one in so many has not held its last exam
UNINSURED = 6
LATE_MONTHS = 4


def live_in(life: Life, lease: Lease) -> None:
    """Write the life of a sublease as far as it has come today; what is missing goes by the rank of its dwelling."""
    rank, last = life.ground.dwellings, min(lease.ended_on or life.ground.today, life.ground.today)
    if lease.started_on > last:
        return
    _pay(life, lease, is_behind=rank % BEHIND == 0)
    _insure(life, lease, last, is_renewed=rank % UNINSURED != 0)
    _examine(life, lease, last, is_held=rank % UNHELD != 0)


def _pay(life: Life, lease: Lease, *, is_behind: bool) -> None:
    today, by = life.ground.today, life.worker.pk
    period, terms = Period(lease.started_on, lease.ended_on), [Terms(lease.started_on, lease.rent, lease.charges)]
    late = Month.of(today).plus(-LATE_MONTHS)

    def enter(kind: RentEntryKind, amount: Decimal, day: dt.date, month: Month | None = None) -> None:
        life.add(
            RentEntry(
                lease=lease, kind=kind, amount=amount, dated_on=day, month=month.first if month else None, recorded_by=by,
                recorded_at=moment(day, 10),
            )
        )  # fmt: skip

    for month in months_to_call(period, (), today):
        call = call_for(month, period, terms)
        if call is None:
            continue
        enter(RentEntryKind.RENT, call.rent, call.due_on, month)
        enter(RentEntryKind.CHARGES, call.charges, call.due_on, month)
        benefit = min(BENEFIT, call.total / 2)
        rest = call.total - benefit
        paid_on = call.due_on + dt.timedelta(days=4)
        if paid_on > today:
            continue
        enter(RentEntryKind.BENEFIT, benefit, paid_on)
        enter(RentEntryKind.PAYMENT, rest / 2 if is_behind and month.first >= late.first else rest, paid_on)


def _insure(life: Life, lease: Lease, last: dt.date, *, is_renewed: bool) -> None:
    day = lease.started_on
    while day <= last:
        until = day + dt.timedelta(days=364)
        if until < last or is_renewed:
            life.add(
                InsuranceCertificate(
                    lease=lease, insurer="Mutuelle d’essai", started_on=day, ended_on=until, recorded_by=life.worker.pk,
                    recorded_at=moment(day, 10),
                )
            )  # fmt: skip
        day = until + dt.timedelta(days=1)


def _examine(life: Life, lease: Lease, last: dt.date, *, is_held: bool) -> None:
    due = [one for one in periods_until(lease.signed_on, last, LAW) if one.notice_due_on <= last]
    for one in due if is_held else due[:-1]:
        held, told, by = one.exam_due_on - dt.timedelta(days=3), one.exam_due_on - dt.timedelta(days=18), life.worker.pk
        life.add(
            SlideExam(
                sublease=lease, number=one.number, starts_at=moment(held, 14), place="À l’association", convened_on=told,
                convened_by=by, household_told_on=told, household_means="HANDED", landlord_told_on=told,
                landlord_means="EMAIL", outcome=ExamOutcome.HELD, held_on=held, present="Le ménage, l’association",
                position=LandlordPosition.RESERVED, position_reason="Six mois de plus.", position_on=held, position_by=by,
                recorded_by=by, recorded_at=moment(held, 16),
            )
        )  # fmt: skip
        life.add(
            PrefectNotice(
                sublease=lease, number=one.number, is_lease_offered=False, reason="Six mois de plus.", prepared_on=held,
                prepared_by=by, sent_on=held + dt.timedelta(days=2), means=NoticeMeans.REGISTERED,
                tracking_number=f"1A{one.number:011d}", sent_by=by, recorded_at=moment(held, 17),
            )
        )  # fmt: skip

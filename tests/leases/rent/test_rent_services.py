"""Calls made once, entries withdrawn and never erased, balances in one query."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.periods import Month
from foundation.refusals import Refused
from leases.enums import RentEntryKind
from leases.models import Lease, RentEntry
from leases.selectors.rent import accounts_of, arrears_on, balance_on, subleases
from leases.services import rent
from records.models import Event
from tests.days import TODAY, before
from tests.factories import households as h
from tests.factories import leases as le
from tests.factories.records import ParameterFactory

pytestmark = pytest.mark.django_db
D = dt.date
FIRST = D(2026, 9, 16)


@pytest.fixture
def sublease(world):
    return made(world)


def made(world, started_on=FIRST, enrolment=None, **values):
    head = le.HeadLeaseFactory.make(tenant_association=world.soligone, started_on=started_on)
    return le.SubleaseFactory.make(
        head_lease=head,
        enrolment=enrolment or world.mine,
        started_on=started_on,
        rent=Decimal(300),
        charges=Decimal(60),
        **values,
    )


def paid(world, lease, amount, on=None, kind=RentEntryKind.PAYMENT, note="précision"):
    return rent.record_entry(
        by=world.lead.pk,
        lease=lease,
        kind=kind,
        amount=Decimal(amount),
        dated_on=on or before(1),
        note=note,
        today=TODAY,
    )


def test_the_months_begun_are_called_once_each_by_its_days(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    rows = RentEntry.objects.filter(kind=RentEntryKind.RENT).order_by("month")
    assert [(row.month, row.dated_on, row.amount) for row in rows] == [
        (D(2026, 9, 1), D(2026, 9, 16), Decimal(150)),
        (D(2026, 10, 1), D(2026, 10, 1), Decimal(300)),
        (D(2026, 11, 1), D(2026, 11, 1), Decimal(300)),
    ]
    assert balance_on([sublease.pk], TODAY) == {sublease.pk: Decimal(900)}
    assert balance_on([sublease.pk], D(2026, 9, 30)) == {sublease.pk: Decimal(180)}
    assert Event.objects.filter(verb="rent_entry.recorded", subject_id=world.mine.pk).count() == 6


def test_the_amount_is_never_in_the_journal(world, sublease):
    paid(world, sublease, "123.45")
    assert "123" not in str(Event.objects.get(verb="rent_entry.recorded").details)


def test_a_call_up_to_a_month_stops_there(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY, through=Month(2026, 9))
    assert {row.month for row in RentEntry.objects.all()} == {D(2026, 9, 1)}


def test_a_month_called_whole_is_called_again_by_its_days_once_the_end_is_known(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    Lease.objects.filter(pk=sublease.pk).update(ended_on=D(2026, 11, 10))
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    standing = RentEntry.objects.filter(month=D(2026, 11, 1), withdrawn_at__isnull=True, kind=RentEntryKind.RENT)
    assert standing.get().amount == Decimal(100)
    assert RentEntry.objects.filter(month=D(2026, 11, 1), withdrawn_at__isnull=False).count() == 2


def test_a_new_rent_is_called_from_its_day(world, sublease):
    rent.call_rent(by=world.lead.pk, lease=sublease, today=D(2026, 10, 31))
    with pytest.raises(Refused):
        rent.revise_rent(
            by=world.lead.pk, lease=sublease, started_on=D(2026, 10, 15), rent=Decimal(310), charges=Decimal(60)
        )
    rent.revise_rent(
        by=world.lead.pk, lease=sublease, started_on=D(2026, 11, 1), rent=Decimal(310), charges=Decimal(60)
    )
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    assert RentEntry.objects.get(month=D(2026, 11, 1), kind=RentEntryKind.RENT).amount == Decimal(310)


def test_what_is_withdrawn_stays_and_counts_no_more(world, sublease):
    row = paid(world, sublease, 100)
    with pytest.raises(Refused):
        rent.withdraw_entry(by=world.lead.pk, entry=row, reason=" ")
    rent.withdraw_entry(by=world.lead.pk, entry=row, reason="Chèque revenu")
    rent.withdraw_entry(by=world.colleague.pk, entry=row, reason="Autre")
    row.refresh_from_db()
    assert (row.withdrawal_reason, row.withdrawn_by) == ("Chèque revenu", world.lead.pk)
    assert balance_on([sublease.pk], TODAY)[sublease.pk] == 0


@pytest.mark.parametrize(
    ("kind", "amount", "on", "field"),
    [
        (RentEntryKind.RENT, 10, TODAY, "kind"),
        (RentEntryKind.PAYMENT, 10, TODAY + dt.timedelta(1), "dated_on"),
        (RentEntryKind.PAYMENT, -10, TODAY, "amount"),
    ],
)
def test_refused(world, sublease, kind, amount, on, field):
    with pytest.raises(Refused) as refused:
        paid(world, sublease, amount, on, kind)
    assert refused.value.field == field


def test_an_adjustment_says_what_it_corrects(world, sublease):
    with pytest.raises(Refused) as refused:
        paid(world, sublease, -10, kind=RentEntryKind.ADJUSTMENT, note="")
    assert refused.value.field == "note"


def test_only_a_sublease_has_an_account(world):
    with pytest.raises(Refused):
        paid(world, le.LeaseFactory.make(enrolment=world.mine), 10)


def test_arrears_of_two_months_and_the_day_they_were_reached(world, sublease):
    ParameterFactory.make(code="arrears.months", value=2, started_on=D(2025, 1, 1))
    assert arrears_on(TODAY) == []
    rent.call_rent(by=world.lead.pk, lease=sublease, today=TODAY)
    (found,) = arrears_on(TODAY)
    assert (found.enrolment_id, found.debt, found.since) == (world.mine.pk, Decimal(900), D(2026, 11, 1))
    paid(world, sublease, "300.01")
    assert arrears_on(TODAY) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_many_accounts_cost_as_much_as_one(world, count, django_assert_num_queries):
    ParameterFactory.make(code="arrears.months", value=2, started_on=D(2025, 1, 1))
    for number in range(count):
        lease = made(world, enrolment=h.EnrolmentFactory.make())
        rent.call_rent(by=world.lead.pk, lease=lease, today=TODAY)
        if number % 2:
            paid(world, lease, 400)
    leases = list(subleases())
    with django_assert_num_queries(10):
        accounts_of(leases, TODAY)
    with django_assert_num_queries(1):
        balance_on([lease.pk for lease in leases], TODAY)
    with django_assert_num_queries(4):
        arrears_on(TODAY)

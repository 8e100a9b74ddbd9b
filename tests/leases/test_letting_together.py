"""Two people sign at once for one home, and for one household: one of them is told that it is taken. On both databases."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from leases.models import Lease
from leases.services.leases import LeaseTerms, sign_direct
from leases.services.obstacles import DoubleLetting
from tests.days import TODAY
from tests.factories import leases as lf
from tests.factories.households import EnrolmentFactory

pytestmark = pytest.mark.django_db(transaction=True)
TERMS = LeaseTerms(signed_on=TODAY, started_on=TODAY, rent=Decimal(412))


def together(*works):
    """Do these works at once; give what each gave or raised."""
    given, gate = [None] * len(works), threading.Barrier(len(works))

    def do(rank):
        try:
            gate.wait(timeout=20)
            given[rank] = works[rank]()
        except Exception as error:  # noqa: BLE001 -- told to the test
            given[rank] = error
        finally:
            connection.close()

    if connection.vendor == "sqlite":  # in memory, one connection: one after the other, as its write lock has it
        for rank, work in enumerate(works):
            try:
                given[rank] = work()
            except DoubleLetting as error:
                given[rank] = error
        return given
    threads = [threading.Thread(target=do, args=(rank,)) for rank in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return given


def signed(share, enrolment):
    return lambda: sign_direct(by=enrolment.pk, share=share, enrolment=enrolment, terms=TERMS, today=TODAY)


def test_one_home_is_let_to_one_of_two_households():
    share, one, two = lf.DwellingShareFactory.make(), EnrolmentFactory.make(), EnrolmentFactory.make()
    given = together(signed(share, one), signed(share, two))
    assert sorted(type(one).__name__ for one in given) == ["DoubleLetting", "Lease"]
    assert Lease.objects.count() == 1


def test_one_household_gets_one_of_two_homes():
    enrolment, homes = EnrolmentFactory.make(), [lf.DwellingShareFactory.make() for _ in range(2)]
    given = together(*(signed(share, enrolment) for share in homes))
    assert sorted(type(one).__name__ for one in given) == ["DoubleLetting", "Lease"]
    assert Lease.objects.count() == 1


def test_a_whole_home_and_one_of_its_rooms_are_not_let_together():
    share = lf.DwellingShareFactory.make()
    room = lf.DwellingShareFactory.make(dwelling=share.dwelling, label="chambre 1")
    given = together(signed(share, EnrolmentFactory.make()), signed(room, EnrolmentFactory.make()))
    assert sorted(type(one).__name__ for one in given) == ["DoubleLetting", "Lease"]

"""Two people who open a file in the same instant: two numbers, no fault."""

import threading

import pytest
from django.db import connection

from households.enums import HolderCause
from households.models import Enrolment
from households.services.enrolments import NewPerson, open_enrolment
from tests.factories import partners as p


@pytest.mark.django_db(transaction=True)
def test_numbers_are_never_given_twice():
    association = p.AssociationFactory.make()
    version = p.ProgrammeVersionFactory.make(associations=[association])
    user = p.UserFactory.make()
    faults = []
    start = threading.Barrier(4)

    def open_one():
        try:
            start.wait(timeout=20)
            open_enrolment(
                by=user.pk,
                version=version,
                started_on=version.started_on,
                association=association,
                cause=HolderCause.REFERRED,
                people=[NewPerson(first_name="Nadia", last_name="Bensaïd")],
            )
        except Exception as fault:  # noqa: BLE001 -- told to the test's own thread
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    year = version.started_on.year
    numbers = sorted(Enrolment.objects.values_list("file_number", flat=True))
    assert numbers == [f"{year}-{rank:04d}" for rank in range(1, 5)]

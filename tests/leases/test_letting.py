"""A dwelling is let once: the service says no on both databases, and PostgreSQL says the last no."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.refusals import Refused
from leases.enums import InventoryKind
from leases.models import Inventory, Lease
from leases.services.inventories import make_inventory
from leases.services.leases import (
    LeaseTerms,
    sign_direct,
    sign_head,
    sign_sublease,
)
from leases.services.obstacles import DoubleLetting
from tests.days import TODAY, after, before
from tests.factories import leases as lf

pytestmark = pytest.mark.django_db
ON_POSTGRES = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no exclusion constraint")


def terms(started_on: dt.date = TODAY, signed_on: dt.date = TODAY) -> LeaseTerms:
    return LeaseTerms(signed_on=signed_on, started_on=started_on, rent=Decimal(412), charges=Decimal(88))


def direct(world, share, **values):
    return sign_direct(
        by=world.cal_secretary.pk,
        share=share,
        enrolment=values.pop("enrolment", world.others),
        terms=terms(**values),
        today=TODAY,
    )


@pytest.fixture
def share(world):
    return lf.DwellingShareFactory.make(dwelling__unit=world.units["Orange"])


class TestTheService:
    def test_a_share_is_let_once_and_names_the_lease_in_the_way(self, world, share):
        first = direct(world, share, enrolment=world.mine)
        with pytest.raises(DoubleLetting, match="déjà loué") as refused:
            direct(world, share)
        assert refused.value.obstacle_id == first.pk
        assert refused.value.field == "started_on"
        assert "Bensaïd" not in refused.value.reason

    @pytest.mark.parametrize(("started_on", "is_free"), [(before(1), False), (TODAY, False), (after(1), True)])
    def test_the_last_day_of_a_lease_is_included(self, world, share, started_on, is_free):
        lf.LeaseFactory.make(share=share, enrolment=world.mine, ended_on=TODAY)
        if is_free:
            assert direct(world, share, started_on=started_on)
        else:
            with pytest.raises(DoubleLetting):
                direct(world, share, started_on=started_on)

    def test_a_lease_to_come_is_in_the_way_too(self, world, share):
        lf.LeaseFactory.make(share=share, enrolment=world.mine, started_on=after(20))
        with pytest.raises(DoubleLetting):
            direct(world, share)

    def test_two_shares_of_one_dwelling_are_let_apart(self, world, share):
        one, two = (
            lf.DwellingShareFactory.make(dwelling=share.dwelling, label=f"chambre {number}") for number in (1, 2)
        )
        direct(world, one, enrolment=world.mine)
        with pytest.raises(DoubleLetting, match="ne peut pas l’être en entier"):
            direct(world, share, enrolment=world.colleagues)
        assert direct(world, two)

    def test_a_head_lease_bars_a_direct_one_and_is_sublet_once(self, world, share):
        world.soligone.subletting_approved_on = before(400)
        world.soligone.save()
        head = sign_head(
            by=world.cal_secretary.pk,
            share=share,
            association=world.soligone,
            terms=terms(),
            expects_slide=True,
            today=TODAY,
        )
        with pytest.raises(DoubleLetting):
            direct(world, share)
        values = {"by": world.lead.pk, "head_lease": head, "terms": terms(), "today": TODAY}
        sign_sublease(**values, enrolment=world.mine)
        with pytest.raises(DoubleLetting, match="sous-loué"):
            sign_sublease(**values, enrolment=world.colleagues)

    @pytest.mark.parametrize(
        ("started_on", "signed_on", "field"),
        [
            (TODAY, after(1), "signed_on"),
            (after(400), TODAY, "started_on"),
            (dt.date(1, 1, 1), TODAY, "started_on"),
            (dt.date(9999, 12, 31), TODAY, "started_on"),
        ],
    )
    def test_absurd_days_are_refused(self, world, share, started_on, signed_on, field):
        with pytest.raises(Refused) as refused:
            direct(world, share, started_on=started_on, signed_on=signed_on)
        assert refused.value.field == field
        assert not Lease.objects.exists()

    @pytest.mark.parametrize("made_on", [after(1), before(31), dt.date(1, 1, 1)])
    def test_an_inventory_lies_between_the_signature_and_today(self, world, made_on):
        lease = lf.LeaseFactory.make(enrolment=world.mine)
        with pytest.raises(Refused) as refused:
            make_inventory(
                by=world.lead.pk,
                lease=lease,
                kind=InventoryKind.MOVE_IN,
                made_on=made_on,
                worker_was_present=True,
                keys_handed=2,
                note="",
                today=TODAY,
            )
        assert refused.value.field == "made_on"
        assert not Inventory.objects.exists()


class TestTheDatabase:
    def test_two_open_leases_of_a_share_are_refused(self, world, share):
        lf.LeaseFactory.make(share=share, enrolment=world.mine)
        with pytest.raises(IntegrityError), transaction.atomic():
            lf.LeaseFactory.make(share=share, enrolment=world.others, started_on=after(30))

    def test_two_open_subleases_of_a_head_lease_are_refused(self, world, share):
        head = lf.HeadLeaseFactory.make(share=share, tenant_association=world.soligone)
        lf.SubleaseFactory.make(head_lease=head, enrolment=world.mine)
        with pytest.raises(IntegrityError), transaction.atomic():
            lf.SubleaseFactory.make(head_lease=head, enrolment=world.others)

    @ON_POSTGRES
    @pytest.mark.parametrize(
        ("started_on", "ended_on"), [(before(10), before(5)), (before(40), before(28)), (before(1), None)]
    )
    def test_closed_leases_that_overlap_are_refused_behind_the_service(self, world, share, started_on, ended_on):
        lf.LeaseFactory.make(share=share, enrolment=world.mine, ended_on=before(1))
        with pytest.raises(IntegrityError, match="lease_share_no_overlap"), transaction.atomic():
            lf.LeaseFactory.make(
                share=share,
                enrolment=world.others,
                signed_on=started_on,
                started_on=started_on,
                ended_on=ended_on,
            )

    @ON_POSTGRES
    def test_closed_subleases_that_overlap_are_refused_behind_the_service(self, world, share):
        head = lf.HeadLeaseFactory.make(share=share, tenant_association=world.soligone)
        lf.SubleaseFactory.make(head_lease=head, enrolment=world.mine, ended_on=TODAY)
        with pytest.raises(IntegrityError, match="lease_under_head_no_overlap"), transaction.atomic():
            lf.SubleaseFactory.make(head_lease=head, enrolment=world.others, started_on=TODAY)
        assert lf.SubleaseFactory.make(head_lease=head, enrolment=world.others, started_on=after(1))

"""Titles that follow one another: same home, other home, none; what comes with them, and back when they are annulled."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest

from accompaniments.enums import State
from foundation.refusals import Refused
from households.enums import HousingSituation, NamingCause
from households.models import CurrentHousing, Enrolment, EnrolmentNaming
from households.permissions import standing
from journeys.selectors import exams
from journeys.selectors.file import file_head, file_page
from journeys.selectors.subleases import Wanted, board, followed
from journeys.services import allocation, slides, titles
from journeys.services.slides import InSitu
from journeys.services.titles import NewTitle
from leases.enums import InventoryKind, LeaseEnd, LeaseKind, SlideState
from leases.models import DwellingShare, Inventory, Lease, LeaseCorrection, Slide
from leases.selectors.titles import section
from leases.services import slide_proposals
from leases.services.corrections import correct_lease
from leases.services.leases import LeaseTerms, Past, end_lease
from leases.services.obstacles import DoubleLetting
from leases.services.slides import SlideFacts
from records.models import Event
from tests.days import TODAY, after, before
from tests.journeys.test_allocation import accepted
from tests.journeys.titles.acts import agreed, approve, changed, home, periods, taken_over, terms
from tests.leases import course
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db
D = dt.date
MARCH, NOVEMBER = dt.date(2026, 3, 1), dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _approved(world):
    approve(world.soligone)
    course.parameters()


def sees(user, enrolment) -> bool:
    return Enrolment.objects.visible_to(reader_of(user)).filter(pk=enrolment.pk).exists()


def awaited(world, enrolment) -> list[str]:
    reader = reader_of(world.lead)
    course = file_page(reader, enrolment, file_head(reader, enrolment), kind="", page=None).course
    return [one.text for step in course for one in step.awaited if "/bail/" in one.url]


def lives(enrolment) -> CurrentHousing:
    return CurrentHousing.objects.get(enrolment=enrolment, ended_on=None)


def sublet(world, enrolment, started_on=MARCH, **values):
    return taken_over(
        world, enrolment, LeaseKind.SUBLEASE, started_on, association=world.soligone, expects_slide=True, **values
    )


def slid(world, lease, day=NOVEMBER, **values):
    values.setdefault("inventory", InSitu(TODAY))
    return slides.slide(
        by=world.correspondent_orange.pk, sublease=lease, terms=terms(day, D(2026, 10, 20)), today=TODAY, **values
    )


class TestHardCases:
    def test_case_2_status_changes_twice_without_moving(self, world):
        """ALT, then a sliding sublease, then the household's lease: one home, three titles (2.1.7, 2.3.9, P7)."""
        mine = world.colleagues
        alt = taken_over(world, mine, LeaseKind.ALT, D(2025, 3, 15), association=world.soligone)
        lease = changed(world, alt, LeaseKind.SUBLEASE, D(2026, 3, 1), expects_slide=True)
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        slid(world, lease)
        assert periods(mine) == [
            ("ALT", D(2025, 3, 15), D(2026, 2, 28)),
            ("SUBLEASE", D(2026, 3, 1), D(2026, 10, 31)),
            ("DIRECT", D(2026, 11, 1), None),
        ]
        assert Lease.objects.filter(enrolment=mine).values("share").distinct().count() == 1
        assert Lease.objects.get(kind=LeaseKind.HEAD).ended_on == D(2026, 10, 31)
        assert lives(mine).situation == HousingSituation.TENANT
        assert lives(mine).started_on == D(2026, 11, 1)

    def test_case_3_title_lost_taken_by_the_association_sublet_then_slid_back(self, world):
        """A sauvegarde: the judge terminates, the association rents the occupied home, sublets, slides it back (V9b)."""
        mine = world.mine
        own = taken_over(world, mine, LeaseKind.DIRECT, D(2012, 6, 1))
        titles.end_title(by=world.lead.pk, lease=own, ended_on=D(2025, 12, 31), reason=LeaseEnd.TERMINATED, today=TODAY)
        lost = Lease.objects.get(enrolment=mine, kind=LeaseKind.NO_TITLE)
        assert lives(mine).situation == HousingSituation.NO_TITLE
        late = {"association": world.soligone, "head": terms(D(2026, 3, 1), D(2026, 3, 15))}
        with pytest.raises(Refused, match="signé le 15/03/2026") as refused:  # invariant 3
            changed(world, lost, LeaseKind.SUBLEASE, D(2026, 3, 1), **late)
        assert refused.value.field == "head_signed_on"
        lease = changed(world, lost, LeaseKind.SUBLEASE, D(2026, 3, 1), association=world.soligone, expects_slide=True)
        assert lease.head_lease.started_on == D(2026, 3, 1)
        assert awaited(world, mine) == ["État des lieux sur place", "Glissement du bail"]
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        slide = slid(world, lease, facts=SlideFacts(landlord_debt=Decimal(1840), association_debt=Decimal(120)))
        assert periods(mine) == [
            ("DIRECT", D(2012, 6, 1), D(2025, 12, 31)),
            ("NO_TITLE", D(2026, 1, 1), D(2026, 2, 28)),
            ("SUBLEASE", D(2026, 3, 1), D(2026, 10, 31)),
            ("DIRECT", D(2026, 11, 1), None),
        ]
        assert (slide.landlord_debt, slide.association_debt) == (Decimal(1840), Decimal(120))
        assert Inventory.objects.get(lease=slide.lease).kind == InventoryKind.IN_SITU

    def test_case_4_a_sublease_elsewhere_then_a_new_home_is_no_slide(self, world):
        """Sublet in a dedicated residence, the household succeeds by another dwelling (2.2.10)."""
        dossier = accepted(world)
        former = sublet(world, dossier.enrolment, dwelling=home(world, residence="Résidence-relais"))
        share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
        agreed(world, former, TODAY, before(10))
        with pytest.raises(Refused, match="c’est une mutation"):
            slid(world, former, share=share)
        lease = allocation.sign_lease(
            by=world.cal_secretary.pk,
            file=dossier.file,
            share=share,
            entry=allocation.Entry(terms(TODAY, before(1))),
            today=TODAY,
        )
        former.refresh_from_db()
        assert (former.ended_on, former.end_reason, lease.follows) == (before(1), LeaseEnd.TRANSFER, former)
        assert not Slide.objects.exists()

    def test_case_6_a_case_that_starts_sublet_and_a_durable_sublease(self, world):
        """No commission, no entry date in the scheme (2.1.13); a durable sublease never slides (2.2.6)."""
        blocked = sublet(world, world.colleagues, D(2019, 5, 1))
        assert (blocked.is_taken_over, blocked.expects_slide, blocked.file) == (True, True, None)
        durable = taken_over(
            world, world.mine, LeaseKind.SUBLEASE, D(2018, 1, 1), association=world.soligone, expects_slide=False
        )
        with pytest.raises(Refused, match="durable"):
            slid(world, durable)

    def test_case_10_a_commission_s_dossier_inside_a_sauvegarde(self, world):
        """A maintenance case opens a CAL dossier: the old home is left for the new, as a transfer."""
        dossier = accepted(world)
        own = taken_over(world, dossier.enrolment, LeaseKind.DIRECT, D(2015, 1, 1), dwelling=home(world, "Apt"))
        share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
        allocation.sign_lease(
            by=world.cal_secretary.pk,
            file=dossier.file,
            share=share,
            entry=allocation.Entry(terms(after(10), before(1))),
            today=TODAY,
        )
        own.refresh_from_db()
        assert (own.ended_on, own.end_reason) == (after(9), LeaseEnd.TRANSFER)
        assert lives(dossier.enrolment).dwelling_id == share.dwelling_id


class TestSlide:
    def test_it_waits_for_the_landlord_and_comes_after_its_agreement(self, world):
        lease = sublet(world, world.mine)
        with pytest.raises(Refused, match=r"L\. 442-8-3"):
            slid(world, lease)
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 25))
        with pytest.raises(Refused, match="25/10/2026") as refused:
            slid(world, lease)
        assert refused.value.field == "signed_on"
        assert periods(world.mine) == [("SUBLEASE", D(2026, 3, 1), None)]

    def test_on_the_day_agreed_and_recorded_once_it_is_decided_no_more(self, world):
        """A slide to come: neither the landlord nor the association goes back on what led to it, but by annulling it."""
        lease, day = sublet(world, world.mine), D(2026, 12, 1)
        agreed(world, lease, D(2026, 12, 2), D(2026, 10, 10))
        with pytest.raises(Refused, match="à partir du 02/12/2026") as refused:
            slid(world, lease, day)
        assert refused.value.field == "started_on"
        proposal = lease.slide_proposals.get()
        said = {"by": world.correspondent_orange.pk, "proposal": proposal, "reason": "Travaux", "today": TODAY}
        again = partial(slide_proposals.decide, decided_on=D(2026, 10, 12), planned_on=day, **said)
        again(state=SlideState.AGREED)
        made = slid(world, lease, day)
        for act in (
            partial(again, state=SlideState.REFUSED),
            partial(slide_proposals.withdraw, **said),
            partial(slid, world, lease, day),
            partial(agreed, world, lease, day, D(2026, 10, 13)),
        ):
            with pytest.raises(Refused, match="déjà enregistré"):
                act()
        reader = reader_of(world.lead)
        (part,) = exams.section(reader, world.mine, standing(reader, world.mine)).parts
        assert not {"Retirer la proposition", "Proposer le glissement"} & {act.label for act in part.acts}
        assert all(not line.slide_url for line in section(reader, world.mine, standing(reader, world.mine)).lines)
        (line,) = board(reader, followed(reader), Wanted(), None).lines
        assert line.slide == "Enregistré pour le 1er décembre 2026"
        assert awaited(world, world.mine) == ["Glissement du bail"]
        titles.annul_title(by=world.lead.pk, lease=made.lease, reason="Erreur", today=TODAY)
        again(state=SlideState.REFUSED)

    def test_an_inventory_or_a_reason(self, world):
        lease = sublet(world, world.mine)
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        with pytest.raises(Refused, match="état des lieux"):
            slid(world, lease, inventory=None)
        slid(world, lease, inventory=None, facts=SlideFacts(no_inventory_reason="Fait il y a deux mois."))
        assert not Inventory.objects.exists()

    def test_it_is_one_act(self, world):
        lease = sublet(world, world.mine)
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        slid(world, lease)
        acts = Event.objects.filter(verb__in=["lease.slid", "housing.moved", "lease.signed", "lease.ended"])
        last = acts.get(verb="lease.slid").act
        assert acts.filter(act=last).count() == 5

    def test_undone_both_contracts_go_on_and_it_counts_no_more(self, world):
        lease = sublet(world, world.mine)
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        slide = slid(world, lease)
        titles.annul_title(by=world.lead.pk, lease=slide.lease, reason="Erreur de dossier", today=TODAY)
        assert periods(world.mine) == [("SUBLEASE", D(2026, 3, 1), None)]
        assert Lease.objects.get(kind=LeaseKind.HEAD).ended_on is None
        slide.refresh_from_db()
        assert slide.annulled_at
        assert lives(world.mine).situation == HousingSituation.SUBTENANT
        assert Lease.with_annulled.filter(enrolment=world.mine).count() == 2


class TestChange:
    @pytest.mark.parametrize("day", [D(2026, 3, 1), D(2024, 3, 1), D(2024, 2, 29), D(2025, 12, 31), D(2026, 5, 31)])
    def test_what_follows_on_a_day_closes_the_one_before_on_its_eve(self, world, day):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        lost = changed(world, own, LeaseKind.NO_TITLE, day)
        own.refresh_from_db()
        assert (own.ended_on + dt.timedelta(1), own.end_reason) == (day, LeaseEnd.TERMINATED)
        assert lost.follows == own

    def test_a_protocol_then_a_new_lease(self, world):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        protocol = changed(world, changed(world, own, LeaseKind.NO_TITLE, D(2026, 1, 1)), LeaseKind.PCS, D(2026, 4, 1))
        changed(world, protocol, LeaseKind.DIRECT, D(2026, 7, 1))
        assert [kind for kind, *_ in periods(world.mine)] == ["DIRECT", "NO_TITLE", "PCS", "DIRECT"]

    def test_on_the_access_axis_a_lease_waits_for_the_commission_until_the_accompaniment_has_started(self, world):
        """S7–S9: neither another title in the home nor one « taken over » goes round its decision; a sauvegarde has none."""
        file = enrol(world.securisation, world.soligone, world.lead, last_name="Lamartine", state=State.READY)
        with pytest.raises(Refused, match=r"L\. 441-2") as refused:
            taken_over(world, file, LeaseKind.DIRECT, before(1))
        assert refused.value.field == "signed_on"
        shelter = taken_over(world, file, LeaseKind.ALT, before(30))
        with pytest.raises(Refused, match=r"L\. 441-2") as refused:
            changed(world, shelter, LeaseKind.SUBLEASE, before(1), association=world.soligone)
        assert refused.value.field == "kind"
        assert periods(file) == [("ALT", before(30), None)]

    def test_a_sublease_becomes_direct_by_a_slide_alone(self, world):
        with pytest.raises(Refused, match="glissement") as refused:
            changed(world, sublet(world, world.mine), LeaseKind.DIRECT, TODAY)
        assert refused.value.field == "kind"

    def test_what_follows_lasts_a_day_at_least_after(self, world):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, before(10))
        with pytest.raises(Refused, match="un jour plus tard"):
            changed(world, own, LeaseKind.NO_TITLE, before(10))

    def test_an_association_not_approved_does_not_take_an_occupied_home(self, world):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        lost = changed(world, own, LeaseKind.NO_TITLE, D(2026, 1, 1))
        world.soligone.subletting_approved_on = None
        world.soligone.save()
        with pytest.raises(Refused, match=r"L\. 442-8-1"):
            changed(world, lost, LeaseKind.SUBLEASE, D(2026, 3, 1), association=world.soligone)
        assert periods(world.mine)[-1] == ("NO_TITLE", D(2026, 1, 1), None)


class TestNaming:
    def test_a_reprise_of_one_s_own_lease_names_to_nobody(self, world):
        taken_over(world, world.colleagues, LeaseKind.DIRECT, D(2012, 6, 1))
        assert not EnrolmentNaming.objects.filter(enrolment=world.colleagues).exists()

    def test_a_sublease_names_to_the_unit_s_correspondent_until_it_ends(self, world):
        lease = sublet(world, world.colleagues)
        assert sees(world.correspondent_orange, world.colleagues)
        assert not sees(world.correspondent_apt, world.colleagues)
        titles.end_title(
            by=world.lead.pk,
            lease=lease,
            ended_on=before(1),
            reason=LeaseEnd.DEPARTURE,
            gives_back=True,
            today=TODAY,
        )
        assert not sees(world.correspondent_orange, world.colleagues)
        assert Lease.objects.get(kind=LeaseKind.HEAD).end_reason == LeaseEnd.GIVEN_BACK
        titles.undo_end(by=world.lead.pk, lease=Lease.objects.get(pk=lease.pk), today=TODAY)
        assert sees(world.correspondent_orange, world.colleagues)
        assert lives(world.colleagues).situation == HousingSituation.SUBTENANT

    def test_terminated_under_the_association_the_occupant_stays_named(self, world):
        lease = sublet(world, world.colleagues)
        titles.end_title(by=world.lead.pk, lease=lease, ended_on=before(3), reason=LeaseEnd.TERMINATED, today=TODAY)
        assert sees(world.correspondent_orange, world.colleagues)
        naming = EnrolmentNaming.objects.filter(enrolment=world.colleagues, ended_on=None).first()
        assert naming.cause == NamingCause.OCCUPANT


class TestColocation:
    def test_each_household_has_its_part_and_leaves_alone(self, world):
        dwelling = home(world)
        one = taken_over(world, world.mine, LeaseKind.DIRECT, D(2025, 1, 1), dwelling=dwelling, part="chambre 1")
        two = taken_over(world, world.others, LeaseKind.DIRECT, D(2025, 2, 1), dwelling=dwelling, part="chambre 2")
        with pytest.raises(DoubleLetting, match="en entier"):
            taken_over(world, world.colleagues, LeaseKind.DIRECT, D(2025, 3, 1), dwelling=dwelling)
        end_lease(by=world.lead.pk, lease=one, ended_on=before(1), reason=LeaseEnd.DEPARTURE, today=TODAY)
        two.refresh_from_db()
        assert two.ended_on is None
        taken_over(world, world.colleagues, LeaseKind.DIRECT, TODAY, dwelling=dwelling, part="Chambre 1")


class TestEnds:
    @pytest.mark.parametrize(
        ("reason", "ended_on", "field"),
        [
            (LeaseEnd.EVICTED, after(1), "ended_on"),
            (LeaseEnd.DEATH, after(1), "ended_on"),
            (LeaseEnd.HOUSEHOLD_NOTICE, after(400), "ended_on"),
            (LeaseEnd.AGREEMENT, D(2010, 1, 1), "ended_on"),
        ],
    )
    def test_absurd_ends_are_refused(self, world, reason, ended_on, field):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        with pytest.raises(Refused) as refused:
            end_lease(by=world.lead.pk, lease=own, ended_on=ended_on, reason=reason, today=TODAY)
        assert refused.value.field == field

    def test_the_association_s_lease_does_not_end_before_who_lives_under_it(self, world):
        lease = sublet(world, world.mine)
        with pytest.raises(Refused, match="occupe encore"):
            end_lease(by=world.lead.pk, lease=lease.head_lease, ended_on=TODAY, reason=LeaseEnd.GIVEN_BACK, today=TODAY)

    def test_a_past_title_is_taken_over_in_any_order(self, world):
        """Reversed order of entry: today's first, then what came before."""
        dwelling = home(world)
        taken_over(world, world.mine, LeaseKind.NO_TITLE, D(2026, 1, 1), dwelling=dwelling)
        titles.take_over(
            by=world.lead.pk,
            enrolment=world.mine,
            dwelling=dwelling,
            new=NewTitle(LeaseKind.DIRECT, terms(D(2012, 6, 1))),
            past=Past(D(2025, 12, 31), LeaseEnd.TERMINATED),
            today=TODAY,
        )
        assert [kind for kind, *_ in periods(world.mine)] == ["DIRECT", "NO_TITLE"]
        with pytest.raises(DoubleLetting):
            titles.take_over(
                by=world.lead.pk,
                enrolment=world.mine,
                dwelling=home(world),
                new=NewTitle(LeaseKind.DIRECT, terms(D(2010, 6, 1))),
                past=Past(D(2012, 6, 1), LeaseEnd.AGREEMENT),
                today=TODAY,
            )


class TestCorrections:
    def test_what_it_said_is_kept_and_its_predecessor_follows(self, world):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        lost = changed(world, own, LeaseKind.NO_TITLE, D(2026, 1, 1))
        corrected = correct_lease(
            by=world.lead.pk, lease=lost, terms=terms(D(2026, 2, 1), rent=430), reason="Jugement relu", today=TODAY
        )
        own.refresh_from_db()
        assert (own.ended_on, corrected.started_on, corrected.rent) == (D(2026, 1, 31), D(2026, 2, 1), Decimal(430))
        assert '"started_on": "2026-01-01"' in LeaseCorrection.objects.get().before

    @pytest.mark.parametrize("day", [D(2025, 12, 1), D(2026, 2, 1)])
    def test_earlier_or_later_the_one_before_ends_on_the_eve(self, world, day):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        lost = changed(world, own, LeaseKind.NO_TITLE, D(2026, 1, 1))
        correct_lease(by=world.lead.pk, lease=lost, terms=terms(day), reason="Jugement relu", today=TODAY)
        own.refresh_from_db()
        assert own.ended_on == day - dt.timedelta(1)

    def test_the_day_of_a_slide_is_not_corrected(self, world):
        lease = sublet(world, world.mine)
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        slide = slid(world, lease)
        with pytest.raises(Refused, match="annulez-le") as refused:
            correct_lease(
                by=world.lead.pk,
                lease=slide.lease,
                terms=terms(D(2026, 10, 28), D(2026, 10, 20)),
                reason="Erreur",
                today=TODAY,
            )
        assert refused.value.field == "started_on"

    def test_an_association_s_lease_taken_in_error_goes_with_its_sublease(self, world):
        lease = sublet(world, world.mine)
        titles.annul_title(by=world.lead.pk, lease=lease, reason="Mauvais ménage", today=TODAY)
        assert not Lease.objects.exists()
        assert Lease.with_annulled.count() == 2

    def test_nothing_is_annulled_under_what_stands_on_it(self, world):
        own = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        changed(world, own, LeaseKind.NO_TITLE, D(2026, 1, 1))
        with pytest.raises(Refused, match="annulez d’abord le dernier"):
            titles.annul_title(by=world.lead.pk, lease=own, reason="Erreur", today=TODAY)
        with pytest.raises(Refused) as refused:
            titles.annul_title(by=world.lead.pk, lease=Lease.objects.get(kind="NO_TITLE"), reason="  ", today=TODAY)
        assert refused.value.field == "reason"


def test_a_lease_is_signed_after_its_commission_decided(world):
    dossier = accepted(world)
    share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
    early = LeaseTerms(signed_on=course.SITTING - dt.timedelta(1), started_on=TODAY, rent=Decimal(412))
    with pytest.raises(Refused, match="après la décision de la commission") as refused:
        allocation.sign_lease(
            by=world.cal_secretary.pk, file=dossier.file, share=share, entry=allocation.Entry(early), today=TODAY
        )
    assert refused.value.field == "signed_on"

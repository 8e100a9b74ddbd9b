"""« Baux sans ménage »: who sees them, the dwelling given back, a household housed, and nothing of who lives elsewhere."""

import datetime as dt

import pytest
from django.urls import reverse

from households.enums import NamingCause
from households.models import CurrentHousing, EnrolmentNaming
from journeys.selectors.heads import HEADS_PAGE, heads_due, heads_without_household, to_house
from journeys.services import allocation
from leases.enums import Answer, DecisionKind, FileEnd, LeaseEnd, LeaseKind
from leases.models import DwellingShare, Lease
from leases.services.decisions import DecisionFacts
from tests.days import TODAY, before
from tests.factories import leases as lf
from tests.factories.records import ParameterFactory
from tests.journeys.titles.acts import approve, home, taken_over
from tests.leases import course
from tests.leases.subleases import exam_parameters
from tests.world import reader_of

pytestmark = pytest.mark.django_db
D = dt.date
BOARD = "/sous-locations/"


@pytest.fixture(autouse=True)
def _ready(world):
    approve(world.soligone)
    course.parameters()
    exam_parameters()
    for code, value in (("notice.months", 3), ("notice.short_months", 1)):
        ParameterFactory.make(code=code, value=value, started_on=D(2015, 1, 1))


def head(world, **values):
    given = {
        "tenant_association": world.soligone,
        "share__dwelling__unit": world.units["Orange"],
        "share__dwelling__reference": "ORA-0099",
        "signed_on": before(400),
        "started_on": before(400),
    }
    return lf.HeadLeaseFactory.make(**{**given, **values})


def url(name, lease):
    return reverse(f"journeys:head_{name}", args=[lease.pk])


def read(client):
    return client.get(BOARD).content.decode()


def housing(household, **values):
    return {
        "enrolment": str(household.pk),
        "signed_on": before(2).isoformat(),
        "started_on": before(1).isoformat(),
        "rent": "400",
        **values,
    }


class TestWhoReads:
    def test_its_association_alone(self, world, client_of):
        lease = head(world)
        for user in (world.lead, world.colleague, world.manager):
            assert "ORA-0099" in read(client_of(user))
        for user in (world.other_worker, world.other_manager, world.correspondent_orange, world.adviser, world.rental):
            assert "ORA-0099" not in read(client_of(user))
            assert client_of(user).get(url("sublet", lease)).status_code == 404
            assert client_of(user).get(url("end", lease)).status_code == 404

    def test_one_under_which_somebody_lives_is_not_there_even_for_who_may_not_know_it(self, world, client_of):
        lease = head(world)
        lf.SubleaseFactory.make(head_lease=lease, share=lease.share, enrolment=world.protected)
        for user in (world.lead, world.manager):
            assert "ORA-0099" not in read(client_of(user))
            assert client_of(user).get(url("sublet", lease)).status_code == 404

    def test_empty_since_the_last_household_left_and_without_a_word_of_it(self, world, client_of):
        lease = head(world)
        lf.SubleaseFactory.make(
            head_lease=lease, share=lease.share, enrolment=world.protected, started_on=before(300), ended_on=before(10)
        )
        (line,) = heads_without_household(reader_of(world.lead)).lines
        assert line.empty_since == before(9)
        assert world.protected.file_number not in read(client_of(world.lead))

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_a_page_at_a_time_in_two_queries(self, world, client_of, count, django_assert_num_queries):
        for number in range(count):
            head(world, share__dwelling__reference=f"ORA-{number:02}")
        reader = reader_of(world.lead)
        with django_assert_num_queries(2):
            assert len(heads_without_household(reader).lines) == min(count, HEADS_PAGE)
        page = client_of(world.lead).get(BOARD, {"vides": "2"}).content.decode()
        assert ("page 2 sur 3" in page, "ORA-15" in page, "ORA-05" in page) == (count == 30, count == 30, False)


class TestReminded:
    def due(self, world, user):
        return [(line.title, line.due_on) for line in heads_due(reader_of(user))]

    def test_its_manager_once_it_is_empty_for_too_long(self, world, client_of):
        lease = head(world)
        lf.SubleaseFactory.make(
            head_lease=lease, share=lease.share, enrolment=world.protected, started_on=before(300), ended_on=before(40)
        )
        assert self.due(world, world.manager) == []  # no delay is set
        ParameterFactory.make(code="head.vacant_days", value=45, started_on=D(2015, 1, 1))
        assert self.due(world, world.manager) == []
        ParameterFactory.make(code="head.vacant_days", value=30, started_on=D(2026, 11, 1))
        assert self.due(world, world.manager) == [("Logement sans ménage, ORA-0099", before(9))]
        page = client_of(world.manager).get("/a-faire/").content.decode()
        assert "9\u00a0jours de" in page
        assert world.protected.file_number not in page
        for who in ("lead", "other_manager", "correspondent_orange"):
            assert self.due(world, world.people[who]) == []
        lease.ended_on, lease.end_reason = TODAY, LeaseEnd.GIVEN_BACK
        lease.save()
        assert self.due(world, world.manager) == []


class TestGivenBack:
    def test_by_its_manager_from_the_notice_then_undone(self, world, client_of):
        lease = head(world)
        client = client_of(world.manager)
        assert "1 mois au lieu de 3" in client.get(url("end", lease)).content.decode()
        client.post(url("end", lease), {"reason": "GIVEN_BACK", "notice_on": before(5).isoformat()})
        lease.refresh_from_db()
        assert (lease.end_reason, lease.ended_on) == (LeaseEnd.GIVEN_BACK, D(2027, 2, 16))
        assert "Annuler cette fin" in read(client)
        client.post(url("end_undo", lease))
        lease.refresh_from_db()
        assert lease.ended_on is None

    def test_a_worker_is_told_why_not(self, world, client_of):
        lease = head(world)
        assert client_of(world.lead).get(url("end", lease)).status_code == 403

    def test_neither_day_nor_notice(self, world, client_of):
        lease = head(world)
        answer = client_of(world.manager).post(url("end", lease), {"reason": "GIVEN_BACK", "note": "Trop grand."})
        said = answer.content.decode()
        assert "Indiquez le dernier jour, ou le jour où le congé a été reçu." in said
        assert "Trop grand." in said


class TestSublet:
    def test_to_a_household_that_she_follows(self, world, client_of):
        lease = head(world)
        client = client_of(world.lead)
        answer = client.post(url("sublet", lease), housing(world.mine))
        assert answer.status_code == 302
        made = Lease.objects.get(enrolment=world.mine, kind=LeaseKind.SUBLEASE)
        assert (made.head_lease_id, made.share_id) == (lease.pk, lease.share_id)
        assert CurrentHousing.objects.filter(enrolment=world.mine, dwelling_id=lease.share.dwelling_id).exists()
        assert EnrolmentNaming.objects.filter(source_id=made.pk, cause=NamingCause.LEASE_SIGNED).count() == 2
        assert "ORA-0099" not in read(client)

    def test_only_those_that_have_no_title_and_that_she_may_write_of(self, world):
        lease = head(world)
        assert [pk for pk, _ in to_house(reader_of(world.lead), lease)] == [str(world.mine.pk)]
        assert str(world.protected.pk) not in [pk for pk, _ in to_house(reader_of(world.lead), lease)]
        taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1), dwelling=home(world))
        assert to_house(reader_of(world.lead), lease) == []

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"enrolment": ""}, "Ménage"),
            ({"started_on": before(500).isoformat(), "signed_on": before(501).isoformat()}, "pendant le bail"),
            ({"rent": "-3"}, "-3"),
        ],
    )
    def test_what_is_refused_is_said_and_nothing_typed_is_lost(self, world, client_of, values, said):
        lease = head(world)
        answer = client_of(world.lead).post(url("sublet", lease), housing(world.mine, **values))
        assert answer.status_code == 200
        assert said in answer.content.decode()
        assert not Lease.objects.filter(
            kind=LeaseKind.SUBLEASE, signed_on__gte=before(501), started_on__lt=TODAY
        ).exists()

    def test_another_s_household_is_no_choice(self, world, client_of):
        lease = head(world)
        for enrolment in (world.protected, world.others, world.colleagues):
            answer = client_of(world.lead).post(url("sublet", lease), housing(enrolment))
            assert answer.status_code == 200
            assert not Lease.objects.filter(head_lease=lease).exists()

    def test_on_the_access_axis_after_the_commission_decided_of_that_home(self, world, client_of):
        """S7–S9: refused beside the household while its dossier is not decided; then the sublease ends its dossier."""
        dossier, hearing = course.scheduled(world)
        share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
        lease = head(world, share=share)
        client, mine = client_of(world.lead), dossier.enrolment
        answer = client.post(url("sublet", lease), housing(mine, rent="437.50"))
        assert "L. 441-2" in str(answer.context["form"].errors["enrolment"])
        assert "437.50" in answer.content.decode()
        decision = allocation.decide(
            by=world.cal_secretary.pk, hearing=hearing, facts=DecisionFacts(DecisionKind.ALLOCATED), today=TODAY
        )
        assert "après l’accord du ménage" in client.post(url("sublet", lease), housing(mine)).content.decode()
        offer = allocation.notify_offer(by=world.lead.pk, decision=decision, notified_on=before(12), today=TODAY)
        allocation.answer_offer(
            by=world.lead.pk, offer=offer, answer=Answer.ACCEPTED, answered_on=before(4), reason="", today=TODAY
        )
        elsewhere = head(world, share__dwelling__reference="ORA-0098")
        assert "L. 441-2" in client.post(url("sublet", elsewhere), housing(mine)).content.decode()
        early = housing(mine, signed_on=before(21).isoformat())
        assert "décision de la commission, prise le" in client.post(url("sublet", lease), early).content.decode()
        assert client.post(url("sublet", lease), housing(mine)).status_code == 302
        assert Lease.objects.get(enrolment=mine).file == dossier.file
        assert dossier.again().end == FileEnd.LEASE_SIGNED

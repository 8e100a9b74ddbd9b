"""A landlord's service asks for an intervention, and follows what it asked (domain.md §2.2 V1, §3.9)."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniments.enums import ReferralSource, State
from accompaniments.models import Accompaniment, Referral
from foundation.refusals import Refused
from foundation.words import euros
from households.enums import HousingSituation
from households.models import CurrentHousing, Enrolment, EnrolmentNaming
from households.services.enrolments import NewPerson
from journeys.selectors.requests import request_lines, requested_files
from journeys.services.requests import Situation, ask_intervention
from leases.enums import ProcedureStage
from leases.models import AccountBalance, ProcedureStep
from partners.enums import Role
from partners.models import ProgrammeVersion
from tests.accompaniments.pages import people
from tests.days import TODAY, after, before
from tests.factories import leases as lf
from tests.factories import partners as p
from tests.world import member, reader_of

pytestmark = pytest.mark.django_db
TRIED = "Trois courriers, un plan d’apurement non tenu."
RISK = "Le ménage ne répond plus."


@pytest.fixture
def dwelling(world):
    return lf.DwellingFactory.make(unit=world.units["Orange"], reference="ORA-0417", address="4 rue Saint-Éloi")


def situation(**values):
    said = {
        "is_terminated": True,
        "tried": TRIED,
        "risk": RISK,
        "debt": Decimal("2140.50"),
        "stated_on": before(5),
        "stage": ProcedureStage.JUDGMENT_TERMINATION,
        "reached_on": before(40),
    }
    return Situation(**{**said, **values})


def ask(world, dwelling, *, by=None, **values):
    said = {
        "version": world.sauvegarde,
        "association": world.soligone,
        "source": ReferralSource.LANDLORD_RENTAL,
        "people": [NewPerson("Rosa", "Delmas", birth_on=dt.date(1961, 4, 2))],
        "situation": situation(),
        "received_on": before(2),
    }
    return ask_intervention(by=(by or world.rental).pk, dwelling=dwelling, today=TODAY, **{**said, **values})


def typed(world, **values):
    said = {
        "offer": f"{world.sauvegarde.pk}:{world.soligone.pk}",
        "received_on": TODAY.isoformat(),
        "lease": "terminated",
        "debt": "2 140,50",
        "stated_on": before(5).isoformat(),
        "stage": "JUDGMENT_TERMINATION",
        "reached_on": before(40).isoformat(),
        "tried": TRIED,
        "risk": RISK,
        "sending_key": str(uuid.uuid4()),
        **people({"first_name": "Rosa", "last_name": "Delmas", "birth_on": "1961-04-02"}),
    }
    return {**said, **values}


class TestAct:
    """One act: the referral, the home, the account, the stage, who is told."""

    def test_the_association_holds_it_at_once_and_the_landlord_is_told(self, world, dwelling):
        made = ask(world, dwelling)
        enrolment = made.enrolment
        assert made.state == State.REFERRED
        assert enrolment.holders.get().association == world.soligone
        named = set(EnrolmentNaming.objects.filter(enrolment=enrolment).values_list("service", flat=True))
        assert named == {"RENTAL", "CORRESPONDENT", "SOCIAL"}
        home = CurrentHousing.objects.get(enrolment=enrolment)
        assert (home.situation, home.dwelling_id, home.unit) == (
            HousingSituation.NO_TITLE,
            dwelling.pk,
            world.units["Orange"],
        )
        assert AccountBalance.objects.get(enrolment=enrolment).amount == Decimal("2140.50")
        assert ProcedureStep.objects.get(enrolment=enrolment).stage == ProcedureStage.JUDGMENT_TERMINATION
        referral = Referral.objects.get(accompaniment=made)
        assert referral.source_organisation == world.landlord
        assert TRIED in referral.note
        assert RISK in referral.note
        assert referral.referrer_name == world.rental.full_name

    def test_a_lease_that_goes_on_keeps_its_tenant(self, world, dwelling):
        made = ask(world, dwelling, situation=situation(is_terminated=False, stage=None, reached_on=None))
        assert CurrentHousing.objects.get(enrolment=made.enrolment).situation == HousingSituation.TENANT
        assert not ProcedureStep.objects.exists()

    def test_sent_twice_it_is_made_once(self, world, dwelling):
        key = uuid.uuid4()
        assert ask(world, dwelling, sending_key=key) == ask(world, dwelling, sending_key=key)
        assert AccountBalance.objects.count() == ProcedureStep.objects.count() == 1
        with pytest.raises(Refused):
            ask(world, dwelling, sending_key=key, association=world.cap_habitat)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"source": ReferralSource.SIAO}, "source"),
            ({"received_on": after(1)}, "received_on"),
            ({"received_on": dt.date(1, 1, 1)}, "received_on"),
            ({"situation": situation(stated_on=None)}, "stated_on"),
            ({"situation": situation(debt=None)}, "debt"),
            ({"situation": situation(reached_on=None)}, "reached_on"),
            ({"situation": situation(stage=None)}, "stage"),
            ({"situation": situation(stated_on=after(1))}, "stated_on"),
            ({"situation": situation(reached_on=after(1))}, "reached_on"),
            ({"people": []}, "people"),
        ],
    )
    def test_what_is_refused_leaves_nothing(self, world, dwelling, values, field):
        count = Enrolment.objects.count()
        with pytest.raises(Refused) as refused:
            ask(world, dwelling, **values)
        assert refused.value.field == field
        assert Enrolment.objects.count() == count

    def test_the_programme_is_one_of_maintenance_of_this_landlord(self, world, dwelling):
        stranger = p.AssociationFactory.make(name="Ailleurs")
        foreign = lf.DwellingFactory.make(unit=world.other_unit)
        for values in ({"version": world.securisation}, {"association": stranger}):
            with pytest.raises(Refused):
                ask(world, dwelling, **values)
        with pytest.raises(Refused):
            ask(world, foreign)


class TestPages:
    """The search, the form, the list, the home."""

    def test_she_finds_the_dwelling_by_reference_or_address(self, world, client_of, dwelling):
        other = lf.DwellingFactory.make(unit=world.other_unit, reference="ORA-0418", address="5 rue Saint-Éloi")
        client = client_of(world.litigation)
        for text in ("ora-0417", "saint eloi", "4 rue Saint-Éloi Orange"):
            page = client.post(reverse("journeys:request_choose"), {"text": text}).text
            assert reverse("journeys:request_new", args=[dwelling.pk]) in page
            assert str(other.pk) not in page
        assert "Aucun logement" in client.post(reverse("journeys:request_choose"), {"text": "zzz"}).text

    def test_she_asks_then_follows(self, world, client_of, dwelling):
        client = client_of(world.rental)
        url = reverse("journeys:request_new", args=[dwelling.pk])
        assert client.get(url).status_code == 200
        answer = client.post(url, typed(world))
        assert answer.status_code == 302, answer.text
        made = Referral.objects.get().accompaniment
        page = client.get(reverse("journeys:requests")).text
        for word in ("Rosa Delmas", "Demande reçue", "Soligone", "Bail résilié par le juge", euros(Decimal("2140.50"))):
            assert word in page
        assert "Rosa Delmas" in client.get(reverse("home")).text
        file = client.get(reverse("journeys:file_procedure", args=[made.enrolment_id])).text
        assert TRIED in file

    def test_a_refusal_keeps_what_was_typed(self, world, client_of, dwelling):
        url = reverse("journeys:request_new", args=[dwelling.pk])
        answer = client_of(world.rental).post(url, typed(world, stated_on=after(9).isoformat()))
        assert answer.status_code == 200
        for word in (TRIED, RISK, "Delmas"):
            assert word in answer.text

    def test_an_open_file_of_this_dwelling_is_said_first(self, world, client_of, dwelling):
        number = ask(world, dwelling).enrolment.file_number
        client, url = client_of(world.rental), reverse("journeys:request_new", args=[dwelling.pk])
        assert number in client.post(url, typed(world)).text
        assert client.post(url, typed(world, is_confirmed="on")).status_code == 302

    def test_what_she_may_not_read_is_not_said(self, world, client_of, dwelling):
        number = ask(world, dwelling).enrolment.file_number
        url = reverse("journeys:request_new", args=[dwelling.pk])
        answer = client_of(world.litigation).post(url, typed(world, sending_key=str(uuid.uuid4())))
        assert answer.status_code == 302
        assert number not in answer.text

    def test_one_landlords_services_ask_for_its_stock_alone(self, world, client_of, dwelling):
        foreign = lf.DwellingFactory.make(unit=world.other_unit)
        url = reverse("journeys:request_new", args=[foreign.pk])
        assert client_of(world.rental).get(url).status_code == 404
        assert client_of(world.rental).post(url, typed(world)).status_code == 404

    @pytest.mark.parametrize("who", ["lead", "manager", "adviser", "correspondent_orange", "cal_secretary", "admin"])
    def test_the_others_are_told_why_not(self, world, client_of, dwelling, who):
        client = client_of(world.people[who])
        for url in (
            reverse("journeys:requests"),
            reverse("journeys:request_choose"),
            reverse("journeys:request_new", args=[dwelling.pk]),
        ):
            assert client.get(url).status_code == 403

    def test_each_service_reads_its_own_requests(self, world, client_of, dwelling):
        made = ask(world, dwelling)
        litigation, foreign = world.litigation, member(world.other_landlord, Role.LANDLORD_RENTAL, "Zoé", "Roussel")
        for user in (litigation, foreign):
            client = client_of(user)
            for name in ("journeys:requests", "home"):
                page = client.get(reverse(name)).text
                assert "Delmas" not in page
                assert made.enrolment.file_number not in page
            for name in ("journeys:file", "journeys:file_procedure", "journeys:procedure_step"):
                assert client.get(reverse(name, args=[made.enrolment_id])).status_code == 404

    @pytest.mark.parametrize("who", ["other_worker", "other_manager", "correspondent_apt", "cal_secretary", "admin"])
    def test_who_is_not_named_finds_nothing(self, world, client_of, dwelling, who):
        made = ask(world, dwelling)
        client = client_of(world.people[who])
        for name in ("journeys:file", "journeys:file_procedure", "journeys:procedure_balance"):
            assert client.get(reverse(name, args=[made.enrolment_id])).status_code == 404

    @pytest.mark.parametrize(
        ("state", "exit_reason", "said"),
        [
            (State.CONTACT_FAILED, "", "Contact infructueux"),
            (State.CLOSED, "REFUSED_SUPPORT", "Accompagnement non engagé"),
            (State.CLOSED, "LOST_CONTACT", "Contact infructueux"),
        ],
    )
    def test_she_reads_the_landlords_words(self, world, dwelling, state, exit_reason, said):
        made = ask(world, dwelling)
        closed = {"closed_on": TODAY, "exit_reason": exit_reason} if state == State.CLOSED else {}
        Accompaniment.objects.filter(pk=made.pk).update(state=state, **closed)
        reader = reader_of(world.rental)
        (line,) = request_lines(reader, requested_files(reader))
        assert line.household.step is not None
        assert line.household.step.label == said

    def test_the_list_costs_the_same_at_every_size(self, world, django_assert_max_num_queries):
        reader = reader_of(world.rental)
        for size in (1, 3, 20):
            for rank in range(size):
                ask(world, lf.DwellingFactory.make(unit=world.units["Apt"], reference=f"A-{size}-{rank}"))
            with django_assert_max_num_queries(21):
                assert request_lines(reader, requested_files(reader))

    @pytest.mark.parametrize(
        "values",
        [
            {"offer": "x"},
            {"offer": f"{uuid.uuid4()}:{uuid.uuid4()}"},
            {"debt": "1e99", "stated_on": "0001-01-01"},
            {"debt": "NaN"},
            {"stage": "OUPS", "reached_on": "9999-12-31"},
            {"tried": "\x00", "risk": "x" * 10_001},
            {"people-TOTAL_FORMS": "x"},
            {"people-TOTAL_FORMS": "100000"},
            {"sending_key": "x"},
            {"lease": ""},
            {"source": "SIAO", "tried": ""},
        ],
    )
    def test_hostile_input_is_never_an_error_of_ours(self, world, client_of, dwelling, values):
        url = reverse("journeys:request_new", args=[dwelling.pk])
        assert client_of(world.rental).post(url, typed(world, **values)).status_code == 200

    @pytest.mark.parametrize("text", ["", "\x00", "x" * 10_000, "%", "' ou 1=1", "é"])
    def test_a_hostile_search_finds_nothing(self, world, client_of, dwelling, text):
        answer = client_of(world.rental).post(reverse("journeys:request_choose"), {"text": text})
        assert answer.status_code == 200
        assert str(dwelling.pk) not in answer.text

    def test_without_a_programme_the_page_says_so(self, world, client_of, dwelling):
        ProgrammeVersion.objects.filter(pk=world.sauvegarde.pk).update(ended_on=before(1))
        page = client_of(world.rental).get(reverse("journeys:request_new", args=[dwelling.pk]))
        assert "Aucun programme en cours" in page.text

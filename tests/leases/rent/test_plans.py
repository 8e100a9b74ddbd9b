"""Plans with the landlord and with the association: kept apart, each read by its own."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.refusals import Refused
from households.enums import NamingCause
from leases.enums import PlanEnd, PlanState, RentEntryKind
from leases.models import AccountBalance, RentEntry, RepaymentPlan
from leases.rules.plans import even_instalments
from leases.selectors.plans import followed_on
from leases.selectors.rent import balance_on
from leases.selectors.rent_happened import happened
from leases.services import plans, rent
from leases.services.plans import PlanTerms
from partners.enums import Axis
from records.services.events import CLOCK
from records.services.parameters import load_reference
from tests.days import TODAY, before
from tests.factories import leases as le
from tests.world import reader_of

pytestmark = pytest.mark.django_db
TERMS = PlanTerms(Decimal(600), before(40), even_instalments(Decimal(600), 6, before(30)))


@pytest.fixture(autouse=True)
def law(db):
    """Load the dated parameters: the tolerance of a plan is one."""
    load_reference(by=CLOCK)


@pytest.fixture
def sublease(world):
    head = le.HeadLeaseFactory.make(tenant_association=world.soligone, started_on=dt.date(2026, 9, 1))
    lease = le.SubleaseFactory.make(
        head_lease=head, enrolment=world.mine, started_on=dt.date(2026, 9, 1), rent=Decimal(300), charges=Decimal(0)
    )
    rent.call_rent(by=world.lead.pk, lease=lease, today=TODAY)
    return lease


def with_landlord(world, terms=TERMS, **values):
    return plans.agree_with_landlord(
        by=world.litigation.pk, enrolment=world.mine, landlord=world.landlord, terms=terms, today=TODAY, **values
    )


def with_association(world, lease, terms=TERMS):
    return plans.agree_with_association(by=world.lead.pk, sublease=lease, terms=terms, today=TODAY)


def owes_the_landlord(world, amount=1234):
    AccountBalance.objects.create(
        enrolment=world.mine,
        landlord=world.landlord,
        amount=Decimal(amount),
        stated_on=before(40),
        recorded_by=world.litigation.pk,
    )


def test_a_payment_to_the_association_is_a_line_of_its_account(world, sublease):
    plan = with_association(world, sublease)
    payment = plans.pay_instalment(by=world.lead.pk, plan=plan, amount=Decimal(100), paid_on=before(25), today=TODAY)
    assert balance_on([sublease.pk], TODAY)[sublease.pk] == Decimal(800)
    assert followed_on([plan], TODAY)[plan.pk].state == PlanState.RESPECTED
    plans.withdraw_payment(by=world.lead.pk, payment=payment, reason="Chèque revenu")
    assert balance_on([sublease.pk], TODAY)[sublease.pk] == Decimal(900)
    assert followed_on([plan], TODAY)[plan.pk].state == PlanState.BROKEN


def test_a_line_withdrawn_from_the_account_pays_no_plan(world, sublease):
    plan = with_association(world, sublease)
    plans.pay_instalment(by=world.lead.pk, plan=plan, amount=Decimal(100), paid_on=before(25), today=TODAY)
    rent.withdraw_entry(
        by=world.lead.pk, entry=RentEntry.objects.get(kind=RentEntryKind.PAYMENT), reason="Chèque revenu"
    )
    assert followed_on([plan], TODAY)[plan.pk].paid == 0


def test_a_payment_to_the_landlord_is_nobody_elses(world, sublease):
    plan = with_landlord(world)
    plans.pay_instalment(by=world.litigation.pk, plan=plan, amount=Decimal(100), paid_on=before(25), today=TODAY)
    assert balance_on([sublease.pk], TODAY)[sublease.pk] == Decimal(900)


def test_one_plan_runs_a_debt_and_the_two_debts_are_apart(world, sublease):
    former = with_landlord(world)
    with_association(world, sublease)
    with pytest.raises(Refused):
        with_landlord(world)
    with_landlord(world, replaces=former)
    former.refresh_from_db()
    assert (former.ended_on, former.end_reason) == (TODAY, PlanEnd.REPLACED)
    with pytest.raises(Refused, match="terminé"):
        plans.replace_plan(by=world.litigation.pk, plan=former, terms=TERMS, today=TODAY)


def test_a_plan_agreed_anew_replaces_the_one_that_runs(world, client_of):
    owes_the_landlord(world)
    former, client = with_landlord(world), client_of(world.litigation)
    plans.pay_instalment(by=world.litigation.pk, plan=former, amount=Decimal(100), paid_on=before(25), today=TODAY)
    new = reverse("journeys:plan_landlord_new", args=[world.mine.pk])
    assert client.get(new).url == url("plan", world, former)
    form = {"debt": "500", "stated_on": before(3).isoformat(), "how": "EVEN", "count": "5"}
    form["first_on"] = TODAY.isoformat()
    refused = client.post(new, form)
    assert "ouvrez-le pour le remplacer" in str(refused.context["form"].errors["debt"])
    replace = url("plan_replace", world, former)
    assert replace in client.get(url("plan", world, former)).text
    assert client.get(replace).context["form"].initial["debt"] == 500  # what is left
    made = client.post(replace, form, follow=True)
    assert "il remplace le précédent" in made.text
    page = client.get(url("plan", world, former)).text
    assert "remplacé par un autre plan" in page
    assert replace not in page
    running = RepaymentPlan.objects.get(ended_on=None)
    assert (running.debt, made.request["PATH_INFO"]) == (500, url("plan", world, running))
    assert "terminé" in client.post(replace, form).text


def test_a_plan_that_is_over_takes_no_payment(world):
    plan = with_landlord(world)
    plans.end_plan(by=world.litigation.pk, plan=plan, ended_on=TODAY, reason=PlanEnd.DENOUNCED, today=TODAY)
    with pytest.raises(Refused):
        plans.pay_instalment(by=world.lead.pk, plan=plan, amount=Decimal(1), paid_on=TODAY, today=TODAY)


def test_instalments_that_do_not_add_up_are_said_beside_and_nothing_is_lost(world, client_of):
    owes_the_landlord(world)
    url = reverse("journeys:plan_landlord_new", args=[world.mine.pk])
    sent = {
        "debt": "1000",
        "stated_on": before(40).isoformat(),
        "how": "TYPED",
        "instalments": "05/12/2026 450\n05/01/2027 450,50",
        "note": "Le CCAS aide au premier mois.",
    }
    page = client_of(world.litigation).post(url, sent).content.decode()
    assert "il manque 99,50" in page
    assert "05/01/2027 450,50" in page
    assert "Le CCAS aide" in page
    sent["instalments"] = "05/12/2026 500\n05/01/2027 500"
    assert client_of(world.litigation).post(url, sent).status_code == 302
    assert RepaymentPlan.objects.get().instalments.count() == 2


def test_each_reads_its_own_debt(world, sublease, client_of):
    owes_the_landlord(world)
    with_landlord(world, PlanTerms(Decimal("611.11"), before(40), even_instalments(Decimal("611.11"), 6, before(30))))
    with_association(
        world, sublease, PlanTerms(Decimal("877.77"), before(40), even_instalments(Decimal("877.77"), 6, before(30)))
    )
    tab = reverse("journeys:file_lease", args=[world.mine.pk])
    pages = {who: client_of(world.people[who]).get(tab).content.decode() for who in ("lead", "litigation", "colleague")}
    assert "611,11" in pages["lead"]
    assert "877,77" in pages["lead"]
    assert "611,11" in pages["litigation"]
    assert "877,77" not in pages["litigation"]
    assert "611,11" not in pages["colleague"]
    assert "Dettes et plans" not in pages["colleague"]


def test_the_landlord_never_opens_the_associations_plan(world, sublease, client_of):
    plan = with_association(world, sublease)
    for who in ("litigation", "correspondent_orange", "adviser"):
        assert client_of(world.people[who]).get(url("plan", world, plan)).status_code == 404
        assert client_of(world.people[who]).get(url("plan_pay", world, plan)).status_code in (403, 404)


def test_the_landlords_service_keeps_its_plan(world, client_of):
    plan = with_landlord(world)
    client = client_of(world.litigation)
    assert "Échéances" in client.get(url("plan", world, plan)).content.decode()
    sent = {"amount": "100", "paid_on": before(26).isoformat()}
    assert client.post(url("plan_pay", world, plan), sent).status_code == 302
    assert client.post(url("plan_resumed", world, plan), {"resumed_on": before(60).isoformat()}).status_code == 302
    page = client.get(url("plan", world, plan)).content.decode()
    assert "Payée, le" in page
    assert "Loyer courant repris" in page
    sent = {"amount": "9000", "paid_on": before(26).isoformat()}
    assert "Il reste 500,00" in client.post(url("plan_pay", world, plan), sent).content.decode()


def test_the_timeline_tells_each_its_own_plans(world, sublease):
    with_association(world, sublease)
    former = with_landlord(world)
    plans.end_plan(by=world.litigation.pk, plan=former, ended_on=before(2), reason=PlanEnd.DENOUNCED, today=TODAY)

    def told(who):
        return sorted(line.title for line in happened(reader_of(who), world.mine) if "plan" in line.title.lower())

    his = [
        "Fin du plan d’apurement avec le bailleur\u00a0: dénoncé par le créancier",
        "Plan d’apurement avec le bailleur",
    ]
    assert told(world.lead) == [*his, "Plan d’apurement avec l’association"]
    assert told(world.litigation) == his
    assert told(world.other_worker) == []
    assert told(world.colleague) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_many_plans_cost_as_much_as_one(world, count, django_assert_num_queries):
    rows = [le.RepaymentPlanFactory.make(enrolment=world.mine, organisation=world.landlord) for _ in range(count)]
    with django_assert_num_queries(3):
        followed_on(rows, TODAY)


class TestInAnAccessProgramme:
    """Its landlord reads the debt and its plan of an occupant named to him, and nothing of a procedure (§3.9)."""

    @pytest.fixture
    def plan(self, world):
        version = world.mine.version
        version.programme.axis = Axis.ACCESS
        version.programme.save()
        owes_the_landlord(world)
        return with_landlord(world)

    def test_his_people_read_and_keep_it_and_no_procedure(self, world, plan, client_of):
        client = client_of(world.litigation)
        assert "Échéances" in client.get(url("plan", world, plan)).text
        assert client.post(url("plan_pay", world, plan), {"amount": "100", "paid_on": before(26).isoformat()}).url
        tab = client.get(reverse("journeys:file_lease", args=[world.mine.pk])).text
        assert "1\u00a0234,00" in tab
        assert "Relevés et procédure" not in tab
        assert client.get(reverse("journeys:file_procedure", args=[world.mine.pk])).status_code == 403
        assert client_of(world.adviser).get(url("plan", world, plan)).status_code == 200
        assert client_of(world.adviser).post(url("plan_pay", world, plan), {}).status_code == 403

    def test_a_dossier_alone_tells_nothing_of_it(self, world, plan, client_of):
        world.mine.namings.update(cause=NamingCause.DOSSIER_SUBMITTED)
        for who in ("litigation", "correspondent_orange", "adviser"):
            client = client_of(world.people[who])
            assert client.get(url("plan", world, plan)).status_code == 403
            assert "Dettes et plans" not in client.get(reverse("journeys:file_lease", args=[world.mine.pk])).text


def url(name, world, plan):
    return reverse(f"journeys:{name}", args=[world.mine.pk, plan.pk])

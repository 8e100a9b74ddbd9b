"""The paper of a repayment plan: drafted from what is recorded, signed by the adults and the creditor alone (domain.md §6)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from documents.enums import Capacity, DocumentKind, DocumentState
from documents.readings.papers import paper
from foundation.refusals import Refused
from journeys.selectors.agreement_content import AgreementTerms
from journeys.services import agreements as services
from leases.enums import PlanEnd
from leases.rules.plans import Instalment
from leases.services import plans
from leases.services.plans import PlanTerms
from records.services.events import CLOCK
from records.services.files import open_file
from records.services.parameters import load_reference
from tests.days import TODAY, before
from tests.journeys.agreements.scene import all_sign, made_ready
from tests.leases.subleases import sublet
from tests.pdfs import text_of

DAYS = (dt.date(2027, 1, 5), dt.date(2027, 2, 5))
TERMS = PlanTerms(
    Decimal("611.11"),
    before(40),
    [Instalment(DAYS[0], Decimal(300)), Instalment(DAYS[1], Decimal("311.11"))],
    resumed_on=before(60),
    note="Le CCAS aide au premier mois.",
)


@pytest.fixture(autouse=True)
def law(db):
    """Load the dated parameters: the tolerance of a plan is one."""
    load_reference(by=CLOCK)


@pytest.fixture
def plan(world):
    made_ready(world, world.mine)
    return plans.agree_with_landlord(
        by=world.lead.pk, enrolment=world.mine, landlord=world.landlord, terms=TERMS, today=TODAY
    )


@pytest.fixture
def of_association(world):
    made_ready(world, world.mine)
    lease = sublet(world.mine, world.units["Orange"])
    return plans.agree_with_association(by=world.lead.pk, sublease=lease, terms=TERMS, today=TODAY)


def drafted(world, plan):
    return services.prepare_plan(enrolment=world.mine, plan=plan, by=world.lead.pk, today=TODAY)


def signed(world, plan):
    document = services.propose(document=drafted(world, plan), by=world.lead.pk, today=TODAY)
    assert all_sign(world, document).is_now_in_force
    return document


def url(name, world, row):
    return reverse(f"journeys:{name}", args=[world.mine.pk, row.pk])


@pytest.mark.django_db
def test_it_says_the_debt_its_instalments_the_rent_and_what_follows(world, plan):
    document = services.propose(document=drafted(world, plan), by=world.lead.pk, today=TODAY)
    said = str(paper(document)).replace("\\xa0", " ")
    for word in (
        "611,11 €",
        "5 janvier 2027 : 300,00 €",
        "5 février 2027 : 311,11 €",
        "de nouveau payé depuis le",
        "10 jours",
        "Le CCAS aide",
        "Mistral Habitat",
    ):
        assert word in said, word
    assert {row.capacity for row in document.signatories.all()} == {Capacity.ADULT, Capacity.LANDLORD}
    assert "311,11" in text_of(b"".join(open_file(stored=document.pdf)))


@pytest.mark.django_db
def test_the_associations_is_signed_without_the_landlord_who_never_reads_it(world, of_association, client_of):
    document = signed(world, of_association)
    assert {row.capacity for row in document.signatories.all()} == {Capacity.ADULT, Capacity.ASSOCIATION}
    assert client_of(world.lead).get(url("document", world, document)).status_code == 200
    for who in ("correspondent_orange", "litigation", "adviser"):
        client = client_of(world.people[who])
        assert client.get(url("document", world, document)).status_code == 404
        assert "d’apurement" not in client.get(reverse("journeys:file_support", args=[world.mine.pk])).text
    assert "d’apurement" not in client_of(world.colleague).get(url("document", world, document)).text


@pytest.mark.django_db
def test_the_landlord_reads_what_he_signed_and_another_worker_does_not_know_of_it(world, plan, client_of):
    document = drafted(world, plan)
    assert client_of(world.litigation).get(url("document", world, document)).status_code == 404
    document = services.propose(document=document, by=world.lead.pk, today=TODAY)
    assert client_of(world.litigation).get(url("document", world, document)).status_code == 404
    assert all_sign(world, document).is_now_in_force
    for who in ("litigation", "adviser", "correspondent_orange"):
        assert client_of(world.people[who]).get(url("document", world, document)).status_code == 200
    assert url("document", world, document) in client_of(world.litigation).get(url("plan", world, plan)).text
    assert client_of(world.colleague).get(url("document", world, document)).status_code == 403
    tab = client_of(world.colleague).get(reverse("journeys:file_support", args=[world.mine.pk]))
    assert "d’apurement" not in tab.text
    assert client_of(world.other_worker).get(url("document", world, document)).status_code == 404


@pytest.mark.django_db
def test_the_page_drafts_it_once_and_a_change_of_words_keeps_the_record(world, plan, client_of):
    client = client_of(world.lead)
    assert "Préparer le document à signer" in client.get(url("plan", world, plan)).text
    answer = client.post(url("plan_paper", world, plan))
    plan.refresh_from_db()
    assert answer.url == url("document", world, plan.document)
    page = client.get(url("plan", world, plan)).text
    assert "Préparer le document à signer" not in page
    assert "Plan à signer" in page
    with pytest.raises(Refused, match="déjà préparé"):
        drafted(world, plan)
    edit = url("document_edit", world, plan.document)
    form = client.get(edit)
    assert "text_echeances" not in form.context["form"].fields
    assert "5 février 2027\u00a0: 311,11\u00a0€" in form.text
    sent = {
        "text_loyer_courant": "Payé.",
        "text_consequence": "On se revoit.",
        "text_convenu": "",
        "text_echeances": "- 1",
    }
    assert client.post(edit, {**sent, "version": plan.document.version}).status_code == 302
    plan.document.refresh_from_db()
    said = str(paper(plan.document))
    assert "On se revoit." in said
    for kept in ("611,11", "311,11", "5 janvier 2027"):  # whatever is posted or asked of the service
        assert kept in said
    other = AgreementTerms(texts={"echeances": "- 1", "dette_plan": "1\u00a0€"}, landlord_id=world.landlord.pk)
    services.rewrite(
        enrolment=world.mine,
        document=plan.document,
        version=plan.document.version,
        terms=other,
        by=world.lead.pk,
        today=TODAY,
    )
    plan.document.refresh_from_db()
    assert "311,11" in str(paper(plan.document))


@pytest.mark.django_db
def test_only_the_team_drafts_it(world, plan, client_of):
    assert client_of(world.litigation).post(url("plan_paper", world, plan)).status_code == 403
    assert client_of(world.colleague).post(url("plan_paper", world, plan)).status_code == 403
    assert client_of(world.other_worker).post(url("plan_paper", world, plan)).status_code == 404


@pytest.mark.django_db
def test_a_plan_that_is_over_has_no_paper_to_sign(world, plan):
    plans.end_plan(by=world.lead.pk, plan=plan, ended_on=TODAY, reason=PlanEnd.DENOUNCED, today=TODAY)
    plan.refresh_from_db()
    with pytest.raises(Refused, match="terminé"):
        drafted(world, plan)


@pytest.mark.django_db
def test_a_plan_that_ends_says_so_on_its_paper_which_is_signed_no_more(world, plan, client_of):
    document = services.propose(document=drafted(world, plan), by=world.lead.pk, today=TODAY)
    plans.end_plan(by=world.lead.pk, plan=plan, ended_on=TODAY, reason=PlanEnd.DENOUNCED, today=TODAY)
    said = f"Ce plan a pris fin le 21 novembre 2026\u00a0: {PlanEnd.DENOUNCED.label}."
    assert said in client_of(world.lead).get(url("document", world, document)).text
    with pytest.raises(Refused, match="ne se signe plus"):
        all_sign(world, document)
    terms = AgreementTerms(texts={}, landlord_id=world.landlord.pk)
    with pytest.raises(Refused, match="ne se signe plus"):
        services.make_version(
            enrolment=world.mine, document=document, reason="Erreur", terms=terms, by=world.lead.pk, today=TODAY
        )


@pytest.mark.django_db
def test_a_cancelled_one_may_be_drafted_again(world, plan):
    document = drafted(world, plan)
    document.state = DocumentState.CANCELLED
    document.save()
    assert drafted(world, plan).kind == DocumentKind.REPAYMENT_PLAN

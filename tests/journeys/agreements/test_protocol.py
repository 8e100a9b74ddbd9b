"""The paper of a protocole de cohésion sociale: drafted from what is recorded, signed by the household and the landlord alone."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from documents.enums import Capacity, DocumentKind, DocumentState
from documents.readings.papers import paper
from documents.rules.content import Context
from foundation.refusals import Refused
from journeys.selectors.agreements import draft_page
from journeys.services import agreements as services
from leases.enums import ProcedureStage
from leases.services import procedures, protocols
from leases.services.protocols import ProtocolTerms
from records.services.parameters import load_reference
from tests.days import TODAY, after, before
from tests.journeys.agreements.scene import all_sign, made_ready
from tests.world import reader_of

pytestmark = pytest.mark.django_db
KIND = DocumentKind.SOCIAL_COHESION_PROTOCOL
SLUG = "protocole-de-cohesion-sociale"


@pytest.fixture
def recorded(world):
    """Give the pilot with a running protocole of the lead's file."""
    load_reference(by=uuid.uuid4())
    made_ready(world, world.mine)
    where = {"enrolment": world.mine, "landlord": world.landlord, "by": world.lead.pk, "today": TODAY}
    procedures.record_step(**where, stage=ProcedureStage.JUDGMENT_TERMINATION, reached_on=before(120))
    terms = ProtocolTerms(
        before(120), before(3), after(300), Decimal(480), Decimal(1200), Decimal(50), "tribunal d’Orange", before(1)
    )
    protocols.sign_protocol(**where, terms=terms)
    return world


def proposed(world):
    page = draft_page(reader_of(world.lead), world.mine, KIND)
    document = services.prepare(enrolment=world.mine, kind=KIND, terms=page.terms, by=world.lead.pk, today=TODAY)
    return services.propose(document=document, by=world.lead.pk, today=TODAY)


def test_it_says_what_is_recorded_and_who_signs(recorded):
    document = proposed(recorded)
    values = Context.loads(document.context).values
    assert values["indemnite"].startswith("480,00\u00a0€ par mois")
    assert values["dette"] == "1\u00a0200,00\u00a0€"
    assert values["plan_apurement"].startswith("50,00\u00a0€ par mois")
    assert "tribunal d’Orange" in values["decision_justice"]
    assert not paper(document).holes
    assert {row.capacity for row in document.signatories.all()} == {Capacity.ADULT, Capacity.LANDLORD}
    assert document.state == DocumentState.TO_SIGN
    assert document.pdf is not None


def test_signed_by_both_it_is_in_force_and_the_landlord_reads_it(recorded, client_of):
    document = proposed(recorded)
    assert all_sign(recorded, document).is_now_in_force
    url = reverse("journeys:document", args=[recorded.mine.pk, document.pk])
    assert client_of(recorded.lead).get(url).status_code == 200
    assert client_of(recorded.correspondent_orange).get(url).status_code == 200
    assert client_of(recorded.other_worker).get(url).status_code == 404


def test_it_is_offered_once_the_protocole_is_recorded(world, recorded, client_of):
    client = client_of(recorded.lead)
    page = client.get(reverse("journeys:agreement_new", args=[recorded.mine.pk])).text
    assert "Enregistrez d’abord le protocole" not in page
    form = client.get(reverse("journeys:agreement_draft", args=[recorded.mine.pk, SLUG])).text
    assert "480,00" in form
    other = client_of(world.colleague).get(reverse("journeys:agreement_new", args=[world.colleagues.pk])).text
    assert "Enregistrez d’abord le protocole" in other


def test_a_second_one_is_refused(recorded):
    proposed(recorded)
    with pytest.raises(Refused, match="déjà"):
        proposed(recorded)

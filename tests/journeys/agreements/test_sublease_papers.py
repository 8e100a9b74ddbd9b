"""The papers of a sliding sublease: contract, annexed convention, amendment of slide, minutes of an exam (domain.md §6)."""

import datetime as dt

import pytest
from django.urls import reverse

from documents.enums import Capacity, DocumentKind, DocumentState
from documents.rules.content import Context
from documents.services.templates import load_reference
from foundation.refusals import Refused
from journeys.selectors.agreement_kinds import new_page
from journeys.selectors.agreements import draft_page
from journeys.services import agreements
from leases.enums import SlideState
from leases.services import slide_proposals
from records.services.events import CLOCK
from records.services.files import open_file
from tests.days import TODAY
from tests.leases.subleases import RESERVED, held, sublet
from tests.pdfs import text_of
from tests.world import reader_of


@pytest.fixture
def sublease(world):
    load_reference(by=CLOCK)
    return sublet(world.mine, world.units["Orange"])


def prepared(world, kind):
    page = draft_page(reader_of(world.lead), world.mine, kind)
    return agreements.prepare(enrolment=world.mine, kind=kind, terms=page.terms, by=world.lead.pk, today=TODAY)


def printed(document, world):
    row = agreements.propose(document=document, by=world.lead.pk, today=TODAY)
    data = b"".join(open_file(stored=row.pdf))
    return text_of(data)


def agreed(world, sublease):
    proposal = slide_proposals.propose(
        by=world.lead.pk, sublease=sublease, reasons="Tout est tenu.", proposed_on=TODAY, today=TODAY
    )
    slide_proposals.decide(
        by=world.correspondent_orange.pk,
        proposal=proposal,
        state=SlideState.AGREED,
        decided_on=TODAY,
        planned_on=dt.date(2027, 1, 1),
        reason="",
        today=TODAY,
    )


@pytest.mark.django_db(transaction=True)
class TestPapers:
    def test_the_contract_says_rent_duties_and_how_to_get_the_lease(self, world, sublease):
        document = prepared(world, DocumentKind.SUBLEASE_CONTRACT)
        said = printed(document, world)
        assert "412,00" in said
        assert "Le logement est assuré" in said
        assert {row.capacity for row in document.signatories.all()} == {Capacity.ADULT, Capacity.ASSOCIATION}

    def test_the_annex_computes_its_calendar_and_is_signed_by_three(self, world, sublease):
        document = prepared(world, DocumentKind.SUBLEASE_ANNEX)
        said = printed(document, world)
        assert "examen pour le 13 décembre 2026, avis au préfet pour le 28 décembre 2026" in said
        assert "L. 442-8-3" in said
        assert {row.capacity for row in document.signatories.all()} == {
            Capacity.ADULT,
            Capacity.ASSOCIATION,
            Capacity.LANDLORD,
        }

    def test_the_amendment_waits_for_the_landlords_agreement(self, world, sublease):
        with pytest.raises(Refused, match="pas encore accepté"):
            prepared(world, DocumentKind.SLIDE_AMENDMENT)
        agreed(world, sublease)
        said = printed(prepared(world, DocumentKind.SLIDE_AMENDMENT), world)
        assert "1er janvier 2027" in said
        assert "31 décembre 2026" in said

    def test_without_a_sublease_none_of_it_is_offered(self, world):
        load_reference(by=CLOCK)
        offered = {choice.url for choice in new_page(reader_of(world.lead), world.mine).choices}
        assert not any("sous-location" in url or "glissement" in url for url in offered)
        with pytest.raises(Refused, match="pas de sous-location"):
            prepared(world, DocumentKind.SUBLEASE_CONTRACT)

    def test_the_minutes_say_what_was_recorded_and_are_kept_with_the_exam(self, world, client_of, sublease):
        exam = held(world, sublease, position=RESERVED)
        client = client_of(world.lead)
        answer = client.post(reverse("journeys:exam_minutes", args=[exam.pk]))
        exam.refresh_from_db()
        document = exam.minutes
        assert answer.url == reverse("journeys:document", args=[world.mine.pk, document.pk])
        assert Context.loads(document.context).values["examen_paroles"].startswith("Je me sens prête")
        said = printed(document, world)
        assert "Réservée." in said
        assert "Paiement du loyer et des charges" in said
        assert document.signatories.count() == 3
        document.refresh_from_db()
        assert document.state == DocumentState.TO_SIGN
        again = client.post(reverse("journeys:exam_minutes", args=[exam.pk]))
        assert again.url == reverse("journeys:exam", args=[exam.pk])

    def test_without_the_landlords_position_minutes_are_not_proposed(self, world, sublease):
        exam = held(world, sublease)
        document = agreements.prepare_minutes(enrolment=world.mine, exam=exam, by=world.lead.pk, today=TODAY)
        with pytest.raises(Refused, match="position du bailleur"):
            agreements.propose(document=document, by=world.lead.pk, today=TODAY)

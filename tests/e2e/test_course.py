"""A sauvegarde by the hands of its actors: the litigation service asks, the manager assigns and validates, the worker meets.

The household signs on the worker's telephone, 360 px wide; the last signature begins the support. Each page is sound.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accompaniments.enums import State
from accompaniments.models import Accompaniment, Diagnosis
from documents.enums import Capacity, DocumentKind
from documents.models import Document
from documents.services.templates import load_reference
from households.models import Enrolment
from journeys.services import agreements
from partners.enums import OutreachKind
from partners.models import OutreachStep, User
from records.services.events import CLOCK
from tests.days import TODAY
from tests.documents.scene import delegate
from tests.e2e.conftest import signed_in, sound
from tests.factories import leases as lf
from tests.journeys.agreements.scene import signs, terms
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
DAY = TODAY.isoformat()


class Hands:
    """A page in the hands of several people, one after the other."""

    def __init__(self, page: Page) -> None:
        """Keep the page."""
        self.page = page

    def opens(self, user: User, name: str, *args: object) -> None:
        """Open an address as someone, and look at it."""
        signed_in(self.page, user)
        self.page.goto(reverse(name, args=args))
        sound(self.page)

    def writes(self, **values: str) -> None:
        """Fill in the fields of the page, by their names."""
        for name, value in values.items():
            found = self.page.locator(f"[name='{name}']:not([type=hidden])")
            kind = found.first.evaluate("one => one.type || one.tagName")
            if kind in {"radio", "checkbox"}:
                chosen = self.page.locator(f"[name='{name}'][value='{value}']")
                self.page.locator(f"label[for='{chosen.get_attribute('id')}']").first.click()
            elif kind.startswith("select"):
                found.first.select_option(value)
            else:
                found.first.fill(value)

    def sends(self, button: str) -> None:
        """Press a button, and look at the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        assert not self.page.locator("[aria-invalid=true]").count(), self.page.inner_text("main")
        sound(self.page)


def test_a_sauvegarde_from_the_request_to_the_signature(world: World, walk: Page, phone: Page) -> None:
    """Six people, one household, from the landlord's request to the first day of the support."""
    load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    OutreachStep.objects.create(
        version=world.sauvegarde, position=1, kind=OutreachKind.LETTER_SIMPLE, wait_days=0, source="Fiche projet 2"
    )
    dwelling = lf.DwellingFactory.make(unit=world.units["Orange"], reference="ORA-0417", address="4 rue Saint-Éloi")
    desk, hand = Hands(walk), Hands(phone)
    known = set(Enrolment.objects.values_list("pk", flat=True))

    desk.opens(world.litigation, "journeys:request_new", dwelling.pk)
    desk.writes(
        offer=f"{world.sauvegarde.pk}:{world.soligone.pk}",
        lease="terminated",
        debt="2140,50",
        stated_on=DAY,
        tried="Trois courriers",
        risk="Une expulsion",
        **{"people-0-first_name": "Rosa", "people-0-last_name": "Delmas", "people-0-birth_on": "1961-04-02"},
    )
    desk.sends("Envoyer la demande")
    file = Enrolment.objects.exclude(pk__in=known).get()

    def course() -> Accompaniment:
        return Accompaniment.objects.get(enrolment=file)

    assert course().state == State.REFERRED
    desk.opens(world.manager, "accompaniments:assign", file.pk)
    desk.page.locator("label", has_text="Fabre").first.click()
    desk.writes(started_on=DAY)
    desk.sends("Nommer le référent")
    assert course().state == State.REVIEWING

    hand.opens(world.lead, "accompaniments:outreach_new", file.pk)
    hand.writes(kind="LETTER_SIMPLE", sent_on=DAY)
    hand.sends("Enregistrer la relance")
    assert course().state == State.CONTACTING
    hand.opens(world.lead, "accompaniments:diagnosis_open", file.pk)
    hand.writes(interview_on=DAY)
    hand.sends("Ouvrir l’évaluation")
    diagnosis = Diagnosis.objects.get(accompaniment=course())
    hand.opens(world.lead, "accompaniments:diagnosis_write", file.pk, diagnosis.pk)
    hand.writes(part_NEEDS_0_text="Un appui pour le budget", proposes_support="yes")
    hand.sends("Enregistrer")
    hand.opens(world.lead, "accompaniments:diagnosis", file.pk, diagnosis.pk)
    hand.sends("Signer")
    desk.opens(world.manager, "accompaniments:diagnosis_validate", file.pk, diagnosis.pk)
    desk.sends("Valider")
    assert course().state == State.DIAGNOSED

    hand.opens(world.lead, "accompaniments:proposal_new", file.pk)
    hand.writes(proposed_on=DAY, offered="Une visite tous les quinze jours")
    hand.sends("Enregistrer la proposition")
    hand.opens(world.lead, "accompaniments:proposal_answer", file.pk)
    hand.writes(answer="ACCEPTED", answered_on=DAY)
    hand.sends("Enregistrer la réponse")
    assert course().state == State.READY
    hand.opens(world.lead, "accompaniments:objective_new", file.pk)
    hand.writes(domain="BUDGET", title="Reprendre le loyer", who="HOUSEHOLD", audience="LANDLORD")
    hand.sends("Enregistrer l’objectif")

    row = agreements.prepare(
        enrolment=file,
        kind=DocumentKind.TRIPARTITE_AGREEMENT,
        terms=terms(world),
        by=world.lead.pk,
        today=TODAY,
    )
    hand.opens(world.lead, "journeys:document", file.pk, row.pk)
    hand.sends("Proposer à la signature")
    row.refresh_from_db()
    draws(hand.page)
    document = Document.objects.get(pk=row.pk)
    signs(document, document.signatories.get(capacity=Capacity.ASSOCIATION), world.manager)
    assert course().state == State.READY
    signs(document, document.signatories.get(capacity=Capacity.LANDLORD), world.landlord_manager)
    assert (course().state, course().state_on) == (State.SUPPORTED, TODAY)
    for user in (world.lead, world.manager, world.litigation):
        desk.opens(user, "journeys:file_support", file.pk)


def draws(page: Page) -> None:
    """Sign with a finger, in the frame."""
    page.get_by_role("link", name="Signer : Mme").or_(page.get_by_role("link", name="Signer : Rosa")).first.click()
    page.locator("label[for=id_has_read]").click()
    page.get_by_label("Lieu").fill("Orange")
    canvas = page.locator("[data-sign-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    for rank, (x, y) in enumerate(((0.1, 0.8), (0.3, 0.2), (0.5, 0.8), (0.9, 0.3))):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
        if rank == 0:
            page.mouse.down()
    page.mouse.up()
    page.get_by_role("button", name="Enregistrer la signature").click()
    page.get_by_text("Signature enregistrée").wait_for()
    sound(page)

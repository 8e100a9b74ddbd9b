"""Papers: prepared from the file, proposed, drawn by the household on the telephone, signed by each organisation."""

import datetime as dt

from django.urls import reverse
from playwright.sync_api import Page, expect

from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from foundation.words import capitalised
from partners.models import User
from tests.e2e.conftest import goes, signed_in
from tests.e2e.play import Play, looks


def is_signed(play: Play, kind: DocumentKind, day: dt.date, *, by_landlord: bool) -> None:
    """Play a document from « Préparer un document » to its last signature, from which it is in force."""
    hand, world, before = play.hand, play.world, play.course.state
    hand.opens(world.lead, "journeys:agreement_new", play.file.pk)
    hand.follows(capitalised(str(kind.label)))
    for box in hand.page.locator("[name^=text_]").all():
        if not box.input_value():
            box.fill("Dit avec le ménage")
    hand.sends("Préparer le document")
    hand.sends("Proposer à la signature")
    document = Document.objects.get(subject_id=play.file.pk, kind=kind)
    _draws(hand.page)
    _signs_for(play, world.manager, document, "Soligone")
    if by_landlord:
        document.refresh_from_db()
        assert (document.in_force_on, play.course.state) == (None, before)
        _signs_for(play, world.landlord_manager, document, "Mistral Habitat")
    document.refresh_from_db()
    assert (document.state, document.in_force_on) == (DocumentState.IN_FORCE, day)


def _signs_for(play: Play, user: User, document: Document, name: str) -> None:
    """Find the document from one's own home, read it, sign it."""
    page = signed_in(play.desk.page, user)
    page.goto(reverse("home"))
    goes(page.get_by_role("link", name="Tout ce qui est à signer"))
    link = page.locator(f"main a[href='{reverse('journeys:document', args=[play.file.pk, document.pk])}']").first
    goes(link)
    goes(page.get_by_role("link", name=f"Signer : {name}"))
    page.locator("label[for=id_has_read]").click()
    play.desk.sends(f"Signer pour {name}")


def _draws(page: Page) -> None:
    """Sign with a finger, in the frame."""
    goes(page.get_by_role("link", name="Signer : Mme").or_(page.get_by_role("link", name="Signer : Rosa")).first)
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
    expect(page.get_by_text("Signature enregistrée")).to_be_visible()
    looks(page)

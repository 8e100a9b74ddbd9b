"""A household signs on the worker's phone: it reads, draws, undoes, draws again; the same pages without a fault of accessibility."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from documents.enums import SignatureState
from documents.services.templates import load_reference
from records.services.events import CLOCK
from records.services.files import open_file
from tests.documents.scene import proposed, who
from tests.e2e.conftest import goes, signed_in, sound

pytestmark = pytest.mark.urls("tests.documents.mounted")


def test_a_household_signs_on_a_phone(world, phone, live_server, tmp_path: Path):
    document = proposed(world)
    kwargs = {"enrolment_id": world.mine.pk, "document_id": document.pk}
    signed_in(phone, world.lead)
    phone.goto(live_server.url + reverse("mounted:document", kwargs=kwargs))
    sound(phone)
    phone.screenshot(path=tmp_path / "document.png", full_page=True)
    goes(phone.get_by_role("link", name="Signer : Mme Anne Témoin"))
    sound(phone)
    phone.locator("label[for=id_has_read]").click()
    phone.get_by_label("Lieu").fill("Orange")
    canvas = phone.locator("[data-sign-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box

    def draw(*points: tuple[float, float]) -> None:
        for rank, (x, y) in enumerate(points):
            phone.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
            if rank == 0:
                phone.mouse.down()
        phone.mouse.up()

    draw((0.1, 0.8), (0.3, 0.2), (0.5, 0.8))
    draw((0.6, 0.5), (0.9, 0.4))
    expect(phone.get_by_text("2 traits dans le cadre.")).to_be_visible()
    phone.get_by_role("button", name="Annuler le dernier trait").click()
    expect(phone.get_by_text("Un trait dans le cadre.")).to_be_visible()
    phone.get_by_role("button", name="Tout effacer").click()
    phone.get_by_role("button", name="Enregistrer la signature").click()
    expect(phone.get_by_text("n’a rien dessiné").first).to_be_visible()
    sound(phone)
    assert phone.get_by_label("Lieu").input_value() == "Orange"
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    draw((0.1, 0.8), (0.3, 0.2), (0.5, 0.8), (0.9, 0.3))
    phone.screenshot(path=tmp_path / "sign.png", full_page=True)
    phone.get_by_role("button", name="Enregistrer la signature").click()
    phone.get_by_text("Signature enregistrée").wait_for()
    row = who(document, 0)
    assert row.state == SignatureState.SIGNED
    assert row.drawing is not None
    assert len(b"".join(open_file(stored=row.drawing))) < 60_000


def test_the_administrator_adapts_a_text(world, walk, live_server, tmp_path: Path):
    load_reference(by=CLOCK)
    signed_in(walk, world.admin)
    walk.goto(live_server.url + reverse("journeys:templates"))
    sound(walk)
    walk.screenshot(path=tmp_path / "templates.png", full_page=True)
    goes(walk.get_by_role("link", name="Adhésion à l’accompagnement"))
    sound(walk)
    goes(walk.get_by_role("link", name="Adapter les textes"))
    sound(walk)
    walk.screenshot(path=tmp_path / "template-edit.png", full_page=True)
    walk.get_by_label("Texte de l’article 1").fill("{{ inconnu }}")
    walk.get_by_role("button", name="Enregistrer les textes").click()
    expect(walk.get_by_text("n’est pas un champ").first).to_be_visible()
    sound(walk)
    walk.get_by_label("Texte de l’article 1").fill("{{ menage }} et {{ associations }}.")
    goes(walk.get_by_role("button", name="Enregistrer les textes"))
    sound(walk)
    walk.screenshot(path=tmp_path / "template.png", full_page=True)
    walk.get_by_role("button", name="Publier cette version").click()
    walk.get_by_text("Modèle publié").wait_for()
    sound(walk)

"""A convention from the file to its signatures: the worker and the household on a phone, the landlord at his desk."""

from pathlib import Path

from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from documents.enums import Capacity
from documents.models import Document
from documents.services.copies import keep_signed_copy
from records.services.files import open_file
from tests.days import TODAY
from tests.e2e.conftest import signed_in, sound
from tests.journeys.agreements.scene import joins, made_ready, signs


def test_a_convention_is_prepared_signed_and_begins_the_support(world, phone, walk, live_server, tmp_path: Path):
    made_ready(world, world.mine)
    signed_in(phone, world.lead)
    phone.goto(live_server.url + reverse("journeys:file_support", args=[world.mine.pk]))
    phone.get_by_role("link", name="Préparer un document").first.click()
    sound(phone)
    phone.screenshot(path=tmp_path / "choose.png", full_page=True)
    phone.get_by_role("link", name="Convention tripartite").click()
    sound(phone)
    phone.get_by_label("La situation de départ").fill("Le ménage a deux mois de retard de loyer.")
    phone.screenshot(path=tmp_path / "form.png", full_page=True)
    phone.get_by_role("button", name="Préparer le document").click()
    phone.get_by_text("Document préparé").wait_for()
    sound(phone)
    phone.get_by_role("button", name="Proposer à la signature").click()
    phone.get_by_text("proposé à la signature").first.wait_for()
    sound(phone)
    phone.get_by_role("link", name="Signer : Mme").click()
    phone.locator("label[for=id_has_read]").click()
    phone.get_by_label("Lieu").fill("Orange")
    canvas = phone.locator("[data-sign-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    for rank, (x, y) in enumerate(((0.1, 0.8), (0.3, 0.2), (0.5, 0.8), (0.9, 0.3))):
        phone.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
        if rank == 0:
            phone.mouse.down()
    phone.mouse.up()
    phone.screenshot(path=tmp_path / "sign.png", full_page=True)
    phone.get_by_role("button", name="Enregistrer la signature").click()
    phone.get_by_text("Signature enregistrée").wait_for()
    document = Document.objects.get(subject_id=world.mine.pk)
    signs(document, document.signatories.get(capacity=Capacity.ASSOCIATION), world.manager)

    signed_in(walk, world.landlord_manager)
    walk.goto(live_server.url + reverse("home"))
    sound(walk)
    walk.screenshot(path=tmp_path / "landlord.png", full_page=True)
    walk.get_by_role("link", name="Tout ce qui est à signer").click()
    sound(walk)
    walk.get_by_role("link", name="Convention tripartite").click()
    sound(walk)
    walk.screenshot(path=tmp_path / "delegate.png", full_page=True)
    walk.get_by_role("link", name="Signer : Mistral Habitat").click()
    sound(walk)
    walk.locator("label[for=id_has_read]").click()
    walk.get_by_role("button", name="Signer pour Mistral Habitat").click()
    walk.get_by_text("Le document est en vigueur").wait_for()
    sound(walk)
    course = Accompaniment.objects.get(enrolment=world.mine)
    assert (course.state, course.state_on) == (State.SUPPORTED, TODAY)

    copy = keep_signed_copy(document_id=document.pk, by=world.lead.pk, today=TODAY)
    assert copy is not None
    (tmp_path / "convention.pdf").write_bytes(b"".join(open_file(stored=copy)))
    joins(world.mine)
    phone.goto(live_server.url + reverse("journeys:file_support", args=[world.mine.pk]))
    sound(phone)
    phone.screenshot(path=tmp_path / "support.png", full_page=True)
    phone.get_by_role("link", name="Préparer l’avenant").first.click()
    sound(phone)
    phone.screenshot(path=tmp_path / "amend.png", full_page=True)

"""A dossier between its submission and its direct lease: remarks, pieces, corrections, by the hands of the three.

The services bring it to the correspondent, and from « complet » to the household's answer, which `test_securisation` plays.
Each page on the way is sound at its width, and no title carries a name.
"""

import io
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from foundation.words import plain_date
from journeys.services import allocation as services
from leases.enums import Answer, DecisionKind, FileEnd, FileState
from leases.models import Lease, Piece
from leases.selectors.contents import content_of
from leases.services.decisions import DecisionFacts
from leases.services.sessions import schedule
from tests.days import TODAY, before
from tests.e2e.acts.allocation import ANSWERED, ARGUMENTS, NAME, OFFERED, SITTING, Hand, Scene
from tests.e2e.conftest import DESK, PHONE, signed_in
from tests.e2e.play import on, picture
from tests.leases.course import drafted, parameters, sitting
from tests.world import World, adult_of

pytestmark = pytest.mark.django_db(transaction=True)

SENT = before(45)
MENDED = "La personne a habité seule deux ans, sans dette de loyer."
REMARK = "Que dit l’ancien bailleur ?"
REPLY = "Son attestation est jointe."


@pytest.fixture
def scene(world: World, open_page: Callable[..., Page]) -> Scene:
    """Submit the dossier of a household that is ready, with a piece."""
    parameters()
    people = (world.lead, world.correspondent_orange, world.cal_secretary)
    pages = (open_page(PHONE, has_touch=True, is_mobile=True), open_page(DESK), open_page(DESK))
    hands = [Hand(signed_in(page, user), user) for page, user in zip(pages, people, strict=True)]
    dossier, lead = drafted(world, last_name=NAME), world.lead.pk
    services.add_piece(
        by=lead,
        file=dossier.file,
        kind="identity",
        person=adult_of(dossier.enrolment),
        content=io.BytesIO(picture()["buffer"]),
        name="attestation.png",
        issued_on=None,
        today=SENT,
    )
    content = content_of(dossier.again(), world.lead, SENT, None)
    services.submit(by=lead, file=dossier.file, content=content, today=SENT)
    return Scene(world, dossier.enrolment, dossier.announcement, *hands)


def test_a_dossier_from_the_correspondent_to_a_direct_lease(scene: Scene) -> None:
    review(scene)
    mend(scene)
    accept(scene)
    is_accepted(scene)
    with on(ANSWERED):
        sign(scene)


def review(scene: Scene) -> None:
    """The correspondent finds it at the top of his home, remarks on a field, asks for a piece, keeps where he stopped."""
    hand = scene.correspondent
    page = hand.open("/")
    first = page.get_by_role("table", name="Dossiers CAL qui attendent").get_by_role("row").nth(1)
    expect(first).to_contain_text(scene.enrolment.file_number)
    with page.expect_navigation():
        first.get_by_role("link").click()
    hand.arrive(NAME)
    expect(page.locator("#arguments")).to_contain_text(ARGUMENTS)

    with page.expect_navigation():
        page.locator("#arguments").get_by_role("link", name="Faire une remarque").click()
    hand.arrive("Faire une remarque").locator("textarea").fill(REMARK)
    hand.press("Envoyer", "Remarque envoyée.")
    page = hand.follow("Demander une pièce", "Demander une pièce")
    asked = page.get_by_label("Pièce", exact=True)
    asked.select_option(index=asked.locator("option").count() - 1)
    hand.press("Demander la pièce", "Pièce demandée à l’association.")
    expect(page.locator("#t-pieces + ul")).to_contain_text(f"demandée le {plain_date(TODAY)}")
    hand.press("À refaire", "Pièce à refaire.", page.locator("#t-pieces + ul"))
    expect(page.locator("#t-pieces + ul .is-missing", has_text="À refaire")).to_have_count(1)
    hand.press("Elle est lisible", "Pièce lisible.", page.locator("#t-pieces + ul"))
    hand.press("J’ai lu le dossier", "Lecture notée.")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger la fiche CAL").click()
    assert NAME not in saved.value.suggested_filename
    assert saved.value.path().read_bytes().startswith(b"%PDF")


def mend(scene: Scene) -> None:
    """The worker answers, corrects what was asked and that alone, adds the piece."""
    hand, asked = scene.worker, Piece.objects.get(file=scene.file, asked_on__isnull=False)
    page = hand.open(scene.address, NAME)
    expect(page.locator("#arguments")).to_contain_text(REMARK)
    hand.follow("Répondre", "Répondre à une remarque").locator("textarea").fill(REPLY)
    hand.press("Répondre", "Réponse envoyée.")
    page = hand.follow("Corriger ce qui est demandé", "Remplir le dossier CAL")
    expect(page.get_by_label("Accompagnement proposé")).to_be_disabled()
    page.get_by_label("Arguments").fill(MENDED)
    hand.press("Enregistrer le dossier", "Dossier CAL enregistré.")
    page = hand.follow("Ajouter une pièce", "Ajouter une pièce")
    page.get_by_label("Pièce", exact=True).select_option(f"{asked.kind}:{asked.person_id or ''}")
    page.get_by_label("Fichier").set_input_files(picture())
    hand.press("Ajouter la pièce", "Pièce ajoutée.")
    asked.refresh_from_db()
    assert asked.received_on == TODAY


def accept(scene: Scene) -> None:
    """The correspondent sees what changed, and only that; he settles his remark, and the dossier is complete."""
    hand = scene.correspondent
    page = hand.open(scene.address, NAME)
    expect(page.get_by_text("Depuis votre lecture du")).to_be_visible()
    expect(page.locator("#arguments ins")).to_contain_text(MENDED)
    expect(page.locator("#arguments del")).to_contain_text(ARGUMENTS)
    expect(page.locator("#arguments")).to_contain_text(REPLY)
    expect(page.locator("#support ins")).to_have_count(0)
    hand.press("Marquer comme réglée", "Remarque réglée.", page.locator("#arguments"))
    hand.press("Annuler", "Remarque rouverte.", page.locator(".toasts"))
    hand.press("Marquer comme réglée", "Remarque réglée.", page.locator("#arguments"))
    hand.press("Marquer complet", "Dossier marqué complet.")
    assert scene.file.state == FileState.COMPLETE


def is_accepted(scene: Scene) -> None:
    """The commission allocates, the landlord offers, the household accepts."""
    world, secretary = scene.world, scene.world.cal_secretary.pk
    hearing = schedule(by=secretary, file=scene.file, session=sitting(world, SITTING), today=TODAY)
    decision = services.decide(
        by=secretary, hearing=hearing, facts=DecisionFacts(DecisionKind.ALLOCATED), today=SITTING
    )
    made = services.notify_offer(by=secretary, decision=decision, notified_on=OFFERED, today=OFFERED)
    services.answer_offer(
        by=world.lead.pk, offer=made, answer=Answer.ACCEPTED, answered_on=ANSWERED, reason="", today=ANSWERED
    )


def sign(scene: Scene) -> None:
    """The secretary records the lease; the worker sees the household housed, and the état des lieux is recorded."""
    hand = scene.secretary
    hand.sign_in()
    page = hand.open(scene.address, NAME)
    hand.follow("Enregistrer le bail signé", "Enregistrer le bail signé")
    page.get_by_label("Dépôt de garantie").fill("412")
    hand.press("Enregistrer le bail", "Bail enregistré")
    assert (scene.file.state, scene.file.end) == (FileState.CLOSED, FileEnd.LEASE_SIGNED)
    assert Lease.objects.get(file=scene.file).rent == scene.announcement.rent
    worker = scene.worker
    worker.sign_in()
    worker.open(scene.address, NAME)
    worker.follow("Enregistrer un état des lieux", "État des lieux")
    worker.press("Enregistrer l’état des lieux", "État des lieux enregistré.")
    worker.open(reverse("journeys:file_housing", args=[scene.enrolment.pk]), NAME)
    expect(worker.page.get_by_role("main")).to_contain_text("12 rue des Amandiers")
    scene.correspondent.sign_in()
    scene.correspondent.open("/")
    expect(scene.correspondent.page.get_by_role("main")).to_contain_text(NAME)

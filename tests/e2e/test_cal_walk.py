"""A whole CAL dossier, by the hands of the four: the worker on her telephone, the correspondent and the secretary on a desk.

The services make the household and the announced dwelling; everything else is done in the browser, whose POSTs carry the
token that Django asks for. Each page on the way is sound at its width, and no title carries a name.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from foundation.words import plain_date
from households.models import Enrolment
from journeys.services.allocation import mail_invitation
from leases.enums import Answer, DecisionKind, FileEnd, FileState
from leases.models import AllocationFile, Announcement, Hearing, Lease, Piece, Session
from partners.models import User
from tests.days import TODAY, after, at
from tests.e2e.conftest import DESK, PHONE, signed_in, sound
from tests.leases.course import announced, parameters
from tests.world import World, enrol

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Lamartine"
SITTING = after(5)  # a Thursday
OFFERED = SITTING + dt.timedelta(days=1)
ANSWERED = SITTING + dt.timedelta(days=4)
FIRST = "La personne est prête à habiter."
MENDED = "La personne a habité seule deux ans, sans dette de loyer."
REMARK = "Que dit l’ancien bailleur ?"
REPLY = "Son attestation est jointe."


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Live on another day, the server with us."""
    with time_machine.travel(at(day), tick=True):
        yield


def picture() -> FilePayload:
    """Give a small photograph of a page."""
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PNG")
    return {"name": "attestation.png", "mimeType": "image/png", "buffer": out.getvalue()}


@dataclass
class Hand:
    """Someone at her screen: what she opens is sound, and says no name above the window."""

    page: Page
    user: User

    def sign_in(self) -> None:
        """Sign in again: a session is of its day."""
        signed_in(self.page, self.user)

    def arrive(self, heading: str | None = None) -> Page:
        """Look at the page where one is."""
        if heading is not None:
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        assert NAME not in self.page.title()
        assert NAME not in self.page.url
        sound(self.page)
        return self.page

    def open(self, path: str, heading: str | None = None) -> Page:
        """Go to an address."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.arrive(heading)

    def follow(self, name: str, heading: str | None = None) -> Page:
        """Follow a link, to a page that is there."""
        link = self.page.get_by_role("main").get_by_role("link", name=name).first
        with self.page.expect_navigation() as met:
            link.click()
        assert met.value is not None
        assert met.value.ok, f"« {name} »: {met.value.status}"
        return self.arrive(heading)

    def press(self, name: str, said: str, within: Locator | None = None) -> Page:
        """Press a button that sends, and read what is said of it."""
        button = (within or self.page.get_by_role("main")).get_by_role("button", name=name).first
        with self.page.expect_navigation() as met:
            button.click()
        assert met.value is not None
        assert met.value.ok, f"« {name} »: {met.value.status}"
        expect(self.page.get_by_text(said).first).to_be_visible()
        return self.arrive()

    def choose(self, label: str) -> None:
        """Choose a tile by its words."""
        self.page.locator("label.choice", has_text=label).first.click()

    def pick(self, name: str, value: str) -> None:
        """Choose a tile by what it sends."""
        self.page.locator(f"label.choice:has([name={name}][value={value}])").click()


@dataclass
class Scene:
    """The household, the dwelling, and the three who look at them."""

    world: World
    enrolment: Enrolment
    announcement: Announcement
    worker: Hand
    correspondent: Hand
    secretary: Hand

    @property
    def file(self) -> AllocationFile:
        """Give the dossier as the database holds it."""
        return AllocationFile.objects.get(enrolment=self.enrolment)

    @property
    def address(self) -> str:
        """Give the address of the dossier."""
        return reverse("journeys:cal_file", args=[self.file.pk])


@pytest.fixture
def scene(world: World, open_page: Callable[..., Page]) -> Scene:
    """Make what the walk does not: figures, a household that is ready, an announced dwelling."""
    parameters()
    people = (world.lead, world.correspondent_orange, world.cal_secretary)
    pages = (open_page(PHONE, has_touch=True, is_mobile=True), open_page(DESK), open_page(DESK))
    hands = [Hand(signed_in(page, user), user) for page, user in zip(pages, people, strict=True)]
    return Scene(
        world,
        enrol(world.securisation, world.soligone, world.lead, last_name=NAME, state=State.READY),
        announced(world.units["Orange"], world.correspondent_orange),
        *hands,
    )


def test_a_dossier_from_project_to_lease(scene):
    present(scene)
    expect(scene.worker.page.get_by_text("charges comprises")).to_be_visible()
    prepare(scene)
    submit(scene)
    review(scene)
    mend(scene)
    accept(scene)
    call(scene)
    with on(SITTING):
        decide(scene)
    with on(OFFERED):
        offer(scene)
    with on(ANSWERED):
        agree(scene)
        sign(scene)


def present(scene: Scene) -> None:
    """The worker presents the project."""
    hand = scene.worker
    hand.open(reverse("journeys:file_project", args=[scene.enrolment.pk]), NAME)
    page = hand.follow("Présenter le projet", "Projet logement")
    page.get_by_label("T3", exact=True).check()
    page.get_by_label("Secteur souhaité en premier").select_option(label="Orange")
    page.get_by_label("Aide au logement estimée, par mois").fill("210")
    hand.press("Enregistrer le projet", "Projet logement enregistré.")


def prepare(scene: Scene) -> None:
    """She prepares a dossier for the announced dwelling."""
    hand, page = scene.worker, scene.worker.page
    hand.open(reverse("journeys:file_cal", args=[scene.enrolment.pk]), NAME)
    details = page.locator("details.formula")
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Préparer un dossier").first.click()
    hand.arrive("Remplir le dossier CAL")
    page.get_by_label("Arguments").fill(FIRST)
    page.get_by_label("Accompagnement proposé").fill("Une visite tous les quinze jours.")
    page.get_by_label("Revenu fiscal de référence du ménage").fill("9 800")
    page.get_by_label("Année de ce revenu").fill("2024")
    page.get_by_label("Aide au logement estimée, par mois").fill("210")
    hand.press("Enregistrer le dossier", "Dossier CAL enregistré.")
    expect(page.get_by_text("Ce qui manque")).to_be_visible()


def submit(scene: Scene) -> None:
    """She adds a piece by a photograph, and submits."""
    hand = scene.worker
    page = hand.follow("Ajouter une pièce", "Ajouter une pièce")
    page.get_by_label("Fichier").set_input_files(picture())
    hand.press("Ajouter la pièce", "Pièce ajoutée.")
    assert Piece.objects.filter(file=scene.file, received_on=TODAY).count() == 1
    page = hand.follow("Soumettre le dossier", "Soumettre le dossier CAL")
    hand.press("Soumettre le dossier", "Dossier CAL soumis.")
    assert scene.file.state == FileState.SUBMITTED


def review(scene: Scene) -> None:
    """The correspondent finds it at the top of his home, remarks on a field, asks for a piece, keeps where he stopped."""
    hand = scene.correspondent
    page = hand.open("/")
    first = page.get_by_role("table", name="Dossiers CAL qui attendent").get_by_role("row").nth(1)
    expect(first).to_contain_text(scene.enrolment.file_number)
    with page.expect_navigation():
        first.get_by_role("link").click()
    hand.arrive(NAME)
    expect(page.locator("#arguments")).to_contain_text(FIRST)

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
    expect(page.locator("#arguments del")).to_contain_text(FIRST)
    expect(page.locator("#arguments")).to_contain_text(REPLY)
    expect(page.locator("#support ins")).to_have_count(0)
    hand.press("Marquer comme réglée", "Remarque réglée.", page.locator("#arguments"))
    hand.press("Annuler", "Remarque rouverte.", page.locator(".toasts"))
    hand.press("Marquer comme réglée", "Remarque réglée.", page.locator("#arguments"))
    hand.press("Marquer complet", "Dossier marqué complet.")
    assert scene.file.state == FileState.COMPLETE


def call(scene: Scene) -> None:
    """The secretary fixes a sitting, puts the dossier on its agenda, says who else is examined, invites the worker."""
    hand = scene.secretary
    page = hand.open("/")
    hand.open(reverse("journeys:sessions"), "Commissions")
    hand.follow("Fixer une séance", "Fixer une séance")
    page.get_by_label("Jour").fill(SITTING.isoformat())
    page.get_by_label("Heure").fill("09:00")
    page.get_by_label("Lieu").fill("Siège, salle 2")
    hand.press("Fixer la séance", "Séance fixée.")
    hand.open(scene.address, NAME)
    hand.follow("Inscrire à une séance", "Inscrire à une séance")
    hand.choose("Siège, salle 2")
    hand.press("Inscrire le dossier", "Dossier inscrit à la séance.")
    hand.follow("Ouvrir la séance")
    hand.press("Inviter le référent", "Invitation envoyée.")
    expect(page.get_by_text("Claire Fabre invitée ou invité")).to_be_visible()
    mail_invitation(hearing_id=Hearing.objects.get().pk, link=scene.address)  # the worker process sends it
    (message,) = mail.outbox
    assert message.to == [scene.world.lead.email]
    assert scene.address in message.body
    assert NAME not in message.subject + message.body
    hand.follow("Indiquer", "Candidats examinés")
    page.get_by_label("Candidats examinés hors de Palier").fill("1")
    hand.press("Enregistrer", "Nombre de candidats enregistré.")
    expect(page.get_by_text("2 demandes examinées, dont 1 hors de Palier".replace("2 d", "2\u00a0d"))).to_be_visible()


def decide(scene: Scene) -> None:
    """On the day, she records the decision: the accompaniment starts."""
    hand = scene.secretary
    hand.sign_in()
    hand.open(reverse("journeys:session", args=[Session.objects.get().pk]))
    hand.follow("Décider", "Enregistrer la décision")
    hand.pick("kind", DecisionKind.ALLOCATED)
    hand.pick("worker_was_present", "yes")
    hand.press("Enregistrer la décision", "Décision enregistrée.")
    course = Accompaniment.objects.get(enrolment=scene.enrolment)
    assert (course.state, course.state_on) == (State.SUPPORTED, SITTING)


def offer(scene: Scene) -> None:
    """She notifies the offer."""
    hand = scene.secretary
    hand.sign_in()
    page = hand.open(scene.address, NAME)
    hand.follow("Notifier l’offre", "Notifier l’offre")
    hand.press("Enregistrer la notification", "Offre notifiée.")
    expect(page.get_by_text("Réponse attendue jusqu’au")).to_be_visible()


def agree(scene: Scene) -> None:
    """The worker records that the household accepts, and prepares the entry."""
    hand = scene.worker
    hand.sign_in()
    page = hand.open(scene.address, NAME)
    hand.follow("Enregistrer la réponse du ménage", "Réponse du ménage")
    hand.pick("answer", Answer.ACCEPTED)
    hand.press("Enregistrer la réponse", "Réponse enregistrée.")
    assert scene.file.state == FileState.ACCEPTED
    hand.follow("Préparer l’entrée", "Préparer l’entrée")
    page.locator("main input[type=date]").first.fill(ANSWERED.isoformat())
    page.locator("main .form-check label").last.click()
    hand.press("Enregistrer la préparation", "Préparation de l’entrée enregistrée.")


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
    worker.open(scene.address, NAME)
    worker.follow("Enregistrer un état des lieux", "État des lieux")
    worker.press("Enregistrer l’état des lieux", "État des lieux enregistré.")
    worker.open(reverse("journeys:file_housing", args=[scene.enrolment.pk]), NAME)
    expect(worker.page.get_by_role("main")).to_contain_text("12 rue des Amandiers")
    scene.correspondent.sign_in()
    scene.correspondent.open("/")
    expect(scene.correspondent.page.get_by_role("main")).to_contain_text(NAME)

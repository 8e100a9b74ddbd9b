"""A CAL dossier by the hands of its three: the worker on her telephone, the correspondent and the secretary on a desk.

Each page on the way is sound at its width, and no title carries a name.
"""

import datetime as dt
from dataclasses import dataclass

from django.core import mail
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from households.models import Enrolment
from journeys.services.allocation import mail_invitation
from leases.enums import Answer, DecisionKind, FileState, LeaseWish
from leases.models import AllocationFile, Announcement, Hearing, Piece, Session
from partners.models import User
from tests.days import TODAY, after
from tests.e2e.conftest import signed_in
from tests.e2e.play import looks, picture
from tests.world import World

NAME = "Lamartine"
SITTING = after(5)  # a Thursday
OFFERED = SITTING + dt.timedelta(days=1)
ANSWERED = SITTING + dt.timedelta(days=4)
ARGUMENTS = "La personne est prête à habiter."


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
        looks(self.page)
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


def present(scene: Scene) -> None:
    """The worker presents the project."""
    hand = scene.worker
    hand.sign_in()
    hand.open(reverse("journeys:file_project", args=[scene.enrolment.pk]), NAME)
    page = hand.follow("Présenter le projet", "Projet logement")
    page.get_by_label("T3", exact=True).check()
    page.get_by_label("Secteur souhaité en premier").select_option(label="Orange")
    page.get_by_label("Aide au logement estimée, par mois").fill("210")
    hand.pick("lease_wish", LeaseWish.SLIDING)
    hand.press("Enregistrer le projet", "Projet logement enregistré.")
    expect(page.get_by_text("charges comprises")).to_be_visible()


def prepare(scene: Scene) -> None:
    """She prepares a dossier for the announced dwelling, and asks for a lease that is to slide."""
    hand, page = scene.worker, scene.worker.page
    hand.open(reverse("journeys:file_cal", args=[scene.enrolment.pk]), NAME)
    details = page.locator("details.formula")
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Préparer un dossier").first.click()
    hand.arrive("Remplir le dossier CAL")
    page.get_by_label("Arguments").fill(ARGUMENTS)
    page.get_by_label("Accompagnement proposé").fill("Une visite tous les quinze jours.")
    hand.pick("lease_wish", LeaseWish.SLIDING)
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


def complete(scene: Scene) -> None:
    """The correspondent finds nothing to ask for."""
    hand = scene.correspondent
    hand.sign_in()
    hand.open(scene.address, NAME)
    hand.press("Marquer complet", "Dossier marqué complet.")
    assert scene.file.state == FileState.COMPLETE


def call(scene: Scene) -> None:
    """The secretary fixes a sitting, puts the dossier on its agenda, says who else is examined, invites the worker."""
    hand = scene.secretary
    hand.sign_in()
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

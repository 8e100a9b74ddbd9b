"""A sécurisation by the hands of its actors: from the SIAO's referral to the end of the watch, twenty-four months later.

The household signs on the worker's telephone, 360 px wide; the landlord and the association from their own session. The
commission's days are those of `test_cal_walk`. Each page is sound.
"""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from accompaniments.enums import ExitReason, ObjectiveState, Passage, Progress, State, Subject
from accompaniments.models import Accompaniment, Diagnosis, FinalEvaluation, Objective, StageReview
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.services.templates import load_reference
from households.enums import NamingService
from households.models import Enrolment
from leases.enums import FileState
from partners.models import EligibilityRule, User
from records.services.events import CLOCK
from tests.days import TODAY
from tests.documents.scene import delegate
from tests.e2e.conftest import signed_in
from tests.e2e.test_cal_walk import (
    ANSWERED,
    NAME,
    OFFERED,
    SITTING,
    Hand,
    Scene,
    agree,
    call,
    decide,
    offer,
    on,
    prepare,
    present,
    sign,
    submit,
)
from tests.e2e.test_course import Hands, draws
from tests.leases.course import announced, parameters
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

DAY = TODAY.isoformat()
VISITED, REVIEWED, ENDED = (ANSWERED + dt.timedelta(days=days) for days in (10, 20, 40))
WATCHED = ENDED + dt.timedelta(days=185)
LAST = ENDED.replace(year=ENDED.year + 2)  # 24 months after the end


@dataclass
class Play:
    """The people of the walk, at a desk or on the worker's telephone."""

    world: World
    desk: Hands
    hand: Hands
    file: Enrolment

    @property
    def course(self) -> Accompaniment:
        """Give the course as the database holds it."""
        return Accompaniment.objects.get(enrolment=self.file)

    def scores(self, passage: Passage, day: dt.date) -> None:
        """Score the twelve domains of the grid."""
        self.hand.opens(self.world.lead, "accompaniments:grid_new", self.file.pk)
        self.hand.writes(passage=passage, assessed_on=day.isoformat())
        for subject in Subject:
            self.hand.writes(**{f"level_{subject}": "3", f"why_{subject}": "Observé en visite."})
        self.hand.sends("Enregistrer la grille")


def test_a_securisation_from_the_referral_to_the_end_of_its_watch(world: World, walk: Page, phone: Page) -> None:
    """Seven people, one household, twenty-seven months."""
    parameters()
    load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    EligibilityRule.objects.create(
        version=world.securisation,
        code="path",
        label="Premier logement",
        is_blocking=True,
        position=1,
        source="Fiche 1",
    )
    desk, hand = Hands(walk), Hands(phone)
    play = Play(world, desk, hand, _refer(world, desk))
    _diagnose(play)
    with_commission = _ready(play)
    assert play.course.state == State.SUPPORTED
    with on(ANSWERED):
        agree(with_commission)
        _sign_papers(play)
        sign(with_commission)
    with on(VISITED):
        _visit(play)
    with on(REVIEWED):
        _review(play)
    with on(ENDED):
        _end(play)
    with on(ENDED + dt.timedelta(days=1)):
        _validate_end(play)
    with on(WATCHED):
        _check_in(play)
    with on(LAST):
        _close(play)
    assert [(row.to_state, row.effective_on) for row in play.course.changes.order_by("position")] == [
        (State.REFERRED, TODAY),
        (State.REVIEWING, TODAY),
        (State.DIAGNOSED, TODAY),
        (State.PROPOSED, TODAY),
        (State.READY, TODAY),
        (State.SUPPORTED, SITTING),
        (State.WATCHED, ENDED + dt.timedelta(days=1)),
        (State.CLOSED, LAST),
    ]
    assert play.course.exit_reason == ExitReason.STABILISED_DIRECT_TENANT


def _refer(world: World, desk: Hands) -> Enrolment:
    """The manager records the referral, and names the lead worker."""
    known = set(Enrolment.objects.values_list("pk", flat=True))
    desk.opens(world.manager, "accompaniments:referral_new")
    desk.writes(
        offer=f"{world.securisation.pk}:{world.soligone.pk}",
        source="SIAO",
        received_on=DAY,
        **{
            "people-0-civility": "MRS",
            "people-0-first_name": "Alma",
            "people-0-last_name": NAME,
            "people-0-birth_on": "1991-03-08",
        },
    )
    desk.sends("Enregistrer l’orientation")
    file = Enrolment.objects.exclude(pk__in=known).get()
    desk.opens(world.manager, "accompaniments:assign", file.pk)
    desk.page.locator("label", has_text="Fabre").first.click()
    desk.writes(started_on=DAY)
    desk.sends("Nommer le référent")
    return file


def _diagnose(play: Play) -> None:
    """The worker checks the criteria, writes with the landlord's adviser; both sign, the manager validates."""
    world, file = play.world, play.file
    rule = EligibilityRule.objects.get(version=world.securisation)
    play.hand.opens(world.lead, "accompaniments:criteria", file.pk)
    play.hand.writes(**{f"rule_{rule.pk.hex}": "yes"})
    play.hand.sends("Enregistrer les critères")
    play.hand.opens(world.lead, "accompaniments:diagnosis_open", file.pk)
    play.hand.writes(interview_on=DAY)
    play.hand.sends("Ouvrir le diagnostic")
    shared = Diagnosis.objects.get(accompaniment=play.course)
    play.hand.opens(world.lead, "accompaniments:diagnosis_write", file.pk, shared.pk)
    play.hand.writes(part_NEEDS_0_text="Un appui pour le premier budget", proposes_support="yes")
    play.hand.sends("Enregistrer")
    play.desk.opens(world.adviser, "accompaniments:diagnosis_write", file.pk, shared.pk)
    play.desk.writes(part_LANDLORD_VIEW_0_text="Un projet réaliste à Orange")
    play.desk.sends("Enregistrer")
    for hands, user in ((play.desk, world.adviser), (play.hand, world.lead)):
        hands.opens(user, "accompaniments:diagnosis", file.pk, shared.pk)
        hands.sends("Signer")
    play.desk.opens(world.manager, "accompaniments:diagnosis_validate", file.pk, shared.pk)
    play.desk.sends("Valider")
    assert play.course.state == State.DIAGNOSED
    play.scores(Passage.ENTRY, TODAY)


def _ready(play: Play) -> Scene:
    """The project is presented and accepted, an objective is set; the dossier goes to the commission, which decides."""
    world, file = play.world, play.file
    people = (
        (play.hand.page, world.lead),
        (play.desk.page, world.correspondent_orange),
        (play.desk.page, world.cal_secretary),
    )
    hands = [Hand(page, user) for page, user in people]
    scene = Scene(world, file, announced(world.units["Orange"], world.correspondent_orange), *hands)
    scene.worker.sign_in()
    present(scene)
    assert play.course.state == State.PROPOSED
    play.hand.opens(world.lead, "accompaniments:proposal_answer", file.pk)
    play.hand.writes(answer="ACCEPTED", answered_on=DAY)
    play.hand.sends("Enregistrer la réponse")
    assert play.course.state == State.READY
    play.hand.opens(world.lead, "accompaniments:objective_new", file.pk)
    play.hand.writes(domain="BUDGET", title="Payer le premier loyer", who="HOUSEHOLD", audience="LANDLORD")
    play.hand.sends("Enregistrer l’objectif")
    prepare(scene)
    submit(scene)
    scene.correspondent.sign_in()
    scene.correspondent.open(scene.address, NAME)
    scene.correspondent.press("Marquer complet", "Dossier marqué complet.")
    assert scene.file.state == FileState.COMPLETE
    scene.secretary.sign_in()
    call(scene)
    with on(SITTING):
        decide(scene)
    with on(OFFERED):
        offer(scene)
    return scene


def _sign_papers(play: Play) -> None:
    """The convention, then the contract: drawn by the household on the telephone, signed by each organisation in its session."""
    world = play.world
    convention = proposed(play, "convention", DocumentKind.TRIPARTITE_AGREEMENT)
    draws(play.hand.page)
    delegate_signs(play, world.manager, convention, "Soligone")
    delegate_signs(play, world.landlord_manager, convention, "Mistral Habitat")
    contract = proposed(play, "contrat", DocumentKind.SUPPORT_CONTRACT)
    draws(play.hand.page)
    delegate_signs(play, world.manager, contract, "Soligone")
    for row in (convention, contract):
        row.refresh_from_db()
        assert (row.state, row.in_force_on) == (DocumentState.IN_FORCE, ANSWERED)


def proposed(play: Play, slug: str, kind: DocumentKind) -> Document:
    """Prepare a document from the file, with what the form asks for, and propose it."""
    play.hand.opens(play.world.lead, "journeys:agreement_draft", play.file.pk, slug)
    for box in play.hand.page.locator("[name^=text_]").all():
        if not box.input_value():
            box.fill("Dit avec le ménage")
    play.hand.sends("Préparer le document")
    play.hand.sends("Proposer à la signature")
    return Document.objects.get(subject_id=play.file.pk, kind=kind)


def delegate_signs(play: Play, user: User, document: Document, name: str) -> None:
    """Find the document from one's own list, read it, sign it."""
    page = signed_in(play.desk.page, user)
    page.goto(reverse("journeys:document", args=[play.file.pk, document.pk]))
    page.get_by_role("link", name=f"Signer : {name}").click()
    page.locator("label[for=id_has_read]").click()
    play.desk.sends(f"Signer pour {name}")


def _visit(play: Play) -> None:
    """A visit ticks what was worked on."""
    objective = Objective.objects.get(accompaniment=play.course)
    play.hand.opens(play.world.lead, "accompaniments:meeting_new", play.file.pk)
    play.hand.page.locator("label.choice", has_text="1 h").first.click()
    play.hand.page.locator("label.choice", has_text="Budget et dettes").click()
    play.hand.writes(**{f"progress_{objective.pk.hex}": Progress.ACHIEVED, "part_0_text": "Premier loyer payé."})
    play.hand.sends("Enregistrer la rencontre")
    play.hand.opens(play.world.lead, "accompaniments:objective_close", play.file.pk, objective.pk)
    play.hand.writes(state=ObjectiveState.ACHIEVED, effective_on=VISITED.isoformat())
    play.hand.sends("Enregistrer")


def _review(play: Play) -> None:
    """The stage review, with the correspondent's part."""
    world, file = play.world, play.file
    play.hand.opens(world.lead, "journeys:review_new", file.pk)
    play.hand.sends("Ouvrir le bilan")
    row = StageReview.objects.get(accompaniment=play.course)
    play.hand.opens(world.lead, "journeys:review_write", file.pk, row.pk)
    play.hand.writes(worker_text="Le loyer est payé.", household_text="Nous sommes bien ici.")
    play.hand.sends("Enregistrer le bilan")
    play.hand.opens(world.lead, "journeys:review_ask", file.pk, row.pk)
    play.hand.writes(service=NamingService.CORRESPONDENT)
    play.hand.sends("Demander sa part")
    play.desk.opens(world.correspondent_orange, "journeys:review_landlord", file.pk, row.pk)
    play.desk.writes(landlord_text="Aucun incident.")
    play.desk.sends("Envoyer notre part")
    play.desk.opens(world.manager, "journeys:review_validate", file.pk, row.pk)
    play.desk.sends("Valider le bilan")
    row.refresh_from_db()
    assert (row.state, row.landlord_text) == ("VALIDATED", "Aucun incident.")


def _end(play: Play) -> None:
    """The exit grid, and the final evaluation."""
    world, file = play.world, play.file
    play.scores(Passage.EXIT, ENDED)
    play.hand.opens(world.lead, "journeys:evaluation_open", file.pk)
    play.hand.writes(ended_on=ENDED.isoformat(), exit_reason=ExitReason.STABILISED_DIRECT_TENANT)
    play.hand.sends("Ouvrir l’évaluation finale")
    row = FinalEvaluation.objects.get(accompaniment=play.course)
    play.hand.opens(world.lead, "journeys:evaluation_write", file.pk, row.pk)
    play.hand.writes(landlord_text="Le loyer est payé.", household_text="Merci.")
    play.hand.sends("Enregistrer")


def _validate_end(play: Play) -> None:
    """On the morrow the manager validates, and the landlord is informed: the watch begins."""
    world, file = play.world, play.file
    row = FinalEvaluation.objects.get(accompaniment=play.course)
    for name, button in (("validate", "Valider la fin"), ("inform", "Informer le bailleur")):
        play.desk.opens(world.manager, f"journeys:evaluation_{name}", file.pk, row.pk)
        play.desk.sends(button)
    row.refresh_from_db()
    assert row.informed_file is not None
    for user in (world.lead, world.manager, world.correspondent_orange):
        play.desk.opens(user, "journeys:file_support", file.pk)


def _check_in(play: Play) -> None:
    """Six months later the worker says where the household lives."""
    play.hand.opens(play.world.lead, "accompaniments:watch_check_in", play.file.pk)
    play.hand.writes(status="TENANT", horizon="6")
    play.hand.sends("Enregistrer le point")


def _close(play: Play) -> None:
    """On the watch's last day the manager's note closes the file."""
    play.desk.opens(play.world.manager, "accompaniments:watch_end", play.file.pk)
    play.desk.writes(status="TENANT", ended_on=LAST.isoformat())
    play.desk.sends("Clore le dossier")
    play.desk.opens(play.world.lead, "journeys:file", play.file.pk)

"""The landlord never reads an équipe or associations text, nor a coordination one without the accord (domain.md §3.9).

A word of its own is written in every free text of one household; then every landlord's person opens every address of the
product, with every id that the file has, and follows the links. The words of the circles that are not hers are nowhere.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accompaniments.enums import State, Subject
from accompaniments.models import (
    Accompaniment,
    Diagnosis,
    Difficulty,
    FinalEvaluation,
    GridAssessment,
    Meeting,
    Objective,
    StageReview,
    StateChange,
)
from accompaniments.selectors.evaluation_facts import final_facts
from accompaniments.services.difficulty_mails import mail_difficulty
from config.vocabulary import Persona, Whose
from documents.models import Document, Signatory, TemplateVersion
from foundation.timeline import Audience
from households.enums import SharingScope
from households.models import Enrolment, SharingAgreement
from households.services.sharing import revoke
from leases.models import Inventory, Lease, RentImport, RepaymentPlan
from partners.models import Delegation, Organisation, User
from records.models import Draft, StoredFile
from tests.architecture.scene import Scene, make_scene
from tests.days import NOW, TODAY, after, before
from tests.factories import households as h
from tests.factories import records as r
from tests.journeys.agreements.scene import CONVENTION, all_sign, at_state, made_ready, proposed
from tests.journeys.course.crawl import read_all, urls
from tests.journeys.course.lease_words import LEASES_FOR
from tests.journeys.course.lease_words import texts as lease_texts
from tests.journeys.course.words import WRITTEN_FOR, Words, texts, write_everywhere
from tests.world import adult_of

pytestmark = pytest.mark.django_db
LANDLORDS = (
    Persona.CORRESPONDENT_ORANGE,
    Persona.ADVISER,
    Persona.LITIGATION,
    Persona.RENTAL,
    Persona.CAL_SECRETARY,
    Persona.LANDLORD_MANAGER,
    Persona.CORRESPONDENT_APT,
    Persona.OTHER_LANDLORD_CORRESPONDENT,
    Persona.ADMIN,
)
NAMED = LANDLORDS[:3]
# The other unit's correspondent, the other landlord's, who administers: they read not a word.
STRANGERS = (Persona.CORRESPONDENT_APT, Persona.OTHER_LANDLORD_CORRESPONDENT, Persona.ADMIN)
ASKED = [
    *((who, "none") for who in LANDLORDS),
    (Persona.ADVISER, "given"),
    (Persona.CORRESPONDENT_ORANGE, "given"),
    (Persona.LITIGATION, "given"),
    (Persona.ADVISER, "revoked"),
]
# Read in situations that this scene has not: a draft taken up again, a withdrawn row, a failure sent back, a correction.
NOT_SHOWN_HERE = {
    "Contact.withdrawal_reason",
    "ContactAttempt.withdrawal_reason",
    "ContactFailure.note",
    "ContactFailure.reason",
    "Draft.text",
    "Proposal.annulment_reason",
    "StateChange.reason",
    "WatchCheckIn.withdrawal_reason",
}
# Of a home, so that the tests of what is not read are not empty.
LANDLORD_READS_OF_LEASES = frozenset(
    {
        "ExamCriterion.sentence",
        "PrefectNotice.reason",
        "ProcedureHold.conditions",
        "RepaymentPlan.note",
        "SlideExam.note",
        "SlideExam.position_reason",
        "SlideExam.words",
        "SlideProposal.reasons",
    }
)
TEAM_READS_OF_LEASES = LANDLORD_READS_OF_LEASES | {"Inventory.note", "RentEntry.note", "RentEntry.withdrawal_reason"}
HELD_BACK = (Audience.TEAM, Audience.ASSOCIATIONS)


@dataclass
class Household:
    """The household about which something is written everywhere, and who may ask."""

    scene: Scene
    enrolment: Enrolment
    words: Words
    quiet: dict[Persona, dict[str, str]] = field(default_factory=dict)

    def said_to(self, persona: Persona, *, is_changed: bool = False) -> dict[str, str]:
        """Give what this person reads, page by page; once a person while the test changes nothing."""
        if is_changed or persona not in self.quiet:
            client = Client()
            client.force_login(self.scene.people[persona])
            said = read_all(client, urls(self._ids(), self._questions()))
            if is_changed:
                return said
            self.quiet[persona] = said
        return self.quiet[persona]

    def reads(self, persona: Persona, *, is_changed: bool = False) -> set[str]:
        """Give the words that this person finds."""
        whole = "\n".join(self.said_to(persona, is_changed=is_changed).values())
        return {word for word in self.words.said if word in whole}

    def leaks(self, persona: Persona, *audiences: Audience, is_changed: bool = False) -> list[str]:
        """Name the words of these circles that this person found, and where."""
        said = self.said_to(persona, is_changed=is_changed)
        return [
            f"{place} at {url.replace(str(self.enrolment.pk), 'FILE')}"
            for word, place in self.words.of(*audiences).items()
            for url, text in said.items()
            if word in text
        ]

    def _ids(self) -> dict[str, list[Any]]:
        things = {name: [value] for name, value in self.scene.things[Whose.ANY].items()}
        things |= {name: [value] for name, value in self.scene.things[Whose.MINE].items()}
        for special in self.scene.special.values():
            for name, value in {**special.get(Whose.ANY, {}), **special.get(Whose.MINE, {})}.items():
                if name != "?" and value not in things.setdefault(name, []):
                    things[name].append(value)
        course = Accompaniment.objects.get(enrolment=self.enrolment)
        many: dict[str, Any] = {
            "meeting_id": Meeting.objects.filter(enrolment=self.enrolment),
            "diagnosis_id": course.diagnoses.all(),
            "evaluation_id": course.evaluations.all(),
            "review_id": course.reviews.all(),
            "objective_id": course.objectives.all(),
            "document_id": Document.objects.filter(subject_id=self.enrolment.pk),
            "signatory_id": Signatory.objects.filter(document__subject_id=self.enrolment.pk),
            "difficulty_id": Difficulty.objects.filter(enrolment=self.enrolment),
            "lease_id": Lease.objects.filter(enrolment=self.enrolment),
            "inventory_id": Inventory.objects.filter(lease__enrolment=self.enrolment),
            "plan_id": RepaymentPlan.objects.filter(enrolment=self.enrolment),
            "import_id": RentImport.objects.all(),
        }
        return things | {name: [row.pk for row in rows] for name, rows in many.items()}

    def _questions(self) -> list[str]:
        search = [f"/recherche/?q={word}" for word in list(self.words.said)[:10]]
        file = reverse("journeys:file", args=[self.enrolment.pk])
        journal = [f"{file}?page={number}" for number in (2, 3)]
        return [*search, *journal, "/recherche/?q=Bensa", reverse("home")]


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[Household]:
    """Write everywhere once: it is long."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        yield _written()
        transaction.set_rollback(True)


@pytest.fixture
def household(written: Household) -> Iterator[Household]:
    """Give the household, and take back what the test wrote."""
    with transaction.atomic():
        yield written
        transaction.set_rollback(True)


def _written() -> Household:
    """Write everywhere, return the diagnosis, tell the end, sign the convention, through the product's own acts."""
    scene = make_scene()
    people = {persona.value: user for persona, user in scene.people.items()}
    mine = Enrolment.objects.get(pk=scene.things[Whose.MINE]["enrolment_id"])
    world: Any = SimpleNamespace(
        **people,
        mine=mine,
        soligone=Organisation.objects.get(name="Soligone"),
        cap_habitat=Organisation.objects.get(name="Cap Habitat"),
        landlord=Organisation.objects.get(name="Mistral Habitat"),
    )
    SharingAgreement.objects.filter(enrolment=mine).delete()
    Signatory.objects.all().delete()
    Document.objects.all().delete()
    TemplateVersion.objects.all().delete()
    Delegation.objects.all().delete()
    made_ready(world, mine)
    words = write_everywhere(mine, world.lead)
    all_sign(world, proposed(world, mine, CONVENTION))
    at_state(mine, State.SUPPORTED, before(60))
    found = Household(scene, mine, words)
    _agree(mine)
    _acts(found, world)
    _drafts(found, world.lead)
    SharingAgreement.objects.filter(enrolment=mine).delete()
    return found


def _agree(enrolment: Enrolment) -> SharingAgreement:
    row: SharingAgreement = h.SharingAgreementFactory.make(
        enrolment=enrolment, person=adult_of(enrolment), scope=SharingScope.COORDINATION, started_on=before(20)
    )
    return row


def _acts(found: Household, world: Any) -> None:
    """Let papers leave: the diagnosis returned, the review validated, the end told."""
    manager, lead = Client(), Client()
    manager.force_login(world.manager)
    lead.force_login(world.lead)
    file = found.enrolment.pk
    landlord = str(world.landlord.pk)
    for row in Diagnosis.objects.filter(accompaniment__enrolment=file, state="VALIDATED"):
        url = reverse("accompaniments:diagnosis_return", args=[file, row.pk])
        assert manager.post(url, {"landlord": landlord}).status_code == 302, url
    for review in StageReview.objects.filter(accompaniment__enrolment=file):
        url = reverse("journeys:review_validate", args=[file, review.pk])
        answer = lead.post(url, {"version": str(review.version), "next_on": after(60).isoformat()})
        assert answer.status_code == 302, answer.content.decode()
    for end in FinalEvaluation.objects.filter(accompaniment__enrolment=file):
        end.informed_on = end.informed_file = None
        end.validated_on, end.validated_by = TODAY, world.manager.pk
        end.facts = final_facts(Accompaniment.objects.get(enrolment=file), TODAY).frozen()
        end.save()
        url = reverse("journeys:evaluation_inform", args=[file, end.pk])
        assert manager.post(url, {"landlord": landlord}).status_code == 302, url


def _drafts(found: Household, lead: User) -> None:
    said = {"part_0_text": [found.words.word("Draft.text (TEAM)", Audience.TEAM)]}
    kinds = {"accompaniments.meeting": found.enrolment.pk}
    for kind, model in (("accompaniments.review", StageReview), ("accompaniments.diagnosis", Diagnosis)):
        kinds[kind] = model.objects.filter(accompaniment__enrolment=found.enrolment).values_list("pk", flat=True)[0]
    for kind, subject in kinds.items():
        r.DraftFactory.make(
            user_id=lead.pk,
            subject_id=subject,
            kind=kind,
            tab="t",
            text=json.dumps(said),
            expires_at=NOW.replace(year=2027),
        )
    assert Draft.objects.count() >= len(kinds)


def test_every_text_says_whom_it_is_written_for() -> None:
    """A new free text must say its readers here, and is then tried with the others."""
    assert texts() == set(WRITTEN_FOR)
    assert lease_texts() == set(LEASES_FOR)


@pytest.mark.parametrize(("persona", "accord"), ASKED)
def test_no_landlord_reads_what_is_not_for_him(household: Household, persona: Persona, accord: str) -> None:
    """Équipe and associations never; coordination the CESF alone, while the accord stands."""
    if accord != "none":
        given = _agree(household.enrolment)
        if accord == "revoked":
            revoke(by=household.scene.people[Persona.LEAD].pk, agreement=given, revoked_on=TODAY)
    reads_accord = persona == Persona.ADVISER and accord == "given"
    held_back = HELD_BACK if reads_accord else (*HELD_BACK, Audience.COORDINATION)
    assert (
        household.leaks(persona, *(Audience if persona in STRANGERS else held_back), is_changed=accord != "none") == []
    )


@pytest.mark.parametrize("persona", [Persona.OTHER_WORKER, Persona.OTHER_MANAGER])
def test_a_stranger_reads_nothing(household: Household, persona: Persona) -> None:
    """The association that holds nothing, as the landlord's strangers above: not a word."""
    assert household.leaks(persona, *Audience) == []


@pytest.mark.parametrize("state", [State.WATCHED, State.CONTACT_FAILED, State.PROPOSED, State.CLOSED])
@pytest.mark.parametrize("persona", [Persona.CORRESPONDENT_ORANGE, Persona.ADVISER])
def test_no_step_opens_it(household: Household, persona: Persona, state: State) -> None:
    """The other steps of the course show other parts of the page: none of these words either."""
    course = Accompaniment.objects.filter(enrolment=household.enrolment)
    StateChange.objects.create(
        accompaniment=course.get(),
        position=99,
        from_state=State.SUPPORTED,
        to_state=state,
        effective_on=before(2),
        recorded_by=household.scene.people[Persona.LEAD].pk,
    )
    over = {"closed_on": before(2), "exit_reason": "LOST_CONTACT"} if state == State.CLOSED else {}
    course.update(state=state, state_on=before(2), **over)
    assert household.leaks(persona, *HELD_BACK, Audience.COORDINATION, is_changed=True) == []


def test_what_is_for_him_is_read_somewhere(household: Household) -> None:
    """So that the tests above are not empty: his words reach him, the accord's reach the CESF, the team reads its own."""
    read = set().union(*(household.reads(who) for who in NAMED))
    seen = {place.split(" ")[0] for word, place in household.words.of(Audience.LANDLORD).items() if word in read}
    assert seen >= {
        "DiagnosisPart.text",
        "Difficulty.text",
        "FinalEvaluation.landlord_text",
        "MeetingPart.text",
        "Objective.title",
        "PresentService.note",
        "StageReview.landlord_text",
        "StageReview.worker_text",
        *LANDLORD_READS_OF_LEASES,
    }
    _agree(household.enrolment)
    read = household.reads(Persona.ADVISER, is_changed=True)
    seen = {place.split(" ")[0] for word, place in household.words.of(Audience.COORDINATION).items() if word in read}
    assert seen >= {"DiagnosisPart.text", "MeetingPart.text", "Objective.title", "PresentService.note"}
    read = household.reads(Persona.LEAD, is_changed=True)
    missing = {place.split(" ")[0] for word, place in household.words.of(Audience.TEAM).items() if word not in read}
    assert missing - set(LEASES_FOR) <= NOT_SHOWN_HERE
    seen = {place.split(" ")[0] for word, (place, _) in household.words.said.items() if word in read}
    assert seen >= TEAM_READS_OF_LEASES


def test_neither_mails_nor_names_of_files_carry_a_word(household: Household) -> None:
    """A mail says that something waits, and nothing of it; a file is named by its number."""
    for row in Difficulty.objects.filter(enrolment=household.enrolment):
        mail_difficulty(difficulty_id=row.pk, today=TODAY)
    assert mail.outbox
    sent = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    names = " ".join(str(row.name) for row in StoredFile.objects.all())
    assert [word for word in household.words.said if word in sent or word in names] == []
    assert "Bensaïd" not in sent + names
    assert "Nadia" not in sent + names


def test_grid_scores_open_to_him_are_those_of_the_lease(household: Household) -> None:
    """Health, family, employment and adhesion never show a level to the landlord (domain.md §5)."""
    assert GridAssessment.objects.filter(accompaniment__enrolment=household.enrolment).exists()
    for persona in NAMED:
        client = Client()
        client.force_login(household.scene.people[persona])
        page = client.get(reverse("journeys:file_support", args=[household.enrolment.pk])).content.decode()
        for subject in Subject:
            if subject not in Subject.LANDLORD_READS:
                assert str(subject.label) not in page, subject
    assert Objective.objects.exists()
    assert isinstance(household.enrolment.pk, uuid.UUID)

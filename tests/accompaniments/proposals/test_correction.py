"""A recorded answer that was wrong: corrected by new rows, nothing deleted, the course following (domain.md §2.0.1, 6)."""

import pytest
from django.urls import reverse

from accompaniments.enums import ProposalAnswer, State
from accompaniments.models import Accompaniment, Proposal
from accompaniments.selectors import happened
from accompaniments.selectors.step_history import step_history
from accompaniments.services.proposals import answer_proposal, propose
from accompaniments.services.states import change_state
from documents.enums import DocumentKind, DocumentState
from documents.models import Document, TemplateVersion
from foundation.refusals import Refused
from journeys.services.proposals import correct
from tests.days import TODAY, after, before
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db
WHY = "Le refus était celui d’un autre ménage."
SAID = "Le ménage a dit oui au téléphone."


@pytest.fixture
def file(world):
    row = enrol(
        world.sauvegarde, world.soligone, world.lead, last_name="Roche", state=State.DIAGNOSED, since=before(20)
    )
    propose(by=world.lead.pk, enrolment=row, proposed_on=before(9), today=TODAY, offered="Une visite par semaine.")
    return row


def answered(world, file, answer, day=None):
    answer_proposal(by=world.lead.pk, enrolment=file, answer=answer, answered_on=day or before(5), today=TODAY)


def corrected(world, file, answer, day=TODAY, **values):
    given = {"reason": WHY, "note": SAID, **values}
    return correct(by=world.lead.pk, enrolment=file, answer=answer, answered_on=day, today=TODAY, **given)


def state_of(file):
    course = Accompaniment.objects.get(enrolment=file)
    return State(course.state), course.state_on


@pytest.mark.parametrize(
    ("wrong", "right", "state", "since"),
    [
        (ProposalAnswer.REFUSED, ProposalAnswer.ACCEPTED, State.READY, before(4)),
        (ProposalAnswer.ACCEPTED, ProposalAnswer.REFUSED, State.DIAGNOSED, before(4)),
        (ProposalAnswer.ACCEPTED, ProposalAnswer.ACCEPTED, State.READY, before(4)),
        (ProposalAnswer.NO_ANSWER, ProposalAnswer.PENDING, State.PROPOSED, before(9)),
    ],
)
def test_the_right_answer_takes_its_place_and_the_course_follows(world, file, wrong, right, state, since):
    answered(world, file, wrong)
    row = corrected(world, file, right, before(4))
    assert state_of(file) == (state, since)
    old = Proposal.objects.get(annulled_by=row)
    assert (old.answer, old.answered_on, old.annulment_reason) == (wrong, before(5), WHY)
    assert (row.answer, row.proposed_on, row.offered) == (right, old.proposed_on, old.offered)
    assert row.answered_on == (None if right == ProposalAnswer.PENDING else before(4))


def test_sent_twice_it_is_made_once_and_the_same_is_no_correction(world, file):
    answered(world, file, ProposalAnswer.REFUSED)
    with pytest.raises(Refused, match="déjà"):
        corrected(world, file, ProposalAnswer.REFUSED, before(5), note="")
    assert corrected(world, file, ProposalAnswer.ACCEPTED) == corrected(world, file, ProposalAnswer.ACCEPTED)
    assert Proposal.objects.count() == 2


def test_a_correction_may_be_corrected(world, file):
    answered(world, file, ProposalAnswer.REFUSED)
    corrected(world, file, ProposalAnswer.PENDING)
    answered(world, file, ProposalAnswer.ACCEPTED, before(2))
    corrected(world, file, ProposalAnswer.NO_ANSWER, before(1))
    assert state_of(file) == (State.DIAGNOSED, before(1))
    assert Proposal.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("answer", "day", "values", "field"),
    [
        (ProposalAnswer.ACCEPTED, before(10), {}, "answered_on"),
        (ProposalAnswer.ACCEPTED, after(1), {}, "answered_on"),
        (ProposalAnswer.ACCEPTED, None, {}, "answered_on"),
        (ProposalAnswer.ACCEPTED, TODAY, {"reason": "  "}, "reason"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(world, file, answer, day, values, field):
    answered(world, file, ProposalAnswer.REFUSED)
    with pytest.raises(Refused) as refused:
        corrected(world, file, answer, day, **values)
    assert refused.value.field == field
    assert state_of(file)[0] == State.DIAGNOSED
    assert Proposal.objects.count() == 1


def test_without_an_answer_nor_once_the_course_moved_on_nothing_is_corrected(world, file):
    with pytest.raises(Refused, match="Aucune réponse"):
        corrected(world, file, ProposalAnswer.ACCEPTED)
    answered(world, file, ProposalAnswer.REFUSED)
    course = Accompaniment.objects.get(enrolment=file)
    change_state(by=world.lead.pk, accompaniment=course, to_state=State.CONTACTING, effective_on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="changé d’étape"):
        corrected(world, file, ProposalAnswer.ACCEPTED)


def test_an_accord_that_a_convention_rests_on_stays(world, file):
    answered(world, file, ProposalAnswer.ACCEPTED)
    template = TemplateVersion.objects.create(
        kind=DocumentKind.TRIPARTITE_AGREEMENT, number=1, texts=[], written_by=world.admin.pk
    )
    Document.objects.create(
        series=file.pk,
        kind=DocumentKind.TRIPARTITE_AGREEMENT,
        subject_kind="households.enrolment",
        subject_id=file.pk,
        template=template,
        state=DocumentState.TO_SIGN,
        context="{}",
        drafted_on=TODAY,
        drafted_by=world.lead.pk,
    )
    with pytest.raises(Refused, match="convention"):
        corrected(world, file, ProposalAnswer.REFUSED)
    corrected(world, file, ProposalAnswer.ACCEPTED, before(3))
    assert state_of(file) == (State.READY, before(3))


class TestPages:
    """The form, the tab, the journal, the steps; what the landlord and the colleague read of it."""

    def url(self, file, name="journeys:proposal_correct"):
        return reverse(name, args=[file.pk])

    def test_it_is_corrected_and_both_rows_are_read(self, world, client_of, file):
        answered(world, file, ProposalAnswer.REFUSED)
        client = client_of(world.lead)
        assert self.url(file) in client.get(reverse("journeys:file_support", args=[file.pk])).text
        assert client.get(self.url(file)).status_code == 200
        sent = {"answer": "ACCEPTED", "answered_on": TODAY.isoformat(), "note": SAID, "reason": WHY}
        assert client.post(self.url(file), sent).status_code == 302
        page = client.get(reverse("journeys:file_support", args=[file.pk])).text
        assert WHY in page
        assert SAID in page
        lines = [line for line in happened(reader_of(world.lead), file) if line.title.startswith("Proposition")]
        assert [(line.title, line.is_struck) for line in lines] == [
            ("Proposition acceptée (correction)", False),
            ("Proposition refusée", True),
        ]
        page = client.get(self.url(file, "accompaniments:steps")).text
        assert "Correction" in page
        assert WHY in page

    def test_nothing_typed_is_lost(self, world, client_of, file):
        answered(world, file, ProposalAnswer.REFUSED)
        sent = {"answer": "ACCEPTED", "answered_on": after(2).isoformat(), "note": SAID, "reason": WHY}
        answer = client_of(world.lead).post(self.url(file), sent)
        assert answer.status_code == 200
        assert WHY in answer.text

    def test_nothing_to_correct_is_said(self, world, client_of, file):
        assert "Aucune réponse" in client_of(world.lead).get(self.url(file)).text

    @pytest.mark.parametrize("who", ["other_worker", "other_manager", "litigation", "adviser", "admin"])
    def test_a_stranger_finds_nothing(self, world, client_of, file, who):
        answered(world, file, ProposalAnswer.REFUSED)
        for name in ("journeys:proposal_correct", "accompaniments:steps"):
            assert client_of(world.people[who]).get(self.url(file, name)).status_code == 404

    def test_a_colleague_reads_the_facts_and_no_reason(self, world, client_of, file):
        answered(world, file, ProposalAnswer.REFUSED)
        corrected(world, file, ProposalAnswer.ACCEPTED)
        page = client_of(world.colleague).get(self.url(file, "accompaniments:steps")).text
        assert "Correction" in page
        for private in (WHY, SAID):
            assert private not in page
        assert "équipe" in step_history(reader_of(world.colleague), file).hidden

    @pytest.mark.parametrize("who", ["litigation", "adviser", "correspondent_orange"])
    def test_the_landlord_reads_the_steps_that_stand(self, world, client_of, who):
        course = Accompaniment.objects.get(enrolment=world.mine)
        course.changes.update(reason=WHY)
        page = client_of(world.people[who]).get(self.url(world.mine, "accompaniments:steps")).text
        assert "Accompagnement" in page
        assert WHY not in page
        assert "enregistré le" not in page

    def test_the_number_of_queries_does_not_grow(self, world, file, django_assert_max_num_queries):
        reader = reader_of(world.lead)
        for _ in range(10):
            answered(world, file, ProposalAnswer.REFUSED, before(8))
            corrected(world, file, ProposalAnswer.PENDING)
        with django_assert_max_num_queries(6):
            assert len(step_history(reader, file).lines) > 20

"""What is proposed, what is answered, and what the landlord reads of it (domain.md §2.1 S4, §2.2 V7, §3.9)."""

import pytest
from django.urls import reverse

from accompaniments.enums import ProposalAnswer, State
from accompaniments.models import Accompaniment, Proposal, StateChange
from accompaniments.rules.proposals import leads_to, why_proposal_is_refused
from accompaniments.selectors import due
from accompaniments.selectors.proposals import section
from accompaniments.services.proposals import answer_proposal, propose
from foundation.refusals import Refused
from households.permissions import standing
from journeys.services.proposals import present
from leases.enums import LeaseWish, Typology
from leases.models import HousingProject
from leases.services.projects import Wishes
from partners.models import EligibilityRule
from records.models import Event
from tests.days import TODAY, after, before
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db
OFFER = "Une visite par semaine, pendant six mois."
SAID = "Le ménage craint le regard du voisinage."


@pytest.fixture
def file(world):
    return enrol(
        world.sauvegarde, world.soligone, world.lead, last_name="Roche", state=State.DIAGNOSED, since=before(20)
    )


def state_of(file):
    return Accompaniment.objects.get(enrolment=file).state


def made(world, file, day=TODAY, **values):
    return propose(by=world.lead.pk, enrolment=file, proposed_on=day, today=TODAY, offered=OFFER, **values)


def answered(world, file, answer, day=TODAY, **values):
    return answer_proposal(by=world.lead.pk, enrolment=file, answer=answer, answered_on=day, today=TODAY, **values)


@pytest.mark.parametrize("state", list(State))
def test_only_a_diagnosed_household_is_proposed_something(state):
    assert (why_proposal_is_refused(state) is None) is (state in {State.DIAGNOSED, State.READY})


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (ProposalAnswer.ACCEPTED, State.READY),
        (ProposalAnswer.REFUSED, State.DIAGNOSED),
        (ProposalAnswer.NO_ANSWER, State.DIAGNOSED),
    ],
)
def test_the_answer_says_where_the_course_goes(world, file, answer, state):
    assert leads_to(answer) == state
    made(world, file, before(5))
    assert state_of(file) == State.PROPOSED
    answered(world, file, answer, before(2), note=SAID)
    assert state_of(file) == state
    row = Proposal.objects.get()
    assert (row.proposed_on, row.answer, row.answered_on, row.note) == (before(5), answer, before(2), SAID)
    assert StateChange.objects.latest("position").reason == SAID
    assert SAID not in str(list(Event.objects.values_list("details", flat=True)))


def test_after_a_refusal_one_proposes_again(world, file):
    made(world, file, before(5))
    answered(world, file, ProposalAnswer.REFUSED, before(4))
    made(world, file, before(3))
    answered(world, file, ProposalAnswer.ACCEPTED, before(1))
    assert [row.answer for row in Proposal.objects.order_by("proposed_on")] == ["REFUSED", "ACCEPTED"]


def test_sent_twice_it_is_made_once(world, file):
    assert made(world, file) == made(world, file)
    with pytest.raises(Refused, match="attend déjà"):
        made(world, file, before(1))


def test_what_is_refused(world, file):
    for day in (after(1), before(40)):
        with pytest.raises(Refused) as refused:
            made(world, file, day)
        assert refused.value.field == "proposed_on"
    with pytest.raises(Refused):
        answered(world, file, ProposalAnswer.ACCEPTED)
    made(world, file, before(5))
    for answer, day in (
        (ProposalAnswer.ACCEPTED, before(6)),
        (ProposalAnswer.ACCEPTED, after(1)),
        (ProposalAnswer.PENDING, TODAY),
    ):
        with pytest.raises(Refused):
            answered(world, file, answer, day)
    assert state_of(file) == State.PROPOSED


def test_a_blocking_criterion_refuses_it(world, file):
    EligibilityRule.objects.create(version=file.version, position=1, code="a", label="Impayé", is_blocking=True)
    with pytest.raises(Refused, match="critère"):
        made(world, file)


def test_a_household_taken_over_gets_its_proposal_with_its_answer(world):
    file = enrol(world.sauvegarde, world.soligone, world.lead, state=State.PROPOSED, since=before(20))
    answered(world, file, ProposalAnswer.ACCEPTED)
    assert Proposal.objects.get().proposed_on == before(20)


def wishes():
    return Wishes(typologies=(Typology.T3,), lease_wish=LeaseWish.DIRECT)


def presented(world, file, day=TODAY):
    return present(
        by=world.lead.pk,
        enrolment=file,
        started_on=day,
        wishes=wishes(),
        units=[world.units["Orange"]],
        today=TODAY,
    )


class TestProject:
    """On the way to a home, the project presented is the proposal."""

    def test_a_diagnosed_household_is_then_proposed_it(self, world):
        file = enrol(world.securisation, world.soligone, world.lead, state=State.DIAGNOSED, since=before(20))
        presented(world, file, before(2))
        assert state_of(file) == State.PROPOSED
        assert Proposal.objects.get().proposed_on == before(2)

    @pytest.mark.parametrize("state", [State.PROPOSED, State.READY, State.SUPPORTED])
    def test_later_it_is_a_change_of_wish(self, world, state):
        file = enrol(world.securisation, world.soligone, world.lead, state=state, since=before(20))
        presented(world, file)
        assert state_of(file) == state
        assert not Proposal.objects.exists()

    def test_a_move_inside_a_sauvegarde_proposes_nothing(self, world, file):
        presented(world, file)
        assert state_of(file) == State.DIAGNOSED

    def test_refused_nothing_is_kept(self, world):
        file = enrol(world.securisation, world.soligone, world.lead, state=State.DIAGNOSED, since=before(20))
        Accompaniment.objects.filter(enrolment=file).update(state_on=before(3))
        with pytest.raises(Refused) as refused:
            presented(world, file, before(5))
        assert refused.value.field == "started_on"
        assert not HousingProject.objects.exists()


class TestPages:
    """The forms, the tab, the list, the landlord's words."""

    def url(self, name, file):
        return reverse(f"accompaniments:{name}", args=[file.pk])

    def test_it_is_proposed_then_answered(self, world, client_of, file):
        client = client_of(world.lead)
        assert client.get(self.url("proposal_new", file)).status_code == 200
        sent = {"proposed_on": before(3).isoformat(), "offered": OFFER}
        assert client.post(self.url("proposal_new", file), sent).status_code == 302
        assert any(line.url == self.url("proposal_answer", file) for line in due(reader_of(world.lead), [file.pk]))
        page = client.get(reverse("journeys:file_support", args=[file.pk])).text
        assert OFFER in page
        sent = {"answer": "ACCEPTED", "answered_on": TODAY.isoformat(), "note": SAID}
        assert client.post(self.url("proposal_answer", file), sent).status_code == 302
        assert state_of(file) == State.READY
        assert SAID in client.get(reverse("journeys:file_support", args=[file.pk])).text

    def test_a_refused_form_keeps_what_was_typed(self, world, client_of, file):
        sent = {"proposed_on": after(3).isoformat(), "offered": OFFER}
        answer = client_of(world.lead).post(self.url("proposal_new", file), sent)
        assert answer.status_code == 200
        assert OFFER in answer.text

    def test_the_access_axis_presents_its_project(self, world, client_of):
        file = enrol(world.securisation, world.soligone, world.lead, state=State.DIAGNOSED, since=before(20))
        answer = client_of(world.lead).get(self.url("proposal_new", file))
        assert answer.status_code == 302
        assert answer["Location"] == reverse("journeys:project_new", args=[file.pk])

    @pytest.mark.parametrize("who", ["litigation", "adviser", "correspondent_orange"])
    @pytest.mark.parametrize(
        ("answer", "said", "unsaid"),
        [
            (ProposalAnswer.ACCEPTED, "Accompagnement accepté", "non engagé"),
            (ProposalAnswer.REFUSED, "Accompagnement non engagé", "refus"),
            (ProposalAnswer.NO_ANSWER, "Accompagnement non engagé", "sans réponse"),
        ],
    )
    def test_the_landlord_reads_accepted_or_not_engaged(self, world, client_of, who, answer, said, unsaid):
        course = Accompaniment.objects.get(enrolment=world.mine)
        Proposal.objects.create(
            accompaniment=course,
            proposed_on=before(9),
            answer=answer,
            answered_on=before(5),
            offered=OFFER,
            note=SAID,
            recorded_by=world.lead.pk,
        )
        Accompaniment.objects.filter(pk=course.pk).update(state=leads_to(answer))
        page = client_of(world.people[who]).get(reverse("journeys:file_support", args=[world.mine.pk])).text
        part = page[page.index('id="proposal"') :].split("</section>")[0]
        assert said in part
        assert unsaid not in part
        for private in (OFFER, SAID):
            assert private not in page
            assert private not in client_of(world.people[who]).get(reverse("journeys:file", args=[world.mine.pk])).text

    def test_a_colleague_reads_the_dates_alone(self, world, file):
        made(world, file)
        reader = reader_of(world.colleague)
        read = section(reader, file, standing(reader, file))
        assert read is not None
        assert (read.lines[0].proposed_on, read.lines[0].offered) == (TODAY, "")
        assert read.answer_url == ""

    @pytest.mark.parametrize("who", ["other_worker", "other_manager", "rental", "litigation", "admin"])
    @pytest.mark.parametrize("name", ["proposal_new", "proposal_answer"])
    def test_a_stranger_finds_nothing(self, world, client_of, file, who, name):
        assert client_of(world.people[who]).get(self.url(name, file)).status_code == 404

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"proposed_on": "0001-01-01", "answered_on": "9999-12-31", "answer": "MAYBE"},
            {"proposed_on": "x" * 10_000, "offered": "\x00", "answer": "ACCEPTED", "answered_on": "2026-02-30"},
            {"proposed_on": TODAY.isoformat(), "offered": "x" * 10_001},
        ],
    )
    def test_hostile_input_is_never_an_error_of_ours(self, world, client_of, file, sent):
        for name in ("proposal_new", "proposal_answer"):
            assert client_of(world.lead).post(self.url(name, file), sent).status_code == 200

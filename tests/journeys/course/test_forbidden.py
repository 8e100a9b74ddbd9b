"""No act of a page leads where the course may not go: every state, every other state, both axes (domain.md §2.0.1)."""

import uuid
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction

from accompaniments.enums import (
    TRANSITIONS,
    AttemptKind,
    AttemptResult,
    DiagnosisKind,
    DiagnosisState,
    ExitReason,
    HousingStatus,
    Passage,
    ProposalAnswer,
    State,
)
from accompaniments.models import (
    Accompaniment,
    ContactAttempt,
    Diagnosis,
    FinalEvaluation,
    GridAssessment,
    Proposal,
    StateChange,
)
from accompaniments.services import evaluations, outreach, outreach_failures, watch
from accompaniments.services.assignment import assign_lead
from accompaniments.services.course import start_support
from accompaniments.services.diagnosis import validate_diagnosis
from accompaniments.services.endings import end_before_support
from accompaniments.services.proposals import answer_proposal, propose
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from households.models import Enrolment
from partners.enums import Axis, OutreachKind, Role
from partners.models import OutreachStep
from tests.days import TODAY, before
from tests.pdfs import one_page
from tests.world import World, member

SINCE = before(60)


class Acts:
    """What pages may try, by the state to which each leads."""

    def __init__(self, world: World, enrolment: Enrolment) -> None:
        """Keep whose file it is."""
        self.world, self.enrolment = world, enrolment
        self.by = world.lead.pk
        self.newcomer = member(world.soligone, Role.SOCIAL_WORKER, "Jean", "Relais")

    @property
    def course(self) -> Accompaniment:
        """Give the course as it is."""
        return Accompaniment.objects.select_related("enrolment__version__programme").get(enrolment=self.enrolment)

    def put(self, state: State) -> None:
        """Put the course at a state, with all that the acts of the next ones stand on."""
        course = self.course
        course.state, course.state_on, course.opened_on = state, SINCE, before(120)
        if state == State.CLOSED:
            course.closed_on, course.exit_reason = SINCE, ExitReason.LEFT_VOLUNTARILY
        course.save()
        StateChange.objects.filter(accompaniment=course).update(to_state=state, effective_on=SINCE)
        kind = DiagnosisKind.SHARED if course.enrolment.version.programme.axis == Axis.ACCESS else DiagnosisKind.SOCIAL
        self.diagnosis = Diagnosis.objects.create(
            accompaniment=course,
            kind=kind,
            state=DiagnosisState.TO_VALIDATE,
            interview_on=before(50),
            opened_on=before(50),
            opened_by=self.by,
        )
        if state == State.PROPOSED:
            Proposal.objects.create(accompaniment=course, proposed_on=SINCE, recorded_by=self.by)
        self.evaluation = FinalEvaluation.objects.create(
            accompaniment=course, ended_on=before(2), exit_reason=ExitReason.MAINTAINED_LEASE_KEPT, opened_by=self.by
        )
        GridAssessment.objects.create(
            accompaniment=course, passage=Passage.EXIT, assessed_on=before(2), recorded_by=self.by
        )
        ContactAttempt.objects.create(
            accompaniment=course,
            kind=AttemptKind.LETTER_SIMPLE,
            rung=1,
            sent_on=before(59),
            result=AttemptResult.NO_ANSWER,
            result_on=before(40),
            worker_id=self.by,
            sending_key=uuid.uuid4(),
            recorded_by=self.by,
        )

    def to(self, state: State) -> list[Callable[[], object]]:
        """Give the acts that lead to a state."""
        return {
            State.REFERRED: [],
            State.REVIEWING: [self.assign],
            State.CONTACTING: [self.attempt, self.restart],
            State.CONTACT_FAILED: [self.fail],
            State.DIAGNOSED: [self.validate, lambda: self.answer(ProposalAnswer.REFUSED)],
            State.PROPOSED: [self.propose],
            State.READY: [lambda: self.answer(ProposalAnswer.ACCEPTED)],
            State.SUPPORTED: [self.start, self.reopen],
            State.WATCHED: [self.end],
            State.CLOSED: [self.end_early, self.end_watch],
        }[state]

    def assign(self) -> object:
        return assign_lead(
            by=self.world.manager.pk,
            enrolment=self.enrolment,
            user=self.newcomer,
            association=self.world.soligone,
            started_on=TODAY,
            today=TODAY,
            reason="Relais",
        )

    def attempt(self) -> object:
        return outreach.record_attempt(
            by=self.by,
            accompaniment=self.course,
            kind=AttemptKind.PHONE,
            sent_on=TODAY,
            sending_key=uuid.uuid4(),
            today=TODAY,
            returns_to_contacting=True,
        )

    def restart(self) -> object:
        return outreach_failures.restart_contact(
            by=self.by, accompaniment=self.course, effective_on=TODAY, reason="Elle a appelé", today=TODAY
        )

    def fail(self) -> object:
        asked = outreach_failures.ask_failure(by=self.by, accompaniment=self.course, note="", today=TODAY)
        return outreach_failures.confirm_failure(
            by=self.world.manager.pk,
            failure=asked,
            is_lead=False,
            proof=one_page(),
            proof_name="preuve.pdf",
            attempts=set(self.course.attempts.values_list("pk", flat=True)),
            today=TODAY,
        )

    def validate(self) -> object:
        return validate_diagnosis(
            by=self.world.manager.pk, diagnosis=self.diagnosis, version=1, validated_on=TODAY, today=TODAY
        )

    def propose(self) -> object:
        return propose(by=self.by, enrolment=self.enrolment, proposed_on=TODAY, today=TODAY)

    def answer(self, answer: ProposalAnswer) -> object:
        return answer_proposal(by=self.by, enrolment=self.enrolment, answer=answer, answered_on=TODAY, today=TODAY)

    def start(self) -> object:
        return start_support(by=self.by, enrolment=self.enrolment, effective_on=TODAY, today=TODAY)

    def reopen(self) -> object:
        return watch.reopen(by=self.by, accompaniment=self.course, effective_on=TODAY, is_agreed=True, today=TODAY)

    def end(self) -> object:
        return evaluations.validate_evaluation(
            by=self.world.manager.pk, evaluation=self.evaluation, version=self.evaluation.version, today=TODAY
        )

    def end_early(self) -> object:
        return end_before_support(
            by=self.by,
            enrolment=self.enrolment,
            ended_on=TODAY,
            exit_reason=ExitReason.LEFT_VOLUNTARILY,
            today=TODAY,
        )

    def end_watch(self) -> object:
        return watch.end_watch(
            by=self.world.manager.pk,
            accompaniment=self.course,
            ended_on=TODAY,
            now=watch.HousingNow(HousingStatus.TENANT),
            exit_reason=ExitReason.LEFT_VOLUNTARILY,
            today=TODAY,
        )


@pytest.fixture
def acts(world: World, request: pytest.FixtureRequest) -> Acts:
    """Give the acts of a file of one axis, in a programme with a ladder of one rung."""
    enrolment, version = (
        (world.colleagues, world.securisation) if request.param == Axis.ACCESS else (world.mine, world.sauvegarde)
    )
    OutreachStep.objects.create(
        version=version, position=1, kind=OutreachKind.LETTER_SIMPLE, wait_days=0, source="Fiche"
    )
    return Acts(world, enrolment)


@pytest.mark.parametrize("acts", list(Axis), indirect=True)
def test_no_act_makes_a_forbidden_way(acts: Acts) -> None:
    """Refused, or done without moving the course: it never arrives where it may not."""
    axis = Axis(acts.course.enrolment.version.programme.axis)
    wrong = []
    for state in State:
        for target in State:
            if target == state or target in TRANSITIONS[axis][state]:
                continue
            for act in acts.to(target):
                with transaction.atomic():
                    acts.put(state)
                    with suppress(Refused), transaction.atomic():
                        act()
                    if acts.course.state != state:
                        wrong.append(f"{state} → {acts.course.state} by {act}")
                    transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.parametrize("acts", list(Axis), indirect=True)
def test_every_way_that_is_open_has_its_act(acts: Acts) -> None:
    """So that the test above is not empty: each way of the table is made by an act; two are a correction's or a journey's."""
    axis = Axis(acts.course.enrolment.version.programme.axis)
    without = []
    for state in State:
        for target in TRANSITIONS[axis][state]:
            arrived = False
            for act in acts.to(target):
                with transaction.atomic():
                    acts.put(state)
                    with suppress(Refused), transaction.atomic():
                        act()
                    arrived |= acts.course.state == target
                    transaction.set_rollback(True)
            if not arrived:
                without.append((state, target))
    # An accompaniment ends by its evaluation: at once when its reason leads to no watch.
    assert without == [(State.SUPPORTED, State.CLOSED)]


@pytest.mark.parametrize("acts", list(Axis), indirect=True)
def test_the_service_itself_refuses_every_forbidden_way(acts: Acts) -> None:
    """Whoever calls it."""
    axis = Axis(acts.course.enrolment.version.programme.axis)
    for state in State:
        with transaction.atomic():
            acts.put(state)
            for target in State:
                if target in TRANSITIONS[axis][state]:
                    continue
                reason = ExitReason.LEFT_VOLUNTARILY if target == State.CLOSED else None
                with pytest.raises(Refused):
                    change_state(
                        by=acts.by,
                        accompaniment=acts.course,
                        to_state=target,
                        effective_on=TODAY,
                        today=TODAY,
                        exit_reason=reason,
                    )
            assert acts.course.changes.count() == 1
            transaction.set_rollback(True)

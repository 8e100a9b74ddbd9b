"""The courses of the demonstration: every step is there, made by services, and each account has what is hers to do."""

import pytest
from django.core.management import call_command

from accompaniments.enums import (
    DiagnosisState,
    ExitReason,
    FailureAnswer,
    Passage,
    ProposalAnswer,
    ReviewState,
    State,
)
from accompaniments.models import (
    Accompaniment,
    ContactAttempt,
    ContactFailure,
    Diagnosis,
    DifficultyStep,
    EligibilityCheck,
    FinalEvaluation,
    GridAssessment,
    ObjectiveProgress,
    Orientation,
    Proposal,
    Referral,
    StageReview,
)
from accompaniments.selectors.diagnosis_awaited import parts_awaited
from accompaniments.selectors.due import due
from documents.enums import DocumentKind, DocumentState, SignatureState
from documents.models import Document, Signatory
from foundation.timeline import DueKind
from households.models import Enrolment
from journeys.selectors.consistency import findings
from journeys.selectors.requests import request_lines, requested_files
from journeys.selectors.signing import to_sign
from leases.models import AccountBalance, ProcedureHold, ProcedureStep
from partners.enums import Axis
from partners.models import Delegation, ProgrammeVersion, Service, User
from partners.requests import load_reader
from tests.days import TODAY

pytestmark = pytest.mark.xdist_group("demonstration")  # played once: see conftest.py


@pytest.mark.parametrize("axis", Axis)
def test_every_state_is_there_in_each_programme(demonstration, axis):
    version = ProgrammeVersion.objects.get(programme__axis=axis)
    states = set(Accompaniment.objects.filter(enrolment__version=version).values_list("state", flat=True))
    without_watch = set() if version.watch_months else {State.WATCHED}  # a sauvegarde's convention has none (§8.7)
    assert states == set(State.values) - without_watch


@pytest.mark.parametrize("axis", Axis)
def test_each_programme_has_a_ladder_running_one_exhausted_and_one_failed(demonstration, axis):
    courses = Accompaniment.objects.filter(enrolment__version__programme__axis=axis)
    climbing = courses.filter(state=State.CONTACTING)
    assert climbing.filter(failures__isnull=True, attempts__isnull=False).exists()
    assert climbing.filter(failures__answer=FailureAnswer.PENDING).exists()
    assert courses.filter(state=State.CONTACT_FAILED, failures__answer=FailureAnswer.CONFIRMED).exists()


def test_everything_agrees(demonstration):
    assert findings(TODAY) == []
    call_command("verify_journal", verbosity=0)


def test_what_comes_before_the_accompaniment(demonstration):
    assert EligibilityCheck.objects.filter(derogated_on__isnull=False).exists()
    assert Referral.objects.filter(source="LANDLORD_LITIGATION", recorded_by__isnull=False).count() >= 2
    assert ContactAttempt.objects.filter(letter__isnull=False).exists()
    assert set(ContactFailure.objects.values_list("answer", flat=True)) == {
        FailureAnswer.PENDING,
        FailureAnswer.CONFIRMED,
    }
    assert set(Diagnosis.objects.values_list("state", flat=True)) == set(DiagnosisState.values)
    answers = set(Proposal.objects.values_list("answer", flat=True))
    assert answers == {ProposalAnswer.PENDING, ProposalAnswer.ACCEPTED, ProposalAnswer.REFUSED}


def test_what_goes_with_the_accompaniment(demonstration):
    passages = set(GridAssessment.objects.values_list("passage", flat=True))
    assert passages >= {Passage.ENTRY, Passage.REVIEW, Passage.EXIT}
    assert set(StageReview.objects.values_list("state", flat=True)) == {
        ReviewState.WITH_LANDLORD,
        ReviewState.VALIDATED,
    }
    assert ObjectiveProgress.objects.exists()
    assert Service.objects.filter(is_sensitive=True).exists()
    assert Orientation.objects.filter(answer="ACCEPTED").exists()
    assert ProcedureHold.objects.exists()
    assert ProcedureStep.objects.exists()
    assert AccountBalance.objects.exists()


def test_the_papers(demonstration):
    assert Delegation.objects.count() == 3
    kinds = set(Document.objects.filter(state=DocumentState.IN_FORCE).values_list("kind", flat=True))
    assert kinds == {
        DocumentKind.TRIPARTITE_AGREEMENT,
        DocumentKind.AMENDMENT,
        DocumentKind.SUPPORT_CONTRACT,
        DocumentKind.ADHESION,
        DocumentKind.SUBLEASE_CONTRACT,
        DocumentKind.SUBLEASE_ANNEX,
    }
    for axis in Axis:
        files = Enrolment.objects.filter(version__programme__axis=axis).values("pk")
        own = Document.objects.filter(subject_id__in=files)
        assert own.filter(state=DocumentState.IN_FORCE, kind=DocumentKind.TRIPARTITE_AGREEMENT).exists()
        assert Signatory.objects.filter(document__in=own, state=SignatureState.REFUSED).exists()
        half = own.filter(state=DocumentState.TO_SIGN, signatories__state=SignatureState.SIGNED)
        assert half.filter(signatories__state=SignatureState.TO_SIGN).exists()
    assert Signatory.objects.filter(state=SignatureState.VOID, document__state=DocumentState.SUPERSEDED).exists()
    assert Document.objects.filter(
        state=DocumentState.IN_FORCE, signatories__state=SignatureState.REFUSED, kind=DocumentKind.TRIPARTITE_AGREEMENT
    ).exists()
    assert Document.objects.filter(state=DocumentState.TO_SIGN).count() == 4
    started = Accompaniment.objects.filter(
        is_taken_over=False, state=State.SUPPORTED, enrolment__version__programme__axis=Axis.MAINTENANCE
    )
    assert started.count() == 2  # by their conventions in force


def test_the_ends(demonstration):
    assert FinalEvaluation.objects.filter(validated_on__isnull=True).count() == 1
    assert Accompaniment.objects.filter(state=State.CLOSED, exit_reason=ExitReason.MAINTAINED_LEASE_KEPT).exists()
    assert FinalEvaluation.objects.filter(informed_file__isnull=False).exists()
    again = [
        row
        for row in Accompaniment.objects.filter(state=State.WATCHED)
        if row.changes.filter(to_state=State.WATCHED).count() == 2
    ]
    assert len(again) == 1
    interrupted = Accompaniment.objects.filter(state=State.SUPPORTED, changes__to_state=State.WATCHED)
    assert interrupted.count() == 1
    over = Accompaniment.objects.get(state=State.CLOSED, checkins__isnull=False, checkins__horizon=24)
    assert over.enrolment.version.watch_months == 24
    assert over.assessments.filter(passage=Passage.WATCH_END).exists()
    assert set(DifficultyStep.objects.values_list("answer", flat=True)) == {
        "",
        "ANSWERED",
        "REOPENED",
        "HANDLED",
    }


def reader_of(key):
    return load_reader(User.objects.get(email=f"{key}.example"))


def test_the_lead_has_ladders_to_climb_and_the_cesf_a_part_to_write(demonstration):
    lead = reader_of("referente@soligone")
    lines = due(lead, Enrolment.objects.visible_to(lead).worked_by(lead).values_list("pk", flat=True))
    assert sum(line.kind == DueKind.CONTACT and "relance" in line.url for line in lines) >= 2
    assert len(parts_awaited(reader_of("cesf@mistral"))) >= 1
    assert not parts_awaited(reader_of("correspondant.orange@mistral"))


def test_the_manager_validates_and_signs(demonstration):
    manager = reader_of("cheffe@soligone")
    lines = due(manager, Enrolment.objects.visible_to(manager).values_list("pk", flat=True))
    urls = " ".join(line.url for line in lines)
    assert "/diagnostic" in urls
    assert "/evaluation" in urls
    assert len(to_sign(manager)) == 3  # two contracts half signed, another that the household did not sign
    assert len(to_sign(reader_of("responsable@mistral"))) == 1
    assert not to_sign(reader_of("cheffe@cap-habitat"))


def test_the_litigation_service_follows_what_it_asked(demonstration):
    reader = reader_of("contentieux@mistral")
    assert len(request_lines(reader, requested_files(reader))) >= 2
    other = reader_of("correspondant.orange@mistral")
    assert not any(line for line in request_lines(other, requested_files(other)))

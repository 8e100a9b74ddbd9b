"""The stories of the demonstration: every step of a course, every story of a home, of its money and of its law is there.

Made by services; each account has what is hers to do.
"""

import pytest
from django.core.management import call_command

from accompaniments.enums import (
    DiagnosisState,
    DifficultyState,
    ExitReason,
    FailureAnswer,
    Passage,
    ProposalAnswer,
    ReviewState,
    Side,
    State,
)
from accompaniments.models import (
    Accompaniment,
    ContactAttempt,
    ContactFailure,
    Diagnosis,
    Difficulty,
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
from foundation.periods import Month
from foundation.timeline import DueKind
from households.models import Enrolment
from journeys.demo.stories import SCRIPTED
from journeys.selectors.consistency import findings
from journeys.selectors.requests import request_lines, requested_files
from journeys.selectors.signing import to_sign
from leases.enums import (
    ExamOutcome,
    LeaseEnd,
    LeaseKind,
    PlanCreditor,
    PlanState,
    ProcedureStage,
    ProtocolState,
    RentImportState,
    SlideState,
)
from leases.models import (
    AccountBalance,
    BudgetLine,
    FieldStaff,
    InventoryPhoto,
    Lease,
    PrefectNotice,
    ProcedureHold,
    ProcedureStep,
    RentImport,
    RepaymentPlan,
    Slide,
    SlideExam,
    SlideProposal,
    SocialCohesionProtocol,
    SubletCost,
)
from leases.rules.exams import ExamState, NoticeState
from leases.selectors.exams import clocks
from leases.selectors.insurance import missing_on
from leases.selectors.plans import followed_on
from leases.selectors.rent import balance_on
from partners.enums import Axis
from partners.models import Delegation, ProgrammeVersion, Service, User
from partners.requests import load_reader
from tests.days import TODAY
from tests.journeys.seeding import played_once


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """Play the scripted stories once for the file."""
    with played_once(django_db_blocker, households=len(SCRIPTED), months=14):
        yield


@pytest.fixture
def demonstration(played, db, frozen_day):
    """Give it to a test."""


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
    assert set(Diagnosis.objects.values_list("state", flat=True)) == set(DiagnosisState.values) - {
        DiagnosisState.ABANDONED
    }
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


# The homes --------------------------------------------------------------------------------------------


def chains():
    """Give the kinds of each household’s titles, in their order."""
    found = {}
    for lease in Lease.objects.filter(enrolment__isnull=False).order_by("started_on"):
        found.setdefault(lease.enrolment_id, []).append(lease.kind)
    return [tuple(kinds) for kinds in found.values()]


def test_the_chains(demonstration):
    known = chains()
    assert (LeaseKind.ALT, LeaseKind.SUBLEASE, LeaseKind.DIRECT) in known
    assert (LeaseKind.NO_TITLE, LeaseKind.SUBLEASE) in known
    assert (LeaseKind.NO_TITLE, LeaseKind.SUBLEASE, LeaseKind.DIRECT) in known
    assert (LeaseKind.DIRECT, LeaseKind.NO_TITLE, LeaseKind.PCS) in known
    assert (LeaseKind.DIRECT, LeaseKind.NO_TITLE, LeaseKind.PCS, LeaseKind.NO_TITLE) in known
    assert Lease.objects.filter(kind=LeaseKind.SUBLEASE, expects_slide=False, ended_on__isnull=True).exists()
    assert Lease.objects.filter(end_reason=LeaseEnd.TRANSFER).exists()
    rooms = Lease.objects.filter(kind=LeaseKind.SUBLEASE).exclude(share__label="")
    assert rooms.count() == 2
    assert rooms.values("share__dwelling").distinct().count() == 1


def test_exams_notices_and_slides(demonstration):
    rows = Lease.objects.filter(kind=LeaseKind.SUBLEASE, enrolment__isnull=False).select_related("enrolment")
    periods = [one for clock in clocks(rows, TODAY).values() for one in clock.periods]
    assert {one.exam for one in periods} == set(ExamState) - {ExamState.NOT_DUE}  # told of a sublease that ends alone
    assert {one.notice for one in periods} == set(NoticeState) - {NoticeState.NOT_DUE}
    assert SlideExam.objects.filter(outcome=ExamOutcome.ABSENT).exists()
    assert PrefectNotice.objects.filter(is_lease_offered=False, sent_on__isnull=False).exists()
    states = set(SlideProposal.objects.values_list("state", flat=True))
    assert states == {SlideState.PROPOSED, SlideState.ACCEPTED, SlideState.REFUSED, SlideState.EXTENDED}
    slides = Slide.objects.values_list("slid_on", flat=True)
    assert len(slides) == 3
    assert set(slides) == {Month.of(TODAY).plus(-1).first}


def test_accounts_plans_and_insurance(demonstration):
    running = Lease.objects.filter(kind=LeaseKind.SUBLEASE, ended_on__isnull=True)
    owed = balance_on(running.values_list("pk", flat=True), TODAY)
    assert any(owed[lease.pk] >= 2 * lease.rent for lease in running if lease.pk in owed)
    assert any(balance <= 0 for balance in owed.values())
    plans = followed_on(list(RepaymentPlan.objects.all()), TODAY)
    assert {one.state for one in plans.values()} >= {PlanState.RESPECTED, PlanState.BROKEN}
    assert set(RepaymentPlan.objects.values_list("creditor", flat=True)) == set(PlanCreditor)
    assert missing_on(TODAY)
    assert set(RentImport.objects.values_list("state", flat=True)) == {RentImportState.UNDONE, RentImportState.READ}
    assert BudgetLine.objects.exists()
    assert set(SubletCost.objects.values_list("is_planned", flat=True)) == {True, False}


def test_the_law(demonstration):
    assert set(SocialCohesionProtocol.objects.values_list("state", flat=True)) == {
        ProtocolState.RUNNING,
        ProtocolState.BROKEN,
    }
    stages = set(ProcedureStep.objects.values_list("stage", flat=True))
    assert stages >= {ProcedureStage.PAYMENT_ORDER, ProcedureStage.VACATE_ORDER, ProcedureStage.POLICE_REQUESTED}


def test_the_difficulties_and_the_field_staff(demonstration):
    rows = Difficulty.objects.all()
    assert rows.filter(state=DifficultyState.OPEN, awaits=Side.TEAM).exists()
    assert rows.filter(state=DifficultyState.ANSWERED, side=Side.TEAM).exists()
    assert rows.filter(state=DifficultyState.CLOSED).exists()
    assert FieldStaff.objects.filter(ended_on__isnull=False).exists()
    assert FieldStaff.objects.filter(ended_on__isnull=True).count() >= 5


def test_the_papers_of_subleases(demonstration):
    papers = Document.objects.filter(subject_id__in=Enrolment.objects.values("pk"))
    in_force = set(papers.filter(state=DocumentState.IN_FORCE).values_list("kind", flat=True))
    assert in_force >= {DocumentKind.SUBLEASE_CONTRACT, DocumentKind.SUBLEASE_ANNEX}
    half = papers.filter(
        kind=DocumentKind.SUBLEASE_CONTRACT, state=DocumentState.TO_SIGN, signatories__state=SignatureState.SIGNED
    )
    assert half.filter(signatories__state=SignatureState.TO_SIGN).exists()
    assert InventoryPhoto.objects.count() == 2

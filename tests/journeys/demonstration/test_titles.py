"""The titles of the demonstration: every story of a sublease, of its money and of its law is there."""

import pytest

from accompaniments.enums import DifficultyState, Side
from accompaniments.models import Difficulty
from documents.enums import DocumentKind, DocumentState, SignatureState
from documents.models import Document
from foundation.periods import Month
from households.models import Enrolment
from journeys.selectors.consistency import findings
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
    BudgetLine,
    FieldStaff,
    InventoryPhoto,
    Lease,
    PrefectNotice,
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
from tests.days import TODAY

pytestmark = pytest.mark.xdist_group("demonstration")  # played once: see conftest.py


def chains():
    """Give the kinds of each household’s titles, in their order."""
    found = {}
    for lease in Lease.objects.filter(enrolment__isnull=False).order_by("started_on"):
        found.setdefault(lease.enrolment_id, []).append(lease.kind)
    return [tuple(kinds) for kinds in found.values()]


def test_everything_agrees(demonstration):
    assert findings(TODAY) == []


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
    assert {one.exam for one in periods} == set(ExamState)
    assert {one.notice for one in periods} == set(NoticeState)
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

"""The free texts of a household's home: dossiers, titles, exams, accounts, plans, procedure, and who each is written for."""

import uuid
from typing import Any

from django.apps import apps
from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.timeline import Audience
from households.models import Enrolment
from leases.enums import (
    DecisionKind,
    EntryStep,
    ExamLevel,
    ExamSubject,
    FileState,
    LandlordPosition,
    PlanCreditor,
    ProcedureStage,
    ProtocolState,
    SlideState,
)
from leases.models import (
    AllocationFile,
    EntryItem,
    ExamCriterion,
    FileChange,
    HousingProject,
    Inventory,
    InventoryRoom,
    Lease,
    LeaseCorrection,
    PlanPayment,
    ProcedureStep,
    RentImport,
    RepaymentPlan,
    Slide,
    SlideChange,
    SlideExam,
    SlideProposal,
    SocialCohesionProtocol,
)
from partners.models import User
from tests.days import NOW, before
from tests.factories import leases as lf

ROW = "row"  # for the readers that the row itself says: `_audience_of`
COPY = "copy"  # a copy of other texts, or what Palier made of them
PLACE = "place"  # where a dwelling is: its landlord's own, told by no household
# Who each text is written for (domain.md §3.9). A text that is not here fails a test. The landlord's people named to an occupant
# read its exams, its slide and its own lease; the account with the association is its team's alone.
LEASES_FOR: dict[str, str] = {
    "AllocationFile.arguments": Audience.LANDLORD,
    "AllocationFile.support_proposed": Audience.LANDLORD,
    "Decision.reason": Audience.LANDLORD,
    "Dwelling.address": PLACE,
    "EntryItem.note": Audience.LANDLORD,
    "ExamCriterion.sentence": Audience.LANDLORD,
    "FileChange.reason": Audience.LANDLORD,
    "FileSnapshot.content": COPY,
    "HousingProject.note": Audience.LANDLORD,
    "InsuranceCertificate.withdrawal_reason": Audience.LANDLORD,
    "Inventory.note": ROW,
    "InventoryRoom.note": ROW,
    "Lease.annul_reason": Audience.TEAM,
    "Lease.end_note": Audience.TEAM,
    "LeaseCorrection.before": COPY,
    "LeaseCorrection.reason": Audience.TEAM,
    "Offer.reason": Audience.LANDLORD,
    "Piece.label": Audience.LANDLORD,
    "PlanPayment.withdrawal_reason": ROW,
    "PrefectNotice.reason": Audience.LANDLORD,
    "ProcedureHold.conditions": Audience.LANDLORD,
    "ProcedureStep.note": ROW,
    "Remark.answer": Audience.LANDLORD,
    "Remark.text": Audience.LANDLORD,
    "RentEntry.note": Audience.TEAM,
    "RentEntry.withdrawal_reason": Audience.TEAM,
    "RentImport.name": Audience.TEAM,
    "RentImport.table": COPY,
    "RepaymentPlan.note": ROW,
    "Slide.no_inventory_reason": Audience.TEAM,
    "SlideChange.reason": Audience.LANDLORD,
    "SlideExam.note": Audience.LANDLORD,
    "SlideExam.place": Audience.LANDLORD,
    "SlideExam.position_reason": Audience.LANDLORD,
    "SlideExam.present": Audience.LANDLORD,
    "SlideExam.words": Audience.LANDLORD,
    "SlideProposal.answer_note": Audience.LANDLORD,
    "SlideProposal.decision_reason": Audience.LANDLORD,
    "SlideProposal.reasons": Audience.LANDLORD,
    "SocialCohesionProtocol.reason": Audience.LANDLORD,
    "SubletCost.note": Audience.ASSOCIATIONS,  # of the association that sublets
    "SubletCost.withdrawal_reason": Audience.ASSOCIATIONS,
}
# By what a row hangs on a file, nearest first.
_UP = ("file", "sublease", "lease", "exam", "inventory", "plan", "proposal", "decision", "head_lease", "step")


def texts() -> set[str]:
    """Give every free text of the leases' models."""
    return {
        f"{model.__name__}.{one.name}"
        for model in apps.get_app_config("leases").get_models()
        for one in model._meta.get_fields()
        if isinstance(one, EncryptedTextField | models.TextField)
    }


def write_in_leases(enrolment: Enrolment, worker: User, words: Any) -> None:
    """Write in every free text of what a file has of a home."""
    _add_rows(enrolment, worker)
    for model in apps.get_app_config("leases").get_models():
        names = sorted(name for kind, name in (text.split(".") for text in texts()) if kind == model.__name__)
        manager = Lease.with_annulled if model is Lease else model._default_manager
        for row in manager.all() if names else ():
            if _file_of(row, enrolment) != enrolment.pk:
                continue
            for name in names:
                readers = LEASES_FOR[f"{model.__name__}.{name}"]
                if readers in {COPY, PLACE}:
                    continue
                audience = _audience_of(row, worker) if readers == ROW else readers
                setattr(row, name, words.word(f"{model.__name__}.{name} ({audience})", audience))
            row.save()


def _audience_of(row: Any, worker: User) -> str:
    """Say whom a row is for: what stands under the association's lease, and what it is owed, its team alone."""
    if isinstance(row, ProcedureStep):
        return Audience.TEAM if row.recorded_by == worker.pk else Audience.LANDLORD
    if isinstance(row, Inventory | InventoryRoom):
        lease = row.lease if isinstance(row, Inventory) else row.inventory.lease
        return Audience.TEAM if lease.head_lease_id else Audience.LANDLORD
    plan = row if isinstance(row, RepaymentPlan) else row.plan
    return Audience.TEAM if plan.creditor == PlanCreditor.ASSOCIATION else Audience.LANDLORD


def _file_of(row: Any, enrolment: Enrolment) -> uuid.UUID | None:
    """Give the file that a row hangs on; an import is its association's."""
    if isinstance(row, RentImport):
        held = enrolment.holders.filter(association_id=row.association_id).exists()
        return enrolment.pk if held else None
    found: uuid.UUID | None = getattr(row, "enrolment_id", None)
    if found is not None:
        return found
    if isinstance(row, Lease):  # the association's, above the household's
        under: Lease | None = row.subleases.first()
        return under.enrolment_id if under else None
    for name in _UP:
        above = getattr(row, name, None)
        if above is not None:
            return _file_of(above, enrolment)
    return None


def _add_rows(enrolment: Enrolment, worker: User) -> None:
    """Add what the scene of the addresses has not."""
    who = {"recorded_by": worker.pk}
    sublease = Lease.objects.get(enrolment=enrolment, kind="SUBLEASE")
    own = Lease.objects.filter(enrolment=enrolment, kind="DIRECT").earliest("started_on")
    landlord = enrolment.version.landlords.get()
    association = enrolment.holders.get().association
    HousingProject.objects.get_or_create(enrolment=enrolment, defaults={"typologies": "T3", "started_on": before(80)})
    file = AllocationFile.objects.filter(enrolment=enrolment, state=FileState.OFFER_SENT).first()
    assert file
    FileChange.objects.create(
        file=file, position=9, to_state=FileState.OFFER_SENT, effective_on=before(18), recorded_at=NOW, **who
    )
    EntryItem.objects.get_or_create(file=file, step=EntryStep.INSURANCE, defaults={"done_on": before(2)})
    for lease in (sublease, own):
        made = lf.InventoryFactory.make(lease=lease, made_on=lease.signed_on, **who)
        InventoryRoom.objects.create(inventory=made, position=1, name="Cuisine", note="x")
        LeaseCorrection.objects.create(lease=lease, before="{}", reason="x", **who)
    exam = SlideExam.objects.filter(sublease=sublease).first()
    assert exam
    exam.outcome, exam.held_on = "HELD", before(150)
    exam.position, exam.position_on, exam.position_by = LandlordPosition.RESERVED, before(149), worker.pk
    exam.save()
    for subject in ExamSubject:
        ExamCriterion.objects.create(exam=exam, subject=subject, level=ExamLevel.MET, sentence="x")
    proposal = SlideProposal.objects.filter(sublease=sublease).first()
    assert proposal
    SlideChange.objects.create(
        proposal=proposal, position=9, to_state=SlideState.PROPOSED, effective_on=before(120), **who
    )
    proposal.state, proposal.decided_on, proposal.decided_by = SlideState.EXTENDED, before(119), worker.pk
    proposal.answered_on = before(118)
    proposal.save()
    Slide.objects.create(sublease=own, lease=own, slid_on=before(200), annulled_at=NOW, **who)
    plan = lf.RepaymentPlanFactory.make(
        enrolment=enrolment, creditor=PlanCreditor.ASSOCIATION, organisation=association, lease=sublease
    )
    for one in RepaymentPlan.objects.filter(enrolment=enrolment):
        lf.PlanPaymentFactory.make(plan=one, withdrawn_at=NOW)
    assert PlanPayment.objects.filter(plan=plan).exists()
    lf.RentEntryFactory.make(lease=sublease, withdrawn_at=NOW)
    for lease in (sublease, own):
        lf.InsuranceCertificateFactory.make(lease=lease, withdrawn_at=NOW)
    lf.SubletCostFactory.make(
        association=association, version=enrolment.version, lease=sublease, withdrawn_at=NOW, recorded_by=worker.pk
    )
    step = ProcedureStep.objects.create(
        enrolment=enrolment, landlord=landlord, stage=ProcedureStage.PCS_ACTIVE, reached_on=before(90), **who
    )
    ProcedureStep.objects.create(
        enrolment=enrolment,
        landlord=landlord,
        stage=ProcedureStage.SUMMONS,
        reached_on=before(95),
        recorded_by=uuid.uuid4(),
    )
    SocialCohesionProtocol.objects.create(
        enrolment=enrolment,
        landlord=landlord,
        step=step,
        decided_on=before(100),
        indemnity=400,
        started_on=before(90),
        ends_on=before(30),
        ended_on=before(30),
        state=ProtocolState.BROKEN,
        **who,
    )
    RentImport.objects.create(association=association, name="x", digest="0" * 64, table="[]", sent_by=worker.pk)
    lf.DecisionFactory.make(
        hearing=lf.HearingFactory.make(file=file, session__landlord=landlord, session__held_on=before(40)),
        kind=DecisionKind.ADJOURNED,
    )

"""An accompaniment's course, and what its workers write of it."""

from accompaniments.models.contacts import Claim, ClaimFollowUp, Contact
from accompaniments.models.course import Accompaniment, Referral, ReferralRevision, StateChange
from accompaniments.models.difficulties import Difficulty, DifficultyStep
from accompaniments.models.funding import FundedMeasure, MeasureSuspension
from accompaniments.models.meetings import Meeting, MeetingPart, MeetingPresence, MeetingRevision, MeetingSubject
from accompaniments.models.outreach import ContactFailure
from accompaniments.models.preparation import ContactAttempt, Diagnosis, DiagnosisPart, EligibilityCheck, Proposal
from accompaniments.models.support import (
    FinalEvaluation,
    GridAssessment,
    GridRevision,
    GridScore,
    Objective,
    ObjectiveChange,
    ObjectiveProgress,
    Orientation,
    PresentService,
    StageReview,
)
from accompaniments.models.watch import WatchCheckIn

__all__ = [
    "Accompaniment",
    "Claim",
    "ClaimFollowUp",
    "Contact",
    "ContactAttempt",
    "ContactFailure",
    "Diagnosis",
    "DiagnosisPart",
    "Difficulty",
    "DifficultyStep",
    "EligibilityCheck",
    "FinalEvaluation",
    "FundedMeasure",
    "GridAssessment",
    "GridRevision",
    "GridScore",
    "MeasureSuspension",
    "Meeting",
    "MeetingPart",
    "MeetingPresence",
    "MeetingRevision",
    "MeetingSubject",
    "Objective",
    "ObjectiveChange",
    "ObjectiveProgress",
    "Orientation",
    "PresentService",
    "Proposal",
    "Referral",
    "ReferralRevision",
    "StageReview",
    "StateChange",
    "WatchCheckIn",
]

"""A household about which something is written everywhere: each free text carries a word that says where it was written and for whom."""

import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from accompaniments.enums import (
    ClaimStep,
    ContactKind,
    DiagnosisKind,
    DiagnosisSection,
    DiagnosisState,
    Passage,
    Subject,
)
from accompaniments.models import (
    Accompaniment,
    Claim,
    ClaimFollowUp,
    Diagnosis,
    DiagnosisPart,
    GridAssessment,
    GridScore,
    Meeting,
    MeetingPart,
    MeetingRevision,
    Objective,
    ObjectiveChange,
    ObjectiveProgress,
    Orientation,
    PresentService,
    Proposal,
    Referral,
    StateChange,
    WatchCheckIn,
)
from accompaniments.readings.meetings import MeetingContent
from foundation.encryption import EncryptedTextField
from foundation.timeline import Audience
from households.enums import NamingCause, NamingService
from households.models import Enrolment
from partners.enums import ServiceKind
from partners.models import Service, User
from tests.days import TODAY, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.journeys.course.lease_words import write_in_leases

ROW = "row"  # for the readers that the row itself says
JSON = "json"  # a copy of other texts: made from them by `write_everywhere`
# Who each text of the accompaniment is written for (domain.md §3.9). A text that is not here fails a test.
WRITTEN_FOR: dict[str, str] = {
    "Claim.label": ROW,
    "ClaimFollowUp.missing_piece": ROW,
    "ClaimFollowUp.note": ROW,
    "Contact.partner": ROW,
    "Contact.text": ROW,
    "Contact.withdrawal_reason": Audience.TEAM,
    "ContactAttempt.note": Audience.TEAM,
    "ContactAttempt.withdrawal_reason": Audience.TEAM,
    "ContactFailure.note": Audience.TEAM,
    "ContactFailure.reason": Audience.TEAM,
    "Diagnosis.sent_back_reason": Audience.TEAM,
    "Diagnosis.sent_back_words": Audience.LANDLORD,  # to the adviser who signs again
    "DiagnosisPart.text": ROW,
    "Difficulty.text": Audience.LANDLORD,
    "DifficultyStep.text": Audience.LANDLORD,
    "EligibilityCheck.derogation": Audience.ASSOCIATIONS,
    "FinalEvaluation.facts": JSON,
    "FinalEvaluation.household_text": Audience.TEAM,
    "FinalEvaluation.landlord_opinion": Audience.LANDLORD,
    "FinalEvaluation.landlord_text": Audience.LANDLORD,
    "FinalEvaluation.team_text": Audience.TEAM,
    "FinalEvaluation.watch_recommendation": Audience.TEAM,
    "GridRevision.after": JSON,
    "GridRevision.before": JSON,
    "GridRevision.reason": Audience.TEAM,
    "GridScore.justification": Audience.TEAM,
    "Meeting.place": Audience.ASSOCIATIONS,  # « status of steps, dates of meetings held, never content »
    "Meeting.purpose": Audience.ASSOCIATIONS,
    "MeetingPart.text": ROW,
    "MeetingRevision.after": JSON,
    "MeetingRevision.before": JSON,
    "MeetingRevision.reason": Audience.TEAM,
    "Objective.criterion": ROW,
    "Objective.title": ROW,
    "ObjectiveChange.before": JSON,
    "ObjectiveChange.reason": Audience.ASSOCIATIONS,
    "Proposal.annulment_reason": Audience.TEAM,
    "Proposal.note": Audience.TEAM,
    "Proposal.offered": Audience.TEAM,
    "PresentService.contact": ROW,
    "PresentService.note": ROW,
    "Orientation.answer_note": ROW,
    "Orientation.reason": ROW,
    "Referral.note": Audience.ASSOCIATIONS,
    "Referral.referrer_name": Audience.ASSOCIATIONS,
    "Referral.refusal_reason": Audience.ASSOCIATIONS,
    "ReferralRevision.reason": Audience.TEAM,
    "StageReview.facts": JSON,
    "StageReview.household_text": Audience.LANDLORD,
    "StageReview.landlord_text": Audience.LANDLORD,
    "StageReview.team_text": Audience.TEAM,
    "StageReview.worker_text": Audience.LANDLORD,
    "StateChange.reason": Audience.TEAM,
    "WatchCheckIn.note": Audience.TEAM,
    "WatchCheckIn.withdrawal_reason": Audience.TEAM,
}


@dataclass
class Words:
    """The words written so far: each with where it stands and for whom."""

    said: dict[str, tuple[str, Audience]] = field(default_factory=dict)

    def word(self, place: str, audience: Audience | str) -> str:
        """Invent a word that no page has, and that no line break cuts."""
        invented = f"zq{len(self.said):03d}w"
        self.said[invented] = (place, Audience(audience))
        return invented

    def of(self, *audiences: Audience) -> dict[str, str]:
        """Give the words for these readers, with where they stand."""
        return {word: place for word, (place, audience) in self.said.items() if audience in audiences}


def texts() -> set[str]:
    """Give every free text of the accompaniment's models."""
    return {
        f"{model.__name__}.{one.name}"
        for model in apps.get_app_config("accompaniments").get_models()
        for one in model._meta.get_fields()
        if isinstance(one, EncryptedTextField | models.TextField)
    }


def write_everywhere(enrolment: Enrolment, worker: User) -> Words:
    """Write in every free text of a file that already has one of each thing, for every audience that it may be for."""
    words = Words()
    course = Accompaniment.objects.get(enrolment=enrolment)
    _add_rows(course, worker)
    for model in apps.get_app_config("accompaniments").get_models():
        names = sorted(name for kind, name in (text.split(".") for text in texts()) if kind == model.__name__)
        for row in model._default_manager.all():
            if _file_of(row) != enrolment.pk:
                continue
            for name in names:
                readers = WRITTEN_FOR[f"{model.__name__}.{name}"]
                if readers == JSON:
                    continue
                place = f"{model.__name__}.{name}"
                audience = _audience_of(row) if readers == ROW else readers
                setattr(row, name, words.word(f"{place} ({audience})", audience))
            row.save()
    _copy_texts(course, worker)
    write_in_leases(enrolment, worker, words)
    return words


def _audience_of(row: Any) -> str:
    while not hasattr(row, "audience"):
        row = row.claim
    return str(row.audience)


def _file_of(row: Any) -> uuid.UUID:
    """Give the file that a row hangs on."""
    if hasattr(row, "enrolment_id"):
        return uuid.UUID(str(row.enrolment_id))
    for name in ("accompaniment", "claim", "meeting", "diagnosis", "assessment", "objective", "difficulty", "referral"):
        if hasattr(row, name):
            return _file_of(getattr(row, name))
    raise LookupError(type(row).__name__)


def _add_rows(course: Accompaniment, worker: User) -> None:
    """Add what the scene of the addresses has not: each thing for each audience."""
    enrolment = course.enrolment
    association = enrolment.holders.get().association
    shared = {"enrolment": enrolment, "association": association}
    diagnosis = Diagnosis.objects.filter(accompaniment=course).first()
    assert diagnosis
    diagnosis.state, diagnosis.validated_on, diagnosis.validated_by = DiagnosisState.VALIDATED, before(30), worker.pk
    diagnosis.interview_on, diagnosis.proposes_support = before(31), True
    diagnosis.save()
    shared_one = Diagnosis.objects.create(
        accompaniment=course, kind=DiagnosisKind.SHARED, opened_on=before(20), opened_by=worker.pk
    )
    h.ServiceNamingFactory.make(
        enrolment=enrolment,
        landlord=enrolment.version.landlords.get(),
        service=NamingService.SOCIAL,
        cause=NamingCause.DIAGNOSIS_ADDRESSED,
        source_id=shared_one.pk,
    )
    meeting = Meeting.objects.filter(enrolment=enrolment, withdrawn_at__isnull=True, outcome="HELD").first()
    for position, audience in enumerate(Audience, start=1):
        kept = {"kind": ServiceKind.SOCIAL, "kept_by": association, "started_on": before(400)}
        service = Service.objects.create(name=f"Service {position}", towns="Orange", **kept)
        by = {"enrolment": enrolment, "service": service, "recorded_by": worker.pk, "audience": audience}
        PresentService.objects.create(**by, known_by=association, started_on=before(10))
        Orientation.objects.create(**by, association=association, oriented_on=before(10), is_relay=True)
        claim: Claim = a.ClaimFactory.make(**shared, audience=audience)
        if not claim.follow_ups.exists():
            ClaimFollowUp.objects.create(
                claim=claim, position=1, step=ClaimStep.FILED, happened_on=before(9), recorded_by=worker.pk
            )
        a.ContactFactory.make(**shared, worker=worker, audience=audience, kind=ContactKind.PARTNER_CALL)
        MeetingPart.objects.create(meeting=meeting, audience=audience, text="x", position=20 + position)
        sections = (DiagnosisSection.NEEDS, DiagnosisSection.RISKS, DiagnosisSection.RECOMMENDATIONS)
        for one, section in itertools.product((diagnosis, shared_one), sections):
            DiagnosisPart.objects.create(
                diagnosis=one, section=section, audience=audience, author=worker, text="x", written_at=at(TODAY)
            )
        objective = Objective.objects.create(
            accompaniment=course,
            position=10 + position,
            domain=Subject.HOUSING_PATH,
            title="x",
            audience=audience,
            set_on=before(20),
            state_on=before(20),
            recorded_by=worker.pk,
        )
        ObjectiveChange.objects.create(
            objective=objective, number=1, state="OPEN", effective_on=before(5), reason="x", recorded_by=worker.pk
        )
        ObjectiveProgress.objects.create(
            objective=objective, meeting=meeting, progress="FORWARD", noted_on=TODAY, recorded_by=worker.pk
        )
    assessment = GridAssessment.objects.filter(accompaniment=course, passage=Passage.ENTRY).get()
    for subject in Subject:
        GridScore.objects.create(assessment=assessment, domain=subject, level=2, justification="x")
    Proposal.objects.create(
        accompaniment=course, proposed_on=before(25), answered_on=before(24), answer="ACCEPTED", recorded_by=worker.pk
    )
    WatchCheckIn.objects.create(accompaniment=course, made_on=TODAY, counted_from=before(1), recorded_by=worker.pk)
    Referral.objects.create(
        enrolment=enrolment,
        accompaniment=course,
        source="SIAO",
        received_on=before(80),
        association=association,
        recorded_by=worker.pk,
    )
    StateChange.objects.create(
        accompaniment=course,
        position=90,
        from_state=course.state,
        to_state=course.state,
        effective_on=before(3),
        recorded_by=worker.pk,
    )


def _copy_texts(course: Accompaniment, worker: User) -> None:
    """Copy the words where the product copies them: what a meeting and an objective said before."""
    for meeting in Meeting.objects.filter(enrolment=course.enrolment):
        said = MeetingContent.of(meeting).as_json()
        MeetingRevision.objects.create(
            meeting=meeting,
            number=9,
            reason="relu",
            before=said,
            after=said,
            revised_by=worker.pk,
            revised_at=at(TODAY),
        )
    for objective in Objective.objects.filter(accompaniment=course):
        ObjectiveChange.objects.create(
            objective=objective,
            number=9,
            state=objective.state,
            effective_on=TODAY,
            before=f'{{"title": "{objective.title}", "criterion": "{objective.criterion}"}}',
            recorded_by=worker.pk,
        )

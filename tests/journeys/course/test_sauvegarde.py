"""A sauvegarde played whole, from the litigation service's request to its end without a watch (domain.md §2.2)."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accompaniments.enums import (
    AttemptKind,
    AttemptResult,
    DiagnosisState,
    ExitReason,
    Passage,
    ProposalAnswer,
    ReferralSource,
    State,
    Subject,
)
from accompaniments.models import ContactAttempt, Diagnosis
from accompaniments.rules.objectives import ObjectiveWords
from accompaniments.services import evaluations, reviews
from accompaniments.services.assignment import assign_lead
from accompaniments.services.diagnosis import open_diagnosis
from accompaniments.services.objectives import set_objective
from accompaniments.services.outreach import Became, record_attempt
from accompaniments.services.outreach_failures import ask_failure
from accompaniments.services.proposals import answer_proposal, propose
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.services.templates import load_reference
from foundation.timeline import Audience
from households.enums import Civility, NamingService, SharingScope
from households.models import EnrolmentNaming
from households.permissions import standing
from households.services.enrolments import NewPerson
from households.services.sharing import record_agreement
from journeys.services import agreements
from journeys.services.requests import Situation, ask_intervention
from leases.enums import ProcedureStage
from leases.models import AccountBalance, ProcedureStep
from partners.enums import OutreachKind, SignatureRule
from partners.models import OutreachStep, ProgrammeVersion
from records.services.events import CLOCK
from records.services.files import open_file
from tests.days import TODAY, after, before
from tests.documents.scene import delegate
from tests.factories import leases as lf
from tests.journeys.course.stage import Stage, day, refused
from tests.pdfs import text_of
from tests.world import World, reader_of

ADULTS = [
    NewPerson("Rosa", "Delmas", civility=Civility.MRS, birth_on=dt.date(1961, 4, 2)),
    NewPerson("Luis", "Delmas", civility=Civility.MR, birth_on=dt.date(1959, 8, 30)),
]
LADDER = (
    (OutreachKind.LETTER_SIMPLE, 0),
    (OutreachKind.LETTER_REGISTERED, 10),
    (OutreachKind.SITE_VISIT, 15),
    (OutreachKind.SITE_VISIT, 10),
)
ASKED = before(100)


@pytest.fixture
def stage(world: World) -> Stage:
    """File the litigation service's request, assigned by the manager of the association that it names."""
    load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    ProgrammeVersion.objects.filter(pk=world.sauvegarde.pk).update(
        watch_months=0, signatures_needed=SignatureRule.EVERY_ADULT_SIGNED
    )
    world.sauvegarde.refresh_from_db()
    for position, (kind, wait_days) in enumerate(LADDER, start=1):
        OutreachStep.objects.create(
            version=world.sauvegarde, position=position, kind=kind, wait_days=wait_days, source="Fiche projet 2"
        )
    dwelling = lf.DwellingFactory.make(unit=world.units["Orange"], reference="ORA-0417", address="4 rue Saint-Éloi")
    with day(ASKED):
        course = ask_intervention(
            by=world.litigation.pk,
            version=world.sauvegarde,
            association=world.soligone,
            source=ReferralSource.LANDLORD_LITIGATION,
            dwelling=dwelling,
            people=ADULTS,
            situation=Situation(
                is_terminated=True,
                tried="Trois courriers",
                risk="Expulsion",
                debt=Decimal("2140.50"),
                stated_on=before(105),
                stage=ProcedureStage.JUDGMENT_TERMINATION,
                reached_on=before(140),
            ),
            received_on=ASKED,
            today=ASKED,
        )
    stage = Stage(world, course.enrolment)
    assert AccountBalance.objects.get(enrolment=stage.enrolment).stated_on == before(105)
    assert ProcedureStep.objects.get(enrolment=stage.enrolment).reached_on == before(140)
    named = EnrolmentNaming.objects.filter(enrolment=stage.enrolment).values_list("service", "started_on")
    assert set(named) == {("LITIGATION", ASKED), ("CORRESPONDENT", ASKED), ("SOCIAL", ASKED)}
    assert not standing(reader_of(world.other_manager), stage.enrolment).knows
    with day(before(95)):
        assign_lead(
            by=world.manager.pk,
            enrolment=stage.enrolment,
            user=world.lead,
            association=world.soligone,
            started_on=before(95),
            today=before(95),
        )
    stage.is_at(State.REVIEWING, before(95))
    return stage


def _tries(stage: Stage, rung: int, kind: AttemptKind, on: dt.date, became: Became | None = None) -> ContactAttempt:
    return record_attempt(
        by=stage.world.lead.pk,
        accompaniment=stage.course,
        kind=kind,
        sent_on=on,
        rung=rung,
        became=became or Became(),
        sending_key=uuid.uuid4(),
        today=on,
    )


def _met(stage: Stage) -> None:
    _tries(stage, 1, AttemptKind.LETTER_SIMPLE, before(90))
    stage.is_at(State.CONTACTING, before(90))
    with refused(stage, "suivante"):
        _tries(stage, 3, AttemptKind.SITE_VISIT, before(85))
    registered = Became(
        tracking_number="2C12345678901",
        presented_on=before(78),
        result=AttemptResult.UNCLAIMED,
        result_on=before(63),
        returned_on=before(63),
    )
    with refused(stage):  # what it became is in the future of the day on which it is recorded
        _tries(stage, 2, AttemptKind.LETTER_REGISTERED, before(80), registered)
    sent = record_attempt(
        by=stage.world.lead.pk,
        accompaniment=stage.course,
        kind=AttemptKind.LETTER_REGISTERED,
        sent_on=before(80),
        rung=2,
        became=registered,
        sending_key=uuid.uuid4(),
        today=before(63),
    )
    assert (sent.tracking_number, sent.presented_on, sent.returned_on) == ("2C12345678901", before(78), before(63))
    with refused(stage, "étape à tenter"):
        ask_failure(by=stage.world.lead.pk, accompaniment=stage.course, note="", today=before(62))
    _tries(stage, 3, AttemptKind.SITE_VISIT, before(60), Became(result=AttemptResult.MET, result_on=before(60)))
    with refused(stage):  # the household was met
        ask_failure(by=stage.world.lead.pk, accompaniment=stage.course, note="", today=before(40))
    stage.is_at(State.CONTACTING, before(90))


def _evaluated(stage: Stage) -> Diagnosis:
    world = stage.world
    stage.visit(before(58), note="Premier entretien")
    with refused(stage):
        propose(by=world.lead.pk, enrolment=stage.enrolment, proposed_on=before(57), today=before(57))
    row = open_diagnosis(
        by=world.lead.pk,
        accompaniment=stage.course,
        landlord=None,
        interview_on=before(58),
        today=before(57),
    )
    stage.writes(row, world.lead, before(56), interview_on=before(58))
    stage.grid(Passage.ENTRY, before(56))
    stage.signs_diagnosis(row, world.lead, before(55))
    stage.validates(row, before(54))
    stage.is_at(State.DIAGNOSED, before(54))
    return row


def _returned(stage: Stage, row: Diagnosis) -> str:
    """Return it from the manager's page; give what left."""
    manager = Client()
    with day(before(50)):
        manager.force_login(stage.world.manager)
        url = reverse("accompaniments:diagnosis_return", args=[stage.enrolment.pk, row.pk])
        assert manager.post(url, {"landlord": str(stage.world.landlord.pk)}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.returned_on) == (DiagnosisState.RETURNED, before(50))
    assert row.returned_file
    assert "Delmas" not in row.returned_file.name
    return text_of(b"".join(open_file(stored=row.returned_file)))


@pytest.mark.parametrize("is_granted", [True, False])
def test_the_return_says_what_the_accord_lets_it_say(stage: Stage, is_granted: bool) -> None:
    """With every adult's accord the landlord's parts leave; without it, that contact was made and what is proposed."""
    _met(stage)
    row = _evaluated(stage)
    for member in stage.enrolment.household.members.all():
        record_agreement(
            by=stage.world.lead.pk,
            enrolment=stage.enrolment,
            person=member.person,
            scope=SharingScope.COORDINATION,
            is_granted=is_granted,
            started_on=before(55),
        )
    left = _returned(stage, row)
    assert ("Préconisations de" in left) is is_granted
    assert "Besoins vus par" not in left
    stage.is_at(State.DIAGNOSED, before(54))


def test_the_whole_course(stage: Stage) -> None:
    """Every state on its day; the convention's last signature starts the support; it closes on its stop date."""
    world = stage.world
    _met(stage)
    _returned(stage, _evaluated(stage))
    propose(by=world.lead.pk, enrolment=stage.enrolment, proposed_on=before(48), offered="Un appui", today=before(48))
    stage.is_at(State.PROPOSED, before(48))
    set_objective(
        by=world.lead.pk,
        accompaniment=stage.course,
        words=ObjectiveWords(domain=Subject.BUDGET, title="Reprendre le loyer", audience=Audience.LANDLORD),
        set_on=before(48),
        today=before(48),
    )
    with refused(stage, "accord du ménage"):
        stage.proposes_document(DocumentKind.TRIPARTITE_AGREEMENT, before(46))
    answer_proposal(
        by=world.lead.pk,
        enrolment=stage.enrolment,
        answer=ProposalAnswer.ACCEPTED,
        answered_on=before(44),
        today=before(44),
    )
    stage.is_at(State.READY, before(44))
    _convention(stage)
    stage.is_at(State.SUPPORTED, before(38))
    _reviewed(stage)
    _ended(stage)
    assert stage.states() == [
        ("REFERRED", ASKED),
        ("REVIEWING", before(95)),
        ("CONTACTING", before(90)),
        ("DIAGNOSED", before(54)),
        ("PROPOSED", before(48)),
        ("READY", before(44)),
        ("SUPPORTED", before(38)),
        ("CLOSED", after(200)),
    ]


def _convention(stage: Stage) -> None:
    document = Document.objects.get(subject_id=stage.enrolment.pk, state=DocumentState.DRAFT)
    with day(before(43)):
        document = agreements.propose(document=document, by=stage.world.lead.pk, today=before(43))
    rows = list(document.signatories.order_by("position"))
    assert len(rows) == 4
    for row, on in zip(rows, (before(42), before(41), before(40), before(38)), strict=True):
        stage.is_at(State.READY, before(44))
        stage.signs(document, row, on)
    document.refresh_from_db()
    assert (document.state, document.in_force_on) == (DocumentState.IN_FORCE, before(38))


def _reviewed(stage: Stage) -> None:
    world = stage.world
    stage.visit(before(20))
    review = reviews.open_review(
        by=world.lead.pk,
        accompaniment=stage.course,
        period_from=before(38),
        period_to=TODAY,
        held_on=TODAY,
        today=TODAY,
    )
    review = reviews.write_review(
        by=world.lead.pk,
        review=review,
        version=review.version,
        held_on=TODAY,
        worker_text="Le plan est tenu.",
        team_text="",
        household_text="",
        next_on=None,
        today=TODAY,
    )
    review = reviews.ask_landlord(
        by=world.lead.pk, review=review, version=review.version, service=NamingService.LITIGATION, today=TODAY
    )
    reviews.validate_review(
        by=world.lead.pk, review=review, version=review.version, next_on=after(180), facts="{}", today=after(8)
    )


def _ended(stage: Stage) -> None:
    stop = after(200)
    row = evaluations.open_evaluation(
        by=stage.world.lead.pk,
        accompaniment=stage.course,
        ended_on=stop,
        exit_reason=ExitReason.MAINTAINED_LEASE_RESTORED,
        today=after(190),
    )
    with refused(stage, "validez à partir"):
        evaluations.validate_evaluation(
            by=stage.world.manager.pk, evaluation=row, version=row.version, today=after(199)
        )
    stage.grid(Passage.EXIT, after(199), level=4)
    evaluations.validate_evaluation(by=stage.world.manager.pk, evaluation=row, version=row.version, today=stop)
    course = stage.course
    assert (course.state, course.closed_on) == (State.CLOSED, stop)
    stage.enrolment.refresh_from_db()
    assert stage.enrolment.ended_on == stop
    convention = Document.objects.get(subject_id=stage.enrolment.pk, kind=DocumentKind.TRIPARTITE_AGREEMENT)
    assert (convention.state, convention.ended_on) == (DocumentState.ENDED, stop)

"""A sauvegarde whole, with its sublease in the occupied home (V9b), and a mutation inside one: days worked out by hand.

| day | fact |
| --- | --- |
| 10 March 2019 | the household's own lease: an older one, whose order to pay gives two months |
| 2 March 2026 | order to pay: until 2 May; summons on 1 June, hearing on 15 September |
| 1 October | the litigation service asks; 2 140,50 € stated on 24 September |
| 5, 7, 20 October | a worker is named; first letter; met at home |
| 22–24 October | social evaluation, returned to the landlord on the 27th |
| 29 October, 3 November | support proposed, accepted |
| 10 November | the convention is in force: the accompaniment starts |
| 12 November | plan of 5 × 428,10 € from 5 December; paid by 15 February for 5 February: ten days, respected |
| 20 November | the judge ends the lease: no title from the 21st |
| 4 January 2027 | order to leave: until 4 March; no eviction before 1 April, the truce lasts until 31 March |
| 1 February 2027 | V9b: the association takes the lease of the occupied home and sublets it |
| 10 May | exam (period ends 31 July, notice due 31 May, exam due 16 May); notice sent on the 25th |
| 1 August 2027 | it slides back; both contracts end on 31 July, after 181 days |
| 31 October 2027 | closed: this programme has no watch |
"""

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
    ReferralSource,
    State,
)
from accompaniments.models import Diagnosis
from accompaniments.services.assignment import assign_lead
from accompaniments.services.diagnosis import open_diagnosis
from accompaniments.services.outreach import Became, record_attempt
from accompaniments.services.proposals import propose
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.services.templates import load_reference
from households.enums import Civility
from households.services.enrolments import NewPerson
from journeys.services import allocation, titles
from journeys.services.agreements import propose as propose_document
from journeys.services.requests import Situation, ask_intervention
from journeys.services.slides import InSitu, slide
from leases.enums import (
    Answer,
    FileEnd,
    InventoryKind,
    LandlordPosition,
    LeaseEnd,
    LeaseKind,
    LeaseWish,
    PlanState,
    ProcedureStage,
    SlideState,
)
from leases.models import AccountBalance, DwellingShare, Lease, Slide
from leases.rules.clocks import ClockKind
from leases.rules.exams import ExamState, NoticeState
from leases.rules.plans import even_instalments
from leases.selectors.plans import followed_on
from leases.selectors.rent import balance_on
from leases.selectors.situations import procedures_of, stage_on
from leases.services import plans, procedures, slide_proposals
from leases.services.inventories import make_inventory
from leases.services.rent import call_rent
from leases.services.slides import SlideFacts
from partners.enums import OutreachKind
from partners.models import OutreachStep, ProgrammeVersion
from records.services import parameters
from records.services.events import CLOCK
from tests.documents.scene import delegate
from tests.factories import leases as lf
from tests.journeys.course.stage import day, refused
from tests.journeys.whole.played import DAY, Played, rented
from tests.leases.course import announced
from tests.world import World

D = dt.date
SIGNED, ASKED, STARTED = D(2019, 3, 10), D(2026, 10, 1), D(2026, 11, 10)
TERMINATED, SUBLET, SLID, STOPPED = D(2026, 11, 20), D(2027, 2, 1), D(2027, 8, 1), D(2027, 10, 31)
DEBT = Decimal("2140.50")


@pytest.fixture
def played(world: World) -> Played:
    """File the request of the litigation service, for a household whose own lease is taken over."""
    load_reference(by=CLOCK)
    parameters.load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    world.soligone.subletting_approved_on = D(2010, 12, 22)
    world.soligone.save()
    ProgrammeVersion.objects.filter(pk=world.sauvegarde.pk).update(watch_months=0)
    world.sauvegarde.refresh_from_db()
    OutreachStep.objects.create(
        version=world.sauvegarde, position=1, kind=OutreachKind.LETTER_SIMPLE, wait_days=0, source="Fiche projet 2"
    )
    share = lf.DwellingShareFactory.make(
        dwelling__unit=world.units["Orange"], dwelling__reference="ORA-0417", started_on=D(2015, 1, 1)
    )
    with day(ASKED):
        course = ask_intervention(
            by=world.litigation.pk,
            version=world.sauvegarde,
            association=world.soligone,
            source=ReferralSource.LANDLORD_LITIGATION,
            dwelling=share.dwelling,
            people=[NewPerson("Rosa", "Delmas", civility=Civility.MRS, birth_on=D(1961, 4, 2))],
            situation=Situation(
                is_terminated=False,
                tried="Trois courriers",
                risk="Expulsion",
                debt=DEBT,
                stated_on=D(2026, 9, 24),
                stage=ProcedureStage.SUMMONS,
                reached_on=D(2026, 6, 1),
            ),
            received_on=ASKED,
            today=ASKED,
        )
    played = Played(world, course.enrolment)
    titles.take_over(
        by=world.litigation.pk,
        enrolment=played.enrolment,
        dwelling=share.dwelling,
        new=titles.NewTitle(LeaseKind.DIRECT, rented(SIGNED)),
        today=ASKED,
    )
    for stage, on in ((ProcedureStage.PAYMENT_ORDER, D(2026, 3, 2)), (ProcedureStage.HEARING, D(2026, 9, 15))):
        _reaches(played, stage, on, ASKED)
    return played


def _reaches(played: Played, stage: ProcedureStage, on: dt.date, today: dt.date | None = None) -> None:
    procedures.record_step(
        by=played.world.litigation.pk,
        enrolment=played.enrolment,
        landlord=played.world.landlord,
        stage=stage,
        reached_on=on,
        today=today or on,
    )


def _clock(played: Played, kind: ClockKind, on: dt.date) -> dt.date | None:
    found = procedures_of([played.enrolment.pk], on)[played.enrolment.pk]
    return next(one.on for one in found.clocks if one.kind == kind)


def test_the_whole_course(played: Played) -> None:
    """From the request to the closure: convention, plan, termination, V9b, slide back."""
    _is_met_and_evaluated(played)
    _starts(played)
    plan = _agrees_a_plan(played)
    _loses_its_lease(played)
    sublease = _sublets_its_own_home(played)
    _slides_back(played, sublease)
    assert followed_on([plan], D(2027, 4, 5))[plan.pk].state == PlanState.PAID
    played.ends(STOPPED, ExitReason.MAINTAINED_LEASE_RESTORED, validated_on=STOPPED)
    course = played.course
    assert (course.state, course.closed_on) == (State.CLOSED, STOPPED)
    assert played.states() == [
        ("REFERRED", ASKED),
        ("REVIEWING", D(2026, 10, 5)),
        ("CONTACTING", D(2026, 10, 7)),
        ("DIAGNOSED", D(2026, 10, 24)),
        ("PROPOSED", D(2026, 10, 29)),
        ("READY", D(2026, 11, 3)),
        ("SUPPORTED", STARTED),
        ("CLOSED", STOPPED),
    ]
    # A15: the stage at the request, at the entry, at the exit.
    asked, entered, left = (
        stage_on([played.enrolment.pk], on)[played.enrolment.pk].shown for on in (ASKED, STARTED, STOPPED)
    )
    assert (asked, entered, left) == (ProcedureStage.HEARING, ProcedureStage.HEARING, ProcedureStage.PAID_OFF)
    convention = Document.objects.get(subject_id=played.enrolment.pk, kind=DocumentKind.TRIPARTITE_AGREEMENT)
    assert (convention.state, convention.ended_on) == (DocumentState.ENDED, STOPPED)


def _is_met_and_evaluated(played: Played) -> None:
    world = played.world
    named = {("LITIGATION", "REQUESTED"), ("CORRESPONDENT", "OCCUPANT"), ("SOCIAL", "REQUESTED")}
    assert {service for service, _ in played.named(ASKED)} == {service for service, _ in named}
    assert not played.knows(world.other_manager, ASKED)
    assert not played.knows(world.correspondent_apt, ASKED)
    assert _clock(played, ClockKind.PAYMENT, D(2026, 3, 3)) == D(2026, 5, 2)
    with day(D(2026, 10, 5)):
        assign_lead(
            by=world.manager.pk,
            enrolment=played.enrolment,
            user=world.lead,
            association=world.soligone,
            started_on=D(2026, 10, 5),
            today=D(2026, 10, 5),
        )
    for kind, on, became in (
        (AttemptKind.LETTER_SIMPLE, D(2026, 10, 7), Became()),
        (AttemptKind.SITE_VISIT, D(2026, 10, 20), Became(result=AttemptResult.MET, result_on=D(2026, 10, 20))),
    ):
        record_attempt(
            by=world.lead.pk,
            accompaniment=played.course,
            kind=kind,
            sent_on=on,
            rung=1 if kind == AttemptKind.LETTER_SIMPLE else None,
            became=became,
            sending_key=uuid.uuid4(),
            today=on,
        )
    interview_on = D(2026, 10, 22)
    played.visit(interview_on, note="Premier entretien")
    row = open_diagnosis(
        by=world.lead.pk, accompaniment=played.course, landlord=None, interview_on=interview_on, today=interview_on
    )
    played.diagnoses(row, interview_on, is_shared=False)
    manager = Client()
    with day(D(2026, 10, 27)):
        manager.force_login(world.manager)
        url = reverse("accompaniments:diagnosis_return", args=[played.enrolment.pk, row.pk])
        assert manager.post(url, {"landlord": str(world.landlord.pk)}).status_code == 302
    returned = Diagnosis.objects.get(pk=row.pk)
    assert (returned.state, returned.returned_on) == (DiagnosisState.RETURNED, D(2026, 10, 27))


def _starts(played: Played) -> None:
    world = played.world
    propose(
        by=world.lead.pk,
        enrolment=played.enrolment,
        proposed_on=D(2026, 10, 29),
        offered="Un appui",
        today=D(2026, 10, 29),
    )
    played.sets_objective("Reprendre le loyer", D(2026, 10, 29))
    with refused(played, "accord du ménage"):
        played.proposes_document(DocumentKind.TRIPARTITE_AGREEMENT, D(2026, 11, 2))
    played.accepts_project(D(2026, 11, 3))
    draft = Document.objects.get(subject_id=played.enrolment.pk, state=DocumentState.DRAFT)
    with day(D(2026, 11, 5)):
        document = propose_document(document=draft, by=world.lead.pk, today=D(2026, 11, 5))
    for row in document.signatories.order_by("position"):
        assert played.now_in() == (State.READY, D(2026, 11, 3))
        played.signs(document, row, STARTED)
    assert played.now_in() == (State.SUPPORTED, STARTED)


def _agrees_a_plan(played: Played):  # type: ignore[no-untyped-def]
    """Agree a plan of the debt to the landlord: five instalments, one of them ten days late, none broken."""
    by, agreed_on = played.world.litigation.pk, D(2026, 11, 12)
    instalments = even_instalments(DEBT, 5, D(2026, 12, 5))
    assert [(one.due_on.day, one.amount) for one in instalments] == [(5, Decimal("428.10"))] * 5
    plan = plans.agree_with_landlord(
        by=by,
        enrolment=played.enrolment,
        landlord=played.world.landlord,
        terms=plans.PlanTerms(DEBT, D(2026, 9, 24), instalments),
        today=agreed_on,
    )
    assert followed_on([plan], agreed_on)[plan.pk].state == PlanState.COMING
    for paid_on in (D(2026, 12, 5), D(2027, 1, 4), D(2027, 2, 15), D(2027, 3, 5), D(2027, 4, 5)):
        plans.pay_instalment(by=by, plan=plan, amount=Decimal("428.10"), paid_on=paid_on, today=paid_on)
    states = {on: followed_on([plan], on)[plan.pk].state for on in (D(2027, 2, 14), D(2027, 2, 15), D(2027, 2, 16))}
    assert set(states.values()) == {PlanState.RESPECTED}
    assert followed_on([plan], D(2027, 4, 5))[plan.pk].kept == 5
    return plan


def _loses_its_lease(played: Played) -> None:
    """The judge ends the lease: the household stays, without a title; no eviction in the truce."""
    own = Lease.objects.get(enrolment=played.enrolment)
    _reaches(played, ProcedureStage.JUDGMENT_TERMINATION, TERMINATED)
    assert played.titles() == [("DIRECT", SIGNED, None, "")]  # proposed, never done silently
    titles.end_title(
        by=played.world.litigation.pk,
        lease=own,
        ended_on=TERMINATED,
        reason=LeaseEnd.TERMINATED,
        today=TERMINATED,
    )
    without_from = TERMINATED + DAY
    assert played.titles() == [("DIRECT", SIGNED, TERMINATED, "TERMINATED"), ("NO_TITLE", without_from, None, "")]
    assert played.lives()[-1] == ("NO_TITLE", without_from, None)
    _reaches(played, ProcedureStage.VACATE_ORDER, D(2027, 1, 4))
    assert _clock(played, ClockKind.VACATE, D(2027, 1, 5)) == D(2027, 3, 4)
    found = procedures_of([played.enrolment.pk], D(2027, 1, 5))[played.enrolment.pk]
    assert (found.eviction_from, found.truce_until) == (D(2027, 4, 1), D(2027, 3, 31))
    assert found.meaning.sentence
    awaited = played.course_on(played.world.lead, D(2027, 1, 5))[State.SUPPORTED].awaited
    assert "Un titre à rebâtir" in [one.text for one in awaited]


def _sublets_its_own_home(played: Played) -> Lease:
    """V9b: the association's lease and the sublease, on the home that the household never left."""
    world = played.world
    present = Lease.objects.get(enrolment=played.enrolment, kind=LeaseKind.NO_TITLE)
    with refused(played, "bail de l’association"):
        titles.change_status(
            by=world.lead.pk, lease=present, new=titles.NewTitle(LeaseKind.SUBLEASE, rented(SUBLET)), today=SUBLET
        )
    sublease = titles.change_status(
        by=world.lead.pk,
        lease=present,
        new=titles.NewTitle(
            LeaseKind.SUBLEASE,
            rented(SUBLET, is_third_party_paid=True),
            association=world.soligone,
            head=rented(SUBLET),
            expects_slide=True,
        ),
        today=SUBLET,
    )
    make_inventory(
        by=world.lead.pk,
        lease=sublease,
        kind=InventoryKind.IN_SITU,
        made_on=SUBLET,
        worker_was_present=True,
        keys_handed=0,
        note="Le ménage n’a pas déménagé",
        today=SUBLET,
    )
    eve = SUBLET - DAY
    assert played.titles()[1:] == [
        ("NO_TITLE", TERMINATED + DAY, eve, "SUCCESSOR"),
        ("SUBLEASE", SUBLET, None, ""),
    ]
    assert played.heads() == [(SUBLET, None, "")]
    assert played.lives()[-2:] == [("NO_TITLE", TERMINATED + DAY, eve), ("SUBTENANT", SUBLET, None)]
    assert len(set(Lease.objects.filter(enrolment=played.enrolment).values_list("share_id", flat=True))) == 1
    assert played.knows(world.correspondent_orange, SUBLET)
    steps = played.course_on(world.lead, SUBLET)
    assert "Bail du ménage depuis le 10 mars 2019, jusqu’au 20 novembre 2026" in [
        fact.text for fact in steps[State.REFERRED].facts
    ]
    told = [fact.text for fact in steps[State.SUPPORTED].facts]
    assert told[-4:] == [
        "Titre perdu, occupation sans titre depuis le 21 novembre 2026, jusqu’au 31 janvier 2027",
        "Sous-location depuis le 1er février 2027",
        "État des lieux (sur place, sans déménagement) le 1er février 2027",
        "Prochain examen contradictoire pour le 16 mai 2027",
    ]
    return sublease


def _slides_back(played: Played, sublease: Lease) -> None:
    world = played.world
    period = played.clock(sublease, SUBLET).periods[0].period
    assert (period.ended_on, period.notice_due_on, period.exam_due_on) == (
        D(2027, 7, 31),
        D(2027, 5, 31),
        D(2027, 5, 16),
    )
    played.examined(sublease, D(2027, 5, 10), LandlordPosition.FAVOURABLE, words="Je veux garder ma maison.")
    proposal = slide_proposals.propose(
        by=world.lead.pk, sublease=sublease, reasons="Plan soldé", proposed_on=D(2027, 5, 17), today=D(2027, 5, 17)
    )
    proposal = slide_proposals.decide(
        by=world.correspondent_orange.pk,
        proposal=proposal,
        state=SlideState.AGREED,
        decided_on=D(2027, 5, 24),
        planned_on=SLID,
        reason="",
        today=D(2027, 5, 24),
    )
    played.tells_prefect(sublease, 1, D(2027, 5, 25), is_offered=True)
    clock = played.clock(sublease, D(2027, 6, 1)).periods[0]
    assert (clock.exam, clock.notice) == (ExamState.DONE, NoticeState.SENT)
    # Two debts, never added: to the landlord by its statements, to the association by its account.
    call_rent(by=world.lead.pk, lease=sublease, today=D(2027, 2, 1))
    assert balance_on([sublease.pk], D(2027, 2, 28)) == {sublease.pk: Decimal(500)}
    procedures.record_balance(
        by=world.litigation.pk,
        enrolment=played.enrolment,
        landlord=world.landlord,
        amount=Decimal(0),
        stated_on=D(2027, 7, 15),
        today=D(2027, 7, 15),
    )
    _reaches(played, ProcedureStage.PAID_OFF, D(2027, 7, 15))
    done = slide(
        by=world.litigation.pk,
        sublease=sublease,
        terms=rented(D(2027, 7, 20), SLID),
        facts=SlideFacts(landlord_debt=Decimal(0), association_debt=Decimal(500)),
        inventory=InSitu(made_on=D(2027, 7, 20)),
        today=D(2027, 7, 20),
    )
    eve = SLID - DAY
    assert played.titles()[2:] == [("SUBLEASE", SUBLET, eve, "SLIDE"), ("DIRECT", SLID, None, "")]
    assert played.heads() == [(SUBLET, eve, "SLIDE")]
    assert played.lives()[-1] == ("TENANT", SLID, None)
    assert (done.landlord_debt, done.association_debt, (done.slid_on - sublease.started_on).days) == (0, 500, 181)
    amounts = AccountBalance.objects.filter(enrolment=played.enrolment).order_by("stated_on")
    assert list(amounts.values_list("amount", flat=True)) == [DEBT, Decimal(0)]


def test_a_mutation_inside_a_sauvegarde(played: Played) -> None:
    """Hard case 10: a maintenance case opens a CAL dossier; the move is a transfer, and no slide is counted."""
    world = played.world
    _is_met_and_evaluated(played)
    _starts(played)
    smaller = announced(world.units["Orange"], world.correspondent_orange, reference="ORA-0009")
    sitting_on = D(2027, 1, 19)
    decision = played.is_decided(played.presents_dossier(smaller, sitting_on, wish=LeaseWish.DIRECT))
    assert played.now_in() == (State.SUPPORTED, STARTED)  # the convention had started it: a decision changes nothing
    assert played.is_offered(decision, D(2027, 1, 20)) == D(2027, 2, 1)  # Saturday 30 January: Monday 1 February
    file = played.answers(decision, Answer.ACCEPTED, D(2027, 1, 25))
    moved_on = D(2027, 3, 1)
    lease = allocation.sign_lease(
        by=world.correspondent_orange.pk,
        file=file,
        share=DwellingShare.objects.get(dwelling=smaller.dwelling),
        entry=allocation.Entry(rented(D(2027, 2, 24), moved_on)),
        today=D(2027, 2, 24),
    )
    file.refresh_from_db()
    assert file.end == FileEnd.LEASE_SIGNED
    assert played.titles() == [
        ("DIRECT", SIGNED, moved_on - DAY, "TRANSFER"),
        ("DIRECT", moved_on, None, ""),
    ]
    assert lease.follows is not None
    assert lease.follows.share_id != lease.share_id
    assert played.lives()[-1] == ("TENANT", moved_on, None)
    assert not Slide.objects.exists()
    assert played.now_in() == (State.SUPPORTED, STARTED)
    played.ends(STOPPED, ExitReason.TRANSFERRED, validated_on=STOPPED)
    assert (played.course.state, played.course.exit_reason) == (State.CLOSED, ExitReason.TRANSFERRED)

"""A sécurisation with a sliding lease, whole: every day worked out by hand (domain.md §2.1, §3.5, §3.6).

| day | fact |
| --- | --- |
| 2 September 2026 | the SIAO's referral; a worker is named on the 7th |
| 14–16 September | diagnosis shared with the landlord's CESF |
| 21, 25 September | the housing project is presented, the household accepts it |
| 20 October | first commission: allocated, the accompaniment starts |
| 22 October | offer notified: ten days end on Sunday 1 November, All Saints' Day: Monday 2 November; refused on the 28th |
| 12 January 2027 | second commission, another dwelling: ranked second |
| 14 January | offer to the first: ten days end on Sunday 24: Monday 25; silence is recorded on the 26th |
| 8 February | the second rank is promoted; offer notified on the 9th: Friday 19; accepted on the 12th |
| 1 March | head lease, sublease and inventory of entry |
| 21 June | first exam, due on 15 June: held late, « réservée »; notice sent on 28 June, due on 30 June |
| 10 December | second exam, due on 14 December (period ends 29 February 2028); notice due on 29 December |
| 13, 17, 20 December | slide proposed, agreed for 1 February, accepted by the household |
| 31 January 2028 | last day of both leases; 1 February: the household's lease |
| 30 April 2028 | end of the accompaniment; the watch runs from 1 May 2028 to 30 April 2030 |
| 11 September 2028 | reopened after arrears: 133 days of 730 have run; stopped again on 28 February 2029 |
| 18 October 2030 | last day of the watch: 597 days from 1 March 2029 |
"""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from accompaniments.enums import (
    DifficultyAnswer,
    DifficultyKind,
    ExitReason,
    HousingStatus,
    ReferralSource,
    Side,
    State,
)
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import clock as watch_clock
from accompaniments.services import watch
from accompaniments.services.assignment import assign_lead
from accompaniments.services.diagnosis import open_diagnosis
from accompaniments.services.difficulties import answer_difficulty, close_difficulty, report_difficulty
from accompaniments.services.referrals import record_referral
from documents.enums import DocumentKind, DocumentState
from documents.services.templates import load_reference
from foundation.periods import Month
from households.enums import Civility
from households.services.enrolments import NewPerson
from journeys.services import allocation
from journeys.services.proposals import present
from journeys.services.slides import InSitu, slide
from leases.enums import (
    Answer,
    DecisionKind,
    FileEnd,
    FileState,
    InventoryKind,
    LandlordPosition,
    LeaseWish,
    RentEntryKind,
    SlideState,
    Typology,
)
from leases.models import Lease, Slide
from leases.rules.exams import ExamState, NoticeState
from leases.selectors.rent import balance_on
from leases.selectors.slides import standing_agreement
from leases.services import slide_proposals
from leases.services.inventories import Room, make_inventory
from leases.services.projects import Wishes
from leases.services.rent import call_rent, record_entry
from leases.services.slides import SlideFacts
from records.services import parameters
from records.services.events import CLOCK
from tests.documents.scene import delegate
from tests.factories import leases as lf
from tests.journeys.course.stage import day, refused
from tests.journeys.whole.played import DAY, Played, rented
from tests.leases.course import announced
from tests.reporting.figures.scene import calculated
from tests.world import World

D = dt.date
REFERRED, ASSIGNED, INTERVIEW = D(2026, 9, 2), D(2026, 9, 7), D(2026, 9, 14)
FIRST_SITTING, SECOND_SITTING, PROMOTED = D(2026, 10, 20), D(2027, 1, 12), D(2027, 2, 8)
SUBLET, SLID, STOPPED = D(2027, 3, 1), D(2028, 2, 1), D(2028, 4, 30)
REOPENED, STOPPED_AGAIN, CLOSED = D(2028, 9, 11), D(2029, 2, 28), D(2030, 10, 18)
PERIOD_END = D(2028, 2, 29)


@pytest.fixture
def played(world: World) -> Played:
    """Bring a household to « prêt »."""
    load_reference(by=CLOCK)
    parameters.load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    world.soligone.subletting_approved_on = D(2010, 12, 22)
    world.soligone.save()
    with day(REFERRED):
        course = record_referral(
            by=world.manager.pk,
            version=world.securisation,
            association=world.soligone,
            source=ReferralSource.SIAO,
            received_on=REFERRED,
            people=[NewPerson("Inès", "Carvalho", civility=Civility.MRS, birth_on=D(1990, 5, 4))],
            referrer_name="SIAO 84",
            note="Sort d’un hébergement",
            today=REFERRED,
        )
    played = Played(world, course.enrolment)
    with day(ASSIGNED):
        assign_lead(
            by=world.manager.pk,
            enrolment=played.enrolment,
            user=world.lead,
            association=world.soligone,
            started_on=ASSIGNED,
            today=ASSIGNED,
        )
    shared = open_diagnosis(
        by=world.lead.pk, accompaniment=played.course, landlord=world.landlord, interview_on=None, today=INTERVIEW
    )
    played.diagnoses(shared, INTERVIEW, is_shared=True)
    _presents(played, D(2026, 9, 21))
    played.accepts_project(D(2026, 9, 25))
    assert played.states() == [
        ("REFERRED", REFERRED),
        ("REVIEWING", ASSIGNED),
        ("DIAGNOSED", INTERVIEW + 2 * DAY),
        ("PROPOSED", D(2026, 9, 21)),
        ("READY", D(2026, 9, 25)),
    ]
    return played


def _presents(played: Played, on: dt.date) -> None:
    present(
        by=played.world.lead.pk,
        enrolment=played.enrolment,
        started_on=on,
        wishes=Wishes((Typology.T3,), lease_wish=LeaseWish.SLIDING),
        units=[played.world.units["Orange"]],
        today=on,
    )


def test_the_whole_course(played: Played) -> None:
    """From « prêt » to the closure: two dossiers, a promotion, a sublease, two exams, a slide on a 1st, a watch reopened."""
    _refuses_the_first_dwelling(played)
    sublease = _enters_by_the_second_rank(played)
    _is_examined(played, sublease)
    _slides(played, sublease)
    _counts_in_the_month(played)
    _is_watched(played)
    assert played.states()[5:] == [
        ("SUPPORTED", FIRST_SITTING),
        ("WATCHED", STOPPED + DAY),
        ("SUPPORTED", REOPENED),
        ("WATCHED", STOPPED_AGAIN + DAY),
        ("CLOSED", CLOSED),
    ]


def _refuses_the_first_dwelling(played: Played) -> None:
    world = played.world
    first = announced(world.units["Orange"], world.correspondent_orange)
    hearing = played.presents_dossier(first, FIRST_SITTING)
    assert played.knows(world.correspondent_orange, FIRST_SITTING)
    decision = played.is_decided(hearing)
    assert played.now_in() == (State.SUPPORTED, FIRST_SITTING)
    assert played.is_offered(decision, D(2026, 10, 22)) == D(2026, 11, 2)
    assert played.due(world.lead, D(2026, 10, 23))["Réponse à l’offre de logement"] == D(2026, 11, 2)
    file = played.answers(decision, Answer.REFUSED, D(2026, 10, 28), reason="Trop loin de l’école")
    assert (file.state, file.end, file.state_on) == (FileState.CLOSED, FileEnd.OFFER_REFUSED, D(2026, 10, 28))
    # Demand again, without touching its state; and its correspondent reads nothing any more.
    assert played.now_in() == (State.SUPPORTED, FIRST_SITTING)
    assert not played.knows(world.correspondent_orange, D(2026, 10, 28))
    assert "Réponse à l’offre de logement" not in played.due(world.lead, D(2026, 10, 29))


def _enters_by_the_second_rank(played: Played) -> Lease:
    world = played.world
    second = announced(world.units["Orange"], world.correspondent_orange, reference="ORA-0002")
    other = Played(world, world.colleagues)
    ahead = other.presents_dossier(second, SECOND_SITTING, wish=LeaseWish.DIRECT)
    behind = played.presents_dossier(second, SECOND_SITTING)
    ranked_first = other.is_decided(ahead, DecisionKind.ALLOCATED_RANKED, rank=1)
    ranked = played.is_decided(behind, DecisionKind.ALLOCATED_RANKED, rank=2)
    with refused(played, "au premier rang"):
        played.is_offered(ranked, D(2027, 1, 14))
    assert other.is_offered(ranked_first, D(2027, 1, 14)) == D(2027, 1, 25)
    with refused(other, "court encore"):  # until 24 h of the 25th
        other.answers(ranked_first, Answer.SILENCE, D(2027, 1, 25))
    assert other.answers(ranked_first, Answer.SILENCE, D(2027, 1, 26)).end == FileEnd.NO_ANSWER
    ranked = allocation.promote_rank(by=world.cal_secretary.pk, decision=ranked, promoted_on=PROMOTED, today=PROMOTED)
    assert played.now_in() == (State.SUPPORTED, FIRST_SITTING)  # the first positive decision had started it
    assert played.is_offered(ranked, PROMOTED + DAY) == D(2027, 2, 19)
    file = played.answers(ranked, Answer.ACCEPTED, D(2027, 2, 12))
    assert file.state == FileState.ACCEPTED
    played.sets_objective("Ouvrir l’aide au logement", D(2027, 2, 13))
    for kind in (DocumentKind.SUPPORT_CONTRACT, DocumentKind.TRIPARTITE_AGREEMENT):
        document = played.proposes_document(kind, D(2027, 2, 15))
        for row in document.signatories.order_by("position"):
            played.signs(document, row, D(2027, 2, 18))
        document.refresh_from_db()
        assert (document.state, document.in_force_on) == (DocumentState.IN_FORCE, D(2027, 2, 18))
    with refused(played, "commission"):  # a lease before the decision that gave the dwelling
        played.sublets(file, rented(SECOND_SITTING - DAY))
    sublease = played.sublets(file, rented(SUBLET, is_third_party_paid=True))
    file.refresh_from_db()
    assert (file.state, file.end) == (FileState.CLOSED, FileEnd.LEASE_SIGNED)
    assert played.titles() == [("SUBLEASE", SUBLET, None, "")]
    assert played.heads() == [(SUBLET, None, "")]
    assert played.lives()[-1] == ("SUBTENANT", SUBLET, None)
    assert ("CORRESPONDENT", "LEASE_SIGNED") in played.named(SUBLET)
    assert not played.knows(world.correspondent_apt, SUBLET)
    make_inventory(
        by=world.lead.pk,
        lease=sublease,
        kind=InventoryKind.MOVE_IN,
        made_on=SUBLET,
        worker_was_present=True,
        keys_handed=2,
        note="Peintures refaites",
        rooms=[Room("Cuisine", "Évier neuf"), Room("Chambre", "")],
        today=SUBLET,
    )
    _tells_the_entry(played)
    return sublease


def _tells_the_entry(played: Played) -> None:
    """« Où en est-on »: S5 to S9 with their days, S11 awaited; the landlord reads steps and days alone."""
    steps = played.course_on(played.world.lead, SUBLET)
    assert [fact.text for fact in steps[State.READY].facts][-1] == "Dossier CAL soumis le 9 octobre 2026"
    told = [fact.text for fact in steps[State.SUPPORTED].facts]
    for said in (
        "Commission du 20 octobre 2026\u00a0: attribution",
        "Offre refusée, le 28 octobre 2026",
        "Dossier CAL soumis le 1er janvier 2027",
        "Commission du 12 janvier 2027\u00a0: attribution en rang, rang 2",
        "Passage au premier rang le 8 février 2027",
        "Offre acceptée, le 12 février 2027",
        "Convention tripartite en vigueur depuis le 18 février 2027",
        "Sous-location depuis le 1er mars 2027",
        "État des lieux (entrée) le 1er mars 2027",
    ):
        assert said in told
    assert "Glissement du bail" in [one.text for one in steps[State.SUPPORTED].awaited]
    assert [state for state, step in steps.items() if step.is_next] == [State.WATCHED]
    landlords = played.course_on(played.world.correspondent_orange, SUBLET)
    assert landlords[State.SUPPORTED].on == FIRST_SITTING
    assert not any(step.facts or step.awaited for step in landlords.values())


def _is_examined(played: Played, sublease: Lease) -> None:
    """Hold the first exam six days late, the second in time: both dates counted from the signature of 1 March 2027."""
    world = played.world
    present_one = played.clock(sublease, SUBLET).present
    assert present_one is not None
    assert (present_one.period.ended_on, present_one.period.notice_due_on, present_one.period.exam_due_on) == (
        D(2027, 8, 31),
        D(2027, 6, 30),
        D(2027, 6, 15),
    )
    assert played.clock(sublease, D(2027, 6, 15)).periods[0].exam == ExamState.COMING
    assert played.clock(sublease, D(2027, 6, 16)).periods[0].exam == ExamState.LATE
    told = played.due_on(world.lead, D(2027, 6, 16))
    assert {D(2027, 6, 15), D(2027, 6, 30)} <= told
    played.examined(
        sublease,
        D(2027, 6, 21),
        LandlordPosition.RESERVED,
        "Deux loyers en retard",
        words="Je comprends mieux mes factures.",
    )
    played.tells_prefect(sublease, 1, D(2027, 6, 28), is_offered=False, reason="Deux loyers sont en retard.")
    first = played.clock(sublease, D(2027, 7, 1)).periods[0]
    assert (first.exam, first.held_on, first.notice, first.notice_sent_on) == (
        ExamState.DONE_LATE,
        D(2027, 6, 21),
        NoticeState.SENT,
        D(2027, 6, 28),
    )
    second = played.clock(sublease, D(2027, 9, 1)).periods[1].period
    assert (second.started_on, second.ended_on) == (D(2027, 9, 1), PERIOD_END)
    assert (second.notice_due_on, second.exam_due_on) == (D(2027, 12, 29), D(2027, 12, 14))
    with refused(played, "n’a pas donné son accord"):
        slide(by=world.correspondent_orange.pk, sublease=sublease, terms=rented(SLID), today=SLID)
    played.examined(sublease, D(2027, 12, 10), LandlordPosition.FAVOURABLE, words="Je suis prête.")
    clock = played.clock(sublease, D(2027, 12, 31))
    assert [one.exam for one in clock.periods] == [ExamState.DONE_LATE, ExamState.DONE]


def _slides(played: Played, sublease: Lease) -> None:
    world = played.world
    call_rent(by=world.lead.pk, lease=sublease, today=D(2028, 1, 31))
    record_entry(
        by=world.lead.pk,
        lease=sublease,
        kind=RentEntryKind.PAYMENT,
        amount=Decimal(5300),
        dated_on=D(2028, 1, 20),
        today=D(2028, 1, 31),
    )
    # Eleven months of 500 €, from March to January: 5 500 €, of which 5 300 € are paid.
    assert balance_on([sublease.pk], D(2028, 1, 31)) == {sublease.pk: Decimal(200)}
    proposal = slide_proposals.propose(
        by=world.lead.pk,
        sublease=sublease,
        reasons="Loyer payé depuis six mois",
        proposed_on=D(2027, 12, 13),
        today=D(2027, 12, 13),
    )
    assert standing_agreement(sublease) is None
    proposal = slide_proposals.decide(
        by=world.correspondent_orange.pk,
        proposal=proposal,
        state=SlideState.AGREED,
        decided_on=D(2027, 12, 17),
        planned_on=SLID,
        reason="",
        today=D(2027, 12, 17),
    )
    slide_proposals.answer(
        by=world.lead.pk,
        proposal=proposal,
        accepts=True,
        answered_on=D(2027, 12, 20),
        note="",
        today=D(2027, 12, 20),
    )
    played.tells_prefect(sublease, 2, D(2027, 12, 21), is_offered=True)
    terms = rented(D(2028, 1, 25), SLID)
    with refused(played, "mutation"):
        elsewhere = lf.DwellingShareFactory.make(dwelling__unit=world.units["Orange"])
        slide(by=world.lead.pk, sublease=sublease, terms=terms, share=elsewhere, today=D(2028, 1, 25))
    with refused(played, "état des lieux"):
        slide(by=world.correspondent_orange.pk, sublease=sublease, terms=terms, today=D(2028, 1, 25))
    done = slide(
        by=world.correspondent_orange.pk,
        sublease=sublease,
        terms=terms,
        facts=SlideFacts(landlord_debt=Decimal(0), association_debt=Decimal(200), deposit_moved=Decimal(412)),
        inventory=InSitu(made_on=D(2028, 1, 25), worker_was_present=True),
        today=D(2028, 1, 25),
    )
    eve = D(2028, 1, 31)
    assert played.titles() == [("SUBLEASE", SUBLET, eve, "SLIDE"), ("DIRECT", SLID, None, "")]
    assert played.heads() == [(SUBLET, eve, "SLIDE")]
    assert played.lives()[-2:] == [("SUBTENANT", SUBLET, eve), ("TENANT", SLID, None)]
    direct = Lease.objects.get(enrolment=played.enrolment, kind="DIRECT")
    assert (direct.share_id, direct.follows_id) == (sublease.share_id, sublease.pk)
    # Both debts as they stood, never added; M15: one slide in February, 337 days after the sublease.
    assert (done.landlord_debt, done.association_debt) == (Decimal(0), Decimal(200))
    assert Slide.objects.filter(slid_on__range=(D(2028, 2, 1), D(2028, 2, 29))).count() == 1
    assert (done.slid_on - sublease.started_on).days == 337
    # M13: open at the close of January, no longer at that of February.
    open_subleases = Lease.objects.filter(kind="SUBLEASE", enrolment=played.enrolment)
    assert open_subleases.open_on(eve).count() == 1
    assert open_subleases.open_on(PERIOD_END).count() == 0
    # The landlord still knows the household, by its own lease; nothing more is due of the sublease.
    assert ("CORRESPONDENT", "LEASE_SIGNED") in played.named(SLID)
    assert played.clock(sublease, SLID).following is None
    with refused(played):
        slide(by=world.lead.pk, sublease=sublease, terms=rented(SLID + DAY), today=SLID + DAY)
    told = [fact.text for fact in played.course_on(world.lead, SLID)[State.SUPPORTED].facts][-5:]
    assert told == [
        "Avis au préfet envoyé le 28 juin 2027",
        "Examen contradictoire tenu le 10 décembre 2027",
        "Avis au préfet envoyé le 21 décembre 2027",
        "État des lieux (sur place, sans déménagement) le 25 janvier 2028",
        "Glissement le 1er février 2028",
    ]


def _counts_in_the_month(played: Played) -> None:
    """M14 and M15 as the month gives them: they come from the same dated facts."""
    for text, exams, slides in (("2027-06", (1, 1, 0), 0), ("2027-12", (1, 1, 0), 0), ("2028-02", (0, 0, 0), 1)):
        found = calculated(played.world, Month.parse(text)).content.total.sliding
        assert found is not None
        assert ((found.due, found.done, found.late), found.slides) == (exams, slides), text
    assert (found.slides_year, found.delay.n, found.delay.median) == (1, 1, Decimal(337))


def _is_watched(played: Played) -> None:
    world = played.world
    played.ends(STOPPED, ExitReason.SLID)
    assert played.now_in() == (State.WATCHED, STOPPED + DAY)
    assert _watch(played).last_on == D(2030, 4, 30)
    told_on = D(2028, 9, 4)
    told = report_difficulty(
        by=world.correspondent_orange.pk,
        enrolment=played.enrolment,
        side=Side.LANDLORD,
        landlord_id=world.landlord.pk,
        kind=DifficultyKind.ARREARS,
        text="Deux loyers manquent",
        sending_key=uuid.uuid4(),
        today=told_on,
    )
    answer_difficulty(
        by=world.lead.pk,
        difficulty=told,
        side=Side.TEAM,
        answer=DifficultyAnswer.REOPENED,
        text="",
        effective_on=REOPENED,
        is_agreed=True,
        today=REOPENED,
    )
    assert played.now_in() == (State.SUPPORTED, REOPENED)
    assert _watch(played).is_interrupted
    close_difficulty(
        by=world.lead.pk,
        difficulty=told,
        side=Side.TEAM,
        text="Un plan d’apurement est signé",
        today=D(2028, 10, 2),
    )
    played.ends(STOPPED_AGAIN, ExitReason.STABILISED_DIRECT_TENANT)
    # From 1 May to 10 September 2028: 133 days have run of the 730 from 1 May 2028 to 30 April 2030; 597 are left.
    found = _watch(played)
    assert (found.since, found.last_on) == (STOPPED_AGAIN + DAY, CLOSED)
    assert (CLOSED - STOPPED_AGAIN).days == 597
    watch.end_watch(
        by=world.manager.pk,
        accompaniment=played.course,
        ended_on=CLOSED,
        now=watch.HousingNow(HousingStatus.TENANT, has_arrears=False),
        today=CLOSED,
    )
    course = played.course
    assert (course.state, course.closed_on, course.exit_reason) == (
        State.CLOSED,
        CLOSED,
        ExitReason.STABILISED_DIRECT_TENANT,
    )
    assert course.evaluations.count() == 2
    assert played.titles()[-1] == ("DIRECT", SLID, None, "")  # the household keeps its lease


def _watch(played: Played):  # type: ignore[no-untyped-def]
    return watch_clock(standing_changes(played.course.changes.order_by("position")), 24)

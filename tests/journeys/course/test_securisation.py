"""A sécurisation played whole, from the SIAO's referral to the end of its watch (domain.md §2.1)."""

import datetime as dt
import uuid

import pytest
from dateutil.relativedelta import relativedelta

from accompaniments.enums import (
    DifficultyAnswer,
    DifficultyKind,
    ExitReason,
    HousingStatus,
    ObjectiveState,
    Passage,
    Progress,
    ProposalAnswer,
    ReferralSource,
    Side,
    State,
    Subject,
    WhoActs,
)
from accompaniments.models import Referral
from accompaniments.rules.objectives import ObjectiveWords
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import clock
from accompaniments.services import criteria, evaluations, reviews, watch
from accompaniments.services.assignment import assign_lead
from accompaniments.services.diagnosis import open_diagnosis
from accompaniments.services.difficulties import answer_difficulty, report_difficulty
from accompaniments.services.endings import end_before_support
from accompaniments.services.objectives import change_objective, set_objective
from accompaniments.services.proposals import answer_proposal, propose
from accompaniments.services.referrals import record_referral, refuse_and_pass_on
from documents.enums import Capacity, DocumentKind, DocumentState, SignatureState
from documents.services.templates import load_reference
from foundation.timeline import Audience
from households.enums import Civility, NamingService
from households.permissions import standing
from households.services.enrolments import NewPerson
from journeys.services import agreements, allocation
from journeys.services.proposals import present
from leases.enums import DecisionKind, LeaseWish, Typology
from leases.models import Hearing
from leases.selectors.contents import content_of
from leases.services.decisions import DecisionFacts
from leases.services.files import edit_file, mark_complete
from leases.services.projects import Wishes
from leases.services.sessions import schedule
from partners.models import EligibilityRule
from records.services.events import CLOCK
from tests.days import TODAY, after, before
from tests.documents.scene import delegate
from tests.journeys.course.stage import Stage, day, refused
from tests.leases.course import FACTS, SITTING, announced, parameters, sitting
from tests.world import World, reader_of

ADULTS = [
    NewPerson("Inès", "Carvalho", civility=Civility.MRS, birth_on=dt.date(1990, 5, 4)),
    NewPerson("Rui", "Carvalho", civility=Civility.MR, birth_on=dt.date(1988, 1, 9)),
]


@pytest.fixture
def stage(world: World) -> Stage:
    """Receive the SIAO's referral, which Cap Habitat refuses and passes on to Soligone, who names its worker."""
    parameters()
    load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    for position, (code, blocking) in enumerate((("path", True), ("referred", False), ("ceilings", True)), 1):
        EligibilityRule.objects.create(
            version=world.securisation, code=code, label=code, is_blocking=blocking, position=position, source="Fiche 1"
        )
    with day(before(150)):
        course = record_referral(
            by=world.other_manager.pk,
            version=world.securisation,
            association=world.cap_habitat,
            source=ReferralSource.SIAO,
            received_on=before(150),
            people=ADULTS,
            referrer_name="SIAO 84",
            note="Sort d’un hébergement",
            today=before(150),
        )
    stage = Stage(world, course.enrolment)
    with day(before(148)):
        passed = refuse_and_pass_on(
            by=world.other_manager.pk,
            enrolment=stage.enrolment,
            association=world.soligone,
            reason="Plus de place",
            today=before(148),
        )
    former = Referral.objects.get(pk=passed.passed_on_from_id)
    assert (former.refused_on, former.refusal_reason) == (before(148), "Plus de place")
    assert (passed.association, passed.received_on, passed.refusal_reason) == (world.soligone, before(150), "")
    assert not standing(reader_of(world.other_manager), stage.enrolment).knows
    stage.is_at(State.REFERRED, before(150))
    with refused(stage):
        propose(by=world.lead.pk, enrolment=stage.enrolment, proposed_on=before(146), today=before(146))
    with day(before(145)):
        assign_lead(
            by=world.manager.pk,
            enrolment=stage.enrolment,
            user=world.lead,
            association=world.soligone,
            started_on=before(145),
            today=before(145),
        )
    stage.is_at(State.REVIEWING, before(145))
    return stage


def test_the_whole_course(stage: Stage) -> None:
    """Every state on its day, every document with its state, what comes too soon refused."""
    _diagnosed(stage)
    _ready(stage)
    _decided(stage)
    _signed(stage)
    _worked(stage)
    _ended(stage)
    _watched(stage)
    _closed(stage)


def _diagnosed(stage: Stage) -> None:
    world, adviser = stage.world, stage.world.adviser
    assert not standing(reader_of(adviser), stage.enrolment).is_named
    shared = open_diagnosis(
        by=world.lead.pk,
        accompaniment=stage.course,
        landlord=world.landlord,
        interview_on=None,
        today=before(140),
    )
    assert standing(reader_of(adviser), stage.enrolment).is_adviser
    stage.writes(shared, world.lead, before(139), interview_on=before(141))
    stage.writes(shared, adviser, before(138), interview_on=None, is_adviser=True)
    stage.signs_diagnosis(shared, world.lead, before(137))
    with refused(stage, "signature"):
        stage.validates(shared, before(137))
    stage.signs_diagnosis(shared, adviser, before(136), is_adviser=True)
    with refused(stage, "restent à vérifier"):
        stage.validates(shared, before(135))
    rules = {rule.code: rule.pk for rule in EligibilityRule.objects.filter(version=world.securisation)}
    criteria.check_criteria(
        by=world.lead.pk,
        enrolment=stage.enrolment,
        answers={rules["path"]: True, rules["referred"]: False, rules["ceilings"]: False},
        checked_on=before(135),
        today=before(135),
    )
    with refused(stage, "n’est pas rempli"):
        stage.validates(shared, before(135))
    with refused(stage):
        criteria.derogate(
            by=world.manager.pk, enrolment=stage.enrolment, rule_ids=[rules["referred"]], reason="x", today=before(134)
        )
    criteria.derogate(
        by=world.manager.pk,
        enrolment=stage.enrolment,
        rule_ids=[rules["ceilings"]],
        reason="Revenus en baisse",
        today=before(134),
    )
    stage.grid(Passage.ENTRY, before(133))
    stage.validates(shared, before(132))
    stage.is_at(State.DIAGNOSED, before(132))


def _ready(stage: Stage) -> None:
    world = stage.world
    with refused(stage):
        answer_proposal(
            by=world.lead.pk,
            enrolment=stage.enrolment,
            answer=ProposalAnswer.ACCEPTED,
            answered_on=before(131),
            today=before(131),
        )

    def presented(on: dt.date) -> None:
        present(
            by=world.lead.pk,
            enrolment=stage.enrolment,
            started_on=on,
            wishes=Wishes((Typology.T3,), lease_wish=LeaseWish.DIRECT),
            units=[world.units["Orange"]],
            today=on,
        )

    presented(before(120))
    stage.is_at(State.PROPOSED, before(120))
    _answers(stage, ProposalAnswer.REFUSED, before(115))
    stage.is_at(State.DIAGNOSED, before(115))
    presented(before(100))
    stage.is_at(State.PROPOSED, before(100))
    announcement = announced(world.units["Orange"], world.correspondent_orange)
    with refused(stage, "ménage prêt"):
        allocation.prepare(
            by=world.lead.pk,
            enrolment=stage.enrolment,
            association_id=world.soligone.pk,
            announcement=announcement,
            lease_wish=LeaseWish.DIRECT,
            today=before(60),
        )
    with refused(stage):
        _answers(stage, ProposalAnswer.ACCEPTED, before(101))
    _answers(stage, ProposalAnswer.ACCEPTED, before(55))
    stage.is_at(State.READY, before(55))
    assert not standing(reader_of(world.correspondent_orange), stage.enrolment).is_named
    file = allocation.prepare(
        by=world.lead.pk,
        enrolment=stage.enrolment,
        association_id=world.soligone.pk,
        announcement=announcement,
        lease_wish=LeaseWish.DIRECT,
        today=before(50),
    )
    file = edit_file(by=world.lead.pk, file=file, version=file.version, facts=FACTS)
    allocation.submit(
        by=world.lead.pk, file=file, content=content_of(file, world.lead, before(45), None), today=before(45)
    )
    assert standing(reader_of(world.correspondent_orange), stage.enrolment).is_named
    file.refresh_from_db()
    mark_complete(by=world.correspondent_orange.pk, file=file, today=before(40))
    file.refresh_from_db()
    schedule(by=world.cal_secretary.pk, file=file, session=sitting(world), today=before(30))


def _answers(stage: Stage, answer: ProposalAnswer, on: dt.date) -> None:
    answer_proposal(by=stage.world.lead.pk, enrolment=stage.enrolment, answer=answer, answered_on=on, today=on)


def _decided(stage: Stage) -> None:
    hearing = Hearing.objects.get(file__enrolment=stage.enrolment)
    allocation.decide(
        by=stage.world.cal_secretary.pk, hearing=hearing, facts=DecisionFacts(DecisionKind.ALLOCATED), today=before(19)
    )
    stage.is_at(State.SUPPORTED, SITTING)
    with refused(stage, "final"):
        end_before_support(
            by=stage.world.lead.pk,
            enrolment=stage.enrolment,
            ended_on=before(18),
            exit_reason=ExitReason.LEFT_VOLUNTARILY,
            today=before(18),
        )
    with refused(stage):
        propose(by=stage.world.lead.pk, enrolment=stage.enrolment, proposed_on=before(18), today=before(18))


def _signed(stage: Stage) -> None:
    for title in ("Ouvrir l’aide au logement", "Assurer le logement"):
        set_objective(
            by=stage.world.lead.pk,
            accompaniment=stage.course,
            words=ObjectiveWords(
                domain=Subject.BUDGET, title=title, who=WhoActs.TOGETHER, criterion="vu", audience=Audience.LANDLORD
            ),
            set_on=before(16),
            today=before(16),
        )
    contract = stage.proposes_document(DocumentKind.SUPPORT_CONTRACT, before(15))
    convention = stage.proposes_document(DocumentKind.TRIPARTITE_AGREEMENT, before(15))
    for document, capacities in (
        (contract, [Capacity.ADULT, Capacity.ADULT, Capacity.ASSOCIATION]),
        (convention, [Capacity.ADULT, Capacity.ADULT, Capacity.ASSOCIATION, Capacity.LANDLORD]),
    ):
        rows = list(document.signatories.order_by("position"))
        assert [row.capacity for row in rows] == capacities
        stage.signs(document, rows[0], before(14))
        with day(before(13)):
            agreements.be_absent(
                signatory=rows[1],
                reason="En déplacement",
                on=before(13),
                by=stage.world.lead.pk,
                today=before(13),
            )
        for row in rows[2:-1]:
            assert not stage.signs(document, row, before(12)).is_now_in_force
        assert stage.signs(document, rows[-1], before(11)).is_now_in_force
        document.refresh_from_db()
        assert (document.state, document.in_force_on) == (DocumentState.IN_FORCE, before(11))
        states = [row.state for row in document.signatories.order_by("position")]
        assert states == [
            SignatureState.SIGNED,
            SignatureState.ABSENT,
            *[SignatureState.SIGNED] * (len(rows) - 2),
        ]
    stage.is_at(State.SUPPORTED, SITTING)


def _worked(stage: Stage) -> None:
    world = stage.world
    first, second = stage.course.objectives.order_by("position")
    stage.visit(after(5), {first: Progress.WORKED_ON})
    stage.visit(after(20), {first: Progress.FORWARD, second: Progress.BLOCKED})
    stage.visit(after(40), {first: Progress.ACHIEVED, second: Progress.FORWARD})
    assert [first.progress.count(), second.progress.count()] == [3, 2]
    change_objective(
        by=world.lead.pk,
        objective=first,
        version=first.changes.count(),
        state=ObjectiveState.ACHIEVED,
        effective_on=after(41),
        reason="",
        today=after(41),
    )
    review = reviews.open_review(
        by=world.lead.pk,
        accompaniment=stage.course,
        period_from=SITTING,
        period_to=after(80),
        held_on=after(80),
        today=after(80),
    )
    review = reviews.write_review(
        by=world.lead.pk,
        review=review,
        version=review.version,
        held_on=after(80),
        worker_text="Le loyer est payé.",
        team_text="Fatigue.",
        household_text="Ça va mieux.",
        next_on=None,
        today=after(80),
    )
    with refused(stage, "part au bailleur"):
        _validates(stage, review, after(81))
    review = reviews.ask_landlord(
        by=world.lead.pk,
        review=review,
        version=review.version,
        service=NamingService.SOCIAL,
        today=after(81),
    )
    review = reviews.write_landlord_part(
        by=world.adviser.pk, review=review, version=review.version, text="Le compte est à jour."
    )
    stage.grid(Passage.REVIEW, after(80), level=3)
    review = _validates(stage, review, after(90))
    assert (review.validated_on, review.next_on) == (after(90), after(170))
    with refused(stage, "commence au plus tôt"):
        reviews.open_review(
            by=world.lead.pk,
            accompaniment=stage.course,
            period_from=after(80),
            period_to=after(100),
            held_on=after(100),
            today=after(100),
        )


def _validates(stage: Stage, review, on: dt.date):  # type: ignore[no-untyped-def]
    return reviews.validate_review(
        by=stage.world.lead.pk, review=review, version=review.version, next_on=after(170), facts="{}", today=on
    )


STOP = dt.date(2027, 12, 31)
SECOND_STOP = dt.date(2029, 2, 28)


def _ends(stage: Stage, ended_on: dt.date) -> None:
    row = evaluations.open_evaluation(
        by=stage.world.lead.pk,
        accompaniment=stage.course,
        ended_on=ended_on,
        exit_reason=ExitReason.STABILISED_DIRECT_TENANT,
        today=ended_on,
    )
    next_day = ended_on + dt.timedelta(days=1)
    with refused(stage, "validez à partir"):
        evaluations.validate_evaluation(by=stage.world.manager.pk, evaluation=row, version=row.version, today=ended_on)
    with refused(stage, "grille de sortie"):
        evaluations.validate_evaluation(by=stage.world.manager.pk, evaluation=row, version=row.version, today=next_day)
    stage.grid(Passage.EXIT, ended_on, level=4)
    evaluations.validate_evaluation(by=stage.world.manager.pk, evaluation=row, version=row.version, today=next_day)
    stage.is_at(State.WATCHED, next_day)


def _ended(stage: Stage) -> None:
    with refused(stage):
        watch.end_watch(
            by=stage.world.manager.pk,
            accompaniment=stage.course,
            ended_on=STOP,
            now=watch.HousingNow(HousingStatus.TENANT),
            today=STOP,
        )
    _ends(stage, STOP)
    found = _clock(stage)
    assert (found.began_on, found.last_on) == (dt.date(2028, 1, 1), dt.date(2029, 12, 31))


def _clock(stage: Stage):  # type: ignore[no-untyped-def]
    return clock(standing_changes(stage.course.changes.order_by("position")), 24)


def _watched(stage: Stage) -> None:
    world, tenant = stage.world, watch.HousingNow(HousingStatus.TENANT, has_arrears=False)
    with refused(stage, "trop tôt"):
        watch.check_in(
            by=world.lead.pk,
            accompaniment=stage.course,
            made_on=dt.date(2028, 5, 1),
            now=tenant,
            horizon=6,
            today=dt.date(2028, 5, 1),
        )
    point = watch.check_in(
        by=world.lead.pk,
        accompaniment=stage.course,
        made_on=dt.date(2028, 6, 30),
        now=tenant,
        horizon=6,
        today=dt.date(2028, 6, 30),
    )
    assert (point.horizon, point.counted_from) == (6, STOP)
    told_on = dt.date(2028, 9, 4)
    told = report_difficulty(
        by=world.correspondent_orange.pk,
        enrolment=stage.enrolment,
        side=Side.LANDLORD,
        landlord_id=world.landlord.pk,
        kind=DifficultyKind.ARREARS,
        text="Deux loyers manquent",
        sending_key=uuid.uuid4(),
        today=told_on,
    )
    for agreed, field in ((False, "accord"), (True, "")):
        reopened_on = dt.date(2028, 9, 11)
        if not agreed:
            with refused(stage, field):
                _reopens(stage, told, reopened_on, is_agreed=False)
            continue
        _reopens(stage, told, reopened_on, is_agreed=True)
        stage.is_at(State.SUPPORTED, reopened_on)
    assert _clock(stage).is_interrupted
    with refused(stage):
        watch.check_in(
            by=world.lead.pk,
            accompaniment=stage.course,
            made_on=dt.date(2028, 12, 31),
            now=tenant,
            horizon=12,
            today=dt.date(2028, 12, 31),
        )
    _ends(stage, SECOND_STOP)


def _reopens(stage: Stage, told, on: dt.date, *, is_agreed: bool) -> None:  # type: ignore[no-untyped-def]
    answer_difficulty(
        by=stage.world.lead.pk,
        difficulty=told,
        side=Side.TEAM,
        answer=DifficultyAnswer.REOPENED,
        text="",
        effective_on=on,
        is_agreed=is_agreed,
        today=on,
    )


def _closed(stage: Stage) -> None:
    found = _clock(stage)
    ran = (dt.date(2028, 9, 10) - dt.date(2028, 1, 1)).days + 1
    whole = (dt.date(2029, 12, 31) - dt.date(2028, 1, 1)).days + 1
    last_on = SECOND_STOP + dt.timedelta(days=whole - ran)
    assert (found.since, found.last_on) == (dt.date(2029, 3, 1), last_on)
    now = watch.HousingNow(HousingStatus.TENANT, has_arrears=False, note="Toujours là")
    early = last_on - relativedelta(months=3)
    with refused(stage, "avant"):
        watch.end_watch(by=stage.world.manager.pk, accompaniment=stage.course, ended_on=early, now=now, today=early)
    with refused(stage, "dernier jour"):
        after_last = last_on + dt.timedelta(days=1)
        watch.end_watch(
            by=stage.world.manager.pk, accompaniment=stage.course, ended_on=after_last, now=now, today=after_last
        )
    watch.end_watch(
        by=stage.world.manager.pk,
        accompaniment=stage.course,
        ended_on=last_on,
        now=now,
        today=last_on + dt.timedelta(days=9),
    )
    course = stage.course
    assert (course.state, course.closed_on) == (State.CLOSED, last_on)
    assert course.exit_reason == ExitReason.STABILISED_DIRECT_TENANT
    stage.enrolment.refresh_from_db()
    assert stage.enrolment.ended_on == last_on
    assert [state for state, _ in stage.states()] == [
        "REFERRED",
        "REVIEWING",
        "DIAGNOSED",
        "PROPOSED",
        "DIAGNOSED",
        "PROPOSED",
        "READY",
        "SUPPORTED",
        "WATCHED",
        "SUPPORTED",
        "WATCHED",
        "CLOSED",
    ]
    days = [on for _, on in stage.states()]
    assert days == sorted(days)
    assert course.evaluations.count() == 2
    assert course.closed_on > TODAY

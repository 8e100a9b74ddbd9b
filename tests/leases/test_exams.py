"""Exams, notices to the préfet, proposals: what their services refuse, what the dates become, what each act leaves."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from foundation.timeline import Alert
from leases.enums import (
    SLIDE_TRANSITIONS,
    ConvocationMeans,
    ExamLevel,
    ExamOutcome,
    ExamSubject,
    LandlordPosition,
    NoticeMeans,
    SlideState,
)
from leases.models import PrefectNotice, SlideChange, SlideExam
from leases.rules.exams import ExamState, NoticeState
from leases.selectors.exams import clocks
from leases.selectors.slides import latest_proposals, standing_agreement
from leases.services import exams, notices, slide_proposals
from leases.services.exams import CriterionSaid, ExamRefused, PositionSaid
from records.models import Event, Parameter
from tests.days import TODAY, at
from tests.leases.subleases import EXAM_DAY, FAVOURABLE, MET, RESERVED, convened, held, report, sublet
from tests.world import enrol

pytestmark = pytest.mark.django_db
BY = uuid.uuid4()
D = dt.date


@pytest.fixture
def sublease(world):
    return sublet(world.mine, world.units["Orange"])


def clock_of(sublease, today=TODAY):
    sublease.refresh_from_db()
    return clocks([sublease], today)[sublease.pk]


def test_what_palier_proposes_hides_no_date_of_the_law(sublease):
    """Where the days of an alert are not loaded, the calendar stands and is told."""
    known = clock_of(sublease)
    Parameter.objects.filter(code="exam.alert_days").delete()
    bare = clock_of(sublease)
    assert bare.following.period == known.following.period
    assert bare.alert_on(bare.following.period.exam_due_on, TODAY) == Alert.SHOWN


class TestConvening:
    def test_leaves_an_exam_of_the_period_of_its_day(self, world, sublease):
        exam = convened(world, sublease)
        assert (exam.number, exam.outcome) == (1, ExamOutcome.PLANNED)
        assert Event.objects.get(verb="slide_exam.convened").subject_id == world.mine.pk

    def test_the_day_of_an_exam_is_that_of_paris(self, sublease):
        late = dt.datetime(2027, 2, 28, 23, 30, tzinfo=dt.UTC)  # 1 March in Paris: the second period
        exam = exams.convene(by=BY, sublease=sublease, starts_at=late, place="ici", convened_on=TODAY, today=TODAY)
        assert exam.number == 2

    def test_one_a_period(self, world, sublease):
        convened(world, sublease)
        with pytest.raises(Refused, match="déjà convoqué"):
            convened(world, sublease, D(2026, 11, 25))
        assert convened(world, sublease, D(2027, 3, 2)).number == 2

    def test_after_a_cancelled_one_another_is_convened(self, world, sublease):
        exams.cancel(by=BY, exam=convened(world, sublease), reason="Le correspondant est absent.", today=TODAY)
        assert convened(world, sublease, D(2026, 12, 1)).number == 1

    def test_says_all_that_is_wrong(self, sublease):
        with pytest.raises(ExamRefused) as refused:
            exams.convene(
                by=BY, sublease=sublease, starts_at=at(D(2026, 8, 1)), place=" ", convened_on=TODAY, today=TODAY
            )
        assert set(refused.value.reasons) == {"on", "convened_on", "place"}

    def test_a_durable_sublease_has_no_exam(self, world):
        durable = sublet(world.mine, world.units["Orange"], expects_slide=False)
        with pytest.raises(Refused, match="pas appelée à glisser"):
            convened(world, durable)
        assert clocks([durable], TODAY) == {}

    def test_a_convocation_is_told_before_the_exam(self, world, sublease):
        exam = convened(world, sublease)
        told = {"by": BY, "exam": exam, "whom": "household", "means": ConvocationMeans.HANDED, "today": TODAY}
        for day in (D(2026, 11, 5), D(2026, 11, 21), D(2026, 11, 22)):
            with pytest.raises(Refused) as refused:
                exams.note_told(told_on=day, **told)
            assert refused.value.field == "told_on"
        row = exams.note_told(told_on=D(2026, 11, 7), **told)
        assert (row.household_told_on, row.household_means) == (D(2026, 11, 7), "HANDED")


class TestHolding:
    def test_keeps_criteria_words_and_the_landlords_position_said_then(self, world, sublease):
        exam = held(world, sublease, position=FAVOURABLE, next_on=D(2027, 5, 20))
        assert exam.outcome == ExamOutcome.HELD
        assert exam.criteria.count() == len(ExamSubject)
        assert (exam.position, exam.position_was_said) == (LandlordPosition.FAVOURABLE, True)

    def test_asks_where_each_criterion_is_and_who_was_there(self, world, sublease):
        exam = convened(world, sublease)
        criteria = {ExamSubject.PAYMENT: MET[ExamSubject.PAYMENT]}
        with pytest.raises(ExamRefused) as refused:
            exams.hold(
                by=BY, exam=exam, version=exam.version, report=report(present="", criteria=criteria), today=TODAY
            )
        assert set(refused.value.reasons) == {
            "present", "level_upkeep", "level_insurance", "level_neighbourhood", "level_steps",
        }  # fmt: skip

    def test_is_not_of_a_day_to_come(self, world, sublease):
        exam = convened(world, sublease, D(2026, 12, 1))
        with pytest.raises(ExamRefused) as refused:
            exams.hold(by=BY, exam=exam, version=exam.version, report=report(D(2026, 12, 1)), today=TODAY)
        assert refused.value.field == "held_on"

    def test_another_hand_meanwhile_is_said(self, world, sublease):
        exam = held(world, sublease)
        with pytest.raises(Refused, match="modifié entre-temps"):
            exams.hold(by=BY, exam=exam, version=exam.version - 1, report=report(), today=TODAY)

    def test_corrected_it_replaces_its_criteria(self, world, sublease):
        exam = held(world, sublease)
        partly = {**MET, ExamSubject.PAYMENT: CriterionSaid(ExamLevel.PARTLY, "Un mois de retard.")}
        again = exams.hold(by=BY, exam=exam, version=exam.version, report=report(criteria=partly), today=TODAY)
        assert again.criteria.get(subject=ExamSubject.PAYMENT).sentence == "Un mois de retard."
        assert again.criteria.count() == len(ExamSubject)

    def test_an_absence_is_no_exam(self, world, sublease):
        exam = exams.note_absence(by=BY, exam=convened(world, sublease), note="Porte close.", today=TODAY)
        assert exam.outcome == ExamOutcome.ABSENT
        assert clock_of(sublease).present.exam == ExamState.COMING
        with pytest.raises(Refused, match="n’a pas eu lieu"):
            exams.hold(by=BY, exam=exam, version=exam.version, report=report(), today=TODAY)

    def test_an_absence_is_noted_once_the_day_has_come(self, world, sublease):
        with pytest.raises(Refused, match="pas encore eu lieu"):
            exams.note_absence(by=BY, exam=convened(world, sublease, D(2026, 12, 1)), note="Absente", today=TODAY)


class TestPosition:
    def test_comes_after_the_exam_with_its_reason(self, world, sublease):
        exam = convened(world, sublease)
        given = {"by": BY, "exam": exam, "given_on": TODAY, "today": TODAY}
        with pytest.raises(Refused, match="après l’examen"):
            exams.give_position(said=FAVOURABLE, **given)
        exams.hold(by=BY, exam=exam, version=exam.version, report=report(), today=TODAY)
        with pytest.raises(Refused) as refused:
            exams.give_position(said=PositionSaid(LandlordPosition.UNFAVOURABLE), **given)
        assert refused.value.field == "position_reason"
        row = exams.give_position(said=RESERVED, **given)
        assert (row.position, row.position_was_said) == (LandlordPosition.RESERVED, False)

    def test_typed_by_the_landlord_the_association_does_not_change_it(self, world, sublease):
        exam = held(world, sublease)
        exam = exams.give_position(by=BY, exam=exam, said=RESERVED, given_on=TODAY, today=TODAY)
        with pytest.raises(Refused, match="lui-même"):
            exams.hold(by=BY, exam=exam, version=exam.version, report=report(position=FAVOURABLE), today=TODAY)
        kept = exams.hold(by=BY, exam=exam, version=exam.version, report=report(), today=TODAY)
        assert kept.position == LandlordPosition.RESERVED


class TestNotice:
    def prepared(self, sublease, **values):
        said = {"number": 1, "is_offered": False, "reason": "Deux loyers restent dus.", **values}
        return notices.prepare(by=BY, sublease=sublease, today=TODAY, **said)

    def sent(self, notice, **values):
        said = {
            "sent_on": TODAY, "means": NoticeMeans.REGISTERED, "tracking_number": "1A 200", "letter": None, "proof": None,
        }  # fmt: skip
        return notices.record_sent(by=BY, notice=notice, today=TODAY, **{**said, **values})

    def test_without_a_lease_it_says_why(self, sublease):
        with pytest.raises(ExamRefused, match=r"L\. 442-8-3"):
            self.prepared(sublease, reason=" ")

    def test_written_again_until_sent(self, sublease):
        one = self.prepared(sublease)
        again = self.prepared(sublease, is_offered=True, reason="")
        assert again.pk == one.pk
        self.sent(again)
        with pytest.raises(Refused, match="déjà envoyé"):
            self.prepared(sublease)
        with pytest.raises(Refused, match="déjà envoyé"):
            self.sent(again)
        assert [event.verb for event in Event.objects.filter(object_id=one.pk).order_by("at")][-1] == (
            "prefect_notice.sent"
        )

    def test_a_registered_letter_has_its_number(self, sublease):
        with pytest.raises(ExamRefused) as refused:
            self.sent(self.prepared(sublease), tracking_number="")
        assert refused.value.field == "tracking_number"

    def test_withdrawn_another_is_prepared(self, sublease):
        notices.withdraw(by=BY, notice=self.prepared(sublease))
        assert self.prepared(sublease).withdrawn_at is None
        assert PrefectNotice.objects.count() == 2

    def test_a_period_yet_to_come_has_no_notice(self, sublease):
        with pytest.raises(Refused, match="pas commencée"):
            self.prepared(sublease, number=3)

    def test_after_a_refusal_it_offers_no_lease(self, sublease):
        proposal = slide_proposals.propose(
            by=BY, sublease=sublease, reasons="Tout est tenu.", proposed_on=TODAY, today=TODAY
        )
        slide_proposals.decide(
            by=BY,
            proposal=proposal,
            state=SlideState.REFUSED,
            decided_on=TODAY,
            planned_on=None,
            reason="Loyers impayés.",
            today=TODAY,
        )
        with pytest.raises(ExamRefused) as refused:
            self.prepared(sublease, is_offered=True)
        assert refused.value.field == "is_offered"


class TestProposal:
    def proposed(self, sublease, **values):
        said = {"reasons": "Tout est tenu depuis six mois.", "proposed_on": TODAY, **values}
        return slide_proposals.propose(by=BY, sublease=sublease, today=TODAY, **said)

    def decided(self, proposal, state=SlideState.AGREED, **values):
        said = {"decided_on": TODAY, "planned_on": D(2027, 1, 1), "reason": "", **values}
        return slide_proposals.decide(by=BY, proposal=proposal, state=state, today=TODAY, **said)

    def test_one_at_a_time(self, sublease):
        self.proposed(sublease)
        with pytest.raises(Refused, match="déjà en cours"):
            self.proposed(sublease)

    def test_agreed_it_stands_then_the_household_answers(self, sublease):
        assert standing_agreement(sublease) is None
        proposal = self.decided(self.proposed(sublease))
        agreement = standing_agreement(sublease)
        assert (agreement.planned_on, agreement.household_agreed) == (D(2027, 1, 1), False)
        slide_proposals.answer(by=BY, proposal=proposal, accepts=True, answered_on=TODAY, note="", today=TODAY)
        assert standing_agreement(sublease).household_agreed
        assert list(SlideChange.objects.values_list("to_state", flat=True)) == ["PROPOSED", "AGREED", "ACCEPTED"]

    def test_an_agreement_has_its_day_a_refusal_its_reason(self, sublease):
        proposal = self.proposed(sublease)
        with pytest.raises(ExamRefused) as refused:
            self.decided(proposal, planned_on=None)
        assert refused.value.field == "planned_on"
        with pytest.raises(ExamRefused) as refused:
            self.decided(proposal, planned_on=D(2028, 1, 1))
        assert refused.value.field == "planned_on"
        with pytest.raises(ExamRefused) as refused:
            self.decided(proposal, SlideState.REFUSED)
        assert refused.value.field == "reason"

    def test_extended_it_says_until_when_and_another_may_follow(self, sublease):
        row = self.decided(self.proposed(sublease), SlideState.EXTENDED, reason="L’assurance n’est pas à jour.")
        assert row.extended_until == D(2027, 8, 31)
        assert standing_agreement(sublease) is None
        assert self.proposed(sublease).state == SlideState.PROPOSED
        assert latest_proposals([sublease.pk])[sublease.pk].state == SlideState.PROPOSED

    def test_declined_by_the_household_it_stands_no_more(self, sublease):
        proposal = self.decided(self.proposed(sublease))
        slide_proposals.answer(by=BY, proposal=proposal, accepts=False, answered_on=TODAY, note="", today=TODAY)
        assert standing_agreement(sublease) is None

    def test_what_is_over_does_not_move(self, sublease):
        proposal = slide_proposals.withdraw(by=BY, proposal=self.proposed(sublease), reason="Erreur", today=TODAY)
        with pytest.raises(Refused, match="déjà close"):
            self.decided(proposal)
        for state, ways in SLIDE_TRANSITIONS.items():
            assert bool(ways) == (state in SlideState.OPEN)

    def test_the_household_does_not_answer_before_the_landlord(self, sublease):
        with pytest.raises(Refused, match="n’en est pas là"):
            slide_proposals.answer(
                by=BY, proposal=self.proposed(sublease), accepts=True, answered_on=TODAY, note="", today=TODAY
            )


class TestClocks:
    def test_of_a_sublease_without_anything(self, sublease):
        clock = clock_of(sublease)
        present = clock.present
        assert (present.period.exam_due_on, present.period.notice_due_on) == (D(2026, 12, 13), D(2026, 12, 28))
        assert (present.exam, present.notice) == (ExamState.COMING, NoticeState.COMING)
        assert clock.next_exam is present
        assert clock.following.period.number == 2

    def test_held_the_next_exam_is_of_the_following_period(self, world, sublease):
        held(world, sublease)
        clock = clock_of(sublease)
        assert clock.present.exam == ExamState.DONE
        assert (clock.done, clock.next_exam.period.number, clock.next_notice.period.number) == (1, 2, 1)

    def test_as_they_stood_on_a_past_day(self, world, sublease):
        held(world, sublease)
        assert clock_of(sublease, D(2026, 11, 10)).present.exam == ExamState.CONVENED
        assert clock_of(sublease, D(2026, 10, 1)).present.exam == ExamState.COMING

    def test_missed_once_its_period_is_over(self, sublease):
        clock = clock_of(sublease, D(2027, 3, 1))
        assert [one.exam for one in clock.periods] == [ExamState.MISSED, ExamState.COMING]
        assert clock.periods[0].notice == NoticeState.MISSED
        assert clock.missed_exam(D(2027, 3, 1)) is clock.missed_notice(D(2027, 3, 1)) is clock.periods[0]
        later = clock_of(sublease, D(2027, 6, 16))  # another was due on the 15th, its notice is on the 30th
        assert (later.missed_exam(D(2027, 6, 16)), later.overdue_exam(D(2027, 6, 15))) == (None, later.present)
        assert later.missed_notice(D(2027, 6, 16)) is later.periods[0]

    @pytest.mark.parametrize(
        ("ended_on", "exam_on", "notice_on"),
        [
            (D(2026, 11, 30), None, None),  # before the exam of its first period
            (D(2026, 12, 13), D(2026, 12, 13), None),  # the last day is included
            (D(2027, 2, 28), D(2026, 12, 13), D(2026, 12, 28)),
            (D(2027, 6, 12), D(2026, 12, 13), D(2026, 12, 28)),
        ],
    )
    def test_what_is_due_after_its_last_day_is_not_awaited(self, world, sublease, ended_on, exam_on, notice_on):
        sublease.ended_on = ended_on
        sublease.save()
        clock = clock_of(sublease)
        exam, notice = clock.next_exam, clock.next_notice
        assert (exam and exam.period.exam_due_on, notice and notice.period.notice_due_on) == (exam_on, notice_on)
        assert clock.following is None
        if exam_on is None:
            assert (clock.present.exam, clock.present.notice) == (ExamState.NOT_DUE, NoticeState.NOT_DUE)
            convened(world, sublease, D(2026, 11, 28))  # still possible, and then awaited
            assert clock_of(sublease).next_exam.exam == ExamState.CONVENED

    def test_periods_before_the_programme_are_nobodys_here(self, world):
        old = sublet(world.mine, world.units["Orange"], D(2020, 1, 15))
        clock = clocks([old], TODAY)[old.pk]
        assert clock.periods[0].period.ended_on >= world.mine.started_on
        assert clock.present.period.number == 14

    def test_ended_it_awaits_nothing(self, sublease):
        sublease.ended_on = D(2026, 11, 20)
        sublease.save()
        clock = clock_of(sublease)
        assert (clock.periods, clock.following, clock.next_exam) == ((), None, None)

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_queries_do_not_depend_on_how_many(self, world, count, django_assert_num_queries):
        files = [enrol(world.sauvegarde, world.soligone, world.lead) for _ in range(count)]
        rows = [sublet(file, world.units["Orange"]) for file in files]
        with django_assert_num_queries(3):
            assert len(clocks(rows, TODAY)) == count


class TestConstraints:
    def test_the_database_says_the_last_no(self, world, sublease):
        convened(world, sublease)
        one = {"sublease": sublease, "number": 1, "starts_at": timezone.now(), "place": "ici"}
        who = {"convened_on": TODAY, "convened_by": BY, "recorded_by": BY}
        for wrong in ({}, {"number": 2, "outcome": "HELD"}, {"number": 2, "position": "FAVOURABLE"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                SlideExam.objects.create(**{**one, **who, **wrong})
        SlideExam.objects.create(**{**one, **who, "outcome": "CANCELLED"})
        notice = {"sublease": sublease, "number": 1, "is_lease_offered": True, "prepared_on": TODAY, "prepared_by": BY}
        with pytest.raises(IntegrityError), transaction.atomic():
            PrefectNotice.objects.create(**notice, sent_on=TODAY)
        PrefectNotice.objects.create(**notice)
        with pytest.raises(IntegrityError), transaction.atomic():
            PrefectNotice.objects.create(**notice)


def test_the_day_of_the_scene_is_before_today():
    assert EXAM_DAY < TODAY

"""A file played whole: what its people do with its leases on a day, and what can be read of it on a day."""

import datetime as dt
from decimal import Decimal

from accompaniments.enums import ExitReason, Passage, ProposalAnswer, State, Subject, WhoActs
from accompaniments.models import Diagnosis
from accompaniments.rules.objectives import ObjectiveWords
from accompaniments.selectors import CourseStep
from accompaniments.services import evaluations
from accompaniments.services.objectives import set_objective
from accompaniments.services.proposals import answer_proposal
from foundation.timeline import Audience, Due
from households.models import CurrentHousing, EnrolmentNaming
from journeys.selectors.file import file_due, file_head, file_page
from journeys.services import allocation
from leases.enums import Answer, DecisionKind, ExamSubject, LandlordPosition, LeaseKind, LeaseWish, NoticeMeans
from leases.models import (
    AllocationFile,
    Announcement,
    Decision,
    DwellingShare,
    Hearing,
    Lease,
    Offer,
    PrefectNotice,
    SlideExam,
)
from leases.selectors.contents import content_of
from leases.selectors.exams import SubleaseClock, clocks
from leases.services import exams, notices
from leases.services.decisions import DecisionFacts
from leases.services.files import edit_file, mark_complete
from leases.services.leases import LeaseTerms
from leases.services.sessions import schedule
from partners.models import User
from tests.days import at
from tests.journeys.course.stage import Stage, day
from tests.leases.course import FACTS, sitting
from tests.leases.subleases import report
from tests.world import reader_of

DAY = dt.timedelta(days=1)


def rented(
    signed_on: dt.date, started_on: dt.date | None = None, *, is_third_party_paid: bool = False, deposit: int = 412
) -> LeaseTerms:
    """Give the terms of a T3: 412 € and 88 € of charges."""
    return LeaseTerms(
        signed_on=signed_on,
        started_on=started_on or signed_on,
        rent=Decimal(412),
        charges=Decimal(88),
        deposit=Decimal(deposit),
        is_third_party_paid=is_third_party_paid,
    )


class Played(Stage):
    """A stage with a dwelling: what is done of dossiers, leases and exams, each on its day."""

    # What is done --------------------------------------------------------------------------------------------

    def diagnoses(self, opened: Diagnosis, interview_on: dt.date, *, is_shared: bool) -> None:
        """Write the diagnosis, sign it by whoever must, score the entry, validate it two days later."""
        written_on, signed_on = interview_on + DAY, interview_on + 2 * DAY
        self.writes(opened, self.world.lead, written_on, interview_on=interview_on)
        if is_shared:
            self.writes(opened, self.world.adviser, written_on, interview_on=None, is_adviser=True)
        self.signs_diagnosis(opened, self.world.lead, signed_on)
        if is_shared:
            self.signs_diagnosis(opened, self.world.adviser, signed_on, is_adviser=True)
        self.grid(Passage.ENTRY, signed_on)
        self.validates(opened, signed_on)

    def sets_objective(self, title: str, on: dt.date) -> None:
        """Set an objective that the landlord may read."""
        set_objective(
            by=self.world.lead.pk,
            accompaniment=self.course,
            words=ObjectiveWords(
                domain=Subject.BUDGET, title=title, who=WhoActs.TOGETHER, criterion="vu", audience=Audience.LANDLORD
            ),
            set_on=on,
            today=on,
        )

    def accepts_project(self, on: dt.date) -> None:
        """Record that the household accepts what was proposed."""
        answer_proposal(
            by=self.world.lead.pk, enrolment=self.enrolment, answer=ProposalAnswer.ACCEPTED, answered_on=on, today=on
        )

    def presents_dossier(
        self, announcement: Announcement, sitting_on: dt.date, *, wish: LeaseWish = LeaseWish.SLIDING
    ) -> Hearing:
        """Prepare a dossier, submit it, complete it and put it on the agenda, in the twelve days before its sitting."""
        world, on = self.world, sitting_on - 12 * DAY
        with day(on):
            file = allocation.prepare(
                by=world.lead.pk,
                enrolment=self.enrolment,
                association_id=world.soligone.pk,
                announcement=announcement,
                lease_wish=wish,
                today=on,
            )
            file = edit_file(by=world.lead.pk, file=file, version=file.version, facts=FACTS)
        with day(on + DAY):
            content = content_of(file, world.lead, on + DAY, None)
            allocation.submit(by=world.lead.pk, file=file, content=content, today=on + DAY)
        file.refresh_from_db()
        mark_complete(by=world.correspondent_orange.pk, file=file, today=on + 3 * DAY)
        file.refresh_from_db()
        with day(on + 4 * DAY):
            return schedule(
                by=world.cal_secretary.pk, file=file, session=sitting(world, sitting_on), today=on + 4 * DAY
            )

    def is_decided(self, hearing: Hearing, kind: DecisionKind = DecisionKind.ALLOCATED, **facts: object) -> Decision:
        """Record the commission's decision, on its day."""
        on = hearing.session.held_on
        facts_of = DecisionFacts(kind, **facts)  # type: ignore[arg-type]
        return allocation.decide(by=self.world.cal_secretary.pk, hearing=hearing, facts=facts_of, today=on)

    def is_offered(self, decision: Decision, on: dt.date) -> dt.date:
        """Notify the offer; give its last day."""
        offer = allocation.notify_offer(by=self.world.cal_secretary.pk, decision=decision, notified_on=on, today=on)
        return offer.due_on

    def answers(self, decision: Decision, answer: Answer, on: dt.date, reason: str = "") -> AllocationFile:
        """Record the household's answer to the offer."""
        allocation.answer_offer(
            by=self.world.lead.pk,
            offer=Offer.objects.get(decision=decision),
            answer=answer,
            answered_on=on,
            reason=reason,
            today=on,
        )
        return AllocationFile.objects.get(pk=decision.file_id)

    def sublets(self, file: AllocationFile, terms: LeaseTerms) -> Lease:
        """Sign the association's lease and the sublease of a dossier, both on the same days."""
        return allocation.sign_lease(
            by=self.world.correspondent_orange.pk,
            file=file,
            share=DwellingShare.objects.get(dwelling=file.announcement.dwelling),
            entry=allocation.Entry(terms, association=self.world.soligone, sublease=terms),
            today=terms.signed_on,
        )

    def convened(self, sublease: Lease, exam_on: dt.date) -> SlideExam:
        """Convene the exam, two weeks before."""
        on = exam_on - 14 * DAY
        return exams.convene(
            by=self.world.lead.pk,
            sublease=sublease,
            starts_at=at(exam_on, 14),
            place="à l’association, 3 rue des Lices, Orange",
            convened_on=on,
            today=on,
        )

    def examined(
        self, sublease: Lease, exam_on: dt.date, position: LandlordPosition, reason: str = "", words: str = ""
    ) -> SlideExam:
        """Convene an exam, hold it, and have the landlord's correspondent give its position two days later."""
        exam = self.convened(sublease, exam_on)
        said = report(exam_on, words=words)
        assert set(said.criteria) == set(ExamSubject)
        exam = exams.hold(by=self.world.lead.pk, exam=exam, version=exam.version, report=said, today=exam_on)
        on = exam_on + 2 * DAY
        return exams.give_position(
            by=self.world.correspondent_orange.pk,
            exam=exam,
            said=exams.PositionSaid(position, reason),
            given_on=on,
            today=on,
        )

    def tells_prefect(
        self, sublease: Lease, number: int, on: dt.date, *, is_offered: bool, reason: str = ""
    ) -> PrefectNotice:
        """Prepare the notice of a period, and send it on the same day by registered letter."""
        by = self.world.correspondent_orange.pk
        row = notices.prepare(by=by, sublease=sublease, number=number, is_offered=is_offered, reason=reason, today=on)
        return notices.record_sent(
            by=by,
            notice=row,
            sent_on=on,
            means=NoticeMeans.REGISTERED,
            tracking_number=f"2C0000000000{number}",
            letter=None,
            proof=None,
            today=on,
        )

    def ends(self, ended_on: dt.date, reason: ExitReason, *, validated_on: dt.date | None = None) -> None:
        """Score the exit, write the final evaluation and validate it."""
        row = evaluations.open_evaluation(
            by=self.world.lead.pk,
            accompaniment=self.course,
            ended_on=ended_on,
            exit_reason=reason,
            today=ended_on,
        )
        self.grid(Passage.EXIT, ended_on, level=4)
        evaluations.validate_evaluation(
            by=self.world.manager.pk, evaluation=row, version=row.version, today=validated_on or ended_on + DAY
        )

    # What is read --------------------------------------------------------------------------------------------

    def titles(self) -> list[tuple[str, dt.date, dt.date | None, str]]:
        """Give the household's titles in their order: kind, first day, last day, why it ended."""
        rows = Lease.objects.filter(enrolment=self.enrolment).order_by("started_on")
        return [(row.kind, row.started_on, row.ended_on, row.end_reason) for row in rows]

    def heads(self) -> list[tuple[dt.date, dt.date | None, str]]:
        """Give the association's leases above them."""
        rows = Lease.objects.filter(kind=LeaseKind.HEAD, subleases__enrolment=self.enrolment).order_by("started_on")
        return [(row.started_on, row.ended_on, row.end_reason) for row in rows.distinct()]

    def lives(self) -> list[tuple[str, dt.date, dt.date | None]]:
        """Give where the household lives, in the order of days."""
        rows = CurrentHousing.objects.filter(enrolment=self.enrolment).order_by("started_on")
        return [(row.situation, row.started_on, row.ended_on) for row in rows]

    def named(self, on: dt.date) -> set[tuple[str, str]]:
        """Give to whom the household is named on a day, and why."""
        rows = EnrolmentNaming.objects.open_on(on).filter(enrolment=self.enrolment)
        return set(rows.values_list("service", "cause"))

    def knows(self, user: User, on: dt.date) -> bool:
        """Tell whether someone may know of the file on a day."""
        return type(self.enrolment).objects.visible_to(reader_of(user, on)).filter(pk=self.enrolment.pk).exists()

    def due(self, user: User, on: dt.date) -> dict[str, dt.date]:
        """Give what the file waits for from someone on a day: each title with its day."""
        return {line.title: line.due_on for line in self.due_lines(user, on)}

    def due_on(self, user: User, on: dt.date) -> set[dt.date]:
        """Give the days of all that the file waits for from someone on a day."""
        return {line.due_on for line in self.due_lines(user, on)}

    def due_lines(self, user: User, on: dt.date) -> list[Due]:
        """Give the lines themselves."""
        return file_due(reader_of(user, on), self.enrolment)

    def course_on(self, user: User, on: dt.date) -> dict[State, CourseStep]:
        """Give « Où en est-on » as someone reads it on a day; of a step entered twice, its last time."""
        reader = reader_of(user, on)
        page = file_page(reader, self.enrolment, file_head(reader, self.enrolment), kind="", page=None)
        return {step.state: step for step in page.course}

    def clock(self, sublease: Lease, on: dt.date) -> SubleaseClock:
        """Give the dates of a sublease as they stand at the close of a day."""
        row = Lease.objects.select_related("enrolment").get(pk=sublease.pk)
        return clocks([row], on)[row.pk]

    def now_in(self) -> tuple[State, dt.date]:
        """Give where the course stands, and since when."""
        return State(self.course.state), self.course.state_on

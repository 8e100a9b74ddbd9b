"""The titles of the demonstration's households: taken over, chained, examined, slid; each act by who does it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from foundation.periods import Month
from foundation.words import PARIS
from journeys.demo import names
from journeys.demo.course_path import Path
from journeys.services.slides import InSitu, slide
from journeys.services.titles import NewTitle, change_status, take_over
from leases.enums import (
    ConvocationMeans,
    ExamLevel,
    ExamSubject,
    FundingCategory,
    Heating,
    LandlordPosition,
    LeaseKind,
    NoticeMeans,
    SlideState,
    Typology,
)
from leases.models import Dwelling, Lease, PrefectNotice, SlideExam, SlideProposal
from leases.rules.exams import exam_period, number_on
from leases.selectors.exams import exam_terms
from leases.services import exams, notices, slide_proposals
from leases.services.announcements import DwellingFacts, add_dwelling
from leases.services.exams import CriterionSaid, ExamReport, PositionSaid
from leases.services.leases import LeaseTerms
from leases.services.slides import SlideFacts
from partners.models import Organisation

RENT, CHARGES = Decimal("398.00"), Decimal("74.00")
SINCE = relativedelta(years=15)  # since when the landlord has had these dwellings
RESIDENCES = ("Les Micocouliers", "Le Petit Bois", "Les Figuiers", "La Draille", "Le Clos des Vignes")
PLACE = "agence de Mistral Habitat, salle du rez-de-chaussée"
PRESENT = "Le ménage, la travailleuse sociale, le correspondant du bailleur"
WORDS = "Nous nous sentons bien ici. Nous voudrions que le bail soit à notre nom."
AGREED_ON = "Le ménage continue de payer chaque mois et transmet son attestation d’assurance."
REASONS = "Le loyer est payé chaque mois depuis l’entrée, le logement est entretenu et assuré."
RESERVES = "Deux échéances ont été payées en retard cet automne."
NOT_YET = "Les paiements doivent d’abord être réguliers pendant six mois."
REFUSAL = "La dette de loyer n’est pas encore remboursée."
SENTENCES = {
    ExamSubject.PAYMENT: "Payé chaque mois.",
    ExamSubject.UPKEEP: "Logement bien tenu.",
    ExamSubject.INSURANCE: "Attestation remise.",
}


@dataclass(frozen=True)
class Taken:
    """A title as it is taken over: how long ago it was signed, and in which part of which dwelling."""

    kind: LeaseKind = LeaseKind.SUBLEASE
    months: int = 0
    days: int = 0
    expects_slide: bool = True
    part: str = ""
    reference: str = ""
    is_third_party_paid: bool = True

    def signed_on(self, path: Path) -> dt.date:
        """Give the day of its signature."""
        return path.stage.today - relativedelta(months=self.months, days=self.days)


def title_of(path: Path, kind: LeaseKind | None = None) -> Lease:
    """Give the household's title as the database holds it now, the last one, or the last of a kind."""
    rows = Lease.objects.select_related("share__dwelling", "head_lease__tenant_association", "enrolment")
    rows = rows.filter(enrolment=path.case.enrolment)
    found: Lease = (rows.filter(kind=kind) if kind else rows).latest("started_on")
    return found


def take(path: Path, taken: Taken) -> None:
    """Take a title over on the second day of the file, or as it is signed when that comes later."""
    signed = (path.stage.today - taken.signed_on(path)).days
    path.on(min(path.case.story.recorded - 2, signed - 3), 9, lambda: _take(path, taken))


def _take(path: Path, taken: Taken) -> None:
    is_sublet = taken.kind in {LeaseKind.SUBLEASE, LeaseKind.ALT}
    signed_on = taken.signed_on(path)
    take_over(
        by=path.by,
        enrolment=path.case.enrolment,
        dwelling=_dwelling(path, taken.reference),
        new=NewTitle(
            kind=taken.kind,
            terms=_terms(signed_on, is_third_party_paid=taken.is_third_party_paid),
            association=path.case.association if is_sublet else None,
            expects_slide=taken.expects_slide and taken.kind == LeaseKind.SUBLEASE,
        ),
        part=taken.part,
        today=path.today,
    )


def sublet_in_place(path: Path, days_ago: int) -> None:
    """Let the association take the lease of the home and sublet it to who lives there."""
    path.on(days_ago, 11, lambda: _sublet(path))


def _sublet(path: Path) -> None:
    change_status(
        by=path.by,
        lease=title_of(path),
        new=NewTitle(
            LeaseKind.SUBLEASE,
            _terms(path.today, is_third_party_paid=True),
            association=path.case.association,
            expects_slide=True,
        ),
        today=path.today,
    )


def convene(path: Path, days_ago: int, *, held: int, told: bool = True) -> None:
    """Convene an exam; both are told, or the household alone. `held`: days ago, negative when it is to come."""
    path.on(days_ago, 9, lambda: _convene(path, held, told=told))


def _convene(path: Path, held: int, *, told: bool) -> None:
    day = path.stage.diary.working_day(path.stage.ago(held)) if held < 0 else path.day(held)
    exam = exams.convene(
        by=path.by,
        sublease=title_of(path, LeaseKind.SUBLEASE),
        starts_at=dt.datetime(day.year, day.month, day.day, 10, 0, tzinfo=PARIS),
        place=PLACE,
        convened_on=path.today,
        today=path.today,
    )
    for whom in ("household", "landlord") if told else ("household",):
        means = ConvocationMeans.HANDED if whom == "household" else ConvocationMeans.EMAIL
        exams.note_told(by=path.by, exam=exam, whom=whom, told_on=path.today, means=means, today=path.today)


def hold(path: Path, days_ago: int, position: LandlordPosition = LandlordPosition.FAVOURABLE) -> None:
    """Convene an exam and hold it; the landlord gives its position two days later."""
    convene(path, days_ago + 13, held=days_ago)
    path.on(days_ago, 11, lambda: _hold(path, position))
    path.on(days_ago - 2, 10, lambda: _position(path, position))


def _exam(path: Path) -> SlideExam:
    found: SlideExam = (
        SlideExam.objects.select_related("sublease").filter(sublease__enrolment=path.case.enrolment).latest("starts_at")
    )
    return found


def _hold(path: Path, position: LandlordPosition) -> None:
    exam = _exam(path)
    is_good = position == LandlordPosition.FAVOURABLE
    criteria = {subject: CriterionSaid(ExamLevel.MET, SENTENCES.get(subject, "")) for subject in ExamSubject}
    if not is_good:
        criteria[ExamSubject.PAYMENT] = CriterionSaid(ExamLevel.PARTLY, "Deux retards.")
        criteria[ExamSubject.STEPS] = CriterionSaid(ExamLevel.NOT_SEEN)
    exams.hold(
        by=path.by,
        exam=exam,
        version=exam.version,
        report=ExamReport(held_on=path.today, present=PRESENT, criteria=criteria, words=WORDS, note=AGREED_ON),
        today=path.today,
    )


def _position(path: Path, position: LandlordPosition) -> None:
    reason = "" if position == LandlordPosition.FAVOURABLE else RESERVES
    exams.give_position(
        by=path.correspondent().pk,
        exam=_exam(path),
        said=PositionSaid(position, reason),
        given_on=path.today,
        today=path.today,
    )


def be_absent(path: Path, days_ago: int) -> None:
    """Convene an exam that the household does not come to."""
    convene(path, days_ago + 13, held=days_ago)
    path.on(
        days_ago,
        12,
        lambda: exams.note_absence(
            by=path.by, exam=_exam(path), note="Le ménage n’est pas venu et n’a pas prévenu.", today=path.today
        ),
    )


def prepare_notice(path: Path, days_ago: int, *, is_offered: bool, reason: str = "") -> None:
    """Let the landlord prepare its notice to the préfet, of the period of that day."""
    path.on(days_ago, 15, lambda: _prepare(path, is_offered=is_offered, reason=reason))


def _prepare(path: Path, *, is_offered: bool, reason: str) -> None:
    sublease = title_of(path, LeaseKind.SUBLEASE)
    notices.prepare(
        by=path.correspondent().pk,
        sublease=sublease,
        number=number_on(sublease.signed_on, path.today, exam_terms(path.today)),
        is_offered=is_offered,
        reason=reason,
        today=path.today,
    )


def send_notice(path: Path, days_ago: int, *, is_offered: bool, reason: str = "") -> None:
    """Let the landlord prepare its notice, and send it the same day."""
    prepare_notice(path, days_ago, is_offered=is_offered, reason=reason)
    path.on(days_ago, 16, lambda: _send(path))


def _send(path: Path) -> None:
    row = PrefectNotice.objects.select_related("sublease").get(
        sublease__enrolment=path.case.enrolment, sent_on__isnull=True
    )
    notices.record_sent(
        by=path.correspondent().pk,
        notice=row,
        sent_on=path.today,
        means=NoticeMeans.REGISTERED,
        tracking_number=f"1A 213 000 {path.case.rank:03} 4",
        letter=None,
        proof=None,
        today=path.today,
    )


def propose(path: Path, days_ago: int) -> None:
    """Propose the slide to the landlord."""
    path.on(
        days_ago,
        14,
        lambda: slide_proposals.propose(
            by=path.by,
            sublease=title_of(path, LeaseKind.SUBLEASE),
            reasons=REASONS,
            proposed_on=path.today,
            today=path.today,
        ),
    )


def decide(
    path: Path, days_ago: int, state: SlideState, *, planned_on: dt.date | None = None, reason: str = ""
) -> None:
    """Let the landlord decide."""
    path.on(days_ago, 10, lambda: _decide(path, state, planned_on, reason))


def _proposal(path: Path) -> SlideProposal:
    rows = SlideProposal.objects.select_related("sublease").filter(sublease__enrolment=path.case.enrolment)
    return rows.latest("proposed_on")


def _decide(path: Path, state: SlideState, planned_on: dt.date | None, reason: str) -> None:
    slide_proposals.decide(
        by=path.correspondent().pk,
        proposal=_proposal(path),
        state=state,
        decided_on=path.today,
        planned_on=planned_on,
        reason=reason,
        today=path.today,
    )


def accept(path: Path, days_ago: int) -> None:
    """Let the household accept the lease."""
    path.on(
        days_ago,
        15,
        lambda: slide_proposals.answer(
            by=path.by, proposal=_proposal(path), accepts=True, answered_on=path.today, note="", today=path.today
        ),
    )


def last_first(path: Path) -> dt.date:
    """Give the 1st of last month: the day on which what slid did."""
    return Month.of(path.stage.today).plus(-1).first


def next_first(path: Path) -> dt.date:
    """Give the 1st of next month: the day that a slide to come is planned on."""
    return Month.of(path.stage.today).plus(1).first


def slid(path: Path) -> None:
    """Let the lease slide on the 1st of last month."""
    slid_on = last_first(path)
    path.on((path.stage.today - slid_on).days - 5, 10, lambda: _slide(path, slid_on))


def _slide(path: Path, slid_on: dt.date) -> None:
    sublease = title_of(path, LeaseKind.SUBLEASE)
    slide(
        by=path.by,
        sublease=sublease,
        terms=LeaseTerms(slid_on, slid_on, sublease.rent, sublease.charges, sublease.deposit),
        facts=SlideFacts(landlord_debt=Decimal(0), association_debt=Decimal(0), deposit_moved=sublease.deposit),
        inventory=InSitu(made_on=path.today, worker_was_present=True, note="Le ménage garde ses trois clés."),
        today=path.today,
    )


def due_days(path: Path, taken: Taken, number: int = 1) -> int:
    """Give how many days ago the exam of a period was due."""
    terms = exam_terms(path.stage.today)
    return (path.stage.today - exam_period(taken.signed_on(path), number, terms).exam_due_on).days


def _terms(signed_on: dt.date, *, is_third_party_paid: bool) -> LeaseTerms:
    return LeaseTerms(signed_on, signed_on, RENT, CHARGES, RENT, is_third_party_paid=is_third_party_paid)


def _dwelling(path: Path, reference: str) -> Dwelling:
    """Give the dwelling of a reference, or record the one that the household occupies."""
    stage, case = path.stage, path.case
    named = reference or f"MH-{3001 + case.rank}"
    landlord: Organisation = path.landlord
    known: Dwelling | None = Dwelling.objects.filter(landlord=landlord, reference=named).first()
    if known is not None:
        return known
    people = len(case.plans)
    return add_dwelling(
        by=path.user("responsable").pk,
        unit=stage.cast.units[case.story.unit],
        started_on=stage.today - SINCE,
        facts=DwellingFacts(
            reference=named,
            residence=RESIDENCES[case.rank % len(RESIDENCES)],
            address=stage.town.address(),
            postcode=names.CITIES.get(case.story.city, "84000"),
            city=case.story.city,
            typology=Typology.T3 if reference or people < 3 else Typology.T4,  # noqa: PLR2004 -- a couple, or more
            surface=Decimal(62 if people < 3 else 79),  # noqa: PLR2004 -- the same
            floor=case.rank % 4,
            has_lift=case.rank % 4 == 3,  # noqa: PLR2004 -- the tall ones have one
            is_accessible=case.rank % 4 == 0,
            funding_category=FundingCategory.PLAI,
            heating=Heating.COLLECTIVE,
        ),
    )

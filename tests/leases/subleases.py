"""A sliding sublease of a file of `tests.world`, its exam, its notice, for the tests of leases and journeys.

Signed on 1 September 2026: its first period ends on 28 February 2027, its notice is due on 28 December 2026, its exam on
13 December, three weeks after TODAY.
"""

import datetime as dt
from typing import Any

from documents.models import Document
from households.models import Enrolment
from leases.enums import ExamLevel, ExamSubject, LandlordPosition
from leases.models import Lease, SlideExam
from leases.services import exams
from leases.services.exams import CriterionSaid, ExamReport, PositionSaid
from partners.models import ManagementUnit
from records.models import Parameter
from tests.days import TODAY, at
from tests.factories import leases as lf
from tests.factories.records import ParameterFactory
from tests.world import World

SIGNED = dt.date(2026, 9, 1)
EXAM_DAY = dt.date(2026, 11, 20)
MET = {subject: CriterionSaid(ExamLevel.MET, "Rien à signaler.") for subject in ExamSubject}


def exam_parameters() -> None:
    """Load the figures of the date engine, once."""
    for code, value in {
        "exam.period_months": 6,
        "exam.notice_months": 2,
        "exam.before_notice_days": 15,
        "exam.alert_days": {"première annonce": 60, "premier rappel": 30, "second rappel": 7},
    }.items():
        if not Parameter.objects.filter(code=code).exists():
            ParameterFactory.make(code=code, value=value, started_on=dt.date(2015, 1, 1))


def sublet(enrolment: Enrolment, unit: ManagementUnit, signed_on: dt.date = SIGNED, **values: Any) -> Lease:
    """Sublet a dwelling of this unit to a household, by the association that holds its file."""
    exam_parameters()
    share = lf.DwellingShareFactory.make(dwelling__unit=unit, started_on=signed_on)
    terms = {"signed_on": signed_on, "started_on": signed_on, "expects_slide": True}
    head = lf.HeadLeaseFactory.make(
        share=share, tenant_association=enrolment.holders.get().association, **{**terms, **values}
    )
    lease: Lease = lf.SubleaseFactory.make(head_lease=head, enrolment=enrolment, **{**terms, **values})
    return lease


def convened(world: World, sublease: Lease, day: dt.date = EXAM_DAY) -> SlideExam:
    """Convene an exam, two weeks before."""
    return exams.convene(
        by=world.lead.pk,
        sublease=sublease,
        starts_at=at(day, 14),
        place="à l’association, 3 rue des Lices, Orange",
        convened_on=min(day - dt.timedelta(14), TODAY),
        today=TODAY,
    )


def report(held_on: dt.date = EXAM_DAY, **values: Any) -> ExamReport:
    """Give what an exam left, every criterion met."""
    said: dict[str, Any] = {
        "present": "Mme Bensaïd, Claire Fabre, Marc Delorme",
        "criteria": MET,
        "words": "Je me sens prête à tenir ce logement seule.",
        "note": "Le ménage transmet l’attestation d’assurance.",
    }
    return ExamReport(held_on=held_on, **{**said, **values})


def held(world: World, sublease: Lease, day: dt.date = EXAM_DAY, **values: Any) -> SlideExam:
    """Convene an exam and hold it."""
    exam = convened(world, sublease, day)
    return exams.hold(
        by=world.lead.pk, exam=exam, version=exam.version, report=report(day, **values), today=max(TODAY, day)
    )


FAVOURABLE = PositionSaid(LandlordPosition.FAVOURABLE)
RESERVED = PositionSaid(LandlordPosition.RESERVED, "L’assurance n’est pas à jour.")


def minutes_of(exam: SlideExam) -> Document | None:
    """Give the minutes drafted from an exam, as the database holds them."""
    return Document.objects.filter(pk=exam.minutes_id).first()

"""A household being met: a sauvegarde and a sécurisation, each at « étude », with what must not leak."""

from accompaniments.enums import DiagnosisSection, State
from accompaniments.models import Accompaniment
from accompaniments.services.diagnosis import Written, open_diagnosis, sign_diagnosis, write_diagnosis
from foundation.timeline import Audience
from households.enums import SharingScope
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import adult_of

WORDS = {audience: f"parole réservée {audience.label}" for audience in Audience}


def review(enrolment):
    """Lead a course back to « étude »."""
    course = Accompaniment.objects.get(enrolment=enrolment)
    course.changes.update(to_state=State.REVIEWING)
    course.state = State.REVIEWING
    course.save()
    return course


def agree(world, enrolment):
    return h.SharingAgreementFactory.make(
        enrolment=enrolment, person=adult_of(enrolment), scope=SharingScope.COORDINATION
    )


def parts_of(**others):
    """Write one part for each circle, in « besoins »."""
    return [
        Written(DiagnosisSection.NEEDS, audience, others.get(audience.value, WORDS[audience])) for audience in Audience
    ]


def write(world, diagnosis, by=None, parts=None, *, is_adviser=False, proposes=True):
    diagnosis.refresh_from_db()
    return write_diagnosis(
        by=(by or world.lead).pk,
        diagnosis=diagnosis,
        version=diagnosis.version,
        parts=parts if parts is not None else parts_of(),
        is_adviser=is_adviser,
        interview_on=None if is_adviser else before(3),
        proposes_support=None if is_adviser else proposes,
        today=TODAY,
    )


def sign(world, diagnosis, by=None, *, is_adviser=False):
    diagnosis.refresh_from_db()
    return sign_diagnosis(
        by=(by or world.lead).pk, diagnosis=diagnosis, version=diagnosis.version, is_adviser=is_adviser, today=TODAY
    )


def opened_for(world, enrolment, version):
    """Open the diagnosis of a file of this version."""
    enrolment.version = version
    enrolment.save()
    course = review(enrolment)
    return open_diagnosis(
        by=world.lead.pk, accompaniment=course, landlord=world.landlord, interview_on=None, today=TODAY
    )

"""An accompaniment that ends: what the hands of its team do."""

import datetime as dt

from accompaniments.enums import ExitReason, Passage, Subject
from accompaniments.models import Accompaniment, FinalEvaluation, GridAssessment, GridScore
from accompaniments.services import evaluations as services
from tests.days import TODAY, before
from tests.pdfs import one_page

STABLE = ExitReason.STABILISED_DIRECT_TENANT
WORDS = services.EvaluationWords(
    landlord_text="Parole pour le bailleur",
    team_text="Parole d’équipe",
    household_text="Parole du ménage",
    landlord_opinion="Opinion du bailleur",
    watch_recommendation="Consigne de veille",
)
SECRET = ("Parole d’équipe", "Parole du ménage", "Consigne de veille")


def course_of(enrolment) -> Accompaniment:
    return Accompaniment.objects.select_related("enrolment__version__programme").get(enrolment=enrolment)


def exit_grid(enrolment, on=None) -> GridAssessment:
    """Score the exit passage, all « non évalué »."""
    row = GridAssessment.objects.create(
        accompaniment=course_of(enrolment),
        passage=Passage.EXIT,
        assessed_on=on or TODAY,
        recorded_by=enrolment.pk,
    )
    GridScore.objects.bulk_create([GridScore(assessment=row, domain=subject, level=9) for subject in Subject])
    return row


def opened(world, enrolment=None, ended_on: dt.date | None = None, reason=STABLE) -> FinalEvaluation:
    return services.open_evaluation(
        by=world.lead.pk,
        accompaniment=course_of(enrolment or world.mine),
        ended_on=ended_on or before(1),
        exit_reason=reason,
        today=TODAY,
    )


def written(world, enrolment=None, ended_on=None, reason=STABLE, words=WORDS) -> FinalEvaluation:
    row = opened(world, enrolment, ended_on, reason)
    return services.write_evaluation(
        by=world.lead.pk,
        evaluation=row,
        version=row.version,
        ended_on=row.ended_on,
        exit_reason=reason,
        words=words,
        today=TODAY,
    )


def ended(world, enrolment=None, ended_on=None, reason=STABLE, today=TODAY) -> FinalEvaluation:
    """Write and validate an end."""
    enrolment = enrolment or world.mine
    row = written(world, enrolment, ended_on, reason)
    if not course_of(enrolment).assessments.filter(passage=Passage.EXIT).exists():
        exit_grid(enrolment)
    return services.validate_evaluation(by=world.manager.pk, evaluation=row, version=row.version, today=today)


def informed(world, **values) -> FinalEvaluation:
    return services.inform_landlord(
        by=world.manager.pk,
        evaluation=ended(world, **values),
        content=one_page(),
        file_name="fin.pdf",
        landlord=world.landlord,
        today=TODAY,
    )

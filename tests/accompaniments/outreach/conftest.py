"""A household that does not answer, in a programme whose ladder is that of domain.md §8.3, and data that must not leak."""

import uuid

import pytest

from accompaniments.enums import AttemptKind, AttemptResult, State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.services.outreach import Became, record_attempt
from households.models import CurrentHousing
from partners.enums import OutreachKind
from partners.models import OutreachStep
from tests.days import TODAY, before

RUNGS = (
    (OutreachKind.LETTER_SIMPLE, 0),
    (OutreachKind.LETTER_REGISTERED, 10),
    (OutreachKind.SITE_VISIT, 15),
    (OutreachKind.SITE_VISIT, 10),
)
SECRET = "impayé de loyer, procédure d’expulsion en cours"


@pytest.fixture
def course(world):
    """The lead's file, under review since ninety days, whose every field says why."""
    for position, (kind, wait_days) in enumerate(RUNGS, start=1):
        OutreachStep.objects.create(
            version=world.sauvegarde,
            position=position,
            kind=kind,
            wait_days=wait_days,
            source="Fiche projet 2",
            is_to_confirm=position > 1,
        )
    CurrentHousing.objects.filter(enrolment=world.mine).update(
        address="12 rue des Teinturiers", postcode="84100", city="Orange", access_notes=SECRET, host=SECRET
    )
    row = Accompaniment.objects.get(enrolment=world.mine)
    row.state, row.state_on, row.opened_on = State.REVIEWING, before(90), before(95)
    row.save()
    StateChange.objects.filter(accompaniment=row).update(to_state=State.REVIEWING, effective_on=before(90))
    return Accompaniment.objects.select_related("enrolment__version__programme").get(pk=row.pk)


@pytest.fixture
def attempt(world, course):
    """Record an attempt: `attempt(AttemptKind.LETTER_SIMPLE, 40, rung=1)`."""

    def make(kind, days_ago, *, rung=None, result=AttemptResult.PENDING, **values):
        became = values.pop("became", None)
        if became is None:
            became = Became(result=result, result_on=None if result == AttemptResult.PENDING else before(days_ago))
        course.refresh_from_db()
        return record_attempt(
            by=world.lead.pk,
            accompaniment=course,
            kind=kind,
            sent_on=before(days_ago),
            rung=rung,
            became=became,
            sending_key=uuid.uuid4(),
            today=TODAY,
            **values,
        )

    return make


@pytest.fixture
def exhausted(attempt):
    """The whole ladder run, at its convened days, without an answer."""
    return [
        attempt(AttemptKind.LETTER_SIMPLE, 60, rung=1),
        attempt(AttemptKind.LETTER_REGISTERED, 50, rung=2, note=SECRET),
        attempt(AttemptKind.SITE_VISIT, 35, rung=3, result=AttemptResult.NO_ANSWER),
        attempt(AttemptKind.SITE_VISIT, 25, rung=4, result=AttemptResult.NO_ANSWER),
    ]

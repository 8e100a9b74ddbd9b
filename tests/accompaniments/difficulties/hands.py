"""What the hands of both sides do with a difficulty."""

import datetime as dt
import uuid

from accompaniments.enums import DifficultyAnswer, DifficultyKind, Side
from accompaniments.models import Difficulty
from accompaniments.services import difficulties as services
from tests.days import TODAY
from tests.factories import records as r

SAID = "Le loyer de novembre manque."


def awaited_within(days: int = 7) -> None:
    """Say in how many days an answer is expected."""
    r.ParameterFactory.make(
        code="difficulty.answer_days",
        value=days,
        unit="jours",
        source="proposition de Palier",
        started_on=dt.date(2025, 1, 1),
        is_to_confirm=True,
    )


def reported(world, enrolment=None, by=None, *, side=Side.LANDLORD, key=None, text=SAID, today=TODAY) -> Difficulty:
    who = by or (world.correspondent_orange if side == Side.LANDLORD else world.lead)
    return services.report_difficulty(
        by=who.pk,
        enrolment=enrolment or world.mine,
        side=side,
        landlord_id=world.landlord.pk,
        kind=DifficultyKind.ARREARS,
        text=text,
        sending_key=key or uuid.uuid4(),
        today=today,
    )


def answered(world, row, answer=DifficultyAnswer.HANDLED, *, side=Side.TEAM, today=TODAY, **values) -> Difficulty:
    said = {"text": "Nous avons rappelé.", **values}
    who = world.lead if side == Side.TEAM else world.correspondent_orange
    return services.answer_difficulty(by=who.pk, difficulty=row, side=side, answer=answer, today=today, **said)


def closed(world, row, *, side=Side.TEAM, text="Payé.", today=TODAY) -> Difficulty:
    who = world.lead if side == Side.TEAM else world.correspondent_orange
    return services.close_difficulty(by=who.pk, difficulty=row, side=side, text=text, today=today)


def reopened(world, row, *, side=Side.TEAM, text="Rien n’a bougé.", today=TODAY) -> Difficulty:
    who = world.lead if side == Side.TEAM else world.correspondent_orange
    return services.reopen_difficulty(by=who.pk, difficulty=row, side=side, text=text, today=today)

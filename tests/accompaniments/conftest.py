"""Meetings to open, and what a worker types after a visit."""

import uuid

import pytest

from accompaniments.enums import Mode, Outcome
from foundation.timeline import Audience
from tests.days import TODAY, at, before
from tests.factories import accompaniments as a
from tests.world import adult_of


@pytest.fixture
def typed(world):
    """What a worker types after this morning's visit."""
    return {
        "mode": "HOME",
        "outcome": "HELD",
        "day": TODAY.isoformat(),
        "time": "09:00",
        "length": "45",
        "present": [str(adult_of(world.mine).pk)],
        "subjects": ["BUDGET"],
        "part_0_text": "Parole d’équipe",
        "part_0_audience": "TEAM",
        "part_1_text": "Parole pour le bailleur",
        "part_1_audience": "LANDLORD",
        "sending_key": str(uuid.uuid4()),
    }


@pytest.fixture
def logged(world):
    meeting = a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        mode=Mode.HOME,
        starts_at=at(before(2), 14),
        minutes=45,
        place="rue cachée",
    )
    a.MeetingPresenceFactory.make(meeting=meeting, person=adult_of(world.mine))
    a.MeetingPartFactory.make(meeting=meeting, text="Parole d’équipe")
    a.MeetingPartFactory.make(meeting=meeting, position=2, audience=Audience.LANDLORD, text="Parole pour le bailleur")
    return meeting


@pytest.fixture
def planned(world):
    return a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        mode=Mode.OFFICE,
        outcome=Outcome.PLANNED,
        starts_at=at(TODAY, 9, 30),
        minutes=None,
        purpose="Signer le dossier",
    )

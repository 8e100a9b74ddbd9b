"""A landlord's signals, written before difficulties were treated together, keep their answers as steps (migrations 0012 to 0014)."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accompaniments.models import Difficulty

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("accompaniments", "0011_review_report")]
SAID_ON, ANSWERED_ON = dt.date(2026, 9, 3), dt.date(2026, 9, 17)


@pytest.fixture
def executor(world) -> Iterator[MigrationExecutor]:
    """Take the tables back to what they were; whatever happens they are brought up to date again."""
    found = MigrationExecutor(connection)
    latest = found.loader.graph.leaf_nodes()
    found.migrate(BEFORE)
    found.loader.build_graph()
    yield found
    found.loader.build_graph()
    found.migrate(latest)


def test_signals_become_difficulties(world, executor):
    signals = executor.loader.project_state(BEFORE).apps.get_model("accompaniments", "LandlordSignal")

    def signal(text: str, **values: object) -> uuid.UUID:
        row = signals.objects.create(
            kind="ARREARS",
            signalled_on=SAID_ON,
            text=text,
            sending_key=uuid.uuid4(),
            enrolment_id=world.mine.pk,
            landlord_id=world.landlord.pk,
            made_by_id=world.correspondent_orange.pk,
            **values,
        )
        return row.pk  # type: ignore[no-any-return]

    waiting = signal("Deux loyers impayés.")
    answered = signal(
        "Le loyer de septembre manque.",
        answer="HANDLED",
        answered_on=ANSWERED_ON,
        answered_by=world.lead.pk,
        answer_text="Un plan est proposé.",
    )
    executor.migrate(executor.loader.graph.leaf_nodes("accompaniments"))

    row = Difficulty.objects.get(pk=waiting)
    assert (row.text, row.side, row.state, row.state_on, row.awaits) == (
        *("Deux loyers impayés.", "LANDLORD", "OPEN"),
        *(SAID_ON, "TEAM"),
    )
    assert [(step.position, step.to_state, step.side, step.made_on) for step in row.steps.all()] == [
        (1, "OPEN", "LANDLORD", SAID_ON)
    ]
    row = Difficulty.objects.get(pk=answered)
    assert (row.reported_on, row.state, row.state_on, row.awaits) == (SAID_ON, "CLOSED", ANSWERED_ON, "")
    assert [(step.to_state, step.side, step.answer, step.text, step.made_on) for step in row.steps.all()] == [
        ("OPEN", "LANDLORD", "", "", SAID_ON),
        ("ANSWERED", "TEAM", "HANDLED", "Un plan est proposé.", ANSWERED_ON),
        ("CLOSED", "TEAM", "", "", ANSWERED_ON),
    ]
    assert [step.recorded_by for step in row.steps.all()] == [
        world.correspondent_orange.pk,
        world.lead.pk,
        world.lead.pk,
    ]

"""The story, played once for each file of tests that reads it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.reporting.scenario.calendar import tell
from tests.reporting.scenario.stage import Stage


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """Play it once; each test's own changes are undone by its own savepoint."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        stage = tell()
    yield stage
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def stage(told: Stage, db: None, frozen_day: None) -> Stage:
    """Give the story as it stands at the end, on TODAY."""
    return told

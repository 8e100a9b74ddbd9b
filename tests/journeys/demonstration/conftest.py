"""The scripted stories of the demonstration, played once for the files of this folder, which follow each other in one process."""

from collections.abc import Iterator
from typing import Any

import pytest

from journeys.demo.stories import SCRIPTED
from tests.journeys.seeding import played_once


@pytest.fixture(scope="package")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Play the scripted stories, once; each test's own changes are undone by its own savepoint."""
    with played_once(django_db_blocker, households=len(SCRIPTED), months=14):
        yield


@pytest.fixture
def demonstration(played: None, db: None, frozen_day: None) -> None:
    """Give it to a test."""

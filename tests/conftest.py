"""What every test may ask for, and the guards that none escapes."""

import subprocess
from collections.abc import Callable, Iterator

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from partners.models import User
from tests.days import NOW
from tests.guards.client import GuardedClient
from tests.world import World, build

# A slow machine is no fault of a rule, nor is a world made once for all the examples of a test.
settings.register_profile(
    "palier", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("palier")


@pytest.fixture
def frozen_day() -> Iterator[None]:
    """Live on TODAY (10:00 in Paris), whatever the machine's calendar says. `world` asks for it."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def world(db: None, frozen_day: None) -> World:
    """Make the pilot: see `tests.world`."""
    return build()


@pytest.fixture
def client() -> GuardedClient:
    """Give a client that is not signed in, under guard."""
    return GuardedClient()


@pytest.fixture
def client_of(db: None) -> Callable[[User], GuardedClient]:
    """Give the signed-in client of a person: `client_of(world.lead).get(url)`."""

    def sign_in(user: User) -> GuardedClient:
        client = GuardedClient()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    """Read a document as its reader would."""

    def _read(pdf: bytes) -> str:
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())

    return _read

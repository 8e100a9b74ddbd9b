"""A programme without households, and the parameters of a month."""

import pytest

from tests.reporting.figures import scene
from tests.world import World


@pytest.fixture
def bare(world: World) -> World:
    """Give the pilot with an empty bail de sécurisation."""
    scene.parameters()
    scene.empty(world)
    return world

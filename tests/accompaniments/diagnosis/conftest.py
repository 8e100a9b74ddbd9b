"""Diagnoses under way."""

import pytest

from tests.accompaniments.diagnosis.hands import opened_for


@pytest.fixture
def shared(world):
    """Give the shared diagnosis of « mine », addressed to the landlord's adviser."""
    return opened_for(world, world.mine, world.securisation)


@pytest.fixture
def social(world):
    """Give the evaluation of « mine », whose litigation service asked."""
    return opened_for(world, world.mine, world.sauvegarde)

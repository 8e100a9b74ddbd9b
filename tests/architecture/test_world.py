"""The pilot that every other test stands on is what its table says."""

import pytest

from households.models import Enrolment
from tests.world import reader_of


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("lead", {"mine", "colleagues", "protected"}),
        ("colleague", {"mine", "colleagues", "protected"}),
        ("manager", {"mine", "colleagues", "protected"}),
        ("other_worker", {"others"}),
        ("other_manager", {"others"}),
        ("correspondent_orange", {"mine"}),
        ("correspondent_apt", {"protected"}),
        ("adviser", {"mine"}),
        ("litigation", {"mine"}),
        ("rental", set()),
        ("cal_secretary", set()),
        ("landlord_manager", set()),
        ("admin", set()),
        ("other_landlord_correspondent", set()),
    ],
)
def test_who_knows_of_which_file(world, who, seen):
    visible = set(Enrolment.objects.visible_to(reader_of(world.people[who])))
    assert {name for name, enrolment in world.enrolments.items() if enrolment in visible} == seen

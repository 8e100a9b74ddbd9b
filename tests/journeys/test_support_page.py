"""« Accompagnement »: the page opens for whoever knows the file, and says so when it holds nothing for her."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("who", ["lead", "colleague", "manager", "adviser", "litigation", "correspondent_orange"])
def test_it_opens_for_who_knows_the_file(world, client_of, who):
    client = client_of(world.people[who])
    assert client.get(reverse("journeys:file_support", args=[world.mine.pk])).status_code == 200


@pytest.mark.parametrize("who", ["other_worker", "admin", "landlord_manager"])
def test_a_stranger_does_not_find_it(world, client_of, who):
    client = client_of(world.people[who])
    assert client.get(reverse("journeys:file_support", args=[world.mine.pk])).status_code == 404

"""A manager's home: what waits and what is late in her team, never another association's."""

import pytest
from django.urls import reverse

from partners.enums import Role
from tests.days import before
from tests.factories import accompaniments as a
from tests.factories import partners as p
from tests.world import enrol

HOME = reverse("home")


def test_manager_home(world, client_of):
    waiting = enrol(world.securisation, world.soligone, None, last_name="Attente", state="REFERRED", since=before(12))
    page = client_of(world.manager).get(HOME).content.decode()
    assert "Attente" in page
    assert reverse("accompaniments:assign", args=[waiting.pk]) in page
    assert "Claire Fabre" in page
    assert "Oliveira" not in page
    assert "tableau de bord" not in page.lower()


def test_manager_home_without_a_team(world, client_of):
    alone = p.UserFactory.make()
    association = p.AssociationFactory.make()
    p.MembershipFactory.make(user=alone, organisation=association, role=Role.ASSOCIATION_MANAGER)
    page = client_of(alone).get(HOME).content.decode()
    assert "Aucune orientation n’attend" in page
    assert "Aucun travailleur social dans l’équipe" in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_managers_home_do_not_grow(world, client_of, count, django_assert_max_num_queries):
    for number in range(count):
        enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Nom{number}", since=before(200))
    client = client_of(world.manager)
    client.get(HOME)
    with django_assert_max_num_queries(61):
        client.get(HOME)


def test_what_is_late_is_told_by_who_follows(world, client_of):
    a.ClaimFactory.make(enrolment=world.mine, association=world.soligone, remind_on=before(12))
    a.ClaimFactory.make(enrolment=world.others, association=world.cap_habitat, remind_on=before(12))
    page = client_of(world.manager).get(HOME).context["page"]
    assert "Claire Fabre" in [one.name for one in page.late]
    assert all(line.card.enrolment_id != world.others.pk for one in page.late for line in one.lines)


def test_recent_reprises_are_told(world, client_of):
    recent = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Reprise", since=before(3))
    page = client_of(world.manager).get(HOME).context["page"]
    assert [line.card.enrolment_id for line in page.reprises] == [recent.pk]


def test_who_lost_her_lead_is_told(world, client_of):
    world.mine.workers.update(ended_on=before(1))
    page = client_of(world.manager).get(HOME).context["page"]
    assert [line.card.enrolment_id for line in page.unassigned] == [world.mine.pk]

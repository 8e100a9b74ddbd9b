"""Who may sign for an organisation: given, ended, taken back by the administrator alone."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from foundation.refusals import Refused
from partners.models import Delegation, User
from partners.services.delegations import end_delegation, give_delegation, reopen_delegation
from tests.days import TODAY, after, before
from tests.guards.client import GuardedClient
from tests.world import World

Sign = Callable[[User], GuardedClient]


def given(world: World, **values: object) -> Delegation:
    """Let the landlord's manager sign for it."""
    return give_delegation(
        **{
            "by": world.admin.pk,
            "organisation": world.landlord,
            "user": world.landlord_manager,
            "title": "directeur général",
            "started_on": before(10),
            **values,
        }
    )


def test_a_delegation_is_given_once_to_one_of_the_organisation(world: World) -> None:
    """Not to somebody else's person, not twice on a day, not without a title, not backwards."""
    given(world)
    for values, says in (
        ({}, "déjà"),
        ({"started_on": after(30)}, "déjà"),
        ({"user": world.manager}, "pas de rôle"),
        ({"user": world.rental, "title": "  "}, "qualité"),
        ({"user": world.rental, "ended_on": before(20)}, "précéder"),
    ):
        with pytest.raises(Refused, match=says):
            given(world, **values)


def test_an_end_is_taken_back(world: World) -> None:
    """Unless a later delegation exists."""
    row = end_delegation(by=world.admin.pk, delegation=given(world), ended_on=before(2))
    with pytest.raises(Refused, match="précéder"):
        end_delegation(by=world.admin.pk, delegation=row, ended_on=before(30))
    assert reopen_delegation(by=world.admin.pk, delegation=row).ended_on is None
    end_delegation(by=world.admin.pk, delegation=row, ended_on=before(2))
    given(world, started_on=TODAY)
    with pytest.raises(Refused, match="plus récente"):
        reopen_delegation(by=world.admin.pk, delegation=row)


def test_the_administrator_says_it_on_the_organisation_s_page(world: World, client_of: Sign) -> None:
    """The form offers the organisation's people; the page shows the title; absurd input is said beside its field."""
    client = client_of(world.admin)
    create = reverse("partners:delegation_create", args=[world.landlord.pk])
    assert "Claire Fabre" not in client.get(create).content.decode()
    wrong = client.post(create, {"user": str(world.lead.pk), "title": "x" * 500, "started_on": "0001-01-01"})
    assert {"user", "title", "started_on"} <= set(wrong.context["form"].errors)
    sent = {"user": str(world.landlord_manager.pk), "title": "directeur général", "started_on": TODAY.isoformat()}
    assert client.post(create, sent).status_code == 302
    page = reverse("partners:organisation", args=[world.landlord.pk])
    assert "directeur général" in client.get(page).content.decode()
    row = Delegation.objects.get()
    client.post(reverse("partners:delegation_end", args=[row.pk]), {"ended_on": TODAY.isoformat()})
    row.refresh_from_db()
    assert row.ended_on == TODAY
    client.post(reverse("partners:delegation_reopen", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_on is None

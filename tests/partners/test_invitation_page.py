"""The link of an invitation, in a browser."""

import uuid

import pytest

from partners.enums import Role
from partners.models import Invitation, User
from partners.services import invitations
from tests.days import NOW
from tests.factories.partners import AssociationFactory

LONG = "un escalier et trois marches"


@pytest.fixture
def token(db, frozen_day) -> str:
    _, token = invitations.invite(
        by=uuid.uuid4(),
        email="zoe@exemple.fr",
        first_name="Zoé",
        last_name="Blanc",
        organisation=AssociationFactory.make(name="Soligone"),
        role=Role.SOCIAL_WORKER,
        now=NOW,
        base_url="https://palier.exemple",
    )
    return token


def test_opening_it_changes_nothing(client, token):
    for _ in range(2):
        response = client.get(f"/invitation/{token}/")
        assert response.status_code == 200
        assert "Soligone" in response.content.decode()
    assert Invitation.objects.get().accepted_at is None
    assert "Blanc" not in response.content.decode().split("</title>")[0]


def test_sending_the_form_opens_the_account_and_she_signs_in(client, token):
    sent = {"password": LONG, "again": LONG, "telephone": "04 90 12 34 56"}
    assert client.post(f"/invitation/{token}/", sent).url == "/compte/connexion/"
    user = User.objects.get()
    assert user.telephone == "+33490123456"
    assert client.post("/compte/connexion/", {"login": user.email, "password": LONG}).url == "/"
    assert client.get(f"/invitation/{token}/").status_code == 410
    assert client.post(f"/invitation/{token}/", sent).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"password": LONG},
        {"password": LONG, "again": LONG + "x"},
        {"password": "court", "again": "court"},
        {"password": "motdepasse123", "again": "motdepasse124"},
        {"password": "x" * 10_000, "again": "x" * 10_000},
        {"password": LONG, "again": LONG, "telephone": "12"},
    ],
)
def test_what_is_refused_is_said_beside_its_field(client, token, sent):
    response = client.post(f"/invitation/{token}/", sent)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not User.objects.exists()


@pytest.mark.parametrize("token", ["x", "é" * 50, "a" * 5000, "%00"])
def test_an_unknown_link_is_gone(client, db, token):
    assert client.get(f"/invitation/{token}/").status_code == 410

"""A session ends after thirty minutes without activity, and never costs words."""

import datetime as dt

import pytest
import time_machine

from partners.models import User
from partners.rules import session_is_expired
from records.models import Event
from tests.days import NOW
from tests.factories.partners import PASSWORD, MembershipFactory

PAGE = "/compte/sessions/"


@pytest.fixture
def person(db) -> User:
    return MembershipFactory.make().user


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.mark.parametrize(
    ("seen", "now", "expired"), [(None, 5000, False), (0, 1799, False), (0, 1800, True), (100, 90, False)]
)
def test_the_rule_of_the_idle_limit(seen, now, expired):
    assert session_is_expired(seen, now, 30) is expired


def test_activity_keeps_a_session_open(person, client_of, clock):
    client = client_of(person)
    for _ in range(5):
        assert client.get(PAGE).status_code == 200
        clock.shift(dt.timedelta(minutes=29))


def test_thirty_idle_minutes_end_it_and_sign_in_comes_back(person, client_of, clock):
    client = client_of(person)
    client.get(PAGE)
    clock.shift(dt.timedelta(minutes=30))
    response = client.get(PAGE + "?a=1", follow=True)
    assert response.redirect_chain[0][0] == "/compte/connexion/?next=%2Fcompte%2Fsessions%2F%3Fa%3D1"
    assert "30\u00a0minutes" in "".join(str(message) for message in response.context["messages"])
    assert "_auth_user_id" not in client.session


def test_a_poll_is_no_activity(person, client_of, clock):
    client = client_of(person)
    client.get(PAGE)
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=9))
        assert client.get(PAGE, headers={"X-Palier-Poll": "1"}).status_code == 200
    clock.shift(dt.timedelta(minutes=4))
    assert client.get(PAGE, headers={"X-Palier-Poll": "1"}).status_code == 302


def test_activity_is_stored_at_most_once_a_minute(person, client_of, clock, django_assert_num_queries):
    client = client_of(person)
    client.get("/compte/ferme/")
    clock.shift(dt.timedelta(seconds=59))
    with django_assert_num_queries(4):  # session, person, units, roles; nothing written
        client.get("/compte/ferme/")
    clock.shift(dt.timedelta(seconds=2))
    seen = client.session["seen_at"]
    client.get("/compte/ferme/")
    assert client.session["seen_at"] - seen == pytest.approx(61)


@pytest.mark.parametrize(
    "headers", [{"X-Requested-With": "fetch"}, {"Accept": "application/json"}, {"HX-Request": "true"}]
)
def test_a_script_gets_401_and_where_to_sign_in(person, client_of, clock, headers):
    client = client_of(person)
    client.get(PAGE)
    clock.shift(dt.timedelta(minutes=31))
    for method in (client.post, client.get):  # expired, then anonymous
        response = method(PAGE, headers=headers)
        assert response.status_code == 401
        assert response["X-Palier-Sign-In"].startswith("/compte/connexion/?next=")
    if "HX-Request" not in headers:
        assert response.json()["code"] == "signed_out"


def test_a_form_sent_too_late_comes_back_to_its_page(person, client_of, clock):
    client = client_of(person)
    client.get(PAGE)
    clock.shift(dt.timedelta(minutes=31))
    response = client.post(PAGE, headers={"Referer": "http://testserver/compte/sessions/"})
    assert response.url.endswith("next=http%3A%2F%2Ftestserver%2Fcompte%2Fsessions%2F")
    response = client.post(PAGE, headers={"Referer": "https://mechant.example/"})
    assert response.url.endswith("next=%2F")


def test_no_personal_page_is_kept_by_a_cache(person, client_of, client):
    for one in (client_of(person), client):
        for url in (PAGE, "/compte/connexion/", "/nulle-part/"):
            assert "no-store" in one.get(url)["Cache-Control"], url


def test_other_sessions_are_ended(person, client_of, client, frozen_day):

    first, second = client, type(client)()
    for one in (first, second):
        one.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    assert second.get(PAGE).context["session_count"] == 2
    assert second.post(PAGE).status_code == 302
    assert first.get(PAGE).status_code == 302
    assert second.get(PAGE).context["session_count"] == 1
    assert Event.objects.filter(verb="user.session_ended", actor=person.pk).count() == 1

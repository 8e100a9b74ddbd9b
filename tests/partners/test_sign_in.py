"""Signing in: by e-mail, throttled, without telling whether an address is known, never without a role."""

import datetime as dt
import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from partners.models import Membership, User
from records.models import Event
from tests.days import TODAY
from tests.factories.partners import PASSWORD, MembershipFactory, UserFactory

LOGIN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def _fresh_cache(db, frozen_day):
    cache.clear()


@pytest.fixture
def person() -> User:
    return MembershipFactory.make(user__email="claire.fabre@soligone.example").user


def sign_in(client, email: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_right_password_opens_a_session_and_leaves_an_event(client, person):
    response = sign_in(client, person.email)
    assert response.status_code == 302
    assert response.url == "/"
    event = Event.objects.get(verb="user.signed_in")
    assert (event.actor, event.object_id, event.origin) == (person.pk, person.pk, "127.0.0.1")


def test_the_case_of_the_address_does_not_matter(client, person):
    assert sign_in(client, "Claire.FABRE@soligone.example").status_code == 302


def test_passwords_are_argon2(person):
    person.set_password("une phrase assez longue")
    assert person.password.startswith("argon2$")


def test_an_unknown_address_reads_the_same_words(client, person):
    known = sign_in(client, person.email, "faux")
    unknown = sign_in(client, "personne@nulle-part.example", "faux")
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


@pytest.mark.parametrize("email", ["claire.fabre@soligone.example", "inconnue@nulle-part.example"])
def test_too_many_failures_are_refused_even_with_the_right_password(client, person, email):
    for _ in range(5):
        sign_in(client, email, "faux")
    response = sign_in(client, email)
    assert response.status_code == 200
    assert "Trop de tentatives" in str(response.context["form"].errors)


def test_a_closed_account_is_refused_after_the_right_password(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert sign_in(client, person.email).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_someone_whose_last_role_is_over_is_refused(client, person):
    Membership.objects.update(ended_on=TODAY - dt.timedelta(days=1))
    assert sign_in(client, person.email).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_a_role_that_ends_during_a_session_stops_it_with_its_reason(client_of, person):
    client = client_of(person)
    assert client.get("/compte/sessions/").status_code == 200
    Membership.objects.update(ended_on=TODAY - dt.timedelta(days=1))
    response = client.get("/compte/sessions/")
    assert response.status_code == 403
    assert client.post("/compte/deconnexion/").status_code == 302


@pytest.mark.parametrize(
    "field",
    [{"login": "a\x00b@c.example"}, {"login": "x" * 10_000}, {"password": "\x00"}, {"login": ""}, {"next": "\x00"}],
)
def test_hostile_input_is_refused_beside_the_field(client, person, field):
    response = client.post(LOGIN, {"login": person.email, "password": "faux", **field})
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("target", ["https://mechant.example/", "//mechant.example", "javascript:alert(1)"])
def test_it_never_leads_elsewhere(client, person, target):
    assert sign_in(client, person.email, next=target).url == "/"


def test_no_one_signs_up(client):
    assert client.get("/compte/signup/").status_code == 404
    assert client.get("/compte/inscription/").status_code == 404


def test_a_password_reset_says_the_same_for_an_unknown_address(client, person):
    for email in (person.email, "inconnue@nulle-part.example"):
        assert client.post("/compte/mot-de-passe/oublie/", {"email": email}).url.endswith("/envoye/")
    known, unknown = mail.outbox
    assert "/compte/mot-de-passe/oublie/" in known.body
    assert "-set-password" not in unknown.body


def test_a_password_reset_changes_the_password_and_leaves_an_event(client, person):
    client.post("/compte/mot-de-passe/oublie/", {"email": person.email})
    link = re.search(r"https?://[^/]+(/compte/mot-de-passe/oublie/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "un escalier et trois marches"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert Event.objects.filter(verb="user.password_reset", actor=person.pk).exists()
    assert sign_in(client, person.email, new).url == "/"


def test_totp_secrets_are_encrypted_and_asked_at_sign_in(client, person):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    assert secret not in str(Authenticator.objects.get().data)
    assert get_adapter().decrypt(Authenticator.objects.get().data["secret"]) == secret
    assert sign_in(client, person.email).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == "/"
    assert "_auth_user_id" in client.session


class TestRequiredSecondFactor:
    @pytest.fixture(autouse=True)
    def _enforced(self, settings):
        settings.PALIER_TOTP_ENFORCED = True

    @pytest.fixture
    def person(self) -> User:
        return MembershipFactory.make(
            user__email="cheffe@soligone.example", organisation__requires_totp="SOCIAL_WORKER,ADMINISTRATOR"
        ).user

    def test_leads_to_the_activation_and_nowhere_else(self, client_of, person):
        client = client_of(person)
        for url in ("/compte/sessions/", "/compte/double-authentification/", "/compte/mot-de-passe/"):
            assert client.get(url).url == reverse("mfa_activate_totp"), url

    def test_a_script_is_told_why(self, client_of, person):
        response = client_of(person).get("/compte/sessions/", headers={"X-Requested-With": "fetch"})
        assert (response.status_code, response.json()["code"]) == (403, "second_factor")

    def test_she_may_always_sign_out(self, client_of, person):
        assert client_of(person).post("/compte/deconnexion/").status_code == 302

    def test_activating_it_opens_everything_with_recovery_codes_and_an_event(self, client, person):
        sign_in(client, person.email)
        confirm = client.get(reverse("mfa_activate_totp")).url
        assert client.post(confirm, {"password": PASSWORD}).url == reverse("mfa_activate_totp")
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        assert response.url == reverse("mfa_view_recovery_codes")
        assert client.get(response.url).status_code == 200
        assert client.get("/compte/sessions/").status_code == 200
        assert Event.objects.filter(verb="user.totp_activated", actor=person.pk).exists()

    def test_it_cannot_be_taken_away(self, client, person):
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        sign_in(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": code_of("JBSWY3DPEHPK3PXP")})
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=person, type="totp").exists()

    def test_another_role_is_not_asked(self, client_of):
        other = MembershipFactory.make(organisation__requires_totp="ASSOCIATION_MANAGER").user
        assert client_of(other).get("/compte/sessions/").status_code == 200

    def test_the_demonstration_does_not_ask(self, client_of, person, settings):
        settings.PALIER_TOTP_ENFORCED = False
        assert client_of(person).get("/compte/sessions/").status_code == 200


def test_login_is_required_and_comes_back(client):
    response = client.get("/compte/sessions/?page=2")
    assert response.url == "/compte/connexion/?next=%2Fcompte%2Fsessions%2F%3Fpage%3D2"


def test_a_user_without_password_cannot_sign_in(client):
    user = MembershipFactory.make(user=UserFactory.make(password="!")).user
    assert sign_in(client, user.email, "!").status_code == 200

"""Every address × everyone × whose file, against the declared matrix (`config/matrix.py`)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import resolve

from config.matrix import MATRIX
from config.vocabulary import Persona, Verdict
from config.walk import addresses
from tests.architecture.scene import Scene, make_scene, rows
from tests.days import NOW

pytestmark = pytest.mark.django_db
ADDRESSES = {address.name: address for address in addresses()}
ENTRANCES = {"mfa_authenticate", "account_logout"}  # they lead to sign-in themselves
SIGN_IN = "/compte/connexion/"


def test_every_address_has_its_row():
    missing = sorted(set(ADDRESSES) - set(MATRIX))
    assert not missing, "add these to config/matrix.py"


def test_every_row_has_its_address():
    assert sorted(set(MATRIX) - set(ADDRESSES)) == []


def test_the_printed_matrix_is_fresh():
    call_command("access_matrix", check=True)


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Scene, dict[Persona, Client]]]:
    """Make the scene once, and sign everybody in."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        scene = make_scene()
        clients = {persona: Client(raise_request_exception=False) for persona in Persona}
        for persona, user in scene.people.items():
            clients[persona].force_login(user)
        yield scene, clients
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name in rows() if name in ADDRESSES])
def test_who_gets_what(asked, name):
    scene, clients = asked
    access = MATRIX[name]
    wrong = []
    for whose in access.policy.columns:
        url = scene.address(ADDRESSES[name], whose)
        for persona in Persona:
            expected = access.policy.verdict(persona, whose)
            for method in access.methods:
                status, location = _ask(clients[persona], method, url)
                if not _is(expected, status, location, method):
                    wrong.append(f"{method} {whose} as {persona}: {expected} expected, got {status} {location}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name in rows() if name in ADDRESSES])
def test_a_script_that_is_not_signed_in_gets_401(asked, name):
    scene, clients = asked
    access = MATRIX[name]
    url = scene.address(ADDRESSES[name], access.policy.columns[0])
    if not getattr(resolve(url.partition("?")[0]).func, "login_required", True):
        assert access.policy.verdict(Persona.ANONYMOUS, access.policy.columns[0]) == Verdict.OK or name in ENTRANCES
        return
    status, _ = _ask(clients[Persona.ANONYMOUS], access.methods[0], url, headers={"X-Requested-With": "fetch"})
    assert status == HTTPStatus.UNAUTHORIZED


def _ask(client: Client, method: str, url: str, **values: Any) -> tuple[int, str]:
    """Ask, and take back whatever it wrote, the client's session included."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.get(url, **values) if method == "GET" else client.post(url, {}, **values)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code, response.headers.get("Location", "")


def _is(expected: Verdict, status: int, location: str, method: str) -> bool:
    led_to_sign_in = status == HTTPStatus.FOUND and location.startswith(SIGN_IN)
    if expected == Verdict.OK and location == SIGN_IN:  # she signs out, or has opened her account
        return True
    if expected == Verdict.SIGN_IN:
        return led_to_sign_in
    if expected == Verdict.OK:
        refused = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
        return status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in refused and not led_to_sign_in
    return str(status) == expected.value

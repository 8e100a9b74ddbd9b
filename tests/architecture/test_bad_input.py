"""Whatever a form receives, it answers: no error page, what is wrong is said, and what was typed is still there."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from config.matrix import MATRIX
from config.vocabulary import Persona, Verdict
from config.walk import Address, addresses
from tests.architecture.scene import Scene, make_scene
from tests.days import NOW

pytestmark = pytest.mark.django_db

WHO = (Persona.LEAD, Persona.MANAGER, Persona.ADVISER, Persona.LITIGATION, Persona.CORRESPONDENT_ORANGE)
LONG = "Très long 🏠 <b>gras</b> & co. " * 700
HOSTILE = "👩‍👧 <script>alert(1)</script> ' \" & é"
DAYS = ("2026-02-30", "demain", "0001-01-01", "2031-01-01", "9999-12-31", "")
TYPED = ("text", "textarea", "search", "email", "tel", "number", "time")
SAID = ("aria-invalid", "invalid-feedback", "refusal", 'class="alert', 'class="empty')


class Fields(HTMLParser):
    """The fields of a page's forms: their kind and what they hold."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.kinds: dict[str, str] = {}
        self.held: dict[str, str] = {}
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a field."""
        known = dict(attrs)
        name = known.get("name") or ""
        if tag in {"input", "textarea", "select"} and name:
            self.kinds[name] = tag if tag != "input" else known.get("type") or "text"
            if self.kinds[name] not in {"radio", "checkbox"} or "checked" in known:
                self.held[name] = known.get("value") or ""
            self._in = name if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a field."""
        self._in = "" if tag == "textarea" else self._in

    def handle_data(self, data: str) -> None:
        """Read what a textarea holds."""
        if self._in:
            self.held[self._in] += data

    def but(self, *kinds: str, value: str) -> dict[str, str]:
        """Give what the page would send, with this value in each field of these kinds."""
        return self.held | {name: value for name, kind in self.kinds.items() if kind in kinds}


def _forms() -> list[Address]:
    """Give the addresses of an accompaniment's forms."""
    ours = ("accompaniments:", "journeys:document", "journeys:procedure", "journeys:request", "journeys:review")
    return [
        address
        for address in addresses()
        if address.name.startswith(ours) and {"GET", "POST"} <= set(MATRIX[address.name].methods)
    ]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Make the scene once."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        yield make_scene()
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", _forms(), ids=lambda address: address.name)
def test_bad_input_is_answered(scene, address):
    policy = MATRIX[address.name].policy
    who = next((one for one in WHO if policy.verdict(one, policy.columns[0]) == Verdict.OK), None)
    if who is None:
        pytest.skip("a form of someone else")
    client = Client(raise_request_exception=False)
    client.force_login(scene.people[who])
    url = scene.address(address, policy.columns[0])
    page = client.get(url)
    if "html" not in page["Content-Type"]:
        return
    fields = Fields(page.content.decode())
    if set(fields.kinds.values()) <= {"hidden"}:
        return  # this file is at another step: the page says so, and has no form
    sent = [fields.but("date", value=day) for day in DAYS]
    sent += [fields.but(*TYPED, value=text) for text in (LONG, HOSTILE)]
    sent += [fields.but("select", "radio", "checkbox", value="autre"), fields.but("hidden", value="x<y"), {}]
    for data in sent:
        _try(client, url, data, fields)


def _try(client: Client, url: str, data: dict[str, str], fields: Fields) -> None:
    """Send something, and take back what it wrote."""
    with transaction.atomic():
        answer = client.post(url, data)
        text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
        transaction.set_rollback(True)
    assert answer.status_code < 500, data
    if answer.status_code == 200 and "html" in answer["Content-Type"]:
        assert any(mark in text for mark in SAID), data
        held = Fields(text)
        for name in (name for name, kind in fields.kinds.items() if kind == "textarea" and name in held.held):
            assert held.held[name].strip() == data.get(name, "").strip(), name
        assert "<script>alert(1)" not in text

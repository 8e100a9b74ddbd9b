"""A course played in the browser: the worker has her telephone, the others a desk, each day is lived where it falls."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import time_machine
from django.db.models import Q
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from accompaniments.models import Accompaniment
from households.models import Enrolment
from leases.enums import LeaseKind
from leases.models import Lease
from partners.models import User
from tests.days import at
from tests.e2e.conftest import signed_in, sound
from tests.world import World

JUDGED: set[str] = set()


def looks(page: Page) -> None:
    """Refuse a page that is not sound; axe judges once what the walks meet several times."""
    sound(page, JUDGED)


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Live on another day, the server with us."""
    with time_machine.travel(at(day), tick=True):
        yield


def picture() -> FilePayload:
    """Give a small photograph of a page."""
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PNG")
    return {"name": "attestation.png", "mimeType": "image/png", "buffer": out.getvalue()}


class Hands:
    """A page in the hands of several people, one after the other; what each meets is sound."""

    def __init__(self, page: Page) -> None:
        """Keep the page."""
        self.page = page

    def opens(self, user: User, name: str, *args: object) -> None:
        """Open an address as someone, and look at it."""
        signed_in(self.page, user)
        answer = self.page.goto(reverse(name, args=args))
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        looks(self.page)

    def follows(self, link: str) -> None:
        """Follow a link of the page, and look at where it leads."""
        with self.page.expect_navigation() as met:
            self.page.get_by_role("main").get_by_role("link", name=link).first.click()
        assert met.value is not None
        assert met.value.ok, f"« {link} »: {met.value.status}"
        looks(self.page)

    def writes(self, **values: str) -> None:
        """Fill in the fields of the page, by their names."""
        for name, value in values.items():
            found = self.page.locator(f"[name='{name}']:not([type=hidden])")
            kind = found.first.evaluate("one => one.type || one.tagName")
            if kind in {"radio", "checkbox"}:
                chosen = self.page.locator(f"[name='{name}'][value='{value}']")
                self.page.locator(f"label[for='{chosen.get_attribute('id')}']").first.click()
            elif kind.startswith("select"):
                found.first.select_option(value)
            else:
                found.first.fill(value)

    def ticks(self, name: str) -> None:
        """Tick a box that is not."""
        if not self.page.locator(f"[name='{name}']").is_checked():
            self.page.locator(f"label[for='id_{name}']").first.click()

    def sends(self, button: str) -> None:
        """Press a button, and look at the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        assert not self.page.locator("[aria-invalid=true]").count(), self.page.inner_text("main")
        looks(self.page)

    def downloads(self, name: str, *args: object) -> None:
        """Get a PDF as the person whose page it is."""
        answer = self.page.request.get(reverse(name, args=args))
        assert answer.ok, f"{name}: {answer.status}"
        assert answer.body()[:4] == b"%PDF"


@dataclass
class Play:
    """A household's course: who plays it, on which page, and what the database holds of it."""

    world: World
    desk: Hands
    hand: Hands
    file: Enrolment

    @property
    def course(self) -> Accompaniment:
        """Give the accompaniment."""
        return Accompaniment.objects.get(enrolment=self.file)

    @property
    def states(self) -> list[tuple[str, dt.date]]:
        """Give the states that it passed through, each with its first day."""
        return list(self.course.changes.order_by("position").values_list("to_state", "effective_on"))

    @property
    def titles(self) -> list[tuple[str, dt.date, dt.date | None, str]]:
        """Give the household's titles and the leases above them: kind, first day, last day, why it ended."""
        rows = Lease.objects.filter(Q(enrolment=self.file) | Q(subleases__enrolment=self.file))
        return list(rows.order_by("started_on", "kind").values_list("kind", "started_on", "ended_on", "end_reason"))

    def title(self, kind: LeaseKind) -> Lease:
        """Give the household's latest title of this kind."""
        return Lease.objects.filter(enrolment=self.file, kind=kind).latest("started_on")

    def looks_at(self, name: str, *people: User, args: tuple[object, ...] | None = None) -> None:
        """Have each look at a page of the file, or at one of these arguments."""
        for user in people:
            self.desk.opens(user, name, *((self.file.pk,) if args is None else args))

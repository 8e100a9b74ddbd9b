"""A real browser on a real server: the system's Chromium, through Playwright, on the pilot of `tests.world`.

`walk` is a page of 1280 px, `phone` one of 360 px; `signed_in(page, world.lead)` puts a person in it; `goes(link)` waits
for the page that it leads to; `axe(page)` refuses any fault of accessibility, `sound(page)` also of width and of HTML. A
page that logs an error or breaks the CSP fails its test. The server lives on TODAY (`world` asks for it), the browser on
the machine's day: no script may depend on it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.db.models import QuerySet
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from partners.models import User
from records.models import Draft
from tests.factories.partners import PASSWORD
from tests.guards.html import faults_of

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
PATIENCE = 20_000  # milliseconds: a machine that does two things at once is slow, and no fault of the page
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# What sticks out to the right, the innermost first.
WIDE = """[...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(one => one.outerHTML.slice(0, 160)).reverse().slice(0, 4).join(" | ")"""
# What a page is made of: each element within those that hold it, what it says of itself, whether it has words; headings in
# their order. The words are left out.
KINDS = """() => {
  const kinds = new Set(), levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(one => one.tagName);
  const telling = /^(class|role|type|tabindex|scope|hidden|open|aria-(?!label|describedby|controls|owns).*)$/;
  const visit = (one, above) => {
    const said = [...one.attributes].map(
      ({name, value}) => `${name} ${telling.test(name) ? value : Boolean(value.trim())}`).sort();
    const speaks = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const here = `${above} ${one.tagName}[${said}]`;
    kinds.add(`${here} ${one.checked} ${speaks}`);
    [...one.children].forEach(child => /^(svg|script)$/i.test(child.tagName) || visit(child, here));
  };
  levels.forEach((level, rank) => kinds.add(`${levels[rank - 1]} ${level}`));
  visit(document.documentElement, String(innerWidth));
  return [...kinds];
}"""
FLAGS = [
    "--no-sandbox",  # a container's root cannot have one
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once a run. Its absence is a failure: `make setup` installs it."""
    found = os.environ.get("CHROMIUM") or next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium on this machine: run « make setup », or name it in CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread; the tests' queries are sync
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Give what opens a page of some size; each has its own cookies. What it complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource: "):
            complaints.append(message.text)

    def begin(size: dict[str, int] = DESK, **options: object) -> Page:
        context = browser.new_context(
            viewport=size, base_url=live_server.url, locale="fr-FR", timezone_id="Europe/Paris", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield begin
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def walk(open_page: Callable[..., Page]) -> Page:
    """Give a page as on a desk."""
    return open_page(DESK)


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """Give a page as on a telephone."""
    return open_page(PHONE, has_touch=True, is_mobile=True)


def signed_in(page: Page, user: User) -> Page:
    """Put a signed-in person in a page, without the form: one test goes through it."""
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}])
    return page


def sign_in(page: Page, user: User) -> Page:
    """Sign a person in through the form, as she does."""
    page.goto("/")
    page.get_by_label("Courriel").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    goes(page.get_by_role("button", name="Se connecter"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def drafts() -> QuerySet[Draft]:
    """Give the drafts of those who are there: a page that another test closed may save its last words after its end."""
    return Draft.objects.filter(user_id__in=User.objects.values("pk"))


def goes(where: Locator) -> None:
    """Follow a link or press a button that leads to a page, and wait for that page: what is looked at next is not the old one."""
    with where.page.expect_navigation():
        where.click()


def axe(page: Page) -> None:
    """Refuse any fault of accessibility that axe finds (WCAG 2 A and AA, and its good practices)."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(node["html"][:160] for node in violation["nodes"])
        for violation in violations
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)


def fits(page: Page) -> None:
    """Refuse a page that must be pushed sideways to be read."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than its window: {page.evaluate(WIDE)}"


def sound(page: Page, judged: set[str] | None = None) -> None:
    """Refuse a page with a fault of accessibility, of width or of HTML, as it is once its scripts have run.

    On a walk of many pages, `judged` keeps what axe has found without fault: a page of the same elements is not judged again.
    """
    page.wait_for_load_state()
    if judged is None:
        axe(page)
    elif not judged.issuperset(kinds := page.evaluate(KINDS)):
        axe(page)
        judged.update(kinds)
    fits(page)
    faults = faults_of(page.content())
    assert not faults, f"{page.url}\n" + "\n".join(faults)

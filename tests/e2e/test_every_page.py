"""Every page that a person can reach by its links is sound, on a desk and on a telephone: axe, width, HTML.

One page a view and a person: where two files look the same, one is enough.
"""

import uuid
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from accompaniments.enums import Outcome
from foundation.timeline import Audience
from records.services.parameters import load_reference
from tests.days import after, at
from tests.e2e.conftest import DESK, PHONE, signed_in, sound
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.world import World, adult_of

NOT_PAGES = {"account_logout", "health"}
OF_EVERYONE = ("account_", "mfa_", "usersessions_", "gallery")  # visited once, with the lead worker


@pytest.fixture
def lived_in(world: World) -> World:
    """Put something on each page of a file."""
    load_reference(by=uuid.uuid4())
    own = {"enrolment": world.mine, "association": world.soligone}
    meeting = a.MeetingFactory.make(**own, worker=world.lead)
    a.MeetingPartFactory.make(meeting=meeting, audience=Audience.LANDLORD, text="Le loyer d’octobre est payé.")
    a.MeetingFactory.make(**own, worker=world.lead, outcome=Outcome.PLANNED, starts_at=at(after(3)), minutes=None)
    a.ContactFactory.make(**own, worker=world.lead)
    a.ClaimFollowUpFactory.make(claim=a.ClaimFactory.make(**own, opened_by=world.lead.pk))
    person = adult_of(world.mine)
    h.ChargeFactory.make(enrolment=world.mine)
    h.SharingAgreementFactory.make(enrolment=world.mine, person=person)
    h.VisitPrecautionFactory.make(enrolment=world.mine)
    h.InformationNoticeFactory.make(enrolment=world.mine, given_by=world.lead.pk)
    h.HousingRequestFactory.make(enrolment=world.mine, applicant=person)
    return world


def view_at(path: str) -> str | None:
    """Name the view of an address of ours."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def links_of(page: Page) -> list[str]:
    """Give the addresses that a page links to, here."""
    links = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
    here = urlsplit(page.url).netloc
    return [urlsplit(link).path for link in links if urlsplit(link).netloc == here]


@pytest.mark.parametrize(
    "who",
    [
        "lead",
        "manager",
        "correspondent_orange",
        "correspondent_apt",
        "adviser",
        "litigation",
        "landlord_manager",
        "admin",
    ],
)
def test_every_page_is_sound(lived_in, open_page, who):
    page = signed_in(open_page(DESK), lived_in.people[who])
    waiting, met, faults = deque(["/"]), {"home"}, []
    while waiting:
        path = waiting.popleft()
        try:
            response = page.goto(path)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if response is None or response.status != 200:
            faults.append(f"{path}: {response and response.status}")
            continue
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            try:
                sound(page)
            except AssertionError as fault:
                faults.append(f"{size['width']} px, {fault}")
        for link in links_of(page):
            name = view_at(link)
            is_seen_elsewhere = who != "lead" and name is not None and name.startswith(OF_EVERYONE)
            if name and name not in met and name not in NOT_PAGES and not is_seen_elsewhere:
                met.add(name)
                waiting.append(link)
    assert not faults, f"{who}, {len(met)} pages\n" + "\n\n".join(faults)

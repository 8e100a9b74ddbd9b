"""Every page of an accompaniment is sound, even those that no link of a quiet file reaches: each address of the access matrix.

The files are those on which the matrix is tried; each page is opened by one person whom it lets in, at both widths.
"""

import pytest
from playwright.sync_api import Error, Page

from config.matrix import MATRIX
from config.vocabulary import Persona, Verdict
from config.walk import Address, addresses
from tests.architecture.scene import Scene, make_scene
from tests.e2e.conftest import DESK, PHONE, signed_in, sound

pytestmark = pytest.mark.django_db(transaction=True)

WHO = (
    Persona.LEAD,
    Persona.MANAGER,
    Persona.ADVISER,
    Persona.LITIGATION,
    Persona.CORRESPONDENT_ORANGE,
    Persona.LANDLORD_MANAGER,
)
JOURNEYS = ("agreement", "document", "procedure", "request", "review", "template", "to_sign")
NOT_PAGES = {"journeys:template_preview"}  # a PDF in the browser's own reader


def _is_one(address: Address) -> bool:
    app, _, name = address.name.partition(":")
    is_ours = app == "accompaniments" or (app == "journeys" and name.startswith(JOURNEYS))
    return is_ours and address.name not in NOT_PAGES and "GET" in MATRIX[address.name].methods


def _opener(name: str) -> Persona | None:
    policy = MATRIX[name].policy
    return next((who for who in WHO if policy.verdict(who, policy.columns[0]) == Verdict.OK), None)


def test_every_page_of_an_accompaniment_is_sound(frozen_day, open_page):
    scene, faults, seen = make_scene(), [], 0
    for who in WHO:
        page = signed_in(open_page(DESK), scene.people[who])
        for address in addresses():
            if _is_one(address) and _opener(address.name) == who:
                seen += 1
                faults += _faults(page, scene, address)
    assert not faults, f"{seen} pages\n" + "\n\n".join(faults)
    assert seen > 80


def _faults(page: Page, scene: Scene, address: Address) -> list[str]:
    """Open a page, and say what is wrong with it at each width; what is downloaded is no page."""
    try:
        answer = page.goto(scene.address(address, MATRIX[address.name].policy.columns[0]))
    except Error as error:
        if "Download is starting" in str(error):
            return []
        raise
    if answer is None or not answer.ok:
        return [f"{address.name}: {answer and answer.status}"]
    faults = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        try:
            sound(page)
        except AssertionError as fault:
            faults.append(f"{address.name}, {size['width']} px, {fault}")
    return faults

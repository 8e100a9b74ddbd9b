"""The month in a browser: read on a desk and on a telephone, a figure opened, the month validated."""

from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PHONE, goes, signed_in, sound
from tests.reporting.pages.months import before_october, make_month

ADDRESS = "/mois/bail-de-securisation/2026-10/"


def test_a_manager_reads_the_month(world, open_page):
    make_month(world, previous=before_october(world), validated=("cap_habitat",))
    for size in (DESK, PHONE):
        page = signed_in(open_page(size), world.manager)
        page.goto("/mois/?tous")
        sound(page)
        goes(page.get_by_role("link", name="Octobre 2026", exact=True))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Octobre 2026")
        sound(page)
        goes(page.locator(".equation a").nth(2))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Entrés dans le mois 5")
        sound(page)
        goes(page.get_by_role("link", name="Octobre 2026"))
        goes(page.get_by_role("link", name="Valider le mois"))
        sound(page)


def test_a_correspondent_reads_a_frozen_month(world, open_page):
    make_month(world, previous=before_october(world), is_frozen=True)
    page = signed_in(open_page(PHONE), world.correspondent_orange)
    page.goto(ADDRESS)
    sound(page)
    expect(page.get_by_role("heading", name="Charge de votre équipe")).to_have_count(0)

"""Signing in, with the real form, at both widths."""

from playwright.sync_api import expect

from tests.e2e.conftest import goes, sign_in, sound


def test_a_worker_signs_in_and_out(world, walk):
    walk.goto("/")
    sound(walk)
    sign_in(walk, world.lead)
    expect(walk.get_by_role("heading", level=1)).to_contain_text("21 novembre")
    sound(walk)
    walk.get_by_text("Claire Fabre").first.click()
    goes(walk.get_by_role("button", name="Se déconnecter"))
    walk.goto("/")
    expect(walk.get_by_label("Mot de passe", exact=True)).to_be_visible()


def test_signing_in_fits_a_telephone(world, phone):
    phone.goto("/")
    sound(phone)
    sign_in(phone, world.correspondent_orange)
    sound(phone)

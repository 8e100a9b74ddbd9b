"""What one types is never lost: a closed tab, two tabs, an ended session, a lost network, another person."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Route, expect

from partners.models import User
from tests.e2e import draft_pages
from tests.e2e.conftest import axe, drafts, signed_in
from tests.factories.partners import MembershipFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.e2e.draft_pages")]
WORDS = "Mme Carvalho a reçu son avis d’imposition."
SAVED = re.compile("Brouillon enregistré à")


@pytest.fixture
def lead(transactional_db) -> User:
    return MembershipFactory.make().user


@pytest.fixture
def her(walk: Page, lead) -> Page:
    draft_pages.sent.clear()
    signed_in(walk, lead).goto("/essai/")
    return walk


def status(page: Page):
    return page.locator("[data-draft-status]").first


def typed(page: Page, words: str = WORDS) -> Page:
    page.get_by_label("Note").fill(words)
    return page


def saved(page: Page, words: str = WORDS) -> Page:
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        typed(page, words)
    expect(status(page)).to_contain_text(SAVED)
    return page


def other_tab(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/essai/")
    return page


def arrived(page: Page) -> None:
    expect(page.get_by_role("heading", name="Fait")).to_be_visible()
    expect(page.get_by_text("Note enregistrée.").first).to_be_visible()


def reconnect(page: Page, lead: User) -> None:
    """Sign in again beside, as the link does: the tab that opens tells the others."""
    signed_in(page, lead)
    beside = page.context.new_page()
    beside.goto("/reconnexion/")
    expect(beside.get_by_role("heading", name="Votre session est rouverte")).to_be_visible()
    axe(beside)
    beside.close()


def test_it_is_saved_as_one_types_and_gone_when_sent(her):
    saved(her)
    draft = drafts().get()
    assert WORDS in draft.text
    assert "csrf" not in draft.text
    axe(her)
    her.get_by_role("button", name="Enregistrer").click()
    arrived(her)
    assert [fields["note"] for fields in draft_pages.sent.values()] == [[WORDS]]
    assert not drafts().exists()


def test_a_page_opened_and_left_makes_no_draft(her):
    her.wait_for_timeout(300)
    her.goto("/essai/fait/")
    assert not drafts().exists()


def test_a_password_is_never_in_a_draft(her):
    her.get_by_label("Code").fill("tres-secret")
    saved(her)
    assert "tres-secret" not in drafts().get().text


def test_nothing_typed_stays_in_the_browser(her):
    saved(her)
    kept = her.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "Carvalho" not in kept
    assert len(kept) < 100


def test_a_page_loaded_again_has_its_words(her):
    her.get_by_label("Inès").check()
    her.get_by_label("Yanis").uncheck()
    saved(her)
    key = her.locator("[name=sending_key]").input_value()
    her.reload()
    expect(her.get_by_label("Note")).to_have_value(WORDS)
    expect(her.get_by_label("Inès")).to_be_checked()
    expect(her.get_by_label("Yanis")).not_to_be_checked()
    expect(status(her)).to_contain_text("Vos mots ont été repris")
    assert her.locator("[name=sending_key]").input_value() == key
    saved(her, "Et la suite.")
    assert drafts().count() == 1


def test_leaving_at_once_keeps_the_last_words(her):
    her.wait_for_timeout(300)
    typed(her)
    her.goto("/essai/fait/")
    her.goto("/essai/")
    expect(her.get_by_label("Note")).to_have_value(WORDS)


def test_a_closed_tab_is_offered_again(her):
    saved(her)
    context = her.context
    her.close()
    page = other_tab(context)
    expect(page.get_by_label("Note")).to_have_value("")
    expect(page.get_by_text("Vous avez déjà commencé cette saisie")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_label("Note")).to_have_value(WORDS)
    expect(page.get_by_text("Vous avez déjà commencé cette saisie")).to_be_hidden()
    assert drafts().count() == 1


def test_a_draft_is_set_aside_and_brought_back(her):
    saved(her)
    context = her.context
    her.close()
    page = other_tab(context)
    page.get_by_role("button", name="Écarter").click()
    expect(page.get_by_text("Brouillon écarté.")).to_be_visible()
    assert not drafts().exists()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("button", name="Reprendre")).to_be_visible()
    assert WORDS in drafts().get().text


def test_two_tabs_do_not_overwrite_each_other(her):
    two = other_tab(her.context)
    saved(her, "Premier onglet.")
    saved(two, "Second onglet.")
    saved(her, "Premier onglet, suite.")
    assert {draft.text.split('"note": ["')[1].split('"')[0] for draft in drafts()} == {
        "Premier onglet, suite.",
        "Second onglet.",
    }
    two.get_by_role("button", name="Enregistrer").click()
    arrived(two)
    assert "Premier onglet, suite." in drafts().get().text


def test_a_duplicated_tab_has_its_own_draft(her):
    saved(her, "Premier onglet.")
    number = her.evaluate("sessionStorage.getItem('palier-tab')")
    two = her.context.new_page()
    two.add_init_script(f"sessionStorage.getItem('palier-tab') || sessionStorage.setItem('palier-tab', '{number}')")
    two.goto("/essai/")
    expect(two.get_by_role("button", name="Reprendre")).to_be_visible()
    saved(two, "Second onglet.")
    assert drafts().count() == 2


def test_taking_another_draft_keeps_what_this_tab_had(her):
    saved(her, "Premier onglet.")
    two = other_tab(her.context)
    saved(two, "Second onglet.")
    two.get_by_role("button", name="Reprendre").click()
    expect(two.get_by_label("Note")).to_have_value("Premier onglet.")
    expect(two.get_by_role("button", name="Reprendre")).to_be_visible()
    texts = "".join(draft.text for draft in drafts())
    assert "Premier onglet." in texts
    assert "Second onglet." in texts


def test_an_ended_session_keeps_the_words_and_saves_them_after(her, lead):
    saved(her)
    Session.objects.all().delete()
    typed(her, f"{WORDS} Et la suite.")
    expect(status(her)).to_contain_text("Session expirée")
    axe(her)
    expect(her.get_by_role("link", name="Se reconnecter dans un nouvel onglet")).to_have_attribute(
        "href", re.compile("next=/reconnexion/")
    )
    reconnect(her, lead)
    expect(status(her)).to_contain_text(SAVED)
    assert "Et la suite." in drafts().get().text


def test_a_form_sent_too_late_stays_and_goes_once_signed_in_again(her, lead):
    saved(her)
    Session.objects.all().delete()
    her.get_by_role("button", name="Enregistrer").click()
    expect(status(her)).to_contain_text("Session expirée")
    expect(her.get_by_label("Note")).to_have_value(WORDS)
    assert not draft_pages.sent
    reconnect(her, lead)
    arrived(her)
    assert len(draft_pages.sent) == 1


def test_the_token_is_read_when_it_is_sent(her):
    saved(her)
    cookie = next(cookie for cookie in her.context.cookies() if cookie["name"] == "csrftoken")
    her.context.add_cookies([{**cookie, "value": "a" * 32}])
    her.get_by_role("button", name="Enregistrer").click()
    arrived(her)


def test_a_lost_network_keeps_the_words_and_saves_them_after(her):
    her.wait_for_timeout(300)
    her.context.set_offline(True)
    typed(her)
    expect(status(her)).to_contain_text("Pas de réseau")
    her.context.set_offline(False)
    expect(status(her)).to_contain_text(SAVED)
    assert WORDS in drafts().get().text


def test_a_form_sent_without_network_stays_and_goes_after(her):
    saved(her)
    her.context.set_offline(True)
    her.get_by_role("button", name="Enregistrer").click()
    expect(status(her)).to_contain_text("rien n’est perdu")
    expect(her.get_by_role("button", name="Envoyer à nouveau")).to_be_visible()
    axe(her)
    her.context.set_offline(False)
    arrived(her)
    assert len(draft_pages.sent) == 1


def test_an_answer_that_never_came_does_not_send_twice(her):
    saved(her)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    her.route("**/essai/", lose)
    her.get_by_role("button", name="Enregistrer").click()
    her.get_by_role("button", name="Envoyer à nouveau").click()
    arrived(her)
    assert lost == [204]
    assert len(draft_pages.sent) == 1


def test_a_save_whose_answer_never_came_goes_on(her):
    her.wait_for_timeout(300)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "PUT" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    her.route("**/brouillons/**", lose)
    expect(status(typed(her))).to_contain_text("Pas de réseau")
    saved(her, f"{WORDS} Et la suite.")
    assert "Et la suite." in drafts().get().text
    assert lost == [200]


def test_a_server_that_fails_keeps_the_page(her):
    saved(her)
    her.route("**/essai/", lambda route: route.fulfill(status=503, body=""))
    her.get_by_role("button", name="Enregistrer").click()
    expect(status(her)).to_contain_text("Le serveur n’a pas pu enregistrer")
    her.unroute("**/essai/")
    her.get_by_role("button", name="Envoyer à nouveau").click()
    arrived(her)


def test_errors_come_beside_the_fields_and_the_words_stay(her):
    saved(her, "refusé")
    her.get_by_role("button", name="Enregistrer").click()
    expect(her.get_by_text("Écrivez autre chose.")).to_be_visible()
    expect(her.get_by_label("Note")).to_have_value("refusé")
    expect(status(her)).to_contain_text(SAVED)
    assert drafts().count() == 1
    typed(her).get_by_role("button", name="Enregistrer").click()
    arrived(her)
    assert not drafts().exists()


def test_another_person_signed_in_beside_gets_nothing(her, lead):
    saved(her)
    signed_in(her, MembershipFactory.make().user)
    typed(her, f"{WORDS} Et la suite.")
    expect(status(her)).to_contain_text("Une autre personne est connectée")
    her.get_by_role("button", name="Enregistrer").click()
    expect(her.get_by_label("Note")).to_have_value(f"{WORDS} Et la suite.")
    assert not draft_pages.sent
    assert [draft.user_id for draft in drafts()] == [lead.pk]
    two = other_tab(her.context)
    two.wait_for_timeout(500)
    expect(two.get_by_text("Vous avez déjà commencé cette saisie")).to_be_hidden()

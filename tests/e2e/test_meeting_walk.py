"""The daily job, on a telephone: a visit logged in a few taps, words that nothing loses, eyes of the four circles."""

import re
from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from accompaniments.enums import Mode, Outcome
from accompaniments.models import Meeting
from accompaniments.readings.meetings import MeetingContent
from foundation.timeline import Audience
from tests.days import TODAY, after, at, before
from tests.e2e.conftest import drafts, signed_in, sound
from tests.factories import accompaniments as a
from tests.world import World, adult_of

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "Le duplicata de l’avis d’imposition est demandé, attendu sous dix jours."
SECRET = "Lina a besoin d’un suivi d’orthophonie."


class Thumb:
    """A hand that counts its taps; typing is none."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        """Tap once."""
        self.taps += 1
        target.tap()


@pytest.fixture
def form(world: World, phone: Page) -> Page:
    """Open the form of a new meeting in the lead's hand."""
    signed_in(phone, world.lead).goto(reverse("accompaniments:meeting_new", args=[world.mine.pk]))
    expect(phone.get_by_role("heading", name="Consigner une rencontre")).to_be_visible()
    return phone


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Store a visit that says something to each circle."""
    visit = a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        mode=Mode.HOME,
        starts_at=at(before(2), 14, 15),
        minutes=45,
    )
    a.MeetingPresenceFactory.make(meeting=visit, person=adult_of(world.mine))
    for position, audience in enumerate(Audience, 1):
        a.MeetingPartFactory.make(meeting=visit, position=position, audience=audience, text=f"Mot {audience.label}")
    return visit


def saved(page: Page, words: str = NOTE) -> None:
    """Type, and wait for the draft to be kept."""
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.locator("#id_part_0_text").fill(words)
    expect(page.locator("[data-draft-status]").first).to_contain_text("Brouillon enregistré à")


def submit(page: Page) -> Locator:
    return page.get_by_role("button", name="Enregistrer la rencontre")


def arrived(page: Page, world: World) -> None:
    page.wait_for_url(re.compile(re.escape(reverse("journeys:file", args=[world.mine.pk]))))
    expect(page.get_by_text("Rencontre enregistrée.").first).to_be_visible()


def test_a_visit_is_logged_in_ten_taps(world, phone):
    signed_in(phone, world.lead).goto(reverse("home"))
    hand = Thumb()
    hand.tap(phone.get_by_role("link", name="Consigner une rencontre").first)
    hand.tap(phone.get_by_role("link", name="Mme Nadia Bensaïd").first)
    hand.tap(phone.locator("label.choice", has_text="1 h").first)
    hand.tap(phone.locator("label.choice", has_text="Budget et dettes"))
    hand.tap(phone.locator("#id_part_0_text"))
    phone.keyboard.type(NOTE)
    hand.tap(phone.locator("[data-part='0'] label.aud", has_text="bailleur"))
    hand.tap(submit(phone))
    arrived(phone, world)
    assert hand.taps <= 10
    visit = Meeting.objects.get()
    assert (visit.outcome, visit.mode, visit.minutes) == (Outcome.HELD, Mode.HOME, 60)
    assert [(part.text, part.audience) for part in visit.parts.all()] == [(NOTE, "LANDLORD")]
    assert not drafts().exists()
    expect(phone.get_by_text(NOTE)).to_be_visible()


def test_what_is_saved_is_undone_in_one_tap(world, form):
    form.locator("#id_part_0_text").fill(NOTE)
    submit(form).tap()
    arrived(form, world)
    form.locator(".toasts").get_by_role("button", name="Annuler").tap()
    expect(form.get_by_text("Cette rencontre a été retirée")).to_be_visible()
    assert not Meeting.objects.kept().exists()


def test_what_is_in_reach_is_big_enough(form):
    small = form.evaluate(
        """() => [...document.querySelectorAll("form label.choice, form label.aud, form .btn, form input, form textarea")]
        .filter((node) => node.checkVisibility() && !node.matches("[type=hidden], .visually-hidden, .aud input, [type=checkbox]"))
        .filter((node) => node.getBoundingClientRect().height < 43.5)
        .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_only_what_the_answers_call_for_is_shown(form):
    expect(form.get_by_role("group", name="Annulée par")).to_be_hidden()
    expect(form.get_by_label("Autre durée, en minutes")).to_be_hidden()
    form.locator("label.choice", has_text="Autre").first.tap()
    expect(form.get_by_label("Autre durée, en minutes")).to_be_visible()
    form.locator("label.choice", has_text="Annulée").first.tap()
    expect(form.get_by_role("group", name="Annulée par")).to_be_visible()
    expect(form.get_by_role("group", name="Avec qui")).to_be_hidden()


def test_parts_are_added_as_one_needs_them(world, form):
    add = form.get_by_role("button", name="Ajouter une partie")
    assert form.locator(".note-part:visible").count() == 1
    for number in range(5):
        box = form.locator(".note-part:visible textarea").last
        box.fill(f"Mot {number}")
        if number < 4:
            add.tap()
    assert form.locator(".note-part:visible").count() == 5
    form.locator(".note-part:visible").last.locator("label.aud", has_text="coordination").tap()
    sound(form)
    submit(form).tap()
    arrived(form, world)
    parts = list(Meeting.objects.get().parts.values_list("audience", flat=True))
    assert parts == ["TEAM", "TEAM", "TEAM", "TEAM", "COORDINATION"]


def test_one_sees_it_as_the_landlord_before_saving(form):
    form.locator("label.choice", has_text="Accès aux soins").tap()
    form.locator("#id_part_0_text").fill(SECRET)
    form.get_by_role("button", name="Voir comme…").tap()
    aside = form.locator("[data-preview]")
    expect(aside).to_contain_text("Il ne verra ni la partie de note")
    expect(aside).to_contain_text("«\u00a0Accès aux soins\u00a0»")
    expect(aside).not_to_contain_text(SECRET)
    aside.get_by_role("button", name="équipe").tap()
    expect(aside).to_contain_text(SECRET)
    expect(aside.get_by_role("button", name="équipe")).to_have_attribute("aria-pressed", "true")
    form.locator("#id_part_0_text").fill("Un autre mot")
    expect(aside).to_contain_text("Un autre mot")
    assert not Meeting.objects.exists()


def test_a_refused_form_opens_on_what_is_to_be_mended(world, form):
    form.locator("#id_part_0_text").fill(NOTE)
    form.locator("label.choice", has_text="Autre").first.tap()
    form.get_by_label("Autre durée, en minutes").fill("450")
    submit(form).tap()
    summary = form.locator(".form-errors")
    expect(summary).to_contain_text("450\u00a0minutes font 7\u00a0h\u00a030")
    expect(summary).to_be_focused()
    expect(form.locator("#id_part_0_text")).to_have_value(NOTE)
    sound(form)
    summary.get_by_role("link").tap()
    expect(form.get_by_label("Autre durée, en minutes")).to_be_focused()
    form.get_by_label("Autre durée, en minutes").fill("50")
    submit(form).tap()
    arrived(form, world)
    assert Meeting.objects.get().minutes == 50


# Words that nothing loses -------------------------------------------------------------------------------------


def test_a_closed_tab_gives_its_words_back(form):
    form.get_by_role("button", name="Ajouter une partie").tap()
    form.locator("#id_part_1_text").fill(SECRET)
    form.locator("label.choice", has_text="Téléphone").tap()
    saved(form)
    beside = other_tab(form.context, form.url)
    form.close()
    beside.get_by_role("button", name="Reprendre").tap()
    expect(beside.locator("#id_part_0_text")).to_have_value(NOTE)
    expect(beside.locator("#id_part_1_text")).to_have_value(SECRET)
    expect(beside.locator("#id_part_1_text")).to_be_visible()
    expect(beside.get_by_label("Téléphone")).to_be_checked()


def test_a_draft_of_many_parts_finds_its_parts(form):
    for number in range(5):
        form.locator(".note-part:visible textarea").last.fill(f"Mot {number}")
        if number < 4:
            form.get_by_role("button", name="Ajouter une partie").tap()
    saved(form, "Mot 0")
    form.reload()
    expect(form.locator(".note-part:visible")).to_have_count(5)
    expect(form.locator(".note-part textarea").last).to_have_value("Mot 4")


def test_an_ended_session_keeps_the_words_and_sends_them_after(world, form):
    saved(form)
    Session.objects.all().delete()
    submit(form).tap()
    expect(form.locator("[data-draft-status]").first).to_contain_text("Session expirée")
    expect(form.locator("#id_part_0_text")).to_have_value(NOTE)
    assert not Meeting.objects.exists()
    signed_in(form, world.lead)
    beside = other_tab(form.context, reverse("records:signed_in_again"))
    arrived(form, world)
    beside.close()
    assert Meeting.objects.get().parts.get().text == NOTE
    assert not drafts().exists()


def test_a_lost_network_keeps_the_words_and_one_meeting_is_made(world, form):
    saved(form)
    with offline(form.context):
        submit(form).tap()
        expect(form.locator("[data-draft-status]").first).to_contain_text("Pas de réseau")
        assert not Meeting.objects.exists()
    arrived(form, world)  # it goes by itself when the network is back
    assert Meeting.objects.count() == 1


def test_an_answer_lost_on_the_way_makes_one_meeting(world, form):
    saved(form)
    lost: list[int] = []

    def swallow(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    form.route("**/rencontres/nouvelle/", swallow)
    submit(form).tap()
    form.get_by_role("button", name="Envoyer à nouveau").tap()
    arrived(form, world)
    assert lost == [204]
    assert Meeting.objects.count() == 1


def test_two_tabs_do_not_overwrite_each_other(world, form):
    saved(form)
    beside = other_tab(form.context, form.url)
    expect(beside.locator("[data-draft-others]")).to_be_visible()
    expect(beside.locator("#id_part_0_text")).to_have_value("")
    saved(beside, "Une autre rencontre")
    assert drafts().count() == 2
    beside.locator("label.choice", has_text="Téléphone").tap()
    beside.locator("#id_time").fill("08:00")
    submit(beside).tap()
    arrived(beside, world)
    expect(form.locator("#id_part_0_text")).to_have_value(NOTE)
    submit(form).tap()
    arrived(form, world)
    assert Meeting.objects.count() == 2


def other_tab(context: BrowserContext, address: str) -> Page:
    """Open another tab of the same browser."""
    page = context.new_page()
    page.goto(address)
    return page


class offline:  # noqa: N801 -- it reads as a word
    """A browser without network, for a while."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context

    def __enter__(self) -> None:
        self.context.set_offline(True)

    def __exit__(self, *_: object) -> None:
        self.context.set_offline(False)


# Every page, at both widths ------------------------------------------------------------------------------------------


@pytest.fixture
def pages(world: World, meeting: Meeting) -> list[str]:
    """Name every page of meetings, with something in each."""
    planned = a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        mode=Mode.OFFICE,
        outcome=Outcome.PLANNED,
        starts_at=at(after(3)),
        minutes=None,
        purpose="Signer le dossier",
    )
    one, soon = [world.mine.pk, meeting.pk], [world.mine.pk, planned.pk]
    return [
        reverse("accompaniments:meeting_choose"),
        reverse("accompaniments:meeting_new", args=[world.mine.pk]),
        reverse("accompaniments:meeting_new", args=[world.mine.pk]) + f"?prevue={planned.pk}",
        reverse("accompaniments:meeting_plan", args=[world.mine.pk]),
        reverse("accompaniments:meeting", args=one),
        reverse("accompaniments:meeting", args=one) + "?comme=LANDLORD",
        reverse("accompaniments:meeting", args=soon),
        reverse("accompaniments:meeting_correct", args=one),
        reverse("accompaniments:meeting_history", args=one),
        reverse("accompaniments:meeting_withdraw", args=one),
        reverse("accompaniments:meeting_reschedule", args=soon),
    ]


@pytest.mark.parametrize("size", ["phone", "walk"])
def test_every_page_is_sound_at_both_widths(request, world, pages, size):
    page = signed_in(request.getfixturevalue(size), world.lead)
    for address in pages:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        sound(page)


def test_two_who_correct_at_once_choose_on_a_telephone(world, phone, meeting):
    address = reverse("accompaniments:meeting_correct", args=[world.mine.pk, meeting.pk])
    signed_in(phone, world.lead).goto(address)
    Meeting.objects.filter(pk=meeting.pk).update(minutes=60, version=2)
    a.MeetingRevisionFactory.make(
        meeting=meeting,
        revised_by=world.manager.pk,
        before=content(meeting, 45),
        after=content(meeting, 60),
    )
    phone.locator("label.choice", has_text="1 h 30").tap()
    phone.get_by_label("Pourquoi cette correction").fill("Durée relue")
    phone.get_by_role("button", name="Enregistrer la correction").tap()
    expect(phone.get_by_role("heading", name=re.compile("Martine Lopez a corrigé"))).to_be_visible()
    sound(phone)
    phone.locator(".conflict label.choice", has_text="Martine Lopez").tap()
    phone.get_by_role("button", name="Enregistrer la correction").tap()
    expect(phone.get_by_text("Vous n’avez rien changé").first).to_be_visible()
    assert Meeting.objects.get(pk=meeting.pk).minutes == 60


def content(meeting: Meeting, minutes: int) -> str:
    """Write what the meeting said when it lasted so long."""
    row = Meeting.objects.prefetch_related("presences", "subjects", "parts").get(pk=meeting.pk)
    return replace(MeetingContent.of(row), minutes=minutes).as_json()


def test_two_at_one_hour_is_confirmed_in_one_tap(world, form):
    a.MeetingFactory.make(enrolment=world.others, worker=world.lead, starts_at=at(TODAY, 9, 45), minutes=60)
    form.locator("#id_part_0_text").fill(NOTE)
    submit(form).tap()
    expect(form.locator(".confirm")).to_contain_text("vous avez déjà une autre rencontre")
    sound(form)
    form.get_by_text("enregistrer quand même").tap()
    submit(form).tap()
    arrived(form, world)
    assert Meeting.objects.filter(enrolment=world.mine).count() == 1

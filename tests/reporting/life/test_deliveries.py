"""The mails of a month, read from a real SMTP server: to whom, what they say, what they never say, what became of them."""

import datetime as dt

import pytest
import time_machine

from households.models import Person
from records.models import Event
from records.services.events import CLOCK, record_read
from reporting.enums import DeliveryKind, FrozenBecause
from reporting.models import Delivery, MonthVersion
from reporting.selectors.deliveries import delivery_lines, due, openings
from reporting.selectors.life import current_version
from reporting.services.deliveries import send_due
from reporting.services.months import freeze, reissue
from reporting.services.upkeep import complete, keep_months
from tests.days import NOW, TODAY, at
from tests.factories import partners as p
from tests.reporting.life.mailbox import served
from tests.reporting.life.scene import OCTOBER, made, morning, ready, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(world):
    return ready(world)


@pytest.fixture
def mailbox(settings):
    """Serve a mailbox to which Palier sends."""
    with served() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.DEFAULT_FROM_EMAIL = "Palier <palier@palier.example.org>"
        settings.PALIER_URL = "https://palier.example.org"
        yield box


@pytest.fixture
def october(programme):
    return made(programme, OCTOBER, dt.date(2026, 11, 1))


def emails(*people) -> list[str]:
    """Give the addresses of people, sorted."""
    return sorted(person.email for person in people)


def send(month) -> int:
    """Send what is due of a month's current version."""
    return send_due(version_id=current_version(month).pk, now=NOW)


def test_the_managers_read_that_a_month_waits_for_them(mailbox, october, world):
    assert send(october) == 2
    assert mailbox.recipients == emails(world.manager, world.other_manager)
    message = mailbox.messages[0]
    assert message["Subject"].strip() == "Palier\u00a0: tableau de bord d’octobre 2026, bail de sécurisation"
    assert message["From"] == "Palier <palier@palier.example.org>"
    assert mailbox.envelopes[0][0] == "palier@palier.example.org"
    assert message["Message-ID"].endswith("@palier.example.org>")
    body = message.get_content()
    assert "https://palier.example.org/mois/bail-de-securisation/2026-10/" in body
    assert "mardi 10 novembre 2026" in body
    assert "&#" not in body
    assert not list(message.iter_attachments())


def test_the_landlord_reads_it_once_frozen(mailbox, october, world):
    send(october)
    freeze(by=CLOCK, month=october, because=FrozenBecause.DAY_CAME, today=TODAY)
    mailbox.envelopes.clear()
    complete(version_id=current_version(october).pk, now=NOW)
    send(october)
    assert mailbox.recipients == emails(
        world.manager,
        world.other_manager,
        world.correspondent_orange,
        world.correspondent_apt,
        world.adviser,
        world.landlord_manager,
    )
    body = mailbox.messages[0].get_content()
    assert "est publié" in body
    assert "Non validé par Cap Habitat, Soligone." in body
    assert all(len(addresses) == 1 for _, addresses, _ in mailbox.envelopes)


def test_no_mail_tells_a_name_nor_carries_a_file(mailbox, programme, world):
    for day in (1, 5, 10):
        with time_machine.travel(morning(dt.date(2026, 11, day)), tick=False):
            keep_months(now=morning(dt.date(2026, 11, day)))
            work()
    kinds = list(Delivery.objects.values_list("kind", flat=True))
    assert {kinds.count(kind) for kind in ("PROVISIONAL", "REMINDER")} == {2}
    assert kinds.count("FROZEN") == 6
    assert len(mailbox.messages) == 10
    names = {person.last_name for person in Person.objects.all()} | {user.last_name for user in world.people.values()}
    numbers = {enrolment.file_number for enrolment in world.enrolments.values()}
    for message in mailbox.messages:
        assert message.get_content_type() == "text/plain"
        text = message["Subject"] + message.get_content()
        assert not [word for word in names | numbers if word in text]


def test_a_refused_recipient_is_recorded_and_tried_again_five_times(mailbox, october, world):
    mailbox.refused.add(world.manager.email)
    assert send(october) == 1
    refused = Delivery.objects.get(user=world.manager)
    assert (refused.attempts, refused.sent_at) == (1, None)
    assert refused.failure == "Adresse refusée par le serveur de messagerie (code 550)."
    assert send(october) == 0  # not at once
    for attempt in range(2, 8):
        moment = NOW + dt.timedelta(hours=attempt)
        with time_machine.travel(moment, tick=False):
            send_due(version_id=refused.version_id, now=moment)
    refused.refresh_from_db()
    assert refused.attempts == 5
    assert mailbox.recipients == [world.other_manager.email]


def test_a_server_that_comes_back_takes_it(mailbox, october, world):
    mailbox.is_full = True
    assert send(october) == 0
    assert set(Delivery.objects.values_list("failure", flat=True)) == {
        "Envoi refusé par le serveur de messagerie (code 452)."
    }
    mailbox.is_full = False
    moment = NOW + dt.timedelta(hours=1)
    with time_machine.travel(moment, tick=False):
        assert send_due(version_id=current_version(october).pk, now=moment) == 2
    assert mailbox.recipients == emails(world.manager, world.other_manager)
    assert set(Delivery.objects.values_list("failure", "attempts")) == {("", 2)}


def test_a_server_that_is_away_is_said(october, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send(october)
    assert set(Delivery.objects.values_list("failure", flat=True)) == {"Serveur de messagerie injoignable."}


def test_sent_twice_it_leaves_once(mailbox, october):
    send(october)
    send(october)
    assert len(mailbox.messages) == 2
    assert Event.objects.filter(verb="month.delivered").count() == 2


def test_what_a_dead_worker_took_is_sent_after_five_minutes(mailbox, october):
    Delivery.objects.update(attempts=1, tried_at=NOW)
    assert not due(NOW + dt.timedelta(minutes=4)).exists()
    later = NOW + dt.timedelta(minutes=6)
    with time_machine.travel(later, tick=False):
        assert send_due(version_id=current_version(october).pk, now=later) == 2


def test_nobody_is_asked_to_validate_what_is_frozen(mailbox, october):
    freeze(by=CLOCK, month=october, because=FrozenBecause.DAY_CAME, today=TODAY)
    assert send(october) == 0
    assert mailbox.messages == []


def test_a_closed_account_is_not_written_to(mailbox, october, world):
    world.manager.is_active = False
    world.manager.save()
    assert send(october) == 1
    assert Delivery.objects.get(user=world.manager).failure == "Ce compte est fermé."


def test_who_left_or_is_elsewhere_is_not_told(mailbox, october, world):
    gone = world.correspondent_orange
    gone.memberships.update(ended_on=dt.date(2026, 11, 20))
    p.UnitCorrespondentFactory._meta.model.objects.filter(user=gone).update(ended_on=dt.date(2026, 11, 20))
    freeze(by=CLOCK, month=october, because=FrozenBecause.DAY_CAME, today=TODAY)
    complete(version_id=current_version(october).pk, now=NOW)
    told = set(Delivery.objects.filter(kind=DeliveryKind.FROZEN).values_list("user", flat=True))
    assert gone.pk not in told
    for who in ("other_landlord_correspondent", "rental", "litigation", "cal_secretary", "lead", "admin"):
        assert getattr(world, who).pk not in told


def test_a_new_version_is_told_and_its_reason_is_not_mailed(mailbox, october, world):
    freeze(by=CLOCK, month=october, because=FrozenBecause.DAY_CAME, today=TODAY)
    version = reissue(by=world.manager.pk, month=october, reason="La fin de Mme Ferrand manquait.", today=TODAY)
    for one in MonthVersion.objects.all():
        complete(version_id=one.pk, now=NOW)
        send_due(version_id=one.pk, now=NOW)
    assert set(Delivery.objects.filter(kind=DeliveryKind.FROZEN).values_list("version", flat=True)) == {version.pk}
    body = mailbox.messages[0].get_content()
    assert "publié de nouveau\u00a0: la version 2" in body
    assert "Ferrand" not in body


def test_the_first_opening_is_read_in_the_journal(mailbox, october, world):
    version = current_version(october)
    send(october)
    for hour in (11, 15):
        with time_machine.travel(at(TODAY, hour), tick=False):
            record_read("month.opened", version, by=world.manager.pk)
    assert openings(version) == {world.manager.pk: at(TODAY, 11)}
    lines = {line.user_id: line for line in delivery_lines(version)}
    assert lines[world.manager.pk].opened_at == at(TODAY, 11)
    assert lines[world.manager.pk].name == "Martine Lopez"
    assert lines[world.other_manager.pk].opened_at is None
    assert lines[world.other_manager.pk].sent_at is not None

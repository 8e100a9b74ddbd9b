"""The mails that remind of a sublease's dates: to whom, once each, what they never say, when they stop."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from households.models import EnrolmentNaming, EnrolmentWorker
from leases.models import DateReminder
from leases.services.reminders import remind
from leases.tasks import remind_of_dates
from partners.models import Membership
from records.models import Event
from tests.days import TODAY, at
from tests.factories import households as h
from tests.leases.subleases import held, sublet
from tests.reporting.life.mailbox import served
from tests.world import adult_of

pytestmark = pytest.mark.django_db
EXAM, NOTICE = dt.date(2026, 12, 13), dt.date(2026, 12, 28)


@pytest.fixture
def mine(world):
    return sublet(world.mine, world.units["Orange"])


def told(day: dt.date) -> set[tuple[str, str]]:
    """Give to whom the clock writes on a day, and of what."""
    mail.outbox.clear()
    with time_machine.travel(at(day, 8), tick=False):
        remind(now=at(day, 8))
    lines = [(message.to[0], "avis" if "avis" in message.body else "examen") for message in mail.outbox]
    assert len(lines) == len(set(lines))
    return set(lines)


def test_each_date_is_reminded_of_once_a_stage_whatever_the_beat_does(world, mine):
    lead, landlord = world.lead.email, world.correspondent_orange.email
    assert told(EXAM - dt.timedelta(31)) == set()
    assert told(EXAM - dt.timedelta(30)) == {(lead, "examen")}
    assert told(EXAM - dt.timedelta(30)) == told(EXAM - dt.timedelta(16)) == set()
    # The beat was off: the second reminder is a day late, the notice's first one twelve days; each is told once.
    assert told(EXAM - dt.timedelta(3)) == {(landlord, "avis"), (lead, "avis"), (lead, "examen")}
    assert told(EXAM + dt.timedelta(1)) == {(lead, "examen")}
    assert told(NOTICE - dt.timedelta(7)) == {(landlord, "avis"), (lead, "avis")}
    assert told(NOTICE) == set()
    assert told(NOTICE + dt.timedelta(1)) == {(landlord, "avis"), (lead, "avis")}
    assert told(NOTICE + dt.timedelta(2)) == set()
    assert Event.objects.filter(verb="sublease.date_reminded", subject_id=world.mine.pk).count() == 9


def test_it_names_a_number_a_day_and_a_page_and_nobody(world, mine):
    with time_machine.travel(at(TODAY), tick=False):
        remind_of_dates()
    (message,) = mail.outbox
    assert message.subject == "Palier\u00a0: dossier 2026-0148, une date approche"
    assert "13 décembre 2026 (dans 22\u00a0jours)" in message.body
    assert f"/dossiers/{world.mine.pk}/bail/#slide" in message.body
    for leak in ("Bensaïd", adult_of(world.mine).first_name, mine.share.dwelling.address, "Orange", "Fabre"):
        assert leak not in message.subject + message.body


def test_a_refused_address_is_tried_again_and_nobody_is_told_twice(world, mine, settings):
    day, landlord = NOTICE - dt.timedelta(7), world.correspondent_orange.email
    with served() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        box.refused.add(landlord)
        for hour in (8, 9):
            with time_machine.travel(at(day, hour), tick=False):
                remind(now=at(day, hour))
            assert box.recipients == [world.lead.email, world.lead.email]  # the exam, the notice
        box.refused.clear()
        with time_machine.travel(at(day, 10), tick=False):
            remind(now=at(day, 10))
        assert sorted(box.recipients) == sorted([world.lead.email, world.lead.email, landlord])


def test_the_administrator_reads_whose_mails_do_not_arrive(world, mine, settings, client_of):
    pages = [reverse("partners:people"), reverse("partners:person", args=[world.correspondent_orange.pk])]
    admin = client_of(world.admin)
    said = "ourriels n’arrivent pas"

    def pages_say() -> set[bool]:
        return {said in admin.get(page).content.decode() for page in pages}

    with served() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        box.refused.add(world.correspondent_orange.email)
        for hour in (8, 9, 10, 11):
            remind(now=at(NOTICE - dt.timedelta(7), hour))
            DateReminder.objects.update(tried_at=at(NOTICE - dt.timedelta(8), hour))
        assert pages_say() == {False}  # it is tried once more
        remind(now=at(NOTICE - dt.timedelta(7), 12))
        assert pages_say() == {True}
        assert "Adresse refusée par le serveur" in admin.get(pages[1]).content.decode()
        assert said not in admin.get(reverse("partners:person", args=[world.lead.pk])).content.decode()
        box.refused.clear()
        remind(now=at(NOTICE + dt.timedelta(1), 8))
        DateReminder.objects.filter(alert="LATE").update(sent_at=at(NOTICE + dt.timedelta(300), 8))
        assert pages_say() == {False}


def test_what_is_held_is_reminded_of_no_more(world, mine):
    held(world, mine)
    assert told(EXAM + dt.timedelta(1)) == {(world.correspondent_orange.email, "avis"), (world.lead.email, "avis")}


def test_who_may_not_read_the_file_any_more_is_not_told(world, mine):
    EnrolmentWorker.objects.filter(enrolment=world.mine).update(ended_on=TODAY)
    EnrolmentNaming.objects.filter(enrolment=world.mine).update(ended_on=TODAY)
    manager = world.manager.email
    assert told(NOTICE - dt.timedelta(7)) == {(manager, "avis"), (manager, "examen")}
    Membership.objects.filter(user=world.manager).update(ended_on=TODAY)
    assert told(NOTICE + dt.timedelta(1)) == set()
    h.EnrolmentWorkerFactory.make(enrolment=world.mine, user=world.lead, association=world.soligone, started_on=TODAY)
    world.lead.is_active = False
    world.lead.save()
    assert told(NOTICE + dt.timedelta(1)) == set()
    assert not DateReminder.objects.filter(user=world.lead).exists()


def test_of_a_protected_household_only_the_list_is_told(world):
    sublet(world.protected, world.units["Apt"])
    h.EnrolmentNamingFactory.make(enrolment=world.protected, unit=world.units["Apt"], cause="LEASE_SIGNED")
    assert told(NOTICE - dt.timedelta(7)) == {(world.colleague.email, "avis"), (world.colleague.email, "examen")}


def test_the_rental_service_is_told_where_no_correspondent_is_named(world, mine):
    EnrolmentNaming.objects.filter(enrolment=world.mine).update(ended_on=TODAY)
    h.EnrolmentNamingFactory.make(
        enrolment=world.mine, landlord=world.landlord, unit=None, service="RENTAL", cause="REQUEST"
    )
    assert (world.rental.email, "avis") in told(NOTICE - dt.timedelta(7))


def test_a_closed_file_is_reminded_of_nothing(world, mine):
    world.mine.ended_on, world.mine.end_reason = TODAY, "OTHER"
    type(world.mine).objects.filter(pk=world.mine.pk).update(ended_on=TODAY)
    assert told(EXAM) == set()

"""The demonstration: made by services alone, the same each time, and everything in it agrees."""

import datetime as dt
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.urls import reverse

from accompaniments.enums import Outcome, State
from accompaniments.models import Accompaniment, Claim, Contact, Meeting
from households.models import Enrolment, EnrolmentNaming, HouseholdMember, Person, SearchEntry
from journeys.demo.cast import ACCOUNTS, PASSWORD
from journeys.selectors.consistency import findings
from partners.models import User
from partners.requests import load_reader
from records.models import Event
from tests.days import NOW, TODAY, at
from tests.journeys.seeding import played_once, seed


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    """Play a small one once for the file."""
    with played_once(django_db_blocker) as told:
        yield told


@pytest.fixture
def demonstration(small, db, frozen_day):
    return small


def test_everything_in_it_agrees(demonstration):
    assert findings(TODAY) == []
    assert Enrolment.objects.count() == 6
    assert "6 dossiers" in demonstration
    out = StringIO()
    call_command("check_consistency", stdout=out)
    assert "Tout s’accorde." in out.getvalue()


def test_every_account_signs_in_and_lands_on_her_home(demonstration, client):
    for account in ACCOUNTS:
        assert account.email in demonstration
        assert client.login(email=account.email, password=PASSWORD) or client.login(
            username=account.email, password=PASSWORD
        )
        response = client.get(reverse("home"), follow=True)
        assert response.status_code == 200, account.email
        client.logout()


def test_it_was_made_on_its_days(demonstration):
    assert not Event.objects.filter(at__gt=NOW).exists()
    assert Event.objects.filter(verb="meeting.logged", at__lt=at(TODAY) - dt.timedelta(days=90)).exists()
    late = [
        meeting
        for meeting in Meeting.objects.held()
        if abs(meeting.logged_at - meeting.starts_at) > dt.timedelta(days=2)
    ]
    assert late == []


def test_it_has_what_screens_must_show(demonstration):
    assert set(Meeting.objects.values_list("outcome", flat=True)) >= {Outcome.HELD, Outcome.PLANNED}
    assert Meeting.objects.filter(withdrawn_at__isnull=False).exists()
    assert Enrolment.objects.filter(is_protected=True).count() == 1
    assert not SearchEntry.objects.filter(enrolment__is_protected=True).exists()
    assert Accompaniment.objects.filter(state=State.REFERRED).exists()
    assert EnrolmentNaming.objects.exists()
    assert Contact.objects.exists()
    assert Claim.objects.exists()
    assert Meeting.objects.filter(held_on=TODAY, outcome=Outcome.PLANNED).exists()


def test_the_same_dice_give_the_same_people(demonstration, django_db_blocker):
    first = sorted(Person.objects.values_list("first_name", "last_name", "birth_on"))
    days = sorted(Meeting.objects.values_list("starts_at", "mode", "outcome"))
    _empty()
    seed()
    assert sorted(Person.objects.values_list("first_name", "last_name", "birth_on")) == first
    assert sorted(Meeting.objects.values_list("starts_at", "mode", "outcome")) == days


def test_other_dice_give_others(demonstration):
    first = set(Person.objects.values_list("first_name", "last_name"))
    _empty()
    seed(seed=7)
    assert set(Person.objects.values_list("first_name", "last_name")) != first


def test_a_household_never_has_two_of_the_same(demonstration):
    for household in Enrolment.objects.values_list("household_id", flat=True):
        names = list(
            HouseholdMember.objects.filter(household_id=household, ended_on__isnull=True).values_list(
                "person__first_name", "person__last_name"
            )
        )
        assert len(names) == len(set(names))


def test_the_reader_of_the_demonstration_sees_her_households(demonstration):
    user = User.objects.get(email="referente@soligone.example")
    reader = load_reader(user)
    assert Enrolment.objects.visible_to(reader).worked_by(reader).count() >= 2


def _empty():
    """Empty every table of ours, children first."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label != "contenttypes"]
    tables += [field.m2m_db_table() for model in apps.get_models() for field in model._meta.local_many_to_many]
    connection.check_constraints()  # PostgreSQL empties no table that has a check to come
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)

"""Funded measures: what their services write and refuse, who reads « Financement » and who writes it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniments.enums import ExitReason, State
from accompaniments.models import FundedMeasure, MeasureSuspension
from accompaniments.selectors import due
from accompaniments.selectors.measures import section
from accompaniments.services import measures as services
from accompaniments.services.endings import end_course
from foundation.refusals import Refused
from households.permissions import standing
from records.models import Event
from tests.accompaniments.endings.hands import course_of, ended
from tests.accompaniments.measures.hands import line_of, opened
from tests.days import TODAY, after, before
from tests.world import SINCE, enrol, reader_of

pytestmark = pytest.mark.django_db


def refused(act, **said) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        act(**said)
    return caught.value.reason, caught.value.field


def on(world, row, day):
    return {"by": world.manager.pk, "measure": row, "day": day, "today": TODAY}


def test_a_measure_is_opened_suspended_resumed_and_ended(world):
    row = opened(world)
    services.suspend(**on(world, row, before(20)))
    assert refused(services.suspend, **on(world, row, before(2)))[1] == "day"
    services.resume(**on(world, row, before(10)))
    assert refused(services.resume, **on(world, row, TODAY))[0] == "Cette mesure n’est pas suspendue."
    assert refused(services.close_measure, **on(world, row, before(15)))[1] == "day"
    services.close_measure(**on(world, row, before(1)))
    pause = MeasureSuspension.objects.get()
    assert (pause.started_on, pause.ended_on) == (before(20), before(11))
    row.refresh_from_db()
    assert row.ended_on == before(1)
    assert "terminée" in refused(services.close_measure, **on(world, row, TODAY))[0]
    verbs = Event.objects.filter(subject_id=world.mine.pk, verb__startswith="funded_measure.")
    assert {event.verb.partition(".")[2] for event in verbs} == {"opened", "suspended", "resumed", "ended"}


def test_a_household_has_one_measure_at_a_time_in_all_its_files(world):
    opened(world)
    assert refused(opened, world=world, started_on=TODAY, label="Projet")[1] == "started_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        FundedMeasure.objects.create(
            line=line_of(world.mine.version),
            accompaniment=course_of(world.mine),
            started_on=TODAY,
            recorded_by=world.lead.pk,
        )
    other = enrol(world.securisation, world.cap_habitat, world.other_worker)
    other.household = world.mine.household
    other.save()
    reason, field = refused(opened, world=world, started_on=TODAY, enrolment=other)
    assert (reason, field) == (services.ELSEWHERE, "started_on")  # nothing of a file that may not be hers


def test_what_is_refused(world):
    course = course_of(world.mine)
    said = {"by": world.manager.pk, "accompaniment": course, "started_on": TODAY, "today": TODAY}
    foreign = line_of(world.securisation, "Ailleurs")
    assert refused(services.open_measure, **said, line=foreign)[1] == "line"
    late = line_of(world.mine.version, "À venir", started_on=after(5))
    assert refused(services.open_measure, **said, line=late)[1] == "started_on"
    over = line_of(world.mine.version, "Finie", ended_on=after(5))
    assert refused(services.open_measure, **said, line=over, ended_on=after(6))[1] == "ended_on"
    for day in (SINCE - dt.timedelta(days=1), after(400)):
        assert refused(opened, world=world, started_on=day)[1] == "started_on"
    assert refused(opened, world=world, started_on=TODAY, ended_on=before(1))[1] == "ended_on"
    course.state = State.WATCHED
    course.save()
    assert "rouvrez-le" in refused(opened, world=world, started_on=TODAY)[0]
    assert not FundedMeasure.objects.exists()


def test_what_was_recorded_in_error_counts_for_nothing(world, client_of):
    row = opened(world)
    answer = client_of(world.manager).post(address("withdraw", world, row))
    assert answer.status_code == 302
    opened(world, label="Projet")
    assert "retirée" in refused(services.suspend, **on(world, row, TODAY))[0]


def test_the_end_of_a_course_ends_its_measure(world):
    row = opened(world)
    end_course(
        by=world.manager.pk,
        enrolment=world.mine,
        ended_on=before(1),
        exit_reason=ExitReason.LEFT_VOLUNTARILY,
        today=TODAY,
    )
    row.refresh_from_db()
    assert row.ended_on == before(1)


def test_a_watch_waits_for_the_end_of_the_measure(world):
    row = opened(world)
    ended(world, ended_on=before(10))
    lines = [line for line in due(reader_of(world.manager), [world.mine.pk]) if "mesure financée" in line.title]
    assert [line.url for line in lines] == [address("close", world, row)]
    services.close_measure(**on(world, row, before(10)))
    assert not [one for one in due(reader_of(world.manager), [world.mine.pk]) if "mesure financée" in one.title]


def address(name, world, *row):
    return reverse(f"accompaniments:measure_{name}", args=[world.mine.pk, *(one.pk for one in row)])


def support(client_of, user, world):
    return client_of(user).get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()


def test_the_manager_opens_a_measure_from_the_page(world, client_of):
    line = line_of(world.mine.version, "FNAVDL DALO", is_for_dalo=True)
    client = client_of(world.manager)
    assert "Aucune mesure financée" in support(client_of, world.manager, world)
    shown = client.get(address("open", world)).content.decode()
    assert "6\u00a0mesures" in shown
    sent = {"line": str(line.pk), "started_on": SINCE.isoformat(), "ended_on": ""}
    answer = client.post(address("open", world), sent, follow=True).content.decode()
    assert "DALO" in answer
    assert "en cours" in answer
    row = FundedMeasure.objects.get()
    for name, day in (("suspend", before(3)), ("resume", before(1)), ("close", TODAY)):
        assert client.get(address(name, world, row)).status_code == 200
        assert client.post(address(name, world, row), {"day": day.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert row.ended_on == TODAY
    sent["started_on"] = TODAY.isoformat()
    again = client.post(address("open", world), sent).content.decode()
    assert "qu’une à la fois" in again
    assert TODAY.isoformat() in again


def test_the_team_reads_it_and_nobody_else(world, client_of):
    row = opened(world, label="Ligne secrète")
    for user in (world.lead, world.manager):
        assert "Ligne secrète" in support(client_of, user, world)
    for user in (world.colleague, world.correspondent_orange, world.adviser, world.litigation):
        assert "Ligne secrète" not in support(client_of, user, world)
        assert "Financement" not in support(client_of, user, world)
    addresses = [address("open", world), *(address(name, world, row) for name in ("suspend", "resume", "close"))]
    for user in (world.lead, world.colleague, world.correspondent_orange, world.adviser):
        assert {client_of(user).get(url).status_code for url in addresses} == {403}
    for user in (world.other_worker, world.other_manager, world.rental, world.other_landlord_correspondent):
        for url in (*addresses, address("withdraw", world, row)):
            assert client_of(user).post(url, {"day": TODAY.isoformat()}).status_code == 404
    assert FundedMeasure.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"line": "x" * 9000, "started_on": "9999-12-31", "day": "9999-12-31"},
        {"line": "\x00", "started_on": "1899-01-01", "ended_on": "x", "day": "1899-01-01"},
    ],
)
def test_hostile_days_are_refused_on_the_page(world, client_of, sent):
    row = opened(world)
    for url in (address("open", world), *(address(name, world, row) for name in ("suspend", "resume", "close"))):
        assert client_of(world.manager).post(url, sent).status_code == 200
    assert FundedMeasure.objects.get().ended_on is None


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_queries_do_not_grow_with_the_measures(world, rows, django_assert_num_queries):
    line, course = line_of(world.mine.version), course_of(world.mine)
    for rank in range(rows):
        day = SINCE + dt.timedelta(days=rank)
        row = FundedMeasure.objects.create(
            line=line, accompaniment=course, started_on=day, ended_on=day, recorded_by=world.lead.pk
        )
        MeasureSuspension.objects.create(measure=row, started_on=day, ended_on=day, recorded_by=world.lead.pk)
    reader = reader_of(world.manager)
    hers = standing(reader, world.mine)
    with django_assert_num_queries(3):
        found = section(reader, world.mine, hers)
    assert found is not None
    assert len(found.measures) == rows

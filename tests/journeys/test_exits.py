"""A CAL dossier that an exit would leave open: withdrawn with it from its page, else asked for until somebody does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniments.enums import ExitReason, State
from accompaniments.models import Accompaniment
from accompaniments.services.endings import end_before_support
from journeys.selectors.todo import todo_page, worked_files
from leases.enums import FileEnd, FileState
from leases.models import FileChange
from records.models import Event
from tests.accompaniments.endings.hands import exit_grid, opened
from tests.days import TODAY, before
from tests.leases.course import drafted, parameters, scheduled
from tests.world import reader_of

pytestmark = pytest.mark.django_db
TODO = reverse("journeys:todo")
ENDED = {"exit_reason": "LEFT_VOLUNTARILY", "ended_on": before(2).isoformat(), "reason": "Parti à Nîmes."}


@pytest.fixture(autouse=True)
def known(world):
    parameters()


def left(world, dossier):
    end_before_support(
        by=world.manager.pk,
        enrolment=dossier.enrolment,
        ended_on=before(2),
        exit_reason=ExitReason.LEFT_VOLUNTARILY,
        today=TODAY,
    )
    return dossier


def test_the_page_of_the_exit_proposes_to_withdraw_it_and_one_act_does_both(world, client_of):
    dossier, _ = scheduled(world)
    client, url = client_of(world.manager), reverse("journeys:close", args=[dossier.enrolment.pk])
    page = client.get(url).content.decode()
    assert "Retirer aussi le dossier CAL qui reste ouvert" in page
    assert "ORA-0001 (inscrit en commission)" in page
    assert client.post(url, {**ENDED, "also_ends": "on"}).status_code == 302
    assert (dossier.again().state, dossier.file.end) == (FileState.CLOSED, FileEnd.WITHDRAWN)
    reason = FileChange.objects.filter(file=dossier.file).latest("recorded_at").reason
    assert "Nîmes" not in reason  # the landlord reads it
    ended = Event.objects.get(verb="enrolment.ended", subject_id=dossier.enrolment.pk)
    assert Event.objects.filter(verb__startswith="allocation_file", act=ended.act).exists()
    assert str(dossier.file.pk) not in client_of(world.lead).get(TODO).content.decode()


def test_left_open_it_is_asked_for_until_it_is_withdrawn(world, client_of):
    dossier = left(world, drafted(world))
    client, act = client_of(world.lead), reverse("journeys:cal_file_withdraw", args=[dossier.file.pk])
    for url in (TODO, reverse("home"), reverse("journeys:file", args=[dossier.enrolment.pk])):
        assert act in client.get(url).content.decode(), url
    for who in ("colleague", "other_worker"):
        page = client_of(world.people[who]).get(TODO).content.decode()
        assert act not in page
        assert "Lamartine" not in page
    assert client_of(world.other_worker).post(act, {"text": "Non"}).status_code == 404
    page = client.get(TODO).context["page"]
    assert [line.due.title for line in page.lines if line.card.enrolment_id == dossier.enrolment.pk] == [
        "Retirer le dossier CAL"
    ]
    client.post(act, {"text": "Le ménage est parti."})
    assert dossier.again().state == FileState.CLOSED
    assert act not in client.get(TODO).content.decode()


@pytest.mark.parametrize("months", [0, 6])
def test_an_end_that_is_validated_proposes_it_unless_a_watch_follows(world, client_of, months):
    dossier = drafted(world)
    course = Accompaniment.objects.filter(enrolment=dossier.enrolment)
    course.update(state=State.SUPPORTED, state_on=before(30))
    type(dossier.enrolment.version).objects.filter(pk=dossier.enrolment.version_id).update(watch_months=months)
    exit_grid(dossier.enrolment, before(1))
    row = opened(world, dossier.enrolment)
    client = client_of(world.manager)
    url = reverse("journeys:evaluation_validate", args=[dossier.enrolment.pk, row.pk])
    assert ("also_ends" in client.get(url).context["form"].fields) == (months == 0)
    assert client.post(url, {"version": row.version, "also_ends": "on"}).status_code == 302
    assert dossier.again().state == (FileState.DRAFT if months else FileState.CLOSED)


def test_what_is_asked_costs_the_same_for_one_and_for_four(world, django_assert_max_num_queries):
    first = left(world, drafted(world))

    def asked():
        reader = reader_of(world.lead)
        hers = worked_files(reader)
        lines = todo_page(reader, hers.files, hers.cards, None, "1").lines
        return sum(line.due.title == "Retirer le dossier CAL" for line in lines)

    with CaptureQueriesContext(connection) as one:
        assert asked() == 1
    for _ in range(3):
        left(world, drafted(world, first.announcement))
    with django_assert_max_num_queries(len(one)):
        assert asked() == 4

"""The pages of an end: who opens them, what each reads, what leaves for the landlord, hostile input."""

import uuid

import pytest
from django.urls import reverse

from accompaniments.enums import OrientationAnswer, State
from accompaniments.models import FinalEvaluation, Orientation
from accompaniments.services.evaluations import DRAFT_KIND
from foundation.timeline import Audience
from households.enums import HolderRole
from partners.enums import ServiceKind
from partners.models import Service
from tests.accompaniments.endings.hands import SECRET, STABLE, course_of, ended, exit_grid, opened, written
from tests.days import TODAY, before
from tests.factories import households as h
from tests.pdfs import text_of
from tests.world import adult_of

pytestmark = pytest.mark.django_db
CARE, FAMILY, QUIET = "Centre de soins du Ventoux", "Relais des familles", "Épicerie sociale du Lys"


def address(name, world, row=None):
    args = [world.mine.pk] if row is None else [world.mine.pk, row.pk]
    return reverse(f"journeys:{name}", args=args)


def page_of(client_of, user, url):
    answer = client_of(user).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def relay(world, name, *, audience=Audience.LANDLORD, is_sensitive=False):
    service = Service.objects.create(
        name=name, kind=ServiceKind.SOCIAL, is_sensitive=is_sensitive, towns="Orange", started_on=TODAY
    )
    Orientation.objects.create(
        enrolment=world.mine,
        service=service,
        oriented_on=before(3),
        is_relay=True,
        answer=OrientationAnswer.ACCEPTED,
        answered_on=before(2),
        audience=audience,
        association=world.soligone,
        recorded_by=world.lead.pk,
    )


def test_an_end_from_the_first_page_to_the_landlord(world, client_of):
    relay(world, FAMILY)
    relay(world, CARE, is_sensitive=True)
    relay(world, QUIET, audience=Audience.TEAM)
    worker, manager = client_of(world.lead), client_of(world.manager)
    sent = {"ended_on": before(1).isoformat(), "exit_reason": STABLE.value}
    answer = worker.post(address("evaluation_open", world), sent)
    row = FinalEvaluation.objects.get()
    assert answer.url == address("evaluation_write", world, row)
    words = {
        "landlord_text": "Parole pour le bailleur",
        "team_text": SECRET[0],
        "household_text": SECRET[1],
        "landlord_opinion": "",
        "watch_recommendation": SECRET[2],
        "version": "1",
    }
    assert worker.post(answer.url, {**sent, **words}).status_code == 302
    assert "grille de sortie" in page_of(client_of, world.manager, address("evaluation_validate", world, row))
    exit_grid(world.mine)
    assert manager.post(address("evaluation_validate", world, row), {"version": "2"}).status_code == 302
    assert course_of(world.mine).state == State.WATCHED
    shown = page_of(client_of, world.manager, address("evaluation_inform", world, row))
    assert FAMILY in shown
    for hidden in (CARE, QUIET, *SECRET):
        assert hidden not in shown
    assert (
        manager.post(address("evaluation_inform", world, row), {"landlord": str(world.landlord.pk)}).status_code == 302
    )
    for user in (world.correspondent_orange, world.adviser, world.litigation, world.lead):
        download = client_of(user).get(address("evaluation_information", world, row))
        assert download.status_code == 200
        assert "2026-0148" in download["Content-Disposition"]
        told = " ".join(text_of(b"".join(download.streaming_content)).split())
        assert "Parole pour le bailleur" in told
        assert FAMILY in told
        for hidden in (CARE, QUIET, *SECRET):
            assert hidden not in told


def test_the_landlord_reads_nothing_of_an_end_before_he_is_told(world, client_of):
    row = ended(world)
    for user in (world.correspondent_orange, world.adviser, world.litigation, world.other_worker, world.rental):
        client = client_of(user)
        for name in (
            "evaluation",
            "evaluation_information",
            "evaluation_write",
            "evaluation_validate",
            "evaluation_inform",
            "evaluation_report",
        ):
            assert client.get(address(name, world, row)).status_code == 404, name
    for name in ("journeys:file_support", "journeys:file"):
        for user in (world.correspondent_orange, world.adviser):
            shown = page_of(client_of, user, reverse(name, args=[world.mine.pk]))
            for hidden in (*SECRET, "Parole pour le bailleur", "Opinion du bailleur"):
                assert hidden not in shown


def test_another_holder_reads_what_is_for_the_landlord_and_no_more(world, client_of):
    h.EnrolmentHolderFactory.make(
        enrolment=world.mine, association=world.cap_habitat, role=HolderRole.ASSOCIATE, started_on=before(90)
    )
    row = ended(world)
    shown = page_of(client_of, world.other_worker, address("evaluation", world, row))
    assert "Parole pour le bailleur" in shown
    told = " ".join(
        text_of(client_of(world.other_worker).get(address("evaluation_report", world, row)).content).split()
    )
    for hidden in SECRET:
        assert hidden not in shown
        assert hidden not in told
    assert "Ressources du ménage" not in shown
    assert client_of(world.other_worker).get(address("evaluation_write", world, row)).status_code == 403


def test_the_team_reads_all_of_it(world, client_of):
    row = ended(world)
    shown = page_of(client_of, world.lead, address("evaluation", world, row))
    told = " ".join(text_of(client_of(world.lead).get(address("evaluation_report", world, row)).content).split())
    for word in (*SECRET, "Parole pour le bailleur", "Ressources du ménage"):
        assert word in shown
        assert word in told
    assert adult_of(world.mine).last_name not in shown.split("</title>")[0]


def test_a_worker_neither_validates_nor_informs(world, client_of):
    row = written(world)
    exit_grid(world.mine)
    client = client_of(world.lead)
    for name in ("evaluation_validate", "evaluation_inform"):
        assert client.get(address(name, world, row)).status_code == 403
        assert client.post(address(name, world, row), {"version": "2"}).status_code == 403
    assert course_of(world.mine).state == State.SUPPORTED


def test_what_was_typed_stays_when_someone_wrote_meanwhile(world, client_of):
    row = written(world)
    sent = {
        "ended_on": before(1).isoformat(),
        "exit_reason": STABLE.value,
        "version": "1",
        "team_text": "Mes mots à moi",
    }
    answer = client_of(world.lead).post(address("evaluation_write", world, row), sent)
    assert answer.status_code == 409
    assert "Mes mots à moi" in answer.content.decode()
    row.refresh_from_db()
    assert row.team_text == SECRET[0]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"ended_on": "9999-12-31", "exit_reason": "SLID"},
        {"ended_on": "0001-01-01", "exit_reason": "SLID"},
        {"ended_on": "31/02/2026", "exit_reason": "SLID"},
        {"ended_on": "2026-11-20", "exit_reason": "NOT_ELIGIBLE"},
        {"ended_on": "2026-11-20\x00", "exit_reason": "SLID" * 3000},
        {"ended_on": ["2026-11-20", "2020-01-01"], "exit_reason": ["X", "Y"]},
    ],
)
def test_hostile_words_are_refused_on_the_page(world, client_of, sent):
    answer = client_of(world.lead).post(address("evaluation_open", world), sent)
    assert answer.status_code == 200
    row = opened(world)
    for name in ("evaluation_write", "evaluation_validate"):
        user = world.manager
        answer = client_of(user).post(
            address(name, world, row), {**sent, "version": "1" * 400, "team_text": "x" * 20_000}
        )
        assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.version, row.team_text) == (1, "")


def test_unknown_or_foreign_ids_are_not_found(world, client_of):
    row = opened(world)
    client = client_of(world.lead)
    assert client.get(reverse("journeys:evaluation", args=[world.mine.pk, uuid.uuid4()])).status_code == 404
    assert client.get(reverse("journeys:evaluation", args=[world.colleagues.pk, row.pk])).status_code == 404


def test_the_form_keeps_drafts_by_evaluation(world, client_of):
    row = opened(world)
    shown = page_of(client_of, world.lead, address("evaluation_write", world, row))
    assert reverse("records:drafts", args=[DRAFT_KIND, row.pk]) in shown


def test_the_file_offers_its_end(world, client_of):
    shown = page_of(client_of, world.lead, reverse("journeys:file", args=[world.mine.pk]))
    assert address("evaluation_open", world) in shown
    early = page_of(client_of, world.manager, reverse("journeys:close", args=[world.mine.pk]))
    assert "évaluation finale" in early


def test_an_end_opened_by_mistake_is_abandoned_and_the_accompaniment_goes_on(world, client_of):
    row, client = written(world), client_of(world.lead)
    todo, abandon = reverse("journeys:todo"), address("evaluation_abandon", world, row)
    assert "Remplir la grille de sortie" in client.get(todo).text
    page = client.post(abandon, {"version": row.version}, follow=True).text
    assert "<dt>Abandonnée</dt>" in page
    assert "Parole d’équipe" in page
    assert abandon not in page
    assert client.post(address("evaluation_write", world, row), {}).status_code == 200
    assert "Remplir la grille de sortie" not in client.get(todo).text
    assert "elle ne change plus" in client.post(abandon, {"version": row.version + 1}, follow=True).text
    restore = address("evaluation_restore", world, row)
    assert restore in page
    page = client.post(restore, {"version": row.version + 1}, follow=True).text
    assert "Brouillon rétabli." in page
    assert restore not in page
    assert "Remplir la grille de sortie" in client.get(todo).text
    client.post(abandon, {"version": row.version + 2})
    assert course_of(world.mine).state == State.SUPPORTED
    assert opened(world).is_open

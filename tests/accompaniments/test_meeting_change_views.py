"""Meetings opened, corrected, withdrawn through the client: shaped for who reads, never overwritten by a stale page."""

import pytest
from django.urls import reverse

from accompaniments.enums import Outcome
from accompaniments.models import Meeting
from tests.accompaniments.meeting_pages import content_of, errors, new, page
from tests.days import before

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "status", "reads", "does_not"),
    [
        ("lead", 200, ["Parole d’équipe", "rue cachée", "45"], []),
        ("manager", 200, ["Parole d’équipe"], []),
        ("colleague", 200, ["Parole pour le bailleur", "45"], ["Parole d’équipe", "rue cachée", "/corriger/"]),
        ("correspondent_orange", 200, ["Parole pour le bailleur"], ["Parole d’équipe", "rue cachée", "14\u00a0h"]),
        ("adviser", 200, ["Parole pour le bailleur"], ["Parole d’équipe"]),
        ("other_worker", 404, [], ["Parole"]),
        ("correspondent_apt", 404, [], ["Parole"]),
        ("rental", 404, [], ["Parole"]),
        ("admin", 404, [], ["Parole"]),
    ],
)
def test_a_meetings_page_is_shaped_for_who_opens_it(world, client_of, logged, name, status, reads, does_not):
    response = client_of(getattr(world, name)).get(page("meeting", logged))
    html = response.content.decode()
    assert response.status_code == status
    for text in reads:
        assert text in html
    for text in does_not:
        assert text not in html


def test_an_absence_does_not_exist_for_the_landlord(world, client_of, logged):
    Meeting.objects.filter(pk=logged.pk).update(outcome=Outcome.NOT_PRESENT, minutes=None)
    assert client_of(world.correspondent_orange).get(page("meeting", logged)).status_code == 404
    assert client_of(world.colleague).get(page("meeting", logged)).status_code == 200


def test_a_meeting_is_found_in_its_own_file_only(world, client_of, logged):
    address = reverse("accompaniments:meeting", args=[world.colleagues.pk, logged.pk])
    assert client_of(world.lead).get(address).status_code == 404


@pytest.mark.parametrize("name", ["meeting_correct", "meeting_withdraw", "meeting_history"])
def test_who_may_not_write_is_told_why(world, client_of, logged, name):
    for who in ("colleague", "correspondent_orange"):
        response = client_of(getattr(world, who)).get(page(name, logged))
        assert response.status_code == 403
        assert "équipe" in response.content.decode()
    assert client_of(world.other_worker).get(page(name, logged)).status_code == 404


def test_after_saving_its_team_sees_it_as_each_circle(world, client_of, logged):
    client = client_of(world.lead)
    html = client.get(page("meeting", logged) + "?comme=LANDLORD").content.decode()
    assert "Vu comme le bailleur" in html
    assert "Marc Delorme" in html
    assert client.get(page("meeting", logged) + "?comme=nonsense").status_code == 200
    assert "Vu comme" not in client_of(world.colleague).get(page("meeting", logged) + "?comme=TEAM").content.decode()


def test_a_correction_is_written_with_its_reason(world, client_of, logged, typed):
    client = client_of(world.lead)
    response = client.get(page("meeting_correct", logged))
    assert response.context["form"].initial["length"] == "45"
    answer = typed | {"day": before(2).isoformat(), "time": "14:00", "length": "60", "version": "1", "reason": "Durée"}
    assert client.post(page("meeting_correct", logged), answer).status_code == 302
    assert Meeting.objects.get(pk=logged.pk).minutes == 60
    html = client.get(page("meeting_history", logged)).content.decode()
    assert "Durée" in html
    assert "45\u00a0min" in html
    assert "1\u00a0h" in html


def test_a_correction_without_reason_keeps_everything(world, client_of, logged, typed):
    answer = typed | {"version": "1", "part_0_text": "Texte corrigé"}
    response = client_of(world.lead).post(page("meeting_correct", logged), answer)
    assert set(errors(response)) == {"reason"}
    assert "Texte corrigé" in response.content.decode()


def test_two_correctors_see_both_texts_and_choose(world, client_of, logged, typed):
    same = typed | {"day": before(2).isoformat(), "time": "14:00", "reason": "Relecture", "place": "rue cachée"}
    theirs = same | {"version": "1", "length": "60", "part_0_text": "Texte de la responsable", "subjects": []}
    mine = same | {"version": "1", "length": "90", "part_0_text": "Mon texte", "subjects": []}
    assert client_of(world.manager).post(page("meeting_correct", logged), theirs).status_code == 302
    client = client_of(world.lead)
    response = client.post(page("meeting_correct", logged), mine)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Martine Lopez a corrigé cette rencontre" in html
    for text in ("Texte de la responsable", "Mon texte", 'name="keep_minutes"', 'name="keep_parts"', 'value="2"'):
        assert text in html
    assert Meeting.objects.get(pk=logged.pk).minutes == 60
    chosen = mine | {"version": "2", "keep_minutes": "theirs", "keep_parts": "mine"}
    assert client.post(page("meeting_correct", logged), chosen).status_code == 302
    content = content_of(logged)
    assert (content.minutes, content.parts[0].text) == (60, "Mon texte")


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "99", "9" * 400, "²"])
def test_a_version_that_is_none_saves_nothing(world, client_of, logged, typed, version):
    response = client_of(world.lead).post(page("meeting_correct", logged), typed | {"version": version, "reason": "R"})
    assert response.status_code == 200
    assert Meeting.objects.get(pk=logged.pk).version == 1


def test_correcting_what_is_only_planned_leads_to_logging_it(world, client_of, planned):
    response = client_of(world.lead).get(page("meeting_correct", planned))
    assert response.url == new(world.mine, f"?prevue={planned.pk}")


def test_a_withdrawn_meeting_is_struck_and_restored(world, client_of, logged):
    client = client_of(world.lead)
    assert errors(client.post(page("meeting_withdraw", logged), {"reason": ""})) != {}
    assert client.post(page("meeting_withdraw", logged), {"reason": "Mauvais dossier"}).status_code == 302
    assert "<del>" in client.get(page("meeting", logged)).content.decode()
    assert client_of(world.colleague).get(page("meeting", logged)).status_code == 404
    assert client_of(world.correspondent_orange).get(page("meeting", logged)).status_code == 404
    assert client.post(page("meeting_restore", logged)).status_code == 302
    assert Meeting.objects.kept().count() == 1


def test_posts_only_by_post(world, client_of, logged):
    client = client_of(world.lead)
    assert client.get(page("meeting_undo", logged)).status_code == 405
    assert client.get(page("meeting_restore", logged)).status_code == 405
    assert client.get(reverse("accompaniments:meeting_preview", args=[world.mine.pk])).status_code == 405

"""The pages of meetings through the client: the daily job, and everything that hostile or tired hands may send."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accompaniments.enums import Mode, Outcome, Subject
from accompaniments.models import Meeting, MeetingPart
from foundation.timeline import Audience
from households.models import Enrolment
from records.models import Draft, Event
from tests.accompaniments.meeting_pages import FETCH, content_of, errors, new, page
from tests.days import TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.world import adult_of

pytestmark = pytest.mark.django_db

# Logging ----------------------------------------------------------------------------------------------------


def test_the_form_opens_on_the_usual_answers(world, client_of):
    response = client_of(world.lead).get(new(world.mine))
    form = response.context["form"]
    assert response.status_code == 200
    assert (form.initial["day"], form.initial["time"], form.initial["length"]) == (TODAY, dt.time(10, 0), "45")
    assert form.initial["present"] == [str(adult_of(world.mine).pk)]
    assert "<title>Consigner une rencontre" in response.content.decode()
    assert "Bensaïd" not in response.content.decode().split("</title>")[0]


def test_a_visit_is_logged(world, client_of, typed):
    response = client_of(world.lead).post(new(world.mine), typed)
    assert response.status_code == 302
    assert response.url == reverse("journeys:file", args=[world.mine.pk])
    meeting = Meeting.objects.get()
    content = content_of(meeting)
    assert (content.mode, content.minutes, content.starts_at) == (Mode.HOME, 45, at(TODAY, 9))
    assert content.present == (adult_of(world.mine).pk,)
    assert content.subjects == (Subject.BUDGET,)
    assert [(part.text, part.audience) for part in content.parts] == [
        ("Parole d’équipe", Audience.TEAM),
        ("Parole pour le bailleur", Audience.LANDLORD),
    ]


def test_a_page_that_sends_itself_is_told_where_to_go(world, client_of, typed):
    response = client_of(world.lead).post(new(world.mine), typed, headers=FETCH)
    assert response.status_code == 204
    assert response["X-Location"] == reverse("journeys:file", args=[world.mine.pk])


def test_a_double_tap_makes_one(world, client_of, typed):
    client = client_of(world.lead)
    for _ in range(3):
        assert client.post(new(world.mine), typed).status_code == 302
    assert Meeting.objects.count() == 1


def test_an_expired_session_answers_401_and_saves_nothing(client, world, typed):
    response = client.post(new(world.mine), typed, headers=FETCH)
    assert response.status_code == 401
    assert Meeting.objects.count() == 0


def test_the_draft_of_the_tab_goes(world, client_of, typed):
    Draft.objects.create(
        user_id=world.lead.pk,
        kind="accompaniments.meeting",
        subject_id=world.mine.pk,
        tab="abc",
        text="{}",
        expires_at=at(after(9)),
    )
    client_of(world.lead).post(new(world.mine), typed | {"draft_tab": "abc"})
    assert not Draft.objects.exists()


def test_the_next_one_is_planned_with_it(world, client_of, typed):
    client_of(world.lead).post(
        new(world.mine), typed | {"next_day": after(12).isoformat(), "next_time": "14:00", "next_mode": "OFFICE"}
    )
    following = Meeting.objects.get(outcome=Outcome.PLANNED)
    assert (following.starts_at, following.mode) == (at(after(12), 14), Mode.OFFICE)


def test_undo_takes_it_back(world, client_of, typed):
    client = client_of(world.lead)
    client.post(new(world.mine), typed)
    meeting = Meeting.objects.get()
    assert client.post(page("meeting_undo", meeting)).status_code == 302
    assert not Meeting.objects.kept().exists()


def test_450_minutes_are_refused_and_every_word_is_kept(world, client_of, typed):
    response = client_of(world.lead).post(
        new(world.mine),
        typed | {"length": "OTHER", "minutes": "450", "part_1_text": "Un long récit", "next_day": "2026-12-03"},
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert errors(response) == {
        "minutes": ["450\u00a0minutes font 7\u00a0h\u00a030. Indiquez au plus 240 minutes."],
        "next_time": ["Indiquez aussi l’heure."],
    }
    assert Meeting.objects.count() == 0
    for kept in ('value="450"', "Un long récit", "Parole d’équipe", 'value="2026-12-03"', 'value="09:00"'):
        assert kept in html
    assert 'href="#id_minutes"' in html
    assert typed["sending_key"] in html


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": after(1).isoformat()}, "day"),
        ({"time": "10:30"}, "time"),
        ({"day": "1900-01-01"}, "day"),
        ({"day": "2099-01-01"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "hier"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": ""}, "day"),
        ({"time": ""}, "time"),
        ({"time": "25:61"}, "time"),
        ({"day": "2026-03-29", "time": "02:30"}, "time"),
        ({"mode": ""}, "mode"),
        ({"mode": "TELEPATHY"}, "mode"),
        ({"outcome": "PLANNED"}, "outcome"),
        ({"outcome": "🙂"}, "outcome"),
        ({"outcome": "CANCELLED"}, "cancelled_by"),
        ({"outcome": "CANCELLED", "cancelled_by": "<script>"}, "cancelled_by"),
        ({"length": ""}, "length"),
        ({"length": "46"}, "length"),
        ({"length": "OTHER", "minutes": ""}, "minutes"),
        ({"length": "OTHER", "minutes": "0"}, "minutes"),
        ({"length": "OTHER", "minutes": "-5"}, "minutes"),
        ({"length": "OTHER", "minutes": "4,5"}, "minutes"),
        ({"length": "OTHER", "minutes": "9" * 400}, "minutes"),
        ({"length": "OTHER", "minutes": "9" * 5000}, "minutes"),
        ({"present": []}, "present"),
        ({"present": ["moi"]}, "present"),
        ({"present": ["0f7c1d34-5b2f-4e3b-9a44-6a1f5f6a7b8c"]}, "present"),
        ({"subjects": ["ASTROLOGY"]}, "subjects"),
        ({"part_0_audience": "EVERYBODY"}, "part_0_audience"),
        ({"part_0_text": "x" * 10_001}, "part_0_text"),
        ({"next_day": "2026-12-03"}, "next_time"),
        ({"next_time": "10:00"}, "next_day"),
        ({"next_day": "2026-11-20", "next_time": "10:00"}, "next_day"),
        ({"next_day": "2099-11-20", "next_time": "10:00"}, "next_day"),
        ({"next_day": "2027-03-28", "next_time": "02:30"}, "next_time"),
        ({"next_day": "2026-12-03", "next_time": "10:00", "next_mode": "MOON"}, "next_mode"),
        ({"place": "x" * 201}, "place"),
        ({"day": "2026-05-01"}, "move_start"),
    ],
)
def test_hostile_and_tired_answers_are_told_beside_their_field(world, client_of, typed, changed, field):
    response = client_of(world.lead).post(new(world.mine), typed | changed)
    assert response.status_code == 200
    assert field in errors(response)
    assert Meeting.objects.count() == 0
    assert "Parole pour le bailleur" in response.content.decode()


def test_nothing_at_all_is_told_field_by_field(world, client_of):
    response = client_of(world.lead).post(new(world.mine), {})
    assert {"mode", "outcome", "day", "time"} <= set(errors(response))


def test_a_key_that_is_no_key_still_saves_once_asked(world, client_of, typed):
    for key in ("", "x", "null", "0" * 50):
        assert (
            client_of(world.lead)
            .post(new(world.mine), typed | {"sending_key": key, "confirm_overlap": "on"})
            .status_code
            == 302
        )


def test_null_bytes_fifty_parts_and_long_notes(world, client_of, typed):
    many = {f"part_{n}_text": f"Mot {n}" for n in range(50)}
    response = client_of(world.lead).post(new(world.mine), typed | many)
    assert "Une note a au plus 30 parties. Regroupez-en." in str(errors(response))
    for number in range(50):
        assert f"Mot {number}" in response.content.decode()
    long = {"part_0_text": "é" * 10_000, "part_1_text": "a\x00b", "place": "\x00"}
    assert client_of(world.lead).post(new(world.mine), typed | long).status_code == 302
    assert sorted(part.text for part in MeetingPart.objects.all()) == sorted(["é" * 10_000, "ab"])


def test_odd_part_names_are_no_parts(world, client_of, typed):
    odd = {"part_9999_text": "x", "part_-1_text": "x", "part_1e3_text": "x", "part__text": "x", "part_٣_text": "x"}
    assert client_of(world.lead).post(new(world.mine), typed | odd).status_code == 302
    assert MeetingPart.objects.count() == 2


def test_repeated_fields_take_the_last_answer(world, client_of, typed):
    repeated = typed | {"day": ["1900-01-01", TODAY.isoformat()], "mode": ["MOON", "PHONE"], "outcome": ["", "HELD"]}
    assert client_of(world.lead).post(new(world.mine), repeated).status_code == 302
    assert Meeting.objects.get().mode == Mode.PHONE


def test_a_part_without_audience_is_the_teams(world, client_of, typed):
    client_of(world.lead).post(new(world.mine), typed | {"part_1_audience": ""})
    assert set(MeetingPart.objects.values_list("audience", flat=True)) == {"TEAM"}


def test_people_of_another_household_are_refused(world, client_of, typed):
    response = client_of(world.lead).post(new(world.mine), typed | {"present": [str(adult_of(world.others).pk)]})
    assert errors(response)["present"] == ["Choisissez parmi les personnes du ménage."]
    assert "Oliveira" not in response.content.decode()


def test_two_at_one_hour_is_confirmed_with_one_box(world, client_of, typed):
    a.MeetingFactory.make(enrolment=world.others, worker=world.lead, starts_at=at(TODAY, 9, 15), minutes=30)
    client = client_of(world.lead)
    response = client.post(new(world.mine), typed)
    html = response.content.decode()
    assert set(errors(response)) == {"confirm_overlap"}
    assert 'name="confirm_overlap"' in html
    assert "Oliveira" not in html
    assert world.others.file_number not in html
    assert client.post(new(world.mine), typed | {"confirm_overlap": "on"}).status_code == 302


def test_before_the_file_a_box_moves_its_start(world, client_of, typed):
    client = client_of(world.lead)
    early = typed | {"day": "2026-05-01"}
    response = client.post(new(world.mine), early)
    assert "Déplacer le début du suivi au 1er mai 2026" in response.content.decode()
    assert client.post(new(world.mine), early | {"move_start": "on"}).status_code == 302
    assert Enrolment.objects.get(pk=world.mine.pk).started_on == dt.date(2026, 5, 1)


def test_a_household_without_anybody_is_met_anyway(world, client_of, typed):
    world.mine.household.members.update(ended_on=before(1))
    response = client_of(world.lead).get(new(world.mine))
    assert "Personne n’est encore inscrit" in response.content.decode()
    del typed["present"]
    response = client_of(world.lead).post(new(world.mine), typed)
    assert response.status_code in {200, 302}


# The planned one -----------------------------------------------------------------------------------------------


def test_the_planned_one_is_prefilled_then_logged_in_place(world, client_of, typed, planned):
    client = client_of(world.lead)
    form = client.get(new(world.mine, f"?prevue={planned.pk}")).context["form"]
    assert (form.initial["mode"], form.initial["time"], form.initial["purpose"]) == (
        "OFFICE",
        dt.time(9, 30),
        "Signer le dossier",
    )
    assert client.post(new(world.mine, f"?prevue={planned.pk}"), typed).status_code == 302
    assert Meeting.objects.get().pk == planned.pk
    again = client.get(new(world.mine, f"?prevue={planned.pk}"))
    assert again.url == page("meeting", planned)


def test_a_second_page_on_the_same_plan_saves_nothing_twice(world, client_of, typed, planned):
    client = client_of(world.lead)
    address = new(world.mine, f"?prevue={planned.pk}")
    client.post(address, typed)
    response = client.post(address, typed | {"sending_key": str(uuid.uuid4()), "part_0_text": "Autre récit"})
    assert response.status_code == 200
    assert "déjà consignée" in response.content.decode()
    assert "Autre récit" in response.content.decode()
    assert client.post(address, typed).status_code == 302


@pytest.mark.parametrize("named", ["x", "0", "' OR 1=1", "0f7c1d34-5b2f-4e3b-9a44-6a1f5f6a7b8c"])
def test_a_plan_that_is_none_does_not_exist(world, client_of, typed, named):
    client = client_of(world.lead)
    assert client.get(new(world.mine) + f"?prevue={named}").status_code == 404
    assert client.post(new(world.mine) + f"?prevue={named}", typed).status_code == 404


def test_another_files_plan_does_not_exist_here(world, client_of, typed):
    other = a.MeetingFactory.make(enrolment=world.colleagues, outcome=Outcome.PLANNED, minutes=None, purpose="Secret")
    client = client_of(world.lead)
    assert client.get(new(world.mine, f"?prevue={other.pk}")).status_code == 404
    assert client.post(new(world.mine, f"?prevue={other.pk}"), typed).status_code == 404
    assert Meeting.objects.get().outcome == Outcome.PLANNED


def test_a_plan_is_cancelled_by_its_own_form(world, client_of, planned):
    form = client_of(world.lead).get(new(world.mine, f"?prevue={planned.pk}&issue=CANCELLED")).context["form"]
    assert form.initial["outcome"] == "CANCELLED"


def test_planning_and_moving(world, client_of):
    client = client_of(world.lead)
    plan = reverse("accompaniments:meeting_plan", args=[world.mine.pk])
    assert client.get(plan).status_code == 200
    answer = {"mode": "HOME", "day": after(4).isoformat(), "time": "15:00", "sending_key": str(uuid.uuid4())}
    assert client.post(plan, answer).status_code == 302
    meeting = Meeting.objects.get()
    move = page("meeting_reschedule", meeting)
    assert client.get(move).status_code == 200
    moved = {"mode": "OFFICE", "day": after(6).isoformat(), "time": "09:30", "version": "1"}
    assert client.post(move, moved).status_code == 302
    assert Meeting.objects.get().starts_at == at(after(6), 9, 30)
    stale = client.post(move, moved | {"day": after(7).isoformat()})
    assert "corrigée par quelqu’un d’autre" in stale.content.decode()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"mode": "HOME", "day": "1900-01-01", "time": "10:00"},
        {"mode": "HOME", "day": before(1).isoformat(), "time": "10:00"},
        {"mode": "X", "day": "2026-12-01", "time": "10:00"},
        {"mode": "HOME", "day": "2026-12-01", "time": "10:00", "place": "x" * 10_000},
        {"mode": "HOME", "day": "2027-03-28", "time": "02:15"},
    ],
)
def test_bad_plans_are_told(world, client_of, answer):
    response = client_of(world.lead).post(reverse("accompaniments:meeting_plan", args=[world.mine.pk]), answer)
    assert response.status_code == 200
    assert errors(response)
    assert Meeting.objects.count() == 0


# Seeing it as others will -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", list(Audience))
def test_the_preview_shows_what_a_circle_would_read_and_keeps_nothing(world, client_of, typed, audience):
    url = reverse("accompaniments:meeting_preview", args=[world.mine.pk])
    response = client_of(world.lead).post(url, typed | {"voir": audience.value}, headers=FETCH)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert ("Parole d’équipe" in html) == (audience == Audience.TEAM)
    assert "Parole pour le bailleur" in html
    assert Meeting.objects.count() == Event.objects.filter(verb__startswith="meeting").count() == 0


def test_without_script_the_preview_gives_the_whole_page_back_without_reproach(world, client_of, typed):
    url = reverse("accompaniments:meeting_preview", args=[world.mine.pk])
    response = client_of(world.lead).post(url, typed | {"voir": "LANDLORD", "day": "", "length": "OTHER"})
    html = response.content.decode()
    assert errors(response) == {}
    assert "Vu comme le bailleur" in html
    assert "Parole d’équipe" in html  # in its box
    assert f'action="{new(world.mine)}"' in html


@pytest.mark.parametrize(
    "changed",
    [
        {"voir": "x"},
        {"mode": "x", "outcome": "x", "day": "x", "time": "x", "length": "x", "present": "x", "subjects": "x"},
        {"day": "1900-01-01", "time": "00:00"},
        {"length": "OTHER", "minutes": "9" * 5000},
        {"outcome": "CANCELLED"},
    ],
)
def test_the_preview_of_nonsense_is_no_error(world, client_of, typed, changed):
    url = reverse("accompaniments:meeting_preview", args=[world.mine.pk])
    client = client_of(world.lead)
    assert client.post(url, typed | changed, headers=FETCH).status_code == 200
    assert client.post(url, {}, headers=FETCH).status_code == 200


def test_a_protected_file_is_written_by_its_list_alone(world, client_of, typed):
    assert client_of(world.lead).get(new(world.protected)).status_code == 403
    assert client_of(world.lead).post(new(world.protected), typed).status_code == 403
    assert client_of(world.colleague).get(new(world.protected)).status_code == 200
    meeting = a.MeetingFactory.make(enrolment=world.protected, worker=world.colleague, mode=Mode.HOME)
    html = client_of(world.lead).get(page("meeting", meeting)).content.decode()
    for word in ("domicile", "Secrétan"):
        assert word not in html


def test_where_one_begins(world, client_of):
    url = reverse("accompaniments:meeting_choose")
    html = client_of(world.lead).get(url).content.decode()
    assert new(world.mine) in html
    assert new(world.colleagues) not in html
    assert client_of(world.correspondent_orange).get(url).status_code == 403
    assert client_of(world.admin).get(url).status_code == 403


def test_todays_plan_is_one_tap_away(world, client_of, planned):
    html = client_of(world.lead).get(reverse("accompaniments:meeting_choose")).content.decode()
    assert f"?prevue={planned.pk}" in html


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_form_costs_the_same_with_1_3_or_30_people(world, client_of, count, django_assert_max_num_queries):
    for _ in range(count):
        h.HouseholdMemberFactory.make(household=world.mine.household)
    client = client_of(world.lead)
    client.get(new(world.mine))
    with django_assert_max_num_queries(40):
        client.get(new(world.mine))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_choice_costs_the_same_with_1_3_or_30_households(world, client_of, count, django_assert_max_num_queries):
    for _ in range(count):
        enrolment = h.EnrolmentFactory.make(version=world.securisation)
        h.EnrolmentHolderFactory.make(enrolment=enrolment, association=world.soligone)
        h.EnrolmentWorkerFactory.make(enrolment=enrolment, user=world.lead, association=world.soligone)
    client = client_of(world.lead)
    client.get(reverse("accompaniments:meeting_choose"))
    with django_assert_max_num_queries(22):
        response = client.get(reverse("accompaniments:meeting_choose"))
    assert len(response.context["choices"]) == count + 1

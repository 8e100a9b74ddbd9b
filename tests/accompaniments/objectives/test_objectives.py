"""Objectives: who reads them, what a visit ticks, that nothing closes by itself, and what is awaited."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments import selectors as accompaniments
from accompaniments.enums import ObjectiveState, Outcome, Progress, State, Subject, WhoActs
from accompaniments.models import Accompaniment, Meeting, Objective, ObjectiveProgress
from accompaniments.readings.objectives import objectives
from accompaniments.rules.objectives import ObjectiveWords, word_refusals
from accompaniments.selectors.objectives import due_lines, section
from accompaniments.selectors.states import courses
from accompaniments.services import objectives as services
from accompaniments.services.meeting_changes import restore_meeting, withdraw_meeting
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.permissions import standing, standings
from records.models import Event
from tests.accompaniments.meeting_pages import new
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY, after, before
from tests.world import adult_of, reader_of

pytestmark = pytest.mark.django_db
SECRET = "Préparer le départ du domicile"
LEASE = "Reprendre le loyer courant"


@pytest.fixture
def course(world):
    return Accompaniment.objects.get(enrolment=world.mine)


@pytest.fixture
def fix(world, course):
    def _fix(title=LEASE, **said):
        on = said.pop("set_on", before(20))
        words = ObjectiveWords(**{"domain": Subject.BUDGET, "title": title, **said})
        return services.set_objective(by=world.lead.pk, accompaniment=course, words=words, set_on=on, today=TODAY)

    return _fix


@pytest.fixture
def typed(world):
    return {
        "mode": "HOME",
        "outcome": "HELD",
        "day": TODAY.isoformat(),
        "time": "09:00",
        "length": "45",
        "present": [str(adult_of(world.mine).pk)],
        "sending_key": "7f6f2a52-5f0f-4a31-9dfb-3f2d1c6a3b11",
    }


def tap(objective):
    return f"progress_{objective.pk.hex}"


def titles(user, enrolment):
    return {one.title for one in objectives(enrolment, standing(reader_of(user), enrolment))}


# Words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", [one for one in Subject if one.value not in Subject.LANDLORD_READS])
def test_a_landlord_is_never_given_what_does_not_concern_the_lease(domain):
    words = ObjectiveWords(domain=domain, title="x", audience=Audience.LANDLORD)
    assert "audience" in word_refusals(words, set_on=TODAY)


@pytest.mark.parametrize("domain", [Subject.HEALTH, Subject.FAMILY, Subject.EMPLOYMENT, Subject.ADHERENCE])
def test_nor_is_his_adviser_through_the_accord(domain):
    words = ObjectiveWords(domain=domain, title="x", audience=Audience.COORDINATION)
    assert "audience" in word_refusals(words, set_on=TODAY)


@pytest.mark.parametrize(("due_on", "is_refused"), [(before(1), True), (TODAY, False), (dt.date(2090, 1, 1), True)])
def test_a_term_comes_after_and_not_in_another_age(due_on, is_refused):
    words = ObjectiveWords(domain=Subject.BUDGET, title="x", due_on=due_on)
    assert ("due_on" in word_refusals(words, set_on=TODAY)) is is_refused


# Who reads ------------------------------------------------------------------------------------------------------


def test_each_circle_reads_its_own(world, fix):
    fix(SECRET, domain=Subject.FAMILY)
    fix("Ouvrir un compte", audience=Audience.ASSOCIATIONS)
    fix(LEASE, audience=Audience.LANDLORD)
    assert titles(world.lead, world.mine) == {SECRET, "Ouvrir un compte", LEASE}
    assert titles(world.colleague, world.mine) == {"Ouvrir un compte", LEASE}
    for user in (world.correspondent_orange, world.adviser, world.litigation):
        assert titles(user, world.mine) == {LEASE}
    for user in (world.other_worker, world.correspondent_apt, world.admin, world.landlord_manager):
        assert titles(user, world.mine) == set()


def test_the_landlord_reads_none_before_the_support_begins(world, course, fix):
    fix(LEASE, audience=Audience.LANDLORD)
    course.changes.update(to_state=State.READY)
    Accompaniment.objects.filter(pk=course.pk).update(state=State.READY)
    assert titles(world.lead, world.mine) == {LEASE}
    assert titles(world.correspondent_orange, world.mine) == set()


def test_no_page_of_the_landlord_tells_a_team_objective(world, fix, client_of):
    fix(SECRET)
    for user in (world.correspondent_orange, world.adviser, world.litigation, world.colleague):
        for name in ("journeys:file", "journeys:file_support", "journeys:file_meetings"):
            page = client_of(user).get(reverse(name, args=[world.mine.pk])).content.decode()
            assert SECRET not in page
    assert SECRET in client_of(world.lead).get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()


def test_events_tell_no_words(world, fix):
    fix(SECRET)
    assert all(SECRET not in str(event.details) for event in Event.objects.all())


# A visit --------------------------------------------------------------------------------------------------------


def test_a_visit_ticks_objectives_in_a_tap_each_and_leaves_the_others(world, fix, typed, client_of):
    worked, left = fix(), fix("Autre")
    page = client_of(world.lead).get(new(world.mine))
    assert page.context["form"][tap(worked)].value() == ""
    response = client_of(world.lead).post(new(world.mine), {**typed, tap(worked): "FORWARD", tap(left): ""})
    assert response.status_code == 302
    row = ObjectiveProgress.objects.get()
    assert (row.objective_id, row.progress, row.noted_on) == (worked.pk, Progress.FORWARD, TODAY)
    read = {
        one.id: one
        for one in section(reader_of(world.lead), world.mine, standing(reader_of(world.lead), world.mine)).open
    }
    assert read[worked.pk].progress_label.startswith("avance")
    assert read[left.pk].progress is None


def test_said_met_it_is_proposed_and_never_closed(world, fix, typed, client_of):
    objective = fix()
    client_of(world.lead).post(new(world.mine), {**typed, tap(objective): "ACHIEVED"})
    objective.refresh_from_db()
    assert objective.state == ObjectiveState.OPEN
    (line,) = _due(world.lead, world.mine)
    assert "confirmer" in line.title
    assert LEASE not in line.title + line.why
    services.change_objective(
        by=world.lead.pk,
        objective=objective,
        version=0,
        state=ObjectiveState.OPEN,
        effective_on=TODAY,
        reason="pas encore",
        today=TODAY,
    )
    assert _due(world.lead, world.mine) == []


def _due(user, enrolment):
    reader = reader_of(user)
    known = courses(reader, [enrolment.pk])
    return due_lines(reader, known, standings(reader, [enrolment]))


def test_a_correction_keeps_the_ticks_and_the_history_tells_them(world, fix, typed, client_of):
    objective = fix()
    client = client_of(world.lead)
    client.post(new(world.mine), {**typed, tap(objective): "BLOCKED"})
    meeting = Meeting.objects.get()
    address = reverse("accompaniments:meeting_correct", args=[world.mine.pk, meeting.pk])
    form = client.get(address).context["form"]
    assert form[tap(objective)].value() == "BLOCKED"
    said = {**typed, "version": "1", "reason": "durée", "length": "60", tap(objective): "BLOCKED"}
    assert client.post(address, said).status_code == 302
    assert ObjectiveProgress.objects.get().progress == Progress.BLOCKED
    said |= {"version": "2", tap(objective): "FORWARD"}
    assert client.post(address, said).status_code == 302
    assert ObjectiveProgress.objects.get().progress == Progress.FORWARD
    history = client.get(reverse("accompaniments:meeting_history", args=[world.mine.pk, meeting.pk])).content.decode()
    assert f"{LEASE}\u00a0: bloqué" in history


def test_withdrawing_a_meeting_strikes_its_progress_and_restoring_gives_it_back(world, fix, typed, client_of):
    objective = fix()
    client_of(world.lead).post(new(world.mine), {**typed, tap(objective): "FORWARD"})
    meeting = Meeting.objects.get()
    withdraw_meeting(by=world.lead.pk, meeting=meeting, reason="erreur")
    assert [one.progress for one in objectives(world.mine, standing(reader_of(world.lead), world.mine))] == [None]
    restore_meeting(by=world.lead.pk, meeting=meeting)
    assert [one.progress for one in objectives(world.mine, standing(reader_of(world.lead), world.mine))] == [
        Progress.FORWARD
    ]


def test_a_meeting_that_was_not_held_ticks_nothing(world, fix, typed, client_of):
    objective = fix()
    said = {**typed, "outcome": "NOT_PRESENT", tap(objective): "FORWARD"}
    assert client_of(world.lead).post(new(world.mine), said).status_code == 302
    assert Meeting.objects.get().outcome == Outcome.NOT_PRESENT
    assert not ObjectiveProgress.objects.exists()


def test_another_files_objective_is_not_ticked(world, fix, typed, client_of):
    other = Objective.objects.create(
        accompaniment=Accompaniment.objects.get(enrolment=world.colleagues),
        position=1,
        domain=Subject.BUDGET,
        title="x",
        set_on=TODAY,
        state_on=TODAY,
        recorded_by=world.colleague.pk,
    )
    client_of(world.lead).post(new(world.mine), {**typed, tap(other): "FORWARD"})
    assert not ObjectiveProgress.objects.exists()


def test_the_meeting_tells_its_objectives_to_its_own_circles(world, fix, typed, client_of):
    objective, shared = fix(SECRET), fix(LEASE, audience=Audience.LANDLORD)
    client_of(world.lead).post(new(world.mine), {**typed, tap(objective): "FORWARD", tap(shared): "FORWARD"})
    meeting = Meeting.objects.get()
    address = reverse("accompaniments:meeting", args=[world.mine.pk, meeting.pk])
    assert SECRET in client_of(world.lead).get(address).content.decode()
    assert SECRET not in client_of(world.colleague).get(address).content.decode()
    landlord = client_of(world.correspondent_orange).get(address).content.decode()
    assert SECRET not in landlord
    assert LEASE not in landlord


# Changes --------------------------------------------------------------------------------------------------------


def test_words_changed_are_kept_and_two_hands_do_not_overwrite(world, fix):
    objective = fix()
    words = ObjectiveWords(domain=Subject.BUDGET, title="Autrement dit", who=WhoActs.HOUSEHOLD)
    said = {"by": world.lead.pk, "objective": objective, "words": words, "today": TODAY}
    services.reword_objective(version=0, **said)
    with pytest.raises(services.StaleObjectiveError):
        services.reword_objective(version=0, **said)
    change = objective.changes.get()
    assert LEASE in change.before
    assert change.recorded_by == world.lead.pk


@pytest.mark.parametrize("day", [after(1), before(21)])
def test_a_state_is_not_changed_tomorrow_nor_before(world, fix, day):
    objective = fix()
    with pytest.raises(Refused) as refused:
        services.change_objective(
            by=world.lead.pk,
            objective=objective,
            version=0,
            state=ObjectiveState.ACHIEVED,
            effective_on=day,
            reason="",
            today=TODAY,
        )
    assert refused.value.field == "effective_on"


def test_order_is_the_workers(world, course, fix):
    first, second = fix("a"), fix("b")
    services.move_objective(by=world.lead.pk, objective=second, is_up=True)
    assert [row.title for row in course.objectives.order_by("position")] == ["b", "a"]
    services.move_objective(by=world.lead.pk, objective=second, is_up=True)
    services.move_objective(by=world.lead.pk, objective=first, is_up=False)
    assert [row.title for row in course.objectives.order_by("position")] == ["b", "a"]


def test_an_overdue_objective_is_due_to_its_team_alone(world, fix):
    fix(due_on=before(3))
    (line,) = [line for line in accompaniments.due(reader_of(world.lead), [world.mine.pk]) if "Objectif" in line.title]
    assert line.due_on == before(3)
    for user in (world.correspondent_orange, world.colleague, world.other_worker):
        lines = accompaniments.due(reader_of(user), [world.mine.pk])
        assert not [line for line in lines if "Objectif" in line.title]


# Pages ----------------------------------------------------------------------------------------------------------


def test_the_pages_go_from_the_file_and_back(world, client_of):
    client = client_of(world.lead)
    said = {"title": LEASE, "domain": "BUDGET", "who": "HOUSEHOLD", "set_on": TODAY.isoformat(), "audience": "LANDLORD"}
    address = reverse("accompaniments:objective_new", args=[world.mine.pk])
    refused = client.post(address, {**said, "domain": "HEALTH"})
    assert refused.status_code == 200
    assert LEASE in refused.content.decode()
    assert client.post(address, said).status_code == 302
    objective = Objective.objects.get()
    edit = reverse("accompaniments:objective_edit", args=[world.mine.pk, objective.pk])
    close = reverse("accompaniments:objective_close", args=[world.mine.pk, objective.pk])
    assert client.post(edit, {**said, "title": "Autre", "version": "0"}).status_code == 302
    stale = client.post(close, {"state": "ACHIEVED", "effective_on": TODAY.isoformat(), "version": "0"})
    assert stale.status_code == 409
    assert (
        client.post(close, {"state": "ACHIEVED", "effective_on": TODAY.isoformat(), "version": "1"}).status_code == 302
    )
    assert "Terminés" in client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()
    assert "<title>Modifier" in client.get(edit).content.decode()


def test_a_foreign_objective_is_not_found_through_ones_own_file(world, fix, client_of):
    objective = fix()
    for name in ("objective_edit", "objective_close", "objective_move"):
        address = reverse(f"accompaniments:{name}", args=[world.colleagues.pk, objective.pk])
        assert client_of(world.colleague).post(address).status_code == 404


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_refused_or_kept_never_an_error(world, fix, typed, client_of, hostile):
    objective = fix()
    client = client_of(world.lead)
    fields = ("title", "domain", "who", "set_on", "due_on", "criterion", "audience", "version", "state", "effective_on")
    said = dict.fromkeys((*fields, "reason", "sens"), hostile)
    for name in ("objective_edit", "objective_close", "objective_move"):
        address = reverse(f"accompaniments:{name}", args=[world.mine.pk, objective.pk])
        assert client.post(address, said).status_code in {200, 302, 409}
    assert client.post(reverse("accompaniments:objective_new", args=[world.mine.pk]), said).status_code in {200, 302}
    assert client.post(new(world.mine), {**typed, tap(objective): hostile}).status_code in {200, 302}


def test_queries_do_not_grow(world, fix, django_assert_max_num_queries):
    reader = reader_of(world.lead)
    hers = standing(reader, world.mine)
    for count in (1, 3, 30):
        for _ in range(count):
            fix()
        with django_assert_max_num_queries(4):
            section(reader, world.mine, hers)

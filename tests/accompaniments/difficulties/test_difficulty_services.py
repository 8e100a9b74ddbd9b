"""Difficulties through their services: what they write, what they refuse, whom they tell."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniments.enums import DifficultyAnswer, DifficultyState, Side, State
from accompaniments.models import Difficulty
from accompaniments.selectors import due, happened
from accompaniments.selectors.watch import watch_of
from accompaniments.services import watch
from accompaniments.tasks import mail_difficulty
from foundation.refusals import Refused
from households.models import EnrolmentNaming
from partners.enums import Role
from partners.models import Membership
from records.models import Event
from tests.accompaniments.difficulties.hands import answered, awaited_within, closed, reopened, reported
from tests.accompaniments.endings.hands import course_of, ended
from tests.accompaniments.watch.test_watch_services import HOME, stopped_on
from tests.days import TODAY, after, before
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import adult_of, enrol, reader_of

pytestmark = pytest.mark.django_db
ANSWERED = DifficultyAnswer.ANSWERED


@pytest.fixture(autouse=True)
def parameters(world):
    awaited_within(7)


@pytest.fixture
def watched(world):
    ended(world, ended_on=before(10))
    return course_of(world.mine)


def titles(user, enrolment):
    return [line.title for line in due(reader_of(user), [enrolment.pk])]


def fresh(row) -> Difficulty:
    return Difficulty.objects.get(pk=row.pk)


def test_the_team_reports_the_landlord_answers_the_team_closes(world):
    row = reported(world, side=Side.TEAM, text="La VMC ne marche plus.", today=before(9))
    assert (row.state, row.awaits, row.landlord) == ("OPEN", "LANDLORD", world.landlord)
    answered(world, row, ANSWERED, side=Side.LANDLORD, text="Un artisan passe jeudi.", today=before(8))
    assert (fresh(row).state, fresh(row).awaits, fresh(row).state_on) == ("ANSWERED", "", before(8))
    reopened(world, row, text="Personne n’est venu.", today=before(3))
    assert (fresh(row).state, fresh(row).awaits) == ("OPEN", "LANDLORD")
    answered(world, row, ANSWERED, side=Side.LANDLORD, today=before(2))
    closed(world, row, text="Réparée.", today=before(1))
    steps = list(row.steps.values_list("position", "to_state", "side", "made_on"))
    assert steps == [
        (1, "OPEN", "TEAM", before(9)),
        (2, "ANSWERED", "LANDLORD", before(8)),
        (3, "OPEN", "TEAM", before(3)),
        (4, "ANSWERED", "LANDLORD", before(2)),
        (5, "CLOSED", "TEAM", before(1)),
    ]
    verbs = Event.objects.filter(object_id=row.pk).order_by("at", "pk").values_list("verb", flat=True)
    assert sorted(verbs) == sorted(
        [
            "difficulty.reported",
            "difficulty.answered",
            "difficulty.reopened",
            "difficulty.answered",
            "difficulty.closed",
        ]
    )


def test_the_landlord_reports_and_closes_what_he_reported(world):
    row = reported(world)
    closed(world, row, side=Side.LANDLORD, text="Le loyer est arrivé.")
    assert fresh(row).state == DifficultyState.CLOSED
    reopened(world, row, side=Side.LANDLORD)
    assert (fresh(row).state, fresh(row).awaits) == ("OPEN", "TEAM")
    with pytest.raises(Refused, match="Répondez d’abord"):
        closed(world, row)


@pytest.mark.parametrize("act", [closed, reopened])
def test_the_landlord_does_not_settle_what_the_team_reported(world, act):
    row = reported(world, side=Side.TEAM)
    answered(world, row, ANSWERED, side=Side.LANDLORD)
    with pytest.raises(Refused, match="signalée par l’association"):
        act(world, row, side=Side.LANDLORD)


@pytest.mark.parametrize("act", [closed, reopened])
def test_an_end_and_a_reopening_say_why(world, act):
    row = reported(world)
    answered(world, row)
    with pytest.raises(Refused) as refused:
        act(world, row, text="  ")
    assert refused.value.field == "text"
    assert fresh(row).state == DifficultyState.ANSWERED


def test_a_household_named_to_nobody_is_not_reported_by_its_team(world):
    EnrolmentNaming.objects.filter(enrolment=world.mine).update(ended_on=before(1))
    with pytest.raises(Refused) as refused:
        reported(world, side=Side.TEAM)
    assert refused.value.field == "landlord"


def test_a_report_sent_twice_is_one(world):
    key = uuid.uuid4()
    assert reported(world, key=key).pk == reported(world, key=key).pk
    assert Difficulty.objects.count() == 1
    with pytest.raises(Refused, match="déjà servi"):
        reported(world, by=world.litigation, key=key)


def test_two_clicks_reopen_the_accompaniment(world, watched):
    row = reported(world)
    with pytest.raises(Refused) as refused:
        answered(world, row, DifficultyAnswer.REOPENED)
    assert refused.value.field == "is_agreed"
    assert fresh(row).state == DifficultyState.OPEN
    answered(world, row, DifficultyAnswer.REOPENED, is_agreed=True)
    assert course_of(world.mine).state == State.SUPPORTED
    assert watch_of(course_of(world.mine), world.mine).is_interrupted
    assert row.steps.get(to_state="ANSWERED").answer == "REOPENED"
    with pytest.raises(Refused, match="déjà sa réponse"):
        answered(world, row, DifficultyAnswer.HANDLED)


def test_nothing_is_reported_nor_reopened_once_the_file_is_over(world, watched):
    row = reported(world)
    answered(world, row, DifficultyAnswer.NOT_REOPENED)
    stopped_on(world.mine, dt.date(2024, 11, 10))
    with pytest.raises(Refused, match="veille est terminée"):
        reported(world)
    with pytest.raises(Refused, match="veille est terminée"):
        reopened(world, row)
    last_on = dt.date(2026, 11, 10)
    watch.end_watch(by=world.manager.pk, accompaniment=course_of(world.mine), ended_on=last_on, now=HOME, today=TODAY)
    with pytest.raises(Refused, match="suivi est terminé"):
        reported(world, side=Side.TEAM)
    closed(world, row)
    assert fresh(row).state == DifficultyState.CLOSED


def test_what_is_awaited_says_its_day_and_its_source(world):
    row = reported(world, today=before(3))
    (line,) = [one for one in due(reader_of(world.lead), [world.mine.pk]) if "bailleur" in one.title]
    assert line.due_on == after(4)  # seven days after before(3)
    assert "7\u00a0jours (proposition de Palier, à confirmer)" in line.why
    answered(world, row)
    assert "Répondre au bailleur\u00a0: impayé" not in titles(world.lead, world.mine)
    hers = reported(world, side=Side.TEAM)
    assert "Clore une difficulté\u00a0: impayé" not in titles(world.lead, world.mine)
    answered(world, hers, ANSWERED, side=Side.LANDLORD)
    assert "Clore une difficulté\u00a0: impayé" in titles(world.lead, world.mine)
    closed(world, hers)
    assert "Clore une difficulté\u00a0: impayé" not in titles(world.lead, world.mine)
    assert titles(world.colleague, world.mine) == []


def test_due_lines_cost_the_same_for_one_file_and_for_ten(world, watched, django_assert_max_num_queries):
    files = [world.mine]
    for rank in range(9):
        other = enrol(world.securisation, world.soligone, world.lead, file_number=f"2026-03{rank:02}")
        ended(world, other, ended_on=before(10))
        reported(world, other)
        files.append(other)
    reader = reader_of(world.lead)
    with CaptureQueriesContext(connection) as one:
        due(reader, [files[1].pk])
    with django_assert_max_num_queries(len(one)):
        assert len(due(reader, [file.pk for file in files])) >= 9


def _mailed(row):
    mail.outbox.clear()
    mail_difficulty(difficulty_id=str(row.pk))
    return [message.to for message in mail.outbox]


def test_a_report_reaches_the_lead_worker_by_a_mail_without_a_name(world, watched):
    row = reported(world, text="Madame Bensaïd ne paie plus.")
    assert _mailed(row) == [[world.lead.email]]
    sent = mail.outbox[0].subject + mail.outbox[0].body
    for leak in ("Bensaïd", "paie", "2026-0148", adult_of(world.mine).first_name, "impayé"):
        assert leak not in sent
    assert str(row.pk) in sent
    answered(world, row, DifficultyAnswer.NOT_REOPENED)
    assert _mailed(row) == [[world.correspondent_orange.email]]
    closed(world, row)
    assert _mailed(row) == []


def test_a_report_of_the_team_reaches_those_to_whom_the_household_is_named(world):
    row = reported(world, side=Side.TEAM)
    (told,) = _mailed(row)
    assert set(told) == {world.correspondent_orange.email, world.adviser.email, world.litigation.email}
    Membership.objects.filter(user=world.litigation).update(ended_on=before(1))
    world.adviser.is_active = False
    world.adviser.save()
    assert _mailed(row) == [[world.correspondent_orange.email]]


def test_of_a_protected_household_only_the_list_is_told(world):
    row = reported(world, side=Side.TEAM)
    world.mine.is_protected = True
    world.mine.save()
    assert _mailed(row) == []
    protection = h.AddressProtectionFactory.make(enrolment=world.mine)
    h.ProtectedReaderFactory.make(protection=protection, user=world.adviser)
    assert _mailed(row) == [[world.adviser.email]]


def test_without_a_lead_worker_the_managers_are_told(world):
    world.mine.workers.all().delete()
    row = reported(world)
    assert _mailed(row) == [[world.manager.email]]
    Membership.objects.filter(user=world.manager).delete()
    assert _mailed(row) == []


def test_another_of_the_same_landlord_is_not_told(world):
    """A correspondent of another unit, an adviser of another landlord: neither hears of it."""
    other = p.UserFactory.make()
    p.MembershipFactory.make(user=other, organisation=world.other_landlord, role=Role.LANDLORD_SOCIAL_ADVISER)
    (told,) = _mailed(reported(world, side=Side.TEAM))
    assert not {other.email, world.correspondent_apt.email, world.other_landlord_correspondent.email} & set(told)


def test_the_timeline_tells_both_sides_the_same(world):
    row = reported(world, text="Parole du bailleur", today=before(4))
    answered(world, row, text="Parole de l’association", today=before(2))
    closed(world, row, text="Parole de fin")
    for user in (world.lead, world.colleague, world.correspondent_orange):
        lines = [line for line in happened(reader_of(user), world.mine) if "Parole" in str(line.parts)]
        assert [line.on for line in lines] == [TODAY, before(2), before(4)]
    assert not [line for line in happened(reader_of(world.other_worker), world.mine) if "Parole" in str(line.parts)]

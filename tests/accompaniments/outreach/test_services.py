"""Writes of the ladder: states, refusals, one event each, the notice in the same act."""

import datetime as dt
import uuid

import pytest

from accompaniments.enums import AttemptKind, AttemptResult, FailureAnswer, State
from accompaniments.models import ContactAttempt, ContactFailure
from accompaniments.selectors.course import course as course_of
from accompaniments.selectors.due import due
from accompaniments.services import outreach_failures as failures
from accompaniments.services.outreach import Became, Made, follow_attempt, record_attempt, withdraw_attempt
from foundation.refusals import Refused
from households.models import Enrolment, InformationNotice
from households.selectors import clocks as household_clocks
from records.models import Event, StoredFile
from tests.accompaniments.outreach.conftest import SECRET
from tests.days import TODAY, after, before
from tests.factories import accompaniments as a
from tests.pdfs import one_page
from tests.world import reader_of

SIMPLE, REGISTERED, VISIT = AttemptKind.LETTER_SIMPLE, AttemptKind.LETTER_REGISTERED, AttemptKind.SITE_VISIT


def state_of(course):
    course.refresh_from_db()
    return course.state


def titles(world, who):
    return [line.title for line in due(reader_of(who), [world.mine.pk])]


def test_the_first_attempt_opens_the_contact(course, attempt):
    attempt(SIMPLE, 20, rung=1)
    assert state_of(course) == State.CONTACTING
    assert course.state_on == before(20)
    attempt(REGISTERED, 10, rung=2)
    assert course.changes.count() == 2
    event = Event.objects.filter(verb="attempt.made").latest("at")
    assert event.details == {
        "kind": "LETTER_REGISTERED",
        "rung": 2,
        "sent_on": before(10).isoformat(),
        "result": "PENDING",
    }


def test_after_the_diagnosis_the_state_moves_only_when_asked(course, attempt):
    course.state = State.DIAGNOSED
    course.save()
    attempt(AttemptKind.PHONE, 3)
    assert state_of(course) == State.DIAGNOSED
    attempt(SIMPLE, 2, rung=1, returns_to_contacting=True)
    assert state_of(course) == State.CONTACTING


def test_it_runs_during_the_support_without_moving_it(world, course, attempt):
    course.state = State.SUPPORTED
    course.save()
    attempt(SIMPLE, 12, rung=1)
    assert state_of(course) == State.SUPPORTED
    assert "Envoyer le courrier recommandé" in titles(world, world.lead)


@pytest.mark.parametrize(
    ("kind", "days", "field"),
    [(SIMPLE, -1, "sent_on"), (SIMPLE, 96, "sent_on"), (REGISTERED, 5, "kind"), (VISIT, 5, "kind")],
)
def test_a_wrong_day_or_a_wrong_rung_is_refused(attempt, kind, days, field):
    with pytest.raises(Refused) as refused:
        attempt(kind, days, rung=1)
    assert refused.value.field == field
    assert not ContactAttempt.objects.exists()


def test_a_forgotten_letter_is_a_rung_before_what_was_tried_beside_the_ladder(attempt):
    attempt(AttemptKind.PHONE, 10, result=AttemptResult.NO_ANSWER)
    attempt(SIMPLE, 20, rung=1)
    with pytest.raises(Refused, match="précédente est plus récente"):
        attempt(REGISTERED, 21, rung=2)


def test_two_colleagues_do_not_climb_one_rung_twice(attempt):
    attempt(SIMPLE, 20, rung=1)
    with pytest.raises(Refused, match="déjà faite"):
        attempt(SIMPLE, 19, rung=1)


def test_a_form_sent_twice_is_made_once(world, course):
    key = uuid.uuid4()
    sent = {"accompaniment": course, "kind": SIMPLE, "sent_on": TODAY, "sending_key": key, "today": TODAY}
    made = Made(one_page(), "courrier.pdf", gives_notice=True)
    first = record_attempt(by=world.lead.pk, made=made, **sent)
    assert record_attempt(by=world.lead.pk, made=made, **sent).pk == first.pk
    assert StoredFile.objects.filter(kind="accompaniments.outreach_letter").count() == 1
    with pytest.raises(Refused, match="déjà servi"):
        record_attempt(by=world.manager.pk, **sent)


def test_the_first_letter_gives_the_notice_in_the_same_act_and_takes_it_back(world, course, attempt):
    first = attempt(SIMPLE, 20, rung=1, made=Made(one_page(), "a.pdf", gives_notice=True))
    notice = InformationNotice.objects.get()
    assert (notice.given_on, notice.means) == (before(20), "LETTER")
    again = attempt(SIMPLE, 20, made=Made(one_page(), "b.pdf", gives_notice=True))
    withdraw_attempt(by=world.lead.pk, attempt=again, reason="Fait deux fois")
    assert InformationNotice.objects.get() == notice
    withdraw_attempt(by=world.lead.pk, attempt=first, reason="Non envoyée")
    assert not InformationNotice.objects.exists()
    assert "Remettre la notice d’information" in {
        line.title for line in household_clocks.due(reader_of(world.lead), [world.mine.pk])
    }
    attempt(SIMPLE, 10, rung=1, made=Made(one_page(), "c.pdf", gives_notice=True))
    assert InformationNotice.objects.get().given_on == before(10)


def test_a_refused_letter_leaves_no_file(attempt):
    with pytest.raises(Refused):
        attempt(SIMPLE, 20, rung=3, made=Made(one_page(), "a.pdf"))
    assert not StoredFile.objects.exists()


def test_a_registered_number_may_come_later_and_presentation_moves_the_next_date(world, attempt):
    attempt(SIMPLE, 30, rung=1)
    row = attempt(REGISTERED, 20, rung=2)
    assert row.tracking_number == ""
    [line] = [line for line in due(reader_of(world.lead), [world.mine.pk]) if line.title == "Passer voir le ménage"]
    assert line.due_on == before(5)
    follow_attempt(
        by=world.lead.pk,
        attempt=row,
        became=Became(tracking_number="1A 123 456 7890 1", presented_on=before(17)),
        note="",
        today=TODAY,
    )
    row.refresh_from_db()
    assert row.tracking_number == "1A12345678901"
    [line] = [line for line in due(reader_of(world.lead), [world.mine.pk]) if line.title == "Passer voir le ménage"]
    assert line.due_on == before(2)
    assert "436148" in line.why
    assert "Fiche projet 2, à confirmer" in line.why


def test_a_result_before_the_sending_is_refused(world, attempt):
    row = attempt(SIMPLE, 20, rung=1)
    with pytest.raises(Refused) as refused:
        follow_attempt(
            by=world.lead.pk,
            attempt=row,
            became=Became(result=AttemptResult.MET, result_on=before(21)),
            note="",
            today=TODAY,
        )
    assert refused.value.field == "result_on"


def test_a_success_stops_the_ladder(world, attempt):
    row = attempt(SIMPLE, 20, rung=1)
    follow_attempt(
        by=world.lead.pk,
        attempt=row,
        became=Became(result=AttemptResult.ANSWERED, result_on=before(1)),
        note="",
        today=TODAY,
    )
    assert "Envoyer le courrier recommandé" not in titles(world, world.lead)
    row.refresh_from_db()
    assert row.result_on == before(1)


def test_a_meeting_logged_elsewhere_asks_for_the_result_and_no_further_rung(world, attempt):
    attempt(SIMPLE, 20, rung=1)
    a.MeetingFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead, held_on=before(2))
    shown = titles(world, world.lead)
    assert "Noter le résultat de la relance" in shown
    assert "Envoyer le courrier recommandé" not in shown


def test_withdrawing_the_only_attempt_takes_its_step_back(world, course, attempt):
    row = attempt(SIMPLE, 20, rung=1)
    with pytest.raises(Refused, match="pourquoi"):
        withdraw_attempt(by=world.lead.pk, attempt=row, reason=" ")
    withdraw_attempt(by=world.lead.pk, attempt=row, reason="Mauvais dossier")
    withdraw_attempt(by=world.lead.pk, attempt=row, reason="Mauvais dossier")
    assert state_of(course) == State.REVIEWING
    assert course.changes.count() == 3
    assert ContactAttempt.objects.get().withdrawal_reason == "Mauvais dossier"
    attempt(SIMPLE, 10, rung=1)
    assert state_of(course) == State.CONTACTING


def awaited(world, who):
    reader = reader_of(who)
    steps = course_of(reader, Enrolment.objects.get(pk=world.mine.pk), due(reader, [world.mine.pk]))
    return [(one.text, one.act) for step in steps for one in step.awaited]


def ask(world, course, by=None):
    return failures.ask_failure(by=(by or world.lead).pk, accompaniment=course, note=SECRET, today=TODAY)


def confirm(world, failure, by=None, *, is_lead=False, attempts=None):
    course = failure.accompaniment
    known = attempts if attempts is not None else list(course.attempts.values_list("pk", flat=True))
    return failures.confirm_failure(
        by=(by or world.manager).pk,
        failure=failure,
        is_lead=is_lead,
        proof=one_page(),
        proof_name="preuve.pdf",
        attempts=known,
        today=TODAY,
    )


def test_the_team_asks_the_manager_confirms_with_the_proof(world, course, exhausted):
    assert "Dire si le contact est infructueux" in titles(world, world.lead)
    failure = ask(world, course)
    assert state_of(course) == State.CONTACTING
    assert "Confirmer le contact infructueux" in titles(world, world.manager)
    assert "Confirmer le contact infructueux" not in titles(world, world.lead)
    assert any("La responsable est attendue" in said for said, _ in awaited(world, world.lead))
    assert not any("est attendue\u00a0: elle" in said for said, _ in awaited(world, world.manager))
    with pytest.raises(Refused, match="déjà reçu"):
        ask(world, course)
    row = confirm(world, failure)
    assert state_of(course) == State.CONTACT_FAILED
    for who, act in ((world.lead, "Reprendre le contact"), (world.manager, "Clore le suivi")):
        (line,) = [one for one in due(reader_of(who), [world.mine.pk]) if one.title.startswith("Reprendre la prise")]
        assert (line.due_on, line.act) == (after(world.sauvegarde.outreach_last_wait), act)
        assert (line.title, act) in awaited(world, who)
    assert ("Le suivi peut aussi être clos.", "") in awaited(world, world.lead)
    assert ("Le ménage n’a pas répondu.", "Reprendre la prise de contact") in awaited(world, world.manager)
    assert row.proof is not None
    with pytest.raises(Refused):
        confirm(world, failure)
    with pytest.raises(Refused):
        withdraw_attempt(by=world.lead.pk, attempt=exhausted[0], reason="erreur")


def test_nobody_confirms_her_own_asking_unless_she_leads(world, course, exhausted):
    failure = ask(world, course, by=world.manager)
    with pytest.raises(Refused, match="autre responsable"):
        confirm(world, failure)
    assert not StoredFile.objects.exists()
    confirm(world, failure, is_lead=True)


def test_it_cannot_be_asked_before_the_last_wait_is_over(world, course, attempt):
    for kind, days, rung in ((SIMPLE, 45, 1), (REGISTERED, 35, 2), (VISIT, 20, 3), (VISIT, 9, 4)):
        attempt(kind, days, rung=rung)
    with pytest.raises(Refused, match="court encore 1\u00a0jour"):
        ask(world, course)


def test_what_changes_between_asking_and_confirming_stops_it(world, course, exhausted, attempt):
    failure = ask(world, course)
    seen = [row.pk for row in exhausted]
    attempt(AttemptKind.PHONE, 1)
    with pytest.raises(Refused, match="vient d’être"):
        confirm(world, failure, attempts=seen)
    assert state_of(course) == State.CONTACTING


def test_an_answer_meanwhile_makes_it_lapse(world, course, exhausted, attempt):
    ask(world, course)
    attempt(AttemptKind.PHONE, 0, result=AttemptResult.ANSWERED)
    assert ContactFailure.objects.get().answer == FailureAnswer.LAPSED


def test_the_manager_gives_it_back_with_what_is_left_to_try(world, course, exhausted):
    failure = ask(world, course)
    with pytest.raises(Refused, match="reste à tenter"):
        failures.decline_failure(by=world.manager.pk, failure=failure, reason=" ", today=TODAY)
    failures.decline_failure(by=world.manager.pk, failure=failure, reason="Voir le CCAS", today=TODAY)
    assert state_of(course) == State.CONTACTING
    ask(world, course)


def test_someone_who_comes_forward_starts_again(world, course, exhausted, attempt):
    confirm(world, ask(world, course))
    with pytest.raises(Refused, match="reprenez"):
        attempt(AttemptKind.PHONE, 0)
    failures.restart_contact(
        by=world.lead.pk, accompaniment=course, effective_on=TODAY, reason="Venue à la permanence", today=TODAY
    )
    assert state_of(course) == State.CONTACTING
    row = attempt(SIMPLE, 0, rung=1)
    assert row.rung == 1
    with pytest.raises(Refused, match="preuve d’un contact infructueux"):
        withdraw_attempt(by=world.lead.pk, attempt=exhausted[0], reason="erreur")
    withdraw_attempt(by=world.lead.pk, attempt=row, reason="erreur")


def test_a_late_answer_to_a_letter_takes_it_up_too(world, course, exhausted):
    confirm(world, ask(world, course))
    follow_attempt(
        by=world.lead.pk,
        attempt=exhausted[1],
        became=Became(result=AttemptResult.ANSWERED, result_on=TODAY),
        note="",
        today=TODAY,
    )
    assert state_of(course) == State.CONTACTING


def test_events_hold_no_word(exhausted):
    assert SECRET not in str(list(Event.objects.values_list("details", flat=True)))


def test_clocks_cost_as_much_for_many_files(world, course, exhausted, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        due(reader_of(world.lead), [world.mine.pk])
    assert dt.date.min < TODAY

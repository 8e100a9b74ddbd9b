"""Contacts and démarches on the database: made once, kept when withdrawn, one event each."""

import uuid
from decimal import Decimal

import pytest

from accompaniments.enums import ClaimKind, ClaimStep, ContactKind, ExitReason
from accompaniments.models import Claim, ClaimFollowUp, Contact
from accompaniments.services.claims import Step, follow_up, open_claim
from accompaniments.services.contacts import log_contact, withdraw_contact
from accompaniments.services.endings import end_course
from foundation.refusals import Refused
from records.models import Event
from tests.days import NOW, TODAY, after, at, before
from tests.world import adult_of

pytestmark = pytest.mark.django_db


def log(world, **values):
    said = {
        "by": world.lead.pk,
        "enrolment": world.mine,
        "association_id": world.soligone.pk,
        "kind": ContactKind.MESSAGE_SENT,
        "happened_at": at(before(2), 23, 30),
        "sending_key": uuid.uuid4(),
        "now": NOW,
        "text": "Rappel du rendez-vous",
    } | values
    return log_contact(**said)


def test_a_contact_keeps_its_day_in_paris_and_leaves_one_event_without_words(world):
    contact = log(world)
    assert contact.happened_on == before(2)
    event = Event.objects.get(verb="contact.logged")
    assert event.details == {"kind": "MESSAGE_SENT", "on": before(2).isoformat()}
    assert event.subject_id == world.mine.pk


def test_sent_twice_a_contact_is_made_once_and_its_key_is_nobody_elses(world):
    sending_key = uuid.uuid4()
    assert log(world, sending_key=sending_key) == log(world, sending_key=sending_key, text="autre")
    assert Contact.objects.count() == 1
    assert Event.objects.filter(verb="contact.logged").count() == 1
    with pytest.raises(Refused):
        log(world, sending_key=sending_key, enrolment=world.colleagues, by=world.colleague.pk)


def test_a_message_received_is_an_answer_and_a_vain_call_is_none(world):
    assert log(world, kind=ContactKind.MESSAGE_RECEIVED).person_answered
    assert not log(world, kind=ContactKind.CALL_NO_ANSWER, person_answered=True).person_answered


def test_a_contact_to_come_is_refused(world):
    with pytest.raises(Refused) as refused:
        log(world, happened_at=at(after(1)))
    assert refused.value.field == "day"
    assert not Contact.objects.exists()


def test_a_contact_after_the_end_is_kept_apart(world):
    end_course(
        by=world.lead.pk,
        enrolment=world.mine,
        ended_on=before(5),
        exit_reason=ExitReason.SLID,
        today=TODAY,
    )
    assert log(world).is_after_closure
    assert not log(world, happened_at=at(before(5), 23, 59)).is_after_closure


def test_a_withdrawn_contact_stays_with_its_reason(world):
    contact = log(world)
    with pytest.raises(Refused):
        withdraw_contact(by=world.lead.pk, contact=contact, reason="  ")
    withdraw_contact(by=world.lead.pk, contact=contact, reason="Mauvais dossier")
    withdraw_contact(by=world.lead.pk, contact=contact, reason="Encore")
    contact.refresh_from_db()
    assert contact.withdrawn_at is not None
    assert contact.withdrawal_reason == "Mauvais dossier"
    assert Event.objects.filter(verb="contact.withdrawn").count() == 1


def claim(world, **values):
    said = {
        "by": world.lead.pk,
        "enrolment": world.mine,
        "association_id": world.soligone.pk,
        "kind": ClaimKind.FSL_MAINTENANCE,
        "first": Step(ClaimStep.FILED, before(10), remind_on=after(5)),
        "sending_key": uuid.uuid4(),
        "today": TODAY,
    } | values
    return open_claim(**said)


def test_a_claim_stands_at_its_last_step(world):
    row = claim(world, person_id=adult_of(world.mine).pk)
    follow_up(
        by=world.lead.pk,
        claim=row,
        position=2,
        step=Step(ClaimStep.GRANTED, before(1), amount=Decimal("320.50")),
        today=TODAY,
    )
    row.refresh_from_db()
    assert (row.step, row.step_on, row.remind_on) == (ClaimStep.GRANTED, before(1), None)
    assert list(row.follow_ups.values_list("position", "step", "amount")) == [
        (1, "FILED", None),
        (2, "GRANTED", Decimal("320.50")),
    ]
    assert list(Event.objects.filter(object_id=row.pk).order_by("at").values_list("verb", flat=True)) == [
        "claim.opened",
        "claim.followed_up",
    ]


def test_a_step_sent_twice_is_made_once_and_one_that_crossed_another_is_refused(world):
    row = claim(world)
    step = Step(ClaimStep.MISSING_PIECE, before(1), missing_piece="Avis d’imposition")
    first = follow_up(by=world.lead.pk, claim=row, position=2, step=step, today=TODAY)
    assert follow_up(by=world.lead.pk, claim=row, position=2, step=step, today=TODAY) == first
    for by, other in ((world.manager.pk, step), (world.lead.pk, Step(ClaimStep.REFUSED, TODAY))):
        with pytest.raises(Refused):
            follow_up(by=by, claim=row, position=2, step=other, today=TODAY)
    with pytest.raises(Refused):
        follow_up(by=world.lead.pk, claim=row, position=7, step=step, today=TODAY)
    assert ClaimFollowUp.objects.filter(claim=row).count() == 2


def test_a_claim_is_for_someone_of_the_household(world):
    with pytest.raises(Refused) as refused:
        claim(world, person_id=adult_of(world.others).pk)
    assert refused.value.field == "person"
    assert not Claim.objects.exists()


def test_sent_twice_a_claim_is_made_once(world):
    sending_key = uuid.uuid4()
    assert claim(world, sending_key=sending_key) == claim(world, sending_key=sending_key)
    assert ClaimFollowUp.objects.count() == 1
    with pytest.raises(Refused):
        claim(world, sending_key=sending_key, by=world.manager.pk)

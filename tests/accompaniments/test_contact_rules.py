"""What a contact and a step of a démarche may say."""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments.enums import ClaimStep, ContactKind
from accompaniments.rules.contacts import is_heard, why_contact_is_refused, why_follow_up_is_refused
from tests.days import NOW, PARIS, TODAY, after, at, before

SINCE = before(60)


def field(happened_at, now=NOW, started_on=SINCE):
    refusal = why_contact_is_refused(happened_at, started_on=started_on, now=now)
    return refusal[0] if refusal else None


def test_a_contact_is_past_and_in_the_file():
    assert field(NOW) is None
    assert field(at(TODAY, 10, 1)) == "time"
    assert field(at(after(1), 1)) == "day"
    assert field(at(before(61))) == "day"
    assert field(at(before(60), 0)) is None


def test_a_contact_late_at_night_belongs_to_its_day_in_paris():
    night = dt.datetime(2026, 11, 21, 23, 30, tzinfo=PARIS)
    assert field(at(TODAY, 23, 30), now=night) is None
    assert field(at(after(1), 0, 10), now=night) == "day"
    as_utc = dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC)  # the same instant
    assert field(as_utc, now=night) is None


def test_the_night_when_clocks_go_back_an_hour_that_struck_is_past():
    first_half_past_two = dt.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    now = dt.datetime(2026, 10, 25, 2, 15, tzinfo=PARIS, fold=1)  # later, though its clock says less
    assert field(first_half_past_two, now=now.astimezone(dt.UTC)) is None


@pytest.mark.parametrize(
    ("kind", "answered", "heard"),
    [
        (ContactKind.MESSAGE_RECEIVED, False, True),
        (ContactKind.MESSAGE_SENT, True, True),
        (ContactKind.MESSAGE_SENT, False, False),
        (ContactKind.CALL_NO_ANSWER, True, False),
        (ContactKind.PARTNER_CALL, True, False),
    ],
)
def test_a_contact_counts_when_the_person_wrote_or_answered(kind, answered, heard):
    assert is_heard(kind, person_answered=answered) is heard


def step_field(step, **values):
    said = {
        "from_step": ClaimStep.FILED,
        "happened_on": TODAY,
        "last_on": before(10),
        "amount": None,
        "missing_piece": "",
        "remind_on": None,
        "today": TODAY,
    } | values
    refusal = why_follow_up_is_refused(step, **said)
    return refusal[0] if refusal else None


def test_a_step_says_what_belongs_to_it():
    assert step_field(ClaimStep.GRANTED, amount=Decimal("320.00")) is None
    assert step_field(ClaimStep.GRANTED, amount=Decimal(0)) is None
    assert step_field(ClaimStep.FILED, amount=Decimal(320)) == "amount"
    assert step_field(ClaimStep.GRANTED, amount=Decimal(-1)) == "amount"
    assert step_field(ClaimStep.GRANTED, amount=Decimal("NaN")) == "amount"
    assert step_field(ClaimStep.GRANTED, amount=Decimal(10_000_000)) == "amount"
    assert step_field(ClaimStep.MISSING_PIECE) == "missing_piece"
    assert step_field(ClaimStep.MISSING_PIECE, missing_piece="  ") == "missing_piece"
    assert step_field(ClaimStep.MISSING_PIECE, missing_piece="Avis d’imposition") is None
    assert step_field(ClaimStep.FILED, missing_piece="Avis d’imposition") == "missing_piece"


def test_a_step_does_not_precede_the_one_before_nor_come_from_the_future():
    assert step_field(ClaimStep.FILED, happened_on=before(10)) is None
    assert step_field(ClaimStep.FILED, happened_on=before(11)) == "happened_on"
    assert step_field(ClaimStep.FILED, happened_on=after(1)) == "happened_on"
    assert step_field(ClaimStep.FILED, happened_on=dt.date(202, 1, 1), last_on=None) == "happened_on"


def test_a_reminder_is_for_what_is_open_and_to_come():
    assert step_field(ClaimStep.FILED, remind_on=TODAY) is None
    assert step_field(ClaimStep.FILED, remind_on=before(1)) == "remind_on"
    assert step_field(ClaimStep.REFUSED, remind_on=after(3)) == "remind_on"
    assert step_field(ClaimStep.FILED, remind_on=after(900)) == "remind_on"


def test_a_claim_does_not_go_back_to_preparation_but_may_be_filed_again():
    assert step_field(ClaimStep.PREPARED) == "step"
    assert step_field(ClaimStep.PREPARED, from_step=ClaimStep.PREPARED) is None
    assert step_field(ClaimStep.FILED, from_step=ClaimStep.REFUSED) is None

"""A file ends, and the CAL dossiers that its end would leave open are withdrawn with it: one act, or nothing."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import ExitReason
from accompaniments.models import Accompaniment, StateChange
from accompaniments.services import endings, watch
from accompaniments.services.watch import HousingNow
from households.models import Enrolment
from journeys.services.allocation import withdraw
from leases.selectors.left_open import undecided
from records.services.events import one_act

REASON = "Le suivi du ménage a pris fin."  # read by the landlord


@transaction.atomic
def end_before_support(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    ended_on: dt.date,
    exit_reason: ExitReason,
    reason: str,
    withdraws: bool,
    today: dt.date,
) -> StateChange:
    """End a follow-up before the accompaniment, as `accompaniments.services.endings`, with its dossiers. Raises Refused."""
    with one_act():
        change = endings.end_before_support(
            by=by, enrolment=enrolment, ended_on=ended_on, exit_reason=exit_reason, reason=reason, today=today
        )
        if withdraws:
            withdraw_all(by=by, enrolment=enrolment, today=today)
    return change


@transaction.atomic
def end_watch(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    ended_on: dt.date,
    now: HousingNow,
    exit_reason: ExitReason | None,
    withdraws: bool,
    today: dt.date,
) -> StateChange:
    """End a watch, as `accompaniments.services.watch`, with the file's dossiers. Raises Refused."""
    with one_act():
        change = watch.end_watch(
            by=by, accompaniment=accompaniment, ended_on=ended_on, now=now, exit_reason=exit_reason, today=today
        )
        if withdraws:
            withdraw_all(by=by, enrolment=accompaniment.enrolment, today=today)
    return change


@transaction.atomic
def withdraw_all(*, by: uuid.UUID, enrolment: Enrolment, today: dt.date) -> None:
    """Withdraw every dossier of a file that the commission has not decided. Raises Refused."""
    for file in undecided([enrolment.pk]):
        withdraw(by=by, file=file, reason=REASON, today=today)

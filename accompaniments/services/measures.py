"""Writes of funded measures: opened on a line, suspended, resumed, ended, withdrawn when recorded in error (domain.md §4.4)."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accompaniments.enums import State
from accompaniments.models import Accompaniment, FundedMeasure, MeasureSuspension
from accompaniments.rules.measures import (
    why_end_is_refused,
    why_opening_is_refused,
    why_resumption_is_refused,
    why_suspension_is_refused,
    why_they_meet,
)
from foundation.periods import Period, eve
from foundation.refusals import Refused
from households.models import Household
from partners.models import FundingLine
from records.services.events import record

ELSEWHERE = "Ces jours sont déjà financés pour ce ménage."  # of another file, which may not be hers: nothing more


@transaction.atomic
def open_measure(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    line: FundingLine,
    started_on: dt.date,
    today: dt.date,
    ended_on: dt.date | None = None,
) -> FundedMeasure:
    """Open a measure on a line of the file's version; a household never has two on one day, nor in one month (§4.4).

    Raises Refused.
    """
    course: Accompaniment = (
        Accompaniment.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=accompaniment.pk)
    )
    household_id = course.enrolment.household_id
    Household.objects.select_for_update(of=("self",)).get(pk=household_id)  # two files of one household come one by one
    if line.version_id != course.enrolment.version_id:
        raise Refused("Cette ligne n’est pas de la version du programme avec laquelle ce dossier est entré.", "line")
    wished = Period(started_on, ended_on)
    if refused := why_opening_is_refused(
        wished,
        Period(line.started_on, line.ended_on),
        state=State(course.state),
        opened_on=course.opened_on,
        today=today,
    ):
        raise Refused(*refused)
    for other in FundedMeasure.objects.filter(
        accompaniment__enrolment__household_id=household_id, withdrawn_at__isnull=True
    ).prefetch_related("suspensions"):
        if reason := why_they_meet(wished, other.days, other.pauses):
            raise Refused(reason if other.accompaniment_id == course.pk else ELSEWHERE, "started_on")
    row: FundedMeasure = FundedMeasure.objects.create(
        accompaniment=course, line=line, started_on=started_on, ended_on=ended_on, recorded_by=by
    )
    _record("funded_measure.opened", row, by, started_on)
    return row


@transaction.atomic
def suspend(*, by: uuid.UUID, measure: FundedMeasure, day: dt.date, today: dt.date) -> MeasureSuspension:
    """Suspend a measure from a day on. Raises Refused."""
    row = _locked(measure)
    if reason := why_suspension_is_refused(day, row.days, row.pauses, today=today):
        raise Refused(reason, "day")
    pause: MeasureSuspension = MeasureSuspension.objects.create(measure=row, started_on=day, recorded_by=by)
    _record("funded_measure.suspended", row, by, day)
    return pause


@transaction.atomic
def resume(*, by: uuid.UUID, measure: FundedMeasure, day: dt.date, today: dt.date) -> None:
    """Resume a suspended measure from a day on: its suspension ends on the eve. Raises Refused."""
    row = _locked(measure)
    if refused := why_resumption_is_refused(day, row.days, row.pauses, today=today):
        raise Refused(*refused)
    row.suspensions.filter(ended_on__isnull=True).update(ended_on=eve(day))
    _record("funded_measure.resumed", row, by, day)


@transaction.atomic
def close_measure(*, by: uuid.UUID, measure: FundedMeasure, day: dt.date, today: dt.date) -> None:
    """End a measure on its last day, and the suspension that runs. Raises Refused."""
    row = _locked(measure)
    if refused := why_end_is_refused(day, row.days, row.pauses, today=today):
        raise Refused(*refused)
    _end(row, by, day)


@transaction.atomic
def withdraw_measure(*, by: uuid.UUID, measure: FundedMeasure) -> None:
    """Withdraw a measure recorded in error: its row stays, and counts for nothing. Raises Refused."""
    row = _locked(measure)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _record("funded_measure.withdrawn", row, by, row.started_on)


@transaction.atomic
def end_measures(*, by: uuid.UUID, accompaniment: Accompaniment, ended_on: dt.date) -> None:
    """End with its course what still runs; a measure that had not begun is withdrawn. Private to this app's services."""
    rows = FundedMeasure.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=ended_on), accompaniment=accompaniment, withdrawn_at__isnull=True
    )
    for row in rows.select_for_update(of=("self",)):
        if row.started_on > ended_on:
            withdraw_measure(by=by, measure=row)
        else:
            _end(row, by, ended_on)


def _end(row: FundedMeasure, by: uuid.UUID, day: dt.date) -> None:
    row.ended_on = day
    row.save(update_fields=["ended_on"])
    row.suspensions.filter(ended_on__isnull=True, started_on__lte=day).update(ended_on=day)
    _record("funded_measure.ended", row, by, day)


def _record(verb: str, row: FundedMeasure, by: uuid.UUID, day: dt.date) -> None:
    details = {"on": day.isoformat()}
    record(verb, row, by=by, subject_id=row.accompaniment.enrolment_id, details=details)


def _locked(measure: FundedMeasure) -> FundedMeasure:
    row: FundedMeasure = (
        FundedMeasure.objects.select_for_update(of=("self",)).select_related("accompaniment").get(pk=measure.pk)
    )
    if row.withdrawn_at is not None:
        raise Refused("Cette mesure a été retirée.")
    return row

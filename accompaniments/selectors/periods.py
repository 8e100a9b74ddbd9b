"""The periods during which a household is accompanied, in SQL, from the changes of state that stand (domain.md §4.1)."""

import datetime as dt
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Greatest

from accompaniments.enums import State
from accompaniments.models import StateChange


def standing() -> QuerySet[Any]:
    """Give the changes that stand: neither annulled, nor the correction that annuls another."""
    return StateChange.objects.filter(annulled_by__isnull=True, is_correction=False)


def support_periods() -> QuerySet[Any]:
    """Give one row a period of accompaniment: `started_on`, and `ended_on` or none, both days included.

    A row is the change that begins it. The watch begins the day after
    the stop, so the stop is the day before it, never before the start. A reopening is a second period.
    """
    following = (
        standing()
        .filter(accompaniment_id=OuterRef("accompaniment_id"), position__gt=OuterRef("position"))
        .order_by("position")
    )
    stop = Case(
        When(to_state=State.CLOSED, then=F("effective_on")),
        When(
            to_state=State.WATCHED,
            then=Greatest(Cast(F("effective_on") - dt.timedelta(days=1), DateField()), OuterRef("effective_on")),
        ),
        output_field=DateField(),
    )
    periods: QuerySet[Any] = (
        standing()
        .filter(to_state=State.SUPPORTED)
        .annotate(
            started_on=F("effective_on"),
            ended_on=Subquery(following.values(stop=stop)[:1], output_field=DateField()),
        )
    )
    return periods


def touching(first: dt.date, last: dt.date) -> Q:
    """Filter the support periods of which at least one day is between these two."""
    return Q(started_on__lte=last) & (Q(ended_on__isnull=True) | Q(ended_on__gte=first))


def state_on(day: dt.date, *, enrolment: str = "enrolment_id") -> Subquery:
    """Give, as an expression, the state of a file at the close of a day, with what is known now; None before its entry."""
    return Subquery(
        standing()
        .filter(accompaniment__enrolment_id=OuterRef(enrolment), effective_on__lte=day)
        .order_by("-accompaniment__opened_on", "-accompaniment_id", "-position")
        .values("to_state")[:1]
    )


def entered_on(state: State, day: dt.date, *, enrolment: str = "enrolment_id") -> Subquery:
    """Give, as an expression, the last day up to this one on which a file entered a state, or None."""
    return Subquery(
        standing()
        .filter(accompaniment__enrolment_id=OuterRef(enrolment), effective_on__lte=day, to_state=state)
        .order_by("-accompaniment__opened_on", "-accompaniment_id", "-position")
        .values("effective_on")[:1]
    )

"""What the acts of a stage review ask of its file: when its period may begin, and which services of the landlord know it."""

import datetime as dt

from accompaniments.enums import ReviewState, State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.rules.reviews import ASKED, next_period_from
from foundation.periods import in_force
from households.enums import HolderRole, NamingService
from households.models import Enrolment, EnrolmentHolder, EnrolmentNaming


def began_on(course: Accompaniment) -> dt.date:
    """Give the day the support began; the course's own for a reprise that does not know it."""
    change = (
        StateChange.objects.filter(
            accompaniment=course, to_state=State.SUPPORTED, annulled_by__isnull=True, is_correction=False
        )
        .order_by("-position")
        .values_list("effective_on", flat=True)
        .first()
    )
    return change or course.opened_on


def held_since(enrolment: Enrolment) -> dt.date:
    """Give since when the lead association holds the file: what another wrote before is not its to tell (§3.9)."""
    days = EnrolmentHolder.objects.filter(enrolment=enrolment, role=HolderRole.LEAD).order_by("-started_on")
    since: dt.date | None = days.values_list("started_on", flat=True).first()
    return since or enrolment.started_on


def earliest_of(course: Accompaniment) -> dt.date:
    """Give the first day that the next review may cover."""
    last = (
        course.reviews.filter(state=ReviewState.VALIDATED)
        .order_by("-period_to")
        .values_list("period_to", flat=True)
        .first()
    )
    return max(next_period_from(began_on(course), last), held_since(course.enrolment))


def asked_services(enrolment: Enrolment, day: dt.date) -> list[NamingService]:
    """Give the landlord's services to which the household is named on a day, in the order in which they are proposed."""
    known = set(
        EnrolmentNaming.objects.filter(in_force(day), enrolment=enrolment, is_live=True).values_list(
            "service", flat=True
        )
    )
    return [service for service in ASKED if service in known]

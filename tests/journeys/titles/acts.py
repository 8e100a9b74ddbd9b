"""Titles recorded by the services, for the tests of their acts and of their pages."""

import datetime as dt
from decimal import Decimal
from typing import Any

from households.models import Enrolment
from journeys.services import titles
from journeys.services.titles import NewTitle
from leases.enums import LeaseKind
from leases.models import Dwelling, Lease
from leases.services import slide_proposals
from leases.services.leases import LeaseTerms
from partners.models import Organisation
from tests.days import TODAY
from tests.factories import leases as lf
from tests.leases.subleases import exam_parameters
from tests.world import World


def approve(association: Organisation) -> None:
    """Approve an association to sublet, long ago."""
    association.subletting_approved_on = dt.date(2010, 12, 22)
    association.save()


def home(world: World, unit: str = "Orange", **values: Any) -> Dwelling:
    """Give a dwelling of the landlord."""
    dwelling: Dwelling = lf.DwellingFactory.make(unit=world.units[unit], **values)
    return dwelling


def terms(started_on: dt.date, signed_on: dt.date | None = None, rent: int = 412) -> LeaseTerms:
    """Give the terms of a title from a day on, signed that day unless said, and never ahead."""
    return LeaseTerms(signed_on=signed_on or min(started_on, TODAY), started_on=started_on, rent=Decimal(rent))


def taken_over(
    world: World,
    enrolment: Enrolment,
    kind: LeaseKind,
    started_on: dt.date,
    *,
    dwelling: Dwelling | None = None,
    association: Organisation | None = None,
    part: str = "",
    **values: Any,
) -> Lease:
    """Take over a title."""
    return titles.take_over(
        by=world.lead.pk,
        enrolment=enrolment,
        dwelling=dwelling or home(world),
        part=part,
        new=NewTitle(kind, terms(started_on), association, **values),
        today=TODAY,
    )


def changed(world: World, lease: Lease, kind: LeaseKind, started_on: dt.date, **values: Any) -> Lease:
    """Give another title in the same home."""
    return titles.change_status(
        by=world.lead.pk, lease=lease, new=NewTitle(kind, terms(started_on), **values), today=TODAY
    )


def agreed(world: World, sublease: Lease, planned_on: dt.date, decided_on: dt.date) -> None:
    """Have the landlord agree to a slide."""
    exam_parameters()
    proposal = slide_proposals.propose(
        by=world.lead.pk, sublease=sublease, reasons="Le loyer est payé.", proposed_on=decided_on, today=TODAY
    )
    slide_proposals.decide(
        by=world.correspondent_orange.pk,
        proposal=proposal,
        state=slide_proposals.SlideState.AGREED,
        decided_on=decided_on,
        planned_on=planned_on,
        reason="",
        today=TODAY,
    )


def periods(enrolment: Enrolment) -> list[tuple[str, dt.date, dt.date | None]]:
    """Give a household's titles in their order, as kind, first day and last day."""
    return [
        (row.kind, row.started_on, row.ended_on)
        for row in Lease.objects.filter(enrolment=enrolment).order_by("started_on")
    ]

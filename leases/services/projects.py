"""A household's housing project: what it looks for, dated; a change of wish closes the former (domain.md §2.1 S4)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from foundation.periods import eve
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import LeaseWish, Typology
from leases.models import HousingProject, WishedUnit
from partners.models import ManagementUnit
from records.services.events import record


@dataclass(frozen=True)
class Wishes:
    """What the household looks for. Amounts are euros a month; the inputs of the highest cost are kept beside it."""

    typologies: tuple[Typology, ...]
    needs_accessible: bool = False
    highest_floor: int | None = None
    has_animals: bool = False
    highest_cost: Decimal | None = None
    highest_cost_rate: Decimal | None = None
    highest_cost_resources: Decimal | None = None
    highest_cost_benefit: Decimal | None = None
    lease_wish: LeaseWish = LeaseWish.DIRECT
    note: str = ""


@transaction.atomic
def present_project(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    started_on: dt.date,
    wishes: Wishes,
    units: Sequence[ManagementUnit],
    today: dt.date,
) -> HousingProject:
    """Record the project presented to the household, or its change; the former is closed on the eve.

    A project dated of the same day as the former replaces it. Raises Refused for a day ahead of today or before the
    former project, no size, a unit wished twice, or a unit of a landlord that is not of the programme.
    """
    if started_on > today:
        raise Refused("Un projet présenté ne peut pas être daté d’un jour à venir.", "started_on")
    if started_on < enrolment.started_on:
        raise Refused("Cette date précède le début du suivi.", "started_on")
    if not wishes.typologies:
        raise Refused("Indiquez au moins un type de logement.", "typologies")
    if len({unit.pk for unit in units}) != len(units):
        raise Refused("Une même unité est souhaitée deux fois.", "units")
    landlords = set(enrolment.version.landlords.values_list("pk", flat=True))
    if any(unit.agency.landlord_id not in landlords for unit in units):
        raise Refused("Une unité souhaitée n’est pas d’un bailleur du programme.", "units")
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    former: HousingProject | None = HousingProject.objects.filter(enrolment=enrolment, ended_on__isnull=True).first()
    if former is not None:
        if started_on < former.started_on:
            raise Refused("Un projet plus récent existe déjà.", "started_on")
        if started_on == former.started_on:
            former.delete()
        else:
            former.ended_on = eve(started_on)
            former.save(update_fields=["ended_on"])
    values = {**vars(wishes), "typologies": ",".join(wishes.typologies)}
    project = HousingProject.objects.create(enrolment=enrolment, started_on=started_on, **values)
    WishedUnit.objects.bulk_create(
        WishedUnit(project=project, unit=unit, position=position) for position, unit in enumerate(units, start=1)
    )
    record(
        "housing_project.presented",
        project,
        by=by,
        subject_id=enrolment.pk,
        details={"on": started_on.isoformat(), "units": [str(unit.pk) for unit in units]},
    )
    return project


@transaction.atomic
def end_project(*, by: uuid.UUID, enrolment: Enrolment, ended_on: dt.date) -> None:
    """End the open project (the household is housed, or leaves the programme). Does nothing when there is none."""
    project: HousingProject | None = HousingProject.objects.filter(enrolment=enrolment, ended_on__isnull=True).first()
    if project is None:
        return
    project.ended_on = max(ended_on, project.started_on)
    project.save(update_fields=["ended_on"])
    record("housing_project.ended", project, by=by, subject_id=enrolment.pk, details={"on": ended_on.isoformat()})

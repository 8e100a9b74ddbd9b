"""A landlord's territory: agencies, management units, and the one contact person of each unit."""

import datetime as dt
import uuid

from django.db import models, transaction

from foundation.periods import Period, eve, in_force
from foundation.refusals import Refused
from partners.enums import OrganisationKind, Role
from partners.models import Agency, ManagementUnit, Membership, Organisation, UnitCorrespondent, User
from records.services.events import record


@transaction.atomic
def create_agency(*, by: uuid.UUID, landlord: Organisation, name: str, started_on: dt.date) -> Agency:
    """Add a branch to a landlord. Raises Refused."""
    if landlord.kind != OrganisationKind.LANDLORD:
        raise Refused("Seul un bailleur a des agences.")
    _refuse_taken(Agency.objects.filter(landlord=landlord), name, "Ce bailleur a déjà une agence de ce nom.")
    agency: Agency = Agency.objects.create(landlord=landlord, name=name.strip(), started_on=started_on)
    record("agency.created", agency, by=by, subject_id=landlord.pk)
    return agency


@transaction.atomic
def edit_agency(
    *, by: uuid.UUID, agency: Agency, name: str, started_on: dt.date, ended_on: dt.date | None = None
) -> Agency:
    """Correct an agency's name and days. Raises Refused while a unit of it outlives its end."""
    locked: Agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    others = Agency.objects.filter(landlord_id=locked.landlord_id).exclude(pk=locked.pk)
    _refuse_taken(others, name, "Ce bailleur a déjà une agence de ce nom.")
    _refuse_reversed(started_on, ended_on)
    units = ManagementUnit.objects.filter(agency=locked)
    if ended_on and (units.filter(ended_on__isnull=True) | units.filter(ended_on__gt=ended_on)).exists():
        raise Refused("Une unité de gestion de cette agence dure au-delà\u00a0: terminez-la d’abord.", "ended_on")
    locked.name, locked.started_on, locked.ended_on = name.strip(), started_on, ended_on
    locked.save()
    record("agency.edited", locked, by=by, subject_id=locked.landlord_id, details=_days(started_on, ended_on))
    return locked


@transaction.atomic
def create_unit(*, by: uuid.UUID, agency: Agency, name: str, started_on: dt.date) -> ManagementUnit:
    """Add a management unit to an agency. Raises Refused."""
    _refuse_taken(ManagementUnit.objects.filter(agency=agency), name, "Cette agence a déjà une unité de ce nom.")
    if started_on < agency.started_on:
        raise Refused("L’unité ne peut pas commencer avant son agence.", "started_on")
    unit: ManagementUnit = ManagementUnit.objects.create(agency=agency, name=name.strip(), started_on=started_on)
    record("unit.created", unit, by=by, subject_id=agency.landlord_id)
    return unit


@transaction.atomic
def edit_unit(
    *,
    by: uuid.UUID,
    unit: ManagementUnit,
    name: str,
    started_on: dt.date,
    ended_on: dt.date | None = None,
    successor_id: uuid.UUID | None = None,
) -> ManagementUnit:
    """Correct a unit's name and days; an end names the unit that takes over, so that months stay comparable. Raises Refused.

    Its correspondent's days end with it (hard case 12 of domain.md: landlords merge, units are remapped mid-year).
    """
    locked: ManagementUnit = ManagementUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    others = ManagementUnit.objects.filter(agency_id=locked.agency_id).exclude(pk=locked.pk)
    _refuse_taken(others, name, "Cette agence a déjà une unité de ce nom.")
    _refuse_reversed(started_on, ended_on)
    if successor_id is not None and (ended_on is None or successor_id == locked.pk):
        raise Refused("Une unité n’est remplacée, par une autre, qu’à partir de sa fin.", "successor")
    locked.name, locked.started_on, locked.ended_on = name.strip(), started_on, ended_on
    locked.successor_id = successor_id
    locked.save()
    if ended_on is not None:
        open_rows = UnitCorrespondent.objects.filter(unit=locked, ended_on__isnull=True, started_on__lte=ended_on)
        open_rows.update(ended_on=ended_on)
    details = {**_days(started_on, ended_on), "successor_id": str(successor_id or "")}
    record("unit.edited", locked, by=by, subject_id=_landlord_of(locked), details=details)
    return locked


@transaction.atomic
def name_correspondent(
    *, by: uuid.UUID, unit: ManagementUnit, user_id: uuid.UUID, started_on: dt.date
) -> UnitCorrespondent:
    """Name the contact person of a unit from a day on; the former one's days end on the eve. Raises Refused.

    One correspondent a unit at a time, with history (domain.md §8.1).
    """
    locked: ManagementUnit = ManagementUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    landlord_id = _landlord_of(locked)
    if not Period(locked.started_on, locked.ended_on).holds(started_on):
        raise Refused("Cette unité n’existe pas ce jour-là.", "started_on")
    is_correspondent = Membership.objects.filter(
        in_force(started_on), user_id=user_id, organisation_id=landlord_id, role=Role.LANDLORD_CORRESPONDENT
    ).exists()
    if not is_correspondent:
        raise Refused("Cette personne n’est pas correspondante de ce bailleur ce jour-là.", "user")
    latest: UnitCorrespondent | None = UnitCorrespondent.objects.filter(unit=locked).order_by("-started_on").first()
    if latest is not None and latest.started_on >= started_on:
        raise Refused(
            "Le dernier correspondant l’est depuis cette date ou plus tard\u00a0: choisissez un jour qui suit.",
            "started_on",
        )
    if latest is not None and latest.user_id == user_id and latest.ended_on is None:
        raise Refused("Cette personne est déjà correspondante de cette unité.", "user")
    if latest is not None and (latest.ended_on is None or latest.ended_on >= started_on):
        latest.ended_on = eve(started_on)
        latest.save(update_fields=["ended_on"])
    named: UnitCorrespondent = UnitCorrespondent.objects.create(unit=locked, user_id=user_id, started_on=started_on)
    details = {"user_id": str(user_id), "started_on": started_on.isoformat()}
    record("unit.correspondent_named", named, by=by, subject_id=landlord_id, details=details)
    return named


@transaction.atomic
def undo_correspondent(*, by: uuid.UUID, named: UnitCorrespondent) -> None:
    """Take back the latest naming, made in error; who was there the eve is there again. Raises Refused for an older one."""
    unit = ManagementUnit.objects.select_for_update(of=("self",)).get(pk=named.unit_id)
    rows = list(UnitCorrespondent.objects.filter(unit=unit).order_by("-started_on")[:2])
    if not rows or rows[0].pk != named.pk or rows[0].ended_on is not None:
        raise Refused("Une nomination plus récente existe\u00a0: seule la dernière peut être annulée.")
    details = {"user_id": str(named.user_id), "started_on": named.started_on.isoformat()}
    record("unit.correspondent_withdrawn", rows[0], by=by, subject_id=_landlord_of(unit), details=details)
    rows[0].delete()
    if len(rows) > 1 and rows[1].ended_on == eve(named.started_on):
        rows[1].ended_on = None
        rows[1].save(update_fields=["ended_on"])


def end_correspondences(*, user: User, landlord_id: uuid.UUID, ended_on: dt.date) -> None:
    """End someone's units with her role of correspondent (called inside `people`'s transaction)."""
    rows = UnitCorrespondent.objects.filter(user=user, unit__agency__landlord_id=landlord_id)
    rows.filter(started_on__gt=ended_on).delete()
    open_rows = rows.filter(ended_on__isnull=True) | rows.filter(ended_on__gt=ended_on)
    open_rows.update(ended_on=ended_on)


def _landlord_of(unit: ManagementUnit) -> uuid.UUID:
    landlord_id: uuid.UUID = Agency.objects.values_list("landlord_id", flat=True).get(pk=unit.agency_id)
    return landlord_id


def _refuse_taken(rows: models.QuerySet[Agency] | models.QuerySet[ManagementUnit], name: str, reason: str) -> None:
    if rows.filter(name__iexact=name.strip()).exists():
        raise Refused(reason, "name")


def _refuse_reversed(started_on: dt.date, ended_on: dt.date | None) -> None:
    if ended_on is not None and ended_on < started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")


def _days(started_on: dt.date, ended_on: dt.date | None) -> dict[str, object]:
    return {"started_on": started_on.isoformat(), "ended_on": ended_on.isoformat() if ended_on else None}

"""Where a household lives, dated. Two periods of one file never share a day (domain.md §2.3b)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from foundation.periods import Period, eve
from foundation.refusals import Refused
from households.enums import HousingSituation
from households.models import CurrentHousing, Enrolment
from households.rules import overlapping
from households.services.locks import lock
from households.services.successions import close_before
from partners.models import ManagementUnit, Organisation
from records.services.events import record


@dataclass(frozen=True)
class Place:
    """A place of life, as a form tells of it."""

    situation: HousingSituation
    address: str = ""
    city: str = ""
    postcode: str = ""
    access_notes: str = ""
    host: str = ""
    landlord: Organisation | None = None
    unit: ManagementUnit | None = None
    dwelling_id: uuid.UUID | None = None


@transaction.atomic
def move_to(
    *, by: uuid.UUID, enrolment: Enrolment, place: Place, started_on: dt.date, ended_on: dt.date | None = None
) -> CurrentHousing:
    """Tell where the household lives from a day on; the place before closes on the eve.

    With `ended_on` it is a place of the past, that must fit between the others. Raises Refused.
    """
    lock(enrolment.pk)
    _refuse_odd_place(place)
    rows = CurrentHousing.objects.filter(enrolment=enrolment)
    if ended_on is None:
        later = rows.filter(started_on__gte=started_on).order_by("-started_on").first()
        if later is not None:
            raise Refused(
                f"Un lieu de vie est déjà connu à partir du {later.started_on:%d/%m/%Y} : corrigez-le, ou choisissez un "
                "jour suivant.",
                "started_on",
            )
        close_before(rows, started_on)
    else:
        _refuse_overlap(rows, Period(started_on, ended_on))
    housing = CurrentHousing(enrolment=enrolment, started_on=started_on, ended_on=ended_on)
    _fill(housing, place)
    housing.save(force_insert=True)
    details = {"situation": str(place.situation), "started_on": started_on.isoformat()}
    record("housing.moved", housing, by=by, subject_id=enrolment.pk, details=details)
    return housing


@transaction.atomic
def correct(
    *,
    by: uuid.UUID,
    housing: CurrentHousing,
    place: Place,
    started_on: dt.date,
    ended_on: dt.date | None = None,
) -> CurrentHousing:
    """Correct a place of life and its days. Raises Refused."""
    lock(housing.enrolment_id)
    _refuse_odd_place(place)
    others = CurrentHousing.objects.filter(enrolment_id=housing.enrolment_id).exclude(pk=housing.pk)
    _refuse_overlap(others, Period(started_on, ended_on))
    corrected = CurrentHousing.objects.get(pk=housing.pk)
    _fill(corrected, place)
    corrected.started_on, corrected.ended_on = started_on, ended_on
    corrected.save()
    record("housing.corrected", corrected, by=by, subject_id=housing.enrolment_id)
    return corrected


@transaction.atomic
def move_day(*, by: uuid.UUID, enrolment: Enrolment, former_on: dt.date, started_on: dt.date) -> None:
    """Move the place where the household still lives, told on the day of a fact, to the day that was right. Raises Refused."""
    lock(enrolment.pk)
    rows = CurrentHousing.objects.filter(enrolment=enrolment)
    housing = rows.filter(started_on=former_on, ended_on__isnull=True).first()
    if housing is None:
        return
    _refuse_overlap(rows.exclude(pk=housing.pk), Period(started_on, None))
    housing.started_on = started_on
    housing.save(update_fields=["started_on"])
    record("housing.corrected", housing, by=by, subject_id=enrolment.pk)


@transaction.atomic
def leave(*, by: uuid.UUID, enrolment: Enrolment, dwelling_id: uuid.UUID, ended_on: dt.date) -> None:
    """Tell that the household lives in this dwelling until a day, included; nothing when it lives elsewhere already."""
    lock(enrolment.pk)
    housing = CurrentHousing.objects.filter(
        enrolment=enrolment, dwelling_id=dwelling_id, ended_on__isnull=True, started_on__lte=ended_on
    ).first()
    if housing is None:
        return
    housing.ended_on = ended_on
    housing.save(update_fields=["ended_on"])
    record("housing.left", housing, by=by, subject_id=enrolment.pk, details={"on": ended_on.isoformat()})


@transaction.atomic
def stay(*, by: uuid.UUID, enrolment: Enrolment, dwelling_id: uuid.UUID, ended_on: dt.date) -> None:
    """Take back a departure recorded in error: the household still lives there, unless another place is known since."""
    lock(enrolment.pk)
    rows = CurrentHousing.objects.filter(enrolment=enrolment)
    housing = rows.filter(dwelling_id=dwelling_id, ended_on=ended_on).first()
    if housing is None or rows.filter(started_on__gt=ended_on).exists():
        return
    housing.ended_on = None
    housing.save(update_fields=["ended_on"])
    record("housing.corrected", housing, by=by, subject_id=enrolment.pk)


@transaction.atomic
def move_back(*, by: uuid.UUID, enrolment: Enrolment, dwelling_id: uuid.UUID, started_on: dt.date) -> None:
    """Take back a move recorded in error, the last one: the place before goes on."""
    lock(enrolment.pk)
    rows = CurrentHousing.objects.filter(enrolment=enrolment)
    housing = rows.filter(dwelling_id=dwelling_id, started_on=started_on).first()
    if housing is None or rows.filter(started_on__gt=started_on).exists():
        return
    record("housing.taken_back", housing, by=by, subject_id=enrolment.pk, details={"on": started_on.isoformat()})
    housing.delete()
    rows.filter(ended_on=eve(started_on)).update(ended_on=None)


def _fill(housing: CurrentHousing, place: Place) -> None:
    housing.situation = place.situation
    housing.address = place.address.strip()
    housing.city = place.city.strip()
    housing.postcode = place.postcode.strip()
    housing.access_notes = place.access_notes.strip()
    housing.host = place.host.strip()
    housing.landlord = place.landlord
    housing.unit = place.unit
    housing.dwelling_id = place.dwelling_id


def _refuse_odd_place(place: Place) -> None:
    if place.postcode and not (place.postcode.isascii() and place.postcode.isdigit() and len(place.postcode) == 5):  # noqa: PLR2004 -- a French postcode
        raise Refused("Un code postal compte cinq chiffres.", "postcode")
    if place.unit is not None and (place.landlord is None or place.unit.agency.landlord_id != place.landlord.pk):
        raise Refused("Cette unité de gestion n’est pas de ce bailleur.", "unit")


def _refuse_overlap(rows: QuerySet[CurrentHousing], period: Period) -> None:
    if period.ended_on is not None and period.ended_on < period.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    days = [Period(*row) for row in rows.values_list("started_on", "ended_on")]
    if (other := overlapping(period, days)) is not None:
        until = f"au {other.ended_on:%d/%m/%Y}" if other.ended_on else "à aujourd’hui"
        raise Refused(
            f"Ces dates chevauchent un autre lieu de vie, connu du {other.started_on:%d/%m/%Y} {until}.", "started_on"
        )

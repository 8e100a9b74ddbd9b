"""When someone last spoke with the household: a meeting held, or a contact where the person wrote or answered."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Max

from accompaniments.models import Contact, Meeting
from households.models import Enrolment
from households.permissions import Standing, standings
from partners.reader import Reader


def last_contacts(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Give the day of the last contact of each file, as this reader may know it (domain.md §2.3b, §3.9).

    The landlord knows the dates of meetings held, nothing of the rest; a later holder nothing that came before it.
    """
    files = list(Enrolment.objects.visible_to(reader).filter(pk__in=list(enrolment_ids)))
    hers = standings(reader, files)
    found: dict[uuid.UUID, dt.date] = {}
    for pk, association_id, on in _held(list(hers)):
        _keep(found, reader, hers[pk], (pk, association_id, on))
    held_by_hers = [pk for pk, standing in hers.items() if standing.is_holder]
    for pk, association_id, on in _heard(held_by_hers):
        _keep(found, reader, hers[pk], (pk, association_id, on))
    return found


def _keep(
    found: dict[uuid.UUID, dt.date], reader: Reader, hers: Standing, line: tuple[uuid.UUID, uuid.UUID, dt.date]
) -> None:
    pk, association_id, on = line
    is_before = hers.held_since is not None and on < hers.held_since and association_id not in reader.associations
    if not is_before and (pk not in found or found[pk] < on):
        found[pk] = on


def _held(ids: list[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID, dt.date]]:
    rows = Meeting.objects.held().filter(enrolment_id__in=ids, is_after_closure=False)
    return list(rows.order_by().values_list("enrolment_id", "association_id").annotate(last=Max("held_on")))


def _heard(ids: list[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID, dt.date]]:
    if not ids:
        return []
    rows = Contact.objects.filter(
        enrolment_id__in=ids, person_answered=True, withdrawn_at__isnull=True, is_after_closure=False
    )
    return list(rows.order_by().values_list("enrolment_id", "association_id").annotate(last=Max("happened_on")))

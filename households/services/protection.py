"""A protected address and its named list (domain.md §3.9). Plaintext search rows go in the same transaction."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from foundation.refusals import Refused
from households.models import AddressProtection, Enrolment, ProtectedReader
from households.selectors.choices import people_concerned
from households.services.locks import lock
from households.services.search_entries import index
from households.services.successions import close_before
from partners.models import User
from records.services.events import record


@transaction.atomic
def protect(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    started_on: dt.date,
    today: dt.date,
    reason: str = "",
    safe_address: str = "",
    readers: Iterable[User] = (),
) -> AddressProtection:
    """Protect a household's address at once: only its named list reads who and where it is. Raises Refused."""
    locked = lock(enrolment.pk)
    if started_on > today:
        raise Refused("Une protection commence aujourd’hui au plus tard.", "started_on")
    if locked.is_protected:
        raise Refused("L’adresse de ce ménage est déjà protégée.")
    protection = AddressProtection.objects.create(
        enrolment=locked, reason=reason.strip(), safe_address=safe_address.strip(), started_on=started_on
    )
    _mark(locked, enrolment, is_protected=True)
    record("protection.set", protection, by=by, subject_id=locked.pk, details={"started_on": started_on.isoformat()})
    for user in readers:
        name_reader(by=by, protection=protection, user=user, today=today)
    return protection


@transaction.atomic
def describe(*, by: uuid.UUID, protection: AddressProtection, reason: str, safe_address: str) -> AddressProtection:
    """Correct why an address is protected, and where letters may go safely."""
    lock(protection.enrolment_id)
    described = AddressProtection.objects.get(pk=protection.pk)
    described.reason, described.safe_address = reason.strip(), safe_address.strip()
    described.save(update_fields=["reason", "safe_address"])
    record("protection.described", described, by=by, subject_id=described.enrolment_id)
    return described


@transaction.atomic
def name_reader(*, by: uuid.UUID, protection: AddressProtection, user: User, today: dt.date) -> ProtectedReader:
    """Name someone on a protection's list, from today: a colleague of a holder, or a landlord's person concerned.

    The list opens what is hidden to who may know the file; it opens no file by itself. Raises Refused.
    """
    lock(protection.enrolment_id)
    if protection.ended_on is not None:
        raise Refused("Cette protection est levée.")
    if not people_concerned(protection.enrolment_id, today).filter(pk=user.pk).exists():
        raise Refused("Cette personne n’est concernée par ce dossier ni à l’association ni chez le bailleur.", "user")
    known = ProtectedReader.objects.filter(protection=protection, user=user, ended_on__isnull=True)
    if known.exists():
        raise Refused("Cette personne est déjà sur la liste.", "user")
    reader = ProtectedReader.objects.create(protection=protection, user=user, named_by=by, started_on=today)
    record("protection.reader_named", reader, by=by, subject_id=protection.enrolment_id, details={"user": str(user.pk)})
    return reader


@transaction.atomic
def remove_reader(*, by: uuid.UUID, reader: ProtectedReader, today: dt.date) -> None:
    """Take someone off a protection's list: from today she reads nothing of it."""
    enrolment_id = reader.protection.enrolment_id
    lock(enrolment_id)
    record("protection.reader_removed", reader, by=by, subject_id=enrolment_id, details={"user": str(reader.user_id)})
    close_before(ProtectedReader.objects.filter(pk=reader.pk), today)


@transaction.atomic
def lift(*, by: uuid.UUID, enrolment: Enrolment, ended_on: dt.date) -> None:
    """Lift a protection: `ended_on` is its last day, and search finds the people again. Raises Refused."""
    locked = lock(enrolment.pk)
    protection = AddressProtection.objects.filter(enrolment=locked, ended_on__isnull=True).first()
    if protection is None:
        raise Refused("L’adresse de ce ménage n’est pas protégée.")
    if ended_on < protection.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    ProtectedReader.objects.filter(protection=protection, ended_on__isnull=True).update(ended_on=ended_on)
    protection.ended_on = ended_on
    protection.save(update_fields=["ended_on"])
    _mark(locked, enrolment, is_protected=False)
    details = {"ended_on": ended_on.isoformat()}
    record("protection.lifted", protection, by=by, subject_id=locked.pk, details=details)


def _mark(locked: Enrolment, given: Enrolment, *, is_protected: bool) -> None:
    locked.is_protected = given.is_protected = is_protected
    locked.save(update_fields=["is_protected"])
    index(locked)

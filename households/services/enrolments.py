"""A file's beginning, its effective day, its end."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from foundation.refusals import Refused
from households.enums import Civility, HolderCause, HolderRole, MemberKind, Presence
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker, Household, HouseholdMember, Person
from households.rules import file_number
from households.services.locks import lock
from households.services.search_entries import index
from households.services.successions import still_in_force
from partners.models import Organisation, ProgrammeVersion
from records.services.events import record

_ATTEMPTS = 20  # as many people may open a file in the same instant


@dataclass(frozen=True)
class NewPerson:
    """Someone who enters a household, as a form or a referral tells of her."""

    first_name: str
    last_name: str
    civility: Civility = Civility.UNKNOWN
    birth_name: str = ""
    birth_on: dt.date | None = None
    kind: MemberKind = MemberKind.ADULT
    presence: Presence = Presence.PERMANENT
    started_on: dt.date | None = None  # in the household; the file's first day when not told


@transaction.atomic
def open_enrolment(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    started_on: dt.date,
    association: Organisation,
    cause: HolderCause,
    people: Sequence[NewPerson],
    numbered_in: int | None = None,
    language: str = "",
    needs_interpreter: bool = False,
) -> Enrolment:
    """Open the file of a new household: its persons, their membership, the association that holds it, what search reads.

    The number is the next of the year `numbered_in`, that of `started_on` by default. Raises Refused.
    """
    if not people:
        raise Refused("Un ménage compte au moins une personne.", "people")
    household = Household.objects.create()
    for person in people:
        enter_household(household=household, person=person, started_on=person.started_on or started_on)
    return _open(
        by=by,
        household=household,
        version=version,
        started_on=started_on,
        association=association,
        cause=cause,
        numbered_in=numbered_in,
        language=language,
        needs_interpreter=needs_interpreter,
    )


@transaction.atomic
def enrol_existing_household(
    *,
    by: uuid.UUID,
    household: Household,
    version: ProgrammeVersion,
    started_on: dt.date,
    association: Organisation,
    cause: HolderCause,
    numbered_in: int | None = None,
    split_from: Enrolment | None = None,
) -> Enrolment:
    """Open a file for a household that is known already: another programme, or a split. Raises Refused."""
    Household.objects.select_for_update().get(pk=household.pk)
    same = Enrolment.objects.filter(still_in_force(started_on), household=household)
    if same.filter(version__programme_id=version.programme_id).exists():
        raise Refused("Ce ménage a déjà un dossier ouvert dans ce programme.", "version")
    return _open(
        by=by,
        household=household,
        version=version,
        started_on=started_on,
        association=association,
        cause=cause,
        numbered_in=numbered_in,
        split_from=split_from,
    )


@transaction.atomic
def move_start(*, by: uuid.UUID, enrolment: Enrolment, started_on: dt.date) -> Enrolment:
    """Move a file's effective day (a meeting before it offers this), with the rows that began on it.

    Holders, workers and members that began with the file begin with it still. Raises Refused.
    """
    moved = lock(enrolment.pk)
    former = moved.started_on
    if started_on == former:
        return moved
    if moved.ended_on and started_on > moved.ended_on:
        raise Refused("Le début ne peut pas suivre la fin du dossier.", "started_on")
    followers = (
        EnrolmentHolder.objects.filter(enrolment=moved, started_on=former),
        EnrolmentWorker.objects.filter(enrolment=moved, started_on=former),
        HouseholdMember.objects.filter(household_id=moved.household_id, started_on=former),
    )
    if any(rows.filter(ended_on__lt=started_on).exists() for rows in followers):
        raise Refused("Des personnes ou des intervenants ont quitté le dossier avant ce jour.", "started_on")
    for rows in followers:
        rows.update(started_on=started_on)
    moved.started_on = started_on
    moved.save(update_fields=["started_on"])
    enrolment.started_on = started_on
    details = {"from": former.isoformat(), "to": started_on.isoformat()}
    record("enrolment.start_moved", moved, by=by, subject_id=moved.pk, details=details)
    return moved


@transaction.atomic
def end_enrolment(*, by: uuid.UUID, enrolment: Enrolment, ended_on: dt.date) -> Enrolment:
    """End a file; `ended_on` is its last day. Its holders and workers stay: they still answer for what they wrote.

    Raises Refused.
    """
    ended = lock(enrolment.pk)
    if ended.ended_on is not None:
        raise Refused("Ce dossier est déjà terminé.")
    if ended_on < ended.started_on:
        raise Refused("La fin ne peut pas précéder le début du dossier.", "ended_on")
    ended.ended_on = ended_on
    ended.save(update_fields=["ended_on"])
    enrolment.ended_on = ended_on
    record("enrolment.ended", ended, by=by, subject_id=ended.pk, details={"ended_on": ended_on.isoformat()})
    return ended


@transaction.atomic
def describe_language(*, by: uuid.UUID, enrolment: Enrolment, language: str, needs_interpreter: bool) -> Enrolment:
    """Tell which language the household speaks, and whether an interpreter is needed."""
    described = lock(enrolment.pk)
    described.language = language.strip()
    described.needs_interpreter = needs_interpreter
    described.save(update_fields=["language", "needs_interpreter"])
    record("enrolment.language_described", described, by=by, subject_id=described.pk)
    return described


def enter_household(*, household: Household, person: NewPerson, started_on: dt.date) -> HouseholdMember:
    """Make a person and her membership (part of a larger act, which leaves the event). Raises Refused."""
    if not person.first_name.strip() or not person.last_name.strip():
        raise Refused("Indiquez le prénom et le nom.", "last_name")
    made = Person.objects.create(
        civility=person.civility,
        first_name=person.first_name.strip(),
        last_name=person.last_name.strip(),
        birth_name=person.birth_name.strip(),
        birth_on=person.birth_on,
    )
    return HouseholdMember.objects.create(
        household=household, person=made, kind=person.kind, presence=person.presence, started_on=started_on
    )


def _open(
    *,
    by: uuid.UUID,
    household: Household,
    version: ProgrammeVersion,
    started_on: dt.date,
    association: Organisation,
    cause: HolderCause,
    numbered_in: int | None,
    split_from: Enrolment | None = None,
    language: str = "",
    needs_interpreter: bool = False,
) -> Enrolment:
    if not version.associations.filter(pk=association.pk).exists():
        raise Refused("Cette association ne fait pas partie de ce programme.", "association")
    enrolment = _numbered(
        Enrolment(
            household=household,
            version=version,
            started_on=started_on,
            split_from=split_from,
            language=language.strip(),
            needs_interpreter=needs_interpreter,
        ),
        year=numbered_in or started_on.year,
    )
    EnrolmentHolder.objects.create(
        enrolment=enrolment, association=association, role=HolderRole.LEAD, cause=cause, started_on=started_on
    )
    index(enrolment)
    details = {
        "version": str(version.pk),
        "association": str(association.pk),
        "cause": str(cause),
        "started_on": started_on.isoformat(),
    }
    record("enrolment.created", enrolment, by=by, subject_id=enrolment.pk, details=details)
    return enrolment


def _numbered(enrolment: Enrolment, *, year: int) -> Enrolment:
    """Save a file under the next number of the year. Two at once: the second, refused by the database, takes the next."""
    for attempt in range(_ATTEMPTS):
        last = (
            Enrolment.objects.filter(file_number__startswith=f"{year:04d}-")
            .order_by(Length("file_number").desc(), "-file_number")
            .values_list("file_number", flat=True)
            .first()
        )
        enrolment.file_number = file_number(year, int(last.split("-")[1]) + 1 if last else 1)
        try:
            with transaction.atomic():
                enrolment.save(force_insert=True)
        except IntegrityError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            break
    return enrolment

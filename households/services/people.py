"""The people of a household: who they are, and from when to when they live in it. Search follows in the same transaction."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.periods import Period
from foundation.refusals import Refused
from households.enums import Civility, MemberKind, Presence
from households.models import Enrolment, HouseholdMember, Person
from households.rules import overlapping
from households.services.enrolments import NewPerson, enter_household
from households.services.holders import follow_agreement
from households.services.locks import lock
from households.services.search_entries import index_household, index_person
from households.services.successions import close_before, still_in_force
from records.services.events import record


@transaction.atomic
def add_person(*, by: uuid.UUID, enrolment: Enrolment, person: NewPerson, started_on: dt.date) -> HouseholdMember:
    """Add someone who is not known yet to the household, from a day on. Raises Refused."""
    locked = lock(enrolment.pk)
    member = enter_household(household=locked.household, person=person, started_on=started_on)
    return _entered(by, locked, member)


@transaction.atomic
def add_member(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    person: Person,
    kind: MemberKind,
    presence: Presence,
    started_on: dt.date,
) -> HouseholdMember:
    """Add someone known (she comes back, or a child lives in two households) from a day on. Raises Refused."""
    locked = lock(enrolment.pk)
    _refuse_overlap(locked, person, Period(started_on))
    member = HouseholdMember.objects.create(
        household_id=locked.household_id, person=person, kind=kind, presence=presence, started_on=started_on
    )
    return _entered(by, locked, member)


@transaction.atomic
def correct_person(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    person: Person,
    civility: Civility,
    first_name: str,
    last_name: str,
    birth_name: str = "",
    birth_on: dt.date | None = None,
) -> Person:
    """Correct who someone is. Identity is one for all the files that know her (domain.md §8.14). Raises Refused."""
    if not first_name.strip() or not last_name.strip():
        raise Refused("Indiquez le prénom et le nom.", "last_name")
    corrected = Person.objects.select_for_update().get(pk=person.pk)
    values = {
        "civility": civility,
        "first_name": first_name.strip(),
        "last_name": last_name.strip(),
        "birth_name": birth_name.strip(),
        "birth_on": birth_on,
    }
    changed = [name for name, value in values.items() if getattr(corrected, name) != value]
    for name in changed:
        setattr(corrected, name, values[name])
    if changed:
        corrected.save(update_fields=changed)
        index_person(corrected)
        record("person.corrected", corrected, by=by, subject_id=enrolment.pk, details={"fields": changed})
    return corrected


@transaction.atomic
def change_presence(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    member: HouseholdMember,
    kind: MemberKind,
    presence: Presence,
    started_on: dt.date,
) -> HouseholdMember:
    """Tell a member's place and presence from a day on; the former ones close on the eve.

    From the very day she entered it is a correction of the same row. Raises Refused.
    """
    locked = lock(enrolment.pk)
    current: HouseholdMember = HouseholdMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if current.ended_on is not None:
        raise Refused("Cette personne ne fait plus partie du ménage.")
    if started_on < current.started_on:
        raise Refused(
            f"Cette personne est entrée dans le ménage le {current.started_on:%d/%m/%Y} : choisissez ce jour ou un jour "
            "suivant.",
            "started_on",
        )
    if (current.kind, current.presence) == (kind, presence):
        return current
    if started_on == current.started_on:
        current.kind, current.presence = kind, presence
        current.save(update_fields=["kind", "presence"])
    else:
        close_before(HouseholdMember.objects.filter(pk=current.pk), started_on)
        current = HouseholdMember.objects.create(
            household_id=locked.household_id,
            person_id=current.person_id,
            kind=kind,
            presence=presence,
            started_on=started_on,
        )
    details = {"kind": str(kind), "presence": str(presence), "started_on": started_on.isoformat()}
    record("member.presence_changed", current, by=by, subject_id=locked.pk, details=details)
    _follow_agreements(by, locked, started_on)
    return current


@transaction.atomic
def end_member(
    *, by: uuid.UUID, enrolment: Enrolment, member: HouseholdMember, ended_on: dt.date, reason: str = ""
) -> HouseholdMember:
    """Tell that someone left the household; `ended_on` is her last day in it. Raises Refused."""
    locked = lock(enrolment.pk)
    ended: HouseholdMember = HouseholdMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if ended.ended_on is not None:
        raise Refused("Ce départ est déjà enregistré.", "ended_on")
    if ended_on < ended.started_on:
        raise Refused("Le départ ne peut pas précéder l’arrivée dans le ménage.", "ended_on")
    staying = HouseholdMember.objects.filter(
        still_in_force(ended_on + dt.timedelta(days=1)), household_id=ended.household_id
    ).exclude(pk=ended.pk)
    if not staying.exists():
        raise Refused("C’est la dernière personne du ménage : c’est le dossier qui se termine.", "ended_on")
    ended.ended_on = ended_on
    ended.end_reason = reason.strip()
    ended.save(update_fields=["ended_on", "end_reason"])
    record("member.left", ended, by=by, subject_id=locked.pk, details={"ended_on": ended_on.isoformat()})
    _follow_agreements(by, locked, ended_on + dt.timedelta(days=1))
    return ended


def _entered(by: uuid.UUID, enrolment: Enrolment, member: HouseholdMember) -> HouseholdMember:
    index_household(_files_of(enrolment.household_id))
    details = {"person": str(member.person_id), "kind": member.kind, "started_on": member.started_on.isoformat()}
    record("member.entered", member, by=by, subject_id=enrolment.pk, details=details)
    _follow_agreements(by, enrolment, member.started_on)
    return member


def _files_of(household_id: uuid.UUID) -> list[Enrolment]:
    return list(Enrolment.objects.filter(household_id=household_id).select_related("version"))


def _follow_agreements(by: uuid.UUID, enrolment: Enrolment, day: dt.date) -> None:
    """Let every file of the household open or close its second association as its adults of that day agreed."""
    for file in _files_of(enrolment.household_id):
        follow_agreement(by=by, enrolment=file, day=max(day, file.started_on))


def _refuse_overlap(enrolment: Enrolment, person: Person, period: Period) -> None:
    rows = HouseholdMember.objects.filter(household_id=enrolment.household_id, person=person)
    if overlapping(period, [Period(*days) for days in rows.values_list("started_on", "ended_on")]):
        raise Refused("Cette personne fait déjà partie du ménage à cette date.", "started_on")

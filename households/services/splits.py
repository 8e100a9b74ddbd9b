"""The split of a household: the old one keeps its history; who leaves gets a household and a file of her own (§8.14)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from foundation.periods import eve
from foundation.refusals import Refused
from households.enums import HolderCause, MemberKind, Presence
from households.models import Enrolment, Household, HouseholdMember, Person
from households.services.enrolments import enrol_existing_household
from households.services.holders import follow_agreement
from households.services.locks import lock
from households.services.search_entries import index
from partners.models import Organisation, ProgrammeVersion
from records.services.events import record


@dataclass(frozen=True)
class Leaver:
    """Someone who goes with the new household; `stays_too` for a child who lives in both, with her presence in each."""

    person: Person
    presence: Presence = Presence.PERMANENT
    stays_too: bool = False
    presence_left: Presence = Presence.SHARED_CUSTODY  # in the old household, when she stays in it too


@transaction.atomic
def split(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    leavers: Sequence[Leaver],
    split_on: dt.date,
    association: Organisation | None = None,
    version: ProgrammeVersion | None = None,
    numbered_in: int | None = None,
) -> Enrolment:
    """Split a household on a day: those who leave are of the old one until the eve, of the new one from that day.

    The new file is held by `association` (the old file's lead by default), in the same version unless told. Nothing else
    is inherited: neither workers, namings, accords, channels, precautions nor resources; the journey opens its
    accompaniment by reprise. Raises Refused.
    """
    old = lock(enrolment.pk)
    members = {row.person_id: row for row in HouseholdMember.objects.open_on(split_on).filter(household=old.household)}
    _refuse(old, leavers, members, split_on)
    held_by = association or _lead_of(old, split_on)
    new_household = Household.objects.create(split_from=old.household)
    for leaver in leavers:
        row = members[leaver.person.pk]
        kind = MemberKind.ADULT if row.kind in MemberKind.ADULTS else MemberKind(row.kind)
        _leave(row, leaver, split_on)
        HouseholdMember.objects.create(
            household=new_household,
            person_id=leaver.person.pk,
            kind=kind,
            presence=leaver.presence,
            started_on=split_on,
        )
    made = enrol_existing_household(
        by=by,
        household=new_household,
        version=version or old.version,
        started_on=split_on,
        association=held_by,
        cause=HolderCause.SPLIT,
        numbered_in=numbered_in,
        split_from=old,
    )
    for file in Enrolment.objects.filter(household=old.household).select_related("version"):
        index(file)
        follow_agreement(by=by, enrolment=file, day=max(split_on, file.started_on))
    # The two files do not tell of each other in the journal: each event belongs to its own.
    record("household.split", old, by=by, subject_id=old.pk, details={"split_on": split_on.isoformat()})
    return made


def _refuse(
    old: Enrolment, leavers: Sequence[Leaver], members: dict[uuid.UUID, HouseholdMember], split_on: dt.date
) -> None:
    going = {leaver.person.pk for leaver in leavers}
    if len(going) < len(leavers) or not going <= members.keys():
        raise Refused("Une des personnes choisies n’est pas du ménage ce jour-là.", "leavers")
    if not any(members[pk].kind in MemberKind.ADULTS for pk in going):
        raise Refused("Une séparation fait partir au moins un adulte\u00a0: choisissez lequel.", "leavers")
    if any(leaver.stays_too and members[leaver.person.pk].kind in MemberKind.ADULTS for leaver in leavers):
        raise Refused("Un adulte ne fait partie que d’un des deux ménages.", "leavers")
    staying = [row for pk, row in members.items() if pk not in going]
    if not any(row.kind in MemberKind.ADULTS for row in staying):
        raise Refused(
            "Un adulte au moins reste dans le ménage\u00a0: sinon c’est le ménage entier qui part.", "leavers"
        )
    if any(row.started_on >= split_on for pk, row in members.items() if pk in going):
        raise Refused(
            "Une des personnes est arrivée ce jour-là ou après\u00a0: choisissez un jour suivant.", "split_on"
        )
    if split_on <= old.started_on:
        raise Refused("La séparation suit le début du dossier.", "split_on")
    if any(row.ended_on is not None for pk, row in members.items() if pk in going):
        raise Refused("Le départ d’une de ces personnes est déjà enregistré.", "leavers")


def _leave(row: HouseholdMember, leaver: Leaver, split_on: dt.date) -> None:
    """End a membership on the eve; a child who lives in both goes on in the old household with her new presence."""
    row.ended_on = eve(split_on)
    row.save(update_fields=["ended_on"])
    if leaver.stays_too:
        HouseholdMember.objects.create(
            household_id=row.household_id,
            person_id=row.person_id,
            kind=row.kind,
            presence=leaver.presence_left,
            started_on=split_on,
        )


def _lead_of(enrolment: Enrolment, day: dt.date) -> Organisation:
    holder = enrolment.holders.open_on(day).filter(role="LEAD").select_related("association").first()
    if holder is None:
        raise Refused("Aucune association n’a ce dossier en charge ce jour-là.", "association")
    found: Organisation = holder.association
    return found

"""The reprise: a household already on its way enters at its present state, with what is known (domain.md §2.0.1)."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from accompaniments.rules.referrals import why_entry_is_refused
from accompaniments.rules.states import why_take_over_is_refused
from accompaniments.services import entries
from accompaniments.services.entries import NamingFact
from accompaniments.services.states import enter_taken_over
from foundation.periods import in_force
from foundation.refusals import Refused
from households.enums import HolderCause, NamingService
from households.services.enrolments import NewPerson, open_enrolment
from households.services.housing import Place
from households.services.workers import name_lead
from partners.enums import Role
from partners.models import Membership, Organisation, ProgrammeVersion, User
from records.services.events import one_act

SERVICES = (NamingService.CORRESPONDENT, NamingService.SOCIAL, NamingService.RENTAL, NamingService.LITIGATION)

NO_WATCH = (
    "La convention de ce programme ne prévoit pas de veille\u00a0: un accompagnement terminé n’y est plus suivi, "
    "il n’est pas à reprendre."
)


@transaction.atomic
def take_over(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    association: Organisation,
    lead: User | None,
    started_on: dt.date,
    known: Sequence[tuple[State, dt.date]],
    reason: str,
    people: Sequence[NewPerson],
    today: dt.date,
    lead_since: dt.date | None = None,
    place: Place | None = None,
    telephone: str = "",
    facts: Sequence[NamingFact] = (),
    sending_key: uuid.UUID | None = None,
) -> Accompaniment:
    """Take over a household: its file since `started_on`, its lead, its present state (the last of `known`) and why.

    `facts` name it to the landlord of its dwelling. Without `lead_since` the lead is so since the file began, or since she
    works for the association. Sent twice with one key it is made once. Raises Refused.
    """
    entries.lock_entries(association)
    if (made := entries.already_sent(sending_key, association)) is not None:
        return made
    if not reason.strip():
        raise Refused("Dites d’où vient cette reprise.", "reason")
    if why := why_entry_is_refused(
        started_on, version_started_on=version.started_on, version_ended_on=version.ended_on, today=today
    ):
        raise Refused(why, "started_on")
    if why := why_take_over_is_refused(known, started_on=started_on, today=today):
        raise Refused(why, "state_on")
    if known[-1][0] == State.WATCHED and not version.watch_months:
        raise Refused(NO_WATCH, "state")
    with one_act():
        enrolment = open_enrolment(
            by=by,
            version=version,
            started_on=started_on,
            association=association,
            cause=HolderCause.TAKEN_OVER,
            people=people,
        )
        accompaniment = enter_taken_over(by=by, enrolment=enrolment, known=known, reason=reason, today=today)
        entries.keep_key(accompaniment, sending_key)
        entries.reach(by=by, enrolment=enrolment, place=place, telephone=telephone, started_on=started_on)
        if lead is not None:
            since = lead_since or _since(lead, association, started_on, today)
            name_lead(by=by, enrolment=enrolment, user=lead, association=association, started_on=since, reason=reason)
        elif known[-1][0] != State.REFERRED:
            raise Refused("Choisissez la personne qui suit ce ménage.", "lead")
        for fact in facts:
            _name(by, accompaniment, version, place, fact)
    return accompaniment


def _name(
    by: uuid.UUID, accompaniment: Accompaniment, version: ProgrammeVersion, place: Place | None, fact: NamingFact
) -> None:
    if fact.service not in SERVICES:
        raise Refused("Ce service n’est pas nommé par une reprise.", "naming_cause")
    if place is None or place.landlord is None or (fact.service == NamingService.CORRESPONDENT and place.unit is None):
        raise Refused("Indiquez le bailleur et l’unité de gestion du logement.", "unit")
    if place.landlord not in version.landlords.all():
        raise Refused("Ce bailleur ne fait pas partie de ce programme.", "unit")
    entries.name_to_landlord(
        by=by,
        enrolment=accompaniment.enrolment,
        landlord=place.landlord,
        place=place,
        fact=fact,
        source_id=accompaniment.pk,
    )


def _since(lead: User, association: Organisation, started_on: dt.date, today: dt.date) -> dt.date:
    """Give since when she may be lead: the file's first day, or hers in the association when it is later."""
    working = Membership.objects.filter(
        in_force(today), user=lead, organisation=association, role__in=Role.OF_ASSOCIATION
    ).aggregate(first=Min("started_on"))["first"]
    return max(started_on, working) if working else started_on

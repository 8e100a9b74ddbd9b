"""What every entry of a household shares, by referral or by reprise: made once, its housing, how to reach it, who is told."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.models import Accompaniment
from foundation.refusals import Refused
from households.enums import ChannelKind, NamingCause, NamingService
from households.models import Enrolment
from households.services import channels, housing, namings
from households.services.housing import Place
from partners.models import Organisation, ProgrammeVersion


@dataclass(frozen=True)
class NamingFact:
    """A fact that names the household to a landlord's service: an intervention asked for, a convention, a lease."""

    service: NamingService
    cause: NamingCause
    on: dt.date


def lock_entries(association: Organisation) -> None:
    """Let one entry at a time into an association: what is sent twice at once is then made once."""
    Organisation.objects.select_for_update(no_key=True).get(pk=association.pk)


def already_sent(sending_key: uuid.UUID | None, association: Organisation) -> Accompaniment | None:
    """Give what a first sending with this key made.

    Raises Refused when the key was another association's.
    """
    if sending_key is None:
        return None
    made: Accompaniment | None = (
        Accompaniment.objects.filter(sending_key=sending_key).select_related("enrolment").first()
    )
    if made is not None and not made.enrolment.holders.filter(association=association).exists():
        raise Refused("Ce formulaire a déjà servi. Rechargez la page, puis recommencez.")
    return made


def keep_key(accompaniment: Accompaniment, sending_key: uuid.UUID | None) -> None:
    """Write the key of sending beside what it made."""
    if sending_key is not None:
        accompaniment.sending_key = sending_key
        accompaniment.save(update_fields=["sending_key"])


def reach(*, by: uuid.UUID, enrolment: Enrolment, place: Place | None, telephone: str, started_on: dt.date) -> None:
    """Write where the household lives and its telephone, when they are told."""
    if place is not None:
        housing.move_to(by=by, enrolment=enrolment, place=place, started_on=started_on)
    if telephone.strip():
        channels.add(
            by=by,
            enrolment=enrolment,
            kind=ChannelKind.PHONE,
            value=telephone.strip(),
            started_on=started_on,
            is_preferred=True,
        )


def name_to_landlord(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    place: Place | None,
    fact: NamingFact,
    source_id: uuid.UUID | None,
) -> None:
    """Name the household to a landlord's service by a fact; never before the file itself began."""
    unit = place.unit if place and fact.service == NamingService.CORRESPONDENT else None
    namings.name_to(
        by=by,
        enrolment=enrolment,
        landlord=landlord,
        service=fact.service,
        cause=fact.cause,
        started_on=max(fact.on, enrolment.started_on),
        unit=unit,
        source_id=source_id,
    )


def landlord_of(version: ProgrammeVersion, told: Organisation | None) -> Organisation:
    """Give the landlord that is told, or the programme's only one.

    Raises Refused when it is none of the programme's, or when the programme has several and none is told.
    """
    landlords: list[Organisation] = list(version.landlords.all())
    if told is not None:
        if told in landlords:
            return told
        raise Refused("Ce bailleur ne fait pas partie de ce programme.", "source_organisation")
    if len(landlords) != 1:
        raise Refused("Indiquez le bailleur.", "source_organisation")
    return landlords[0]

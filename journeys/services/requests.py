"""A household is referred, or an intervention asked for: the referral and what is known of the procedure, in one act."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from accompaniments.enums import ReferralSource
from accompaniments.models import Accompaniment
from accompaniments.rules.referrals import OF_LANDLORD
from accompaniments.services import entries
from accompaniments.services.referrals import record_referral
from foundation.refusals import Refused
from households.enums import HousingSituation
from households.services.enrolments import NewPerson
from households.services.housing import Place
from leases.enums import ProcedureStage
from leases.models import Dwelling
from leases.services.procedures import record_balance, record_step
from partners.enums import Axis
from partners.models import Organisation, ProgrammeVersion
from partners.selectors import names_of
from records.services.events import one_act

OF_SERVICES = (ReferralSource.LANDLORD_RENTAL, ReferralSource.LANDLORD_LITIGATION)


@dataclass(frozen=True)
class Situation:
    """What the service knows: the lease, the debt by a statement, the stage, what was tried, what it fears."""

    is_terminated: bool
    tried: str
    risk: str
    debt: Decimal | None = None
    stated_on: dt.date | None = None
    stage: ProcedureStage | None = None
    reached_on: dt.date | None = None


@transaction.atomic
def ask_intervention(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    association: Organisation,
    source: ReferralSource,
    dwelling: Dwelling,
    people: Sequence[NewPerson],
    situation: Situation,
    received_on: dt.date,
    today: dt.date,
    telephone: str = "",
    sending_key: uuid.UUID | None = None,
) -> Accompaniment:
    """Ask one association of the programme to intervene for the occupant of a dwelling; it holds the file at once.

    The household is named to the service that asks, to the unit's correspondent and to the CESF. Sent twice it is made once.
    Raises Refused, and then keeps nothing.
    """
    landlord = dwelling.landlord
    if source not in OF_SERVICES:
        raise Refused("Une intervention est demandée par le service locatif ou par le contentieux.", "source")
    if version.programme.axis != Axis.MAINTENANCE:
        raise Refused("Ce programme n’est pas un programme de maintien dans le logement.", "offer")
    if not version.landlords.filter(pk=landlord.pk).exists():
        raise Refused("Votre organisme ne fait pas partie de ce programme.", "offer")
    if not version.associations.filter(pk=association.pk).exists():
        raise Refused("Cette association ne fait pas partie de ce programme.", "offer")
    _refuse_halves(situation)
    entries.lock_entries(association)
    if (made := entries.already_sent(sending_key, association)) is not None:
        return made
    with one_act():
        accompaniment = record_referral(
            by=by,
            version=version,
            association=association,
            source=source,
            source_organisation=landlord,
            referrer_name=names_of({by}).get(by, ""),
            received_on=received_on,
            people=people,
            place=_place(dwelling, is_terminated=situation.is_terminated),
            telephone=telephone,
            note=request_note(situation.tried, situation.risk),
            sending_key=sending_key,
            today=today,
        )
        _tell(situation, by=by, accompaniment=accompaniment, landlord=landlord, today=today)
    return accompaniment


@transaction.atomic
def record_received(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    association: Organisation,
    source: ReferralSource,
    received_on: dt.date,
    people: Sequence[NewPerson],
    today: dt.date,
    source_organisation: Organisation | None = None,
    place: Place | None = None,
    note: str = "",
    situation: Situation | None = None,
    sending_key: uuid.UUID | None = None,
    **told: str,
) -> Accompaniment:
    """Record a referral received; of a request for intervention, what it says of the account and of the procedure with it.

    The landlord of that account is the one that asks, else the dwelling's, else the programme's only one. `told` is what
    `record_referral` keeps beside (who referred, sectors, telephone, language). Sent twice it is made once. Raises Refused.
    """
    if situation is not None:
        _refuse_halves(situation)
    entries.lock_entries(association)
    if (made := entries.already_sent(sending_key, association)) is not None:
        return made
    brought = request_note(situation.tried, situation.risk) if situation else ""
    with one_act():
        accompaniment = record_referral(
            by=by,
            version=version,
            association=association,
            source=source,
            source_organisation=source_organisation,
            received_on=received_on,
            people=people,
            place=place,
            note="\n\n".join(part for part in (brought, note.strip()) if part),
            sending_key=sending_key,
            today=today,
            **told,
        )
        if situation is not None and (situation.debt is not None or situation.stage is not None):
            asking = source_organisation if source in OF_LANDLORD else None
            landlord = entries.landlord_of(version, asking or (place.landlord if place else None))
            _tell(situation, by=by, accompaniment=accompaniment, landlord=landlord, today=today)
    return accompaniment


def _tell(
    situation: Situation, *, by: uuid.UUID, accompaniment: Accompaniment, landlord: Organisation, today: dt.date
) -> None:
    """Record what the request says of the account and of the procedure."""
    facts: dict[str, Any] = {"by": by, "enrolment": accompaniment.enrolment, "landlord": landlord, "today": today}
    if situation.debt is not None and situation.stated_on is not None:
        record_balance(amount=situation.debt, stated_on=situation.stated_on, **facts)
    if situation.stage is not None and situation.reached_on is not None:
        record_step(stage=situation.stage, reached_on=situation.reached_on, **facts)


def request_note(tried: str, risk: str) -> str:
    """Give what the service says, as one text that names its two parts."""
    parts = (("Ce qui a été tenté", tried), ("Ce qui inquiète", risk))
    return "\n\n".join(f"{title}\u00a0: {text.strip()}" for title, text in parts if text.strip())


def _refuse_halves(situation: Situation) -> None:
    """Refuse an amount without its statement, a stage without its day, and the reverse."""
    if situation.debt is not None and situation.stated_on is None:
        raise Refused("Indiquez la date du relevé.", "stated_on")
    if situation.debt is None and situation.stated_on is not None:
        raise Refused("Indiquez le montant du relevé, 0 si rien n’est dû.", "debt")
    if situation.stage is not None and situation.reached_on is None:
        raise Refused("Indiquez le jour de ce stade.", "reached_on")
    if situation.stage is None and situation.reached_on is not None:
        raise Refused("Indiquez le stade de la procédure.", "stage")


def _place(dwelling: Dwelling, *, is_terminated: bool) -> Place:
    return Place(
        situation=HousingSituation.NO_TITLE if is_terminated else HousingSituation.TENANT,
        address=dwelling.address,
        city=dwelling.city,
        postcode=dwelling.postcode,
        landlord=dwelling.landlord,
        unit=dwelling.unit,
        dwelling_id=dwelling.pk,
    )

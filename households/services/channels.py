"""How to reach a household: telephones, e-mail, postal addresses, as this file knows them."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from foundation.refusals import Refused
from households.enums import ChannelKind
from households.models import Channel, Enrolment, Person
from households.rules import stored_phone
from households.services.locks import lock
from households.services.membership import refuse_stranger
from records.services.events import record


@transaction.atomic
def add(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    kind: ChannelKind,
    value: str,
    started_on: dt.date,
    person: Person | None = None,
    is_preferred: bool = False,
    is_safe: bool = True,
    note: str = "",
) -> Channel:
    """Add a way to reach the household, or one of its persons, from a day on. Raises Refused."""
    locked = lock(enrolment.pk)
    refuse_stranger(locked, person)
    channel = Channel.objects.create(
        enrolment=locked,
        person=person,
        kind=kind,
        value=stored_value(kind, value),
        is_preferred=is_preferred,
        is_safe=is_safe,
        note=note.strip(),
        started_on=started_on,
    )
    details = {"kind": str(kind), "started_on": started_on.isoformat()}
    record("channel.added", channel, by=by, subject_id=locked.pk, details=details)
    return channel


@transaction.atomic
def correct(
    *,
    by: uuid.UUID,
    channel: Channel,
    kind: ChannelKind,
    value: str,
    started_on: dt.date,
    person: Person | None = None,
    is_preferred: bool = False,
    is_safe: bool = True,
    note: str = "",
) -> Channel:
    """Correct a way to reach the household. Raises Refused."""
    locked = lock(channel.enrolment_id)
    refuse_stranger(locked, person)
    corrected = Channel.objects.get(pk=channel.pk)
    if corrected.ended_on is not None and corrected.ended_on < started_on:
        raise Refused("Le début ne peut pas suivre la fin.", "started_on")
    corrected.kind = kind
    corrected.value = stored_value(kind, value)
    corrected.person = person
    corrected.is_preferred = is_preferred
    corrected.is_safe = is_safe
    corrected.note = note.strip()
    corrected.started_on = started_on
    corrected.save()
    record("channel.corrected", corrected, by=by, subject_id=locked.pk)
    return corrected


@transaction.atomic
def end(*, by: uuid.UUID, channel: Channel, ended_on: dt.date) -> Channel:
    """Tell that a way to reach the household no longer works; `ended_on` is its last day. Raises Refused."""
    lock(channel.enrolment_id)
    ended = Channel.objects.get(pk=channel.pk)
    if ended.ended_on is not None:
        raise Refused("Ce moyen de contact est déjà terminé.", "ended_on")
    if ended_on < ended.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    ended.ended_on = ended_on
    ended.save(update_fields=["ended_on"])
    record("channel.ended", ended, by=by, subject_id=ended.enrolment_id, details={"ended_on": ended_on.isoformat()})
    return ended


def stored_value(kind: ChannelKind, value: str) -> str:
    """Give a number or an address as it is stored. Raises Refused when it is none."""
    typed = value.strip()
    if not typed:
        raise Refused("Indiquez le numéro ou l’adresse.", "value")
    if kind == ChannelKind.PHONE:
        if (number := stored_phone(typed)) is None:
            raise Refused(
                "Ce n’est pas un numéro de téléphone : dix chiffres, ou l’indicatif du pays (+32…) devant.", "value"
            )
        return number
    if kind == ChannelKind.EMAIL:
        try:
            validate_email(typed)
        except ValidationError:
            raise Refused("Ce n’est pas une adresse électronique : il y manque un @ ou un point.", "value") from None
    return typed

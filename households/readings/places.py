"""Where the household lives and how to reach it: the team's (domain.md §2.3b)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from foundation.periods import in_force
from foundation.words import phone
from households.enums import ChannelKind, HousingSituation, PrecautionFlag
from households.models import AddressProtection, Channel, CurrentHousing, Enrolment, VisitPrecaution
from households.permissions import read_since, standing
from households.readings.headers import person_name
from partners.reader import Reader


@dataclass(frozen=True)
class PlaceLine:
    """A place of life, from when to when."""

    housing_id: uuid.UUID
    situation: str
    situation_label: str
    address: str
    city: str
    postcode: str
    access_notes: str
    host: str
    landlord: str
    unit: str
    started_on: dt.date
    ended_on: dt.date | None

    @property
    def where(self) -> str:
        """Give « 12 rue des Teinturiers, 84000 Avignon », as much as is known."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.address, town) if part)


@dataclass(frozen=True)
class ChannelLine:
    """A way to reach someone."""

    channel_id: uuid.UUID
    kind: str
    kind_label: str
    value: str  # as it is stored: what a link needs
    shown: str  # as it is said
    person: str  # empty: the household
    is_preferred: bool
    is_safe: bool
    note: str
    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class PrecautionLine:
    """What to know before a visit."""

    precaution_id: uuid.UUID
    flag: str
    label: str
    note: str
    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class Housing:
    """Where and how, for one reader."""

    is_readable: bool
    current: PlaceLine | None = None
    coming: tuple[PlaceLine, ...] = ()
    past: tuple[PlaceLine, ...] = ()
    channels: tuple[ChannelLine, ...] = ()
    past_channels: tuple[ChannelLine, ...] = ()
    precautions: tuple[PrecautionLine, ...] = ()
    past_precautions: tuple[PrecautionLine, ...] = ()
    language: str = ""
    needs_interpreter: bool = False
    safe_address: str = ""  # where letters go when the address is protected

    @property
    def telephones(self) -> tuple[ChannelLine, ...]:
        """Give the telephones in use."""
        return tuple(line for line in self.channels if line.kind == ChannelKind.PHONE)


def housing(reader: Reader, enrolment: Enrolment) -> Housing:
    """Give where the household lives and lived, and how to reach it; nothing to who is not of the team."""
    hers = standing(reader, enrolment)
    if not hers.reads_whole:
        return Housing(is_readable=False)
    since, today = read_since(hers, enrolment), reader.today
    places = [
        line
        for line in map(_place, CurrentHousing.objects.filter(enrolment=enrolment).select_related("landlord", "unit"))
        if since is None or line.ended_on is None or line.ended_on >= since
    ]
    channels = [
        line
        for line in map(_channel, Channel.objects.filter(enrolment=enrolment).select_related("person"))
        if since is None or line.ended_on is None or line.ended_on >= since
    ]
    precautions = [
        line
        for line in map(_precaution, VisitPrecaution.objects.filter(enrolment=enrolment).order_by("started_on", "pk"))
        if since is None or line.ended_on is None or line.ended_on >= since
    ]
    return Housing(
        is_readable=True,
        current=next((line for line in places if _is_now(line, today)), None),
        coming=tuple(line for line in places if line.started_on > today),
        past=tuple(line for line in places if _is_over(line, today)),
        channels=tuple(line for line in channels if not _is_over(line, today)),
        past_channels=tuple(line for line in channels if _is_over(line, today)),
        precautions=tuple(line for line in precautions if not _is_over(line, today)),
        past_precautions=tuple(line for line in precautions if _is_over(line, today)),
        language=enrolment.language,
        needs_interpreter=enrolment.needs_interpreter,
        safe_address=_safe_address(enrolment, today),
    )


def _safe_address(enrolment: Enrolment, today: dt.date) -> str:
    if not enrolment.is_protected:
        return ""
    protection = AddressProtection.objects.filter(in_force(today), enrolment=enrolment).order_by("-started_on").first()
    return protection.safe_address if protection else ""


def _is_now(line: PlaceLine, today: dt.date) -> bool:
    return line.started_on <= today and not _is_over(line, today)


def _is_over(line: PlaceLine | ChannelLine | PrecautionLine, today: dt.date) -> bool:
    return line.ended_on is not None and line.ended_on < today


def _place(row: CurrentHousing) -> PlaceLine:
    return PlaceLine(
        housing_id=row.pk,
        situation=row.situation,
        situation_label=HousingSituation(row.situation).label,
        address=row.address,
        city=row.city,
        postcode=row.postcode,
        access_notes=row.access_notes,
        host=row.host,
        landlord=row.landlord.name if row.landlord else "",
        unit=row.unit.name if row.unit else "",
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def _channel(row: Channel) -> ChannelLine:
    return ChannelLine(
        channel_id=row.pk,
        kind=row.kind,
        kind_label=ChannelKind(row.kind).label,
        value=row.value,
        shown=phone(row.value) if row.kind == ChannelKind.PHONE else row.value,
        person=person_name(row.person) if row.person else "",
        is_preferred=row.is_preferred,
        is_safe=row.is_safe,
        note=row.note,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def _precaution(row: VisitPrecaution) -> PrecautionLine:
    return PrecautionLine(
        precaution_id=row.pk,
        flag=row.flag,
        label=PrecautionFlag(row.flag).label,
        note=row.note,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )

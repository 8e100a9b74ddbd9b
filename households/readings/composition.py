"""Who the household is: identity and composition, dated; the rest is for its team (domain.md §3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from foundation.periods import in_force
from foundation.words import age, duration, phone
from households.enums import GuardianshipKind, MemberKind, Presence
from households.models import Enrolment, Guardian, HouseholdMember
from households.permissions import Standing, read_since, standing, standings
from households.readings.headers import person_name
from households.rules import is_minor
from partners.reader import Reader


@dataclass(frozen=True)
class MemberLine:
    """A person of the household, from when to when."""

    member_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    birth_name: str
    birth_on: dt.date | None
    age: str  # « 9 ans », empty when the birth is not known; that of the day she left for who left
    is_minor: bool
    kind: str
    kind_label: str
    presence: str
    presence_label: str
    started_on: dt.date
    ended_on: dt.date | None
    stayed: str  # « 3 mois et 12 jours », for who left
    end_reason: str  # the team's


@dataclass(frozen=True)
class GuardianLine:
    """A mandataire judiciaire."""

    guardian_id: uuid.UUID
    person: str
    kind_label: str
    name: str
    telephone: str  # as it is said
    telephone_e164: str
    email: str
    started_on: dt.date
    ended_on: dt.date | None
    is_current: bool


@dataclass(frozen=True)
class FileRef:
    """Another file that this reader may read too."""

    enrolment_id: uuid.UUID
    file_number: str


@dataclass(frozen=True)
class People:
    """The people of a file, for one reader."""

    is_readable: bool
    is_whole: bool  # the team's facts are in it too
    present: tuple[MemberLine, ...] = ()
    past: tuple[MemberLine, ...] = ()
    coming: tuple[MemberLine, ...] = ()
    guardians: tuple[GuardianLine, ...] = ()
    split_from: FileRef | None = None
    splits: tuple[FileRef, ...] = ()

    @property
    def adults(self) -> tuple[MemberLine, ...]:
        """Give the adults present."""
        return tuple(line for line in self.present if line.kind in MemberKind.ADULTS)

    @property
    def children(self) -> tuple[MemberLine, ...]:
        """Give the children present."""
        return tuple(line for line in self.present if line.kind == MemberKind.CHILD)


def people(reader: Reader, enrolment: Enrolment) -> People:
    """Give who the household is and was. A landlord's person reads who is in it today, and nothing of the past."""
    hers = standing(reader, enrolment)
    if not hers.reads_people:
        return People(is_readable=False, is_whole=False)
    since = read_since(hers, enrolment)
    rows = (
        HouseholdMember.objects.filter(household_id=enrolment.household_id)
        .select_related("person")
        .order_by("kind", "person__birth_on", "started_on", "pk")
    )
    lines = [_line(row, reader.today, hers) for row in rows]
    present = tuple(line for line in lines if _is_present(line, reader.today))
    past = tuple(
        line
        for line in lines
        if line.ended_on is not None and line.ended_on < reader.today and (since is None or line.ended_on >= since)
    )
    coming = tuple(line for line in lines if line.started_on > reader.today)
    split_from, splits = _splits(reader, enrolment)
    return People(
        is_readable=True,
        is_whole=hers.reads_whole,
        present=present,
        past=past if hers.is_holder else (),
        coming=coming if hers.is_holder else (),
        guardians=_guardians(reader, enrolment) if hers.reads_whole else (),
        split_from=split_from,
        splits=splits,
    )


def _is_present(line: MemberLine, today: dt.date) -> bool:
    return line.started_on <= today and (line.ended_on is None or line.ended_on >= today)


def _line(row: HouseholdMember, today: dt.date, hers: Standing) -> MemberLine:
    person, day = row.person, min(row.ended_on or today, today)
    has_left = row.ended_on is not None and row.ended_on < today
    return MemberLine(
        member_id=row.pk,
        person_id=person.pk,
        name=person_name(person),
        birth_name=person.birth_name,
        birth_on=person.birth_on,
        age=age(person.birth_on, day) if person.birth_on and person.birth_on <= day else "",
        is_minor=is_minor(person.birth_on, day),
        kind=row.kind,
        kind_label=MemberKind(row.kind).label,
        presence=row.presence,
        presence_label=Presence(row.presence).label,
        started_on=row.started_on,
        ended_on=row.ended_on,
        stayed=duration(row.started_on, row.ended_on) if has_left and row.ended_on else "",
        end_reason=row.end_reason if hers.reads_whole else "",
    )


def _guardians(reader: Reader, enrolment: Enrolment) -> tuple[GuardianLine, ...]:
    rows = Guardian.objects.filter(enrolment=enrolment).select_related("person").order_by("-started_on", "pk")
    current = set(rows.filter(in_force(reader.today)).values_list("pk", flat=True))
    return tuple(
        GuardianLine(
            guardian_id=row.pk,
            person=person_name(row.person),
            kind_label=GuardianshipKind(row.kind).label,
            name=row.name,
            telephone=phone(row.telephone) if row.telephone else "",
            telephone_e164=row.telephone,
            email=row.email,
            started_on=row.started_on,
            ended_on=row.ended_on,
            is_current=row.pk in current,
        )
        for row in rows
    )


def _splits(reader: Reader, enrolment: Enrolment) -> tuple[FileRef | None, tuple[FileRef, ...]]:
    """Give the file that this one came from, and those that came from it: to who reads the people of both (§8.14)."""
    related = Enrolment.objects.visible_to(reader).filter(split_from=enrolment)
    if enrolment.split_from_id:
        related = related | Enrolment.objects.visible_to(reader).filter(pk=enrolment.split_from_id)
    files = list(related.order_by("file_number"))
    hers = standings(reader, files)
    read = [FileRef(file.pk, file.file_number) for file in files if hers[file.pk].reads_people]
    origin = next((ref for ref in read if ref.enrolment_id == enrolment.split_from_id), None)
    return origin, tuple(ref for ref in read if ref != origin)

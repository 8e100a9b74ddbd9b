"""What a reader reads of a file: frozen dataclasses, shaped before any template, export or mail sees them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.periods import in_force
from households.enums import Civility, HolderRole, MemberKind, WorkerRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker, HouseholdMember, Person, VisitPrecaution
from households.permissions import Standing, standings
from partners.reader import Reader


@dataclass(frozen=True)
class Flag:
    """A sign to know before acting."""

    code: str  # DOG, IN_PAIRS, CALL_FIRST, OTHER, PROTECTED
    label: str


@dataclass(frozen=True)
class Card:
    """A file in one line and in its header, for one reader. A protected one tells its number and nothing of its people."""

    enrolment_id: uuid.UUID
    file_number: str
    title: str  # the adults' names, or « Dossier protégé n° 2026-0148 »
    is_protected: bool
    standing: Standing
    programme: str
    axis: str
    started_on: dt.date
    ended_on: dt.date | None
    lead_association: str
    lead_worker_id: uuid.UUID | None
    lead_worker: str
    lead_telephone: str
    is_replaced: bool  # today a replacement stands in for the lead
    flags: tuple[Flag, ...]

    @property
    def is_readable(self) -> bool:
        """Tell whether the reader may read who the household is."""
        return self.standing.reads_people


def card(reader: Reader, enrolment: Enrolment) -> Card:
    """Give what this reader reads in the header of one file (the file itself came from `access`)."""
    return cards(reader, [enrolment])[enrolment.pk]


def cards(reader: Reader, enrolments: Iterable[Enrolment]) -> dict[uuid.UUID, Card]:
    """Give the cards of files already scoped by `visible_to`, in a constant number of queries, in the order given."""
    files = list(enrolments)
    ids = [enrolment.pk for enrolment in files]
    hers = standings(reader, files)
    names = _names(reader, [enrolment for enrolment in files if hers[enrolment.pk].reads_people])
    leads = _leads(reader, ids)
    associations = dict(
        EnrolmentHolder.objects.filter(in_force(reader.today), enrolment_id__in=ids, role=HolderRole.LEAD).values_list(
            "enrolment_id", "association__name"
        )
    )
    flags = _flags(reader, [pk for pk in ids if hers[pk].reads_whole])
    result: dict[uuid.UUID, Card] = {}
    for enrolment in files:
        pk = enrolment.pk
        lead = leads.get(pk)
        protected = (Flag("PROTECTED", "Adresse protégée"),) if enrolment.is_protected else ()
        result[pk] = Card(
            enrolment_id=pk,
            file_number=enrolment.file_number,
            title=names.get(pk) or _unnamed(enrolment, hers[pk]),
            is_protected=enrolment.is_protected,
            standing=hers[pk],
            programme=enrolment.version.programme.name,
            axis=enrolment.version.programme.axis,
            started_on=enrolment.started_on,
            ended_on=enrolment.ended_on,
            lead_association=associations.get(pk, ""),
            lead_worker_id=lead.user_id if lead else None,
            lead_worker=lead.user.full_name if lead else "",
            lead_telephone=lead.user.telephone if lead else "",
            is_replaced=bool(lead and lead.role == WorkerRole.REPLACEMENT),
            flags=(*protected, *flags.get(pk, ())),
        )
    return result


def person_name(person: Person) -> str:
    """Give « Mme Inès Carvalho », or the bare name when the civility is not known."""
    prefix = "" if person.civility == Civility.UNKNOWN else f"{Civility(person.civility).label}\u00a0"
    return f"{prefix}{person.first_name} {person.last_name}".strip()


def joined(names: list[str]) -> str:
    """Give « A, B et C »."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}" if names else ""


def _unnamed(enrolment: Enrolment, hers: Standing) -> str:
    if hers.reads_people:
        return "Ménage sans personne actuelle"
    return f"Dossier protégé n°\u00a0{enrolment.file_number}"


def _names(reader: Reader, files: list[Enrolment]) -> dict[uuid.UUID, str]:
    """Give the adults' names of each file today (on its last day when it is over)."""
    by_household: dict[uuid.UUID, list[HouseholdMember]] = defaultdict(list)
    households = {enrolment.household_id for enrolment in files}
    for member in HouseholdMember.objects.filter(household_id__in=households).select_related("person"):
        by_household[member.household_id].append(member)
    names = {}
    for enrolment in files:
        day = min(reader.today, enrolment.ended_on) if enrolment.ended_on else reader.today
        present = [
            member
            for member in by_household[enrolment.household_id]
            if member.started_on <= day and (member.ended_on is None or member.ended_on >= day)
        ]
        holders = [member for member in present if member.kind == MemberKind.ADULT] or present
        names[enrolment.pk] = joined([person_name(member.person) for member in holders])
    return names


def _leads(reader: Reader, ids: list[uuid.UUID]) -> dict[uuid.UUID, EnrolmentWorker]:
    """Give who leads each file today: a replacement stands before the lead she replaces."""
    leads: dict[uuid.UUID, EnrolmentWorker] = {}
    rows = EnrolmentWorker.objects.filter(
        in_force(reader.today), enrolment_id__in=ids, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT)
    ).select_related("user")
    for row in rows:
        if row.enrolment_id not in leads or row.role == WorkerRole.REPLACEMENT:
            leads[row.enrolment_id] = row
    return leads


def _flags(reader: Reader, ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Flag, ...]]:
    """Give the precautions for a visit, for the team only."""
    found: dict[uuid.UUID, tuple[Flag, ...]] = {}
    if not ids:
        return found
    for row in VisitPrecaution.objects.filter(in_force(reader.today), enrolment_id__in=ids).order_by("flag", "pk"):
        flag = Flag(row.flag, row.get_flag_display().capitalize())
        if flag not in found.get(row.enrolment_id, ()):
            found[row.enrolment_id] = (*found.get(row.enrolment_id, ()), flag)
    return found

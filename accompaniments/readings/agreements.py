"""The documents of a file, each reader's own: what she may open, what she only knows to exist (domain.md §3.9)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniments.rules.agreements import OF_ADULTS, WAS_IN_FORCE, Change, change_of_adults, is_landlord_to_read
from documents.enums import Capacity, DocumentKind, DocumentState, SignatureState
from documents.selectors.documents import DocumentLine, documents_of
from foundation.periods import in_force
from households.enums import MemberKind
from households.models import Enrolment, HouseholdMember
from households.permissions import Standing, read_since
from partners.reader import Reader


@dataclass(frozen=True)
class AgreementRead:
    """A document of a file for one reader: `is_open` says that she may read what it says, and who signed."""

    line: DocumentLine
    is_open: bool
    change: Change | None = None  # of the adults, since: for a document of theirs in force


def agreements(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[AgreementRead]:
    """Give the documents of a file that this reader may know of, the latest first, in a constant number of queries."""
    lines = documents_of([enrolment.pk]).get(enrolment.pk, [])
    since = read_since(hers, enrolment)
    kept = [line for line in lines if is_known(line, hers, since)]
    day = min(reader.today, enrolment.ended_on) if enrolment.ended_on else reader.today
    present = adults_on({enrolment.household_id}, day)[enrolment.household_id] if kept else frozenset()
    return [
        AgreementRead(line, is_open=is_open(line, hers, lines), change=change_since(line, lines, present))
        for line in kept
        if (hers.is_holder and _kind(line, lines) != DocumentKind.REPAYMENT_PLAN) or is_open(line, hers, lines)
    ]


def is_known(line: DocumentLine, hers: Standing, since: dt.date | None) -> bool:
    """Leave out what was drafted before the reader's association held the file, unless it was in force since."""
    if not hers.knows or not hers.is_listed:
        return False
    if since is None:
        return True
    return line.drafted_on >= since or (
        line.in_force_on is not None and (line.ended_on is None or line.ended_on >= since)
    )


def is_open(line: DocumentLine, hers: Standing, lines: Iterable[DocumentLine]) -> bool:
    """Tell whether this reader opens a document: the team all of them, the others as the landlord does.

    A repayment plan is of the landlord who signed it alone: nobody else outside the team knows of it (§3.9).
    """
    if hers.reads_whole:
        return True
    if not hers.reads_people:
        return False
    signed = {
        one.organisation_id
        for one in line.signatories
        if one.capacity == Capacity.LANDLORD and one.state == SignatureState.SIGNED
    }
    if _kind(line, lines) == DocumentKind.REPAYMENT_PLAN:
        return line.state in WAS_IN_FORCE and bool(signed & hers.told_by)
    return is_landlord_to_read(line.kind, line.state, amends=amended(line, lines), landlord_signed=bool(signed))


def amended(line: DocumentLine, lines: Iterable[DocumentLine]) -> DocumentKind | None:
    """Give the kind of the document that an amendment amends."""
    if line.kind != DocumentKind.AMENDMENT:
        return None
    return next((one.kind for one in lines if one.series == line.series and one.kind != DocumentKind.AMENDMENT), None)


def _kind(line: DocumentLine, lines: Iterable[DocumentLine]) -> DocumentKind:
    return amended(line, lines) or line.kind


def change_since(line: DocumentLine, lines: Iterable[DocumentLine], present: frozenset[uuid.UUID]) -> Change | None:
    """Give how the adults changed since a document of theirs in force, or its latest amendment in force, was made."""
    if line.kind not in OF_ADULTS or line.state != DocumentState.IN_FORCE:
        return None
    chain = [
        one
        for one in lines
        if one.series == line.series and one.kind == DocumentKind.AMENDMENT and one.state == DocumentState.IN_FORCE
    ]
    latest = max([line, *chain], key=lambda one: (one.in_force_on or one.drafted_on, one.number))
    asked = {one.person_id for one in latest.signatories if one.capacity in Capacity.OF_HOUSEHOLD and one.person_id}
    return change_of_adults(asked=asked, present=present)


def adults_on(household_ids: Iterable[uuid.UUID], day: dt.date) -> defaultdict[uuid.UUID, frozenset[uuid.UUID]]:
    """Give the adults of each household on a day, in one query."""
    found: defaultdict[uuid.UUID, frozenset[uuid.UUID]] = defaultdict(frozenset)
    rows = HouseholdMember.objects.filter(
        in_force(day), household_id__in=set(household_ids), kind__in=MemberKind.ADULTS
    )
    for household_id, person_id in rows.values_list("household_id", "person_id"):
        found[household_id] |= {person_id}
    return found

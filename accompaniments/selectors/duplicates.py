"""Whether the household is already known, among the files that the reader may open, and no others."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniments.models import Accompaniment
from households.models import Enrolment, HouseholdMember
from households.permissions import standings
from households.rules import normalise
from partners.reader import Reader


@dataclass(frozen=True)
class KnownFile:
    """A file that holds someone of the same name, born the same day."""

    enrolment_id: uuid.UUID
    file_number: str


def known_files(
    reader: Reader, people: Iterable[tuple[str, str, dt.date | None]], sending_key: uuid.UUID | None = None
) -> list[KnownFile]:
    """Give the files that hold one of these people: first name, last name, day of birth; a few queries at most.

    What the reader may not open does not exist: nothing tells whether another association knows the person (domain.md §8.14).
    Someone whose birth is not known cannot be compared; the file that a first sending made is no other file.
    """
    wanted = {(frozenset(normalise(f"{first} {last}").split()), born) for first, last, born in people if born}
    if not wanted:
        return []
    files = Enrolment.objects.visible_to(reader)
    members = HouseholdMember.objects.filter(
        person__birth_on__in=[born for _, born in wanted], household__in=files.values("household_id")
    ).select_related("person")
    households = {
        member.household_id
        for member in members
        if any(
            (frozenset(normalise(f"{member.person.first_name} {last}").split()), member.person.birth_on) in wanted
            for last in (member.person.last_name, member.person.birth_name)
            if last
        )
    }
    found = list(files.filter(household_id__in=households).order_by("file_number")) if households else []
    if found and sending_key:
        made = Accompaniment.objects.filter(sending_key=sending_key).values_list("enrolment_id", flat=True)
        found = [row for row in found if row.pk not in set(made)]
    hers = standings(reader, found) if found else {}
    return [KnownFile(row.pk, row.file_number) for row in found if hers[row.pk].reads_people]

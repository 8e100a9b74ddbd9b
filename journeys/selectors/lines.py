"""A household in one line: who, since when, step, last contact, next date. Shared by the homes and the lists."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniments.enums import State
from accompaniments.selectors import StepLine, last_contacts, next_meetings, steps
from foundation.words import counted
from households.models import Enrolment
from households.readings import Card, cards
from journeys.rules import is_silent
from partners.reader import Reader


@dataclass(frozen=True)
class HouseholdLine:
    """A file in a table, shaped for its reader."""

    card: Card
    step: StepLine | None
    last_contact_on: dt.date | None
    next_at: dt.datetime | None
    silence: str = ""  # « aucun depuis 34 jours », when nobody has spoken with the household for too long

    @property
    def is_silent(self) -> bool:
        """Tell whether nobody has spoken with the household for too long."""
        return bool(self.silence)

    @property
    def silent_since(self) -> dt.date:
        """Give the day that silence counts from: the last contact, else the entry."""
        return self.last_contact_on or self.card.started_on


def household_lines(reader: Reader, enrolments: Iterable[Enrolment]) -> list[HouseholdLine]:
    """Give the lines of files already scoped by `visible_to`, in the order given and a constant number of queries."""
    files = list(enrolments)
    ids = [enrolment.pk for enrolment in files]
    known = cards(reader, files)
    step_of = steps(reader, ids)
    contacts = _spoken(reader, known, ids)
    coming = next_meetings(reader, ids)
    return [
        HouseholdLine(
            card=known[pk],
            step=step_of.get(pk),
            last_contact_on=contacts.get(pk),
            next_at=coming.get(pk),
            silence=_silence(reader, known[pk], step_of.get(pk), contacts.get(pk)),
        )
        for pk in ids
    ]


def _spoken(reader: Reader, known: dict[uuid.UUID, Card], ids: list[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Give the last contacts, to those whose association holds the file: the landlord reads dates on the file itself."""
    held = [pk for pk in ids if known[pk].standing.is_holder]
    return last_contacts(reader, held) if held else {}


def _silence(reader: Reader, card: Card, step: StepLine | None, last_contact_on: dt.date | None) -> str:
    """Say « aucun depuis 34 jours » of a file that is followed by the reader's association, or nothing.

    A household in its watch is not met at that rhythm.
    """
    since = last_contact_on or card.started_on
    if (
        step is None
        or step.state == State.WATCHED
        or card.ended_on is not None
        or not card.standing.is_holder
        or not is_silent(since, reader.today)
    ):
        return ""
    return f"aucun depuis {counted((reader.today - since).days, 'jour')}"


def longest_silence_first(lines: Iterable[HouseholdLine]) -> list[HouseholdLine]:
    """Order households, those without contact for the longest first."""
    return sorted(lines, key=lambda line: (line.silent_since, line.card.file_number))

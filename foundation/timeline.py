"""What each app offers of its clocks and of its past, so that `journeys` merges and orders them without knowing the models."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from foundation.words import PARIS, day_of


class Audience(StrEnum):
    """Who may read a part of what is written, from the narrowest circle to the widest (domain.md §3.9)."""

    TEAM = "TEAM"
    ASSOCIATIONS = "ASSOCIATIONS"
    COORDINATION = "COORDINATION"
    LANDLORD = "LANDLORD"

    @property
    def label(self) -> str:
        """Give the word that the screen shows."""
        return {
            "TEAM": "équipe",
            "ASSOCIATIONS": "associations",
            "COORDINATION": "coordination",
            "LANDLORD": "bailleur",
        }[self.value]

    @property
    def level(self) -> int:
        """Give 1 (équipe) to 4 (bailleur): the bars of its sign."""
        return list(Audience).index(self) + 1


AUDIENCE_CHOICES = [(audience.value, audience.label) for audience in Audience]


@dataclass(frozen=True)
class Part:
    """A part of a note, already allowed to the reader it is shaped for."""

    text: str
    audience: Audience


class DueKind(StrEnum):
    """What something to do is about: the filter of the list of what is to do, and what a step of the course waits for."""

    ADMISSION = "ADMISSION"
    CONTACT = "CONTACT"
    MEETING = "MEETING"
    DIAGNOSIS = "DIAGNOSIS"
    PROPOSAL = "PROPOSAL"
    DOCUMENT = "DOCUMENT"
    REVIEW = "REVIEW"
    CLAIM = "CLAIM"
    AROUND = "AROUND"
    END = "END"
    WATCH = "WATCH"
    DIFFICULTY = "DIFFICULTY"
    HOUSING = "HOUSING"
    HOUSEHOLD = "HOUSEHOLD"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """Give the words that the screen shows."""
        return {
            "ADMISSION": "Admission et référent",
            "CONTACT": "Prise de contact",
            "MEETING": "Rencontres",
            "DIAGNOSIS": "Diagnostic et grille",
            "PROPOSAL": "Proposition et réponse",
            "DOCUMENT": "Conventions et contrats",
            "REVIEW": "Objectifs et bilans",
            "CLAIM": "Démarches",
            "AROUND": "Autour du ménage",
            "END": "Fin de l’accompagnement",
            "WATCH": "Veille",
            "DIFFICULTY": "Difficultés",
            "HOUSING": "Logement",
            "HOUSEHOLD": "Ménage et ressources",
            "OTHER": "Autre",
        }[self.value]


class Alert(StrEnum):
    """How near a date is, from the days set to announce it and to remind of it."""

    SHOWN = "SHOWN"
    NEAR = "NEAR"
    PRESSING = "PRESSING"
    LATE = "LATE"

    @property
    def label(self) -> str:
        """Give the words that the screen shows."""
        return {
            "SHOWN": "annoncée",
            "NEAR": "premier rappel",
            "PRESSING": "second rappel",
            "LATE": "date dépassée",
        }[self.value]


@dataclass(frozen=True)
class Due:
    """One line of « À faire »: a date, what to do, where the date comes from, and the act."""

    due_on: dt.date
    title: str
    why: str
    enrolment_id: uuid.UUID | None  # none of a dwelling where nobody lives
    url: str
    act: str
    kind: DueKind = DueKind.OTHER  # said where lines are merged
    is_unlimited: bool = (
        False  # neither the law nor the programme sets a delay: `due_on` is the day since which it waits
    )
    alert: Alert | None = None  # of a date that is announced so many days ahead

    def is_late(self, today: dt.date) -> bool:
        """Tell whether its day is past; what has no delay is never late."""
        return self.due_on < today and not self.is_unlimited

    def days_late(self, today: dt.date) -> int:
        """Give how many days late it is, 0 when it is not."""
        return (today - self.due_on).days if self.is_late(today) else 0


def of_kind(kind: DueKind, lines: Iterable[Due]) -> list[Due]:
    """Say of lines what they are about."""
    return [replace(line, kind=kind) for line in lines]


@dataclass(frozen=True)
class Happened:
    """One line of a file's timeline, shaped for its reader."""

    on: dt.date
    at: dt.datetime
    kind: str  # MEETING, CONTACT, CLAIM, STEP, PEOPLE… : the filters of the timeline
    icon: str
    title: str
    by: str = ""
    url: str = ""
    parts: tuple[Part, ...] = field(default=())
    detail: str = ""
    is_struck: bool = False


@dataclass(frozen=True)
class Planned:
    """One line of « Rencontres » on the home: a meeting to come."""

    at: dt.datetime
    enrolment_id: uuid.UUID
    title: str
    place: str
    icon: str
    purpose: str
    url: str


def noon_of(day: dt.date) -> dt.datetime:
    """Give the middle of a day, in Paris."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=PARIS)


def moment_of(on: dt.date, recorded_at: dt.datetime | None) -> dt.datetime:
    """Give where a day's fact stands among the others: the hour it was recorded at, when that was the same day."""
    return recorded_at if recorded_at and day_of(recorded_at) == on else noon_of(on)

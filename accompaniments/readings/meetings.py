"""What a meeting says, and what of it each of the four circles reads (domain.md §3.9). Nothing else reaches a page."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from accompaniments.enums import CancelledBy, Mode, Outcome, Progress, Subject
from accompaniments.models import Meeting
from foundation.timeline import Audience, Part
from foundation.words import NBSP, PARIS, capitalised, clock, counted, join_names, long_date, minutes
from households.permissions import Standing

SUBJECTS_OF_LANDLORD = frozenset(Subject(value) for value in Subject.LANDLORD_READS)
ICONS = {Mode.HOME: "home", Mode.OFFICE: "office", Mode.PHYSICAL: "walk", Mode.PHONE: "phone", Mode.VIDEO: "video"}
TITLES = {
    Mode.HOME: "Visite à domicile",
    Mode.OFFICE: "Rencontre au bureau",
    Mode.PHYSICAL: "Accompagnement physique",
    Mode.PHONE: "Rencontre au téléphone",
    Mode.VIDEO: "Rencontre en visio",
}
WHERE = {
    Mode.HOME: "à domicile",
    Mode.OFFICE: "au bureau",
    Mode.PHYSICAL: "en accompagnement physique",
    Mode.PHONE: "au téléphone",
    Mode.VIDEO: "en visio",
}


class Circle(StrEnum):
    """Who reads: one of the four audiences, or someone outside a protected file's list."""

    TEAM = "TEAM"
    ASSOCIATIONS = "ASSOCIATIONS"
    COORDINATION = "COORDINATION"
    LANDLORD = "LANDLORD"
    OUTSIDE = "OUTSIDE"

    @property
    def audiences(self) -> frozenset[Audience]:
        """Give the audiences whose text this circle reads: its own and the wider ones."""
        if self == Circle.OUTSIDE:
            return frozenset()
        return frozenset(audience for audience in Audience if audience.level >= Audience(self.value).level)

    @property
    def knows_absences(self) -> bool:
        """Tell whether it knows of the meetings that were not held, and of those to come: the file's holders only."""
        return self in {Circle.TEAM, Circle.ASSOCIATIONS}


def circle_of(standing: Standing) -> Circle:
    """Give the circle a reader of a file is in."""
    if not standing.is_listed:
        return Circle.OUTSIDE
    if standing.is_team:
        return Circle.TEAM
    if standing.is_holder:
        return Circle.ASSOCIATIONS
    return Circle.COORDINATION if Audience.COORDINATION in standing.audiences else Circle.LANDLORD


@dataclass(frozen=True)
class MeetingContent:
    """All that a meeting says, before anybody reads it: what forms clean, services write, revisions keep."""

    mode: Mode
    outcome: Outcome
    starts_at: dt.datetime
    minutes: int | None = None
    cancelled_by: str = ""
    place: str = ""
    purpose: str = ""
    present: tuple[uuid.UUID, ...] = ()
    subjects: tuple[Subject, ...] = ()
    parts: tuple[Part, ...] = ()
    progress: tuple[tuple[uuid.UUID, Progress], ...] = ()  # the objectives worked on, and what was done for each
    is_withdrawn: bool = False

    @property
    def held_on(self) -> dt.date:
        """Give its day in Paris."""
        return self.starts_at.astimezone(PARIS).date()

    def as_json(self) -> str:
        """Write it for a revision."""
        return json.dumps(
            {
                "mode": self.mode,
                "outcome": self.outcome,
                "starts_at": self.starts_at.astimezone(dt.UTC).isoformat(),
                "minutes": self.minutes,
                "cancelled_by": self.cancelled_by,
                "place": self.place,
                "purpose": self.purpose,
                "present": sorted(str(person) for person in self.present),
                "subjects": sorted(self.subjects),
                "parts": [[part.audience, part.text] for part in self.parts],
                "progress": [[str(objective), progress] for objective, progress in self.progress],
                "is_withdrawn": self.is_withdrawn,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read it from a revision."""
        stored: dict[str, Any] = json.loads(text)
        return cls(
            mode=Mode(stored["mode"]),
            outcome=Outcome(stored["outcome"]),
            starts_at=dt.datetime.fromisoformat(stored["starts_at"]).astimezone(PARIS),
            minutes=stored["minutes"],
            cancelled_by=stored["cancelled_by"],
            place=stored["place"],
            purpose=stored["purpose"],
            present=tuple(uuid.UUID(person) for person in stored["present"]),
            subjects=in_order(stored["subjects"]),
            parts=tuple(Part(text=said, audience=Audience(audience)) for audience, said in stored["parts"]),
            progress=ticked((uuid.UUID(objective), said) for objective, said in stored.get("progress", ())),
            is_withdrawn=stored["is_withdrawn"],
        )

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """Read a stored meeting, its presences, subjects and parts already fetched."""
        return cls(
            mode=Mode(meeting.mode),
            outcome=Outcome(meeting.outcome),
            starts_at=meeting.starts_at.astimezone(PARIS),
            minutes=meeting.minutes,
            cancelled_by=meeting.cancelled_by,
            place=meeting.place,
            purpose=meeting.purpose,
            present=tuple(sorted(row.person_id for row in meeting.presences.all())),
            subjects=in_order(row.subject for row in meeting.subjects.all()),
            parts=tuple(Part(text=row.text, audience=Audience(row.audience)) for row in meeting.parts.all()),
            progress=ticked((row.objective_id, row.progress) for row in meeting.progress.all()),
            is_withdrawn=meeting.withdrawn_at is not None,
        )


def in_order(subjects: Iterable[str]) -> tuple[Subject, ...]:
    """Give subjects in the order of the form."""
    chosen = set(subjects)
    return tuple(subject for subject in Subject if subject.value in chosen)


def ticked(progress: Iterable[tuple[uuid.UUID, str]]) -> tuple[tuple[uuid.UUID, Progress], ...]:
    """Give what was ticked of objectives in an order of its own, so that two contents compare."""
    return tuple(sorted((objective, Progress(said)) for objective, said in progress))


def title_of(mode: str, outcome: str, cancelled_by: str = "", length: int | None = None) -> str:
    """Say « Visite à domicile, 45 min », « Rencontre au bureau, personne absente »."""
    title = TITLES[Mode(mode)]
    if outcome == Outcome.HELD:
        return f"{title}, {minutes(length)}" if length else title
    if outcome == Outcome.CANCELLED:
        return f"{title}, annulée par {CancelledBy(cancelled_by).label}"
    return f"{title}, {Outcome(outcome).label}"


def icon_of(mode: str, outcome: str) -> str:
    """Give the drawing of a meeting."""
    return {Outcome.NOT_PRESENT: "stop", Outcome.CANCELLED: "cross"}.get(Outcome(outcome), ICONS[Mode(mode)])


@dataclass(frozen=True)
class Shown:
    """What one circle reads of a meeting."""

    title: str
    icon: str
    on: dt.date
    where: str = ""  # « à domicile »
    at: dt.datetime | None = None
    minutes: int | None = None
    outcome: str = ""
    place: str = ""
    purpose: str = ""
    present: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    progress: tuple[str, ...] = ()  # « Régler la dette : avance »

    @property
    def heading(self) -> str:
        """Say « Jeudi 19 novembre 2026, à domicile »."""
        hour = f" à {clock(self.at)}" if self.at else ""
        where = f", {self.where}" if self.where else ""
        return f"{capitalised(long_date(self.on))}{hour}{where}"


def shown_to(
    circle: Circle,
    content: MeetingContent,
    names: Mapping[uuid.UUID, str],
    objectives: Mapping[uuid.UUID, Part] | None = None,
) -> Shown | None:
    """Shape a meeting for a circle, or None when that circle is not told of it (domain.md §3.9).

    `objectives` are those that the meeting ticks: read by the file's holders alone, each in its circle.

    The landlord reads days of meetings held, how, the subjects that concern the lease and what was addressed to him;
    outside a protected file's list one reads the day alone.
    """
    if not circle.knows_absences and (content.outcome != Outcome.HELD or content.is_withdrawn):
        return None
    if circle != Circle.TEAM and content.is_withdrawn:
        return None
    day = content.held_on
    if circle == Circle.OUTSIDE:
        return Shown(title="Rencontre", icon="calendar", on=day)
    parts = tuple(part for part in content.parts if part.audience in circle.audiences)
    if not circle.knows_absences:
        return Shown(
            title=TITLES[content.mode],
            icon=ICONS[content.mode],
            on=day,
            where=WHERE[content.mode],
            subjects=tuple(subject.label for subject in content.subjects if subject in SUBJECTS_OF_LANDLORD),
            parts=parts,
        )
    is_team = circle == Circle.TEAM
    return Shown(
        title=title_of(content.mode, content.outcome, content.cancelled_by, content.minutes),
        icon=icon_of(content.mode, content.outcome),
        on=day,
        where=WHERE[content.mode],
        at=content.starts_at.astimezone(PARIS),
        minutes=content.minutes,
        outcome=Outcome(content.outcome).label,
        place=content.place if is_team else "",
        purpose=content.purpose if is_team else "",
        present=tuple(sorted(names[person] for person in content.present if person in names)),
        subjects=tuple(subject.label for subject in content.subjects),
        parts=parts,
        progress=_progress(circle, content, objectives or {}),
    )


def _progress(circle: Circle, content: MeetingContent, objectives: Mapping[uuid.UUID, Part]) -> tuple[str, ...]:
    return tuple(
        f"{objectives[pk].text}\u00a0: {said.label}"
        for pk, said in content.progress
        if pk in objectives and objectives[pk].audience in circle.audiences
    )


def objectives_of(meeting: Meeting) -> dict[uuid.UUID, Part]:
    """Give the objectives that a stored meeting ticks, `progress__objective` already fetched."""
    return {
        row.objective_id: Part(text=row.objective.title, audience=Audience(row.objective.audience))
        for row in meeting.progress.all()
    }


@dataclass(frozen=True)
class Preview:
    """« Voir comme… » : what a circle would read, who that is today, and what it would not see."""

    audience: Audience
    title: str
    who: str
    shown: Shown | None
    hidden: str


_SEEN_AS = {
    Audience.TEAM: ("Vu comme l’équipe", "L’équipe ne verra"),
    Audience.ASSOCIATIONS: ("Vu comme les associations", "Elles ne verront"),
    Audience.COORDINATION: ("Vu comme la coordination", "Elle ne verra"),
    Audience.LANDLORD: ("Vu comme le bailleur", "Il ne verra"),
}
_OTHER_PARTS = {1: "l’autre partie", 2: "les deux autres parties", 3: "les trois autres parties"}
_HIDDEN_PARTS = {1: "la partie de note", 2: "les deux parties de note", 3: "les trois parties de note"}


def as_read_by(
    audience: Audience,
    content: MeetingContent,
    names: Mapping[uuid.UUID, str],
    who: str = "",
    objectives: Mapping[uuid.UUID, Part] | None = None,
) -> Preview:
    """Give what one of the four circles would read of a meeting, saved or not, and say what it would not see."""
    title, subject = _SEEN_AS[audience]
    shown = shown_to(Circle(audience.value), content, names, objectives)
    return Preview(audience=audience, title=title, who=who, shown=shown, hidden=_hidden(content, shown, subject))


def _hidden(content: MeetingContent, shown: Shown | None, subject: str) -> str:
    """Say « Il ne verra ni les deux autres parties, ni la durée, ni le sujet Budget et dettes »."""
    if shown is None:
        return f"{subject} rien de cette rencontre\u00a0: seules les rencontres tenues lui sont connues."
    missing: list[str] = []
    if hidden_parts := len(content.parts) - len(shown.parts):
        named = _OTHER_PARTS if shown.parts else _HIDDEN_PARTS
        missing.append(named.get(hidden_parts) or f"{hidden_parts} autres parties")
    missing += [
        word
        for word, has, seen in (
            ("l’heure", True, shown.at),
            ("la durée", content.minutes and content.outcome == Outcome.HELD, shown.minutes),
            ("les personnes présentes", content.present, shown.present),
            ("le lieu précis", content.place, shown.place),
            ("l’objet", content.purpose, shown.purpose),
            ("les objectifs travaillés", content.progress, shown.progress),
        )
        if has and not seen
    ]
    subjects = [subject.label for subject in content.subjects if subject.label not in shown.subjects]
    if subjects:
        quoted = join_names(f"«{NBSP}{label}{NBSP}»" for label in subjects)
        missing.append(f"le sujet {quoted}" if len(subjects) == 1 else f"les sujets {quoted}")
    if not missing:
        return ""
    if len(missing) == 1:
        return f"{subject} pas {missing[0]}."
    return f"{subject} {', '.join(f'ni {thing}' for thing in missing)}."


@dataclass(frozen=True)
class MeetingView:
    """A meeting as one reader reads it."""

    id: uuid.UUID
    enrolment_id: uuid.UUID
    circle: Circle
    shown: Shown
    is_planned: bool
    is_withdrawn: bool
    is_after_closure: bool
    is_corrected: bool
    may_write: bool
    worker: str
    logged_at: dt.datetime | None
    hidden: str = ""

    def is_over(self, now: dt.datetime) -> bool:
        """Tell whether its hour has come: a planned one is then to be logged."""
        return self.shown.at is not None and self.shown.at <= now


def view_of(meeting: Meeting, standing: Standing, names: Mapping[uuid.UUID, str], worker: str) -> MeetingView | None:
    """Shape a stored meeting for a reader of this standing."""
    circle = circle_of(standing)
    content = MeetingContent.of(meeting)
    shown = shown_to(circle, content, names, objectives_of(meeting))
    if shown is None:
        return None
    return MeetingView(
        id=meeting.pk,
        enrolment_id=meeting.enrolment_id,
        circle=circle,
        shown=shown,
        is_planned=content.outcome == Outcome.PLANNED,
        is_withdrawn=content.is_withdrawn,
        is_after_closure=meeting.is_after_closure and circle.knows_absences,
        is_corrected=meeting.version > 1 and circle == Circle.TEAM,
        may_write=standing.may_write,
        worker=worker,
        logged_at=meeting.logged_at if circle.knows_absences else None,
        hidden=_hidden_from(circle, len(content.parts) - len(shown.parts)),
    )


def _hidden_from(circle: Circle, parts: int) -> str:
    """Tell a reader that something is not for her. The landlord is never told how much: a count would say that it exists."""
    if circle == Circle.OUTSIDE:
        return "L’adresse de ce ménage est protégée\u00a0: seul le jour de la rencontre vous est visible."
    if circle == Circle.ASSOCIATIONS and parts:
        return (
            f"{counted(parts, 'partie')} de la note se lit dans l’équipe du dossier seulement."
            if parts == 1
            else (f"{counted(parts, 'partie')} de la note se lisent dans l’équipe du dossier seulement.")
        )
    return ""

"""What a correction changed, told field by field: histories, and two people who corrected at once (peers.md §4.3, §4.15)."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accompaniments.enums import CancelledBy, Mode, Outcome
from accompaniments.readings.meetings import MeetingContent
from foundation.words import PARIS, capitalised, clock, join_names, long_date, minutes

# What a form calls a field, in its words, and what it holds.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mode": ("Comment", ("mode",)),
    "outcome": ("A-t-elle eu lieu", ("outcome", "cancelled_by")),
    "moment": ("Date et heure", ("starts_at",)),
    "minutes": ("Durée", ("minutes",)),
    "place": ("Lieu", ("place",)),
    "purpose": ("Objet", ("purpose",)),
    "present": ("Avec qui", ("present",)),
    "subjects": ("Sujets travaillés", ("subjects",)),
    "progress": ("Objectifs", ("progress",)),
    "parts": ("Note", ("parts",)),
}
GONE = "une personne partie du ménage"
GONE_OBJECTIVE = "un objectif retiré"


@dataclass(frozen=True)
class Change:
    """A field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Revision:
    """One correction, as the team reads it."""

    by: str
    at: dt.datetime
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """A field that someone else corrected since this page was opened: what each wrote, and what stood before."""

    key: str
    label: str
    mine: str
    theirs: str
    before: str
    is_mine_proposed: bool  # she changed it too; else the other's correction stands unless she says otherwise


def told(content: MeetingContent, names: Mapping[uuid.UUID, str]) -> dict[str, str]:
    """Say each field in words, by its key."""
    local = content.starts_at.astimezone(PARIS)
    outcome = capitalised(Outcome(content.outcome).label)
    if content.cancelled_by:
        outcome += f" par {CancelledBy(content.cancelled_by).label}"
    return {
        "mode": Mode(content.mode).label,
        "outcome": outcome,
        "moment": f"{long_date(local)}, {clock(local)}",
        "minutes": minutes(content.minutes) if content.minutes else "",
        "place": content.place,
        "purpose": content.purpose,
        "present": join_names(sorted(names.get(person, GONE) for person in content.present)),
        "subjects": ", ".join(subject.label for subject in content.subjects),
        "progress": "\n".join(
            f"{names.get(objective, GONE_OBJECTIVE)}\u00a0: {said.label}" for objective, said in content.progress
        ),
        "parts": "\n".join(f"{capitalised(part.audience.label)}\u00a0: {part.text}" for part in content.parts),
    }


def changes_between(
    before: MeetingContent, after: MeetingContent, names: Mapping[uuid.UUID, str]
) -> tuple[Change, ...]:
    """Give the fields that differ, in the order of the form; a note's parts one by one."""
    old, new = _by_part(before, names), _by_part(after, names)
    return tuple(
        Change(label=label, before=old.get(label, ""), after=new.get(label, ""))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    )


def _by_part(content: MeetingContent, names: Mapping[uuid.UUID, str]) -> dict[str, str]:
    said = told(content, names)
    lines = {label: said[key] for key, (label, _) in FIELDS.items() if key != "parts"}
    for number, part in enumerate(content.parts, 1):
        lines[f"Note, partie {number} ({part.audience.label})"] = part.text
    lines["Retirée"] = "oui" if content.is_withdrawn else ""
    return lines


def differences(
    *, mine: MeetingContent, theirs: MeetingContent, before: MeetingContent, names: Mapping[uuid.UUID, str]
) -> tuple[Difference, ...]:
    """Give the fields corrected by someone else since the version that this page saw, where the two now differ."""
    hers, stored, seen = told(mine, names), told(theirs, names), told(before, names)
    return tuple(
        Difference(
            key=key,
            label=label,
            mine=hers[key],
            theirs=stored[key],
            before=seen[key],
            is_mine_proposed=hers[key] != seen[key],
        )
        for key, (label, _) in FIELDS.items()
        if stored[key] != seen[key] and hers[key] != stored[key]
    )


def merged(mine: MeetingContent, theirs: MeetingContent, kept_of_theirs: Collection[str]) -> MeetingContent:
    """Give her content with the fields that she leaves as the other person corrected them."""
    taken = {name: getattr(theirs, name) for key in kept_of_theirs if key in FIELDS for name in FIELDS[key][1]}
    return dataclasses.replace(mine, **taken)

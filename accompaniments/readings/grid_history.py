"""What a correction of a passage changed, told domain by domain: kept as it was, never overwritten (domain.md §5)."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accompaniments.enums import Subject
from accompaniments.models import GridAssessment
from accompaniments.readings.meeting_history import Change, Revision
from accompaniments.rules.grid import NOT_ASSESSED, SCALE, Score, grid
from foundation.words import PARIS, plain_date


@dataclass(frozen=True)
class GridContent:
    """A passage as it was at one moment: its day, its scores."""

    on: dt.date
    scores: tuple[Score, ...]

    @classmethod
    def of(cls, row: GridAssessment) -> "GridContent":
        """Give what is stored."""
        return cls.told(
            row.assessed_on,
            [Score(Subject(one.domain), one.level, one.justification) for one in row.scores.all()],
        )

    @classmethod
    def told(cls, on: dt.date, scores: Sequence[Score]) -> "GridContent":
        """Give what is written, in the order of the domains, so that two equal contents are equal."""
        order = list(Subject)
        kept = (Score(Subject(one.domain), one.level, one.justification.strip()) for one in scores)
        return cls(on, tuple(sorted(kept, key=lambda one: order.index(one.domain))))

    @classmethod
    def from_json(cls, text: str) -> "GridContent":
        """Read what a revision kept."""
        held = json.loads(text)
        return cls(
            dt.date.fromisoformat(held["on"]),
            tuple(Score(Subject(code), level, why) for code, level, why in held["scores"]),
        )

    def to_json(self) -> str:
        """Write what a revision keeps."""
        scores = [[one.domain.value, one.level, one.justification] for one in self.scores]
        return json.dumps({"on": self.on.isoformat(), "scores": scores}, ensure_ascii=False)


@dataclass(frozen=True)
class PassageHistory:
    """The corrections of one passage, the latest first."""

    label: str
    on: dt.date
    revisions: tuple[Revision, ...]

    @property
    def corrected_on(self) -> dt.date:
        """Give the day of the latest one."""
        return self.revisions[0].at.date()


def changes_between(before: GridContent, after: GridContent, grid_version: int) -> tuple[Change, ...]:
    """Give what differs: the day, then each domain with its level and its why."""
    changes = []
    if before.on != after.on:
        changes.append(Change("Évalué le", plain_date(before.on), plain_date(after.on)))
    old = {one.domain: one for one in before.scores}
    new = {one.domain: one for one in after.scores}
    for subject in Subject:
        was, now = _said(old.get(subject), grid_version), _said(new.get(subject), grid_version)
        if was != now:
            changes.append(Change(str(subject.label), was, now))
    return tuple(changes)


def history_of(row: GridAssessment, label: str, names: Mapping[uuid.UUID, str]) -> PassageHistory | None:
    """Give the corrections of a passage, for its team; None when it stands as it was scored."""
    revisions = tuple(
        Revision(
            by=names.get(one.revised_by, ""),
            at=one.revised_at.astimezone(PARIS),
            reason=one.reason,
            changes=changes_between(
                GridContent.from_json(one.before), GridContent.from_json(one.after), row.grid_version
            ),
        )
        for one in sorted(row.revisions.all(), key=lambda one: one.number, reverse=True)
    )
    return PassageHistory(label, row.assessed_on, revisions) if revisions else None


def _said(score: Score | None, grid_version: int) -> str:
    level = score.level if score else NOT_ASSESSED
    said = f"{level} sur 5" if level in SCALE else grid(grid_version).scale[level]
    return f"{said}\u00a0: {score.justification}" if score and score.justification else said

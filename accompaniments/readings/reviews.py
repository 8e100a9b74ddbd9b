"""What a stage review says, and what of it each reader reads (domain.md §3.9, §6)."""

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from accompaniments.enums import Mode, ObjectiveState, Progress, ReviewState, Subject
from accompaniments.models import StageReview
from accompaniments.readings.meetings import SUBJECTS_OF_LANDLORD, WHERE
from accompaniments.rules.grid import change_said
from foundation.timeline import Audience
from foundation.words import counted
from households.enums import NamingService
from households.permissions import Standing
from partners.selectors.people import names_of


@dataclass(frozen=True)
class ClaimFact:
    """A démarche that moved in the period."""

    title: str
    step: str
    on: dt.date
    audience: Audience


@dataclass(frozen=True)
class ObjectiveFact:
    """An objective as it stood at the end of the period."""

    title: str
    domain: Subject
    state: ObjectiveState
    progress: Progress | None
    due_on: dt.date | None
    audience: Audience

    @property
    def said(self) -> str:
        """Say « en cours, avance »."""
        label = str(self.state.label)
        return f"{label}, {self.progress.label}" if self.progress and self.state == ObjectiveState.OPEN else label


@dataclass(frozen=True)
class GridFact:
    """A domain of the grid, from the passage before to the last one of the period."""

    domain: Subject
    first: int
    last: int

    @property
    def said(self) -> str:
        """Say « de 2 à 3 »; « 3 » when it was scored once."""
        return change_said(self.first, self.last)


@dataclass(frozen=True)
class AccountFact:
    """What the household owed the landlord by a statement of a day; negative when in credit."""

    on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class ReviewFacts:
    """The facts of a period, from what was typed once: nothing in them is typed again."""

    meetings: tuple[tuple[Mode, int], ...] = ()
    missed: int | None = None  # None: not this reader's to know
    cancelled: int | None = None
    subjects: tuple[tuple[Subject, int], ...] = ()
    claims: tuple[ClaimFact, ...] = ()
    objectives: tuple[ObjectiveFact, ...] = ()
    grid: tuple[GridFact, ...] = ()
    occupancy: str = ""
    account: tuple[AccountFact, ...] = ()
    procedure: tuple[tuple[dt.date, str], ...] = ()

    @property
    def held(self) -> int:
        """Count the meetings held."""
        return sum(count for _, count in self.meetings)

    @property
    def held_said(self) -> str:
        """Say « 5 rencontres : 3 à domicile, 2 au bureau »."""
        if not self.meetings:
            return "Aucune rencontre tenue"
        modes = ", ".join(f"{count} {WHERE[mode]}" for mode, count in self.meetings)
        return f"{counted(self.held, 'rencontre')}\u00a0: {modes}"

    @property
    def missed_said(self) -> str:
        """Say the meetings that did not take place, to who may know; empty else."""
        said = [
            f"{counted(self.missed, 'absence')}" if self.missed else "",
            f"{counted(self.cancelled, 'rencontre annulée', 'rencontres annulées')}" if self.cancelled else "",
        ]
        return ", ".join(filter(None, said))

    def read_in(self, audiences: Collection[Audience], *, is_holder: bool, reads_whole: bool) -> "ReviewFacts":
        """Keep what a reader of these circles may read.

        Absences, every subject and the procedure are the associations'; grid levels the team's, and the landlord's in his
        five domains.
        """
        subjects = self.subjects if is_holder else tuple(s for s in self.subjects if s[0] in SUBJECTS_OF_LANDLORD)
        if reads_whole:
            grid = self.grid
        else:
            grid = () if is_holder else tuple(line for line in self.grid if line.domain in SUBJECTS_OF_LANDLORD)
        return dataclasses.replace(
            self,
            missed=self.missed if is_holder else None,
            cancelled=self.cancelled if is_holder else None,
            subjects=subjects,
            claims=tuple(one for one in self.claims if one.audience in audiences),
            objectives=tuple(one for one in self.objectives if one.audience in audiences),
            grid=grid,
            procedure=self.procedure if is_holder else (),
        )

    def for_landlord(self) -> "ReviewFacts":
        """Keep what may leave for the landlord, whoever reads it there: his own parts alone, never the accord's."""
        return self.read_in({Audience.LANDLORD}, is_holder=False, reads_whole=False)

    def as_json(self) -> str:
        """Write them as they stood."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, default=str)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read them as they stood."""
        stored: dict[str, Any] = json.loads(text)
        day = dt.date.fromisoformat
        return cls(
            meetings=tuple((Mode(mode), count) for mode, count in stored["meetings"]),
            missed=stored["missed"],
            cancelled=stored["cancelled"],
            subjects=tuple((Subject(code), count) for code, count in stored["subjects"]),
            claims=tuple(
                ClaimFact(one["title"], one["step"], day(one["on"]), Audience(one["audience"]))
                for one in stored["claims"]
            ),
            objectives=tuple(
                ObjectiveFact(
                    title=one["title"],
                    domain=Subject(one["domain"]),
                    state=ObjectiveState(one["state"]),
                    progress=Progress(one["progress"]) if one["progress"] else None,
                    due_on=day(one["due_on"]) if one["due_on"] else None,
                    audience=Audience(one["audience"]),
                )
                for one in stored["objectives"]
            ),
            grid=tuple(GridFact(Subject(one["domain"]), one["first"], one["last"]) for one in stored["grid"]),
            occupancy=stored["occupancy"],
            account=tuple(AccountFact(day(one["on"]), Decimal(one["amount"])) for one in stored["account"]),
            procedure=tuple((day(on), said) for on, said in stored["procedure"]),
        )


@dataclass(frozen=True)
class ReviewRead:
    """A stage review, shaped for its reader."""

    id: uuid.UUID
    enrolment_id: uuid.UUID
    state: ReviewState
    state_label: str
    period_from: dt.date
    period_to: dt.date
    held_on: dt.date
    next_on: dt.date | None
    worker_text: str
    team_text: str
    household_text: str
    landlord_text: str
    landlord_by: str
    landlord_on: dt.datetime | None
    asked_on: dt.date | None
    asked_of: str
    validated_on: dt.date | None
    validated_by: str
    version: int


def review_reading(row: StageReview, hers: Standing, *, is_asked: bool = False) -> ReviewRead:
    """Shape a review for a reader that `access` let in: before it is validated, its text is its team's, and who was asked."""
    is_read = hers.is_listed and (hers.reads_whole or row.state == ReviewState.VALIDATED or is_asked)
    names = names_of({pk for pk in (row.landlord_by, row.validated_by) if pk})
    return ReviewRead(
        id=row.pk,
        enrolment_id=row.accompaniment.enrolment_id,
        state=ReviewState(row.state),
        state_label=str(ReviewState(row.state).label),
        period_from=row.period_from,
        period_to=row.period_to,
        held_on=row.held_on,
        next_on=row.next_on,
        worker_text=row.worker_text if is_read else "",
        team_text=row.team_text if hers.reads_whole else "",
        household_text=row.household_text if is_read else "",
        landlord_text=row.landlord_text if is_read else "",
        landlord_by=names.get(row.landlord_by, "") if row.landlord_by else "",
        landlord_on=row.landlord_at,
        asked_on=row.asked_on,
        asked_of=str(NamingService(row.asked_of).label) if row.asked_of else "",
        validated_on=row.validated_on,
        validated_by=names.get(row.validated_by, "") if row.validated_by else "",
        version=row.version,
    )
